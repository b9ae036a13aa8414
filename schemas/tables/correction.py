"""correction: what people changed (訂正), without names of persons. No IO."""

from __future__ import annotations

from schemas.tables.columns import DERIVED_ID, ID, column, table
from schemas.tables.head import Head, note, plan_id


class Correction(Head):
    """One applied correction."""

    id: str = column(
        "ID",
        "Identifier",
        "計画のIDと内容から作る識別子",
        "Made from the plan's identifier and the content",
        unique=True,
        pattern=DERIVED_ID,
    )
    plan_id: str = plan_id()
    target_id: str = column(
        "対象ID", "Row", "訂正した行のID", "Identifier of the row corrected", nullable=True, pattern=ID
    )
    field: str = column("項目", "Column", "訂正した列（英語キー）", "Key of the column corrected")
    before: str = column("訂正前", "Before", "訂正前の値", "Value before", nullable=True)
    after: str = column("訂正後", "After", "訂正後の値", "Value after", nullable=True)
    reason: str = column("理由", "Reason", "訂正の理由", "Why")
    role: str = column("訂正者の役割", "Role", "訂正した人の役割（氏名は載せない）", "Role of the person; no names")
    date: str = column("訂正日", "Date", "訂正した日", "Date of the correction", kind="date")
    note: str = note()

    class Config:
        metadata = table("訂正", "Corrections", "1件の訂正", "One correction", foreign={"plan_id": "plan"})
