"""What a run did → a table for the console and a Markdown report. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _

from rich.table import Table

from publishers.plan_input import PlanOutcome, PublishOutcome
from schemas.issue import KINDS, Issue, Severity

SEVERITIES: Mapping[Severity, str] = {"block": "要対応", "review": "要確認", "info": "参考"}
_STATES = {"published": "公開", "kept": "前の版のまま", "absent": "未公開", "sample": "見本（公開しない）"}
_RELEASES = {
    "published": "新しい公開データを作りました",
    "unchanged": "前回から変更がないので、公開データは前のままです",
    "stopped": "公開データを作りませんでした。前の版はそのままです",
    "failed": "公開データを書けませんでした。前の版はそのままです",
}


@dataclass(frozen=True, slots=True)
class RunReport:
    """All that a run has to say."""

    outcome: PublishOutcome
    refused: Mapping[str, str]
    """Plans that could not be read, by folder name, each with one sentence."""
    sources: Mapping[str, tuple[Issue, ...]] = field(default_factory=dict)
    """Open exceptions of watched sources by plan, of pages of links under ""; not part of the release."""

    @property
    def attention(self) -> str:
        """What a steward must look at, in one sentence; "" where there is nothing."""
        if self.outcome.state in ("stopped", "failed"):
            return _RELEASES[self.outcome.state] + "。" + " ".join(self.outcome.messages[:1])
        if not self.refused:
            return ""
        plan_id, why = min(self.refused.items())
        more = f"（ほか {len(self.refused) - 1} 件）" if len(self.refused) > 1 else ""
        return f"公開できない計画があります。{plan_id}: {why}{more}"


def table(report: RunReport) -> Table:
    """One row per edition: nodes per level, exceptions by severity, what became of it."""
    shown = Table(title=None, show_edge=False, pad_edge=False, header_style="bold")
    shown.add_column(_("計画"), ratio=1, overflow="fold")
    shown.add_column(_("階層ごとの件数"), no_wrap=True)
    for name in SEVERITIES.values():
        shown.add_column(_(name), justify="right", no_wrap=True)
    shown.add_column(_("状態"), no_wrap=True)
    for row in _rows(report):
        shown.add_row(*row)
    return shown


def release_line(report: RunReport) -> str:
    """What became of the release, and where it lies."""
    outcome = report.outcome
    place = f": {outcome.folder}" if outcome.folder else ""
    version = _("（{version} 版）").format(version=outcome.version) if outcome.version else ""
    return f"{_(_RELEASES[outcome.state])}{version}{place}"


def markdown(report: RunReport) -> str:
    """The whole report: the table, the messages, and every exception with its place."""
    heads = ("計画", "階層ごとの件数", *SEVERITIES.values(), "状態")
    parts = ["# 実行の結果", "", f"{release_line(report)}。", ""]
    parts += [_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in _rows(report)), ""]
    parts += [f"- {_plain(message)}" for message in report.outcome.messages]
    parts += [f"- {plan_id}: {_plain(message)}" for plan_id, message in sorted(report.refused.items())]
    if report.sources:
        heads = ("計画", "種類", "内容", "場所")
        parts += ["", "## 公開元", "", _line(heads), _line(["---"] * len(heads))]
        parts += [_source(plan_id, issue) for plan_id, found in sorted(report.sources.items()) for issue in found]
    for plan in report.outcome.plans:
        if plan.issues:
            parts += ["", f"## {_plain(plan.title)}（{plan.edition}）", "", *_exceptions(plan)]
    return "\n".join(parts) + "\n"


def _rows(report: RunReport) -> list[tuple[str, ...]]:
    rows = [_row(plan) for plan in report.outcome.plans]
    told = {plan.plan_id for plan in report.outcome.plans}
    blanks = ("-",) * (1 + len(SEVERITIES))
    rows += [(plan_id, *blanks, _("読めません")) for plan_id in sorted(report.refused) if plan_id not in told]
    return rows


def _row(plan: PlanOutcome) -> tuple[str, ...]:
    nodes = " / ".join(str(count) for level, count in sorted(plan.nodes_per_level.items()))
    counts = Counter(issue.severity for issue in plan.issues)
    state = _(_STATES[plan.state])
    if plan.withheld:
        state += _("（{count}件を保留）").format(count=plan.withheld)
    return (plan.title or plan.plan_id, nodes or "-", *(str(counts[severity]) for severity in SEVERITIES), state)


def _exceptions(plan: PlanOutcome) -> list[str]:
    heads = ("重さ", "種類", "場所", "内容", "原文")
    rows = [_exception(issue) for severity in SEVERITIES for issue in plan.issues if issue.severity == severity]
    return [_line(heads), _line(["---"] * len(heads)), *map(_line, rows)]


def _exception(issue: Issue) -> tuple[str, ...]:
    where = issue.evidence
    place = f"{where.page}ページ" if where.page else f"{where.line}行目" if where.line else "-"
    message = issue.message + (f"（案: {issue.proposal}）" if issue.proposal else "")
    return (SEVERITIES[issue.severity], KINDS[issue.kind].title, place, message, where.text)


def _source(plan_id: str, issue: Issue) -> str:
    return _line((plan_id or "リンク集", KINDS[issue.kind].title, issue.message, issue.evidence.text))


def _line(cells: Iterable[str]) -> str:
    """One row of a Markdown table; what would break it, or is markup to whoever shows it, is written otherwise."""
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Words of a document on one line, none of them a tag or a link."""
    safe = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("[", "\\[").replace("`", "\\`")
