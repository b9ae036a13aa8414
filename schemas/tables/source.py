"""source: the documents everything was read from (出典). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import column, table
from schemas.tables.head import Head, note

PROSE = {
    "verbatim": ("印刷のとおり", "as printed"),
    "paraphrased": ("収録者の要約のため公開しない", "paraphrased by the editor, and therefore not published"),
    "omitted": ("本文省略", "left out by the editor"),
}


class Source(Head):
    """One document."""

    title: str = column("文書名", "Title", "文書の名称", "Title of the document")
    publisher: str = column("発行者", "Publisher", "文書の発行者", "Publisher of the document")
    file_name: str = column("ファイル名", "File", "取り込んだファイルの名前", "Name of the file taken in")
    sha256: str = column("SHA256", "SHA-256", "ファイルのSHA-256", "SHA-256 of the file", pattern="[0-9a-f]{64}")
    bytes: pd.Int64Dtype = column("バイト数", "Bytes", "ファイルの大きさ", "Size of the file", at_least=0)
    media_type: str = column("媒体種別", "Media type", "ファイルの形式", "Format of the file")
    encoding: str = column(
        "文字コード", "Encoding", "テキスト文書の文字コード", "Encoding of a text file", nullable=True
    )
    pages: pd.Int64Dtype = column("ページ数", "Pages", "PDFのページ数", "Pages of a PDF", nullable=True, at_least=1)
    url: str = column("URL", "URL", "文書の所在", "Where the document is to be had", nullable=True)
    retrieved: str = column("取得日", "Retrieved", "文書を取得した日", "Date the document was fetched", kind="date")
    terms: str = column("利用条件", "Terms of use", "文書の利用条件", "Terms of use of the document")
    terms_id: str = column(
        "利用条件_識別子",
        "Terms of use, identifier",
        "利用条件の SPDX 識別子または URI",
        "SPDX identifier or URI of the terms of use",
        nullable=True,
    )
    prose: str = column(
        "本文の扱い", "Prose", "説明や定義の文章の扱い", "How descriptions and definitions were taken in", codes=PROSE
    )
    editor_note: str = column(
        "収録者注",
        "Editor's note",
        "文書を収録した人の注記",
        "What whoever took the document in says of it",
        nullable=True,
    )
    archived: str = column(
        "保存先",
        "Archived",
        "この版に収めた文書のパス。収めていないときは空",
        "Path of the document in this release; empty where it is not in it",
        nullable=True,
    )
    attribution: str = column("出典表示", "Attribution", "利用時に示す出典", "Attribution to give when using the data")
    note: str = note()

    class Config:
        metadata = table("出典", "Sources", "1つの文書", "One document")
