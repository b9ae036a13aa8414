"""raw/ of three towns with small plans and a sample: enough for whatever is not about the plans themselves."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.flows.steward import RAW
from tests.flows.watch_samples import PLAN, make_plan

TOWNS = {"a-hoshimi": ("立川市", "132021"), "b-tsukimi": ("多摩市", "132241"), "c-hanami": ("西東京市", "132292")}


def text_of(town: str, text: str = PLAN) -> bytes:
    """The plan of a town."""
    return text.replace("星見市", town).encode()


def put_towns(raw: Path, address: str | None = None) -> None:
    """Their folders. address: of the web server that has their documents; None: they are not watched."""
    for plan_id, (town, code) in TOWNS.items():
        url = f"http://{address}/{plan_id}.txt" if address else None
        named = {"municipality": town, "municipality_code": code, "publisher": town}
        make_plan(raw, plan_id, url, text_of(town), title=f"第3次{town}学びの計画", **named)


def put_sample(raw: Path) -> None:
    """A PDF, which is no plan yet; `one_plan_more` makes one of it."""
    shutil.copytree(RAW / "sample-ruled-table", raw / "sample-ruled-table")
