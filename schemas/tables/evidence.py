"""evidence: where each published value stands in its document (根拠). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import DERIVED_ID, ID, column, table
from schemas.tables.head import METHOD, Head, line, note, page, plan_id

RULE = {
    "printed": ("原文のとおり", "as printed: the quote contains the value"),
    "joined": ("離れた記載をつないだ", "joined from words that stand apart"),
    "beside": ("名称に添えられた記載", "printed beside the name, at the place given"),
    "layout": ("印刷の位置（番号、字下げ、枠、列）から", "inferred from the layout: numbers, indents, boxes, columns"),
    "era": ("和暦や期間の記載から西暦に換算", "converted from the printed era or period"),
    "manifest": ("登録時の記載（source.toml）から", "stated by the steward in source.toml"),
    "correction": ("職員の訂正", "corrected by staff: see table correction"),
}
"""How a value follows from its place."""


class Evidence(Head):
    """One value of one row and its place."""

    id: str = column(
        "ID",
        "Identifier",
        "対象のIDと項目名",
        "Identifier of the row and key of the column",
        unique=True,
        pattern=DERIVED_ID,
    )
    plan_id: str = plan_id()
    target_id: str = column(
        "対象ID", "Row", "値のある行のID", "Identifier of the row that holds the value", pattern=f"{ID}|{DERIVED_ID}"
    )
    field: str = column("項目", "Column", "値のある列（英語キー）", "Key of the column that holds the value")
    value: str = column("値", "Value", "公開した値", "The value as published", nullable=True)
    source_id: str = column("出典ID", "Source", "出典文書のID", "Identifier of the document", pattern=ID)
    page: pd.Int64Dtype = page()
    x0: pd.Float64Dtype = column("左", "Left", "左端（ポイント）", "Left edge, points from the left", nullable=True)
    top: pd.Float64Dtype = column("上", "Top", "上端（ポイント）", "Upper edge, points from the top", nullable=True)
    x1: pd.Float64Dtype = column("右", "Right", "右端（ポイント）", "Right edge, points from the left", nullable=True)
    bottom: pd.Float64Dtype = column(
        "下", "Bottom", "下端（ポイント）", "Lower edge, points from the top", nullable=True
    )
    line: pd.Int64Dtype = line()
    line_column: pd.Int64Dtype = column(
        "出典桁", "Column", "行の何文字目か（1から）", "Character of the line, from 1", nullable=True, at_least=1
    )
    quote: str = column(
        "原文", "Quote", "その場所の記載（長いものは途中まで）", "The words there, long ones cut", nullable=True
    )
    rule: str = column(
        "導き方", "Rule", "値が原文からどのように得られたか", "How the value follows from the quote", codes=RULE
    )
    method: str = column("抽出方法", "Method", "どのように読み取ったか", "How it was read", codes=METHOD)
    extractor: str = column("抽出器", "Extractor", "読み取ったプログラムと版", "Program and version that read it")
    note: str = note()

    class Config:
        metadata = table(
            "根拠",
            "Evidence",
            "公開した1つの値と、それが文書のどこにあるか",
            "One published value and its place in the document",
            foreign={"plan_id": "plan", "source_id": "source"},
            carried=("extractor",),
        )
