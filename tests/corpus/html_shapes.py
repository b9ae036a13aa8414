"""A plan → a 体系図 as designers draw it: chevrons, bars, shadows, gradients, braces, text without frames. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.corpus.html_page import Printed, Sheet, page, sheet
from tests.corpus.plan import Entry, Plan


@dataclass(frozen=True, slots=True)
class ShapeLook:
    """How the boxes of each level and what stands between them are drawn."""

    links: str
    """chevron, arrow (block arrows), brace, bracket, none, lines, dots."""
    boxes: tuple[str, ...]
    """Per level: round, pill, bar, shadow, double, gradient, plain, upright, pentagon, under."""
    heads: str
    """none, plain, chevron, round."""
    backdrop: str
    """none, band (a ground per goal), columns (a ground per level), picture (a gradient over everything)."""
    parent: str
    """full: as high as its children; middle: in their middle; top."""


BOXES = ("round", "pill", "bar", "shadow", "double", "gradient", "plain", "pentagon", "under")
ROOM = 640.0


def shapes(plan: Plan, rng: Random) -> Printed:
    """Left to right, in the dress of office programs and layout programs."""
    depth = len(plan.levels)
    links = rng.choice(("chevron", "arrow", "brace", "bracket", "none", "lines", "lines", "elbow"))
    boxes = tuple(rng.choice(BOXES) for _ in range(depth))
    if rng.random() < 0.35:
        boxes = ("upright", *boxes[1:])
    look = ShapeLook(
        links,
        boxes,
        rng.choice(("none", "plain", "chevron", "round")),
        rng.choice(("none", "none", "band", "columns", "picture")),
        "full" if links in ("none", "chevron", "arrow") or boxes[0] == "upright" else rng.choice(("full", "middle")),
    )
    own = replace(sheet(rng, wide=1.0), paper="A3 landscape", size=8.5)
    gap = 30.0
    narrow = 40.0 if look.boxes[0] == "upright" else None
    each = (1090 - gap * (depth - 1) - (narrow or 0)) / (depth - (1 if narrow else 0))
    widths = [narrow or each, *[each] * (depth - 1)]
    xs = [sum(widths[:at]) + gap * at for at in range(depth)]
    parts: list[str] = []
    svg: list[str] = []
    y = 34.0 if look.heads != "none" else 6.0
    top = y
    for root in plan.roots:
        begun = y
        y = _draw(root, 0, y, xs, widths, look, own, parts, svg) + 10.0
        if look.backdrop == "band":
            parts.insert(
                0,
                f"<div style='position:absolute;left:-6pt;top:{begun - 4}pt;width:1102pt;height:{y - begun - 4}pt;background:{own.light};border-radius:6pt'></div>",
            )
    if look.backdrop == "columns":
        for x, w in zip(xs, widths, strict=True):
            parts.insert(
                0,
                f"<div style='position:absolute;left:{x - 5}pt;top:{top - 6}pt;width:{w + 10}pt;height:{y - top + 4}pt;background:{own.light}'></div>",
            )
    if look.backdrop == "picture":
        parts.insert(
            0,
            f"<div style='position:absolute;left:-8pt;top:-4pt;width:1106pt;height:{y + 8}pt;background:linear-gradient(135deg,#fff,{own.light})'></div>",
        )
    parts.extend(_heads(plan, xs, widths, look, own))
    scale = min(1.0, ROOM / y)
    drawing = (
        f"<div style='position:relative;height:{y}pt;width:1100pt;zoom:{scale}'>"
        f"<svg style='position:absolute;left:0;top:0' width='1100pt' height='{y}pt' viewBox='0 0 1100 {y}'>{''.join(svg)}</svg>{''.join(parts)}</div>"
    )
    levels = None if look.heads == "none" else plan.levels
    return Printed(
        page(plan, own, rng, drawing, "div.b{box-sizing:border-box;display:flex;align-items:center}"), levels
    )


def _draw(
    entry: Entry,
    depth: int,
    y: float,
    xs: list[float],
    widths: list[float],
    look: ShapeLook,
    own: Sheet,
    parts: list[str],
    svg: list[str],
) -> float:
    """Draw an entry with all below it from height y on; returns where it ends."""
    own_height = _height(entry, widths[depth], look.boxes[depth])
    start = y
    rows: list[tuple[float, float]] = []
    for child in entry.children:
        begun = y
        y = _draw(child, depth + 1, y, xs, widths, look, own, parts, svg) + 5.0
        rows.append((begun, y - 5.0))
    end = max(y - 5.0 if entry.children else start, start + own_height)
    high = end - start if look.parent == "full" else own_height
    top = start if look.parent == "full" else (start + end - own_height) / 2
    parts.append(_box(entry, depth, xs[depth], top, widths[depth], high, look, own))
    if entry.children:
        _link(xs[depth] + widths[depth], top + high / 2, xs[depth + 1], rows, start, end, look, own, svg)
    return end


def _height(entry: Entry, width: float, kind: str) -> float:
    if kind == "upright":
        return len(entry.printed) * 10.5 / 2 + 26.0
    room = width - (30.0 if kind in ("pentagon", "pill") else 16.0)
    return max(1, -(-len(entry.printed) * 9.2 // room)) * 11.5 + 9.0


def _box(entry: Entry, depth: int, x: float, y: float, w: float, h: float, look: ShapeLook, own: Sheet) -> str:
    kind = look.boxes[depth]
    place = f"position:absolute;left:{x}pt;top:{y}pt;width:{w}pt;height:{h}pt;padding:2pt 6pt;"
    dress = {
        "round": "border:0.8pt solid #333;border-radius:6pt;background:#fff",
        "pill": f"border:0.8pt solid {own.dark};border-radius:12pt;background:{own.light};padding:2pt 12pt",
        "bar": f"background:{own.dark};color:#fff",
        "shadow": "border:0.6pt solid #333;background:#fff",
        "double": "border:3pt double #333;background:#fff",
        "gradient": f"background:linear-gradient(#fff,{own.mid});border:0.6pt solid {own.dark}",
        "plain": "",
        "under": f"border-bottom:1pt solid {own.dark}",
        "pentagon": f"background:{own.mid};clip-path:polygon(0 0,calc(100% - 8pt) 0,100% 50%,calc(100% - 8pt) 100%,0 100%);padding-right:14pt",
        "upright": f"background:{own.mid};border:0.6pt solid #333;writing-mode:vertical-rl;justify-content:center;padding:2pt",
    }[kind]
    shadow = (
        f"<div style='position:absolute;left:{x + 2.5}pt;top:{y + 2.5}pt;width:{w}pt;height:{h}pt;background:#bbb'></div>"
        if kind == "shadow"
        else ""
    )
    return f"{shadow}<div class='b' style='{place}{dress}'><span>{escape(entry.printed)}</span></div>"


def _link(
    x0: float,
    y0: float,
    x1: float,
    rows: list[tuple[float, float]],
    start: float,
    end: float,
    look: ShapeLook,
    own: Sheet,
    svg: list[str],
) -> None:
    middle = (x0 + x1) / 2
    stroke = "stroke='#444' stroke-width='0.9' fill='none'"
    ys = [(a + b) / 2 for a, b in rows]
    if look.links == "chevron":
        y = (start + end) / 2
        svg.append(
            f"<polygon points='{middle - 6},{y - 9} {middle + 1},{y - 9} {middle + 7},{y} {middle + 1},{y + 9} {middle - 6},{y + 9} {middle},{y}' fill='{own.dark}'/>"
        )
    elif look.links == "arrow":
        y = (start + end) / 2
        svg.append(
            f"<polygon points='{x0 + 5},{y - 4} {middle},{y - 4} {middle},{y - 9} {x1 - 5},{y} {middle},{y + 9} {middle},{y + 4} {x0 + 5},{y + 4}' fill='{own.mid}' stroke='{own.dark}'/>"
        )
    elif look.links == "brace":
        a, b, y = start + 1, end - 1, (start + end) / 2
        svg.append(
            f"<path d='M{middle + 6} {a} Q{middle} {a} {middle} {a + 5} L{middle} {y - 5} Q{middle} {y} {middle - 6} {y} Q{middle} {y} {middle} {y + 5} L{middle} {b - 5} Q{middle} {b} {middle + 6} {b}' {stroke}/>"
        )
    elif look.links == "bracket":
        svg.append(f"<path d='M{x1 - 5} {start + 1} H{middle} V{end - 1} H{x1 - 5}' {stroke}/>")
    elif look.links == "lines":
        svg.extend(f"<line x1='{x0}' y1='{y0}' x2='{x1}' y2='{y}' {stroke}/>" for y in ys)
    elif look.links == "elbow":
        svg.extend(f"<polyline points='{x0},{y0} {middle},{y0} {middle},{y} {x1},{y}' {stroke}/>" for y in ys)


def _heads(plan: Plan, xs: list[float], widths: list[float], look: ShapeLook, own: Sheet) -> list[str]:
    if look.heads == "none":
        return []
    parts = []
    for name, x, w in zip(plan.levels, xs, widths, strict=True):
        wide = max(w, len(name) * 9.5 + 8)
        x -= (wide - w) / 2
        dress = {
            "plain": "font-weight:bold",
            "round": f"border-radius:9pt;background:{own.dark};color:#fff",
            "chevron": f"background:{own.mid};clip-path:polygon(0 0,calc(100% - 6pt) 0,100% 50%,calc(100% - 6pt) 100%,0 100%)",
        }[look.heads]
        parts.append(
            f"<div class='b' style='position:absolute;left:{x}pt;top:4pt;width:{wide}pt;height:18pt;justify-content:center;{dress}'><span>{escape(name)}</span></div>"
        )
    return parts
