"""timeline: plan × fiscal year and what stands there (年次). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import SPAN_OF_YEARS, column, table
from schemas.tables.head import Head, note, plan_id

FIRST, LAST = SPAN_OF_YEARS


class Timeline(Head):
    """One fiscal year of a plan's calendar."""

    plan_id: str = plan_id()
    fiscal_year: pd.Int64Dtype = column(
        "年度", "Fiscal year", "年度（西暦）", "Fiscal year, Gregorian", at_least=FIRST, at_most=LAST
    )
    era_label: str = column(
        "年度_原文", "As printed", "年度の記載（印刷のとおり）", "The year as printed", nullable=True
    )
    entries: str = column(
        "記載事項",
        "Entries",
        "その年度の欄の記載。複数は ; で区切る",
        "What stands in that year, separated by ;",
        nullable=True,
    )
    spans: str = column(
        "期間",
        "Spans",
        "その年度にかかる計画や期間。複数は ; で区切る",
        "Bars that cover the year, separated by ;",
        nullable=True,
    )
    events: str = column(
        "予定",
        "Events",
        "その年度に印のある調査や見直し。複数は ; で区切る",
        "Surveys and reviews marked in the year",
        nullable=True,
    )
    note: str = note()

    class Config:
        metadata = table(
            "年次",
            "Timeline",
            "計画の1年度",
            "One fiscal year of a plan",
            foreign={"plan_id": "plan"},
        )
