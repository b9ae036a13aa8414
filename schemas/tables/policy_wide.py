"""policy_wide: one row per leaf with columns per level (施策体系の横持ち), for people with a spreadsheet. No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import Declared, column, table
from schemas.tables.head import Head, note, plan_id, review_status, sort_order

DEEPEST = 8
"""Levels that have columns; the deepest plan seen has five, and path holds every level in any case."""


def _label(level: int) -> Declared:
    return column(
        f"第{level}階層_番号",
        f"Level {level} label",
        f"印刷された第{level}階層の項目の番号",
        f"Label of the node on printed level {level}",
        nullable=True,
    )


def _name(level: int) -> Declared:
    return column(
        f"第{level}階層_名称",
        f"Level {level} name",
        f"印刷された第{level}階層の項目の名称",
        f"Name of the node on printed level {level}",
        nullable=True,
    )


class PolicyWide(Head):
    """One leaf; its id is the id of the leaf in policy."""

    plan_id: str = plan_id()
    plan_name: str = column("計画名", "Plan name", "計画の名称", "Name of the plan")
    structure: pd.Int64Dtype = column(
        "体系番号", "Hierarchy", "計画の中の体系の番号", "Number of the hierarchy", at_least=1
    )
    sort_order: pd.Int64Dtype = sort_order()
    level1_label: str = _label(1)
    level1_name: str = _name(1)
    level2_label: str = _label(2)
    level2_name: str = _name(2)
    level3_label: str = _label(3)
    level3_name: str = _name(3)
    level4_label: str = _label(4)
    level4_name: str = _name(4)
    level5_label: str = _label(5)
    level5_name: str = _name(5)
    level6_label: str = _label(6)
    level6_name: str = _name(6)
    level7_label: str = _label(7)
    level7_name: str = _name(7)
    level8_label: str = _label(8)
    level8_name: str = _name(8)
    description: str = column("説明", "Description", "末端の項目の説明", "Description of the leaf", nullable=True)
    department: str = column(
        "担当課", "Departments", "担当課。複数は ; で区切る", "Departments in charge, separated by ;", nullable=True
    )
    path: str = column("経路", "Path", "最上位から末端までの番号と名称", "Labels and names from the top to the leaf")
    review_status: str = review_status()
    note: str = note()

    class Config:
        metadata = table(
            "施策体系（横持ち）",
            "Policy hierarchy, wide",
            "施策体系の末端の1項目と、その上のすべての階層",
            "One leaf of a hierarchy with all its ancestors",
            foreign={"id": "policy", "plan_id": "plan"},
        )
