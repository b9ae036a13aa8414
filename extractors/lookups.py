"""Decisions for many places × one extraction → corrections, one per place (読み替え表, corrections/lookups.toml).

Pure but for the reading of the file. A decision about one place beats a lookup; of several lookups the more specific one
holds: for one plan before for all, deeper before higher, the whole value before a part of it. Two that are equally
specific and say different things both become corrections, which then contradict each other: nobody guesses.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path

from extractors.correct_judge import Known, know
from extractors.correct_order import decided, withdrawn
from extractors.correction_line import BadLine, from_line, to_line
from extractors.read_corrections import Fault
from extractors.seen import seen_issue
from schemas.correction import Action, Correction, Lookup
from schemas.issue import KINDS, Issue
from schemas.plan import Extraction, Node

LOOKUPS = "lookups.toml"
_KEYS = {field.name: field.default is MISSING for field in fields(Lookup)}
_ACTIONS: dict[str, Action] = {
    "name": "rename",
    "label": "relabel",
    "description": "set_fact",
    "department": "set_fact",
    "kana": "set_reading",
}


def read_lookups(folder: Path) -> tuple[tuple[Lookup, ...], tuple[Fault, ...]]:
    """The [[lookup]] tables of a corrections folder, and what is wrong with them. IO."""
    path = folder / LOOKUPS
    try:
        said = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return (), ()
    except (ValueError, RecursionError) as error:
        return (), (Fault(LOOKUPS, 1, f"TOMLとして読めません（{error}）。"),)
    found: list[Lookup] = []
    faults: list[Fault] = []
    tables = said.get("lookup", [])
    if not isinstance(tables, list) or set(said) - {"lookup"}:
        return (), (Fault(LOOKUPS, 1, "[[lookup]] の他は書けません。"),)
    for number, table in enumerate(tables, 1):
        wrong = _wrong(table, {lookup.id for lookup in found})
        if wrong is None:
            found.append(Lookup(**table))
        else:
            faults.append(Fault(LOOKUPS, number, f"{number}番目の [[lookup]]: {wrong}"))
    return tuple(found), tuple(faults)


def expand(
    lookups: Sequence[Lookup],
    plan_id: str,
    extraction: Extraction,
    corrections: Sequence[Correction],
    known: Known | None = None,
) -> tuple[Correction, ...]:
    """One correction per place where a lookup holds and nobody decided otherwise; known: of this extraction, if at hand."""
    own = [lookup for lookup in lookups if lookup.plan in (None, plan_id)]
    if not own:
        return ()
    known = known or know(extraction)
    gone = withdrawn(corrections)
    taken = {slot for correction in corrections if correction.id not in gone for slot in decided(correction)}
    made = [
        correction
        for key, node in known.nodes.items()
        for field in _ACTIONS
        for correction in _of_field(own, field, key, node, known)
    ]
    for issue in extraction.issues:
        key = known.keys[issue.structure or 0, issue.nodes[0]] if issue.nodes else ""
        made += _of_issue(own, issue, key, known)
    return tuple(dict.fromkeys(c for c in made if not any(slot in taken for slot in decided(c))))


def _of_field(lookups: Sequence[Lookup], field: str, key: str, node: Node, known: Known) -> Iterator[Correction]:
    now = node.name if field == "kana" else getattr(node, field)
    if not now:
        return
    for lookup in _most_specific([each for each in lookups if each.field == field and _holds(each, now, key)]):
        value = lookup.value or ""
        yield Correction(
            id=f"{lookup.id}:{now if field == 'kana' else key}",
            action=_ACTIONS[field],
            key=key,
            by_role=lookup.by_role,
            at=lookup.at,
            seen=known.digests[key],
            was=now,
            value=value if lookup.match is not None else now.replace(lookup.part or "", value),
            field=field if _ACTIONS[field] == "set_fact" else None,
            reason=lookup.reason,
            quote=node.evidence.text,
        )


def _of_issue(lookups: Sequence[Lookup], issue: Issue, key: str, known: Known) -> Iterator[Correction]:
    if key not in known.nodes and key not in known.tops:
        return
    fitting = [each for each in lookups if each.field == issue.kind and _holds(each, issue.evidence.text, key)]
    for lookup in _most_specific(fitting)[:1]:
        yield Correction(
            id=f"{lookup.id}:{key}:{seen_issue(issue)}",
            action="dismiss",
            key=key,
            by_role=lookup.by_role,
            at=lookup.at,
            seen=known.digests[key] if key in known.nodes else seen_issue(issue),
            was=issue.message,
            field=issue.kind,
            reason=lookup.reason,
            quote=issue.evidence.text,
        )


def _holds(lookup: Lookup, now: str, key: str) -> bool:
    if lookup.under is not None and key != lookup.under and not key.startswith(f"{lookup.under}/"):
        return False
    return now == lookup.match if lookup.match is not None else (lookup.part or "") in now


def _most_specific(lookups: Sequence[Lookup]) -> list[Lookup]:
    by_rank = defaultdict(list)
    for lookup in lookups:
        depth = len(lookup.under.split("/")) if lookup.under is not None else 0
        by_rank[lookup.plan is not None, depth, lookup.match is not None].append(lookup)
    return by_rank[max(by_rank)] if by_rank else []


def _wrong(table: object, taken: set[str]) -> str | None:
    """What does not hold in one table."""
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        return "値はすべて引用符で囲んだ文字列にしてください。"
    unknown = [key for key in table if key not in _KEYS]
    missing = [key for key, required in _KEYS.items() if required and not table.get(key)]
    if unknown or missing:
        return f"知らない項目「{unknown[0]}」があります。" if unknown else f"項目「{missing[0]}」がありません。"
    if table["id"] in taken or ":" in table["id"]:
        return f"ID「{table['id']}」が重なっているか、「:」を含みます。"
    if bool(table.get("match")) == bool(table.get("part")):
        return "match（値の全体）か part（値の一部）のどちらか一方を書いてください。"
    if (table["field"] in KINDS) == ("value" in table):
        return "value は、要確認事項の種類では書かず、他では必ず書きます。"
    if table["field"] == "kana" and "match" not in table:
        return "読みは題名の全体（match）に付けてください。"
    return _wrong_as_correction(table)


def _wrong_as_correction(table: dict[str, str]) -> str | None:
    """Whether the corrections it becomes would hold."""
    field = table["field"]
    if field not in _ACTIONS and field not in KINDS:
        return f"「{field}」という項目はありません。"
    sample = Correction(
        table["id"],
        _ACTIONS.get(field, "dismiss"),
        "/1",
        table["by_role"],
        table["at"],
        seen="-",
        was="-",
        value=table.get("value"),
        field=field,
        reason=table["reason"],
    )
    try:
        from_line(to_line(sample))
    except BadLine as error:
        return str(error)
    return None
