"""A plan → PDF drawn by reportlab: tables, diagrams and slides without any browser. IO: writes a file.

The same shapes as other programs draw them: lines piece by piece, thin rectangles, text glyph by glyph, turned pages.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from tests.corpus.plan import Entry, Plan, leaves

WIDTH, HEIGHT = 842.0, 595.0
"""Points: A4 across."""
FONTS = (
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
    Path("/usr/share/fonts/truetype/takao-gothic/TakaoPGothic.ttf"),
)


def _canvas(target: Path, rng: Random) -> tuple[Any, str]:
    """A page, and the font to write in: an installed one, or one that every reader of PDFs brings along."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    there = [path for path in FONTS if path.exists()]
    turn = rng.choice((0, 0, 90, 270))
    canvas = Canvas(str(target), pagesize=(WIDTH, HEIGHT))
    if turn:
        canvas.setPageRotation(turn)
        canvas.translate(*((HEIGHT, 0) if turn == 90 else (0, WIDTH)))
        canvas.rotate(90 if turn == 90 else -90)
    if there and rng.random() < 0.7:
        path = rng.choice(there)
        pdfmetrics.registerFont(TTFont(path.stem, str(path)))
        return canvas, path.stem
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    return canvas, "HeiseiKakuGo-W5"


def _head(canvas: Any, font: str, plan: Plan) -> None:
    canvas.setFont(font, 15)
    canvas.drawString(30, HEIGHT - 34, plan.title)
    canvas.setFont(font, 9)
    canvas.drawString(30, HEIGHT - 50, f"計画期間：{plan.start}年度～{plan.end}年度")
    canvas.setFont(font, 12)
    canvas.drawString(30, HEIGHT - 70, plan.heading)


