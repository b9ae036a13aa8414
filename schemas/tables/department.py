"""department: offices that a plan names (担当課・関係課). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import column, table
from schemas.tables.head import Head, note, plan_id, sort_order


class Department(Head):
    """One office of one plan."""

    plan_id: str = plan_id()
    name: str = column("名称", "Name", "課の名称（印刷のとおり）", "Name of the office as printed")
    sort_order: pd.Int64Dtype = sort_order()
    note: str = note()

    class Config:
        metadata = table(
            "担当課", "Departments", "計画に現れる1つの課", "One office named in a plan", foreign={"plan_id": "plan"}
        )
