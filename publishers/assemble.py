"""Checked plans and the last release → the rows of the next one, and what became of every plan. IO: new ids.

The rows are checked against the models; a row that does not fit is an issue of its plan, which is then decided anew:
withheld, or the plan keeps its last good edition. Where that does not help, its plan is left out, and the others go on. What
belongs to no plan is wrong with the program, and stops the run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from publishers.carry import carry_columns, kept_rows, redirect_rows, share_rows
from publishers.check import Failure, check_tables
from publishers.decide import Decision, decide
from publishers.edition_changes import change_rows, stale_entries
from publishers.editions import Edition, editions
from publishers.pairings import ids_by_path, pairs_of
from publishers.plan_input import Comparer, Municipality, PlanOutcome, Reader, Withdrawal
from publishers.policy_wide import policy_wide_rows
from publishers.registry import read_registry
from publishers.table_rows import Row, Tables, Value, filled_row, no_tables, sorted_tables, whole_row
from publishers.tabulate import Context, Tabulated, tabulate
from schemas.checked_plan import CheckedPlan
from schemas.issue import Issue
from schemas.structure import Evidence

VALUE_SHOWN = 60
"""Characters of a value that does not fit."""
ROUNDS = 3
"""Checks of the rows: the first finds faults, the second sees what taking them out did, the third must be clean."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """All that a release will hold."""

    tables: Tables
    plans: tuple[PlanOutcome, ...]
    failures: tuple[Failure, ...]
    """Faults that no withholding could take out; a release with any is never made."""
    retired: frozenset[str]
    """Ids of the entries that people removed or merged."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Plans that were left out because their rows do not fit, by folder, each with one sentence."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the assembly works from."""

    plans: Sequence[CheckedPlan]
    unread: Mapping[str, str]
    before: Tables
    withdrawals: Sequence[Withdrawal]
    municipalities: Mapping[str, Municipality]
    registry: Path
    today: str
    reader: Reader
    compare: Comparer
    software: str


def assemble(task: Task) -> Assembled:
    """The rows of the next release."""
    refused: dict[str, str] = {}
    while True:
        made = _assemble(task)
        guilty = {folder: why for folder, why in _guilty(made).items() if folder not in task.unread}
        if not guilty:
            return replace(made, refused=refused)
        refused |= guilty
        others = [plan for plan in task.plans if plan.source.plan_id not in guilty]
        task = replace(task, plans=others, unread={**task.unread, **guilty})


def _guilty(made: Assembled) -> dict[str, str]:
    """Folders of the plans to whom the faulty rows belong, each with one sentence."""
    keys = {row["id"]: str(row["plan_key"]) for row in made.tables["plan"]}
    found: dict[str, str] = {}
    for failure in made.failures:
        row = next((row for row in made.tables[failure.table] if str(row["id"]) == failure.id), {})
        key = keys.get(row.get("plan_id") or failure.id)
        if key is not None:
            said = (
                f"公開項目の定義に合わない行があるため、この計画だけ公開しません（表 {failure.table}、"
                f"列 {failure.column or '全体'}、規則 {failure.rule}、値「{failure.value[:VALUE_SHOWN]}」）。"
                "訂正するか、文書を添えて開発者に知らせてください。"
            )
            found.setdefault(key.partition("#")[0], said)
    return found


def _assemble(task: Task) -> Assembled:
    found: dict[str, list[Issue]] = defaultdict(list)
    for _ in range(ROUNDS):
        decisions = _decisions(task, found)
        kept = _kept_keys(task, decisions)
        context = Context(
            task.registry,
            task.today,
            task.reader,
            task.municipalities,
            task.software,
            known_plans=kept,
            before=task.before,
            compare=task.compare,
        )
        tabulated = tabulate(decisions, context)
        tables = _complete(tabulated, task, kept)
        failures = check_tables(tables)
        issues = _as_issues(failures, tabulated)
        if not any(issues.values()):
            break
        for key, new in issues.items():
            found[key] += new
    plans = _outcomes(task, decisions, tables, tabulated.uncertain)
    return Assembled(tables, plans, failures, frozenset(tabulated.retired))


def _decisions(task: Task, found: Mapping[str, Sequence[Issue]]) -> list[Decision]:
    rows = {str(row["plan_key"]): row for row in task.before["plan"]}
    return [
        decide(edition, found.get(edition.key, ()), rows.get(edition.key), task.municipalities)
        for checked in sorted(task.plans, key=lambda plan: plan.source.plan_id)
        if checked.source.role == "plan"
        for edition in editions(checked)
    ]


def _kept_keys(task: Task, decisions: Sequence[Decision]) -> dict[str, str]:
    """Editions that stay as they are: key → id of the plan."""
    states = {decision.edition.key: decision.state for decision in decisions}
    kept = {}
    for row in task.before["plan"]:
        key = str(row["plan_key"])
        if states.get(key) == "kept" or key.partition("#")[0] in task.unread:
            kept[key] = str(row["id"])
    return kept


def _complete(tabulated: Tabulated, task: Task, kept: Mapping[str, str]) -> Tables:
    """With the rows that stay and those that are made from others, dated and in order."""
    refused = {*task.unread, *(plan.source.plan_id for plan in task.plans if _says_nothing(plan))}
    unread = {id for key, id in kept.items() if key.partition("#")[0] in refused}
    documents = {entry.id for entry in read_registry(task.registry) if entry.table == "B" and entry.plan in refused}
    staying = kept_rows(task.before, set(kept.values()), unread, documents)
    whole = no_tables()
    for name in whole:
        rows = {row["id"]: row for row in (*staying[name], *tabulated.tables[name])}
        whole[name] = list(rows.values())
    needed = {row["source_id"] for name in ("plan", "evidence", "issue") for row in whole[name]}
    whole["source"] = [row for row in whole["source"] if row["id"] in needed]
    plans = {row["id"]: row for row in whole["plan"]}
    for row in whole["plan"]:
        if row["supersedes"] not in plans:
            row["supersedes"] = None
    whole = sorted_tables(whole)
    whole["change"] = _change_rows(whole, plans, task, tabulated.ids)
    whole["policy_wide"] = [filled_row("policy_wide", row) for row in policy_wide_rows(whole["policy"], whole["plan"])]
    whole["municipality"] = [_municipality_row(entry) for entry in task.municipalities.values()]
    names = {code: entry.name for code, entry in task.municipalities.items()}
    whole["id_redirect"] = redirect_rows(whole, task.before, names, _reasons(task), tabulated.retired, task.today)
    whole = sorted_tables(whole)
    carry_columns(whole, task.before, task.today)
    share_rows(whole, task.before)
    return whole


def _change_rows(whole: Tables, plans: Mapping[Value, Row], task: Task, ids: Mapping[str, str]) -> list[Row]:
    """What became of each entry since the edition before, as people decided and as the comparison finds."""
    rows: list[Row] = []
    known: Mapping[str, str] | None = None
    stale = stale_entries(whole["issue"])
    for row in whole["plan"]:
        if row["supersedes"] is None:
            continue
        known = known or ids_by_path(read_registry(task.registry), ids)
        before = plans[row["supersedes"]]
        decided = pairs_of(row, before, task.plans, known, whole["policy"], task.before["change"])
        changes = change_rows(row, before, whole["policy"], task.compare, decided, stale)
        rows += [whole_row("change", change) for change in changes]
    return rows


def _says_nothing(plan: CheckedPlan) -> bool:
    """Whether a document was refused, or gave no hierarchy: then it cannot say either that an issue is settled."""
    extraction = plan.extraction
    return extraction.error is not None or not any(structure.nodes for structure in extraction.structures)


def _reasons(task: Task) -> dict[str, str]:
    signed = {withdrawal.plan_id: withdrawal.reason for withdrawal in task.withdrawals}
    return {
        str(row["id"]): signed[key]
        for row in task.before["plan"]
        for key in (str(row["plan_key"]), str(row["plan_key"]).partition("#")[0])
        if key in signed
    }


def _municipality_row(entry: Municipality) -> Row:
    return whole_row(
        "municipality",
        {
            "municipality_code": entry.code,
            "id": entry.code,
            "municipality_name": entry.name,
            "municipality_name_kana": entry.kana,
            "prefecture": entry.prefecture,
        },
    )


def _as_issues(failures: Sequence[Failure], tabulated: Tabulated) -> dict[str, list[Issue]]:
    """A fault in a row of a plan that is published anew, as an issue of that plan."""
    editions_by_id = {id: key for key, id in tabulated.plan_ids.items()}
    plan_of = {
        str(row["id"]): str(row.get("plan_id") or row["id"]) for rows in tabulated.tables.values() for row in rows
    }
    issues: dict[str, list[Issue]] = defaultdict(list)
    for failure in failures:
        place = tabulated.places.get(failure.id)
        message = (
            f"公開できない値があります（表 {failure.table}、列 {failure.column or '全体'}、"
            f"規則 {failure.rule}、値「{failure.value}」）。"
        )
        if place is not None and failure.table == "policy":
            edition, (structure, node) = place
            evidence = next(
                n.evidence for i, s in edition.structures if i == structure for n in s.nodes if n.id == node
            )
            issues[edition.key].append(
                Issue("value_invalid", message, evidence, field=failure.column, structure=structure, nodes=(node,))
            )
            continue
        key = editions_by_id.get(plan_of.get(failure.id, ""))
        if key is not None and failure.table not in ("policy_wide", "change", "issue"):
            issues[key].append(Issue("value_invalid", message, Evidence(failure.value)))
    return issues


def _outcomes(
    task: Task, decisions: Sequence[Decision], tables: Tables, uncertain: Mapping[str, Sequence[Issue]]
) -> tuple[PlanOutcome, ...]:
    rows = {str(row["plan_key"]): row for row in tables["plan"]}
    levels: dict[object, Counter[int]] = defaultdict(Counter)
    for row in tables["policy"]:
        levels[row["plan_id"]][int(row["level"] or 0)] += 1
    found = [
        _outcome(d.edition, d.state, d.message, rows.get(d.edition.key), levels, len(d.held.nodes), uncertain)
        for d in decisions
    ]
    for checked in task.plans:
        if checked.source.role == "sample":
            edition = editions(checked)[0]
            sample = _outcome(edition, "sample", "", None, levels, 0, uncertain)
            nodes = Counter(node.level for _, structure in edition.structures for node in structure.nodes)
            found.append(replace(sample, nodes_per_level=dict(sorted(nodes.items()))))
    told = {outcome.edition for outcome in found}
    for folder, why in sorted(task.unread.items()):
        known = [row for key, row in rows.items() if key.partition("#")[0] == folder and key not in told]
        for row in known:
            key = str(row["plan_key"])
            issues = tuple(_as_issue(issue) for issue in tables["issue"] if issue["plan_id"] == row["id"])
            found.append(
                PlanOutcome(
                    folder, key, str(row["id"]), str(row["name"]), "kept", why, dict(levels[row["id"]]), 0, issues
                )
            )
        if not known:
            found.append(PlanOutcome(folder, folder, None, folder, "absent", why, {}, 0, ()))
    return tuple(sorted(found, key=lambda outcome: outcome.edition))


def _as_issue(row: Row) -> Issue:
    """An open issue of a kept edition, for the report: its nodes are not known any more."""
    page, line = (value if isinstance(value, int) else None for value in (row["page"], row["line"]))
    return Issue(str(row["kind"]), str(row["message"]), Evidence(str(row["quote"] or ""), page=page, line=line))


def _outcome(
    edition: Edition,
    state: str,
    message: str,
    row: Row | None,
    levels: Mapping[object, Counter[int]],
    withheld: int,
    uncertain: Mapping[str, Sequence[Issue]],
) -> PlanOutcome:
    return PlanOutcome(
        plan_id=edition.checked.source.plan_id,
        edition=edition.key,
        id=str(row["id"]) if row else None,
        title=edition.title,
        state=state,  # type: ignore[arg-type]
        message=message,
        nodes_per_level=dict(sorted(levels[row["id"]].items())) if row else {},
        withheld=withheld,
        issues=(*edition.issues, *uncertain.get(edition.key, ())),
    )
