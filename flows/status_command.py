"""`taikei status` and `taikei doctor`: how things stand, and whether everything a run needs is there. Arguments in, text out."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flows.doctor.finding import Finding
    from flows.status import LastRun, Status

ATTENTION = 1
SHOWN = 20
"""Plans shown without --all: those that need someone come first."""

_MARKS = {"ok": "よい", "warn": "注意", "fail": "誤り"}
_RUNS = {
    "running": "動いています",
    "killed": "途中で止まりました。taikei run が続きから行います",
    "published": "新しい公開データを作りました",
    "unchanged": "変更なし",
    "stopped": "公開データを作りませんでした",
    "failed": "失敗しました",
    "interrupted": "中断しました",
}
_STATES = {
    "refused": "読めません",
    "kept": "前の版のまま",
    "absent": "未公開",
    "published": "公開",
    "sample": "見本",
}
"""In the order in which they are shown, behind what is blocked."""
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--published", type=_FOLDER, default="published", show_default=True, help="公開データのフォルダー。")
@click.option("--build", type=_FOLDER, default="build", show_default=True, help="作業用のフォルダー。")
@click.option("--all", "everything", is_flag=True, help="すべての計画を示します。")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def status(published: Path, build: Path, everything: bool, as_json: bool) -> None:
    """計画、公開データ、要対応・要確認、公開元、前回と次の実行を示します。

    終了コード: 0 人を待つものはない、1 人の対応か確認が必要なものがある、2 使い方の誤り。
    """
    if not any(folder.is_dir() for folder in (published, build, published.parent / "raw")):
        raise click.UsageError(
            _(
                "{published} も {build} もありません。計画のフォルダーで実行するか、--published と --build で指定してください。"
            ).format(published=published, build=build)
        )
    from flows.status import read_status

    now = read_status(published, build)
    if as_json:
        click.echo(json.dumps(asdict(now), ensure_ascii=False, indent=1))
    else:
        _show(now, everything)
    sys.exit(ATTENTION if now.needs_someone else 0)


def _show(now: Status, everything: bool) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    click.echo(_("公開データ: {value}").format(value=f"{now.release} 版" if now.release else "まだありません"))
    click.echo(_("前回の実行: {of_run}").format(of_run=_of_run(now.last_run)))
    for message in now.last_run.messages if now.last_run else ():
        click.echo(f"  {message}")
    for run in now.next_runs:
        click.echo(_("次の実行: {short} {name}").format(short=_short(run["next"]), name=run["name"]))
    block, review, info = (now.exceptions[severity] for severity in ("block", "review", "info"))
    click.echo(
        _("例外: 要対応 {block} 件、要確認 {review} 件、参考 {info} 件").format(block=block, review=review, info=info)
    )
    click.echo(
        _("見守っている公開元: {watched} 件（人を待つもの {count} 件）").format(
            watched=now.watched, count=len(now.sources)
        )
    )
    for source in now.sources:
        click.echo(
            _("  {value}: {message}（{short} から）").format(
                value=source.plan_id or "リンク集", message=source.message, short=_short(source.since)
            )
        )
    if now.found:
        click.echo(_("リンク集の登録のない文書: {count} 件").format(count=len(now.found)))
    for link in now.found if everything else now.found[:SHOWN]:
        click.echo(f"  {link.text}　{link.url}")
    if not now.plans:
        return
    order = list(_STATES)
    plans = sorted(now.plans, key=lambda plan: (-plan.counts.get("block", 0), order.index(plan.state), plan.edition))
    numbers = [Column(title, justify="right") for title in (_("項目"), _("要対応"), _("要確認"), _("参考"))]
    name = Column(_("計画"), overflow="fold")  # a narrow window must not hide the end of a name
    table = Table(name, *numbers, _("状態"), show_edge=False, pad_edge=False)
    for plan in plans if everything else plans[:SHOWN]:
        counts = [str(plan.counts.get(severity, 0)) for severity in ("block", "review", "info")]
        table.add_row(plan.title, str(plan.entries), *counts, _(_STATES.get(plan.state, plan.state)))
    click.echo()
    Console(highlight=False).print(table)
    if not everything and len(plans) > SHOWN:
        click.echo(_("他に {value} 件あります（--all）。").format(value=len(plans) - SHOWN))


def _of_run(run: LastRun | None) -> str:
    if run is None:
        return _("まだありません（taikei run）")
    return f"{_short(run.ended or run.started)} {_(_RUNS.get(run.state, run.state))}"


def _short(when: str) -> str:
    """To the minute, without the time zone: it is always Japan's."""
    return when[:16].replace("T", " ")


@click.command()
@click.option("--raw", type=_FOLDER, default="raw", show_default=True, help="計画の文書と出典情報のフォルダー。")
@click.option("--published", type=_FOLDER, default="published", show_default=True, help="公開データのフォルダー。")
@click.option("--corrections", type=_FOLDER, default="corrections", show_default=True, help="訂正のフォルダー。")
@click.option("--build", type=_FOLDER, default="build", show_default=True, help="作業用のフォルダー。")
@click.option("--settings", type=_FILE, help="設定ファイル（既定は raw/ の隣の operation.toml）。")
@click.option("--portal", type=_FILE, default="portal.toml", show_default=True, help="ポータルの設定ファイル。")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def doctor(
    raw: Path,
    published: Path,
    corrections: Path,
    build: Path,
    settings: Path | None,
    portal: Path,
    as_json: bool,
) -> None:
    """実行に必要なものがそろっているかを調べ、足りないものには直し方を示します。何も変えません。

    終了コード: 0 誤りなし（注意はありうる）、1 誤りがある、2 使い方の誤り。
    """
    from flows.doctor.examine import examine
    from flows.doctor.finding import Place
    from flows.watch.settings import SETTINGS

    place = Place(raw, corrections, published, build, settings or raw.resolve().parent / SETTINGS, portal)
    found: list[Finding] = []
    for finding in examine(place):
        found.append(finding)
        if not as_json:
            click.echo(f"[{_(_MARKS[finding.state])}] {finding.title}: {finding.seen}")
            if finding.remedy:
                click.echo(f"       → {finding.remedy}")
    counts = Counter(finding.state for finding in found)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        click.echo(_("誤り {fail} 件、注意 {warn} 件").format(fail=counts["fail"], warn=counts["warn"]))
    sys.exit(ATTENTION if counts["fail"] else 0)
