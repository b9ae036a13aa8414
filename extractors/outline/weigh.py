"""What speaks for an entry beginning at a depth, and for a name going on: the model of evidence of the solver. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.outline import costs as c
from extractors.outline.names import is_title_of_plan, name_value
from extractors.outline.observe import Seen
from extractors.outline.state import Frame, Path


def begin_value(path: Path, unit: Seen, depth: int) -> float:
    """What place and number are worth if a unit begins an entry under path.stack[depth - 1]."""
    parent = path.stack[depth - 1]
    mark = unit.mark
    value = _sequence(path, parent, unit, depth)
    depths, _ = path.known.get(unit.kind, (frozenset(), ()))
    here = parent.depth + 1
    soft = 0.6 if mark is None or not mark.value else 1.0
    value += c.KNOWN_DEPTH if here in depths else c.OTHER_DEPTH * soft if depths else c.NEW_CLASS
    for frame in path.stack[1:depth]:
        if frame.kind == unit.kind:
            deeper = unit.unit.indent - frame.indent >= 0.9
            value += 0.0 if deeper and not unit.value else c.NESTED_SAME * (0.5 if mark is None else 1.0)
        elif mark is not None and frame.rank > unit.rank and frame.role != "open":
            value += c.RANK * (frame.rank - unit.rank)
    if parent.kids:
        if abs(unit.unit.indent - parent.kid_indent) > 0.4:
            value += max(c.INDENT_MOST, c.INDENT * abs(unit.unit.indent - parent.kid_indent))
        style = unit.unit.style if unit.unit.heading is None else f"#{unit.unit.heading}"
        if style != parent.kid_style and parent.kid_role == "node":
            value += c.STYLE
    elif parent.role == "node" and unit.unit.indent < parent.indent - 0.4:
        value += 0.5 * c.INDENT_MOST
    level = unit.unit.heading
    if level is not None:
        value += sum(
            c.HEADING_DEPTH for frame in path.stack[1:depth] if frame.heading is not None and frame.heading >= level
        )
    if unit.unit.emphasis > 0:
        louder = max((unit.unit.emphasis - frame.loud for frame in path.stack[1:depth]), default=0.0)
        if louder > 0.3:
            value += c.LOUDER * min(louder, c.LOUDER_MOST)
    if here > 6:
        value += c.DEEP * (here - 6)
    if here == 1 and not parent.kids and path.nodes is not None:
        value += c.SECOND_TREE
    value += _escape(path, unit, depth)
    return value


def own_value(path: Path, unit: Seen, printed_before: bool) -> float:
    """What a unit's own words and marker say for an entry, wherever it stands."""
    mark = unit.mark
    value = c.ENTRY + unit.name + max(c.TEXT_MOST, c.TEXT_BETWEEN * path.between) + max(-2.5, path.due)
    if unit.unit.emphasis >= 0.8 and unit.unit.gap >= 0.8:
        value += c.SET_APART
    if mark is None:
        value += c.UNMARKED + c.STYLED * min(2.0, unit.unit.emphasis) + (1.2 if unit.unit.heading is not None else 0.0)
    else:
        value += mark.strength * 0.6 + (c.LEVEL_WORD if mark.word else 0.0) + (c.CHAPTER if mark.section else 0.0)
        if not unit.title:
            value += c.NO_NAME
    if unit.heads_all and not _beside_alike(path, unit):
        value -= 3.0
    if mark is None and is_title_of_plan(unit.text):
        value += c.TITLE
    if unit.caption:
        value -= 2.5 if mark is None or not mark.value else 0.5
    if unit.furniture >= 0.4:
        value -= 2.0 * unit.furniture
    if path.pending and unit.title:
        value -= 3.0
    return value + (c.TWICE if printed_before else 0.0)


def _beside_alike(path: Path, unit: Seen) -> bool:
    """Whether an entry of its class is open, of which it has the next number."""
    return (
        bool(unit.value)
        and unit.kind not in ("章", "編", "部")
        and any(
            frame.role == "node" and frame.kind == unit.kind and frame.value and frame.value[-1] + 1 == unit.value[-1]
            for frame in path.stack
        )
    )


