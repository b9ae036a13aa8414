"""Plan and the lines of its text → where each published value stands, by line and character (根拠の位置). Pure.

What read the hierarchy knows the line of an entry; a label, a description, an office or a year stands beside it, under it or
in the heading of a table. Each value is looked for in the lines themselves, nearest to its entry; what is found there is
quoted as it stands. What is not found keeps the evidence that it has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from schemas.checked_plan import CheckedPlan, Proof
from schemas.document import Line
from schemas.plan import Facts, Node, Structure
from schemas.structure import Evidence

BESIDE = 6
"""Characters that may stand between a label and its name."""
_TAGS = re.compile(r"<[^<>]{1,8}>")


class Printed:
    """All lines as one string without white space, each character of which knows its line and place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """lines: of a text file."""
        self._lines = {line.number: line.text for line in lines if line.number is not None}
        characters: list[str] = []
        self._places: list[tuple[int, int]] = []
        self._starts: dict[int, int] = {}
        for number, text in self._lines.items():
            self._starts[number] = len(characters)
            hidden = {at for tag in _TAGS.finditer(text) for at in range(*tag.span())}
            for at, character in enumerate(text):
                for plain in () if at in hidden else _folded(character):
                    characters.append(plain)
                    self._places.append((number, at))
        self._text = "".join(characters)

    def find(self, value: str, near: int | None, after: int = 0) -> tuple[int, int] | None:
        """The place of a value, start and end in the string: in the line given from after on, else in the nearest line."""
        wanted = "".join(_folded(_TAGS.sub("", value)))
        if not wanted:
            return None
        begins = self._starts.get(near or 0, 0)
        first = self._text.find(wanted, max(begins, after))
        if first >= 0 and (near is None or self._places[first][0] == near):
            return first, first + len(wanted)
        behind = self._text.find(wanted, begins)
        ahead = self._text.rfind(wanted, 0, begins + len(wanted) - 1) if near is not None else -1
        found = [at for at in (behind, ahead) if at >= 0]
        at = min(found, key=lambda each: (abs(self._places[each][0] - (near or 0)), each < begins), default=None)
        return None if at is None else (at, at + len(wanted))

    def over(self, value: str, line: int | None) -> tuple[int, int] | None:
        """The place of a heading over a line: the last before it, else wherever it stands nearest."""
        wanted = "".join(_folded(value))
        at = self._text.rfind(wanted, 0, self._starts.get(line or 0, 0)) if wanted else -1
        return (at, at + len(wanted)) if at >= 0 else self.find(value, line)

    def label(self, value: str, name: tuple[int, int]) -> int | None:
        """Where the label right before a name begins."""
        wanted = "".join(_folded(value))
        at = self._text.rfind(wanted, max(0, name[0] - len(wanted) - BESIDE), name[0]) if wanted else -1
        return at if at >= 0 else None

    def evidence(self, start: int, end: int) -> Evidence:
        """The words from start to end as printed, with what stands between them; line breaks stay."""
        (first, column), (last, stop) = self._places[start], self._places[end - 1]
        if first == last:
            text = self._lines[first][column : stop + 1]
        else:
            between = [self._lines[number] for number in self._lines if first < number < last]
            text = "\n".join((self._lines[first][column:], *between, self._lines[last][: stop + 1]))
        return Evidence(text, line=first, column=column + 1)


def locate(plan: CheckedPlan, lines: Sequence[Line]) -> tuple[Proof, ...]:
    """Every value that was found in the lines."""
    printed = Printed(lines)
    found: list[Proof] = []
    for index, structure in enumerate(plan.extraction.structures):
        found += _nodes(index, structure, printed)
    return (*found, *_facts(plan, printed))


def _nodes(index: int, structure: Structure, printed: Printed) -> Iterator[Proof]:
    after = 0
    for node in structure.nodes:
        name = printed.find(node.name_printed, node.evidence.line, after)
        name = name or printed.find(node.name, node.evidence.line)
        if name is None:
            continue
        after = name[1] if printed.evidence(*name).line == node.evidence.line else after
        start = printed.label(node.label, name)
        if start is not None:
            yield Proof(index, node.ref, "label", node.label, printed.evidence(start, name[1]))
        yield Proof(index, node.ref, "name", node.name, printed.evidence(*name))
        for field, value, near in _beside(node, structure):
            place = printed.over(value, near) if field == "level_name" else printed.find(value, near, name[1])
            if place is not None:
                yield Proof(index, node.ref, field, value, printed.evidence(*place))


def _beside(node: Node, structure: Structure) -> Iterator[tuple[str, str, int | None]]:
    line = node.evidence.line
    if node.description:
        yield "description", node.description, line
    if node.subtitle:
        yield "subtitle", node.subtitle, line
    if node.department:
        yield "department", node.department, line
    levels = structure.levels or ()
    if node.level <= len(levels) and levels[node.level - 1]:
        yield "level_name", levels[node.level - 1], line


def _facts(plan: CheckedPlan, printed: Printed) -> Iterator[Proof]:
    facts = plan.extraction.facts
    yield from _found(printed, "plan", "name", plan.source.title, None)
    plans = [structure.plan for structure in plan.extraction.structures if structure.plan] or [facts.plan]
    for each in plans:
        for field in ("generation", "status", "scope", "as_of", "period_text", "vision"):
            yield from _found(printed, "plan", field, getattr(each, field), None)
    for kind, field, value, line in _rows_of(facts):
        yield from _found(printed, kind, field, value, line)


def _rows_of(facts: Facts) -> Iterator[tuple[str, str, str | None, int | None]]:
    for statement in facts.statements:
        yield "statement", "text", statement.text, statement.evidence.line
        yield "statement", "belongs_to", statement.belongs_to, statement.evidence.line
    for item in (*facts.basic_policies, *facts.cross_cutting, *facts.focus_projects):
        yield "statement", "text", item.name, item.evidence.line
        yield "statement", "label", item.label, item.evidence.line
        yield "statement", "description", item.description, item.evidence.line
    for term in facts.terms:
        yield "term", "term", term.term, term.evidence.line
        yield "term", "definition", term.definition, term.evidence.line
    for entry in facts.timeline:
        yield "timeline", "era_label", entry.era_label, entry.evidence.line
        for text in entry.entries:
            yield "timeline", "entries", text, entry.evidence.line
    for span in facts.spans:
        yield "timeline", "spans", span.text, span.evidence.line
    for event in facts.events:
        yield "timeline", "events", event.name, event.evidence.line
    for name in facts.departments:
        yield "department", "name", name, None


def _found(printed: Printed, kind: str, field: str, value: str | None, line: int | None) -> Iterator[Proof]:
    place = printed.find(value, line) if value else None
    if value and place is not None:
        yield Proof(None, kind, field, value, printed.evidence(*place))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
