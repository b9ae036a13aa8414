"""A plan's period and its calendar → bars and stars over fiscal years (計画期間の図). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from publishers.site.views import Bar, Picture, Star, Year
from publishers.table_rows import Row

STEP = 58
"""Width of one year, px: a printed year such as 平成28年度 fits at 11 px."""
MARGIN = 12
"""Free space at both ends and around words, px."""
HEAD = 52
"""Height of the years at the top, px."""
LINE = 38
"""Height of one bar with the space below it, px."""
EVENT = 48
"""Height of the words of one kind of event and of its stars, px."""
WIDE, NARROW = 13, 8
"""Width of a Japanese and of a Latin letter in a bar, px, rounded up."""
MOST = 60
"""Years drawn at most; a calendar beyond that is a misreading, and stands in the table below the picture."""

_Span = tuple[str, int, int, bool]
"""Words, first and last year, whether it is the plan's own period."""


def draw_years(plan: Row, timeline: Sequence[Row]) -> Picture | None:
    """The picture, or None where there is nothing to draw."""
    spans = [*_own(plan), *_runs(timeline)]
    seen = [_year(row) for row in timeline] + [year for _, *ends, _ in spans for year in ends]
    if not seen or max(seen) - min(seen) >= MOST:
        return None
    first = min(seen)
    printed = {_year(row): str(row["era_label"] or "") for row in timeline}
    years = tuple(Year(year, printed.get(year, ""), _middle(year - first)) for year in range(first, max(seen) + 1))
    bars = tuple(_bar(span, number, first) for number, span in enumerate(spans))
    below = HEAD + len(bars) * LINE
    events = tuple((text, below + number * EVENT) for number, text in enumerate(_events(timeline)))
    stars = tuple(
        Star(text, _middle(_year(row) - first), dict(events)[text])
        for row in timeline
        for text in _parts(row["events"])
    )
    width = max(2 * MARGIN + len(years) * STEP, *(bar.text_x + _width(bar.text) + MARGIN for bar in bars), 0)
    return Picture(width, below + len(events) * EVENT + 8, STEP, years, bars, events, stars)


def _bar(span: _Span, number: int, first: int) -> Bar:
    text, start, end, own = span
    left, width = MARGIN + (start - first) * STEP + 1, (end - start + 1) * STEP - 2
    inside = _width(text) + MARGIN <= width
    years = str(start) if start == end else f"{start}–{end}"
    text_x = left + MARGIN // 2 if inside else left + width + MARGIN // 2
    return Bar(text, years, left, HEAD + number * LINE, width, own, inside, text_x)


def _own(plan: Row) -> Iterator[_Span]:
    if plan["start_year"] and plan["end_year"]:
        yield "この計画の期間", int(plan["start_year"]), int(plan["end_year"]), True


def _runs(timeline: Sequence[Row]) -> Iterator[_Span]:
    """Years without a gap under one name, in order of their first year."""
    found: list[_Span] = []
    running: dict[str, int] = {}
    for row in sorted(timeline, key=_year):
        year = _year(row)
        for text in _parts(row["spans"]):
            at = running.get(text)
            if at is not None and found[at][2] >= year - 1:
                found[at] = (text, found[at][1], year, False)
            else:
                running[text] = len(found)
                found.append((text, year, year, False))
    yield from found


def _events(timeline: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(text for row in timeline for text in _parts(row["events"])))


def _parts(value: object) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in str(value or "").split(";") if part.strip()))


def _year(row: Row) -> int:
    return int(row["fiscal_year"] or 0)


def _middle(years: int) -> int:
    return MARGIN + years * STEP + STEP // 2


def _width(text: str) -> int:
    return sum(WIDE if east_asian_width(char) in "WFA" else NARROW for char in text)
