"""`taikei push`: the current release into an open-data portal (CKAN). Arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from gettext import gettext as _
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from publishers.portal.push import Outcome

REFUSED = 1
UNUSABLE = 3
INTERRUPTED = 130

CONFIG = Path("portal.toml")

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--published", type=click.Path(file_okay=False, path_type=Path), default="published", show_default=True)
@click.option("--config", type=_FILE, help="設定ファイル（なければ、あるときだけ portal.toml）。")
@click.option("--url", help="ポータルのURL（設定ファイルより優先）。")
@click.option("--dataset", type=click.Choice(["municipality", "plan"]), help="データセットの単位（自治体か計画）。")
@click.option("--token-file", type=_FILE, help="APIトークンのファイル（所有者だけが読めること）。")
@click.option("--dry-run", is_flag=True, help="ポータルを変えずに、行う変更の一覧を出します。")
@click.option("--verify", is_flag=True, help="変更のないファイルも読み戻して確かめます。")
def push(
    published: Path,
    config: Path | None,
    url: str | None,
    dataset: str | None,
    token_file: Path | None,
    dry_run: bool,
    verify: bool,
) -> None:
    """公開データの最新版をCKANのポータルに反映します。何度実行しても結果は同じです。

    トークンは環境変数 TAIKEI_PORTAL_TOKEN か --token-file で渡します。

    終了コード: 0 反映した、または変更がない、1 反映できないデータセットがあった（他は反映済み）、2 使い方・設定の誤り、
    3 ポータルを使えない（もう一度実行すると続きから行う）。
    """
    if find_spec("ckanapi") is None:
        raise click.UsageError(_("ポータルへの反映には追加機能が必要です。taikei[portal] をインストールしてください。"))
    from publishers.portal.connect import connect
    from publishers.portal.cut_release import read_release, wanted_datasets
    from publishers.portal.failures import Misuse, PortalUnusable
    from publishers.portal.push import Manner
    from publishers.portal.push import push as push_to
    from publishers.portal.settings import read_settings, read_token

    try:
        found = config or (CONFIG if CONFIG.exists() else None)
        settings = read_settings(found, url=url, dataset=dataset)
        portal = connect(settings.url, read_token(os.environ, token_file))
        release = read_release(published)
        wanted = wanted_datasets(release.tables, release.version, settings)
        click.echo(
            _("{version} 版を {url} に反映します（データセット {count} 件）").format(
                version=release.version, url=settings.url, count=len(wanted)
            )
        )
        states = [_tell(outcome) for outcome in push_to(portal, wanted, Manner(settings, dry_run, verify))]
    except Misuse as error:
        raise click.UsageError(str(error)) from None
    except PortalUnusable as error:
        click.echo(str(error), err=True)
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        click.echo(_("中断しました。もう一度実行すると、続きから行います。"), err=True)
        sys.exit(INTERRUPTED)
    sys.exit(REFUSED if "refused" in states else 0)


def _tell(outcome: Outcome) -> str:
    """Say what became of a dataset as soon as it is done."""
    from publishers.portal.tell_changes import summary, tell_changes

    if outcome.state == "refused":
        click.echo(f"{outcome.wanted.name}: {outcome.message}", err=True)
    elif outcome.changes is not None and outcome.state == "pushed":
        click.echo(
            _("{name}: 反映しました（{summary}）").format(name=outcome.wanted.name, summary=summary(outcome.changes))
        )
    elif outcome.changes is not None:
        for line in tell_changes(outcome.wanted, outcome.changes):
            click.echo(line)
    return outcome.state
