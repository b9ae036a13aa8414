"""The overview of a plan (体系図) and the headings of its chapters → the overview with their descriptions and deeper entries.

Pure. The overview decides what stands where; the chapters print its titles again, say what they mean, and go deeper
below its last level. What they word differently, add in its own levels or leave out is an issue.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.cell_items import clean_name
from extractors.likeness import likeness, match_key
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import Marker, read_marker
from extractors.outline_sections import LEAD, is_aside, is_container
from extractors.outline_tree import outline_tree
from extractors.section_names import names_actors
from extractors.unmarked_entries import unmarked_entries
from extractors.whole_titles import whole_titles
from schemas.issue import Issue, Result
from schemas.plan import Node, Structure
from schemas.structure import Item, Outline

REWORDED = 0.6
"""Likeness from which two titles with the same number under the same parent are one entry worded twice."""
FOUND = 0.6
"""Share of the overview's last entries that must be printed again for the pages to be its chapters."""
DEEPER = 0.5
"""Share of those with entries below them from which on the chapters have a level more."""
COMMON = 0.3
"""Share of those in which a kind of entry must occur to be of that level: the appendix is printed behind the last one."""
DETAILED = 0.8
"""Share of the overview's last entries that must be printed again before one that is not is missed."""
AWAY = 2
"""Pages without a title of the overview behind which its chapters are over."""
TITLE_MAX = 40
"""Characters: longer lines are no titles."""
TITLE_MIN = 3
"""Characters: shorter titles are words that stand in many places."""


_TITLE = re.compile(r"[^、。]{2,40}[一-龥々ァ-ヶー」』）)]")
"""What ends like a name behind a bullet: 子どもの居場所づくり事業."""


@dataclass
class _Detail:
    """What the chapters say of one entry of the overview."""

    node: Node
    item: Item
    description: str | None
    department: str | None
    below: list[Item] = field(default_factory=list)


@dataclass
class _Walk:
    """The overview while the chapters are walked through."""

    children: dict[str | None, list[Node]]
    by_id: dict[str, Node]
    by_key: dict[str, list[Node]]
    found: dict[str, _Detail] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    current: _Detail | None = None
    page: int = 0
    aside: Item | None = None
    """The label under which the lines stand (現状と課題), where it is one that holds no entries."""


def deepen(overview: Structure, chapters: Outline) -> Result[Structure]:
    """The overview as it was, with what its chapters add; unchanged where they are not found."""
    children: dict[str | None, list[Node]] = defaultdict(list)
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in overview.nodes:
        children[node.parent].append(node)
        by_key[match_key(node.name)].append(node)
    walk = _Walk(children, {node.id: node for node in overview.nodes}, by_key)
    for item in whole_titles(chapters.items, frozenset(by_key)):
        _step(walk, item)
    leaves = [node for node in overview.nodes if not children[node.id]]
    again = [node for node in leaves if node.id in walk.found]
    if len(again) < max(2, FOUND * len(leaves)):
        return Result(overview)
    below = _below(walk, again)
    drafts = _drafts(overview, walk, below)
    missing = _missing(walk, leaves, again) if len(again) >= DETAILED * len(leaves) else []
    return Result(replace(overview, nodes=number_nodes(drafts)), (*walk.issues, *missing))


def _step(walk: _Walk, item: Item) -> None:
    """One line or row of the chapters: an entry of the overview, or something below the one before."""
    marker, name = _read(item)
    node = _same(walk, marker, name) or _reworded(walk, marker, name, item)
    page = item.evidence.page or 0
    if node is not None:
        known = walk.found.get(node.id)
        if known is None:
            known = walk.found[node.id] = _Detail(node, item, _text(item), item.department)
        walk.current, walk.page, walk.aside = known, page, None
        return
    current = walk.current
    if current is None:
        return
    if _ends(walk, current, item, marker, name, page):
        walk.current = None
    elif _beside(walk, item, marker, name):
        return
    elif not walk.children[current.node.id]:
        current.below.append(item)


