"""`taikei onboard`: a document → raw/<plan_id>/ with its manifest, as proposed or as said. IO: writes raw/."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from flows.documents import DOCUMENT, PASSWORD, password
from flows.folders import FOLDER_THAT_IS

if TYPE_CHECKING:
    from schemas.plan import Extraction
    from schemas.source import Source

REFUSED = 1

SHOWN = 12
"""Entries and exceptions shown before a decision; taikei report has all of them."""


@click.command()
@click.argument("file", type=DOCUMENT, metavar="FILE")
@PASSWORD
@click.option("--raw", type=FOLDER_THAT_IS, default="raw", show_default=True, help="計画の文書と出典情報のフォルダー。")
@click.option("--id", "plan_id", metavar="ID", help="計画のフォルダー名（既定は文書から作る案）。")
@click.option("--title", metavar="TEXT", help="計画名（既定は文書の題名）。")
@click.option("--code", metavar="CODE", help="全国地方公共団体コード（既定は文書から分かる自治体）。")
@click.option("--publisher", metavar="TEXT", help="公表した者（既定は自治体）。")
@click.option("--terms", metavar="TEXT", help="利用条件。")
@click.option("--url", metavar="URL", help="文書のあった場所。")
@click.option("--supersedes", metavar="ID", help="前の版のフォルダー名（既定は同じ自治体の同じ計画）。")
@click.option("--no-supersedes", is_flag=True, help="前の版はない。")
@click.option("--anyway", is_flag=True, help="文書から読める自治体と違っても、--code のとおりにします。")
@click.option("--write", is_flag=True, help="案を示すだけでなく、raw/ に置きます。")
@click.option("--json", "as_json", is_flag=True, help="読み取った内容と案をJSONで出します。")
def onboard(
    file: Path,
    password_env: str | None,
    raw: Path,
    plan_id: str | None,
    title: str | None,
    code: str | None,
    publisher: str | None,
    terms: str | None,
    url: str | None,
    supersedes: str | None,
    no_supersedes: bool,
    anyway: bool,
    write: bool,
    as_json: bool,
) -> None:
    """FILE を読み、読み取った内容と raw/<計画ID>/source.toml の案を示します。--write で文書と一緒に置きます。

    終了コード: 0 示した、または置いた、1 読めない、または足りないものがある、2 使い方の誤り。
    """
    from dataclasses import replace

    from extractors.guard import ReadingFailed, extract_guarded
    from extractors.propose_manifest import source_of
    from extractors.read_sources import read_sources
    from extractors.write_manifest import NotAdded, add_plan, manifest_text

    try:
        extraction = extract_guarded(file, password(password_env))
    except ReadingFailed as failed:
        _stop(f"{file}: {failed}")
    if not extraction.structures:
        why_not = extraction.error.message if extraction.error else _("施策の体系が見つかりません。")
        _stop(f"{file}: {why_not}")
    known = [plan.source for plan in read_sources(raw).plans]
    twice = next((source.plan_id for source in known if source.sha256 == extraction.source.sha256), None)
    if twice is not None:
        _stop(_("{file}: この文書は {value} に既にあります。").format(file=file, value=raw / twice))
    try:
        source = source_of(extraction, known, file.stem, date.today(), title=title, code=code)
    except ValueError as why:
        raise click.UsageError(str(why)) from None
    _ask_whose(extraction, source, anyway)
    given = {"plan_id": plan_id, "publisher": publisher, "terms": terms, "url": url, "supersedes": supersedes}
    source = replace(source, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    source = replace(source, document=source.plan_id + Path(source.document).suffix)
    if no_supersedes:
        source = replace(source, supersedes=None)
    missing = [option for option, value in _asked(source.title, source.municipality_code, source.terms) if not value]
    manifest = raw / source.plan_id / "source.toml"
    if as_json:
        from publishers.extraction_json import to_dict

        shown = {"manifest": str(manifest), "text": manifest_text(source), "missing": missing}
        click.echo(json.dumps({**shown, "read": to_dict(extraction)}, ensure_ascii=False, indent=1))
    else:
        for line in _summary(extraction):
            click.echo(line, err=True)
        click.echo(f"# {manifest}\n{manifest_text(source)}", nl=False)
    if missing:
        _stop(_("足りないものがあります。{value} で指定してください。").format(value="、".join(missing)))
    if not write:
        click.echo(_("この内容でよければ、--write を付けてもう一度実行してください。"), err=True)
        return
    try:
        place = add_plan(raw, source, file)
    except NotAdded as why:
        _stop(str(why))
    click.echo(_("{place} に置きました。taikei run で公開データになります。").format(place=place), err=True)


def _summary(extraction: Extraction) -> Iterator[str]:
    """What was read, in a few lines: levels, period, the beginning of the tree, and what to check first."""
    plan = extraction.facts.plan
    years = (
        _("{start_year}〜{end_year}年度").format(start_year=plan.start_year, end_year=plan.end_year)
        if plan.start_year and plan.end_year
        else _("読み取れません")
    )
    yield _("計画名: {value}　計画期間: {years}").format(value=plan.title or "読み取れません", years=years)
    for structure in extraction.structures:
        counts = Counter(node.level for node in structure.nodes)
        names = structure.levels or tuple(_("第{level}階層").format(level=level) for level in range(1, max(counts) + 1))
        yield _("階層: ") + "、".join(
            _("{name} {value}件").format(name=name, value=counts[level]) for level, name in enumerate(names, 1)
        )
        for node in structure.nodes[:SHOWN]:
            yield "  " * node.depth + f"{node.label} {node.name}".strip()
        if len(structure.nodes) > SHOWN:
            yield _("  …他に {value} 件").format(value=len(structure.nodes) - SHOWN)
    loud = [issue for severity in ("block", "review") for issue in extraction.issues if issue.severity == severity]
    yield _("要対応・要確認: {count} 件").format(count=len(loud)) + (
        _("（すべては taikei report で）") if len(loud) > SHOWN else ""
    )
    for issue in loud[:SHOWN]:
        where = issue.evidence
        place = (
            _("{page}ページ: ").format(page=where.page)
            if where.page
            else _("{line}行目: ").format(line=where.line)
            if where.line
            else ""
        )
        yield f"  {place}{issue.message}"
    yield ""


def _ask_whose(extraction: Extraction, source: Source, anyway: bool) -> None:
    """Whether another municipality than the document names is meant; the ids that follow from it are for ever."""
    from extractors.municipalities import by_code

    read = by_code(extraction.facts.plan.municipality_code or "")
    if anyway or read is None or not source.municipality_code or read.code == source.municipality_code:
        return
    said = _("文書からは{prefecture}{name}（{code}）と読めますが、{other}（{other_code}）が指定されています。").format(
        prefecture=read.prefecture,
        name=read.name,
        code=read.code,
        other=source.municipality,
        other_code=source.municipality_code,
    )
    if sys.stdin.isatty() and click.confirm(said + _("このまま進めますか"), err=True):
        return
    _stop(said + _("--code を直すか、指定のとおりなら --anyway を付けてください。"))


def _asked(title: str, code: str, terms: str) -> tuple[tuple[str, str], ...]:
    return ("--title", title), ("--code", code), ("--terms", terms)


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(REFUSED)
