"""evidence: where each published value stands in its document (根拠). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import DERIVED_ID, ID, column, table
from schemas.tables.head import METHOD, Head, line, note, page, plan_id


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
    quote: str = column(
        "原文", "Quote", "その場所の記載（長いものは途中まで）", "The words there, long ones cut", nullable=True
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
