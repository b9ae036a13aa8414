"""Seen units → the best readings of them as trees, by beam search over the entries that are open. Pure.

Each unit begins an entry of some depth, goes on with a name, or is text, caption or furniture. A reading costs nothing
where it takes everything for text: its score is the log-odds against "no hierarchy here". Readings with the same open
entries are one state, of which the best few are kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extractors.outline import costs as c
from extractors.outline.names import name_value, sentence_value
from extractors.outline.observe import Seen
from extractors.outline.state import Frame, Known, Path, Step
from extractors.outline.weigh import begin_value, join_value, own_value

ROOT = Frame("root", -1, "", (), -1.0, 0, 0.0, None)
_Option = tuple[float, Path, str, int, str]
"""Score, path, act, depth, role."""
HOPELESS = -9.0
"""An entry that costs more than this is not tried."""
SAME_STATE = 2
"""Paths of one state that are kept: a second one for the margin."""
SAME_DEPTH = 9
"""Paths with as many entries open that are kept: a tree pays for its first entries before its numbers speak for it."""
SAME_SHAPE = 4
"""Paths with entries of the same classes open that are kept."""


def solve(seen: Sequence[Seen]) -> tuple[Path, ...]:
    """The best readings, best first; that which takes everything for text is always among them."""
    again = _printed_before(seen)
    beam = [_start()]
    for unit in seen:
        if unit.prose and not any(path.open or path.pending for path in beam):
            beam = [_text(path, unit) for path in beam]
            continue
        options: list[_Option] = []
        for path in beam:
            _options(path, unit, seen, again.get(unit.index, ()), options)
        options.sort(key=lambda option: -option[0])
        beam = _next(options, unit, seen)
    null = beam[0]
    while null.prev is not None:
        null = null.prev
    return tuple(sorted(beam, key=lambda path: -(path.score + whole_value(path)))[: c.BEST])


Acts = Mapping[int, tuple[str, int, str]]
"""For a unit (act, place of the parent in the stack plus one, role); units that are not named are text."""


def trace(seen: Sequence[Seen], acts: Acts, units: Iterable[int]) -> Path:
    """The reading of a run of units that somebody else proposes, with the score that the solver gives it.

    Args:
        seen: all units.
        acts: what becomes of each; an entry or frame under a place that is not open goes under the deepest one.
        units: those of the run, in reading order.
    """
    path = _start()
    for unit in (seen[at] for at in units):
        act, depth, role = acts.get(unit.index, ("body", 0, ""))
        if act != "again":
            depth = min(depth, len(path.stack))
        if act == "join" and not path.open:
            act = "body"
        match act:
            case "join":
                gain = join_value(path, unit, seen)
            case "begin":
                gain = begin_value(path, unit, depth) + own_value(path, unit, False)
            case "frame":
                sequence = begin_value(path, unit, depth)
                named = unit.section or bool(unit.caption) or unit.heads_all
                gain = min(0.0, sequence) + (c.HIDDEN_NAMED if named else c.HIDDEN)
            case "skip":
                gain = 0.0
            case "again":
                gain = c.SAME_ENTRY
            case _:
                gain = _text_value(path, unit, path.stack[-1].role == "hidden")
        path = _made(path.score + gain, path, act, depth, role, unit, seen)
    return path


def _start() -> Path:
    start = Path(None, None, 0.0, (ROOT,), {})
    start.shape, start.state = _shape_of((ROOT,)), (_state_of(ROOT),)
    return start


def whole_value(path: Path) -> float:
    """What the tree as a whole adds to the sum of its parts."""
    kids: dict[int, int] = {}
    size = 0
    for step in steps(path):
        if step.act in ("begin", "above", "named") and step.owner == step.unit:
            kids[step.parent] = kids.get(step.parent, 0) + 1
            size += 1
    if not size:
        return 0.0
    value = c.FEW * max(0, 4 - size) + c.NO_NAME * 2 * len(path.pending)
    value += c.LONE_CHILD * sum(count == 1 for parent, count in kids.items() if parent >= 0)
    return value + (c.FLAT if len(kids) == 1 else 0.0)


def steps(path: Path) -> list[Step]:
    """The steps of a reading, first to last."""
    found = []
    at: Path | None = path
    while at is not None:
        if at.step is not None:
            found.append(at.step)
        at = at.prev
    return found[::-1]


def _printed_before(seen: Sequence[Seen]) -> dict[int, tuple[int, ...]]:
    """For each unit the earlier ones with the same words."""
    first: dict[str, list[int]] = {}
    found: dict[int, tuple[int, ...]] = {}
    for unit in seen:
        if len(unit.key) >= 3 and not unit.prose:
            if unit.key in first:
                found[unit.index] = tuple(first[unit.key])
            first.setdefault(unit.key, []).append(unit.index)
    return found


def _options(path: Path, unit: Seen, seen: Sequence[Seen], again: tuple[int, ...], into: list[_Option]) -> None:
    """Everything that may become of a unit, with the score of the reading it gives."""
    score = path.score
    hidden = path.stack[-1].role == "hidden"
    into.append((score + _text_value(path, unit, hidden), path, "body", 0, ""))
    if unit.furniture >= 0.2:
        into.append((score - max(0.0, 3.0 * (0.6 - unit.furniture)), path, "skip", 0, ""))
        if unit.furniture >= 0.8:
            return
    if path.open and not unit.levels:
        into.append((score + join_value(path, unit, seen), path, "join", 0, ""))
    if path.pending and unit.mark is None and not unit.prose and not unit.caption:
        gain = c.FILLED + unit.name - (1.5 if path.above else 0.0)
        into.append((score + gain, path, "fill", 0, ""))
    if unit.prose and (unit.mark is None or sentence_value(unit.title) >= 4):
        return
    if again and not unit.furniture >= 0.6:
        _again(path, unit, again, into)
    lone = unit.mark is not None and not unit.title
    own = own_value(path, unit, bool(again))
    for depth in range(1, len(path.stack) + 1):
        parent = path.stack[depth - 1]
        if parent.role == "hidden":
            break
        seq = begin_value(path, unit, depth)
        if not unit.levels and (unit.mark is not None or not unit.caption) and unit.name > -5 and seq + own > HOPELESS:
            apart = c.APART * len(path.pending) if lone else 0.0
            into.append((score + seq + own + apart, path, "begin", depth, "node"))
            if lone and (line := _line_above(path, seen)) is not None:
                habit = 0.0 if path.above else -3.0 if path.above is False else c.ABOVE
                gain = seq + own + c.FILLED + line.name + habit
                into.append((score + gain, path, "above", depth, "node"))
            if lone and unit.mark is not None and (unit.mark.word or unit.mark.section):
                into.append((score + seq + own + c.NAMED_BY_LABEL, path, "named", depth, "node"))
        if _may_hide(unit):
            named = unit.section or unit.caption == "aside"
            into.append(
                (score + min(0.0, seq) + (c.HIDDEN_NAMED if named else c.HIDDEN), path, "frame", depth, "hidden")
            )
        if unit.heads_all or unit.caption == "open":
            into.append((score + min(0.0, seq) + c.HIDDEN_NAMED, path, "frame", depth, "open"))
        elif unit.mark is not None and unit.mark.section:
            into.append((score + min(0.0, seq) + 2.5 * c.HIDDEN, path, "frame", depth, "open"))


def _may_hide(unit: Seen) -> bool:
    """Whether a unit may begin a section or list outside of the hierarchy: by its words, or as a heading of rank."""
    if unit.section or unit.caption == "aside" or unit.unit.heading is not None or unit.unit.emphasis >= 1:
        return True
    return (
        unit.mark is not None
        and unit.mark.strength > -1
        and (bool(unit.value) or unit.rank < 5.2)
        and not unit.unit.same_line
    )


def _line_above(path: Path, seen: Sequence[Seen]) -> Seen | None:
    """The line right before a lone label, where it could be its name."""
    at: Path | None = path
    while at is not None and at.step is not None and at.step.act == "skip":
        at = at.prev
    if at is None or at.step is None or at.step.act != "body":
        return None
    line = seen[at.step.unit]
    return line if line.mark is None and not line.prose and line.name > -1.5 and not line.caption else None


def _text_value(path: Path, unit: Seen, hidden: bool) -> float:
    value = 0.0
    if path.pending:
        value -= 1.0
    if unit.section and unit.mark is not None and not hidden:
        value += c.SECTION_AS_BODY
    elif unit.section and unit.mark is None and not hidden and not unit.unit.same_line:
        value += 0.5 * c.SECTION_AS_BODY
    if unit.mark is not None and unit.mark.section and not hidden:
        value += 0.6 * c.SECTION_AS_BODY
    if unit.value and any(frame.kind == unit.kind and _next_to(frame.value, unit.value) for frame in path.stack):
        value += c.NEXT_AS_BODY
    elif unit.mark is not None and any(frame.kind == unit.kind and frame.role != "node" for frame in path.stack):
        value += c.SECTION_AS_BODY * 0.6
    elif unit.mark is not None and unit.kind in path.known and path.stack[-1].role == "node" and unit.name > -1.5:
        value += c.KNOWN_AS_BODY
    if unit.mark is not None and unit.mark.word and unit.title and not unit.prose and not hidden:
        value += c.LEVEL_AS_TEXT
    if unit.unit.emphasis >= 1 and path.stack[-1].role == "node" and not unit.prose:
        value += c.LOUD_AS_TEXT * min(2.0, unit.unit.emphasis)
    if unit.unit.same_line and path.open and unit.mark is None and not unit.prose and sentence_value(unit.text) < 1:
        value -= 1.5
    return value


def _next_to(before: tuple[int, ...], value: tuple[int, ...]) -> bool:
    return bool(before) and before[:-1] == value[:-1] and value[-1] == before[-1] + 1


def _again(path: Path, unit: Seen, earlier: tuple[int, ...], into: list[_Option]) -> None:
    """The entry that a unit prints again, if it began one in this reading."""
    node = path.nodes
    first = min(earlier, default=0)
    while node is not None:
        at, stack, rest = node
        if at < first:  # type: ignore[operator]
            return
        if at in earlier:
            frame = stack[-1]  # type: ignore[index]
            if not unit.value or not frame.value or unit.value == frame.value or unit.value[-1] == frame.value[-1]:
                into.append((path.score + c.SAME_ENTRY, path, "again", int(at), "node"))
                return
        node = rest  # type: ignore[assignment]


def _next(options: list[_Option], unit: Seen, seen: Sequence[Seen]) -> list[Path]:
    """The best paths: of each state the best few, and not too many that have the same classes open."""
    beam: list[Path] = []
    states: dict[object, int] = {}
    shapes: dict[object, int] = {}
    depths: dict[int, int] = {}
    for score, path, act, depth, role in options:
        shape, state, nodes = _after(path, act, depth, role, unit)
        if (
            states.get(state, 0) >= SAME_STATE
            or shapes.get(shape, 0) >= SAME_SHAPE
            or depths.get(nodes, 0) >= SAME_DEPTH
        ):
            continue
        depths[nodes] = depths.get(nodes, 0) + 1
        states[state] = states.get(state, 0) + 1
        shapes[shape] = shapes.get(shape, 0) + 1
        made = _made(score, path, act, depth, role, unit, seen)
        if act in ("begin", "above", "frame", "named"):
            made.shape, made.state = shape, state[0]
        elif act == "again":
            made.shape, made.state = _shape_of(made.stack), tuple(_state_of(frame) for frame in made.stack)
        beam.append(made)
        if len(beam) >= c.WIDTH:
            break
    return beam


def _state_of(frame: Frame) -> tuple[object, ...]:
    return (frame.unit if frame.role == "node" else -1, frame.value, frame.kid_kind, frame.kid_value)


def _shape_of(stack: Sequence[Frame]) -> tuple[tuple[str, str], ...]:
    return tuple((frame.role, frame.kind) for frame in stack)


def _after(
    path: Path, act: str, depth: int, role: str, unit: Seen
) -> tuple[tuple[tuple[str, str], ...], tuple[Any, ...], int]:
    """What is open after an option, without making its path: classes, state, and the number of entries."""
    if act in ("begin", "above", "frame", "named"):
        shape = (*path.shape[:depth], (role, unit.kind))
        parent = path.stack[depth - 1]
        counted = unit.mark is not None or role == "node"
        kids = (unit.kind, unit.value) if counted else (parent.kid_kind, parent.kid_value)
        upper = (parent.unit if parent.role == "node" else -1, parent.value, *kids)
        state = (*path.state[: depth - 1], upper, (unit.index if role == "node" else -1, unit.value, "", ()))
        nodes = parent.depth + 1 if role == "node" else -1 - parent.depth
        waits = role == "node" and not unit.title and act not in ("above", "named")
        return shape, (state, role == "node" and not waits, path.pending if not waits else unit.index), nodes
    top = path.stack[-1]
    nodes = top.depth if top.role == "node" else -1 - top.depth
    if act == "again":
        return path.shape, (act, depth, path.state[:1]), nodes
    return (
        path.shape,
        (
            path.state,
            (path.open and act != "body") or act == "fill",
            path.pending if act != "fill" else path.pending[1:],
        ),
        nodes,
    )


def _made(score: float, path: Path, act: str, depth: int, role: str, unit: Seen, seen: Sequence[Seen]) -> Path:
    match act:
        case "body":
            made = _text(path, unit)
        case "skip":
            made = _follow(path, Step(unit.index, "skip", -1, -1, 0.0))
        case "join":
            made = _follow(path, Step(unit.index, "join", _owner(path), -1, 0.0))
            made.name = path.name + unit.text
            made.value = name_value(made.name)
            made.last = unit.index
        case "fill":
            made = _follow(path, Step(unit.index, "fill", path.pending[0], -1, 0.0))
            made.pending = path.pending[1:]
            made.open, made.last, made.name, made.value = True, unit.index, unit.title, unit.name
            made.above = bool(path.above)
        case "again":
            made = _reopened(path, unit, depth)
        case _:
            made = _begun(path, act, depth, role, unit, seen)
    made.score = score
    return made


def _follow(path: Path, step: Step) -> Path:
    made = Path(path, step, path.score, path.stack, path.known)
    made.shape, made.state = path.shape, path.state
    made.open, made.last, made.name, made.value = path.open, path.last, path.name, path.value
    made.pending, made.above, made.between, made.due, made.nodes = (
        path.pending,
        path.above,
        path.between,
        path.due,
        path.nodes,
    )
    return made


def _text(path: Path, unit: Seen) -> Path:
    owner = next((frame.unit for frame in reversed(path.stack) if frame.role == "node"), -1)
    made = _follow(path, Step(unit.index, "body", owner if path.stack[-1].role == "node" else -1, -1, 0.0))
    made.open = False
    made.between += 1
    if (
        path.stack[-1].role == "node"
        and not unit.prose
        and not unit.levels
        and unit.furniture < 0.5
        and not unit.caption
    ):
        made.due += c.UNEXPLAINED * (0.5 if sentence_value(unit.text) else 1.0)
    return made


def _owner(path: Path) -> int:
    """The entry whose name is open."""
    at: Path | None = path
    while at is not None and at.step is not None:
        if at.step.act in ("begin", "fill", "above", "again", "join"):
            return at.step.owner
        at = at.prev
    return -1


def _reopened(path: Path, unit: Seen, at: int) -> Path:
    """The reading in which an earlier entry is open again, with nothing known under it."""
    node = path.nodes
    while node is not None and node[0] != at:
        node = node[2]  # type: ignore[assignment]
    assert node is not None
    stack: tuple[Frame, ...] = node[1]  # type: ignore[assignment]
    made = _follow(path, Step(unit.index, "again", at, -1, c.SAME_ENTRY))
    fresh = stack[-1]._replace(kids=0, kid_kind="", kid_value=(), kid_role="")
    above = tuple(
        frame._replace(kid_value=child.value, kid_kind=child.kind, kids=max(1, frame.kids), kid_role=child.role)
        for frame, child in itertools.pairwise(stack)
    )
    made.stack = (*above, fresh)
    made.known = _learn(path.known, unit.kind, fresh.depth, unit.value)
    made.open, made.name, made.last, made.value = True, unit.title, unit.index, unit.name
    made.between, made.due = 0, 0.0
    return made


def _learn(known: Known, kind: str, depth: int, value: tuple[int, ...]) -> Known:
    depths, _ = known.get(kind, (frozenset(), ()))
    return {**known, kind: (depths | {depth}, value)}


def _begun(path: Path, act: str, depth: int, role: str, unit: Seen, seen: Sequence[Seen]) -> Path:
    parent = path.stack[depth - 1]
    above = next((frame.unit for frame in reversed(path.stack[:depth]) if frame.role == "node"), -1)
    owner = unit.index if role == "node" else -1
    made = _follow(path, Step(unit.index, act, owner, above, path.score))
    node_depth = parent.depth + (role == "node")
    frame = Frame(role, unit.index, unit.kind, unit.value, unit.rank, node_depth, unit.unit.indent, unit.unit.heading)
    frame = frame._replace(loud=unit.unit.emphasis)
    if unit.mark is not None or role == "node":
        style = unit.unit.style if unit.unit.heading is None else f"#{unit.unit.heading}"
        parent = parent._replace(
            kids=parent.kids + 1,
            kid_role=role,
            kid_kind=unit.kind,
            kid_value=unit.value,
            kid_rank=unit.rank if role == "node" else parent.kid_rank,
            kid_indent=unit.unit.indent,
            kid_style=style,
        )
    made.stack = (*path.stack[: depth - 1], parent, frame)
    made.open = False
    made.between, made.due = 0, 0.0
    if role != "node":
        return made
    made.known = _learn(path.known, unit.kind, node_depth, unit.value)
    made.nodes = (unit.index, made.stack, path.nodes)
    if act == "above":
        made.above = True
    elif act == "named":
        made.pending = ()
    elif unit.title:
        made.open, made.last, made.name, made.value = True, unit.index, unit.title, unit.name
        made.pending = ()
    else:
        made.pending = (*path.pending, unit.index)
    return made
