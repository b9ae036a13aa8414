"""Grid whose spans are known → Structure: every cell of a level column hangs under the cell to its left that covers it.

Pure. Where the printed table does not say which of several entries of a cell is the parent, the entries hang on the
row (the nearest single entry further left) with an issue, and are never paired by position.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.bands import lift_bands
from extractors.cell_items import Entry, clean_name, entries
from extractors.columns import Columns, dense, find_columns, join_lines
from extractors.number_nodes import Draft, number_nodes
from extractors.numbering import SPACES, Marker, read_marker
from extractors.sideways import upright
from extractors.unmarked_lists import unmarked_lists
from schemas.issue import Issue, Result
from schemas.plan import Structure
from schemas.structure import Cell, Evidence, Grid

_EXAMPLES = re.compile(r"[(（]例[)）]|例示|主な例")
_SUBTITLE = re.compile(r"[ \u3000\n][-‐–―－〜～~][^-‐–―－〜～~]{4,}[-‐–―－〜～~]?$")


@dataclass
class _Placed:
    """A draft with the rows it covers and the level column it stands in."""

    draft: Draft
    top: int
    bottom: int
    column: int
    cell: Cell
    under: list[_Placed] = field(default_factory=list)


def grid_tree(grid: Grid, columns: Columns | None = None) -> Result[Structure]:
    """The tree of a table.

    Args:
        grid: with known spans.
        columns: roles of its columns, found here where not given.
    """
    lifted = 0
    if columns is None:
        grid, lifted = lift_bands(upright(grid))
        columns = find_columns(grid)
    issues: list[Issue] = _examples(grid, columns)
    placed = _place(grid, columns, issues)
    _attach_departments(grid, columns, placed)
    _attach_descriptions(grid, columns, placed)
    drafts = [one.draft for one in placed]
    nodes = number_nodes(drafts)
    printed = [col for col in columns.levels if col >= lifted]
    names = tuple(join_lines(columns.names[col]) for col in printed) if columns.header else None
    if names is not None and not any(names):
        names = None
    issues.extend(_unnamed(grid, columns, names))
    first = grid.cells[0].evidence if grid.cells else Evidence("")
    structure = Structure(
        nodes=nodes,
        title=join_lines(grid.title.text) if grid.title else None,
        page=(nodes[0].evidence.page if nodes else first.page),
        line=(nodes[0].evidence.line if nodes else first.line),
        levels=names,
    )
    return Result(structure, tuple(issues))


def _unnamed(grid: Grid, columns: Columns, names: tuple[str, ...] | None) -> list[Issue]:
    """A header that names some levels and leaves others without a name."""
    if names is None or all(names):
        return []
    head = next(cell for cell in grid.cells if cell.row in columns.header and cell.text.strip(SPACES))
    message = f"見出し行に名前のない階層が{names.count('')}列あります。階層の名前を確かめてください。"
    return [Issue("level_names_missing", message, head.evidence)]


def _place(grid: Grid, columns: Columns, issues: list[Issue]) -> list[_Placed]:
    """All entries of the level columns as drafts with their parents, in reading order."""
    placed: list[_Placed] = []
    per_column: list[list[_Placed]] = []
    numbers = _number_cells(grid, columns)
    lists, issue = unmarked_lists(grid, columns)
    issues.extend([issue] if issue else [])
    for depth, col in enumerate(columns.levels):
        mine: list[_Placed] = []
        for cell in grid.cells:
            covers = cell.col <= col < cell.col + cell.colspan
            if not covers or cell.row < columns.header.stop or cell.row in columns.repeated:
                continue
            if not any(cell.col <= other < cell.col + cell.colspan for other in columns.levels[:depth]):
                number = numbers.get((cell.row, col))
                found = _listed(lists[cell.ref]) if cell.ref in lists else entries(cell.text)
                mine.extend(_of_cell(cell, found, depth, number, per_column, issues))
        per_column.append(mine)
        placed.extend(mine)
    order = {id(one): index for index, one in enumerate(placed)}
    placed.sort(key=lambda one: (one.top, one.column, order[id(one)]))
    return _depth_first(placed)


def _listed(lines: tuple[str, ...]) -> tuple[Entry, ...]:
    return tuple(Entry(None, clean_name(line), line) for line in lines)


def _of_cell(
    cell: Cell,
    found: tuple[Entry, ...],
    depth: int,
    number: Marker | None,
    left: list[list[_Placed]],
    issues: list[Issue],
) -> list[_Placed]:
    """The entries of one cell under their parent."""
    if not found:
        return []
    parent, skipped = _parent(cell, left)
    if skipped and len(found) > 0:
        issues.append(_unpaired(cell, found))
    elif parent is not None and _covers_more(cell, parent, left):
        issues.append(_beside_several(cell, found, parent))
    made: list[_Placed] = []
    for index, entry in enumerate(found):
        if number is not None and entry.marker is not None and entry.marker.glued and len(found) == 1:
            # the number has a column of its own: digits glued to the title (3Rの推進) are part of it
            entry = Entry(None, clean_name(cell.text), cell.text, children=entry.children)
        marker = entry.marker or (number if len(found) == 1 else None)
        ref = cell.ref if len(found) == 1 else f"{cell.ref}#{index + 1}"
        draft = _draft(entry, marker, ref, depth + 1, cell, parent.draft if parent else None)
        if entry.description is not None:
            issues.append(_title_and_text(entry, cell, ref))
        if _SUBTITLE.search(entry.printed):
            issues.append(_subtitle(entry, cell, ref))
        made.append(_Placed(draft, cell.row, cell.row + cell.rowspan, depth, cell))
        for at, child in enumerate(entry.children):
            below = _draft(child, child.marker, f"{ref}#{at + 1}", depth + 2, cell, draft)
            made.append(_Placed(below, cell.row, cell.row + cell.rowspan, depth, cell))
    return made


def _draft(entry: Entry, marker: Marker | None, ref: str, level: int, cell: Cell, parent: Draft | None) -> Draft:
    label = join_lines(marker.label) if marker else ""
    return Draft(
        parent=parent,
        level=level,
        label=label,
        name=entry.name,
        printed=entry.printed,
        ref=ref,
        description=entry.description,
        evidence=Evidence(entry.printed or cell.text, cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
    )


def _parent(cell: Cell, left: list[list[_Placed]]) -> tuple[_Placed | None, bool]:
    """The entry that covers the cell's first row, nearest to its left; and whether a cell of several was passed over."""
    passed = False
    for column in reversed(left):
        over = [one for one in column if one.top <= cell.row < one.bottom and one.draft.level == one.column + 1]
        if len(over) == 1:
            return over[0], passed
        passed = passed or len(over) > 1
    return None, passed


