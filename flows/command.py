"""The `taikei` command (体系): arguments in, exit code out. Each sub-command imports what it needs when it is called.

Exit codes: 0 all well · 1 some input was refused, the others were processed · 2 wrong usage · 3 no release could be made,
the last one stands · 130 interrupted (Ctrl-C).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import asdict
from gettext import gettext as _
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.backup_command import backup, restore
from flows.corrections_command import corrections as corrections_command
from flows.documents import DOCUMENT, PASSWORD, password
from flows.folders import FOLDER_THAT_IS
from flows.hints import hints_of
from flows.language import LANGUAGES, Main
from flows.log import FORMS, set_up_log
from flows.look import diff, report
from flows.notices.command import notify
from flows.onboard import onboard
from flows.projects.command import demo, init
from flows.projects.settings import BadSettings, use_settings
from flows.push import push
from flows.serving.command import serve
from flows.status_command import doctor, status
from flows.verify import verify
from flows.watch.command import watch
from publishers.why import why
from schemas.reading import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas.plan import Extraction

    Read = tuple[Path, Extraction | Exception]

REFUSED = 1
INTERRUPTED = 130

_ANY_DIR = click.Path(file_okay=False, path_type=Path)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="taikei")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="表示の言語（既定は環境変数 TAIKEI_LANG か LANG）。",
)
@click.option(
    "--log", type=click.Choice(FORMS), envvar="TAIKEI_LOG", help="段階と文書ごとの記録を標準エラーに出します。"
)
@click.pass_context
def main(context: click.Context, log: str | None) -> None:
    """自治体の計画から施策体系を読み取り、オープンデータとして公開します。"""
    set_up_log(log)
    if context.invoked_subcommand in ("init", "demo"):  # they make a project of their own
        return
    try:
        use_settings(Path())
    except BadSettings as error:
        raise click.UsageError(str(error)) from None


@main.command()
@click.argument("files", nargs=-1, required=True, type=DOCUMENT, metavar="FILE...")
@click.option(
    "--out", type=_ANY_DIR, help="結果を DIR/<ファイル名>.json に書きます（複数のときは必須）。", metavar="DIR"
)
@PASSWORD
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="同時に読む文書の数（既定はプロセッサーの数）。"
)
@click.option("--debug", type=_ANY_DIR, metavar="DIR", help="何がどう見えたかを重ねたページの画像を DIR に書きます。")
@click.option("--pages", metavar="3,5-7", help="このページだけを読みます。")
@click.option(
    "--region", metavar="PAGE:X0,TOP,X1,BOTTOM", help="このページの枠の中だけを読みます（左上からのポイント）。"
)
@click.option("--as", "kind", type=click.Choice(KINDS), help="体系がどう印刷されているかを教えます。")
def extract(
    files: tuple[Path, ...],
    out: Path | None,
    password_env: str | None,
    jobs: int,
    debug: Path | None,
    pages: str | None,
    region: str | None,
    kind: str | None,
) -> None:
    """FILE（PDFかテキスト）から施策体系を読み取り、JSONにします。

    終了コード: 0 すべて読めた、1 読めないものがあった（他は処理済み）、2 使い方の誤り。
    """
    _check_usage(files, out)
    hints = hints_of(pages, region, kind)
    from extractors.guard import extract_all

    read = extract_all(files, password(password_env), jobs=min(jobs, len(files)), debug=debug, hints=hints)
    refused = 0
    try:
        with _progress(files, read) as rounds:
            for path, extraction in rounds:
                message = _put_out(extraction, path, out)
                if message is not None:
                    refused += 1
                    click.echo(f"{path}: {message}", err=True)
    except KeyboardInterrupt:
        click.echo(_("中断しました。書き終えた結果は残っています。"), err=True)
        sys.exit(INTERRUPTED)
    sys.exit(REFUSED if refused else 0)


@main.command()
@click.option("--raw", type=FOLDER_THAT_IS, default="raw", show_default=True, help="計画の文書と出典情報のフォルダー。")
@click.option("--published", type=_ANY_DIR, default="published", show_default=True, help="公開データのフォルダー。")
@click.option(
    "--corrections", type=_ANY_DIR, default="corrections", show_default=True, help="職員による訂正のフォルダー。"
)
@click.option("--build", type=_ANY_DIR, default="build", show_default=True, help="作業用のフォルダー（消してよい）。")
@click.option("--wait", type=click.FloatRange(0), default=0, help="別の実行が終わるのを待つ秒数（既定は待たない）。")
@click.option("--again", is_flag=True, help="前回から変更がなくても、最初から実行します。")
@click.option("-q", "--quiet", is_flag=True, help="誤りと警告だけを表示します。")
@click.option("-v", "--verbose", is_flag=True, help="端末でなくても、進み具合を1行ずつ表示します。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します（taikei status --json と同じ形）。")
def run(
    raw: Path,
    published: Path,
    corrections: Path,
    build: Path,
    wait: float,
    again: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """raw/ の全計画を読み取り、検査し、公開データを作ります。

    変更がなければ、すぐに終わります。taikei serve が動いていれば、その中で速く実行します。

    終了コード: 0 公開した、または変更がない、1 読めない計画があった（他は処理済み）、2 使い方の誤り、
    3 公開データを作れなかった（前の版はそのまま）。
    """
    from flows.begin import begin
    from flows.folders import Folders

    if "TAIKEI_RAW_URL" not in os.environ and not any(entry.is_dir() for entry in raw.iterdir()):
        raise click.UsageError(
            _("{raw} に計画のフォルダーがありません。taikei onboard FILE --write で計画を追加してください。").format(
                raw=raw
            )
        )
    with redirect_stdout(StringIO()) if quiet or as_json else nullcontext():
        code = begin(Folders(raw, corrections, published, build), again=again, wait=wait, verbose=verbose)
    if as_json:
        from flows.status import read_status

        click.echo(json.dumps(asdict(read_status(published, build)), ensure_ascii=False, indent=1))
    sys.exit(code)


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def workbench(arguments: tuple[str, ...]) -> None:
    """要確認事項を職員が確かめる画面を開きます（--help で使い方）。"""
    command = [sys.executable, "-m", "workbench.__main__", *arguments]
    if os.name == "nt":  # there, exec leaves the console to a process that nobody waits for
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)


main.add_command(init)
main.add_command(demo)
main.add_command(report)
main.add_command(diff)
main.add_command(onboard)
main.add_command(verify)
main.add_command(push)
main.add_command(watch)
main.add_command(notify)
main.add_command(status)
main.add_command(doctor)
main.add_command(corrections_command)
main.add_command(serve)
main.add_command(backup)
main.add_command(restore)


def _check_usage(files: tuple[Path, ...], out: Path | None) -> None:
    if out is None and len(files) > 1:
        raise click.UsageError(_("ファイルが複数のときは --out で出力先のフォルダーを指定してください。"))
    twice = [stem for stem, count in Counter(path.stem for path in files).items() if count > 1]
    if twice:
        raise click.UsageError(
            _(
                "「{value}」という名前のファイルが複数あり、結果が同じ {value}.json になります。分けて実行してください。"
            ).format(value=twice[0])
        )
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.UsageError(
                _("出力先 {out} を作れません（{why}）。別の場所を指定してください。").format(out=out, why=why(error))
            ) from None


def _progress(files: tuple[Path, ...], read: Iterator[Read]) -> AbstractContextManager[Iterable[Read]]:
    """A bar on the terminal where there are several files to read; silent in pipes and logs."""
    if len(files) == 1 or not sys.stderr.isatty():
        return nullcontext(read)
    return click.progressbar(read, length=len(files), label=_("読み取り"), file=sys.stderr)


def _put_out(extraction: Extraction | Exception, path: Path, out: Path | None) -> str | None:
    """Write the JSON of one document; the reason, in one sentence, where it was refused."""
    from publishers.extraction_json import to_json

    if isinstance(extraction, Exception):
        return str(extraction)
    text = to_json(extraction)
    try:
        _write(text, path, out)
    except OSError as error:
        return _("結果を書けません（{why}）。空き容量と書き込みの権限を確かめてください。").format(why=why(error))
    return _sentence(extraction)


def _write(text: str, path: Path, out: Path | None) -> None:
    """To standard output, or whole to its place in one step."""
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    partial = out / f".{path.stem}.json.part"
    partial.write_text(text, "utf-8", newline="\n")
    partial.replace(out / f"{path.stem}.json")


def _sentence(extraction: Extraction) -> str | None:
    return None if extraction.error is None else extraction.error.message


if __name__ == "__main__":
    main()
