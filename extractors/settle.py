"""Decisions × exceptions → the exceptions that are settled and those that stay (要確認事項の決着). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.correct_judge import Known, Verdict
from extractors.seen import seen_issue
from schemas.correction import Action, Correction
from schemas.issue import KINDS, Issue
from schemas.natural_key import NodeKey

_FAMILIES: Mapping[Action, frozenset[str]] = {
    "rename": frozenset({"wording", "headings"}),
    "relabel": frozenset({"numbering"}),
    "move": frozenset({"merged cells", "columns", "rows", "numbering"}),
    "split": frozenset({"items"}),
    "merge": frozenset({"headings", "rows"}),
}
_KINDS: Mapping[Action, frozenset[str]] = {
    "rename": frozenset({"title_mismatch", "unbalanced_delimiter", "label_and_text_in_one_cell"}),
    "relabel": frozenset({"label_missing"}),
    "move": frozenset({"parent_ambiguous", "edge_ambiguous", "heading_level_inconsistent"}),
    "add": frozenset({"children_missing", "detail_missing"}),
    "split": frozenset({"label_and_text_in_one_cell", "item_alignment_lost"}),
    "merge": frozenset({"cell_duplicated"}),
}
"""What a decision settles on its entry: what is in doubt about the very thing that was decided."""

_OF_FAMILIES: Mapping[Action, frozenset[str]] = {
    action: frozenset(name for name, kind in KINDS.items() if kind.family in families)
    for action, families in _FAMILIES.items()
}

LATER = frozenset({"municipality_mismatch", "status_missing", "level_skipped", "reading_uncertain", "layout_drifted"})
"""Kinds that (also) the checks on the way to publication find; whether they still do is not known while correcting."""
_LATER = Verdict("applied", why="公開前の検査で見つかる要確認事項を、確認済みとしました。")
_ASK_AGAIN = Verdict("redundant", why="確認した後に原文が変わったので、まだ当てはまるときは、もう一度お尋ねします。")

_PERIOD = frozenset({"period_missing", "era_overflow"})
_FACTS: Mapping[str, frozenset[str]] = {
    "title": frozenset({"title_missing", "title_variant"}),
    "municipality": frozenset({"municipality_unknown"}),
    "municipality_code": frozenset({"municipality_unknown"}),
    "start_year": _PERIOD,
    "end_year": _PERIOD,
    "period_text": _PERIOD,
}


def settled_kinds(correction: Correction) -> frozenset[str]:
    """Kinds of exceptions that an applied decision settles on its entry, or of the plan."""
    named = frozenset(correction.settles) | _KINDS.get(correction.action, frozenset())
    if correction.action == "set_fact":
        named |= _FACTS.get(correction.field or "", frozenset())
    return named | _OF_FAMILIES.get(correction.action, frozenset())


def settle(issues: Iterable[Issue], places: Mapping[NodeKey, frozenset[str]], plan: frozenset[str]) -> list[Issue]:
    """The issues that stay.

    An issue about several entries stays with those of them that are not settled, and goes with the last.

    Args:
        places: entry → kinds that are settled there.
        plan: kinds that are settled for the plan itself.
    """
    left = []
    for issue in issues:
        if issue.structure is None or not issue.nodes:
            if issue.kind not in plan:
                left.append(issue)
            continue
        nodes = tuple(node for node in issue.nodes if issue.kind not in places.get((issue.structure, node), ()))
        if nodes:
            left.append(issue if nodes == issue.nodes else replace(issue, nodes=nodes))
    return left


@dataclass(frozen=True, slots=True)
class Open:
    """An open exception with the keys of the entries it touches; none where it is about the plan."""

    issue: Issue
    keys: tuple[str, ...]


def judge_exception(correction: Correction, opened: Sequence[Open], known: Known) -> tuple[Verdict, list[Open]]:
    """What becomes of accept and dismiss, and the exceptions they settle."""
    key = correction.key
    if key in known.tops:
        asked = [each for each in opened if each.issue.kind == correction.field and not each.keys]
        same = [each for each in asked if seen_issue(each.issue) == correction.seen]
        if same:
            return Verdict("applied"), same
        as_it_was = [each for each in asked if each.issue.message == correction.was]
        if not as_it_was and correction.field in LATER:
            return _LATER, []
        return (Verdict("drifted"), as_it_was) if as_it_was else (Verdict("redundant"), [])
    if key not in known.nodes:
        return Verdict("orphan"), []
    asked = [each for each in opened if each.issue.kind == correction.field and key in each.keys]
    as_it_was = [each for each in asked if each.issue.message == correction.was]
    if not asked and correction.field in LATER:
        return (_LATER if correction.seen == known.digests[key] else _ASK_AGAIN), []
    if not asked:
        return Verdict("redundant"), []
    if correction.seen == known.digests[key] and (as_it_was or len(asked) == 1):
        return Verdict("applied"), as_it_was or asked
    if as_it_was:
        return Verdict("drifted"), as_it_was
    return Verdict("reopened", asked[0].issue.message), []