def _beside(walk: _Walk, item: Item, marker: Marker | None, name: str) -> bool:
    """Whether a line is one of those under a label such as 現状と課題, or such a label itself; a row stands under none."""
    if is_aside(name):
        walk.aside = item
        return True
    if walk.aside is None:
        return False
    counted = marker is not None and marker.counted and not _read(walk.aside)[0]
    sign = (
        marker is not None
        and not marker.counted
        and bool(_TITLE.fullmatch(name))
        and not names_actors(_read(walk.aside)[1])
    )
    titled = (counted or sign) and bool(walk.aside.body) and bool(item.body)
    if item.row or marker is None or titled or is_container(name):
        walk.aside = None
    return walk.aside is not None


def _read(item: Item) -> tuple[Marker | None, str]:
    """The number and the title of an item."""
    if item.row:
        return (read_marker(f"{item.label} 題").marker if item.label else None), item.text
    marked = read_marker(item.text)
    return marked.marker, clean_name(marked.name)


def _chain(walk: _Walk) -> list[str | None]:
    """The entry that is being described, those above it, and the whole."""
    chain: list[str | None] = []
    at = walk.current.node.id if walk.current else None
    while at is not None:
        chain.append(at)
        at = walk.by_id[at].parent
    return [*chain, None]


def _same(walk: _Walk, marker: Marker | None, name: str) -> Node | None:
    """The entry of the overview with this title; of several the one below what is being described."""
    same = walk.by_key.get(match_key(name), []) if len(name) >= TITLE_MIN else []
    same = [node for node in same if _agree(node.label, marker)] or same
    for above in _chain(walk):
        near = [node for node in same if node.parent == above]
        if near:
            return near[0]
    return same[0] if len(same) == 1 else next((node for node in same if node.id not in walk.found), None)


def _reworded(walk: _Walk, marker: Marker | None, name: str, item: Item) -> Node | None:
    """The entry with the same number below what is being described, and a title much like it."""
    if marker is None or not marker.counted:
        return None
    for above in _chain(walk):
        for node in walk.children[above]:
            if node.id in walk.found or not _agree(node.label, marker) or likeness(node.name, name) < REWORDED:
                continue
            walk.issues.append(
                Issue(
                    "title_mismatch",
                    f"一覧では「{node.name}」、詳細では「{name}」と書かれています。どちらを公開するか決めてください。",
                    item.evidence,
                    refs=(node.ref,),
                    proposal=name,
                    field="name",
                )
            )
            return node
    return None


def _agree(label: str, marker: Marker | None) -> bool:
    """Whether a printed number is the one of an entry."""
    own = read_marker(f"{label} 題").marker if label else None
    if own is None or marker is None:
        return own is marker
    return (own.value, own.style) == (marker.value, marker.style)


def _ends(walk: _Walk, current: _Detail, item: Item, marker: Marker | None, name: str, page: int) -> bool:
    """Whether what follows is no longer about the entry: a heading of its rank, a row beside it, another chapter."""
    own = current.item
    if page > walk.page + AWAY or (item.row and own.row and item.row <= own.row):
        return True
    printed, _ = _read(own)
    beside = not item.row and not own.row and marker is not None and printed is not None and marker.counted
    if beside and marker is not None and printed is not None and marker.kind == printed.kind:
        if not is_aside(name) and len(name) <= TITLE_MAX:
            walk.issues.append(_added(walk, current, item, name))
        return True
    if item.row or item.heading is None:
        return marker is not None and marker.style in ("第章", "第編", "第部")
    if own.heading is not None and item.heading <= own.heading:
        return item.heading < own.heading or marker is not None or not is_aside(name)
    return own.heading is None and not own.row and marker is None and item.heading < 2


def _added(walk: _Walk, current: _Detail, item: Item, name: str) -> Issue:
    """An entry of the overview's own level that the overview does not have."""
    above = walk.by_id.get(current.node.parent or "")
    where = f"一覧の「{above.name}」の下" if above is not None else "一覧"
    return Issue(
        "title_mismatch",
        f"詳細の「{name}」は{where}にありません。一覧の漏れか、表記の違いか確かめてください。",
        item.evidence,
        refs=(above.ref,) if above is not None else (),
    )