def drawn_table(plan: Plan, rng: Random, target: Path) -> tuple[str, ...]:
    """A table whose lines are drawn cell by cell, as rectangles, or as thin filled boxes; returns its level names."""
    canvas, font = _canvas(target, rng)
    _head(canvas, font, plan)
    how = rng.choice(("rect", "lines", "thin", "outer"))
    place = rng.choice(("top", "middle"))
    paths = leaves(plan.roots)
    depth = len(plan.levels)
    size = 7.0
    width = (WIDTH - 60) / depth
    per_line = int((width - 8) / size)
    lines = [max(-(-len(entry.printed) // per_line) for entry in path[-1:]) for path in paths]
    high = (HEIGHT - 130) / max(sum(lines), 1)
    pitch = min(high, 15.0)
    tops = [HEIGHT - 100 - sum(lines[:at]) * pitch for at in range(len(paths) + 1)]
    canvas.setFont(font, size)
    for col, name in enumerate(plan.levels):
        _cell(canvas, 30 + col * width, HEIGHT - 84, width, 16, how, fill=0.8)
        canvas.drawString(34 + col * width, HEIGHT - 95, name)
    row = 0
    for path in paths:
        for col, entry in enumerate(path):
            count = len(leaves((entry,)))
            if col < depth - 1 and leaves((entry,))[0][-1] is not path[-1]:
                continue
            top, bottom = tops[row], tops[row + count]
            _cell(canvas, 30 + col * width, top, width, top - bottom, how)
            _write(canvas, entry.printed, 30 + col * width, top, bottom, per_line, size, place, pitch)
        row += 1
    canvas.showPage()
    canvas.save()
    return plan.levels


def _cell(canvas: Any, x: float, top: float, width: float, height: float, how: str, fill: float | None = None) -> None:
    if fill is not None:
        canvas.setFillGray(fill)
        canvas.rect(x, top - height, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    if how == "rect":
        canvas.rect(x, top - height, width, height, stroke=1, fill=0)
    elif how == "thin":
        for a, b, w, h in (
            (x, top, width, 0.5),
            (x, top - height, width, 0.5),
            (x, top - height, 0.5, height),
            (x + width, top - height, 0.5, height),
        ):
            canvas.rect(a, b, w, h, stroke=0, fill=1)
    else:
        canvas.setLineWidth(0.5)
        sides = (
            (x, top, x + width, top),
            (x, top - height, x + width, top - height),
            (x, top - height, x, top),
            (x + width, top - height, x + width, top),
        )
        for a, b, c, d in sides[: 4 if how == "lines" else 3]:
            canvas.line(a, b, c, d)


def _write(
    canvas: Any, text: str, x: float, top: float, bottom: float, per_line: int, size: float, place: str, pitch: float
) -> None:
    parts = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    step = min(size * 1.3, pitch)
    y = top - size - 2 if place == "top" else (top + bottom) / 2 + (len(parts) - 1) * step / 2 - size / 2
    for part in parts:
        canvas.drawString(x + 4, y, part)
        y -= step


def drawn_boxes(plan: Plan, rng: Random, target: Path) -> tuple[str, ...] | None:
    """Boxes and connectors, left to right; returns the level names where they are printed."""
    canvas, font = _canvas(target, rng)
    _head(canvas, font, plan)
    depth = len(plan.levels)
    gap = 24.0
    width = (WIDTH - 60 - gap * (depth - 1)) / depth
    total = len(leaves(plan.roots))
    pitch = min(20.0, (HEIGHT - 130) / total)
    size = min(7.0, pitch * 0.55)
    per_line = int((width - 6) / size)
    headers = rng.random() < 0.5
    canvas.setFont(font, 8)
    if headers:
        for col, name in enumerate(plan.levels):
            canvas.drawCentredString(30 + col * (width + gap) + width / 2, HEIGHT - 92, name)
    canvas.setFont(font, size)
    kind = rng.choice(("elbow", "straight", "bus"))
    rounded = rng.random() < 0.4

    def draw(entries: tuple[Entry, ...], row: int, col: int) -> list[float]:
        middles = []
        for entry in entries:
            count = len(leaves((entry,)))
            middle = HEIGHT - 104 - (row + count / 2) * pitch
            tall = min(pitch * 0.86 * (2 if len(entry.printed) > per_line and count > 1 else 1), pitch * count * 0.9)
            x = 30 + col * (width + gap)
            if rounded:
                canvas.roundRect(x, middle - tall / 2, width, tall, 3)
            else:
                canvas.rect(x, middle - tall / 2, width, tall)
            text = entry.printed
            if len(text) > per_line and tall < size * 2.3:
                canvas.setFont(font, size * per_line / len(text))
                canvas.drawString(x + 3, middle - size / 3, text)
                canvas.setFont(font, size)
            else:
                _write(canvas, text, x - 1, middle + tall / 2, middle - tall / 2, per_line, size, "middle", pitch)
            below = draw(entry.children, row, col + 1) if entry.children else []
            _links(canvas, kind, x + width, middle, x + width + gap, below)
            middles.append(middle)
            row += count
        return middles

    draw(plan.roots, 0, 0)
    canvas.showPage()
    canvas.save()
    return plan.levels if headers else None


def drawn_apart(plan: Plan, rng: Random, target: Path) -> tuple[str, ...]:
    """Boxes apart from each other without connectors, parents as high as their children, sometimes the other way round."""
    canvas, font = _canvas(target, rng)
    _head(canvas, font, plan)
    depth = len(plan.levels)
    gap, between = rng.choice((4.0, 10.0, 18.0)), rng.choice((2.0, 3.0))
    wide = [1.0] * (depth - 1) + [1.6]
    unit = (WIDTH - 60 - gap * (depth - 1)) / sum(wide)
    paths = leaves(plan.roots)
    pitch = min(20.0, (HEIGHT - 140) / len(paths))
    size = min(7.0, pitch * 0.45)
    fills = [rng.choice((None, 0.85, 0.95)) for _ in wide]
    mirrored = rng.random() < 0.3

    def box(entry: Entry | str, col: int, row: int, count: int, header: float = 0.0) -> None:
        left, width = 30 + unit * sum(wide[:col]) + gap * col, unit * wide[col]
        x = WIDTH - left - width if mirrored else left
        top, tall = HEIGHT - 100 - row * pitch + header, count * pitch - between
        fill = fills[col]
        canvas.setFillGray(1.0 if fill is None else fill)
        canvas.roundRect(x, top - tall, width, tall, 2, stroke=int(fill is None or header > 0), fill=1)
        canvas.setFillGray(0)
        text = entry if isinstance(entry, str) else entry.printed
        _write(canvas, text, x, top, top - tall, int((width - 8) / size), size, "middle", tall / 2)

    canvas.setFont(font, size)
    for col, name in enumerate(plan.levels):
        box(name, col, 0, 1, pitch + 2)
    for row, path in enumerate(paths):
        for col, entry in enumerate(path):
            if row == 0 or paths[row - 1][col] is not entry:
                box(entry, col, row, len(leaves((entry,))))
    canvas.showPage()
    canvas.save()
    return plan.levels


def _links(canvas: Any, kind: str, x0: float, y0: float, x1: float, ys: list[float]) -> None:
    if not ys:
        return
    middle = (x0 + x1) / 2
    canvas.setLineWidth(0.7)
    if kind == "straight":
        for y in ys:
            canvas.line(x0, y0, x1, y)
        return
    if kind == "bus":
        canvas.line(x0, y0, middle, y0)
        canvas.line(middle, min([*ys, y0]), middle, max([*ys, y0]))
        for y in ys:
            canvas.line(middle, y, x1, y)
        return
    for y in ys:
        canvas.lines([(x0, y0, middle, y0), (middle, y0, middle, y), (middle, y, x1, y)])


def drawn_outline(plan: Plan, rng: Random, target: Path) -> None:
    """Numbered lines, each glyph placed by itself, over as many pages as it takes."""
    canvas, font = _canvas(target, rng)
    _head(canvas, font, plan)
    spread = rng.choice((0.0, 0.0, 1.5))
    y = HEIGHT - 96

    def draw(entries: tuple[Entry, ...], depth: int) -> None:
        nonlocal y
        for entry in entries:
            size = (11, 10, 9, 9, 9)[depth]
            if y < 40:
                canvas.showPage()
                y = HEIGHT - 50
            canvas.setFont(font, size)
            canvas.drawString(30 + 14 * depth, y, entry.printed, charSpace=spread)
            y -= size + 6
            draw(entry.children, depth + 1)

    draw(plan.roots, 0)
    canvas.showPage()
    canvas.save()
