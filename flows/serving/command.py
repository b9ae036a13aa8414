"""`taikei serve`: arguments in, a process that stays, exit code out."""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from gettext import gettext as _
from pathlib import Path

import click

from flows.folders import FOLDER_THAT_IS

COULD_NOT_START = 3
_ANY_DIR = click.Path(file_okay=False, path_type=Path)


@click.command(context_settings={"auto_envvar_prefix": "TAIKEI_SERVE"})
@click.option(
    "--raw",
    type=FOLDER_THAT_IS,
    default="raw",
    show_default=True,
    help="計画の文書と出典情報のフォルダー。",
)
@click.option(
    "--corrections", type=_ANY_DIR, default="corrections", show_default=True, help="職員による訂正のフォルダー。"
)
@click.option("--published", type=_ANY_DIR, default="published", show_default=True, help="公開データのフォルダー。")
@click.option("--build", type=_ANY_DIR, default="build", show_default=True, help="作業用のフォルダー（消してよい）。")
@click.option("--nightly", default="0 3 * * *", show_default=True, metavar="CRON", help="夜間の更新（日本時間）。")
@click.option("--notices", default="0 7-19 * * *", show_default=True, metavar="CRON", help="お知らせ（日本時間）。")
@click.option("--server-port", type=click.IntRange(0, 65535), default=4200, show_default=True, help="Prefect の画面。")
@click.option("--workbench-port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="確認画面。")
@click.option("--no-workbench", is_flag=True, help="確認画面を開きません。")
def serve(
    raw: Path,
    corrections: Path,
    published: Path,
    build: Path,
    nightly: str,
    notices: str,
    server_port: int,
    workbench_port: int,
    no_workbench: bool,
) -> None:
    """常駐し、夜間の更新とお知らせを行い、確認画面を開き、taikei run を速くします。Ctrl-C で終わります。

    終了コード: 0 終わった、2 使い方の誤り、3 始められなかった。
    """
    for name, cron in (("--nightly", nightly), ("--notices", notices)):
        if not _is_cron(cron):
            raise click.UsageError(
                _("{name}「{cron}」は cron の形ではありません。たとえば「0 3 * * *」（毎日3時）です。").format(
                    name=name, cron=cron
                )
            )
    click.echo(
        _("{value:%Y-%m-%d %H:%M:%S} 起動しています（1分ほどかかることがあります）。").format(value=datetime.now())
    )
    from filelock import Timeout

    from flows.folders import Folders
    from flows.server import ServerTrouble
    from flows.serving.serve import Serving, serve, stamp

    folders = Folders(raw, corrections, published, build)
    serving = Serving(folders, nightly, notices, server_port, None if no_workbench else workbench_port)
    try:
        serve(serving, lambda said: click.echo(f"{stamp()} {said}"))
    except Timeout:
        click.echo(_("このフォルダーでは、別の taikei serve が動いています。"), err=True)
        sys.exit(COULD_NOT_START)
    except (ServerTrouble, OSError) as trouble:
        click.echo(_("始められません。{trouble}").format(trouble=trouble), err=True)
        sys.exit(COULD_NOT_START)
    except KeyboardInterrupt:
        sys.exit(0)
    except Exception as error:  # the last door: a steward needs a sentence, the developer the traceback
        (build / "error.log").write_text(traceback.format_exc(), "utf-8")
        click.echo(
            _("予期しない誤りで終わります（{name}）。{value} を確かめて、始め直してください。").format(
                name=type(error).__name__, value=build / "error.log"
            ),
            err=True,
        )
        sys.exit(COULD_NOT_START)


def _is_cron(text: str) -> bool:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(text, datetime.now())
    except CronSimError:
        return False
    return True
