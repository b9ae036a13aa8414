"""`taikei verify`: every check of a release, for stewards and for anyone who downloads one. IO: reads the release."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import partial
from gettext import gettext as _
from importlib.metadata import version
from pathlib import Path

import click

from flows.folders import FOLDER_THAT_IS

FAULTY = 1
SHOWN = 20
"""Findings told per check; more of a kind say nothing new."""


@click.command()
@click.argument("release", type=FOLDER_THAT_IS, default="published/latest")
@click.option("--json", "as_json", is_flag=True, help="表の代わりにJSONを出します。")
@click.option(
    "--raw",
    type=FOLDER_THAT_IS,
    help="計画の文書のフォルダー。文書があることと、値がその場所に書かれていることも確かめます。",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="--raw で読み直す値の数（少なければすべて）。",
)
def verify(release: Path, as_json: bool, raw: Path | None, sample: int) -> None:
    """公開データ RELEASE（既定は published/latest）を検査します。

    表から作られるファイルはすべて作り直して比べ、読みと版の変更は計算し直します。

    終了コード: 0 誤りなし、1 誤りがあった、2 使い方の誤り。
    """
    from extractors.editions import compare
    from extractors.printed_places import printed_document
    from extractors.readings import read_aloud
    from publishers.verification import Tools
    from publishers.verify import verify as check

    printed = partial(printed_document, raw) if raw else None
    done = check(release, tools=Tools(read_aloud, compare, printed, sample, f"taikei {version('taikei')}"))
    if as_json:
        checks = [asdict(checked) for checked in done.checks]
        shown = {"release": done.folder.name, "faults": len(done.faults), "checks": checks}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        sys.exit(FAULTY if done.faults else 0)
    from rich.console import Console
    from rich.table import Table

    from publishers.checks_report import TITLES

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(_("検査"))
    table.add_column(_("確認した数"), justify="right")
    table.add_column(_("誤り"), justify="right")
    table.add_column(_("参考"), justify="right")
    for checked in done.checks:
        faults = sum(finding.severity == "fault" for finding in checked.findings)
        notices = len(checked.findings) - faults
        table.add_row(TITLES[checked.check], f"{checked.count:,}", str(faults), str(notices))
    Console().print(table)
    for checked in done.checks:
        for finding in checked.findings[:SHOWN]:
            click.echo(f"{TITLES[checked.check]}: {finding.place}: {finding.message}")
        if len(checked.findings) > SHOWN:
            click.echo(
                _("{value}: 他に {value2} 件あります。").format(
                    value=TITLES[checked.check], value2=len(checked.findings) - SHOWN
                )
            )
    click.echo(
        f"{done.folder.name}: "
        + (_("{count} 件の誤りがあります。").format(count=len(done.faults)) if done.faults else _("誤りはありません。"))
    )
    sys.exit(FAULTY if done.faults else 0)
