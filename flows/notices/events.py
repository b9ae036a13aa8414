"""What a run or a look at the sources found → what people should be told (通知の内容). Pure.

An exception is told once: its fingerprint is remembered as long as it is open.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.report import SEVERITIES, RunReport, release_line
from schemas.issue import Issue

if TYPE_CHECKING:
    from flows.watch.look import WatchReport

MOST_LINES = 50
"""Lines of one kind in a digest; whoever has more of them needs the workbench, not a longer mail."""

HEADINGS = {
    "failure": "失敗",
    "exceptions": "新しい要対応・要確認",
    "source": "公開元の文書",
    "change": "差し替えられた文書",
    "found": "リンク集の新しい文書",
    "release": "公開データ",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line for people."""

    kind: str
    text: str


def run_events(report: RunReport, told: Mapping[str, Sequence[str]]) -> tuple[list[Event], dict[str, list[str]]]:
    """What a run has to tell, and the exceptions that count as told from now on, by edition.

    told: as this function gave it after the run before.
    """
    outcome = report.outcome
    events = [Event("failure", message) for message in outcome.messages if outcome.state in ("stopped", "failed")]
    if outcome.state in ("stopped", "failed") and not events:
        events.append(Event("failure", release_line(report)))
    if outcome.state == "published":
        events.append(Event("release", release_line(report)))
    now: dict[str, list[str]] = {}
    for plan in outcome.plans:
        open_issues = {fingerprint(issue): issue for issue in plan.issues if issue.severity != "info"}
        fresh = [issue for mark, issue in open_issues.items() if mark not in told.get(plan.edition, ())]
        if fresh:
            counts = Counter(issue.severity for issue in fresh)
            said = "、".join(f"{title} {counts[name]}件" for name, title in SEVERITIES.items() if counts[name])
            events.append(Event("exceptions", f"{plan.title or plan.plan_id}: {said}"))
        now[plan.edition] = sorted(open_issues)
    for plan_id, message in sorted(report.refused.items()):
        mark = _digest(message)
        if mark not in told.get(f"refused {plan_id}", ()):
            events.append(Event("exceptions", f"{plan_id}: {message}"))
        now[f"refused {plan_id}"] = [mark]
    return events, now


def watch_events(report: WatchReport, titles: Mapping[str, str]) -> list[Event]:
    """What a look at the sources has to tell: only what was not there at the look before."""
    events = [Event("source", f"{titles.get(look.plan_id, look.plan_id)}: {look.message}") for look in report.fresh]
    events += [
        Event("source", f"リンク集「{page.title or page.url}」: {page.message}")
        for page in report.pages
        if page.kind and page.since == report.checked
    ]
    events += [Event("change", f"{titles.get(id, id)}: {text}") for id, text in sorted(report.changes.items())]
    events += [Event("found", f"{link.text or link.url}　{link.url}") for link in report.found]
    events += [Event("failure", f"{plan_id}: {message}") for plan_id, message in sorted(report.failed.items())]
    return events


def message_of(events: Collection[Event], workbench: str) -> str:
    """The body of a notice: a heading per kind, the gravest first."""
    parts: list[str] = []
    for kind, heading in HEADINGS.items():
        lines = list(dict.fromkeys(event.text for event in events if event.kind == kind))
        if not lines:
            continue
        parts += [f"■ {heading}", *(f"・{line}" for line in lines[:MOST_LINES])]
        if len(lines) > MOST_LINES:
            parts.append(f"　他に {len(lines) - MOST_LINES} 件あります。")
        parts.append("")
    if workbench:
        parts.append(f"確認の画面: {workbench}")
    return "\n".join(parts).strip() + "\n"


def fingerprint(issue: Issue) -> str:
    """The same for the same exception in the next run, wherever it has moved to on the page."""
    return _digest("\n".join((issue.kind, issue.field or "", issue.message, issue.evidence.text)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
