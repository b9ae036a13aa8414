"""Rows of a release → one view per plan, per municipality and per pair of editions. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from publishers.site.draw_years import draw_years
from publishers.site.views import Branch, ChangeLine, ChangeView, File, Hierarchy, MunicipalityView, PlanView
from publishers.table_rows import Row, Tables, Value
from schemas.tables.change import TYPE
from schemas.tables.issue import SEVERITY

OPEN = "要確認"
_Grouped = Mapping[Value, Sequence[Row]]


def gather_plans(tables: Tables) -> Iterator[PlanView]:
    """Every plan in order of publication."""
    grouped = {name: _by_plan(rows) for name, rows in tables.items()}
    plans = {row["id"]: row for row in tables["plan"]}
    sources = {row["id"]: row for row in tables["source"]}
    later = defaultdict(list)
    for row in tables["plan"]:
        later[row["supersedes"]].append(row)
    for plan in tables["plan"]:
        rows = {name: found.get(plan["id"], ()) for name, found in grouped.items()}
        yield PlanView(
            row=plan,
            source=sources[plan["source_id"]],
            hierarchies=tuple(_hierarchies(rows["policy"], rows["issue"])),
            open_nodes=sum(row["review_status"] == OPEN for row in rows["policy"]),
            statements=_by_kind(rows["statement"]),
            terms=tuple(rows["term"]),
            departments=tuple(rows["department"]),
            timeline=tuple(rows["timeline"]),
            picture=draw_years(plan, rows["timeline"]),
            issues=tuple(sorted(rows["issue"], key=lambda row: list(SEVERITY).index(str(row["severity"])))),
            earlier=plans.get(plan["supersedes"]),
            later=tuple(later[plan["id"]]),
        )


def gather_municipalities(
    tables: Tables, plans: Iterable[PlanView], files: Mapping[str, Sequence[File]]
) -> tuple[MunicipalityView, ...]:
    """Those that have a plan, by code. files: code → files of that municipality alone."""
    rows = {row["id"]: row for row in tables["municipality"]}
    found: dict[Value, list[PlanView]] = defaultdict(list)
    for plan in plans:
        found[plan.row["municipality_code"]].append(plan)
    return tuple(
        MunicipalityView(rows.get(code, _unlisted(of[0].row)), _newest_first(of), tuple(files.get(str(code), ())))
        for code, of in found.items()
    )


def _unlisted(plan: Row) -> Row:
    """A body that is not in the code list: what its plan says of it."""
    return {
        "id": plan["municipality_code"],
        "municipality_code": plan["municipality_code"],
        "municipality_name": plan["municipality_name"],
        "municipality_name_kana": None,
        "prefecture": None,
    }


def _newest_first(plans: Sequence[PlanView]) -> tuple[PlanView, ...]:
    """By first year; without one, an edition is newer than the one it supersedes."""
    before = {plan.row["id"]: plan.row["supersedes"] for plan in plans}

    def age(plan: PlanView) -> tuple[int, int, str]:
        chain = [plan.row["id"]]
        while before.get(chain[-1]) and before[chain[-1]] not in chain:
            chain.append(before[chain[-1]])
        return int(plan.row["start_year"] or 0), len(chain), str(plan.row["id"])

    return tuple(sorted(plans, key=age, reverse=True))


def gather_changes(tables: Tables) -> Iterator[ChangeView]:
    """Every edition beside the one before it."""
    changes: dict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for row in tables["change"]:
        changes[row["old_plan_id"], row["plan_id"]].append(row)
    plans = {row["id"]: row for row in tables["plan"]}
    nodes = _by_plan(tables["policy"])
    for plan in tables["plan"]:
        before = plans.get(plan["supersedes"])
        if before is None:
            continue
        rows = changes[before["id"], plan["id"]]
        counts = Counter(str(row["type"]) for row in rows)
        yield ChangeView(
            before,
            plan,
            tuple((kind, counts[kind]) for kind in TYPE),
            tuple(_side_by_side(rows, nodes.get(before["id"], ()), nodes.get(plan["id"], ()))),
        )


def _side_by_side(changes: Sequence[Row], old: Sequence[Row], new: Sequence[Row]) -> Iterator[ChangeLine]:
    """In the order of the new edition; what was removed stands where it stood, after what stood before it."""
    by_new: dict[Value, Row] = {row["new_id"]: row for row in changes if row["new_id"]}
    by_old: dict[Value, Row] = {row["old_id"]: row for row in changes if row["old_id"]}
    was = {row["id"]: row for row in old}
    gone: dict[Value, list[Row]] = defaultdict(list)
    stood_after: Value = None
    for row in old:
        change = by_old.get(row["id"])
        if change is not None and change["new_id"] is None:
            gone[stood_after].append(row)
        else:
            stood_after = row["id"]
    for row in gone[None]:
        yield _removed(row, by_old)
    for row in new:
        change = by_new.get(row["id"])
        before = was.get(change["old_id"]) if change else None
        yield ChangeLine(
            str(change["type"]) if change else "added", before, row, _text(change["note"]) if change else None
        )
        for lost in gone[before["id"]] if before else ():
            yield _removed(lost, by_old)


def _removed(row: Row, by_old: Mapping[Value, Row]) -> ChangeLine:
    return ChangeLine("removed", row, None, _text(by_old[row["id"]]["note"]))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _hierarchies(nodes: Sequence[Row], issues: Sequence[Row]) -> Iterator[Hierarchy]:
    loud: dict[Value, list[Row]] = defaultdict(list)
    for issue in issues:
        if issue["severity"] != "notice":
            for node in str(issue["policy_ids"] or "").split(";"):
                loud[node].append(issue)
    known = {row["id"] for row in nodes}
    below: dict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for row in nodes:
        parent = row["parent_id"] if row["parent_id"] in known else None
        below[row["structure"], parent].append(row)

    def branch(row: Row) -> Branch:
        children = tuple(branch(child) for child in below.get((row["structure"], row["id"]), ()))
        return Branch(row, tuple(loud.get(row["id"], ())), children)

    for number in sorted({int(row["structure"] or 1) for row in nodes}):
        roots = tuple(branch(row) for row in below[number, None])
        yield Hierarchy(number, _levels([row for row in nodes if row["structure"] == number]), roots)


def _levels(nodes: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    counts = Counter(int(row["level"] or 0) for row in nodes)
    names = {int(row["level"] or 0): row["level_name"] for row in reversed(nodes)}
    return tuple((str(names[level] or f"第{level}階層"), counts[level]) for level in sorted(counts))


def _by_kind(rows: Sequence[Row]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[str(row["kind"])].append(row)
    return tuple((kind, tuple(found)) for kind, found in kinds.items())


def _by_plan(rows: Iterable[Row]) -> _Grouped:
    found: dict[Value, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("plan_id")].append(row)
    return found
