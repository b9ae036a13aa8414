"""Outline → Structure: levels from the markers, overview and detail of the same entry as one node. Pure.

A kind of marker gets its level where it first appears: below the entry before it. From then on an entry of that kind
stands at that level, whatever depth its heading is printed with. An entry that was printed before is visited again:
what follows belongs to it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from extractors.cell_items import clean_name
from extractors.columns import join_lines
from extractors.likeness import likeness, match_key
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import LEVEL_NOUN, SPACES
from extractors.outline_sections import Entry, find_region
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Evidence, Outline

SAME = 0.5
"""Likeness from which two titles at the same place are one entry worded twice."""


@dataclass
class _Open:
    """A draft on the way down to the current entry."""

    draft: Draft
    kind: str
    heading: int | None
    indent: float
    value: tuple[int, ...]
    children: list[_Open] = field(default_factory=list)
    visited: int = 1


@dataclass
class _Growth:
    """The tree while it grows."""

    drafts: list[_Open] = field(default_factory=list)
    roots: list[_Open] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    headings: dict[str, int] = field(default_factory=dict)
    """The usual heading depth of each kind of marker."""
    detail: bool = False
    """True once the overview is printed again."""


def outline_tree(outline: Outline) -> Result[Structure]:
    """The tree of an outline's hierarchy."""
    region = find_region(outline)
    growth = _Growth(headings=_usual_headings(region.entries))
    for entry in region.entries:
        _grow(growth, entry)
    _report_prefix(growth, region.entries)
    _report_reuse(growth, region.elsewhere)
    _report_repeats(growth)
    _report_undetailed(growth)
    ordered = _depth_first(growth.roots)
    nodes = number_nodes([one.draft for one in ordered])
    depth = max((node.level for node in nodes), default=0)
    structure = Structure(
        nodes=nodes,
        title=join_lines(region.title.text).strip("# ") if region.title else None,
        page=nodes[0].evidence.page if nodes else None,
        line=nodes[0].evidence.line if nodes else None,
        levels=_level_names(growth, depth, region.announced),
    )
    return Result(structure, tuple(growth.issues))


def _usual_headings(entries: tuple[Entry, ...]) -> dict[str, int]:
    """Single headings are printed a rank too high or too low; most of a kind are not."""
    depths: dict[str, Counter[int]] = defaultdict(Counter)
    for entry in entries:
        if entry.item.heading is not None and entry.marker is not None and not entry.aside:
            depths[entry.kind][entry.item.heading] += 1
    return {kind: count.most_common(1)[0][0] for kind, count in depths.items()}


def _heading(growth: _Growth, entry: Entry) -> int | None:
    """The usual depth of a heading's kind; a plain line is none, even where its kind is a heading further on."""
    if entry.item.heading is None:
        return None
    return growth.headings.get(entry.kind, entry.item.heading)


def _grow(growth: _Growth, entry: Entry) -> None:
    """One entry: visited again, or a new node at its level."""
    if entry.aside:
        return
    kind = _kind(growth, entry)
    again = _printed_before(growth, entry, kind)
    if again is not None:
        _visit(growth, again, entry, kind)
        return
    level = _level(growth, entry, kind)
    while growth.stack and growth.stack[-1].draft.level >= level:
        growth.stack.pop()
    parent = growth.stack[-1] if growth.stack else None
    heading = _heading(growth, entry)
    opened = _Open(_draft(entry, parent, level), kind, heading, entry.item.indent, _value(entry))
    if growth.detail and parent is not None and parent.visited > 1:
        growth.issues.append(_unmatched(entry, parent))
    (parent.children if parent else growth.roots).append(opened)
    growth.drafts.append(opened)
    growth.stack.append(opened)
    if entry.marker is not None and entry.marker.word:
        growth.words.setdefault(level, entry.marker.word)


