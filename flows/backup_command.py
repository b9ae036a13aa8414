"""`taikei backup FILE` and `taikei restore FILE`: arguments in, exit code out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from publishers.why import why

FAILED = 3
_ANY_DIR = click.Path(file_okay=False, path_type=Path)
_PLACES = (
    ("raw", "計画の文書と出典情報のフォルダ。"),
    ("corrections", "職員による訂正のフォルダ。"),
    ("published", "公開データのフォルダ。"),
    ("build", "作業用のフォルダ。"),
)


def _folders(command: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(_PLACES):
        command = click.option(f"--{name}", type=_ANY_DIR, default=name, show_default=True, help=told)(command)
    return command


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@_folders
def backup(file: Path, raw: Path, corrections: Path, published: Path, build: Path) -> None:
    """文書、訂正、公開データ、設定とデータベースを一つの FILE（tar.gz）に取っておきます。

    終了コード: 0 取った、2 使い方の誤り、3 取れなかった。
    """
    from flows.backup import back_up
    from flows.folders import Folders

    if not raw.is_dir():
        raise click.UsageError(f"{raw} がありません。計画のあるフォルダで実行してください。")
    folders = Folders(raw, corrections, published, build)
    listed = _done(lambda: back_up(folders, file))
    click.echo(f"{file} に {len(listed):,} 件のファイルを取っておきました（{file.stat().st_size / 1e6:,.1f} MB）。")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--replace", is_flag=True, help="今あるものを置き換えます（build/before-restore-… に移します）。")
@_folders
def restore(file: Path, replace: bool, raw: Path, corrections: Path, published: Path, build: Path) -> None:
    """taikei backup で取った FILE から元に戻します。FILE が壊れていれば、何も変えません。

    終了コード: 0 戻した、2 使い方の誤り、3 戻せなかった。
    """
    from flows.backup import restore as put_back
    from flows.folders import Folders

    folders = Folders(raw, corrections, published, build)
    listed = _done(lambda: put_back(folders, file, replace=replace))
    click.echo(f"{file} から {len(listed):,} 件のファイルを戻しました。taikei verify で確かめてください。")


def _done(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    from filelock import Timeout

    from flows.backup import BackupTrouble

    try:
        return work()
    except BackupTrouble as trouble:
        said = str(trouble)
    except Timeout:
        said = "別の実行が終わりません。終わってから、もう一度実行してください。"
    except OSError as error:
        said = f"{error.filename} を使えません（{why(error)}）。権限と空き容量を確かめてください。"
    click.echo(said, err=True)
    sys.exit(FAILED)
