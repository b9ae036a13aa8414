"""Release and plans → schema.org descriptions for search engines (JSON-LD). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from publishers.index_files import LICENCE
from publishers.rdf.address import current, is_set, thing
from publishers.site.list_files import table_files
from publishers.site.views import PlanView

_CONTEXT = "https://schema.org/"
_NAME = "施策体系オープンデータ"
PARTS = 1000
"""Plans named in the description of the whole; beyond that each page speaks for itself, and the catalogue for all."""


def release_dataset(
    version: str, plans: Sequence[PlanView], files: Mapping[str, tuple[int, str]], attributions: Sequence[str]
) -> dict[str, Any]:
    """The whole release as one Dataset; addresses are relative to the front page, unless it is known where it stands."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        **({"@id": current(""), "url": current("site/index.html")} if is_set() else {}),
        "name": _NAME,
        "alternateName": "Policy hierarchies of Japanese municipalities",
        "description": "自治体の計画から読み取った施策体系（基本目標から取組まで）を、出典のページや行とともに公開する"
        "オープンデータです。値は印刷のとおりで、確認を待つ項目には印があります。",
        "version": version,
        "inLanguage": "ja",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "keywords": ["施策体系", "自治体", "計画", "オープンデータ"],
        "creditText": "、".join(attributions),
        "spatialCoverage": sorted({str(plan.row["municipality_name"]) for plan in plans}),
        "hasPart": [_part(plan) for plan in plans[:PARTS]],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": current(path) if is_set() else f"../{path}",
                "encodingFormat": kind,
                "contentSize": f"{files[path][0]} B",
                "sha256": files[path][1],
            }
            for path, kind in table_files(files)
        ],
    }


def plan_dataset(version: str, plan: PlanView) -> dict[str, Any]:
    """One plan as a Dataset; addresses are relative to its page, unless it is known where it stands."""
    row, source = plan.row, plan.source
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        **_whereabouts(plan),
        **_essentials(plan),
        "version": version,
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "creditText": source["attribution"],
        "isPartOf": _whole(),
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": source["title"],
            "publisher": {"@type": "GovernmentOrganization", "name": source["publisher"]},
        },
    }
    if row["start_year"] and row["end_year"]:
        described["temporalCoverage"] = f"{row['start_year']}-04-01/{int(row['end_year']) + 1}-03-31"
    return described


def _whole() -> dict[str, Any]:
    whole = {"@type": "Dataset", "name": _NAME}
    return (
        {**whole, "@id": current(""), "url": current("site/index.html")}
        if is_set()
        else {**whole, "url": "../index.html"}
    )


def _part(plan: PlanView) -> dict[str, Any]:
    where = _whereabouts(plan) or {"url": f"plans/{plan.row['id']}.html"}
    return {"@type": "Dataset", **where, **_essentials(plan)}


def _whereabouts(plan: PlanView) -> dict[str, Any]:
    """The same identifier as in the catalogue, and the page."""
    row = plan.row
    return {"@id": thing(row["id"]), "url": current(f"site/plans/{row['id']}.html")} if is_set() else {}


def _essentials(plan: PlanView) -> dict[str, Any]:
    row = plan.row
    return {
        "identifier": row["id"],
        "name": f"{row['municipality_name']} {row['name']}",
        "description": f"{row['municipality_name']}『{row['name']}』の施策体系{row['policy_count']}項目を、"
        "番号、名称、読み、説明、担当課、出典の位置とともに収めています。",
        "license": LICENCE,
        "spatialCoverage": row["municipality_name"],
        "dateModified": row["last_changed"],
    }
