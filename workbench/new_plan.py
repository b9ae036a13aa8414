"""What somebody typed about a new plan → its manifest, or what is wrong with it field by field (計画の登録). Pure but for the code list."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from extractors.municipalities import Municipality, by_code, by_name, municipalities
from extractors.propose_manifest import propose, source_of
from schemas.natural_key import match_key
from schemas.plan import Extraction
from schemas.source import Source

FIELDS = (
    "title", "town", "start_year", "end_year", "terms", "publisher", "url", "retrieved", "supersedes", "plan_id", "layout", "sample",
)  # fmt: skip
SHOWN_TOWNS = 12
"""Municipalities offered at once."""
_PLAN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_YEARS = (1868, 2200)

Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent."""

    typed: Typed
    wrong: Mapping[str, str]
    """Field → key of the sentence that says what is wrong."""
    towns: tuple[Municipality, ...]
    """All that the typed name can mean, where it is not clear."""
    source: Source | None
    """Where nothing is wrong."""
    years: tuple[int | None, int | None]


def first_form(extraction: Extraction, known: Collection[Source], stem: str, today: date) -> Filled:
    """The proposal, as the form shows it at first."""
    source = source_of(extraction, known, stem, today)
    proposed = propose(extraction, known, stem)
    plan = extraction.facts.plan
    typed = {
        "title": source.title,
        "town": said(proposed.municipality) if proposed.municipality else "",
        "start_year": str(plan.start_year or ""),
        "end_year": str(plan.end_year or ""),
        "terms": "",
        "publisher": source.publisher,
        "url": "",
        "retrieved": source.retrieved,
        "supersedes": source.supersedes or "",
        "plan_id": source.plan_id,
        "layout": "yes",
        "sample": "",
    }
    towns = proposed.candidates if proposed.municipality is None else ()
    return Filled(typed, {}, towns, None, (plan.start_year, plan.end_year))


def filled_form(extraction: Extraction, known: Collection[Source], sent: Mapping[str, str], today: date) -> Filled:
    """What was sent, judged as a run would judge it; nothing that was typed is lost."""
    typed = {name: " ".join(sent.get(name, "").split()) for name in FIELDS}
    wrong: dict[str, str] = {}
    towns = found_towns(typed["town"])
    if len(towns) != 1:
        wrong["town"] = "town_missing" if not typed["town"] else "town_several" if towns else "town_unknown"
    for name in ("title", "terms"):
        if not typed[name]:
            wrong[name] = f"{name}_missing"
    taken = {source.plan_id for source in known}
    if not _PLAN_ID.fullmatch(typed["plan_id"]):
        wrong["plan_id"] = "plan_id_letters"
    elif typed["plan_id"] in taken:
        wrong["plan_id"] = "plan_id_taken"
    if typed["supersedes"] and typed["supersedes"] not in taken:
        wrong["supersedes"] = "supersedes_unknown"
    if typed["url"] and not re.fullmatch(r"https?://\S+", typed["url"]):
        wrong["url"] = "url_wrong"
    retrieved = _day(typed["retrieved"], today)
    if retrieved is None:
        wrong["retrieved"] = "retrieved_wrong"
    start, end = _year(typed["start_year"], "start_year", wrong), _year(typed["end_year"], "end_year", wrong)
    if start is not None and end is not None and end < start:
        wrong["end_year"] = "year_order"
    if wrong or retrieved is None:
        return Filled(typed, wrong, towns if len(towns) > 1 else (), None, (start, end))
    town = towns[0]
    read = source_of(extraction, known, "", today, title=typed["title"], code=town.code)
    source = replace(
        read,
        plan_id=typed["plan_id"],
        publisher=typed["publisher"] or town.name,
        document=typed["plan_id"] + (".pdf" if extraction.source.media_type == "application/pdf" else ".txt"),
        terms=typed["terms"],
        retrieved=retrieved.isoformat(),
        url=typed["url"] or None,
        layout=read.layout if typed["layout"] else None,
        supersedes=typed["supersedes"] or None,
        role="sample" if typed["sample"] else "plan",
    )
    return Filled(typed, {}, (), source, (start, end))


def found_towns(text: str) -> tuple[Municipality, ...]:
    """Whom a typed name or code means; several where it is not clear."""
    code = re.match("[0-9]{6}", text)
    listed = by_code(code[0]) if code else None
    if listed is not None:
        return (listed,)
    return by_name(text)


def offered_towns(text: str) -> tuple[Municipality, ...]:
    """Municipalities whose code, name or reading begins with, or holds, what was typed so far."""
    wanted = match_key(text)
    if not wanted:
        return ()
    kana = wanted.translate({code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)})
    ranked = []
    for town in municipalities():
        whole = match_key(town.prefecture + town.name)
        if town.code.startswith(wanted) or match_key(town.name).startswith(wanted) or town.kana.startswith(kana):
            ranked.append((0, town))
        elif wanted in whole or kana in town.kana:
            ranked.append((1, town))
    return tuple(town for _, town in sorted(ranked, key=lambda each: each[0])[:SHOWN_TOWNS])


def said(town: Municipality) -> str:
    """As it stands in the field: code, prefecture, name."""
    return f"{town.code} {town.prefecture if town.prefecture != town.name else ''}{town.name}"


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= today else None


def _year(text: str, name: str, wrong: dict[str, str]) -> int | None:
    if not text:
        return None
    if re.fullmatch("[0-9]{4}", text) and _YEARS[0] <= int(text) <= _YEARS[1]:
        return int(text)
    wrong[name] = "year_wrong"
    return None
