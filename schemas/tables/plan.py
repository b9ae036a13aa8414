"""plan: one edition of one plan (計画). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import ID, SPAN_OF_YEARS, column, table
from schemas.tables.head import Head, first_published, last_changed, note, review_status

FIRST, LAST = SPAN_OF_YEARS


class Plan(Head):
    """One edition of a plan: 素案 and 成案 of the same plan are two."""

    plan_key: str = column(
        "計画キー",
        "Plan key",
        "取込み時の計画の名前（英数字）。1文書に複数の計画があるときは # の後で区別する",
        "Name of the plan at intake; where one document holds several, what follows # tells them apart",
        unique=True,
    )
    name: str = column("名称", "Name", "計画の名称（印刷のとおり）", "Name of the plan as printed")
    name_kana: str = column("名称_カナ", "Name in kana", "名称の読み", "Reading of the name", nullable=True)
    name_romaji: str = column("名称_英字", "Name in romaji", "名称のローマ字", "Name in Latin letters", nullable=True)
    plan_kind: str = column(
        "計画種別", "Kind of plan", "名称に現れる計画の種類", "Kind of plan as its name says", nullable=True
    )
    generation: str = column(
        "次数", "Generation", "第n次（印刷のとおり）", "Which edition in the series", nullable=True
    )
    generation_number: pd.Int64Dtype = column(
        "次数_数値",
        "Generation, number",
        "第n次の n",
        "Number of the edition in its series, to sort by",
        nullable=True,
        at_least=1,
    )
    status: str = column(
        "状態",
        "Status",
        "案・素案など（印刷または登録のとおり）。記載がないときは空",
        "Draft status as printed or registered; empty where nothing says so",
        nullable=True,
    )
    scope: str = column(
        "範囲",
        "Scope",
        "概要版など、計画の一部だけの文書であるときの記載（印刷のとおり）",
        "What part of the plan the document holds, such as a summary, as printed",
        nullable=True,
    )
    as_of: str = column(
        "時点",
        "As of",
        "記載がいつの時点のものか（印刷のとおり）",
        "Date the contents refer to, as printed",
        nullable=True,
    )
    start_year: pd.Int64Dtype = column(
        "計画期間_開始年度",
        "First fiscal year",
        "計画期間の最初の年度（西暦）",
        "First fiscal year of the plan, Gregorian",
        nullable=True,
        at_least=FIRST,
        at_most=LAST,
    )
    end_year: pd.Int64Dtype = column(
        "計画期間_終了年度",
        "Last fiscal year",
        "計画期間の最後の年度（西暦）",
        "Last fiscal year of the plan, Gregorian",
        nullable=True,
        at_least=FIRST,
        at_most=LAST,
    )
    period_text: str = column(
        "計画期間_原文", "Period as printed", "計画期間の記載（印刷のとおり）", "The period as printed", nullable=True
    )
    supersedes: str = column(
        "前計画ID", "Supersedes", "この計画の前の版のID", "Identifier of the edition before", nullable=True, pattern=ID
    )
    vision: str = column(
        "基本理念",
        "Vision",
        "この計画の基本理念（印刷のとおり）",
        "Guiding vision of the plan as printed",
        nullable=True,
    )
    source_id: str = column("出典ID", "Source", "出典文書のID", "Identifier of the source document", pattern=ID)
    policy_count: pd.Int64Dtype = column(
        "項目数", "Nodes published", "公開した施策体系の項目の数", "Number of nodes published", at_least=0
    )
    withheld_count: pd.Int64Dtype = column(
        "非公開項目数",
        "Nodes withheld",
        "確認が済むまで公開しない項目の数",
        "Number of nodes not published until staff have settled them",
        at_least=0,
    )
    review_status: str = review_status()
    first_published: str = first_published()
    last_changed: str = last_changed()
    note: str = note()

    class Config:
        metadata = table(
            "計画",
            "Plans",
            "1つの計画の1つの版",
            "One edition of one plan",
            foreign={"supersedes": "plan", "source_id": "source"},
            carried=("first_published", "last_changed"),
            quiet=("policy_count", "withheld_count", "review_status"),
        )
