"""Commands for looking: `taikei report` and `taikei diff`. Files in, text out; nothing is published."""

from __future__ import annotations

import sys
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.documents import DOCUMENT, PASSWORD, password
from publishers.why import why

if TYPE_CHECKING:
    from publishers.document_report import Picture
    from schemas.plan import Extraction

REFUSED = 1
PIXELS = 1400
"""Longer side of a page's picture in a report."""


@click.command()
@click.argument("file", type=DOCUMENT, metavar="FILE")
@PASSWORD
@click.option("--form", type=click.Choice(["md", "html"]), default="md", show_default=True, help="報告書の形式。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="書き出すファイル（なければ画面へ）。")
def report(file: Path, password_env: str | None, form: str, out: Path | None) -> None:
    """FILE を読み取り、体系の木と確認していただきたいことを一つの報告書にします。

    終了コード: 0 読めた、1 読めなかった（その理由の報告書は出します）、2 使い方の誤り。
    """
    from extractors.extract import extract
    from publishers.document_report import pages_to_show, write_report

    opens = password(password_env)
    extraction = extract(file, opens)
    pictures = _pictures(file, pages_to_show(extraction)) if form == "html" and opens is None else {}
    text = write_report(extraction, "html" if form == "html" else "md", pictures)
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
    else:
        try:
            out.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(
                _("{out} に書けません（{why}）。別の場所を指定してください。").format(out=out, why=why(error))
            ) from None
    if extraction.error is not None:
        click.echo(f"{file}: {extraction.error.message}", err=True)
        sys.exit(REFUSED)


def _pictures(path: Path, pages: list[int]) -> dict[int, Picture]:
    """Pictures of these pages; a page that cannot be shown is left out. An encrypted document has none."""
    from extractors.page_image import NoImage, page_image
    from publishers.document_report import Picture

    found = {}
    for page in pages:
        try:
            image = page_image(path, page, PIXELS)
        except NoImage:
            continue
        found[page] = Picture(image.jpeg, image.width, image.height)
    return found


@click.command()
@click.argument("old", type=DOCUMENT, metavar="OLD")
@click.argument("new", type=DOCUMENT, metavar="NEW")
@PASSWORD
@click.option("--all", "everything", is_flag=True, help="変更のない項目も示します。")
@click.option("--json", "as_json", is_flag=True, help="表の代わりにJSONを出します。")
def diff(old: Path, new: Path, password_env: str | None, everything: bool, as_json: bool) -> None:
    """前の版 OLD と新しい版 NEW を比べ、項目ごとに変更なし・名称変更・移動・追加・削除を示します。

    終了コード: 0 比べた、1 読めない文書があった、2 使い方の誤り。
    """
    from extractors.editions import compare_documents

    before, after = (_read(path, password(password_env)) for path in (old, new))
    result = compare_documents(before, after)
    if as_json:
        from publishers.extraction_json import changes_to_json

        sys.stdout.buffer.write(changes_to_json(result.value).encode("utf-8"))
        return
    from rich.console import Console
    from rich.table import Column, Table

    from publishers.changes_report import change_counts, change_table

    table = Table(
        _("変更"),
        Column(_("項目"), overflow="fold"),
        Column(_("上の項目"), overflow="fold"),
        _("一致度"),
        show_lines=True,
    )
    for row in change_table(result.value, before.structures[0], after.structures[-1], everything):
        table.add_row(*row)
    console = Console()
    console.print(table)
    console.print(change_counts(change.type for change in result.value))
    for issue in result.issues:
        console.print(_("要確認: {message}").format(message=issue.message))


def _read(path: Path, opens: str | None) -> Extraction:
    """A document with a hierarchy, or the end of the command with one sentence."""
    from extractors.extract import extract

    extraction = extract(path, opens)
    if extraction.error is not None:
        click.echo(f"{path}: {extraction.error.message}", err=True)
        sys.exit(REFUSED)
    return extraction
