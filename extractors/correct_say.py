"""Verdicts → outcomes in words, and the exceptions that follow from them (訂正の結果). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.correct_judge import Known, Verdict
from schemas.correction import ACTIONS, Correction, Outcome
from schemas.issue import Issue
from schemas.natural_key import NodeKey
from schemas.plan import Extraction, Node
from schemas.structure import Evidence

_TOP = "（最上位）"
_TOLD = 6
"""Titles of an outline that are told; the line itself has all of them."""
_KINDS = {
    "reopened": "correction_reopened",
    "conflicting": "correction_conflicting",
    "orphan": "correction_orphaned",
    "drifted": "correction_drifted",
}
_SAID = {
    "applied": "訂正を反映しました。",
    "redundant": "今の読み取りが訂正と同じなので、この訂正は要らなくなりました。",
    "drifted": "原文が変わりましたが、読み取りは訂正した時と同じなので、訂正を反映しました。",
    "reopened": "訂正した後に原文と読み取りが変わったので、反映していません。もう一度決めてください。",
    "orphan": "訂正した箇所が今の読み取りに見つからず、反映していません。",
    "withdrawn": "この訂正は取り消されています。",
    "conflicting": "他の訂正と食い違うので、どちらも反映していません。片方を取り消してください。",
}


def lost_to(done: Sequence[Correction], known: Known, places: Mapping[str, NodeKey]) -> dict[str, tuple[str, ...]]:
    """Id of a decision in force → keys of the entries that are no more because of it; the last that names one counts."""
    lost: dict[str, str] = {}
    for correction in done:
        top = {"remove": [correction.key], "merge": correction.others, "replace": correction.others}
        for key in top.get(correction.action, ()):
            lost[key] = correction.id
    for key in known.nodes:
        if key in places or key in lost:
            continue
        above = known.read_above.get(key, known.above[key])
        while above in known.nodes and above not in lost:
            above = known.read_above.get(above, known.above[above])
        if above in lost:
            lost[key] = lost[above]
    found: dict[str, list[str]] = {}
    for key, id in lost.items():
        if key not in places:
            found.setdefault(id, []).append(key)
    return {id: tuple(keys) for id, keys in found.items()}


def outcome(
    correction: Correction,
    verdict: Verdict,
    known: Known,
    places: Mapping[str, NodeKey],
    gone: tuple[str, ...] = (),
) -> Outcome:
    """One outcome, for people to read."""
    key = correction.key
    made = known.by_correction.get(correction.id, [])
    if correction.action in ("add", "replace"):
        key = made[0] if made else key
    place = places.get(key)
    index = known.indexes.get(key) if key in known.nodes else None
    message = verdict.why or _SAID[verdict.state]
    if correction.action == "withdraw" and verdict.state == "orphan":
        message = "取り消す訂正が見つかりません。"
    elif verdict.state == "orphan" and verdict.proposal is not None:
        message += f"近い項目は「{_title(verdict.proposal, known)}」です。"
    return Outcome(
        correction,
        verdict.state,
        message,
        before=_before(correction, verdict, known),
        after=_after(correction, known),
        structure=place[0] if place else index,
        node=place[1] if place else None,
        proposal=verdict.proposal,
        made=tuple(places[each][1] for each in made if each in places),
        gone=gone,
    )


def outcome_issues(
    outcomes: Sequence[Outcome], after: Extraction, known: Known, places: Mapping[str, NodeKey]
) -> list[Issue]:
    """An exception for each decision that people must look at again."""
    issues = []
    nodes = {(index, node.id): node for index, structure in enumerate(after.structures) for node in structure.nodes}
    for each in outcomes:
        correction = each.correction
        kind = _KINDS.get(each.state)
        if correction.action == "pair" and kind not in (None, "correction_drifted"):
            kind = "pairing_unsettled"  # what the plan itself says is not in doubt
        if kind is None or correction.action == "withdraw":
            continue
        place = places.get(each.proposal or correction.key)
        node = nodes[place] if place is not None else None
        fields = {"set_fact": correction.field, "set_reading": "name_kana"} if correction.key in known.tops else {}
        issues.append(
            Issue(
                kind,
                _sentence(each),
                node.evidence if node else Evidence(correction.quote or str(correction.was or "")),
                refs=(node.ref,) if node else (),
                proposal=each.after,
                field=fields.get(correction.action),
                structure=place[0] if place else None,
                nodes=(place[1],) if place else (),
            )
        )
    return issues


def _sentence(each: Outcome) -> str:
    correction = each.correction
    what = correction.quote or each.before or ""
    return f"{ACTIONS[correction.action]}「{what}」→「{each.after or ''}」（{correction.at[:10]}）: {each.message}"


def _before(correction: Correction, verdict: Verdict, known: Known) -> str | None:
    now = verdict.now if verdict.now is not None else correction.was
    match correction.action:
        case "add":
            return None
        case "move":
            return _title(str(now), known) if now is not None else None
        case "remove" if correction.key in known.nodes:
            return _title(correction.key, known)
        case "merge":
            keys = [key for key in (correction.key, *correction.others) if key in known.nodes]
            return "／".join(_title(key, known) for key in keys) or None
        case "replace":
            return _some([_title(key, known) for key in correction.others]) or None
        case "locate":
            return None
        case "set_reading":
            return None
        case "pair":
            return (correction.quote or str(correction.value)) if correction.value is not None else None
        case "accept" | "dismiss" if correction.key in known.nodes:
            return _title(correction.key, known)
        case _:
            return None if now is None else str(now)


def _after(correction: Correction, known: Known) -> str | None:
    match correction.action:
        case "add" | "split" | "replace":
            return _some([f"{entry.label} {entry.name}".strip() for entry in correction.entries]) or None
        case "locate":
            return f"{correction.page}ページ"
        case "move":
            return _title(correction.parent or "", known)
        case "remove" | "withdraw":
            return None
        case "pair":
            return str(correction.was) if "/" in correction.key else None
        case "accept" | "dismiss":
            return _title(correction.key, known) if correction.key in known.nodes else None
        case _:
            return None if correction.value is None else str(correction.value)


def _title(key: str, known: Known) -> str:
    node: Node | None = known.nodes.get(key)
    return f"{node.label} {node.name}".strip() if node else _TOP if "/" not in key else key


def _some(titles: Sequence[str]) -> str:
    """The first few of many."""
    more = len(titles) - _TOLD
    return "／".join(titles[:_TOLD]) + (f"／ほか{more}件" if more > 0 else "")
