"""Entries that an outline prints twice (overview and detail) → one node each, with what the second printing adds. Pure
but for the growing tree.
"""

from __future__ import annotations

from extractors.columns import join_lines
from extractors.likeness import bare_key, likeness
from extractors.outline_entries import Entry
from extractors.outline_growth import Growth, Open, body_of, depth_first, title_of, value_of
from schemas.issue import Issue
from schemas.structure import Evidence

SAME = 0.5
"""Likeness from which two titles at the same place are one entry worded twice."""


def printed_before(growth: Growth, entry: Entry, kind: str) -> Open | None:
    """The node that an entry prints again: a top entry of the same number and name, or a child of a revisited one."""
    own = bare_key(title_of(entry))
    if value_of(entry) or kind.startswith(("#", "plain")):
        for one in growth.roots:
            if bare_key(one.draft.name) == own and (one.kind == kind or one.value == value_of(entry)):
                return one
    if not growth.detail:
        return None
    for above in reversed(growth.stack):
        same = [one for one in above.children if bare_key(one.draft.name) == own]
        if same:
            return same[0]
        if above.children and (close := _reworded(above, entry, kind)) is not None:
            return close
    return None


def _reworded(above: Open, entry: Entry, kind: str) -> Open | None:
    """The child that stands at the place of an entry with another wording: next in order, or of the same number."""
    waiting = [one for one in above.children if one.visited == 1 and not one.added]
    if not waiting:
        return None
    by_number = [
        one
        for one in above.children
        if not one.added and one.kind == kind and one.value and one.value == value_of(entry)
    ]
    candidates = by_number or waiting[:1]
    scored = [(likeness(one.draft.name, title_of(entry)), one) for one in candidates]
    best = max(scored, key=lambda pair: pair[0])
    return best[1] if best[0] >= SAME else None


def visit(growth: Growth, again: Open, entry: Entry, kind: str) -> None:
    """Go on below a node that was printed before, taking over what this printing adds."""
    again.visited += 1
    if again.draft.parent is None and again.children and not growth.detail:
        growth.detail = True
        growth.deepest = max(one.draft.level for one in growth.drafts)
    body = body_of(entry)
    if body is not None:
        again.draft.description = again.draft.description or body
    if bare_key(again.draft.name) != bare_key(title_of(entry)):
        growth.issues.append(_mismatch(again, entry))
    elif again.value and again.value == value_of(entry):
        if entry.marker is not None and entry.marker.word and not again.kind.startswith(entry.marker.word):
            again.draft.label = join_lines(entry.marker.label)  # (1) in the overview is 基本目標1 in the detail
    elif again.kind != kind and not (again.kind.startswith("list") or kind.startswith("#")):
        growth.issues.append(_other_marker(again, entry))
    chain: list[Open] = []
    one: Open | None = again
    while one is not None:
        chain.append(one)
        one = one.parent
    growth.stack = chain[::-1]


def _mismatch(again: Open, entry: Entry) -> Issue:
    return Issue(
        "title_mismatch",
        f"一覧では「{again.draft.name}」、詳細では「{title_of(entry)}」と書かれています。どちらを公開するか決めてください。",
        entry.item.evidence,
        refs=(again.draft.ref,),
        proposal=title_of(entry),
        field="name",
    )


def _other_marker(again: Open, entry: Entry) -> Issue:
    printed = entry.marker.label if entry.marker else "印なし"
    return Issue(
        "marker_mismatch",
        f"一覧では番号が「{again.draft.label}」ですが、詳細では「{printed}」です。一覧の番号を採りました。",
        entry.item.evidence,
        refs=(again.draft.ref,),
        proposal=again.draft.label,
        field="label",
    )


def unmatched(entry: Entry, parent: Open) -> Issue:
    return Issue(
        "title_mismatch",
        f"詳細の「{title_of(entry)}」は一覧の「{parent.draft.name}」の下にありません。一覧の漏れか、表記の違いか確かめてください。",
        entry.item.evidence,
        refs=(entry.item.ref,),
    )


def report_prefix(growth: Growth, entries: tuple[Entry, ...]) -> None:
    """▶▶個別施策 ① before the first of a group only: the level follows from the number, not from the words."""
    led = [entry for entry in entries if entry.marker is not None and entry.marker.lead and entry.marker.counted]
    bare = {entry.kind for entry in entries if entry.marker is not None and not entry.marker.lead}
    first = next((entry for entry in led if entry.kind in bare), None)
    if first is not None and first.marker is not None:
        growth.issues.append(
            Issue(
                "marker_continuation",
                f"「{first.marker.lead}{first.marker.word}」は各組の最初の項目だけに付いています。番号で階層を決めました。",
                Evidence(first.item.text[:40], first.item.evidence.page, first.item.evidence.line),
            )
        )


def report_reuse(growth: Growth, elsewhere: tuple[Entry, ...]) -> None:
    """Another list counts with the same marker: which of them is the hierarchy was decided by its heading."""
    for entry in elsewhere[:1]:
        growth.issues.append(
            Issue(
                "marker_reused",
                f"「{entry.item.text[:30]}」から始まる別の一覧にも同じ形の番号が使われています。見出しの言葉で体系を選びました。",
                entry.item.evidence,
            )
        )


def report_repeats(growth: Growth) -> None:
    """One note on headings that are printed twice."""
    again = [one for one in growth.roots if one.visited > 1]
    if again:
        first = again[0].draft
        growth.issues.append(
            Issue(
                "heading_repeated" if not growth.detail else "section_repeated",
                f"見出し{len(again)}件が一覧と詳細に二度印刷されています。一つの項目としてまとめました。",
                first.evidence,
                refs=tuple(one.draft.ref for one in again),
            )
        )


def report_undetailed(growth: Growth) -> None:
    """Where the detail was printed for some entries, those without it are missing something."""
    below_any = [below for one in growth.roots for below in depth_first(one.children)]
    if not growth.detail or (below_any and all(below.visited == 1 for below in below_any)):
        return  # goals named once more, over a table of figures, are no detail of what stands below them
    for one in growth.roots:
        if one.visited == 1:
            growth.issues.append(_no_detail(one))
            continue
        for below in depth_first(one.children):
            seen_above = below.draft.parent is one.draft or (below.parent is not None and below.parent.visited > 1)
            if below.added:
                continue
            if below.visited == 1 and seen_above and (below.children or below.draft.description is None):
                growth.issues.append(_no_detail(below))


def _no_detail(one: Open) -> Issue:
    return Issue(
        "detail_missing",
        f"「{one.draft.name}」は一覧にありますが、詳細の記載が見当たりません。文書が途中で終わっていないか確かめてください。",
        one.draft.evidence,
        refs=(one.draft.ref,),
    )
