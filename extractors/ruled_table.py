"""Page → the tables drawn on it (罫線表), each cell with its rows, columns and place. Pure.

A wall is a rule, the side of a framed box or the edge of a coloured cell. Walls that touch form one table; where no
wall stands between two places of its raster they are one cell. What is not drawn is not invented: a table whose
columns are kept apart by white space alone is left to the reader of borderless tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.boxes_apart import apart
from extractors.columns import is_header_word, names_a_column
from extractors.numbering import read_marker
from extractors.page_text import page_lines
from extractors.raster import Area, Raster, rasters, without_shades
from extractors.unlined_cells import part_by_space
from extractors.vertical_text import read_region
from extractors.walls import find_walls
from schemas.document import BBox, Box, Glyph, Line, Page
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence, Grid

SPREAD_ROWS = 0.5
"""Share of body rows that may be one single cell before the columns must be kept apart by white space."""
PAGE_FOOT = 0.8
"""The same at the foot: a header row that ends below it may begin a table whose rows follow on the next page."""
OPEN_ROWS = 3
"""Rows with a cell of their own to the left, beside one place."""
PAGE_TOP = 0.2
"""Share of the page height: a single row that begins above it may be the rest of a table of the page before."""
ARROWS = frozenset("▶►▷▸➡→⇒⇨➜➔⮕＞>〉》　 ")
"""A cell with nothing but these leads from one column to the next and says nothing itself."""
TITLE_ABOVE = 160.0
"""Points: the heading of a table is not further above it."""
RIGHT_ABOVE = 32.0
"""Points: a numbered line this near over a table, or over another heading of it, is a heading whatever its size."""
TITLE_MAX = 40
"""Characters of a heading."""
LARGER = 1.08
"""A heading is at least this much larger than the text of the cells, or bold."""
_TITLE_WORDS = ("体系", "一覧", "全体像", "展開", "構成", "概要", "取組", "施策")


def see(page: Page) -> Result[tuple[Grid, ...]]:
    """All tables of a page with at least two rows and two columns, from the top down.

    At the top of a later page a single row may be the rest of a table; what does not go on from one is no table.
    """
    grids: list[Grid] = []
    issues: list[Issue] = []
    lines: tuple[Line, ...] | None = None
    beside = apart(page)
    for drawn in [beside] if beside is not None else rasters(find_walls(page)):
        glyphs = _inside(page.glyphs, drawn.bbox)
        raster = without_shades(drawn, [bool(share) for share in _share(drawn, glyphs)])
        grid, found = _read(page, raster, glyphs, f"p{page.number}t{len(grids) + 1}")
        if grid is None:
            continue
        if lines is None:
            lines = page_lines(page)
        floor = max((end for g in grids if (end := _end(g)) <= raster.bbox.top + 1), default=0.0)
        title = find_title(lines, raster.bbox, page, floor)
        over = find_headings(lines, raster.bbox, page, floor)
        grids.append(Grid(grid.cells, grid.rows, grid.cols, True, title, over))
        issues.extend(found)
    return Result(tuple(grids), tuple(issues))


def _inside(glyphs: Sequence[Glyph], box: BBox) -> list[Glyph]:
    x0, top, x1, bottom = box
    return [
        glyph
        for glyph in glyphs
        if x0 <= (glyph.bbox.x0 + glyph.bbox.x1) / 2 <= x1 and top <= (glyph.bbox.top + glyph.bbox.bottom) / 2 <= bottom
    ]


def _read(page: Page, raster: Raster, glyphs: list[Glyph], ref: str) -> tuple[Grid | None, list[Issue]]:
    """The cells with their text; None where it is no table."""
    texts = _share(raster, glyphs)
    rest = page.number > 1 and raster.ys[0] < PAGE_TOP * page.height
    begun = raster.rows == 1 and raster.ys[-1] > PAGE_FOOT * page.height and _names_only(texts)
    rows, filled = (1, 1) if rest or begun else (2, 3)
    if raster.rows < rows or raster.cols < 2 or sum(1 for text in texts if text) < filled:
        return None, []
    if _columns_by_space(raster, texts):
        return None, []
    if not _lined(page, raster) and (_open_columns(raster, texts) or _text_beside(page, raster)):
        return None, []
    issues: list[Issue] = []
    cells: list[Cell] = []
    shaded = _shaded_rows(page.boxes, raster)
    for area, inside in part_by_space(raster, texts):
        region = read_region([] if all(glyph.text in ARROWS for glyph in inside) else inside)
        name = f"{ref}r{area.row + 1}c{area.col + 1}"
        evidence = Evidence(region.text, page=page.number, bbox=_rounded(area.bbox))
        if not region.sure:
            message = f"「{region.text.splitlines()[0]}」の読む向き（縦書きか横書きか）を確かめてください。"
            issues.append(Issue("vertical_order_uncertain", message, evidence, refs=(name,)))
        cells.append(
            Cell(name, area.row, area.col, region.text, evidence, area.rowspan, area.colspan, area.row in shaded)
        )
    return Grid(tuple(cells), raster.rows, raster.cols, True), issues


def _rounded(box: BBox) -> BBox:
    return BBox(*(round(value, 2) for value in box))


def _share(raster: Raster, glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each area, by their middles."""
    shares: list[list[Glyph]] = [[] for _ in raster.areas]
    for glyph in glyphs:
        at = raster.area_at((glyph.bbox.x0 + glyph.bbox.x1) / 2, (glyph.bbox.top + glyph.bbox.bottom) / 2)
        if at is not None:
            shares[at].append(glyph)
    return shares


