"""What a run leaves in Prefect's pages (実行の記録): report, exceptions, the way to the workbench. IO: Prefect's server.

Keys are slugs, as Prefect wants them; what a steward reads is in the descriptions and headings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.report import SEVERITIES, RunReport, markdown
from publishers.plan_input import PlanOutcome
from schemas.issue import KINDS, Issue

WORKBENCH = "TAIKEI_WORKBENCH_PUBLIC_URL"
"""Environment variable with the address under which people reach the workbench."""

MOST_ROWS = 1_000
"""Rows of the table of exceptions; a browser shows them without trouble, and all are in the report and the release."""

MOST_PLANS = 50
"""Refused plans with a page of their own; all are in the report."""

MOST_BYTES = 500_000
"""Of the report; beyond that the page of Prefect takes seconds to open."""


def leave_artifacts(report: RunReport) -> None:
    """Report, table of exceptions and link, under the run that is going on."""
    create_markdown_artifact(key="run-report", markdown=_short(markdown(report)), description="実行の結果")
    address = os.environ.get(WORKBENCH, "").rstrip("/")
    rows = list(exception_rows(report, address))
    if rows:
        said = f"要対応・要確認（{len(rows)} 件）"
        create_table_artifact(key="exceptions", table=rows[:MOST_ROWS], description=said)
    for plan_id, message in sorted(report.refused.items())[:MOST_PLANS]:
        create_markdown_artifact(
            key=f"plan-{plan_id.lower()}", markdown=message, description=f"公開できない計画 {plan_id}"
        )
    if address:
        create_link_artifact(link=f"{address}/", link_text="確認画面を開く", key="workbench", description="確認画面")


def exception_rows(report: RunReport, workbench: str) -> Iterator[dict[str, str]]:
    """What people are asked about, gravest first; plans that could not be read before all."""
    for plan_id, message in sorted(report.refused.items()):
        yield _row(plan_id, "読めません", "", "", message, workbench and f"{workbench}/plans/{plan_id}")
    for severity in ("block", "review"):
        for plan in report.outcome.plans:
            yield from (_exception(plan, issue, workbench) for issue in plan.issues if issue.severity == severity)


def _exception(plan: PlanOutcome, issue: Issue, workbench: str) -> dict[str, str]:
    where = issue.evidence
    place = f"{where.page}ページ" if where.page else f"{where.line}行目" if where.line else ""
    link = workbench and f"{workbench}/plans/{plan.plan_id}"
    return _row(plan.title, SEVERITIES[issue.severity], KINDS[issue.kind].title, place, issue.message, link)


def _row(plan: str, severity: str, kind: str, place: str, message: str, link: str) -> dict[str, str]:
    row = {"計画": plan, "重さ": severity, "種類": kind, "場所": place, "内容": message}
    return {**row, "確認画面": f"[開く]({link})"} if link else row


def _short(text: str) -> str:
    if len(text.encode()) <= MOST_BYTES:
        return text
    kept = text.encode()[:MOST_BYTES].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{kept}\n\n長いので、続きは build/report.md にあります。\n"
