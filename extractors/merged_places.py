"""The places of a raster and the walls between them → which places are one merged cell (結合セル). Pure.

A cell is a rectangle: places that run together in another shape, because a wall has a gap, are cut into rectangles.
"""

from __future__ import annotations

RUNS_THROUGH = 0.6
"""Share of the height or width of a cell; a wall through more of it parts two cells though it has a gap."""


def merged_places(
    xs: list[float], ys: list[float], right: list[list[bool]], below: list[list[bool]]
) -> list[list[int]]:
    """A number for each place; places without a wall between them get the same one, cut into rectangles."""
    rows, cols = len(ys) - 1, len(xs) - 1
    number = [[-1] * cols for _ in range(rows)]
    count = 0
    for row in range(rows):
        for col in range(cols):
            if number[row][col] >= 0:
                continue
            region = _flood(row, col, rows, cols, right, below)
            for piece in (part for whole in _rectangles(region) for part in _cut(whole, xs, ys, right, below)):
                for r, c in piece:
                    number[r][c] = count
                count += 1
    return number


def _cut(
    places: list[tuple[int, int]], xs: list[float], ys: list[float], right: list[list[bool]], below: list[list[bool]]
) -> list[list[tuple[int, int]]]:
    """A rectangle of places, cut where a wall runs through most of it but leaves a gap (lines cut by a page end)."""
    rows, cols = sorted({r for r, _ in places}), sorted({c for _, c in places})
    for col in cols[1:]:
        drawn = sum(ys[r + 1] - ys[r] for r in rows if right[col][r])
        if drawn >= RUNS_THROUGH * (ys[rows[-1] + 1] - ys[rows[0]]):
            sides = [p for p in places if p[1] < col], [p for p in places if p[1] >= col]
            return [part for side in sides for part in _cut(side, xs, ys, right, below)]
    for row in rows[1:]:
        drawn = sum(xs[c + 1] - xs[c] for c in cols if below[row][c])
        if drawn >= RUNS_THROUGH * (xs[cols[-1] + 1] - xs[cols[0]]):
            sides = [p for p in places if p[0] < row], [p for p in places if p[0] >= row]
            return [part for side in sides for part in _cut(side, xs, ys, right, below)]
    return [places]


def _flood(
    row: int, col: int, rows: int, cols: int, right: list[list[bool]], below: list[list[bool]]
) -> set[tuple[int, int]]:
    """All places that can be reached without crossing a wall. right[x][row], below[y][col] tell the walls."""
    seen = {(row, col)}
    open_places = [(row, col)]
    while open_places:
        r, c = open_places.pop()
        for nr, nc, wall in (
            (r, c + 1, c + 1 < cols and right[c + 1][r]),
            (r, c - 1, c > 0 and right[c][r]),
            (r + 1, c, r + 1 < rows and below[r + 1][c]),
            (r - 1, c, r > 0 and below[r][c]),
        ):
            if 0 <= nr < rows and 0 <= nc < cols and not wall and (nr, nc) not in seen:
                seen.add((nr, nc))
                open_places.append((nr, nc))
    return seen


def _rectangles(region: set[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The region itself where it is a rectangle, else its parts: stretches of a column, side by side where equal."""
    rows = {r for r, _ in region}
    cols = {c for _, c in region}
    if len(region) == (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1):
        return [sorted(region)]
    open_parts: list[tuple[int, int, list[int]]] = []
    parts: list[tuple[int, int, list[int]]] = []
    for col in range(min(cols), max(cols) + 1):
        going: list[tuple[int, int, list[int]]] = []
        for top, bottom in _stretches(sorted(r for r, c in region if c == col)):
            same = next((part for part in open_parts if part[:2] == (top, bottom)), None)
            part = same or (top, bottom, [])
            part[2].append(col)
            going.append(part)
            if same is None:
                parts.append(part)
        open_parts = going
    return [[(r, c) for r in range(top, bottom + 1) for c in mine] for top, bottom, mine in parts]


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    """Unbroken runs of row numbers."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
