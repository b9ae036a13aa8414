"""The text of a borderless table's columns → their entries: wrapped lines joined, numbers put before their titles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.borderless_columns import Frame, Piece
from extractors.dittos import is_ditto
from extractors.numbering import read_marker
from schemas.document import BBox, Page

WRAPPED = 1.9
"""Em between the lines of one entry, at most."""
WRAPPED_SHARE = 0.93
"""Share of the distance between rows: lines of one entry are nearer to each other."""
FULL = 2.2
"""Em that a line may fall short of its column's end and still be broken there (no break before 、 or within a word)."""
COVERS = 0.6
"""Share of a column's width that a background or rule takes to bound its entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a column: its lines joined, and the rows it covers once these are known."""

    text: str
    bbox: BBox
    first: float
    """Middle of its first line."""
    top: int = 0
    bottom: int = 0

    @property
    def middle(self) -> float:
        return (self.bbox.top + self.bbox.bottom) / 2


def find_entries(frame: Frame, page: Page) -> list[tuple[tuple[float, float], list[Entry]]]:
    """The entries of each column from the top down; columns of bare numbers given to the titles on their right."""
    read = [
        _column([piece for piece in frame.body if low - 0.5 <= piece.bbox.x0 <= high], (low, high), page)
        for low, high in frame.bounds
    ]
    pitch = _pitch(read)
    found: list[tuple[tuple[float, float], list[Entry]]] = []
    numbers: list[Entry] = []
    start: float | None = None
    for (low, high), column in zip(frame.bounds, read, strict=True):
        entries = _entries(column, pitch, numbers)
        bare = all(_bare_number(entry.text) for entry in entries)
        if bare and not numbers and (low, high) != frame.bounds[-1]:
            numbers, start = entries, low
            continue
        if numbers and start is not None:
            entries = _numbered(entries, numbers, (start, high))
            low = start
        numbers, start = [], None
        if entries:
            found.append(((low, high), entries))
    return found


def _bare_number(text: str) -> bool:
    marked = read_marker(text)
    return marked.marker is not None and not marked.name


def _numbered(entries: list[Entry], numbers: list[Entry], bound: tuple[float, float]) -> list[Entry]:
    """Entries with the number that is printed beside them; one beside several numbers is cut at these."""
    whole: list[Entry] = []
    for entry in entries:
        beside = [n for n in numbers if entry.bbox.top - 1.0 <= n.middle <= entry.bbox.bottom + 1.0]
        if len(beside) == 1:
            label = beside[0]
            bbox = union(entry.bbox, label.bbox)
            entry = replace(entry, text=f"{label.text}\u3000{entry.text}", bbox=bbox)
        whole.append(entry)
    return whole


def union(a: BBox, b: BBox) -> BBox:
    return BBox(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))


def find_cuts(page: Page, bound: tuple[float, float], top: float, bottom: float) -> list[float]:
    """Heights at which a background begins or ends, or a rule runs, over the width of a column."""
    low, high = bound
    found: list[float] = []
    for box in page.boxes:
        if min(box.bbox.x1, high) - max(box.bbox.x0, low) >= COVERS * (high - low):
            found += [box.bbox.top, box.bbox.bottom]
    for rule in page.rules:
        x0, x1 = sorted((rule.x0, rule.x1))
        if abs(rule.top - rule.bottom) < 1.0 and min(x1, high) - max(x0, low) >= COVERS * (high - low):
            found.append(rule.top)
    cuts: list[float] = []
    for y in sorted(found):
        if top < y < bottom and (not cuts or y - cuts[-1] > 3.0):
            cuts.append(y)
    return cuts


def _entries(column: _Column, pitch: float, numbers: Sequence[Entry]) -> list[Entry]:
    """The lines of a column put together to entries.

    A line goes on with the one above where that one is full, it stands nearer than two rows do (`pitch`), and nothing
    speaks against it: no marker of its own, no number beside it, no edge of a background between the two.
    """
    groups: list[list[Piece]] = []
    for at, line in enumerate(column.lines):
        wrapped = at > 0 and not column.starts[at]
        if wrapped:
            above = column.lines[at - 1]
            gap = line.middle - above.middle
            near = gap <= WRAPPED * max(line.size, above.size)
            wrapped = near and (gap < WRAPPED_SHARE * pitch or (column.marked and column.full[at - 1]))
            wrapped = wrapped and not (_numbered_beside(line, numbers) and _numbered_beside(groups[-1][0], numbers))
        if wrapped:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_entry(group) for group in groups]


def _numbered_beside(line: Piece, numbers: Sequence[Entry]) -> bool:
    return any(abs(number.middle - line.middle) <= 0.35 * line.size for number in numbers)


@dataclass(frozen=True, slots=True)
class _Column:
    """The lines of a column, and what can be said of each alone."""

    lines: tuple[Piece, ...]
    starts: tuple[bool, ...]
    """Lines that certainly begin an entry."""
    full: tuple[bool, ...]
    """Lines that reach the right end of the column, so that their text may go on below."""
    marked: bool
    """True where entries begin with a marker."""


def _column(pieces: Sequence[Piece], bound: tuple[float, float], page: Page) -> _Column:
    lines = _lines(pieces)
    if not lines:
        return _Column((), (), (), False)
    cuts = find_cuts(page, bound, lines[0].bbox.top, lines[-1].bbox.bottom)
    cuts = [y for y in cuts if not any(line.bbox.top + 1.5 < y < line.bbox.bottom - 1.5 for line in lines)]
    kinds = [marker.kind if (marker := read_marker(line.text).marker) else "" for line in lines]
    usual = max((kind for kind in set(kinds) if kind), key=kinds.count, default="")
    marked = bool(usual) and kinds[0] == usual and kinds.count(usual) * 3 >= len(lines)
    full = [bound[1] - line.bbox.x1 <= FULL * line.size for line in lines]
    starts = [True]
    for at in range(1, len(lines)):
        cut = any(lines[at - 1].middle < y < lines[at].middle for y in cuts)
        ditto = is_ditto(lines[at].text) or is_ditto(lines[at - 1].text)
        starts.append(cut or ditto or not full[at - 1] or (marked and kinds[at] == usual))
    return _Column(tuple(lines), tuple(starts), tuple(full), marked)


def _pitch(columns: Sequence[_Column]) -> float:
    """The least distance between two rows: between lines of one column that certainly are two entries."""
    gaps = [
        below.middle - above.middle
        for column in columns
        for (above, below), start in zip(pairwise(column.lines), column.starts[1:], strict=True)
        if start
    ]
    return min(gaps, default=float("inf"))


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of a column at the same height as one line."""
    lines: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.bbox.x0)):
        if lines and abs(lines[-1].middle - piece.middle) <= 0.45 * piece.size:
            last = lines[-1]
            left, right = (last, piece) if last.bbox.x0 <= piece.bbox.x0 else (piece, last)
            wide = right.bbox.x0 - left.bbox.x1 > 0.6 * piece.size
            text = left.text + ("\u3000" if wide else " ") + right.text
            lines[-1] = Piece(text, union(left.bbox, right.bbox), max(left.size, right.size))
        else:
            lines.append(piece)
    return lines


def _entry(lines: Sequence[Piece]) -> Entry:
    bbox = lines[0].bbox
    for line in lines[1:]:
        bbox = union(bbox, line.bbox)
    return Entry("\n".join(line.text for line in lines), bbox, lines[0].middle)
