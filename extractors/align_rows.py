"""A table whose rows lost or gained cells → the same cells in the columns they belong to. Pure.

Tab-separated text keeps no merged cells: a row may stand one column too far left or right. The marker of each column
(Ⅰ / 1 / ① / ・), learned from the complete rows, says where a row belongs; unmarked cells follow their neighbours.
Every row that is moved carries an issue.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractors.numbering import BULLETS, read_marker
from schemas.issue import Issue, Result
from schemas.structure import Cell, Evidence

WRONG_MARKER = 3.0
"""Cost of a marked cell in the column of another marker."""
MARKED_IN_PLAIN = 2.0
"""Cost of a marked cell in a column without markers."""
PLAIN_IN_MARKED = 1.0
"""Cost of a cell without marker in a marked column: a marker may have been lost."""
SHIFT = 0.6
"""Cost of a row that begins elsewhere than printed: cells were lost or gained before it."""
TORN = 1.5
"""Cost of each further change of the distance within a row: cells printed side by side belong side by side."""
STEP = 0.05
"""Cost per column of distance: of two equal readings the nearer one."""
DROP = 4.0
"""Cost of a cell that belongs nowhere."""
DROP_TWIN = 0.5
"""Cost of leaving out a cell that repeats its left neighbour."""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its cells that are not empty, and the column each belongs to."""

    number: int
    """Row of the grid."""
    cells: tuple[Cell, ...]
    cols: tuple[int, ...]
    """Column per cell, same order."""

    def at(self, col: int) -> Cell | None:
        """The cell in a column."""
        return self.cells[self.cols.index(col)] if col in self.cols else None


def align_rows(rows: tuple[tuple[Cell, ...], ...], width: int) -> Result[tuple[Row, ...]]:
    """Each row with the columns its cells belong to.

    Args:
        rows: cells per printed row, empty ones included.
        width: number of columns that the header names.
    """
    styles = column_styles(rows, width)
    aligned: list[Row] = []
    issues: list[Issue] = []
    for cells in rows:
        printed = tuple(cell for cell in cells if cell.text)
        if not printed:
            continue
        cols = _best(printed, styles, width)
        kept = [(cell, col) for cell, col in zip(printed, cols, strict=True) if col is not None]
        row = Row(printed[0].row, tuple(cell for cell, _ in kept), tuple(col for _, col in kept))
        row, twin = _without_twins(row, styles)
        if twin is not None:
            issues.append(twin)
        issues.extend(_odd_marker(row, styles))
        aligned.append(row)
    return Result(tuple(aligned), (*_shifts(aligned), *issues))


def column_styles(rows: tuple[tuple[Cell, ...], ...], width: int) -> tuple[str, ...]:
    """The usual marker style of each column, "" where it has none; complete rows alone decide where there are any."""
    votes: list[Counter[str]] = [Counter() for _ in range(width)]
    complete = [cells for cells in rows if sum(bool(cell.text) for cell in cells) >= width]
    for cells in complete or rows:
        for cell in cells:
            if cell.text and cell.col < width:
                votes[cell.col][style_of(cell.text)] += 1
    return tuple(vote.most_common(1)[0][0] if vote else "" for vote in votes)


def style_of(text: str) -> str:
    """The style of the first marker of a cell, "" where it begins without one."""
    marker = read_marker(text).marker
    if marker is None:
        return ""
    return "○" if marker.style in "○◯〇" else marker.style


def _best(cells: tuple[Cell, ...], styles: tuple[str, ...], width: int) -> tuple[int | None, ...]:
    """The cheapest column per cell, in rising order; None for a cell that is left out.

    Dynamic programming over (cell, column); a state remembers the last column and its distance from the print.
    """
    states: dict[tuple[int, int], tuple[float, tuple[int | None, ...]]] = {(-1, 0): (0.0, ())}
    for index, cell in enumerate(cells):
        following: dict[tuple[int, int], tuple[float, tuple[int | None, ...]]] = {}
        twin = index > 0 and cells[index - 1].text == cell.text
        for (last, shift), (cost, cols) in states.items():
            _keep(following, (last, shift), cost + (DROP_TWIN if twin else DROP), (*cols, None))
            for col in range(last + 1, width):
                moved = col - cell.col
                change = 0.0 if moved == shift else SHIFT if last < 0 else TORN
                more = _mismatch(style_of(cell.text), styles[col]) + change + STEP * abs(moved)
                _keep(following, (col, moved), cost + more, (*cols, col))
        states = following
    return min(states.values(), key=lambda state: state[0])[1]