def _columns_by_space(raster: Raster, texts: list[list[Glyph]]) -> bool:
    """True where most rows are one cell over all columns: only the header has its columns drawn."""
    whole = [
        area.row
        for area, inside in zip(raster.areas, texts, strict=True)
        if area.colspan == raster.cols and inside and area.rowspan == 1
    ]
    return len(whole) > SPREAD_ROWS * raster.rows


def _names_only(texts: Sequence[list[Glyph]]) -> bool:
    """Whether all that is printed in the cells are names of columns."""
    printed = [read_region(inside).text for inside in texts if inside]
    return len(printed) > 1 and all(is_header_word(text) for text in printed) and any(map(names_a_column, printed))


def _lined(page: Page, raster: Raster) -> bool:
    """Whether any line is drawn inside; without, only coloured grounds keep its cells apart."""
    x0, top, x1, bottom = raster.bbox
    return any(
        x0 <= (rule.x0 + rule.x1) / 2 <= x1 and top <= (rule.top + rule.bottom) / 2 <= bottom for rule in page.rules
    )


def _open_columns(raster: Raster, texts: Sequence[Sequence[Glyph]]) -> bool:
    """True where one place holds the entries that stand beside several cells: that column has no ground."""
    for area, inside in zip(raster.areas, texts, strict=True):
        if not inside or area.rowspan < OPEN_ROWS:
            continue
        beside = {raster.owner[row][col] for row in range(area.row, area.row + area.rowspan) for col in range(area.col)}
        tops = [raster.areas[at].row for at in beside if texts[at] and raster.areas[at].row > area.row]
        if len(tops) >= OPEN_ROWS - 1:
            return True
    return False


