"""Checked plans → what the next release would change, row by row, and what would stop it (公開前の確認). IO: reads published/.

The rows are made as a release makes them (publishers/assemble), new ids in a copy of the registry; nothing is written. Run on
the same day from the same input, `publish` writes exactly these changes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from publishers.assemble import assemble
from publishers.delta import delta_lines
from publishers.plan_input import Comparer, Municipality, PlanOutcome, Reader
from publishers.previous import Previous, read_previous
from publishers.release import NOTHING, day_after, faults_of, task_of
from publishers.shrink_guard import Loss, losses, read_withdrawals
from publishers.table_rows import Row, Tables, Value
from schemas.checked_plan import CheckedPlan
from schemas.tables import TABLES
from schemas.tables.describe import describe

Op = Literal["added", "changed", "removed"]

_OPS: Mapping[str, Op] = {"ADD": "added", "RESTORE": "added", "MOD": "changed", "DEL": "removed", "MERGE": "removed"}
_DATES = ("first_published", "last_changed")
"""Columns that change because others do."""
_TITLES = ("path", "name", "plan_name", "term", "text", "title", "new_path", "old_path", "message", "value", "reason")
"""Columns by which people know a row, the most telling first."""
_SHOWN = 10
"""Columns of a new or a removed row that are told; the rest is in the files."""
_QUIET = ("municipality_code", "municipality_name", "plan_id", "id", "note", *_DATES)


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row, before and after."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """What becomes of one row."""

    op: Op
    table: str
    id: str
    plan_id: str
    """Permanent id of its plan, "" where it belongs to none."""
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do now."""

    state: Literal["changes", "unchanged", "stopped"]
    before: str | None
    """The release that is current, None before the first."""
    changes: tuple[RowChange, ...]
    """Tables in order of publication."""
    names: Mapping[str, str]
    """Permanent id of a plan → its name."""
    plans: tuple[PlanOutcome, ...]
    losses: tuple[Loss, ...]
    """Plans that would vanish or shrink, signed for or not."""
    messages: tuple[str, ...]
    """Why nothing would be released."""
    delta: bytes
    """As delta/from-<before>.jsonl would hold it."""


def preview(
    plans: Sequence[CheckedPlan],
    published: Path,
    today: date,
    reader: Reader,
    municipalities: Sequence[Municipality],
    compare: Comparer,
    *,
    software: str,
    unread: Mapping[str, str] | None = None,
    withdrawals_file: Path | None = None,
) -> Preview:
    """The same arguments as `publish`."""
    said: list[str] = []
    try:
        signed = read_withdrawals(withdrawals_file) if withdrawals_file else ()
    except ValueError as error:
        signed, said = (), [str(error)]
    before = read_previous(published)
    with tempfile.TemporaryDirectory(prefix="taikei-preview-") as folder:
        registry = _copied(published / "registry" / "ids.csv", Path(folder))
        day = day_after(before, today)
        assembled = assemble(
            task_of(plans, unread, before, signed, municipalities, registry, day, reader, compare, software=software)
        )
    tables = assembled.tables
    said += faults_of(assembled.failures)
    if before is None and not tables["plan"]:
        said.append(NOTHING)
    lost = losses(tables, before.tables, before.version, signed, assembled.retired) if before else ()
    said += [loss.sentence for loss in lost if not loss.signed]
    delta = delta_lines(before.tables, tables) if before else b""
    changes = row_changes(before, tables, delta)
    return Preview(
        state="stopped" if said else "changes" if changes else "unchanged",
        before=before.version if before else None,
        changes=changes,
        names=_names(before, tables),
        plans=assembled.plans,
        losses=lost,
        messages=tuple(said),
        delta=delta,
    )


def row_changes(before: Previous | None, tables: Tables, delta: bytes) -> tuple[RowChange, ...]:
    """The delta for people; of a first release every row is new."""
    if before is None:
        return tuple(_whole("added", name, row) for name in TABLES for row in tables[name])
    old = {name: {str(row["id"]): row for row in before.tables[name]} for name in TABLES}
    new = {name: {str(row["id"]): row for row in tables[name]} for name in TABLES}
    changes = []
    for line in delta.decode().splitlines():
        said = json.loads(line)
        op, name, id = _OPS[said["op"]], said["table"], said["id"]
        if op == "changed":
            was, now = old[name][id], new[name][id]
            keys = _telling(said["set"])
            cells = tuple(Cell(key, _text(was.get(key)), _text(now[key])) for key in keys)
            changes.append(RowChange(op, name, id, _plan(name, now), _title(now), cells))
        else:
            changes.append(_whole(op, name, new[name][id] if op == "added" else old[name][id]))
    return tuple(changes)


def _telling(changed: Mapping[str, Value]) -> list[str]:
    """The columns that tell people something, where any does; else all."""
    for quiet in (lambda key: key in _DATES or key.endswith("_id"), lambda key: key in _DATES):
        told = [key for key in changed if not quiet(key)]
        if told:
            return told
    return list(changed)


def _whole(op: Op, name: str, row: Row) -> RowChange:
    known = describe(name, TABLES[name]).keys
    filled = [key for key in known if row.get(key) not in (None, "", False)]
    told = [(key, _text(row[key])) for key in filled if key not in _QUIET and not key.endswith("_id")]
    cells = tuple(Cell(key, *((None, text) if op == "added" else (text, None))) for key, text in told[:_SHOWN])
    return RowChange(op, name, str(row["id"]), _plan(name, row), _title(row), cells)


def _plan(name: str, row: Row) -> str:
    return str(row["id"] if name == "plan" else row.get("plan_id") or "")


def _title(row: Row) -> str:
    return next((str(row[key]) for key in _TITLES if row.get(key)), str(row["id"]))


def _names(before: Previous | None, tables: Tables) -> dict[str, str]:
    old = before.tables["plan"] if before else []
    return {str(row["id"]): str(row["name"]) for row in (*old, *tables["plan"])}


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _copied(registry: Path, folder: Path) -> Path:
    copy = folder / registry.name
    if registry.exists():
        shutil.copyfile(registry, copy)
    return copy
