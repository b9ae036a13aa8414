"""Page → the columns of a table without rules (罫線のない表): its header row, its body, its column bounds. Pure.

Columns are kept apart by white space alone or by the edges of backgrounds. A column of bare numbers (1-1, (2)) is a
column like any other here; extractors/borderless_table.py gives the numbers to the titles beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.columns import is_header_word, names_a_column
from extractors.numbering import read_marker
from extractors.page_text import around, drop_ruby, row_text, rows_of
from schemas.document import BBox, Page

PIECE = 0.6
"""Em: white space that may part two columns; less is a space between words."""
GUTTER = 1.4
"""Em: white space that parts columns whatever stands on both sides."""
ALIGNED = 2.0
"""Points: texts of one column begin at the same place within this."""
EVEN_STARTS = 0.7
"""Share of a column's texts that begin at the same place, to believe in a narrow gutter before it."""
FOOT_GAP = 3.5
"""Usual line distances: more than this below the table, something else begins."""
RUNNING_HEADS = 2
"""Lines over a table that goes on from the page before: the page's own heads."""
FEWEST_ROWS = 4
"""Rows of a table; fewer are lines that happen to have gaps."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text without a wide gap."""

    text: str
    bbox: BBox
    size: float

    @property
    def middle(self) -> float:
        return (self.bbox.top + self.bbox.bottom) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A table region: header texts, text of the body, and the bounds of its columns."""

    header: tuple[tuple[Piece, ...], ...]
    """Rows of the header, none where none is printed."""
    body: tuple[Piece, ...]
    bounds: tuple[tuple[float, float], ...]
    """Left and right end of each column's text, left to right."""


def find_frame(page: Page) -> Frame | None:
    """The region of a borderless table; None where the page shows none."""
    rows = _rows(page)
    header = _header_at(rows)
    if header is not None:
        first, last = header
        body = _body(rows[last:], page)
        heads = tuple(tuple(row) for row in rows[first:last])
        if len(body) >= FEWEST_ROWS:
            pieces = [piece for row in body for piece in row]
            bounds = _bounds(pieces, page, heads)
            if len(bounds) >= 2:
                return Frame(heads, tuple(pieces), bounds)
    return _without_header(rows, page)


def rest_of_body(page: Page, bounds: Sequence[tuple[float, float]], names: frozenset[str]) -> tuple[Piece, ...]:
    """The texts at the top of a page that stand in the columns of the table on the page before.

    Args:
        page: the page after it.
        bounds: left and right end of its columns.
        names: the texts of its header, which may be printed again.
    """
    body: list[list[Piece]] = []
    skipped = 0
    for row in _rows(page):
        if {piece.text for piece in row} <= names:
            continue
        if all(_in_column(piece, bounds) for piece in row) and any(_starts_column(piece, bounds) for piece in row):
            body.append(row)
        elif body or skipped == RUNNING_HEADS:
            break
        else:
            skipped += 1
    return tuple(piece for row in body for piece in row)


def _in_column(piece: Piece, bounds: Sequence[tuple[float, float]]) -> bool:
    return any(low - ALIGNED <= piece.bbox.x0 and piece.bbox.x1 <= high + ALIGNED for low, high in bounds)


def _starts_column(piece: Piece, bounds: Sequence[tuple[float, float]]) -> bool:
    return any(abs(piece.bbox.x0 - low) <= ALIGNED for low, _ in bounds)


