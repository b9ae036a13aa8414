"""term: words that a plan defines (用語). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import column, table
from schemas.tables.head import Head, line, note, page, plan_id, sort_order


class Term(Head):
    """One word and its definition."""

    plan_id: str = plan_id()
    term: str = column("用語", "Term", "用語（印刷のとおり）", "The term as printed")
    term_kana: str = column("用語_カナ", "Term in kana", "用語の読み", "Reading of the term", nullable=True)
    definition: str = column(
        "定義",
        "Definition",
        "定義（印刷のとおり）。収録者の要約は載せない",
        "The definition as printed; what an editor paraphrased is left out",
        nullable=True,
    )
    sort_order: pd.Int64Dtype = sort_order()
    source_page: pd.Int64Dtype = page()
    source_line: pd.Int64Dtype = line()
    note: str = note()

    class Config:
        metadata = table("用語", "Terms", "計画が定義する1語", "One term a plan defines", foreign={"plan_id": "plan"})
