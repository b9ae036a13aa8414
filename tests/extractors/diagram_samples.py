"""Made-up pages with diagrams for the tests: a tree is drawn in one of many styles, and must be read back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.document import BBox, Box, Glyph, Page, Rule

WIDTH, HEIGHT = 842.0, 595.0
_TOPICS = (
    "子育て",
    "高齢者",
    "防災",
    "交通",
    "観光",
    "農業",
    "図書館",
    "環境",
    "健康",
    "学校",
    "公園",
    "水道",
    "文化",
    "産業",
)
_DEEDS = (
    "の充実",
    "の支援",
    "の整備",
    "の推進体制の確立",
    "に親しむ機会の提供",
    "を支える人づくり",
    "の魅力発信",
    "の担い手育成",
)


@dataclass
class Entry:
    """A node of the tree that is drawn."""

    label: str
    name: str
    children: list[Entry] = field(default_factory=list)
    box: BBox = field(default=BBox(0, 0, 0, 0))

    @property
    def text(self) -> str:
        joint = "" if self.label in "・●■○" else "\u3000"
        return f"{self.label}{joint}{self.name}" if self.label else self.name


def make_tree(rng: random.Random, depth: int = 3, scheme: str = "mixed") -> list[Entry]:
    """A few roots with children down to the depth; labels by one of some schemes."""
    seen: set[str] = set()

    def name() -> str:
        while True:
            text = rng.choice(_TOPICS) + "と" + rng.choice(_TOPICS) + rng.choice(_DEEDS)
            if text not in seen:
                seen.add(text)
                return text

    def label(level: int, path: tuple[int, ...]) -> str:
        if scheme == "none":
            return ""
        if scheme == "chain":
            return "-".join(map(str, path))
        return (f"基本目標{path[-1]}", str(path[-1]), f"（{path[-1]}）", "・")[level]

    def grow(level: int, path: tuple[int, ...]) -> list[Entry]:
        count = rng.randint(2, 4) if level == 0 else rng.randint(1, 3)
        made = []
        for i in range(1, count + 1):
            entry = Entry(label(level, (*path, i)), name())
            if level + 1 < depth:
                entry.children = grow(level + 1, (*path, i))
            made.append(entry)
        return made

    return grow(0, ())


@dataclass
class Sketch:
    """A page being drawn."""

    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def write(self, text: str, x: float, top: float, size: float = 9.0, room: float = 1e9) -> None:
        """Text from (x, top), wrapped to the room."""
        at, line = x, top
        for char in text:
            wide = size * (0.55 if char.isascii() else 1.0)
            if char == "\n" or at + wide > x + room:
                at, line = x, line + 1.3 * size
                if char == "\n":
                    continue
            if not char.isspace():
                self.glyphs.append(Glyph(char, BBox(at, line, at + wide, line + size), size))
            at += wide

    def write_down(self, text: str, right: float, top: float, room: float, size: float = 9.0) -> None:
        """Vertical text (縦書き), columns from right to left."""
        x, y = right - size, top
        for char in text:
            if y + size > top + room:
                x, y = x - 1.5 * size, top
            if not char.isspace():
                self.glyphs.append(Glyph(char, BBox(x, y, x + size, y + size), size))
            y += size

    def frame(self, box: BBox, fill: int | None = 0xFFFFFF, stroke: int | None = 0x333355) -> None:
        """Fill and outline, drawn one after the other as office programs do."""
        if fill is not None:
            self.boxes.append(Box(box, fill, None, len(self.boxes)))
        if stroke is not None:
            self.boxes.append(Box(box, None, stroke, len(self.boxes)))

    def line(self, *points: tuple[float, float], arrow: bool = False) -> None:
        """A polyline."""
        pairs = list(pairwise(points))
        for i, ((x0, y0), (x1, y1)) in enumerate(pairs):
            self.rules.append(Rule(x0, y0, x1, y1, 1.0, 0x444455, arrow and i == len(pairs) - 1))

    def page(self, rng: random.Random | None = None) -> Page:
        """The page, everything on it in random order."""
        if rng is not None:
            rng.shuffle(self.glyphs)
            rng.shuffle(self.rules)
            rng.shuffle(self.boxes)
        return Page(1, WIDTH, HEIGHT, tuple(self.glyphs), tuple(self.rules), tuple(self.boxes), ())


def walk(entries: list[Entry]) -> list[Entry]:
    return [found for entry in entries for found in (entry, *walk(entry.children))]


def paths(entries: list[Entry], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of names of every entry, in reading order."""
    found = []
    for entry in entries:
        own = (*above, entry.name)
        found.append(own)
        found.extend(paths(entry.children, own))
    return found