def _rows(page: Page) -> list[list[Piece]]:
    """All text in rows of pieces, top to bottom; walls are left aside, since backgrounds overlap their neighbours."""
    found: list[Piece] = []
    for row in drop_ruby([row for row in rows_of(page.glyphs, PIECE) if row]):
        ink = [glyph for glyph in row if not glyph.text.isspace()]
        if ink:
            size = sorted(glyph.size for glyph in ink)[len(ink) // 2]
            found.append(Piece(row_text(row), around(ink), size))
    found.sort(key=lambda piece: (piece.middle, piece.bbox.x0))
    rows: list[list[Piece]] = []
    for piece in found:
        if rows and abs(rows[-1][0].middle - piece.middle) <= 0.45 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for pieces in rows:
        pieces.sort(key=lambda piece: piece.bbox.x0)
    return rows


def _header_at(rows: Sequence[Sequence[Piece]]) -> tuple[int, int] | None:
    """First row and end of the header: rows of column names and nothing else."""
    for at, row in enumerate(rows):
        texts = [piece.text for piece in row]
        if len(texts) < 2 or not all(is_header_word(text) for text in texts):
            continue
        known = sum(names_a_column(text) for text in texts)
        if known * 2 < len(texts) or (known * 2 == len(texts) and len(texts) == 2):
            continue
        end = at + 1
        pitch = 2.2 * row[0].size
        while (
            end < len(rows)
            and rows[end][0].middle - rows[end - 1][0].middle < pitch
            and all(names_a_column(piece.text) for piece in rows[end])
        ):
            end += 1
        return at, end
    return None


def _body(rows: Sequence[Sequence[Piece]], page: Page) -> list[list[Piece]]:
    """Rows of the table below its header, up to a note, a page number or a wide gap."""
    body: list[list[Piece]] = []
    gaps: list[float] = []
    for row in rows:
        if body:
            gap = row[0].middle - body[-1][0].middle
            usual = sorted(gaps)[len(gaps) // 2] if gaps else gap
            if len(body) >= FEWEST_ROWS and gap > FOOT_GAP * usual:
                break
            if row[0].text.lstrip().startswith(("※", "（注", "(注", "注）", "注)", "出典", "資料：")) and len(row) == 1:
                break
            gaps.append(gap)
        if (
            len(row) == 1
            and row[0].bbox.top > 0.9 * page.height
            and row[0].text.strip(" -－―–0123456789").strip() == ""
        ):
            break
        body.append(list(row))
    return body


def _bounds(pieces: Sequence[Piece], page: Page, header: Sequence[Sequence[Piece]]) -> tuple[tuple[float, float], ...]:
    """Columns by the white space that runs through all rows, or by edges of backgrounds that no text crosses."""
    spans = _coverage(pieces)
    edges = _edges(pieces, page)
    size = sorted(piece.size for piece in pieces)[len(pieces) // 2]
    columns: list[tuple[float, float]] = [spans[0]]
    for span in spans[1:]:
        gap = span[0] - columns[-1][1]
        own = [piece for piece in pieces if span[0] - 0.1 <= piece.bbox.x0 <= span[1]]
        left = [piece for piece in pieces if columns[-1][0] - 0.1 <= piece.bbox.x0 <= columns[-1][1]]
        walled = any(columns[-1][1] - 1.0 <= edge <= span[0] + 1.0 for edge in edges)
        starts = Counter(round(piece.bbox.x0 / ALIGNED) for piece in own)
        top = max(starts[key] + starts[key + 1] for key in starts)
        aligned = top >= EVEN_STARTS * len(own)
        numbers = all(_bare_number(piece.text) for piece in left)
        named = _between_heads(columns[-1], span, header)
        labelled = sum(read_marker(piece.text).marker is not None for piece in own) >= EVEN_STARTS * len(own)
        if walled or gap >= GUTTER * size or ((numbers or named or labelled) and aligned):
            columns.append(span)
        else:
            columns[-1] = (columns[-1][0], span[1])
    return tuple(columns)


def _coverage(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """The stretches across the page that hold text."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.bbox.x0, piece.bbox.x1) for piece in pieces):
        if spans and x0 <= spans[-1][1] + 1.0:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _edges(pieces: Sequence[Piece], page: Page) -> list[float]:
    """Upright edges of backgrounds and rules in the region that several share."""
    top = min(piece.bbox.top for piece in pieces) - 2.0
    bottom = max(piece.bbox.bottom for piece in pieces) + 2.0
    found = Counter(
        round(x)
        for box in page.boxes
        if box.bbox.bottom > top and box.bbox.top < bottom
        for x in (box.bbox.x0, box.bbox.x1)
    )
    return [float(x) for x, count in found.items() if count >= 2]


def _between_heads(left: tuple[float, float], right: tuple[float, float], header: Sequence[Sequence[Piece]]) -> bool:
    """Whether two columns have names of their own over them."""

    def over(span: tuple[float, float]) -> set[int]:
        return {
            id(piece)
            for row in header
            for piece in row
            if min(span[1], piece.bbox.x1) - max(span[0], piece.bbox.x0) > 0.3 * (piece.bbox.x1 - piece.bbox.x0)
        }

    return bool(over(left)) and bool(over(right)) and not over(left) & over(right)


def _bare_number(text: str) -> bool:
    marked = read_marker(text)
    return marked.marker is not None and not marked.name


def _without_header(rows: Sequence[Sequence[Piece]], page: Page) -> Frame | None:
    """A table without column names: numbered texts in columns of which the left one has fewer entries."""
    for at in range(len(rows)):
        if len(rows[at]) < 2 or not any(read_marker(piece.text).marker for piece in rows[at]):
            continue
        body = _body(rows[_back_to_first(rows, at) :], page)
        pieces = [piece for row in body for piece in row]
        if len(body) < FEWEST_ROWS:
            return None
        bounds = _bounds(pieces, page, ())
        if len(bounds) < 2:
            continue
        columns = [[p for p in pieces if low - 0.1 <= p.bbox.x0 <= high] for low, high in bounds]
        titles = [own for own in columns if not all(_bare_number(piece.text) for piece in own)]
        begun = [piece for row in body for piece in _first_in_columns(row, bounds)]
        marked = sum(read_marker(piece.text).marker is not None for piece in begun)
        if len(titles) >= 2 and len(titles[0]) < len(titles[-1]) and marked >= 0.5 * len(begun):
            return Frame((), tuple(pieces), bounds)
        return None
    return None


def _first_in_columns(row: Sequence[Piece], bounds: Sequence[tuple[float, float]]) -> list[Piece]:
    """The piece with which each column begins in a row; a title behind its number is left out."""
    inside = [[piece for piece in row if low - 0.1 <= piece.bbox.x0 <= high] for low, high in bounds]
    return [own[0] for own in inside if own]


def _back_to_first(rows: Sequence[Sequence[Piece]], at: int) -> int:
    """The row at which the table begins: rows over `at` whose texts begin where one of its texts does belong to it."""
    starts = [piece.bbox.x0 for row in rows[at : at + FEWEST_ROWS] for piece in row]
    while at > 0 and all(
        read_marker(piece.text).marker is not None and any(abs(piece.bbox.x0 - x) <= ALIGNED for x in starts)
        for piece in rows[at - 1]
    ):
        at -= 1
    return at