def _text_beside(page: Page, raster: Raster) -> bool:
    """True where lines of text stand to the right of most of its rows: a further column has no ground."""
    x1, tops = raster.bbox.x1, raster.ys
    beside = {
        sum(top <= (glyph.bbox.top + glyph.bbox.bottom) / 2 for top in tops)
        for glyph in page.glyphs
        if glyph.bbox.x0 > x1 and tops[0] <= (glyph.bbox.top + glyph.bbox.bottom) / 2 <= tops[-1]
    }
    return len(beside) >= max(OPEN_ROWS, raster.rows // 2)


def _shaded_rows(boxes: Sequence[Box], raster: Raster) -> frozenset[int]:
    """Rows at the top whose cells all have a colour that the rows below do not have."""
    if not any(box.fill is not None for box in boxes):
        return frozenset()
    fills = [_fill_of(boxes, area) for area in raster.areas]
    shaded: set[int] = set()
    below = Counter(fill for area, fill in zip(raster.areas, fills, strict=True) if area.row > 0)
    for row in range(min(3, raster.rows - 1)):
        mine = {fill for area, fill in zip(raster.areas, fills, strict=True) if area.row == row}
        if None in mine or 0xFFFFFF in mine or not mine:
            break
        others = Counter(
            fill for area, fill in zip(raster.areas, fills, strict=True) if area.row > row and area.row not in shaded
        )
        if any(others[fill] * 2 > sum(others.values()) for fill in mine) or (
            row > 0 and below[max(mine, key=str)] == 0
        ):
            break
        shaded.add(row)
    return frozenset(shaded)


def _fill_of(boxes: Sequence[Box], area: Area) -> int | None:
    """The colour seen behind the middle of a cell."""
    x, y = (area.bbox.x0 + area.bbox.x1) / 2, (area.bbox.top + area.bbox.bottom) / 2
    colour = None
    for box in boxes:
        if box.fill is not None and box.bbox.x0 <= x <= box.bbox.x1 and box.bbox.top <= y <= box.bbox.bottom:
            colour = box.fill
    return colour


def _end(grid: Grid) -> float:
    """Where a table ends."""
    return max((cell.evidence.bbox.bottom for cell in grid.cells if cell.evidence.bbox), default=0.0)


def find_headings(lines: Sequence[Line], table: BBox, page: Page, floor: float = 0.0) -> tuple[Evidence, ...]:
    """The lines over a table that look like headings, or are numbered like one, from the top down."""
    body = [line.size for line in lines if line.size and line.bbox and line.bbox.top >= table.top]
    usual = sorted(body)[len(body) // 2] if body else 0.0
    found: list[Evidence] = []
    below = table.top
    for line in reversed(lines):
        box = line.bbox
        if box is None or not floor <= box.top or (box.top + box.bottom) / 2 > table.top:
            continue
        if box.x1 < table.x0 or box.x0 > table.x1:
            continue
        marker = read_marker(line.text).marker
        short = len(line.text) <= TITLE_MAX and not line.text.endswith("。")
        numbered = marker is not None and (bool(marker.word) or (marker.counted and below - box.bottom <= RIGHT_ABOVE))
        if _like_title(line, usual) or (numbered and short):
            found.append(Evidence(line.text, page=page.number, bbox=box))
            below = box.top
        elif _is_prose(line):
            below = box.top
    return tuple(reversed(found))


def _is_prose(line: Line) -> bool:
    """Whether a line belongs to a paragraph: what stands over it heads the table under it, too."""
    return len(line.text) > TITLE_MAX or line.text.endswith("。")


def find_title(lines: Sequence[Line], table: BBox, page: Page, floor: float = 0.0) -> Evidence | None:
    """The heading over a table: the nearest line above it that looks like one."""
    body = [line.size for line in lines if line.size and line.bbox and line.bbox.top >= table.top]
    usual = sorted(body)[len(body) // 2] if body else 0.0
    framed = [box.bbox for box in page.boxes if box.stroke is not None]
    best: Line | None = None
    for line in lines:
        box = line.bbox
        if box is None or not floor <= box.top or (box.top + box.bottom) / 2 > table.top:
            continue
        if table.top - box.bottom > TITLE_ABOVE or box.x1 < table.x0 or box.x0 > table.x1:
            continue
        if not _like_title(line, usual) or any(_holds(frame, box) for frame in framed):
            continue
        if best is None or _rank(line) >= _rank(best):
            best = line
    if best is None:
        return None
    return Evidence(best.text, page=page.number, bbox=best.bbox)


def _rank(line: Line) -> tuple[bool, float]:
    assert line.bbox is not None
    return (any(word in line.text for word in _TITLE_WORDS), line.bbox.top)


def _like_title(line: Line, usual: float) -> bool:
    text = line.text.strip()
    if not 2 <= len(text) <= TITLE_MAX or text.endswith(("。", "、", "）", ")")) or text.startswith(("※", "（", "(")):
        return False
    if text.startswith(("計画期間", "基本理念", "単位")):
        return False
    return line.bold or (line.size or 0.0) >= LARGER * usual or any(word in text for word in _TITLE_WORDS)


def _holds(outer: BBox, inner: BBox) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom
