"""statement: what a plan says of itself besides its hierarchy (理念・方針など). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import column, table
from schemas.tables.head import Head, line, note, page, plan_id, sort_order


class Statement(Head):
    """One 基本理念, 将来像, 主題, 基本方針, 共通重点項目 or 重点事業."""

    plan_id: str = plan_id()
    kind: str = column(
        "種類", "Kind", "基本理念、将来像、基本方針、共通重点項目、重点事業など", "What it is, by its Japanese heading"
    )
    label: str = column("番号", "Label", "番号や記号（印刷のとおり）", "Number or marker as printed", nullable=True)
    text: str = column("本文", "Text", "本文または名称（印刷のとおり）", "The text or name as printed")
    description: str = column(
        "説明",
        "Description",
        "説明（印刷のとおり）。収録者の要約は載せない",
        "Description as printed; what an editor paraphrased is left out",
        nullable=True,
    )
    belongs_to: str = column(
        "他計画名",
        "Other plan",
        "他の計画のものであるとき、その計画",
        "The other plan it belongs to, if so",
        nullable=True,
    )
    sort_order: pd.Int64Dtype = sort_order()
    source_page: pd.Int64Dtype = page()
    source_line: pd.Int64Dtype = line()
    note: str = note()

    class Config:
        metadata = table(
            "理念・方針",
            "Statements",
            "基本理念、将来像、基本方針、重点事業などの1件",
            "One vision, principle, priority or key project",
            foreign={"plan_id": "plan"},
        )