FILLS = (0xDBE7F3, 0xEEF4FA, 0xFFFFFF, 0xF7F7F7)


def lay_across(
    tree: list[Entry], align: str = "middle", gap: float = 26.0, high: float = 16.0, step: float = 21.0
) -> None:
    """Levels side by side; parents at the middle of their children, or at the first."""
    levels = 1
    level = tree
    while level := [child for entry in level for child in entry.children]:
        levels += 1
    wide = (WIDTH - 80 - gap * (levels - 1)) / levels
    y = 120.0

    def place(entry: Entry, level: int) -> None:
        nonlocal y
        x = 40 + level * (wide + gap)
        if not entry.children:
            entry.box = BBox(x, y, x + wide, y + high)
            y += step
            return
        for child in entry.children:
            place(child, level + 1)
        first, last = entry.children[0].box, entry.children[-1].box
        top = first.top if align == "top" else (first.top + last.bottom) / 2 - high / 2
        bottom = last.bottom if align == "cover" else top + high
        if align == "cover":
            top = first.top
        entry.box = BBox(x, top, x + wide, bottom)

    for entry in tree:
        place(entry, 0)
        y += 0.5 * step
    if y > HEIGHT - 30:  # too long for the page: closer together
        lay_across(tree, align, gap, high * 0.8, step * 0.8)


def draw_boxes(sketch: Sketch, tree: list[Entry], fills: bool = True, strokes: bool = True, size: float = 8.0) -> None:
    def draw(entry: Entry, level: int) -> None:
        fill = FILLS[level % len(FILLS)] if fills else None
        sketch.frame(entry.box, fill, 0x333355 if strokes else None)
        middle = (entry.box.top + entry.box.bottom) / 2
        sketch.write(entry.text, entry.box.x0 + 5, middle - size / 2, size)
        for child in entry.children:
            draw(child, level + 1)

    for entry in tree:
        draw(entry, 0)


def join_across(sketch: Sketch, tree: list[Entry], style: str, short: float = 0.0, align: str = "middle") -> None:
    """Lines from parents to children: elbow, bus, slanted, bracket, arrow, crossing bus."""
    for entry in walk(tree):
        if not entry.children:
            continue
        y = entry.box.top + 8 if align == "top" else (entry.box.top + entry.box.bottom) / 2
        x0, x1 = entry.box.x1 + short, entry.children[0].box.x0 - short
        xm = (x0 + x1) / 2
        ys = [(child.box.top + child.box.bottom) / 2 for child in entry.children]
        if align == "top":
            ys = [child.box.top + 8 for child in entry.children]
        if style in ("elbow", "arrow"):
            for yc in ys:
                sketch.line((x0, y), (xm, y), (xm, yc), (x1, yc), arrow=style == "arrow")
        elif style == "slanted":
            for yc in ys:
                sketch.line((x0, y), (x1, yc))
        elif style == "bus":
            sketch.line((x0, y), (xm, y))
            if len(ys) > 1:
                sketch.line((xm, min(ys)), (xm, max(ys)))
            for yc in ys:
                sketch.line((xm, yc), (x1, yc))
        elif style == "plus":
            sketch.line((x0, y), (x1, y) if any(abs(y - yc) < 0.5 for yc in ys) else (xm, y))
            if len(ys) > 1:
                sketch.line((xm, min(ys)), (xm, max(ys)))
            for yc in ys:
                if abs(y - yc) >= 0.5:
                    sketch.line((xm, yc), (x1, yc))
        elif style == "bracket":
            top, bottom = entry.children[0].box.top, entry.children[-1].box.bottom
            sketch.line((x1 - 1, top), (xm, top), (xm, bottom), (x1 - 1, bottom))
        elif style == "brace":
            top, bottom = entry.children[0].box.top, entry.children[-1].box.bottom
            mid = (top + bottom) / 2
            sketch.line((x1 - 2, top), (xm + 1, top + 2), (xm, top + 5), (xm, mid - 4), (xm - 4, mid))
            sketch.line((xm - 4, mid), (xm, mid + 4), (xm, bottom - 5), (xm + 1, bottom - 2), (x1 - 2, bottom))


