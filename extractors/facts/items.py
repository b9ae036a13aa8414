"""Rows under a heading → its list of entries with their descriptions. Pure, no IO."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.facts.printed import Row, body, is_sentence, may_head, rank
from extractors.numbering import Marker, read_marker, split_items
from schemas.plan import NamedItem


def items_under(rows: Sequence[Row], at: int) -> tuple[NamedItem, ...]:
    """Entries of one marker class (（1）…, ●…, Markdown headings) in the section that the row at `at` opens.

    Paragraphs behind an entry are its description, joined by line breaks. Entries deeper than the first one belong to
    descriptions and are not taken.
    """
    indices = body(rows, at)
    first = next((i for i in indices if _opens(rows[i])), None)
    if first is None:
        return ()
    kind = _kind(rows[first])
    entries: list[tuple[Row, list[str]]] = []
    for index in indices:
        row = rows[index]
        if row.cells or index < first:
            continue
        if _opens(row) and _kind(row) == kind:
            entries.append((row, []))
        elif entries and _opens(row) and not row.listed and rank(row) <= rank(rows[first]) and may_head(row):
            break
        elif entries:
            entries[-1][1].append(row.text)
    return tuple(_item(row, texts) for row, texts in entries)


def _opens(row: Row) -> bool:
    marked = row.markdown is not None or row.listed or read_marker(row.text).marker is not None
    return marked and not row.cells and not is_sentence(row.text)


def _kind(row: Row) -> str:
    marker: Marker | None = read_marker(row.text).marker
    if marker is not None:
        return marker.kind
    return "-" if row.listed else f"#{row.markdown}"


def _item(row: Row, texts: Sequence[str]) -> NamedItem:
    found = read_marker(row.text)
    name = found.name if found.marker else row.text
    prose = [text for text in texts if not text.startswith("※")]
    return NamedItem(name, row.evidence(), found.marker.label if found.marker else "", "\n".join(prose) or None)


def names_in(text: str) -> tuple[str, ...]:
    """The entries of a list that stands in one cell or line."""
    return tuple(read_marker(part).name for part in split_items(text))
