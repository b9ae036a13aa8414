"""Commands for looking: `taikei report` and `taikei diff`. Files in, text out; nothing is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publishers.why import why

if TYPE_CHECKING:
    from schemas.plan import Extraction

REFUSED = 1

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE, metavar="FILE")
@click.option("--form", type=click.Choice(["md", "html"]), default="md", show_default=True, help="報告書の形式。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="書き出すファイル（なければ画面へ）。")
def report(file: Path, form: str, out: Path | None) -> None:
    """FILE を読み取り、体系の木と確認していただきたいことを一つの報告書にします。

    終了コード: 0 読めた、1 読めなかった（その理由の報告書は出します）。
    """
    from extractors.extract import extract
    from publishers.document_report import write_report

    extraction = extract(file)
    text = write_report(extraction, "html" if form == "html" else "md")
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
    else:
        try:
            out.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(f"{out} に書けません（{why(error)}）。別の場所を指定してください。") from None
    if extraction.error is not None:
        click.echo(f"{file}: {extraction.error.message}", err=True)
        sys.exit(REFUSED)


@click.command()
@click.argument("old", type=_FILE, metavar="OLD")
@click.argument("new", type=_FILE, metavar="NEW")
@click.option("--all", "everything", is_flag=True, help="変更のない項目も示します。")
@click.option("--json", "as_json", is_flag=True, help="表の代わりにJSONを出します。")
def diff(old: Path, new: Path, everything: bool, as_json: bool) -> None:
    """前の版 OLD と新しい版 NEW を比べ、項目ごとに変更なし・名称変更・移動・追加・削除を示します。

    終了コード: 0 比べた、1 読めない文書があった。
    """
    from extractors.editions import compare

    before, after = _read(old), _read(new)
    stale = {node for issue in after.issues if issue.kind == "stale_row_content" for node in issue.nodes}
    result = compare(before.structures[0], after.structures[-1], frozenset(stale))
    if as_json:
        from publishers.extraction_json import changes_to_json

        sys.stdout.buffer.write(changes_to_json(result.value).encode("utf-8"))
        return
    from rich.console import Console
    from rich.table import Column, Table

    from publishers.changes_report import change_counts, change_table

    table = Table(
        "変更", Column("項目", overflow="fold"), Column("上の項目", overflow="fold"), "一致度", show_lines=True
    )
    for row in change_table(result.value, before.structures[0], after.structures[-1], everything):
        table.add_row(*row)
    console = Console()
    console.print(table)
    console.print(change_counts(result.value))
    for issue in result.issues:
        console.print(f"要確認: {issue.message}")


def _read(path: Path) -> Extraction:
    """A document with a hierarchy, or the end of the command with one sentence."""
    from extractors.extract import extract

    extraction = extract(path)
    if extraction.error is not None:
        click.echo(f"{path}: {extraction.error.message}", err=True)
        sys.exit(REFUSED)
    return extraction
