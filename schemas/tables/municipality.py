"""municipality: the code list in use (地方公共団体), so that a release explains itself. No IO."""

from __future__ import annotations

from schemas.tables.columns import CODE, column, table
from schemas.tables.head import Head, note

KIND = {
    "都道府県": ("都道府県", "prefecture"),
    "市": ("市", "city"),
    "特別区": ("東京都の特別区", "special ward of Tokyo"),
    "町": ("町", "town"),
    "村": ("村", "village"),
    "指定都市の区": ("指定都市の行政区", "ward of a designated city"),
}


class Municipality(Head):
    """One local government of the code list; its id is its code."""

    id: str = column(
        "ID", "Identifier", "全国地方公共団体コードと同じ", "The same as the code", unique=True, pattern=CODE
    )
    prefecture: str = column("都道府県名", "Prefecture", "都道府県の名称", "Name of the prefecture")
    prefecture_kana: str = column(
        "都道府県名_カナ", "Prefecture in kana", "コード表による読み", "Reading as the code list has it"
    )
    municipality_name_kana: str = column(
        "地方公共団体名_カナ", "Name in kana", "コード表による読み", "Reading as the code list has it"
    )
    kind: str = column("区分", "Kind", "地方公共団体の区分", "Kind of local government", codes=KIND)
    note: str = note()

    class Config:
        metadata = table(
            "地方公共団体",
            "Local governments",
            "総務省「全国地方公共団体コード」（2024年1月1日現在）の1団体",
            "One local government of the official code list as of 1 January 2024",
        )