def _text(item: Item) -> str | None:
    """The paragraphs under a title; a ※ note ends them."""
    found = []
    for evidence in item.body:
        if evidence.text.startswith(("※", "注)", "注）")):
            break
        found.append(evidence.text)
    return "\n".join(found) or None


def _below(walk: _Walk, again: Sequence[Node]) -> dict[str, tuple[Node, ...]]:
    """The deeper entries of each last entry of the overview, where the chapters have such a level."""
    details = [walk.found[node.id] for node in again]
    rows = {_marker_kind(item): item.row for detail in details for item in detail.below if item.row and item.label}
    for detail in details:
        detail.below = [_as_row(item, rows) for item in detail.below]
    if not any(_kind(item) for detail in details for item in detail.below):
        for detail, titled in zip(details, unmarked_entries([detail.below for detail in details]), strict=True):
            detail.below = titled
    kinds = Counter(kind for detail in details for kind in {_kind(item) for item in detail.below})
    least = COMMON * sum(bool(detail.below) for detail in details)
    if any(count >= least for kind, count in kinds.items() if kind not in ("", "lead")):
        kinds["lead"] = -1  # where entries have a mark or a row, a line without is none
    trees: dict[str, tuple[Node, ...]] = {}
    for detail in details:
        kept = [item for item in detail.below if not _kind(item) or kinds[_kind(item)] >= least]
        nodes = outline_tree(Outline(tuple(kept))).value.nodes if kept else ()
        if nodes:
            trees[detail.node.id] = nodes
    return trees if len(trees) >= DEEPER * len(again) else {}


def _marker_kind(item: Item) -> str:
    marker = _read(item)[0]
    return marker.kind if marker is not None and marker.counted else ""


def _as_row(item: Item, rows: Mapping[str, int]) -> Item:
    """A line with the number of the rows of tables is one of them: the page end cut its table, or lines were lost."""
    kind = _marker_kind(item)
    if item.row or item.heading is not None or not kind or kind not in rows:
        return item
    marker, name = _read(item)
    return replace(item, label=marker.label if marker is not None else "", text=name, row=rows[kind])


def _kind(item: Item) -> str:
    """What entries of one level have in common; "" for headings without a number."""
    if item.row:
        return f"row{item.row}"
    if item.heading == LEAD:
        return "lead"
    marker = read_marker(item.text).marker
    return marker.kind if marker is not None else ""


def _drafts(overview: Structure, walk: _Walk, below: dict[str, tuple[Node, ...]]) -> list[Draft]:
    """All entries in reading order."""
    drafts: list[Draft] = []
    known: dict[str, Draft] = {}
    for node in overview.nodes:
        detail = walk.found.get(node.id)
        draft = _draft(node, known.get(node.parent or ""), node.level)
        if detail is not None:
            draft.description = draft.description or detail.description
            draft.department = draft.department or detail.department
        known[node.id] = draft
        drafts.append(draft)
        inner: dict[str, Draft] = {}
        for deeper in below.get(node.id, ()):
            own = _draft(deeper, inner.get(deeper.parent or "", draft), node.level + deeper.level)
            inner[deeper.id] = own
            drafts.append(own)
    return drafts


def _draft(node: Node, parent: Draft | None, level: int) -> Draft:
    return Draft(
        parent, level, node.label, node.name, node.name_printed, node.ref, node.evidence, node.description, node.department
    )  # fmt: skip


def _missing(walk: _Walk, leaves: Sequence[Node], again: Sequence[Node]) -> list[Issue]:
    """Entries without a heading of their own where nearly all others have one, also beside it.

    Rows of tables are not missed: a page that was not read in full may hold them.
    """
    parents = {node.parent for node in again if not walk.found[node.id].item.row}
    return [
        Issue(
            "detail_missing",
            f"「{node.name}」は一覧にありますが、詳細の記載が見当たりません。抜けがないか確かめてください。",
            node.evidence,
            refs=(node.ref,),
        )
        for node in leaves
        if node not in again and node.parent in parents
    ]
