"""`taikei init` and `taikei demo`: an empty project, and one with the sample plans. Arguments in, exit code out."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
import webbrowser
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

import click

from flows.projects.new_project import NotEmpty, new_project
from flows.projects.settings import FILE, LICENCES, BadSettings, Settings, check, use_settings
from publishers.rdf.publisher import CYCLES
from publishers.why import why

SAMPLES = Path(__file__).parents[2] / "raw"
"""The sample plans: raw/ of the repository, and a copy of it in the wheel."""
_QUESTIONS = {
    "publisher": "公開者の名前（例: ○○市）",
    "base_url": "公開先のアドレス（https://…。未定なら空のまま）",
    "contact": "連絡先（メールアドレスか https://…。未定なら空のまま）",
    "update_cycle": f"更新の頻度（{'、'.join(CYCLES)}）",
}
_DIR = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_DIR, default=".", metavar="[DIR]")
@click.option("--publisher", metavar="TEXT", help="公開者の名前。")
@click.option("--base-url", metavar="URL", help="published/ を置くウェブ上のアドレス。")
@click.option("--contact", metavar="TEXT", help="問い合わせ先のメールアドレスかアドレス。")
@click.option("--licence", type=click.Choice(LICENCES), default=LICENCES[0], show_default=True, help="ライセンス。")
@click.option("--update-cycle", type=click.Choice(list(CYCLES)), help="更新の頻度。")
def init(
    folder: Path,
    publisher: str | None,
    base_url: str | None,
    contact: str | None,
    licence: str,
    update_cycle: str | None,
) -> None:
    """DIR（既定は今のフォルダー）に、空のプロジェクトを作ります。

    指定のない項目は、端末なら一つずつ尋ねます。端末でなければ空のままにします。既にあるファイルは上書きしません。

    終了コード: 0 作った、2 使い方の誤り、またはフォルダーが空でない。
    """
    given = {"publisher": publisher, "base_url": base_url, "contact": contact, "update_cycle": update_cycle}
    settings = Settings(licence=licence)
    try:
        for key, value in given.items():
            settings = _ask(settings, key) if value is None else check(replace(settings, **{key: value}))
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    _create(folder, settings)
    click.echo(_("{folder} に空のプロジェクトを作りました。次に実行するコマンド:").format(folder=folder))
    for line in (
        *((f"cd {shlex.quote(str(folder))}",) if folder != Path() else ()),
        _("taikei onboard 計画.pdf --write   # 計画を登録する"),
        _("taikei run                        # 公開データを作る"),
        _("taikei workbench                  # 要確認事項を確認する"),
    ):
        click.echo(f"  {line}")


@click.command()
@click.argument("folder", type=_DIR, required=False, metavar="[DIR]")
@click.option("--no-open", is_flag=True, help="サイトをブラウザーで開きません。")
@click.option("-v", "--verbose", is_flag=True, help="端末でなくても、進み具合を1行ずつ表示します。")
def demo(folder: Path | None, no_open: bool, verbose: bool) -> None:
    """見本の計画から公開データを作り、サイトをブラウザーで開きます。

    DIR（既定は新しい一時フォルダー）にプロジェクトを作ります。自分のデータには触れません。

    終了コード: taikei run と同じです。
    """
    from flows.begin import begin
    from flows.folders import Folders

    place = folder or Path(tempfile.mkdtemp(prefix="taikei-demo-"))
    if not (place / FILE).is_file():
        click.echo(_("1/2 見本の計画を {place} に置きます。").format(place=place), err=True)
        _create(place, Settings(publisher=_("taikei の見本")))
        shutil.copytree(SAMPLES, place / "raw", dirs_exist_ok=True)
    click.echo(_("2/2 読み取り、検査し、公開データを作ります（1〜2分）。"), err=True)
    use_settings(place)
    folders = Folders(place / "raw", place / "corrections", place / "published", place / "build")
    code = begin(folders, verbose=verbose)
    site = (place / "published" / "latest" / "site" / "index.html").resolve()
    if not site.is_file():
        sys.exit(code)
    click.echo(_("\n次に実行するコマンド:"))
    called = "taikei" if shutil.which("taikei") else sys.argv[0]  # in a clone it is not on the path
    for line in (
        _("  taikei workbench --root {value}   # 要確認事項を確認する").format(value=shlex.quote(str(place))),
        _("  taikei extract 計画.pdf   # 手元の計画を読み取る"),
        _("  taikei init my-plans      # 空のプロジェクトを作る"),
    ):
        click.echo(line.replace("taikei", called, 1))
    if not no_open:
        webbrowser.open(site.as_uri())
    sys.exit(code)


def _ask(settings: Settings, key: str) -> Settings:
    """The settings with one more answer; a wrong answer is asked again. Unchanged where there is no terminal."""
    if not sys.stdin.isatty():
        return settings
    while True:
        default = "annual" if key == "update_cycle" else ""
        answer = str(click.prompt(_QUESTIONS[key], default=default, show_default=bool(default))).strip()
        try:
            return check(replace(settings, **{key: answer}))
        except BadSettings as error:
            click.echo(str(error), err=True)


def _create(folder: Path, settings: Settings) -> None:
    try:
        new_project(folder, settings)
    except NotEmpty as there:
        raise click.UsageError(
            _("{there} が既にあります。別のフォルダーを指定してください。").format(there=there)
        ) from None
    except OSError as error:
        raise click.UsageError(
            _("{folder} に書けません（{why}）。別のフォルダーを指定してください。").format(
                folder=folder, why=why(error)
            )
        ) from None