def lay_down(tree: list[Entry], high: float = 30.0) -> None:
    """Top-down: roots in a row under nothing, children in rows below; the lowest level stacked."""
    leaves = [entry for entry in walk(tree) if not entry.children]
    wide = (WIDTH - 80) / len(leaves)
    x = 40.0

    def place(entry: Entry, level: int) -> None:
        nonlocal x
        top = 120 + level * (high + 40)
        if not entry.children:
            entry.box = BBox(x + 3, top, x + wide - 3, top + high)
            x += wide
            return
        for child in entry.children:
            place(child, level + 1)
        middle = (entry.children[0].box.x0 + entry.children[-1].box.x1) / 2
        half = min((entry.children[-1].box.x1 - entry.children[0].box.x0) / 2, 90.0)
        half = max(half, wide / 2 - 3)
        entry.box = BBox(middle - half, top, middle + half, top + high)

    for entry in tree:
        place(entry, 0)


def join_down(sketch: Sketch, tree: list[Entry], style: str, short: float = 0.0) -> None:
    for entry in walk(tree):
        if not entry.children:
            continue
        x = (entry.box.x0 + entry.box.x1) / 2
        y0, y1 = entry.box.bottom + short, entry.children[0].box.top - short
        ym = (y0 + y1) / 2
        xs = [(child.box.x0 + child.box.x1) / 2 for child in entry.children]
        if style == "elbow":
            for xc in xs:
                sketch.line((x, y0), (x, ym), (xc, ym), (xc, y1))
        elif style == "slanted":
            for xc in xs:
                sketch.line((x, y0), (xc, y1))
        else:
            sketch.line((x, y0), (x, ym))
            if len(xs) > 1:
                sketch.line((min(xs), ym), (max(xs), ym))
            for xc in xs:
                sketch.line((xc, ym), (xc, y1))


def draw_wrapped(sketch: Sketch, tree: list[Entry], size: float = 7.0, down: bool = False) -> None:
    """Boxes with wrapped, or vertical, text."""
    for entry in walk(tree):
        sketch.frame(entry.box)
        box = entry.box
        if down:
            sketch.write_down(entry.text, box.x1 - 4, box.top + 3, box.bottom - box.top - 6, size)
        else:
            sketch.write(entry.text, box.x0 + 3, box.top + 3, size, box.x1 - box.x0 - 6)


def heads(sketch: Sketch, tree: list[Entry], names: tuple[str, ...], boxed: bool = True) -> None:
    level = tree
    for name in names:
        box = level[0].box
        own = BBox(box.x0, 92, box.x1, 107)
        if boxed:
            sketch.frame(own, 0x444455, None)
        sketch.write(name, (own.x0 + own.x1) / 2 - len(name) * 4.5, 95, 9.0)
        level = [child for entry in level for child in entry.children]
