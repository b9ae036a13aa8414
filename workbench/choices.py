"""An exception → the ways to settle it with one key (選択肢). Pure.

Which ways there are hangs on the kind alone. What the machine would do stands first and is marked as proposed: its reading, where
the reading itself was the judgement; else the value it would have written. Where it has no opinion nothing is proposed, and the
person has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.numbering import read_marker
from schemas.correction import Entry, Outcome
from schemas.issue import KINDS, Issue
from schemas.natural_key import match_key
from schemas.plan import Node, PlanFacts, Structure
from schemas.source import Source
from workbench.decide_again import choices_again
from workbench.decision import Choice, Decision
from workbench.held_against import held_against
from workbench.parents import is_below, mark_of, other_parents, parents_beside, printed_before, tops_of, under

AS_READ = "読み取りのとおりと確認"
PRINTED = "原本のとおりと確認"
ALARM = "指摘に該当しないと確認"
WITH_MOVE = "上位項目の変更と併せて確認"
WITH_NAME = "名称の訂正と併せて確認"
OWN_ROW = "この計画の項目と確認"
STAYED = "原本で対応を確認"

ALIGNMENT = "item_alignment_lost"
READ_SO = frozenset(
    {
        "merged_label_late",
        "merged_cell_text_repeated",
        "merged_span_lost",
        "label_and_text_in_one_cell",
        "column_shift",
        "header_column_mismatch",
        "cell_duplicated",
        "row_spill",
        "marker_mismatch",
        "heading_broken",
        "heading_repeated",
        "marker_reused",
        "subtitle_split",
        "paragraph_split",
        "statement_of_other_plan",
        "reading_order",
        "era_overflow",
        "era_label_partial",
        "edge_ambiguous",
        "parent_ambiguous",
        "vertical_order_uncertain",
        "ocr_read",
        "encoding_guessed",
        "level_not_printed",
        "title_variant",
        "plan_caption_detached",
        "delimiter_ambiguous",
        "level_skipped",
        "section_repeated",
        "items_inline",
    }
)
"""Kinds that tell of a judgement which the tree on the screen already shows."""
PLACED = frozenset(
    {
        "item_alignment_lost",
        "merged_label_late",
        "column_shift",
        "parent_ambiguous",
        "edge_ambiguous",
        "row_spill",
        "cell_duplicated",
        "numbering_restart_without_parent",
        "level_not_printed",
        "vertical_order_uncertain",
    }
)
"""Kinds about where entries hang."""
DERIVED = frozenset({"numbering_restart_without_parent"})
"""Found anew on every corrected tree; where a decision leaves them, they are asked again."""
LEFT_OUT = frozenset({"text_unaccounted", "cell_duplicated", "edge_ambiguous", "reading_order"})
"""Kinds that can tell of words which no entry holds."""
_TITLED = frozenset({"name", "label", "description", "department"})
_ASKS: Mapping[str, tuple[str, ...]] = {
    "period_missing": ("start_year", "end_year"),
    "era_overflow": ("start_year", "end_year"),
    "title_missing": ("title",),
    "title_variant": ("title",),
    "municipality_unknown": ("municipality", "municipality_code"),
    "statement_unlabelled": ("vision",),
    "label_missing": ("label",),
    "numbering_out_of_sequence": ("label",),
    "children_missing": ("entry",),
    "detail_missing": ("description",),
}
"""What a person can type to settle a kind."""
_NUMBER = re.compile(r"\d+")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Shown:
    """The plan as it is on the screen."""

    nodes: Mapping[str, Node]
    """Key → entry, corrected, in the order of the tree."""
    above: Mapping[str, str]
    """Key of an entry → key of its parent, or the mark of its plan."""
    facts: PlanFacts = field(default_factory=PlanFacts)
    source: Source | None = None
    outcomes: Sequence[Outcome] = ()
    """What became of the decisions so far."""
    doubted: Mapping[Issue, Outcome] = field(default_factory=dict)
    """Exception about a decision → what became of that decision."""
    before: Sequence[Structure] = ()
    """Hierarchies of the edition before, as they were read."""


def choices(id: str, issue: Issue, keys: tuple[str, ...], shown: Shown) -> tuple[Choice, ...]:
    """All ways, the machine's first; at most one is proposed."""
    family = KINDS[issue.kind].family
    if family == "corrections":
        found = choices_again(issue, shown.doubted.get(issue), shown.outcomes)
    elif family == "publication":
        found = list(_put_right(issue, keys, shown))
    else:
        found = [*_special(issue, keys, shown), *_kept(issue, keys, shown)]
        if issue.kind in PLACED and keys and issue.kind != ALIGNMENT:
            found += _moved(issue, keys, shown)
        if keys:
            found.append(Choice("edit", "choices.edit", (), asks=("edit",), keys=(named(issue, keys, shown),)))
        if not _reads_so(issue, keys, shown):
            found.append(_alarm(issue, keys, shown))
    found.sort(key=lambda choice: not choice.proposed)
    return tuple(_numbered(found, id))