def _keep(
    states: dict[tuple[int, int], tuple[float, tuple[int | None, ...]]],
    key: tuple[int, int],
    cost: float,
    cols: tuple[int | None, ...],
) -> None:
    if key not in states or cost < states[key][0]:
        states[key] = (cost, cols)


def _mismatch(style: str, expected: str) -> float:
    if style == expected:
        return 0.0
    if not style:
        return PLAIN_IN_MARKED
    return WRONG_MARKER if expected else MARKED_IN_PLAIN


def _without_twins(row: Row, styles: tuple[str, ...]) -> tuple[Row, Issue | None]:
    """A row in which a cell repeats its left neighbour keeps the right one: the left is a merged cell overwritten."""
    for index in range(1, len(row.cells)):
        left, right = row.cells[index - 1], row.cells[index]
        if left.text != right.text or row.cols[index] != row.cols[index - 1] + 1:
            continue
        issue = Issue(
            "cell_duplicated",
            f"隣り合う二つの欄に同じ文字「{right.text[:30]}」があります。右の欄だけを採り、左の欄は上の見出しの続きとしました。",
            Evidence(f"{left.text}\t{right.text}", line=right.evidence.line),
            refs=(right.ref,),
            proposal=right.text,
        )
        kept = [at for at in range(len(row.cells)) if at != index - 1]
        slim = Row(row.number, tuple(row.cells[at] for at in kept), tuple(row.cols[at] for at in kept))
        return slim, issue
    return row, None


def _odd_marker(row: Row, styles: tuple[str, ...]) -> list[Issue]:
    """A cell whose marker belongs to another column, or that lacks the number its column has, leaves its row in doubt."""
    for cell, col in zip(row.cells, row.cols, strict=True):
        style, expected = style_of(cell.text), styles[col]
        if style != expected and (style in styles or (expected and expected not in BULLETS)):
            found = f"「{style}」" if style else "番号なし"
            message = f"この欄の項目には「{expected or 'なし'}」の番号が付くはずですが、{found}です。行の欄が入れ替わっていないか確かめてください。"
            where = Evidence(cell.text[:60], line=cell.evidence.line)
            return [Issue("marker_mismatch", message, where, refs=tuple(one.ref for one in row.cells))]
    return []


def _shifts(rows: list[Row]) -> list[Issue]:
    """One issue per run of rows that were moved by the same distance."""
    issues: list[Issue] = []
    run: list[Row] = []
    distance = 0
    for row in [*rows, None]:
        moved = _distance(row) if row is not None else 0
        if run and (row is None or moved != distance):
            issues.append(_shift_issue(run, distance))
            run = []
        if row is not None and moved:
            run.append(row)
        distance = moved
    return issues


def _distance(row: Row) -> int:
    """How far the row was moved; the largest where its cells differ."""
    moves = [col - cell.col for cell, col in zip(row.cells, row.cols, strict=True)]
    return max(moves, key=abs, default=0)


def _shift_issue(run: list[Row], distance: int) -> Issue:
    first = run[0].cells[0]
    side = "右" if distance > 0 else "左"
    lines = f"{len(run)}行" if len(run) > 1 else "この行"
    return Issue(
        "column_shift",
        f"{lines}の欄が印刷と合いません。記号から判断して{side}へ{abs(distance)}欄ずらして読みました。正しいか確かめてください。",
        Evidence(first.text[:60], line=first.evidence.line),
        refs=tuple(cell.ref for row in run for cell in row.cells),
        proposal=f"{side}へ{abs(distance)}欄",
    )
