"""`taikei backup FILE` and `taikei restore FILE`: arguments in, exit code out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from publishers.why import why

FAILED = 3
_ANY_DIR = click.Path(file_okay=False, path_type=Path)
_PLACES = (
    ("raw", "計画の文書と出典情報のフォルダー。"),
    ("corrections", "職員による訂正のフォルダー。"),
    ("published", "公開データのフォルダー。"),
    ("build", "作業用のフォルダー。"),
)


def _folders(command: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(_PLACES):
        command = click.option(f"--{name}", type=_ANY_DIR, default=name, show_default=True, help=told)(command)
    return command


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@_folders
def backup(file: Path, raw: Path, corrections: Path, published: Path, build: Path) -> None:
    """文書、訂正、公開データ、設定とデータベースを一つの FILE（tar.gz）にバックアップします。

    終了コード: 0 バックアップした、2 使い方の誤り、3 できなかった。
    """
    from flows.backup import back_up
    from flows.folders import Folders

    if not raw.is_dir():
        raise click.UsageError(_("{raw} がありません。計画のあるフォルダーで実行してください。").format(raw=raw))
    folders = Folders(raw, corrections, published, build)
    listed = _done(lambda: back_up(folders, file, _to_errors))
    click.echo(
        _("{file} に {count:,} 件のファイルをバックアップしました（{value:,.1f} MB）。").format(
            file=file, count=len(listed), value=file.stat().st_size / 1000000.0
        )
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--replace", is_flag=True, help="今あるものを置き換えます（build/before-restore-… に移します）。")
@_folders
def restore(file: Path, replace: bool, raw: Path, corrections: Path, published: Path, build: Path) -> None:
    """taikei backup で作った FILE から元に戻します。FILE が壊れていれば、何も変えません。

    終了コード: 0 戻した、2 使い方の誤り、3 戻せなかった。
    """
    from flows.backup import restore as put_back
    from flows.folders import Folders

    folders = Folders(raw, corrections, published, build)
    listed = _done(lambda: put_back(folders, file, replace=replace, tell=_to_errors))
    click.echo(
        _("{file} から {count:,} 件のファイルを戻しました。taikei verify で確かめてください。").format(
            file=file, count=len(listed)
        )
    )


def _to_errors(said: str) -> None:
    click.echo(said, err=True)


def _done(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    from filelock import Timeout

    from flows.backup import BackupTrouble

    try:
        return work()
    except BackupTrouble as trouble:
        said = str(trouble)
    except Timeout:
        said = _("別の実行が終わりません。終わってから、もう一度実行してください。")
    except OSError as error:
        said = _("{filename} を使えません（{why}）。権限と空き容量を確かめてください。").format(
            filename=error.filename, why=why(error)
        )
    click.echo(said, err=True)
    sys.exit(FAILED)
