"""`taikei notify`: send the notices that are due; `--test` sends one to every receiver. Arguments in, exit code out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.clock import now_in_japan

ATTENTION = 1


@click.command()
@click.option(
    "--build",
    type=click.Path(file_okay=False, path_type=Path),
    default="build",
    show_default=True,
    help="作業用のフォルダー（消してよい）。",
)
@click.option(
    "--settings",
    type=click.Path(dir_okay=False, path_type=Path),
    help="設定ファイル（既定は build/ の隣の operation.toml）。",
)
@click.option("--test", is_flag=True, help="すべての宛先に試しの通知を送ります（時刻にかかわらず）。")
def notify(build: Path, settings: Path | None, test: bool) -> None:
    """時刻になった通知を送ります。宛先は環境変数 TAIKEI_NOTICE_URLS で渡します（docs/operations.md）。

    終了コード: 0 送った、または送るものがない、1 送れない宛先があった（次に続きから送る）、2 使い方・設定の誤り。
    """
    from flows.notices.queue import deliver
    from flows.notices.settings import read_notice_settings
    from flows.watch.settings import SETTINGS, BadSettings

    try:
        told = read_notice_settings(settings or build.resolve().parent / SETTINGS)
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    if not told.urls:
        said = f"宛先がありません。環境変数 {told.urls_env} に Apprise の形で書いてください。"
        if test:
            raise click.UsageError(said)
        click.echo(said)
        return
    if test:
        sys.exit(_test(told.urls))
    now = now_in_japan()
    done = deliver(build, told, now)
    click.echo(f"送った通知 {done.sent} 件、送る時刻を待つもの {done.waiting} 件")
    sys.exit(ATTENTION if done.failed else 0)


def _test(urls: tuple[str, ...]) -> int:
    """Each receiver by its number: an address is shown nowhere."""
    from flows.notices.send import send_notice

    failed = 0
    for number, url in enumerate(urls, 1):
        taken = send_notice(url, "taikei: 試しの通知", "この通知が届けば、宛先の設定は正しく働いています。\n")
        failed += not taken
        said = "届けました" if taken else "届けられません。アドレスの書き方とネットワークを確かめてください。"
        click.echo(f"{number} 番目の宛先: {said}")
    return ATTENTION if failed else 0
