"""A document as commands ask for it: a file that exists, and the password that opens it. Types of arguments and options."""

from __future__ import annotations

import os
from gettext import gettext as _
from pathlib import Path

import click


class _Document(click.Path):
    """A file to be read; one sentence where it is missing or a folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        path = Path(value)
        if path.is_dir():
            raise click.UsageError(
                _("{value} はフォルダーです。中の文書を指定してください。").format(value=path.resolve()), ctx
            )
        if not path.exists():
            raise click.UsageError(
                _("ファイル {value} がありません。名前と場所を確かめてください。").format(value=value), ctx
            )
        return super().convert(value, param, ctx)


DOCUMENT = _Document(path_type=Path)
PASSWORD = click.option("--password-env", metavar="VAR", help="PDFのパスワードが入っている環境変数の名前。")


def password(variable: str | None) -> str | None:
    """The value of --password-env; None where the option was not given."""
    if variable is None:
        return None
    if variable not in os.environ:
        raise click.UsageError(
            _("環境変数 {variable} がありません。パスワードを入れてから実行してください。").format(variable=variable)
        )
    return os.environ[variable]
