"""The process that foresees the next release for workbench/previews.py: `python -m workbench.preview_child ROOT TO`. IO: reads
the project's folders; writes TO and, while it works, TO with .progress.

A process of its own: pandas and the dictionaries weigh 300 MB and seconds of a processor, which those who are deciding should not
feel.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractors.apply_corrections import apply_corrections
from extractors.editions import compare
from extractors.municipalities import municipalities
from extractors.pairings import held_pairings
from extractors.readings import read_aloud
from publishers.plan_input import PlanOutcome
from publishers.preview import Preview, preview
from schemas.checked_plan import CheckedPlan
from schemas.tables import described
from schemas.tables.describe import Table
from workbench.config import configure
from workbench.read_plans import NoPlan, ReadPlans

JAPAN = timezone(timedelta(hours=9))


def main(root: Path, to: Path) -> None:
    """Do as a run would, and write down what it would change."""
    config = configure(root)
    reader = ReadPlans(config)
    raw = reader.raw()
    plans: list[CheckedPlan] = []
    refused = dict(raw.refused)
    for done, plan in enumerate(raw.plans):
        _tell(to, plan.source.title, done, len(raw.plans) + 1)
        try:
            read = apply_corrections(reader.read(plan.source.plan_id), config.corrections).plan
            if read.extraction.error is not None:
                refused[plan.source.plan_id] = read.extraction.error.message
            else:
                plans.append(read)
        except NoPlan as why:
            refused[plan.source.plan_id] = str(why)
    _tell(to, "", len(raw.plans), len(raw.plans) + 1)
    found = preview(
        held_pairings(plans),
        config.published,
        datetime.now(JAPAN).date(),
        read_aloud,
        municipalities(),
        compare,
        software=f"taikei {version('taikei')}",
        unread=refused,
        withdrawals_file=config.corrections / "withdrawals.toml",
    )
    _write(to, _said(found))
    with contextlib.suppress(OSError):
        to.with_suffix(".progress").unlink()


def _said(found: Preview) -> dict[str, Any]:
    return {
        "state": found.state,
        "before": found.before,
        "names": dict(found.names),
        "messages": found.messages,
        "losses": [{**asdict(loss), "sentence": loss.sentence} for loss in found.losses],
        "plans": [_outcome(plan) for plan in found.plans],
        "changes": [asdict(change) for change in found.changes],
        "tables": {table.name: _headings(table) for table in described()},
    }


def _headings(table: Table) -> dict[str, Any]:
    """Names of a table, its columns and their codes, in both languages."""
    return {
        "ja": table.ja,
        "en": table.en,
        "columns": {
            column.key: {
                "ja": column.ja,
                "en": column.en,
                "codes": {code: {"ja": ja, "en": en} for code, ja, en in column.codes},
            }
            for column in table.columns
        },
    }


def _outcome(plan: PlanOutcome) -> dict[str, Any]:
    severities = Counter(issue.severity for issue in plan.issues)
    return {
        "plan_id": plan.plan_id,
        "title": plan.title,
        "state": plan.state,
        "message": plan.message,
        "withheld": plan.withheld,
        "nodes": sum(plan.nodes_per_level.values()),
        "issues": {name: severities[name] for name in ("block", "review", "info")},
    }


def _tell(to: Path, what: str, done: int, total: int) -> None:
    with contextlib.suppress(OSError):
        _write(to.with_suffix(".progress"), {"what": what, "done": done, "total": total})


def _write(path: Path, said: dict[str, Any]) -> None:
    partial = path.with_name(f"{path.name}.part")
    partial.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    partial.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
