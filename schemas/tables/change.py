"""change: from one edition of a plan to the next (改定による変更). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import DERIVED_ID, ID, column, table
from schemas.tables.head import Head, note, plan_id

TYPE = {
    "kept": ("変更なし", "kept"),
    "renamed": ("名称変更", "renamed"),
    "moved": ("移動", "moved"),
    "added": ("追加", "added"),
    "removed": ("削除", "removed"),
    "undetermined": ("未確定（確認待ち）", "not determined: its counterpart may be among withheld entries"),
    "unprinted": ("階層の印刷なし", "its level is not printed in the other edition"),
}


class Change(Head):
    """What became of one node."""

    id: str = column(
        "ID",
        "Identifier",
        "新旧の計画と項目から作る識別子",
        "Made from both plans and the node",
        unique=True,
        pattern=DERIVED_ID,
    )
    plan_id: str = plan_id()
    old_plan_id: str = column(
        "前計画ID", "Previous edition", "前の版のID", "Identifier of the edition before", pattern=ID
    )
    type: str = column("変更種別", "Type", "変更の種類", "Kind of change", codes=TYPE)
    old_id: str = column(
        "旧項目ID", "Old node", "前の版の項目のID", "Node in the edition before", nullable=True, pattern=ID
    )
    new_id: str = column("新項目ID", "New node", "この版の項目のID", "Node in this edition", nullable=True, pattern=ID)
    old_path: str = column("旧経路", "Old path", "前の版での経路", "Path in the edition before", nullable=True)
    new_path: str = column("新経路", "New path", "この版での経路", "Path in this edition", nullable=True)
    likeness: pd.Int64Dtype = column(
        "一致度",
        "Likeness",
        "新旧の項目の一致度。100は同じ名称",
        "How alike the two nodes are; 100 is the same title",
        nullable=True,
        at_least=0,
        at_most=100,
    )
    note: str = note()

    class Config:
        metadata = table(
            "版の変更",
            "Changes between editions",
            "前の版からこの版への1項目の変化",
            "What became of one node from the edition before",
            foreign={"plan_id": "plan", "old_plan_id": "plan", "old_id": "policy", "new_id": "policy"},
        )
