"""Tables among the lines of a page, and the items of an outline put in order with them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.numbering import read_marker
from extractors.section_names import names_indicators
from schemas.document import BBox, Line
from schemas.structure import Item


@dataclass(frozen=True, slots=True)
class Listed:
    """A table among lines: where it stands, and the entries it lists."""

    places: tuple[tuple[int, BBox], ...]
    """Page and box of each of its parts."""
    items: tuple[Item, ...]


def stands_in(line: Line, places: Sequence[tuple[int, BBox]]) -> bool:
    assert line.bbox is not None
    x, y = (line.bbox.x0 + line.bbox.x1) / 2, (line.bbox.top + line.bbox.bottom) / 2
    return any(page == line.page and box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for page, box in places)


def with_tables(items: list[Item], tables: Sequence[Listed]) -> list[Item]:
    """The entries of tables put behind the last item that begins above them.

    The name of a table of indicators (数値目標) is over with it: what follows stands under what was open before.
    """
    found: list[Item] = []
    rest = sorted(tables, key=lambda table: (table.places[0][0], table.places[0][1].top))
    for item in items:
        page, box = item.evidence.page or 0, item.evidence.bbox
        while rest and box is not None and (rest[0].places[0][0], rest[0].places[0][1].top) <= (page, box.top):
            table = rest.pop(0)
            if not table.items and found and _names_indicators(found[-1]):
                found.pop()
            found.extend(table.items)
        found.append(item)
    for table in rest:
        found.extend(table.items)
    return found


def _names_indicators(item: Item) -> bool:
    """A label without text of its own, over a table of indicators."""
    if item.body or item.row or item.heading is not None:
        return False
    marked = read_marker(item.text)
    return (marked.marker is None or not marked.marker.counted) and names_indicators(marked.name or item.text)
