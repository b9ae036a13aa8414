"""`taikei onboard`: a document → raw/<plan_id>/ with its manifest, as proposed or as said. IO: writes raw/."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from flows.folders import FOLDER_THAT_IS

REFUSED = 1

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE, metavar="FILE")
@click.option("--raw", type=FOLDER_THAT_IS, default="raw", show_default=True, help="計画の文書と出典情報のフォルダ。")
@click.option("--id", "plan_id", metavar="ID", help="計画のフォルダ名（既定は文書から作る案）。")
@click.option("--title", metavar="TEXT", help="計画名（既定は文書の題名）。")
@click.option("--code", metavar="CODE", help="全国地方公共団体コード（既定は文書から分かる自治体）。")
@click.option("--publisher", metavar="TEXT", help="公表した者（既定は自治体）。")
@click.option("--terms", metavar="TEXT", help="利用条件。")
@click.option("--url", metavar="URL", help="文書のあった場所。")
@click.option("--supersedes", metavar="ID", help="前の版のフォルダ名（既定は同じ自治体の同じ計画）。")
@click.option("--no-supersedes", is_flag=True, help="前の版はない。")
@click.option("--write", is_flag=True, help="案を示すだけでなく、raw/ に置きます。")
def onboard(
    file: Path,
    raw: Path,
    plan_id: str | None,
    title: str | None,
    code: str | None,
    publisher: str | None,
    terms: str | None,
    url: str | None,
    supersedes: str | None,
    no_supersedes: bool,
    write: bool,
) -> None:
    """FILE を読み、raw/<計画ID>/source.toml の案を示します。--write で文書と一緒に置きます。

    終了コード: 0 示した、または置いた、1 読めない、または足りないものがある、2 使い方の誤り。
    """
    from dataclasses import replace

    from extractors.guard import ReadingFailed, extract_guarded
    from extractors.propose_manifest import source_of
    from extractors.read_sources import read_sources
    from extractors.write_manifest import NotAdded, add_plan, manifest_text

    try:
        extraction = extract_guarded(file)
    except ReadingFailed as failed:
        _stop(f"{file}: {failed}")
    if not extraction.structures:
        _stop(f"{file}: {extraction.error.message if extraction.error else '施策の体系が見つかりません。'}")
    known = [plan.source for plan in read_sources(raw).plans]
    twice = next((source.plan_id for source in known if source.sha256 == extraction.source.sha256), None)
    if twice is not None:
        _stop(f"{file}: この文書は {raw / twice} に既にあります。")
    try:
        source = source_of(extraction, known, file.stem, date.today(), title=title, code=code)
    except ValueError as why:
        raise click.UsageError(str(why)) from None
    given = {"plan_id": plan_id, "publisher": publisher, "terms": terms, "url": url, "supersedes": supersedes}
    source = replace(source, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    source = replace(source, document=source.plan_id + Path(source.document).suffix)
    if no_supersedes:
        source = replace(source, supersedes=None)
    click.echo(f"# {raw / source.plan_id / 'source.toml'}\n{manifest_text(source)}", nl=False)
    missing = [option for option, value in _asked(source.title, source.municipality_code, source.terms) if not value]
    if missing:
        _stop(f"足りないものがあります。{'、'.join(missing)} で指定してください。")
    if not write:
        click.echo("この内容でよければ、--write を付けてもう一度実行してください。", err=True)
        return
    try:
        place = add_plan(raw, source, file)
    except NotAdded as why:
        _stop(str(why))
    click.echo(f"{place} に置きました。taikei run で公開データになります。", err=True)


def _asked(title: str, code: str, terms: str) -> tuple[tuple[str, str], ...]:
    return ("--title", title), ("--code", code), ("--terms", terms)


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(REFUSED)
