"""PDFs drawn for the tests: one small table of measures (施策) drawn in every way in which programs draw tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

WIDTH, HEIGHT = 595.0, 842.0
COLUMNS = (50.0, 170.0, 320.0, 540.0)
TOP, ROW = 150.0, 24.0
# row, column, rows, columns, lines of text
CELLS: tuple[tuple[int, int, int, int, tuple[str, ...]], ...] = (
    (0, 0, 1, 1, ("基本目標",)),
    (0, 1, 1, 1, ("施策の方向",)),
    (0, 2, 1, 1, ("主な取組",)),
    (1, 0, 3, 1, ("1　健やかに暮らせ", "るまちづくり")),
    (1, 1, 2, 1, ("(1) 健康づくりの推進",)),
    (1, 2, 1, 1, ("①健康相談（月2回）",)),
    (2, 2, 1, 1, ("②体操・散歩の会",)),
    (3, 1, 1, 1, ("(2) 地域医療の充実",)),
    (3, 2, 1, 1, ("①夜間診療の案内",)),
    (4, 0, 2, 1, ("2　学びあうまち",)),
    (4, 1, 2, 1, ("(1) 図書館の充実",)),
    (4, 2, 1, 1, ("①移動図書館",)),
    (5, 2, 1, 1, ("②読書会「ひだまり」",)),
)
ROWS = 6

Line = tuple[float, float, float, float]


def expected() -> list[tuple[int, int, int, int, str]]:
    """Row, column, spans and text without spaces of each cell."""
    return [
        (row, col, rows, cols, "".join(text).replace("　", "").replace(" ", "")) for row, col, rows, cols, text in CELLS
    ]


def sides() -> list[Line]:
    """The sides of all cells, from the top left."""
    found = set()
    for row, col, rows, cols, _ in CELLS:
        x0, x1 = COLUMNS[col], COLUMNS[col + cols]
        y0, y1 = TOP + row * ROW, TOP + (row + rows) * ROW
        found |= {(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)}
    return sorted(found)


def _plain(canvas: Canvas, line: Line) -> None:
    canvas.line(line[0], HEIGHT - line[1], line[2], HEIGHT - line[3])


def _thin(canvas: Canvas, line: Line) -> None:
    x0, y0, x1, y1 = line
    canvas.rect(x0, HEIGHT - y1 - 0.2, max(x1 - x0, 0.4), max(y1 - y0, 0.4), stroke=0, fill=1)


def _dashes(canvas: Canvas, line: Line) -> None:
    x0, y0, x1, y1 = line
    length = max(x1 - x0, y1 - y0)
    at = 0.0
    while at < length:
        end = min(at + 3.0, length)
        across = x1 > x0
        part = (x0 + at, y0, x0 + end, y0) if across else (x0, y0 + at, x0, y0 + end)
        _plain(canvas, part)
        at += 5.5


def _double(canvas: Canvas, line: Line) -> None:
    for shift in (-0.9, 0.9):
        moved = (
            (line[0], line[1] + shift, line[2], line[3] + shift)
            if line[1] == line[3]
            else (line[0] + shift, line[1], line[2] + shift, line[3])
        )
        _plain(canvas, moved)


def _uneven(canvas: Canvas, line: Line) -> None:
    shift = ((line[0] * 7 + line[1] * 3) % 10) / 10 - 0.5
    moved = (
        (line[0], line[1] + shift, line[2], line[3] + shift)
        if line[1] == line[3]
        else (line[0] + shift, line[1], line[2] + shift, line[3])
    )
    _plain(canvas, moved)


def _dotted(canvas: Canvas, line: Line) -> None:
    canvas.setDash(1, 2)
    _plain(canvas, line)
    canvas.setDash()


DRAWN: dict[str, Callable[[Canvas, Line], None]] = {
    "lines": _plain,
    "thin rectangles": _thin,
    "dashes": _dashes,
    "double": _double,
    "uneven": _uneven,
    "dotted": _dotted,
}
STYLES = (*DRAWN, "frames", "white on colour", "coloured cells", "no outer border")


def draw_table(canvas: Canvas, style: str, shuffled: bool = False) -> None:
    """The table in one of the STYLES."""
    canvas.setLineWidth(0.5)
    if style in ("white on colour", "coloured cells"):
        gap = 1.5 if style == "coloured cells" else 0.0
        for row, col, rows, cols, _ in CELLS:
            canvas.setFillColorRGB(0.8, 0.85 + 0.02 * row, 0.95)
            x0, y1 = COLUMNS[col] + gap, TOP + (row + rows) * ROW - gap
            width, height = COLUMNS[col + cols] - gap - x0, rows * ROW - 2 * gap
            canvas.rect(x0, HEIGHT - y1, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    if style == "frames":
        for row, col, rows, cols, _ in CELLS:
            x0, y1 = COLUMNS[col], TOP + (row + rows) * ROW
            canvas.rect(x0, HEIGHT - y1, COLUMNS[col + cols] - x0, rows * ROW)
    elif style != "coloured cells":
        canvas.setStrokeGray(1 if style == "white on colour" else 0)
        draw = DRAWN.get(style, _plain)
        for line in sides():
            outer = line[0] == line[2] and line[0] in (COLUMNS[0], COLUMNS[-1])
            if not (style == "no outer border" and outer):
                draw(canvas, line)
        canvas.setStrokeGray(0)
    _write_cells(canvas, shuffled)


def _write_cells(canvas: Canvas, shuffled: bool) -> None:
    signs: list[tuple[float, float, str]] = []
    for row, col, rows, _, text in CELLS:
        y = TOP + row * ROW + (rows * ROW - len(text) * 11) / 2 + 9
        for number, line in enumerate(text):
            x = COLUMNS[col] + 4
            for sign in line:
                signs.append((x, y + 11 * number, sign))
                x += 4.5 if sign.isascii() else 9
    if shuffled:
        random.Random(5).shuffle(signs)
    canvas.setFont(FONT, 9)
    for x, y, sign in signs:
        canvas.drawString(x, HEIGHT - y, sign)


def write(path: Path, pages: Sequence[Callable[[Canvas], None]], password: str | None = None) -> Path:
    """A PDF with one page per drawing."""
    locked = StandardEncryption(password, ownerPassword="owner-" + password) if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=locked)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text_at(canvas: Canvas, x: float, top: float, text: str, size: float = 10.0) -> None:
    """A line of text with its top there."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - 0.88 * size, text)
