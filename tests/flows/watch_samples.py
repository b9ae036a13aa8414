"""Documents and a folder raw/ for the tests of watched sources."""

from __future__ import annotations

import hashlib
from pathlib import Path

PLAN = """第3次星見市学びの計画

計画期間 令和8年度から令和12年度まで

基本目標1 学びの場をひらく
　施策1 講座をひろげる
　　① 出前講座を開く
　　② 夜の講座を開く
　施策2 場所をととのえる
　　① 学習室を直す
　　② 図書室を広げる
基本目標2 学びをつなぐ
　施策1 人をつなぐ
　　① 案内人を育てる
　　② 交流会を開く
　施策2 成果を生かす
　　① 発表会を開く
　　② 学びの手帳を配る
"""
ENTRIES = 14
REISSUED = PLAN.replace("夜の講座を開く", "夜間の講座を開く") + "　　③ 作品展を開く\n"
"""The same edition, put out again: one title corrected, one entry more."""
SHORTENED = PLAN[: PLAN.index("基本目標2")]
NEXT_EDITION = PLAN.replace("第3次", "第4次").replace("令和8", "令和13").replace("令和12", "令和17")

SAMPLE_PDF = (Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf").read_bytes()


def make_plan(raw: Path, plan_id: str, url: str | None, document: bytes, name: str = "plan.txt", **more: str) -> Path:
    """A plan's folder with its manifest."""
    folder = raw / plan_id
    folder.mkdir(parents=True)
    (folder / name).write_bytes(document)
    keys = {
        "title": "第3次星見市学びの計画",
        "municipality": "立川市",
        "municipality_code": "132021",
        "publisher": "立川市",
        "document": name,
        "sha256": hashlib.sha256(document).hexdigest(),
        "terms": "CC BY 4.0",
        **({"url": url} if url else {}),
        **more,
    }
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    (folder / "source.toml").write_text("\n".join([*lines, "retrieved = 2026-11-20", ""]), "utf-8")
    return folder
