"""`taikei workbench`: the web application of the staff; `taikei workbench users`: who may use it. IO: a server, a file.

Exit codes: 0 all well · 2 wrong usage · 3 it could not start · 130 interrupted is not told apart: Ctrl-C is how it ends.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.config import Config, Office, Team, configure, is_loopback, is_network

if TYPE_CHECKING:
    from workbench.roles import Role

COULD_NOT_START = 3
_ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="raw/、corrections/ などのあるフォルダ。",
)
_USERS = click.option(
    "--users",
    type=click.Path(dir_okay=False, path_type=Path),
    help="利用者のファイル（既定は ROOT の users.toml）。",
)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TAIKEI_WORKBENCH"},
)
@_ROOT
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受けるアドレス。")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="待ち受けるポート。")
@click.option("--team", is_flag=True, help="利用者と役割を使います（この端末の外から使うときは必須）。")
@_USERS
@click.option(
    "--office",
    type=click.Choice(["staff", "steward"]),
    default="staff",
    show_default=True,
    help="一人で使うとき、訂正に記す立場。",
)
@click.option(
    "--proxy-header", metavar="NAME", help="認証済みの利用者名が入るヘッダー（リバースプロキシで認証するとき）。"
)
@click.option(
    "--trusted-proxy",
    "trusted",
    multiple=True,
    metavar="ADDRESS",
    help="前に置くプロキシのアドレス。X-Forwarded-For と --proxy-header を、ここからだけ信じます。",
)
@click.option(
    "--public-url", metavar="URL", help="利用者が開くアドレス（https://… のとき、クッキーは https だけで送ります）。"
)
@click.pass_context
def main(
    context: click.Context,
    root: Path,
    host: str,
    port: int,
    team: bool,
    users: Path | None,
    office: Office,
    proxy_header: str | None,
    trusted: tuple[str, ...],
    public_url: str | None,
) -> None:
    """要確認事項を職員が確かめ、訂正を corrections/ に残す画面を開きます。Ctrl-C で終わります。"""
    if context.invoked_subcommand is not None:
        return
    if not team and not is_loopback(host):
        raise click.UsageError(
            "この端末の外から使うには --team が要ります（利用者は taikei workbench users add で登録）。"
        )
    if proxy_header is not None and not (team and trusted):
        raise click.UsageError("--proxy-header には --team と --trusted-proxy が要ります。")
    for address in trusted:
        if not is_network(address):
            raise click.UsageError(f"--trusted-proxy {address} はアドレスでも範囲（10.0.0.0/8 など）でもありません。")
    people = Team((users or root / "users.toml").resolve(), proxy_header, trusted) if team else None
    if people is not None:
        _check_users(people.users)
    if not (root / "raw").is_dir():
        raise click.UsageError(f"{root} に raw/ がありません。--root で計画のあるフォルダーを指定してください。")
    config = configure(root, host=host, port=port, team=people, office=office, public_url=public_url)
    if config.database_url.startswith("postgresql") and find_spec("psycopg") is None:
        raise click.UsageError("PostgreSQL を使うには追加機能が必要です。taikei[postgres] をインストールしてください。")
    sys.exit(_serve(config))


def _check_users(path: Path) -> None:
    from workbench.people import BadUser, read_users

    try:
        if not read_users(path):
            raise click.UsageError(f"{path} に利用者がいません。taikei workbench users add で登録してください。")
    except BadUser as error:
        raise click.UsageError(str(error)) from None


def _serve(config: Config) -> int:
    from workbench.serve import CannotListen, serve

    try:
        serve(config, lambda address: click.echo(f"{address} を開いてください（終わるときは Ctrl-C）。"))
    except CannotListen as error:
        click.echo(str(error), err=True)
        return COULD_NOT_START
    return 0


@main.group()
def users() -> None:
    """利用者を登録、変更、一覧します。"""


@users.command("add")
@_ROOT
@_USERS
@click.argument("name")
@click.option("--role", type=click.Choice(["viewer", "editor", "publisher"]), required=True, help="役割。")
@click.option(
    "--office", type=click.Choice(["staff", "steward"]), help="訂正に記す立場（既定は publisher なら steward）。"
)
@click.option("--password-env", metavar="VAR", help="パスワードが入っている環境変数の名前（既定は入力）。")
@click.option("--no-password", is_flag=True, help="パスワードを付けません（プロキシで認証する利用者）。")
def add(
    root: Path,
    users: Path | None,
    name: str,
    role: Role,
    office: Office | None,
    password_env: str | None,
    no_password: bool,
) -> None:
    """利用者を加えるか、役割とパスワードを改めます。"""
    import os

    from workbench.people import BadUser, new_user, read_users, write_users

    path = users or root / "users.toml"
    password = None
    if not no_password:
        password = (
            os.environ.get(password_env, "")
            if password_env
            else click.prompt("パスワード", hide_input=True, confirmation_prompt=True)
        )
    try:
        known = read_users(path)
        write_users(path, {**known, name: new_user(name, role, password, office)})
    except BadUser as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{name}（{role}）を{'改めました' if name in known else '加えました'}。")


@users.command("remove")
@_ROOT
@_USERS
@click.argument("name")
def remove(root: Path, users: Path | None, name: str) -> None:
    """利用者を消します。開いている画面もすぐに使えなくなります。"""
    from workbench.people import read_users, write_users

    path = users or root / "users.toml"
    known = read_users(path)
    if name not in known:
        raise click.UsageError(f"利用者「{name}」はいません。")
    write_users(path, {other: user for other, user in known.items() if other != name})
    click.echo(f"{name} を消しました。")


@users.command("list")
@_ROOT
@_USERS
def listed(root: Path, users: Path | None) -> None:
    """利用者と役割を一覧します。"""
    from workbench.people import read_users

    for name, user in sorted(read_users(users or root / "users.toml").items()):
        click.echo(f"{name}\t{user.role}\t{user.office}\t{'パスワードあり' if user.password else 'プロキシのみ'}")


if __name__ == "__main__":
    main(prog_name="taikei workbench")
