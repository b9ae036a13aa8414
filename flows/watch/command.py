"""`taikei watch`: look at the publishers' documents; `--accept`, `--refuse`: decide about what waits for a person. Arguments in,
exit code out.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from publishers.why import why

if TYPE_CHECKING:
    from flows.watch.look import WatchReport
    from schemas.watched import Watched, WatchedPage

ATTENTION = 1
UNUSABLE = 3
INTERRUPTED = 130

_STATES = {
    "same": "変更なし",
    "changed": "差し替えを取り込みました",
    "held": "確認待ち",
    "declined": "取り込まないと決めた文書のまま",
    "vanished": "なくなりました",
    "unreachable": "取りに行けません",
    "refused": "受け入れられません",
    "type_changed": "形式が変わりました",
    "unreadable": "読み取れません",
}

_DECIDED = {
    "accepted": "取り込みました（{document}）。次の taikei run が読み取ります。",
    "refused": "取り込まないことにしました（{document}）。公開元の文書がまた変わるまで、尋ねません。",
}

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("plan_ids", nargs=-1, metavar="[PLAN_ID...]")
@click.option("--raw", type=_FOLDER, default="raw", show_default=True, help="計画の文書と出典情報のフォルダー。")
@click.option("--build", type=_FOLDER, default="build", show_default=True, help="作業用のフォルダー（消してよい）。")
@click.option(
    "--settings",
    type=click.Path(dir_okay=False, path_type=Path),
    help="設定ファイル（既定は raw/ の隣の operation.toml）。",
)
@click.option("--accept", is_flag=True, help="確認待ちの文書を取り込みます（PLAN_ID が必要）。")
@click.option("--refuse", is_flag=True, help="確認待ちの文書を取り込まないと決めます（PLAN_ID が必要）。")
@click.option("--sha256", "digest", default="", help="決める文書の sha256 の先頭。ほかの文書であれば何もしません。")
@click.option(
    "--role", type=click.Choice(("steward", "staff")), default="steward", show_default=True, help="決めた人の役割。"
)
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def watch(
    plan_ids: tuple[str, ...],
    raw: Path,
    build: Path,
    settings: Path | None,
    accept: bool,
    refuse: bool,
    digest: str,
    role: str,
    as_json: bool,
) -> None:
    """URLのある計画（既定はすべて）の文書が公開元で変わっていないかを調べ、差し替えを取り込みます。

    終了コード: 0 変更なし、または取り込んだ、1 人の確認が必要、2 使い方・設定の誤り、3 調べられない（前の文書はそのまま）。
    """
    from extractors.read_sources import read_sources
    from flows.unchanged import ELSEWHERE
    from flows.watch.settings import SETTINGS

    if accept and refuse:
        raise click.UsageError("--accept と --refuse は、どちらか一つにしてください。")
    if (accept or refuse) and not plan_ids:
        raise click.UsageError("--accept と --refuse には、決める計画の PLAN_ID を書いてください。")
    elsewhere = os.environ.get(ELSEWHERE)
    if elsewhere:
        click.echo(
            f"計画の文書が共有の保存場所（{ELSEWHERE}={elsewhere}）にあるので、公開元を調べません。"
            f"その場所がフォルダーとして見える機械で、{ELSEWHERE} を空にして実行してください（docs/watching.md）。",
            err=True,
        )
        sys.exit(ATTENTION)
    if not raw.is_dir():
        raise click.UsageError(
            f"フォルダー {raw} がありません。raw/ のあるフォルダーで実行するか、--raw で指定してください。"
        )
    found = read_sources(raw)
    known = {plan.source.plan_id: plan for plan in found.plans}
    for plan_id in plan_ids:
        if plan_id not in known:
            why = found.refused.get(plan_id, "フォルダー名を確かめてください。")
            raise click.UsageError(f"{raw} に読める計画「{plan_id}」がありません。{why}")
        if not (accept or refuse) and known[plan_id].source.url is None:
            raise click.UsageError(f"「{plan_id}」の source.toml に url がありません。公開元のURLを書いてください。")
    settings = settings or raw.resolve().parent / SETTINGS
    titles = {plan_id: plan.source.title for plan_id, plan in known.items()}
    if accept or refuse:
        sys.exit(_decide(raw, build, plan_ids, "accepted" if accept else "refused", digest, role))
    sys.exit(_watch(raw, build, settings, plan_ids, as_json, titles))


def _watch(
    raw: Path, build: Path, settings_file: Path, plan_ids: tuple[str, ...], as_json: bool, titles: dict[str, str]
) -> int:
    from filelock import FileLock, Timeout

    from extractors.guard import stop_readers
    from flows.after_run import after_watch
    from flows.watch.look import watch_sources
    from flows.watch.settings import WATCH_LOCK, BadSettings, read_pages, read_watch_settings

    try:
        settings, pages = read_watch_settings(settings_file), read_pages(raw)
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    try:
        build.mkdir(parents=True, exist_ok=True)
        with FileLock(build / WATCH_LOCK, timeout=0):
            tell = _silent if as_json else _tell
            report = watch_sources(raw, build, settings, pages, plan_ids, tell=tell)
            troubles = after_watch(build, report, titles, settings_file)
    except Timeout:
        click.echo("別の taikei watch が動いています。終わってからもう一度実行してください。", err=True)
        return UNUSABLE
    except OSError as error:
        click.echo(
            f"{error.filename or build} を使えません（{why(error)}）。権限と空き容量を確かめてください。", err=True
        )
        return UNUSABLE
    except KeyboardInterrupt:
        stop_readers()
        click.echo("中断しました。調べ終えた結果は残っています。", err=True)
        return INTERRUPTED
    for trouble in troubles:
        click.echo(trouble, err=True)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        _sum_up(report, build)
    if report.failed:
        return UNUSABLE
    return ATTENTION if any(look.kind for look in report.looks) or any(page.kind for page in report.pages) else 0


def _decide(
    raw: Path, build: Path, plan_ids: tuple[str, ...], state: Literal["accepted", "refused"], digest: str, role: str
) -> int:
    from filelock import FileLock, Timeout

    from extractors.read_versions import BadVersions
    from extractors.read_watched import OPERATION, SOURCES
    from flows.clock import now_in_japan
    from flows.watch.keep import decide_version
    from flows.watch.settings import WATCH_LOCK

    missing = 0
    today = now_in_japan().date().isoformat()
    try:
        build.mkdir(parents=True, exist_ok=True)
        with FileLock(build / WATCH_LOCK, timeout=0):
            for plan_id in plan_ids:
                decided = decide_version(raw / plan_id, state, digest=digest, today=today, by_role=role)
                if decided is None:
                    missing += 1
                    click.echo(f"{plan_id}: 確認待ちの{'その' if digest else ''}文書はありません。", err=True)
                    continue
                (build / OPERATION / SOURCES / f"{plan_id}.json").unlink(missing_ok=True)
                click.echo(f"{plan_id}: {_DECIDED[state].format(document=decided.document)}")
    except Timeout:
        click.echo("別の taikei watch が動いています。終わってからもう一度実行してください。", err=True)
        return UNUSABLE
    except BadVersions as error:
        click.echo(str(error), err=True)
        return UNUSABLE
    except OSError as error:
        click.echo(f"決めたことを書けません（{why(error)}）。空き容量と権限を確かめてください。", err=True)
        return UNUSABLE
    return ATTENTION if missing else 0


def _tell(seen: Watched | WatchedPage) -> None:
    from schemas.watched import Watched

    if isinstance(seen, Watched):
        click.echo(f"{seen.plan_id}: {_STATES[seen.state]}" + (f"　{seen.message}" if seen.message else ""))
        if seen.state == "held":
            click.echo(f"  前の文書との違いは build/changes/{seen.plan_id}-{seen.sha256[:16]}.md にあります。")
        if seen.moved:
            click.echo(f"  URLが移りました: {seen.moved}")
        return
    click.echo(f"リンク集 {seen.title or seen.url}: {seen.message or f'登録のない文書 {len(seen.links)} 件'}")
    for link in seen.links:
        click.echo(f"  {link.text}　{link.url}")


def _silent(_seen: Watched | WatchedPage) -> None:
    """With --json everything is said at the end."""


def _sum_up(report: WatchReport, build: Path) -> None:
    for plan_id, change in sorted(report.changes.items()):
        click.echo(f"{plan_id}: {change}（{build / 'changes'} に一覧）")
    for plan_id, message in sorted(report.failed.items()):
        click.echo(f"{plan_id}: {message}", err=True)
    if not report.looks and not report.pages:
        click.echo("調べる公開元がありません。source.toml に url を書くと調べます（docs/watching.md）。")