def _sequence(path: Path, parent: Frame, unit: Seen, depth: int) -> float:
    """How well the marker goes on from those before it."""
    same = bool(parent.kids) and parent.kid_kind == unit.kind
    value = 0.0
    if parent.kids and not same:
        value += c.MIXED * (0.4 if parent.kid_role != "node" else 2.0 if parent.depth == 0 and unit.value else 1.0)
        if parent.depth == 0 and unit.value and unit.rank < parent.kid_rank:
            value += 2.0 * c.RANK * (parent.kid_rank - unit.rank)
    if unit.mark is None:
        if unit.unit.emphasis >= 0.8:
            known = parent.depth + 1 in path.known.get(unit.kind, (frozenset(), ()))[0]
            return value + (c.ALIKE if (same and parent.kid_role == "node") or known else 0.0)
        return value + (0.5 * c.LISTED if same and parent.kid_role == "node" else 0.0)
    if not unit.value:
        return value + (c.LISTED if same else 0.0)
    own, prefix = unit.value[-1], unit.value[:-1]
    if same:
        before = parent.kid_value
        if before[:-1] == prefix:
            value += _step(own - before[-1])
        else:
            value += 0.3 * c.NEXT if own == 1 and prefix[-1] == before[-2] + 1 else c.BACK
    elif own == 1:
        value += c.FIRST
    else:
        last = path.known.get(unit.kind, (frozenset(), ()))[1]
        runs_on = bool(last) and last[:-1] == prefix and last[-1] == own - 1
        goes_on = bool(parent.kids) and bool(parent.kid_value) and parent.kid_value[-1] == own - 1
        value += c.RUN_ON if runs_on else 0.5 if goes_on else c.FIRST_NOT_ONE
    if prefix:
        value += _of_parent(path.stack[:depth], prefix, same)
    return value


def _of_parent(above: Sequence[Frame], prefix: tuple[int, ...], same: bool) -> float:
    """Whether the numbers before a dash are those of the entries above."""
    for frame in reversed(above):
        if frame.value and frame.role != "hidden":
            numbers = frame.value
            if numbers[-len(prefix) :] == prefix or numbers[-1] == prefix[-1]:
                return 0.4 if same else c.PARENT_NUMBER
            return c.OTHER_PARENT
    return 0.0


def _step(ahead: int) -> float:
    if ahead == 1:
        return c.NEXT
    if ahead == 0:
        return c.AGAIN
    return c.BACK if ahead < 0 else max(c.GAP_MOST, c.GAP * (ahead - 1))


def _escape(path: Path, unit: Seen, depth: int) -> float:
    """What it costs to begin an entry where something outside of the hierarchy is open."""
    for frame in path.stack[depth:]:
        if frame.role != "hidden":
            continue
        parent = path.stack[depth - 1]
        goes_on = (
            bool(unit.value)
            and parent.kid_kind == unit.kind
            and bool(parent.kid_value)
            and unit.value[-1] == parent.kid_value[-1] + 1
        )
        if goes_on or unit.kind == frame.kind or unit.caption or unit.heads_all or unit.section:
            return 0.0
        if unit.unit.heading is not None and frame.heading is not None and unit.unit.heading <= frame.heading:
            return 0.0
        if unit.mark is not None and 0 <= unit.rank < frame.rank:
            return 0.0
        if unit.unit.emphasis > frame.loud + 0.3:
            return 0.0
        return c.ESCAPE
    return 0.0


_BEGINS_INSIDE = re.compile(
    r"^[はがをにでともへや、。）)」』】・ーぁぃぅぇぉっゃゅょァィゥェォッャュョんるれりしすきくけちてたなのま]|^(?:え、|か、|り、|ます)"
)
_STOPS_INSIDE = re.compile(r"(?:[はがをにでとのやも、，,（(「『・/／]|および|及び|または|又は|による|における|ための)$")


def join_value(path: Path, unit: Seen, seen: Sequence[Seen]) -> float:
    """What speaks for a unit going on with the open name."""
    before = seen[path.last]
    joined = path.name + unit.text
    change = name_value(joined) - path.value
    value = c.JOIN + change
    mark = unit.mark
    if unit.unit.same_line:
        value += 1.6 if unit.unit.group == before.unit.group else c.OTHER_CELL
        if mark is not None:
            value -= 1.6 + max(0.0, mark.strength)
        return value
    if before.long:
        value += c.FULL_LINE
    if _STOPS_INSIDE.search(before.text) or _open_bracket(path.name):
        value += c.UNFINISHED
    elif _BEGINS_INSIDE.match(unit.text):
        value += 0.8 * c.UNFINISHED
    if mark is not None:
        value += c.JOIN_MARK - mark.strength
    if unit.unit.gap > 0.4:
        value -= 2.5 * min(1.0, unit.unit.gap)
    if unit.prose and not path.name.endswith("、"):
        value -= 1.0
    if unit.unit.group != before.unit.group or unit.unit.style != before.unit.style or unit.unit.heading is not None:
        value -= 2.0
    if len(joined) > 60:
        value -= (len(joined) - 60) * 0.05
    return value


def _open_bracket(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("「」", "（）", "()", "『』"))
