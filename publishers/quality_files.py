"""Rows → quality/summary.json: how much of each plan is settled, and what is open, by kind (品質). Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from publishers.json_files import json_document
from publishers.table_rows import Tables, Value


def quality_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """One summary of the release."""
    yield "quality/summary.json", json_document(quality(tables))


def quality(tables: Tables) -> dict[str, Any]:
    """Per plan and for the whole: rows by review status, open exceptions by kind, share of rows with nothing open, and of those
    that a person looked at."""
    statuses: dict[Value, Counter[str]] = defaultdict(Counter)
    for row in tables["policy"]:
        statuses[row["plan_id"]][str(row["review_status"])] += 1
    kinds: dict[Value, Counter[str]] = defaultdict(Counter)
    for row in tables["issue"]:
        kinds[row["plan_id"]][str(row["kind"])] += 1
    plans = [
        {
            "id": plan["id"],
            "name": plan["name"],
            "withheld": plan["withheld_count"],
            **_figures(statuses[plan["id"]], kinds[plan["id"]]),
        }
        for plan in tables["plan"]
    ]
    whole = _figures(sum(statuses.values(), Counter()), sum(kinds.values(), Counter()))
    return {**whole, "severities": _sorted(Counter(str(row["severity"]) for row in tables["issue"])), "plans": plans}


def _figures(statuses: Counter[str], kinds: Counter[str]) -> dict[str, Any]:
    rows = sum(statuses.values())
    return {
        "rows": rows,
        "review_status": _sorted(statuses),
        "share_settled": round(1 - statuses["要確認"] / rows, 4) if rows else None,
        "share_confirmed": round(statuses["確認済"] / rows, 4) if rows else None,
        "exceptions": _sorted(kinds),
    }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
