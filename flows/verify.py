"""`taikei verify`: every check of a release, for stewards and for anyone who downloads one. IO: reads the release."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.folders import FOLDER_THAT_IS

FAULTY = 1
SHOWN = 20
"""Findings told per check; more of a kind say nothing new."""


@click.command()
@click.argument("release", type=FOLDER_THAT_IS, default="published/latest")
def verify(release: Path) -> None:
    """公開データ RELEASE（既定は published/latest）を検査します。

    終了コード: 0 誤りなし、1 誤りがあった、2 使い方の誤り。
    """
    from rich.console import Console
    from rich.table import Table

    from publishers.checks_report import TITLES
    from publishers.verify import verify as check

    done = check(release)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("検査")
    table.add_column("確認した数", justify="right")
    table.add_column("誤り", justify="right")
    table.add_column("参考", justify="right")
    for checked in done.checks:
        faults = sum(finding.severity == "fault" for finding in checked.findings)
        notices = len(checked.findings) - faults
        table.add_row(TITLES[checked.check], f"{checked.count:,}", str(faults), str(notices))
    Console().print(table)
    for checked in done.checks:
        for finding in checked.findings[:SHOWN]:
            click.echo(f"{TITLES[checked.check]}: {finding.place}: {finding.message}")
        if len(checked.findings) > SHOWN:
            click.echo(f"{TITLES[checked.check]}: 他に {len(checked.findings) - SHOWN} 件あります。")
    click.echo(
        f"{done.folder.name}: " + (f"{len(done.faults)} 件の誤りがあります。" if done.faults else "誤りはありません。")
    )
    sys.exit(FAULTY if done.faults else 0)
