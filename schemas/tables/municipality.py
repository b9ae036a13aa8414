"""municipality: the code list in use (地方公共団体), so that a release explains itself. No IO."""

from __future__ import annotations

from schemas.tables.columns import CODE, column, table
from schemas.tables.head import Head, note


class Municipality(Head):
    """One local government of the code list; its id is its code."""

    id: str = column(
        "ID", "Identifier", "全国地方公共団体コードと同じ", "The same as the code", unique=True, pattern=CODE
    )
    municipality_name_kana: str = column(
        "地方公共団体名_カナ", "Name in kana", "コード表による読み", "Reading as the code list has it"
    )
    prefecture: str = column("都道府県名", "Prefecture", "都道府県の名称", "Name of the prefecture")
    note: str = note()

    class Config:
        metadata = table(
            "地方公共団体",
            "Local governments",
            "総務省「全国地方公共団体コード」（2024年1月1日現在）の1団体",
            "One local government of the official code list as of 1 January 2024",
        )
