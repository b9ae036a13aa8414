"""Tables → README.md of a release: what it holds and how to use it, and the data dictionary in both languages. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.table_rows import Tables
from schemas.tables import described
from schemas.tables.describe import Column, Table

SCHEMA_VERSION = "0.2.0"
"""Of the tables (SemVer): breaking where a column goes, is renamed or changes its type."""

_INTRODUCTION = """# 施策体系オープンデータ / Policy hierarchies of Japanese municipalities

自治体の計画から読み取った施策体系（基本目標から取組まで）です。1行が1つの項目で、値は印刷のとおりです。
Policy hierarchies read from municipal plans: one row per node, values as printed.

## 使い方 / How to use
- 表計算ソフトでは `csv/policy_wide.csv` を開いてください。1行に最上位から末端までが並びます。
  With a spreadsheet, open `csv/policy_wide.csv`: one row from the top level down to the leaf.
- CSVは見出しが日本語、UTF-8（BOM付き）、改行CRLFです。JSONは同じ内容を英語のキーで1行1件に並べます。
  CSV has Japanese headings, UTF-8 with BOM and CRLF; JSON has the same rows under English keys, one per line.
- CSVのセルが `=` `+` `-` `@` で始まるときは、数式にならないよう最初の1字を全角で書きます。JSONは印刷のとおりです。
  A CSV cell beginning with one of these is written with its first character full-width, so that it is never run as a
  formula; JSON has it as printed.
- コードとIDは文字列です。先頭の0を落とさずに読み込んでください。 / Codes and ids are strings; keep leading zeros.
- 値がどこに書かれているか、どう導いたかは `evidence` の表に1件ずつあります。
  The table `evidence` says where each value stands, or by which rule it follows.
- 文書の収録者が要約した説明や定義は、市区町村の言葉ではないため載せません（`source` の表の「本文の扱い」）。
  Descriptions and definitions that an editor paraphrased are not the municipality's words and are left out.
- `確認状況` が「要確認」の行は職員の確認を待っています。理由は `issue` の表にあります。
  Rows marked 要確認 await confirmation by staff; the table `issue` says why.
- ファイルが正しいことは `sha256sum -c SHA256SUMS` で確かめられます。 / Check the files with `sha256sum -c SHA256SUMS`.

## 利用条件 / Licence
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.ja)。利用の際は次の出典を示してください。
Give these attributions when you use the data. 元の文書の利用条件は `source` の表にあります。
"""


def readme_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """README.md and LICENSE.txt."""
    yield "README.md", readme(tables).encode()
    yield "LICENSE.txt", _licence(tables).encode()


def readme(tables: Tables) -> str:
    """The whole text; nothing in it depends on when it is built."""
    parts = [_INTRODUCTION]
    parts += [f"- {line}\n" for line in attributions(tables)]
    parts.append(f"\n## データ辞書 / Data dictionary (schema {SCHEMA_VERSION})\n")
    for table in described():
        parts += _dictionary(table)
    return "".join(parts)


def attributions(tables: Tables) -> list[str]:
    """The line to give for each document."""
    return list(dict.fromkeys(str(row["attribution"]) for row in tables["source"]))


def _dictionary(table: Table) -> Iterator[str]:
    yield f"\n### {table.ja} `{table.name}` / {table.en}\n{table.about_ja}。 / {table.about_en}.\n\n"
    yield "| 列 (CSV) | key | title | 型 type | 空欄 empty | 説明 | description |\n|---|---|---|---|---|---|---|\n"
    for column in table.columns:
        empty = "可 yes" if column.nullable else "不可 no"
        yield (
            f"| {column.ja} | `{column.key}` | {column.en} | {column.type} | {empty} "
            f"| {column.about_ja}{_codes_ja(column)} | {column.about_en}{_reference(column)} |\n"
        )


def _codes_ja(column: Column) -> str:
    if not column.codes:
        return ""
    if column.key == "kind":
        return f"（{len(column.codes)}種。日本語名は隣の列）"
    return "。" + "、".join(f"`{code}`: {ja} / {en}" for code, ja, en in column.codes)


def _reference(column: Column) -> str:
    return f" (id in `{column.references}`)" if column.references else ""


def _licence(tables: Tables) -> str:
    lines = "\n".join(attributions(tables))
    return (
        "このデータは クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）で提供します。\n"
        "This data is licensed under Creative Commons Attribution 4.0 International (CC BY 4.0).\n"
        "https://creativecommons.org/licenses/by/4.0/legalcode\n\n"
        f"出典 / Attribution\n{lines}\n\n"
        "全国地方公共団体コード: 総務省「全国地方公共団体コード」（2024年1月1日現在）を加工して作成\n"
    )