def _put_right(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Iterator[Choice]:
    """A value that cannot be published: another one typed in its place, where this screen can do that."""
    if keys:
        yield Choice("edit", "choices.edit", (), asks=("edit",), keys=(named(issue, keys, shown),))
    elif issue.field in ("start_year", "end_year"):
        asks, mark = ("start_year", "end_year"), mark_of((), shown.above)
        yield Choice("fill", "choices.fill_start_year", (), asks=asks, typed=_typed(issue, asks, shown), keys=(mark,))


def _numbered(found: Sequence[Choice], issue: str) -> Iterator[Choice]:
    for number, choice in enumerate(found):
        decisions = tuple(replace(decision, issue=issue) for decision in choice.decisions)
        yield replace(choice, decisions=decisions, proposed=choice.proposed and number == 0)


def _special(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Iterator[Choice]:
    """What this kind alone allows, besides leaving all as it is."""
    if issue.kind == "stale_row_content" and keys:
        values = {"title": _told(shown.nodes[tops_of(keys, shown.above)[0]]), "count": str(len(keys))}
        picks = held_against(keys, shown.nodes, shown.above, shown.before)
        why = {"reason": OWN_ROW}
        yield Choice("remove", "choices.remove", (), values, asks=("pick",), typed=why, keys=keys, picks=picks)
    elif issue.kind == ALIGNMENT and keys:
        tops = tops_of(keys, shown.above)
        beside = parents_beside(tops, shown.nodes, shown.above)
        yield Choice("pairs", "choices.pairs", (), asks=("pairs",), keys=tops, parents=beside)
    elif issue.kind == "duplicate_siblings" and keys:
        yield from _merged(issue, keys[0], shown)
    elif issue.kind == "parent_child_mismatch" and keys and issue.proposal:
        yield from _other_family(issue, keys[0], issue.proposal, shown)
    elif issue.kind == "reading_contested":
        if issue.proposal and keys:
            yield Choice("rival", "choices.rival", (), asks=("outline",), typed={"outline": issue.proposal}, keys=keys)
    elif not keys:
        yield from _facts(issue, shown)
    elif issue.proposal and issue.kind not in READ_SO and len(tops_of(keys, shown.above)) == 1:
        yield from _reworded(issue, named(issue, keys, shown), shown)
    if issue.kind in LEFT_OUT:
        yield from _taken_in(issue, keys, shown)
    asks = _ASKS.get(issue.kind, ())
    if asks and (bool(keys) == bool(set(asks) & {"label", "entry", "description"})):
        about = (named(issue, keys, shown),) if keys else (mark_of(keys, shown.above),)
        yield Choice("fill", f"choices.fill_{asks[0]}", (), asks=asks, typed=_typed(issue, asks, shown), keys=about)


def _kept(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Iterator[Choice]:
    """It stays as it is: as read, or as printed."""
    reads_so = _reads_so(issue, keys, shown)
    why = STAYED if issue.kind == ALIGNMENT else AS_READ if reads_so else PRINTED
    decision = _confirmed(issue, keys, shown, why)
    above = shown.nodes.get(shown.above[tops_of(keys, shown.above)[0]]) if keys else None
    if issue.kind == ALIGNMENT and above is not None:
        yield Choice("kept", "choices.stay", (decision,), {"title": _told(above)})
    else:
        yield Choice("kept", "choices.as_read" if reads_so else "choices.printed", (decision,), proposed=reads_so)


def _alarm(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Choice:
    """The exception itself is wrong."""
    return Choice("alarm", "choices.alarm", (replace(_confirmed(issue, keys, shown, ALARM), action="dismiss"),))


def _confirmed(issue: Issue, keys: tuple[str, ...], shown: Shown, reason: str) -> Decision:
    key = keys[0] if keys else mark_of(keys, shown.above)
    return Decision("accept", key, field=issue.kind, reason=reason)


def _reads_so(issue: Issue, keys: tuple[str, ...], shown: Shown) -> bool:
    """Whether the tree on the screen is what the machine would do."""
    return issue.kind in READ_SO or _is_so(issue, keys, shown)


def _is_so(issue: Issue, keys: tuple[str, ...], shown: Shown) -> bool:
    """Whether what the machine proposes is what the tree says already."""
    if not issue.proposal or not keys or issue.field not in _TITLED:
        return False
    return bool(getattr(shown.nodes[keys[0]], issue.field) == issue.proposal)


def _reworded(issue: Issue, key: str, shown: Shown) -> Iterator[Choice]:
    """The value with the doubtful words put right."""
    node = shown.nodes[key]
    if issue.field == "label":
        value = renumbered(node.label, issue.proposal or "")
        if value not in (None, node.label):
            made = (Decision("relabel", key, value, settles=(issue.kind,)),)
            yield Choice("proposal", "choices.relabel", made, {"value": str(value)}, proposed=True)
        return
    for name in (issue.field,) if issue.field in _TITLED else ("name", "description", "department"):
        now = getattr(node, str(name))
        value = repaired(now or "", issue.evidence.text, issue.proposal or "", whole=issue.field is not None)
        if value is None or value == now:
            continue
        decision = Decision("rename", key, value, settles=(issue.kind,))
        if name != "name":
            decision = Decision("set_fact", key, value, field=name, settles=(issue.kind,))
        yield Choice("proposal", f"choices.{name}", (decision,), {"value": value}, proposed=True)
        return


def repaired(now: str, doubtful: str, proposal: str, *, whole: bool) -> str | None:
    """A value with its doubtful words replaced; None where they do not stand in it."""
    if whole:
        return proposal
    return now.replace(doubtful, proposal) if doubtful and doubtful in now else None


def renumbered(label: str, number: str) -> str | None:
    """A printed number with another value in the same clothes; None where it is not written in digits."""
    found = _NUMBER.search(label)
    if found is None or not number.isdecimal():
        return number if number and not label else None
    digits = number.translate(_FULL) if found[0][0] in "０１２３４５６７８９" else number
    return label[: found.start()] + digits + label[found.end() :]


def named(issue: Issue, keys: Sequence[str], shown: Shown) -> str:
    """The entry that the sentence of an exception is about: the one whose words it points to, else the first."""
    printed = [key for key in keys if shown.nodes[key].evidence == issue.evidence]
    quoted = [key for key in keys if f"「{_told(shown.nodes[key])}」" in issue.message]
    titled = [key for key in keys if f"「{shown.nodes[key].name}」" in issue.message]
    return (*printed, *quoted, *titled, *keys)[0]


def _taken_in(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Iterator[Choice]:
    """Words that no entry holds become one: beside the entry printed before them, or above the one they were taken for."""
    if issue.kind == "cell_duplicated":
        if not keys or shown.nodes[keys[0]].level < 2:
            return
        key = keys[0]
        whole = [key, *(each for each in shown.nodes if is_below(each, key, shown.above))]
        upper = Entry(issue.proposal or shown.nodes[key].name, level=shown.nodes[key].level - 1)
        outline = (upper, *(_kept_entry(each, shown.nodes[each]) for each in whole))
        made = Decision("replace", shown.above[key], entries=outline, others=(key,), settles=(issue.kind,))
        yield Choice("take", "choices.take_above", (made,), {"value": upper.name})
        return
    words = [line.strip() for line in issue.evidence.text.splitlines() if line.strip()]
    if keys or not words:
        return
    marked = read_marker("".join(words))
    where = issue.evidence
    entry = Entry(
        marked.name.strip() or "".join(words),
        marked.marker.label if marked.marker and marked.name.strip() else "",
        page=where.page,
        line=where.line,
        box=(where.bbox.x0, where.bbox.top, where.bbox.x1, where.bbox.bottom) if where.bbox else (),
    )
    beside = printed_before(where, shown.nodes)
    mark = mark_of((), shown.above)
    above = shown.above[beside] if beside is not None else mark
    level = shown.nodes[beside].level if beside is not None else None
    added = Decision("add", above, after=beside or "", level=level, entries=(entry,), issue="")
    settled = replace(_confirmed(issue, (), shown, "項目に加えたため"), key=mark)
    values = {"value": f"{entry.label} {entry.name}".strip()}
    yield Choice("take", "choices.take", (added, settled), values)


def _kept_entry(key: str, node: Node) -> Entry:
    return Entry(node.name, node.label, node.description, node.department, level=node.level, key=key)


def _merged(issue: Issue, key: str, shown: Shown) -> Iterator[Choice]:
    node = shown.nodes[key]
    for other, entry in shown.nodes.items():
        same = match_key(entry.name) == match_key(node.name) and shown.above[other] == shown.above[key]
        if other != key and same:
            made = Decision("merge", other, entry.name, others=(key,), settles=(issue.kind,))
            yield Choice("merge", "choices.merge", (made,), {"title": _told(entry), "other": _told(node)})
            return


def _other_family(issue: Issue, key: str, name: str, shown: Shown) -> Iterator[Choice]:
    """The entries below hang elsewhere in the other edition: there, or their parent has the wrong title."""
    to = next((other for other, node in shown.nodes.items() if match_key(node.name) == match_key(name)), None)
    below = [child for child, parent in shown.above.items() if parent == key]
    if to is None:
        made: tuple[Decision, ...] = (Decision("rename", key, name, settles=(issue.kind,)),)
        if below and not mark_of((key,), shown.above):  # between two documents it is not found anew
            made = (*made, Decision("accept", below[0], field=issue.kind, reason=WITH_NAME))
        yield Choice("proposal", "choices.name", made, {"value": name}, proposed=True)
        return
    moved = under(below, to, issue.kind)
    values = {"title": _told(shown.nodes[to]), "count": str(len(below))}
    yield Choice("proposal", "choices.move", moved, values, proposed=True)


def _moved(issue: Issue, keys: tuple[str, ...], shown: Shown) -> Iterator[Choice]:
    """Other parents on the screen, and any parent at all."""
    own = tuple(key for key in keys if shown.nodes[key].evidence == issue.evidence)
    tops = own if issue.kind in DERIVED and own else tops_of(keys, shown.above)
    for number, to in enumerate(other_parents(issue, tops, shown.nodes, shown.above)):
        moves = under(tops, to, issue.kind)
        rest = next((key for key in keys if key not in tops), None)
        if rest is not None and issue.kind not in DERIVED:
            moves = (*moves, Decision("accept", rest, field=issue.kind, reason=WITH_MOVE))
        values = {"title": _told(shown.nodes[to]), "count": str(len(tops))}
        yield Choice(f"move{number + 1}", "choices.move", moves, values)
    yield Choice("parent", "choices.parent", (), asks=("parent",), keys=tops)


def _facts(issue: Issue, shown: Shown) -> Iterator[Choice]:
    """Of the plan: what the manifest says."""
    source, mark = shown.source, mark_of((), shown.above)
    if source is not None and issue.kind == "title_missing":
        made = Decision("set_fact", mark, source.title, field="title")
        yield Choice("proposal", "choices.title", (made,), {"value": source.title}, proposed=True)
    if source is not None and issue.kind == "municipality_unknown":
        both = (
            Decision("set_fact", mark, source.municipality, field="municipality"),
            Decision("set_fact", mark, source.municipality_code, field="municipality_code"),
        )
        yield Choice("proposal", "choices.municipality", both, {"value": source.municipality}, proposed=True)


def _typed(issue: Issue, asks: tuple[str, ...], shown: Shown) -> dict[str, str]:
    """What stands in the fields before anything is typed."""
    if asks == ("vision",):
        return {"vision": issue.evidence.text}
    known = {name: getattr(shown.facts, name, None) for name in asks}
    return {name: "" if value is None else str(value) for name, value in known.items()}


def _told(node: Node) -> str:
    return f"{node.label} {node.name}".strip()
