"""A plan → a diagram of boxes and connectors (体系図) as HTML with absolute boxes and SVG lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.corpus.html_page import Printed, Sheet, page, sheet
from tests.corpus.plan import Entry, Plan

CONNECTORS = ("elbow", "straight", "bus", "bracket", "arrow", "elbow", "none")


@dataclass(frozen=True, slots=True)
class DiagramLook:
    """How boxes and connectors are drawn."""

    connector: str
    box: str
    """stroke, fill, rounded, both, plain leaf (leaves without a box)."""
    parent: str
    """middle or top: where a parent stands beside its children."""
    headers: bool
    listed: bool
    """Leaves of one parent as a list in one box."""
    upright: bool
    """First level as a tall box with vertical text."""
    shuffled: bool
    """Drawing order is not reading order."""


@dataclass(slots=True)
class _Placed:
    text: tuple[str, ...]
    depth: int
    x: float
    y: float
    w: float
    h: float
    children: list[_Placed]


ROOM = 620.0
"""Points of height that a page has for a diagram; higher ones are printed smaller."""
GAP = 6.0
"""Points between boxes."""


def across(plan: Plan, rng: Random, room: float = ROOM) -> Printed:
    """Left to right; printed smaller where it is higher than `room` points."""
    look = DiagramLook(
        connector=rng.choice(CONNECTORS),
        box=rng.choice(("stroke", "fill", "rounded", "both", "plain leaf")),
        parent=rng.choice(("middle", "middle", "top")),
        headers=rng.random() < 0.6,
        listed=rng.random() < 0.25,
        upright=rng.random() < 0.15,
        shuffled=rng.random() < 0.4,
    )
    if look.connector == "none":  # only places tell: parents must stand level with what is theirs
        look = replace(look, upright=False, parent="top")
    own = replace(sheet(rng), paper="A3 landscape", size=8.5)
    depth = len(plan.levels)
    gap = 26.0 if look.connector != "none" else 12.0
    widths = [(1090 - gap * (depth - 1)) / depth] * depth
    if look.upright:
        widths = [34.0] + [(1090 - 34 - gap * (depth - 1)) / (depth - 1)] * (depth - 1)
    xs = [sum(widths[:at]) + gap * at for at in range(depth)]
    placed, height = _stack(plan.roots, 0, 30.0 if look.headers else 4.0, xs, widths, look, own)
    return Printed(
        page(plan, own, rng, _draw(placed, height, plan, look, own, rng, xs, widths, room)),
        plan.levels if look.headers else None,
    )


def down(plan: Plan, rng: Random) -> Printed:
    """Top to bottom: the roots side by side, their children under them."""
    look = DiagramLook(
        rng.choice(("bus", "elbow")),
        rng.choice(("stroke", "both", "rounded")),
        "middle",
        False,
        True,
        False,
        rng.random() < 0.4,
    )
    own = replace(sheet(rng), paper="A3 landscape", size=8.5)
    count = len(plan.roots)
    width = min(260.0, 1080 / max(count, 1) - 14)
    placed = []
    for at, root in enumerate(plan.roots):
        x = at * (width + 14)
        box = _Placed((root.printed,), 0, x, 40, width, _height((root.printed,), width, own), [])
        y = 40 + box.h + 30
        for child in root.children:
            texts = (child.printed,)
            below = _Placed(texts, 1, x + 12, y, width - 12, _height(texts, width - 12, own), [])
            y += below.h + 8
            box.children.append(below)
        placed.append(box)
    height = max(child.y + child.h for box in placed for child in box.children) + 10
    divs, lines = [], []
    for box in placed:
        divs.append(_div(box, look, own))
        spine = box.x + 4
        last = box.children[-1]
        lines.append(_line(spine, box.y + box.h, spine, last.y + last.h / 2))
        for below in box.children:
            divs.append(_div(below, look, own))
            lines.append(_line(spine, below.y + below.h / 2, below.x, below.y + below.h / 2))
    if look.shuffled:
        rng.shuffle(divs)
    return Printed(page(plan, own, rng, _canvas(divs, lines, height, ROOM)), None)


def _height(texts: tuple[str, ...], width: float, own: Sheet) -> float:
    per_line = max(1, int((width - 12) / own.size))
    count = sum(-(-len(text) // per_line) for text in texts)
    return count * own.size * 1.4 + 8


def _stack(
    entries: tuple[Entry, ...],
    depth: int,
    y: float,
    xs: list[float],
    widths: list[float],
    look: DiagramLook,
    own: Sheet,
) -> tuple[list[_Placed], float]:
    """Boxes of these entries from y downwards, and where they end."""
    made: list[_Placed] = []
    if look.listed and depth == len(xs) - 1:
        texts = tuple(entry.printed for entry in entries)
        box = _Placed(texts, depth, xs[depth], y, widths[depth], _height(texts, widths[depth], own), [])
        return [box], y + box.h + GAP
    for entry in entries:
        texts = (entry.printed,)
        tall = _height(texts, widths[depth], own)
        if not entry.children:
            made.append(_Placed(texts, depth, xs[depth], y, widths[depth], tall, []))
            y += tall + GAP
            continue
        if look.upright and depth == 0:
            tall = len(entry.printed) * own.size * 1.08 + 14
        below, end = _stack(entry.children, depth + 1, y, xs, widths, look, own)
        end = max(end, y + tall + GAP)
        middle = (below[0].y + below[-1].y + below[-1].h) / 2
        top = y if look.parent == "top" else max(y, middle - tall / 2)
        made.append(_Placed(texts, depth, xs[depth], top, widths[depth], tall, below))
        y = max(end, top + tall + GAP) + (GAP if depth == 0 else 0)
    return made, y


def _draw(
    placed: list[_Placed],
    height: float,
    plan: Plan,
    look: DiagramLook,
    own: Sheet,
    rng: Random,
    xs: list[float],
    widths: list[float],
    room: float,
) -> str:
    divs: list[str] = []
    lines: list[str] = []
    stack = list(placed)
    while stack:
        box = stack.pop(0)
        divs.append(_div(box, look, own))
        lines.extend(_connect(box, look))
        stack.extend(box.children)
    if look.shuffled:
        rng.shuffle(divs)
    if look.headers:
        for x, w, name in zip(xs, widths, plan.levels, strict=True):
            inner = "<br>".join(name) if w < 50 else escape(name)
            divs.append(
                f"<div style='position:absolute;left:{x}pt;top:{-30 if w < 50 else 0}pt;width:{w}pt;height:{len(name) * 11 if w < 50 else 18}pt;background:{own.dark};color:#fff;"
                f"text-align:center'>{inner}</div>"
            )
    return _canvas(divs, lines, height, room)


def _canvas(divs: list[str], lines: list[str], height: float, room: float) -> str:
    marker = (
        "<defs><marker id='a' orient='auto' markerWidth='8' markerHeight='8' refX='7' refY='3'>"
        "<path d='M0,0 L7,3 L0,6 z'/></marker></defs>"
    )
    svg = f"<svg style='position:absolute;left:0;top:0;overflow:visible' width='1100pt' height='{height}pt' viewBox='0 0 1100 {height}'>{marker}{''.join(lines)}</svg>"
    zoom = min(1.0, room / height)
    return (
        f"<div style='position:relative;height:{height}pt;margin-top:36pt;zoom:{zoom:.3f}'>{svg}{''.join(divs)}</div>"
    )


def _line(x0: float, y0: float, x1: float, y1: float, extra: str = "") -> str:
    return f"<line x1='{x0}' y1='{y0}' x2='{x1}' y2='{y1}' stroke='#333' stroke-width='1' {extra}/>"


def _path(points: list[tuple[float, float]], extra: str = "") -> str:
    d = " L".join(f"{x},{y}" for x, y in points)
    return f"<path d='M{d}' fill='none' stroke='#333' stroke-width='1' {extra}/>"


def _connect(box: _Placed, look: DiagramLook) -> list[str]:
    """The lines from one box to its children."""
    if look.connector == "none" or not box.children:
        return []
    x0, y0 = box.x + box.w, box.y + box.h / 2
    x1 = box.children[0].x
    ys = [child.y + child.h / 2 for child in box.children]
    middle = (x0 + x1) / 2
    if look.connector == "straight":
        return [_line(x0, y0, x1, y) for y in ys]
    if look.connector in ("elbow", "arrow"):
        head = "marker-end='url(#a)'" if look.connector == "arrow" else ""
        return [_path([(x0, y0), (middle, y0), (middle, y), (x1, y)], head) for y in ys]
    if look.connector == "bus":
        spine = [_line(middle, min([*ys, y0]), middle, max([*ys, y0]))]
        return [_line(x0, y0, middle, y0), *spine, *(_line(middle, y, x1, y) for y in ys)]
    top, bottom = box.children[0].y, box.children[-1].y + box.children[-1].h
    return [_path([(x1 - 3, top), (middle, top), (middle, bottom), (x1 - 3, bottom)]), _line(x0, y0, middle, y0)]


def _div(box: _Placed, look: DiagramLook, own: Sheet) -> str:
    leaf = not box.children
    fill = (own.mid, own.light, own.light, "#ffffff", "#ffffff")[box.depth]
    style = {
        "stroke": "border:0.8pt solid #222;background:none",
        "fill": f"background:{fill if box.depth < 3 else own.light}",
        "rounded": f"border:1pt solid {own.dark};border-radius:6pt;background:#fff",
        "both": f"border:0.8pt solid #222;background:{fill}",
        "plain leaf": "" if leaf else f"border:0.8pt solid #222;background:{fill}",
    }[look.box]
    inner = "<br>".join(escape(text) for text in box.text)
    if look.upright and box.depth == 0:
        inner = f"<span style='writing-mode:vertical-rl'>{inner}</span>"
    return (
        f"<div style='position:absolute;box-sizing:border-box;left:{box.x}pt;top:{box.y}pt;width:{box.w}pt;height:{box.h}pt;"
        f"padding:2pt 5pt;line-height:1.35;display:flex;align-items:center;{style}'><div>{inner}</div></div>"
    )
