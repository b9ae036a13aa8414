"""The head that every table begins with and the note it ends with, as in the 自治体標準オープンデータセット. No IO."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.tables.columns import CODE, DERIVED_ID, ID, Declared, column

REVIEW = {
    "自動": ("機械が読み取り、未確認の事項はない", "read by machine, nothing open"),
    "要確認": ("職員の確認を待つ事項がある", "something awaits confirmation by staff"),
    "確認済": ("職員が確認した", "confirmed by staff"),
}
METHOD = {
    "text": ("テキスト文書の読取り", "read from a text file"),
    "pdf": ("PDFの読取り", "read from a PDF"),
    "ocr": ("画像の文字認識", "read by OCR"),
    "manual": ("職員による入力", "entered by staff"),
}


class Head(pa.DataFrameModel):
    """First three columns of every table."""

    municipality_code: str = column(
        "全国地方公共団体コード",
        "Local government code",
        "総務省の全国地方公共団体コード（検査数字を含む6桁）",
        "Six-digit code of the local government, check digit included; a string",
        pattern=CODE,
    )
    id: str = column(
        "ID",
        "Identifier",
        "この行の恒久的な識別子。再利用しない",
        "Permanent identifier of the row; never reused",
        unique=True,
        pattern=f"{ID}|{DERIVED_ID}",
    )
    municipality_name: str = column(
        "地方公共団体名",
        "Local government",
        "都道府県名を含まない地方公共団体の名称",
        "Name of the local government, without its prefecture",
    )

    class Config:
        strict = True
        ordered = True
        coerce = True


def note() -> Declared:
    """The last column of every table."""
    return column("備考", "Note", "補足", "Remarks", nullable=True)


def page() -> Declared:
    """Where a row stands in a PDF."""
    return column(
        "出典ページ", "Page", "文書の何ページ目か（1から）", "Page of the document, from 1", nullable=True, at_least=1
    )


def line() -> Declared:
    """Where a row stands in a text file."""
    return column(
        "出典行", "Line", "テキスト文書の何行目か（1から）", "Line of the text file, from 1", nullable=True, at_least=1
    )


def plan_id() -> Declared:
    """The edition of a plan that a row belongs to."""
    return column("計画ID", "Plan", "この行が属する計画のID", "Identifier of the plan the row belongs to", pattern=ID)


def sort_order() -> Declared:
    """Reading order within a plan."""
    return column("並び順", "Order", "計画の中での順番（1から）", "Position within the plan, from 1", at_least=1)


def review_status() -> Declared:
    """要確認 or not."""
    return column("確認状況", "Review status", "確認の状況", "Whether the row awaits confirmation", codes=REVIEW)


def first_published() -> Declared:
    """Carried from release to release."""
    return column(
        "初回公開日",
        "First published",
        "この行を初めて公開した日",
        "Date of the first release with this row",
        kind="date",
    )


def last_changed() -> Declared:
    """Carried from release to release."""
    return column(
        "最終更新日", "Last changed", "この行の内容が最後に変わった日", "Date the row last changed", kind="date"
    )