def _kind(growth: _Growth, entry: Entry) -> str:
    """An unmarked list under an unmarked list is a level of its own, told by its indent."""
    if entry.kind != "list" or not growth.stack:
        return entry.kind
    lists = [one for one in growth.stack if one.kind.startswith("list")]
    deeper = [one for one in lists if one.indent < entry.item.indent]
    return "list" + "+" * len(deeper)


def _value(entry: Entry) -> tuple[int, ...]:
    return entry.marker.value if entry.marker is not None else ()


def _level(growth: _Growth, entry: Entry, kind: str) -> int:
    """The level of a kind: known, or one below the entry it first follows."""
    if kind in growth.levels:
        return growth.levels[kind]
    stack = list(growth.stack)
    heading = _heading(growth, entry)
    if heading is not None:
        while stack and stack[-1].heading is not None and (stack[-1].heading or 0) >= heading:
            stack.pop()
    level = stack[-1].draft.level + 1 if stack else 1
    growth.levels[kind] = level
    return level


def _draft(entry: Entry, parent: _Open | None, level: int) -> Draft:
    evidence = entry.item.evidence
    label = ""
    if entry.marker is not None:
        label = join_lines(entry.marker.label)
        if entry.marker.style == "①" and entry.marker.word:
            label = label.removeprefix(entry.marker.word).strip(SPACES)
    return Draft(
        parent=parent.draft if parent else None,
        level=level,
        label=label,
        name=_title(entry),
        printed=entry.name,
        ref=entry.item.ref,
        evidence=Evidence(evidence.text, evidence.page, evidence.line, evidence.bbox),
        description=_body(entry),
    )


def _title(entry: Entry) -> str:
    return re.sub(r"<[^>]{1,8}>|※$", "", clean_name(entry.name))


def _body(entry: Entry) -> str | None:
    """The paragraphs under an entry; a ※ note ends them."""
    paragraphs = []
    for evidence in entry.item.body:
        if evidence.text.startswith(("※", "注)", "注）")):
            break
        paragraphs.append(evidence.text)
    return "\n".join(paragraphs) or None


# ---------------------------------------------------------------- entries that are printed twice


def _printed_before(growth: _Growth, entry: Entry, kind: str) -> _Open | None:
    """The node that an entry prints again: a top entry of the same number and name, or a child of a revisited one."""
    own = match_key(_title(entry))
    if _value(entry) or kind.startswith(("#", "plain")):
        for one in growth.roots:
            if match_key(one.draft.name) == own and (one.kind == kind or one.value == _value(entry)):
                return one
    if not growth.detail:
        return None
    for above in reversed(growth.stack):
        same = [one for one in above.children if match_key(one.draft.name) == own]
        if same:
            return same[0]
        if above.children and (close := _reworded(above, entry, kind)) is not None:
            return close
    return None


def _reworded(above: _Open, entry: Entry, kind: str) -> _Open | None:
    """The child that stands at the place of an entry with another wording: next in order, or of the same number."""
    waiting = [one for one in above.children if one.visited == 1]
    if not waiting:
        return None
    by_number = [one for one in above.children if one.kind == kind and one.value and one.value == _value(entry)]
    candidates = by_number or waiting[:1]
    scored = [(likeness(one.draft.name, _title(entry)), one) for one in candidates]
    best = max(scored, key=lambda pair: pair[0])
    return best[1] if best[0] >= SAME else None


def _visit(growth: _Growth, again: _Open, entry: Entry, kind: str) -> None:
    """Go on below a node that was printed before, taking over what this printing adds."""
    again.visited += 1
    if again.draft.parent is None and again.children:
        growth.detail = True
    body = _body(entry)
    if body is not None:
        again.draft.description = again.draft.description or body
    if match_key(again.draft.name) != match_key(_title(entry)):
        growth.issues.append(_mismatch(again, entry))
    elif again.kind != kind and not (again.kind.startswith("list") or kind.startswith("#")):
        growth.issues.append(_other_marker(again, entry))
    chain: list[_Open] = []
    by_draft = {id(one.draft): one for one in growth.drafts}
    one: _Open | None = again
    while one is not None:
        chain.insert(0, one)
        one = by_draft[id(one.draft.parent)] if one.draft.parent is not None else None
    growth.stack = chain


