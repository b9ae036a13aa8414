"""id_redirect: where retired ids lead (IDの転送). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import ID, column, table
from schemas.tables.head import Head, note


class IdRedirect(Head):
    """One id that is no longer published."""

    id: str = column("ID", "Identifier", "公開をやめたID", "The id no longer published", unique=True, pattern=ID)
    status: pd.Int64Dtype = column(
        "状態コード",
        "Status",
        "301: 新しいIDに移った。410: 廃止した",
        "301: moved to the new id; 410: gone",
        at_least=301,
        at_most=410,
    )
    new_id: str = column("新ID", "New id", "移った先のID", "The id it moved to", nullable=True, pattern=ID)
    reason: str = column("理由", "Reason", "公開をやめた理由", "Why")
    date: str = column("廃止日", "Date", "公開をやめた日", "Date it was retired", kind="date")
    note: str = note()

    class Config:
        metadata = table("IDの転送", "Retired identifiers", "公開をやめた1つのID", "One retired id", carried=("date",))