def _covers_more(cell: Cell, parent: _Placed, left: list[list[_Placed]]) -> bool:
    """Whether a cell runs on beside the next entry of its parent's column."""
    end = cell.row + cell.rowspan
    return end > parent.bottom and any(parent.bottom <= one.top < end for one in left[parent.column])


def _beside_several(cell: Cell, found: tuple[Entry, ...], parent: _Placed) -> Issue:
    return Issue(
        "parent_ambiguous",
        f"この欄は左の複数の項目にまたがっています。「{parent.draft.name[:20]}」の下に置いたので、親を確かめてください。",
        Evidence(cell.text.strip(SPACES)[:60], cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
        refs=(cell.ref,) if len(found) == 1 else tuple(f"{cell.ref}#{index + 1}" for index in range(len(found))),
    )


def _examples(grid: Grid, columns: Columns) -> list[Issue]:
    """Columns headed （例）: what stands in them is not all there is."""
    headed = [cell for cell in grid.cells if cell.row in columns.header and _EXAMPLES.search(cell.text)]
    return [
        Issue(
            "examples_only",
            f"「{cell.text}」の欄は例示です。すべての項目ではありません。",
            Evidence(cell.text, cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
        )
        for cell in headed[:1]
    ]


def _subtitle(entry: Entry, cell: Cell, ref: str) -> Issue:
    return Issue(
        "subtitle_split",
        f"「{entry.name[:30]}」には副題が付いています。題名と合わせて一つの名称としました。",
        Evidence(entry.printed[:60], cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
        refs=(ref,),
        field="name",
    )


def _title_and_text(entry: Entry, cell: Cell, ref: str) -> Issue:
    return Issue(
        "label_and_text_in_one_cell",
        f"一つの欄に題名と説明があります。「{entry.name[:30]}」を題名、続く文を説明としました。",
        Evidence(cell.text[:40], cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
        refs=(ref,),
        proposal=entry.name,
    )


def _unpaired(cell: Cell, found: tuple[Entry, ...]) -> Issue:
    return Issue(
        "item_alignment_lost",
        "左の欄に複数の項目があり、この欄の項目がどれに属するか印刷から分かりません。行にまとめて置いたので、親を選んでください。",
        Evidence(cell.text.strip(SPACES)[:60], cell.evidence.page, cell.evidence.line, cell.evidence.bbox),
        refs=(cell.ref,),
    )


def _depth_first(placed: list[_Placed]) -> list[_Placed]:
    """Parents before children, children in the order of their rows."""
    by_draft = {id(one.draft): one for one in placed}
    roots = []
    for one in placed:
        parent = one.draft.parent
        if parent is None:
            roots.append(one)
        else:
            by_draft[id(parent)].under.append(one)
    ordered: list[_Placed] = []
    stack = list(reversed(roots))
    while stack:
        one = stack.pop()
        ordered.append(one)
        stack.extend(reversed(one.under))
    return ordered


def _number_cells(grid: Grid, columns: Columns) -> dict[tuple[int, int], Marker]:
    """Markers printed in a column of their own, by row and the level column to their right."""
    places = dense(grid)
    found: dict[tuple[int, int], Marker] = {}
    for col, role in enumerate(columns.roles):
        if role != "number" or col + 1 >= grid.cols:
            continue
        for row in range(columns.header.stop, grid.rows):
            cell = places[row][col]
            marker = read_marker(cell.text).marker if cell is not None and cell.text.strip(SPACES) else None
            if marker is not None:
                found[row, col + 1] = marker
    return found


def _attach_departments(grid: Grid, columns: Columns, placed: list[_Placed]) -> None:
    """担当課 of a row belongs to the deepest entries that begin in the rows of its cell."""
    for col, role in enumerate(columns.roles):
        if role == "department":
            for cell in _body_cells(grid, columns, col):
                for one in _deepest(placed, cell):
                    one.draft.department = one.draft.department or _department(cell.text)


def _attach_descriptions(grid: Grid, columns: Columns, placed: list[_Placed]) -> None:
    """A cell of prose describes the single deepest entry that it stands beside."""
    for col, role in enumerate(columns.roles):
        if role == "description":
            for cell in _body_cells(grid, columns, col):
                beside = [one for one in placed if one.column < col and one.top <= cell.row < one.bottom]
                same = [one for one in beside if (one.top, one.bottom) == (cell.row, cell.row + cell.rowspan)]
                target = max(same or beside, key=lambda one: one.draft.level, default=None)
                if target is not None and target.draft.description is None:
                    target.draft.description = join_lines(cell.text)


def _body_cells(grid: Grid, columns: Columns, col: int) -> list[Cell]:
    return [
        cell
        for cell in grid.cells
        if cell.col == col
        and cell.row >= columns.header.stop
        and cell.row not in columns.repeated
        and cell.text.strip(SPACES)
    ]


def _deepest(placed: list[_Placed], cell: Cell) -> list[_Placed]:
    """Entries that begin in the cell's rows and have nothing deeper in theirs."""
    inside = [one for one in placed if cell.row <= one.top < cell.row + cell.rowspan]
    parents = {id(one.draft.parent) for one in inside if one.draft.parent is not None}
    return [one for one in inside if id(one.draft) not in parents]


def _department(text: str) -> str:
    """The offices of a cell on one line; separate lines that end like an office stay apart."""
    return join_lines(text)