def _mismatch(again: _Open, entry: Entry) -> Issue:
    return Issue(
        "title_mismatch",
        f"一覧では「{again.draft.name}」、詳細では「{_title(entry)}」と書かれています。どちらを公開するか決めてください。",
        entry.item.evidence,
        refs=(again.draft.ref,),
        proposal=_title(entry),
        field="name",
    )


def _other_marker(again: _Open, entry: Entry) -> Issue:
    printed = entry.marker.label if entry.marker else "印なし"
    return Issue(
        "marker_mismatch",
        f"一覧では番号が「{again.draft.label}」ですが、詳細では「{printed}」です。一覧の番号を採りました。",
        entry.item.evidence,
        refs=(again.draft.ref,),
        proposal=again.draft.label,
        field="label",
    )


def _unmatched(entry: Entry, parent: _Open) -> Issue:
    return Issue(
        "title_mismatch",
        f"詳細の「{_title(entry)}」は一覧の「{parent.draft.name}」の下にありません。一覧の漏れか、表記の違いか確かめてください。",
        entry.item.evidence,
        refs=(entry.item.ref,),
    )


def _report_prefix(growth: _Growth, entries: tuple[Entry, ...]) -> None:
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


def _report_reuse(growth: _Growth, elsewhere: tuple[Entry, ...]) -> None:
    """Another list counts with the same marker: which of them is the hierarchy was decided by its heading."""
    for entry in elsewhere[:1]:
        growth.issues.append(
            Issue(
                "marker_reused",
                f"「{entry.item.text[:30]}」から始まる別の一覧にも同じ形の番号が使われています。見出しの言葉で体系を選びました。",
                entry.item.evidence,
            )
        )


def _report_repeats(growth: _Growth) -> None:
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


def _report_undetailed(growth: _Growth) -> None:
    """Where the detail was printed for some entries, those without it are missing something."""
    if not growth.detail:
        return
    for one in growth.roots:
        if one.visited == 1:
            growth.issues.append(_no_detail(one))
            continue
        for below in _depth_first(one.children):
            seen_above = below.draft.parent is one.draft or _visited(growth, below)
            if below.visited == 1 and seen_above and (below.children or below.draft.description is None):
                growth.issues.append(_no_detail(below))


def _visited(growth: _Growth, below: _Open) -> bool:
    parent = next((one for one in growth.drafts if one.draft is below.draft.parent), None)
    return parent is not None and parent.visited > 1


def _no_detail(one: _Open) -> Issue:
    return Issue(
        "detail_missing",
        f"「{one.draft.name}」は一覧にありますが、詳細の記載が見当たりません。文書が途中で終わっていないか確かめてください。",
        one.draft.evidence,
        refs=(one.draft.ref,),
    )


# ---------------------------------------------------------------- what is delivered


def _depth_first(roots: list[_Open]) -> list[_Open]:
    ordered: list[_Open] = []
    stack = list(reversed(roots))
    while stack:
        one = stack.pop()
        ordered.append(one)
        stack.extend(reversed(one.children))
    return ordered


def _level_names(growth: _Growth, depth: int, announced: str | None) -> tuple[str, ...] | None:
    """Names of the levels where each is printed: in front of its numbers, or as the section's name for a single level."""
    if depth == 0:
        return None
    names = tuple(growth.words.get(level, "") for level in range(1, depth + 1))
    if all(names):
        return names
    if depth == 1 and announced is not None and re.search(rf"(?:{LEVEL_NOUN})$", announced.strip(SPACES)):
        return (announced.strip(SPACES),)
    return None
