"""What became of each edition in the last run (計画ごとの状況), kept for `taikei status` and metrics. IO: build/operation/plans.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.read_watched import OPERATION
from flows.report import RunReport
from publishers.write_safely import replace_file

PLANS = "plans.json"


@dataclass(frozen=True, slots=True)
class PlanState:
    """One edition."""

    edition: str
    title: str
    state: str
    """published, kept, absent, sample; refused where it could not be read."""
    entries: int
    withheld: int
    counts: dict[str, int]
    """Open exceptions by severity."""
    message: str = ""


def plan_states(report: RunReport) -> list[PlanState]:
    """One per edition, and per folder that could not be read."""
    states = [
        PlanState(
            plan.edition,
            plan.title or plan.plan_id,
            plan.state,
            sum(plan.nodes_per_level.values()),
            plan.withheld,
            dict(Counter(issue.severity for issue in plan.issues)),
            plan.message,
        )
        for plan in report.outcome.plans
        if plan.plan_id not in report.refused
    ]
    return sorted([*states, *_refused(report)], key=lambda plan: plan.edition)


def _refused(report: RunReport) -> Iterator[PlanState]:
    """Plans that could not be read: with what of their last good edition stays public."""
    for id, message in report.refused.items():
        public = [plan for plan in report.outcome.plans if plan.plan_id == id and plan.state == "kept"]
        for plan in public:
            entries = sum(plan.nodes_per_level.values())
            said = f"{message}（前の版の {entries} 項目は公開されたままです。）"
            yield PlanState(plan.edition, plan.title or id, "refused", entries, plan.withheld, {}, said)
        if not public:
            yield PlanState(id, id, "refused", 0, 0, {}, message)


def keep_plan_states(build: Path, states: Sequence[PlanState]) -> None:
    """Write them down, whole or not at all."""
    path = build / OPERATION / PLANS
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps([asdict(state) for state in states], ensure_ascii=False).encode())


def read_plan_states(build: Path) -> list[PlanState]:
    """As the last run left them; none where there was none."""
    try:
        return [PlanState(**state) for state in json.loads((build / OPERATION / PLANS).read_bytes())]
    except (OSError, ValueError, TypeError):
        return []
