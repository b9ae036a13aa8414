"""Print lines of a document → how each is printed: a key for equal looks, and how much it stands out from the text. Pure.

Sizes that differ by a rounding are one size. What counts besides the size is what a reader sees: weight, colour, the
ground behind, a bar before or under, a frame, brackets around the whole line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from schemas.document import BBox, Box, Page, Rule

STEP = 0.12
"""Share by which type grows from one step to the next."""
JITTER = 0.35
"""Points: sizes this near to each other are one."""
LARGEST = 5.0
"""Steps that size adds at most."""
BOLD = 1.0
FACE = 0.9
GROUND = 1.0
BAR = 0.8
FRAME = 0.6
COLOUR = 0.6
BRACKET = 0.5
"""Each: how much it makes a line stand out."""
BEFORE = 1.6
"""Em left of a line where a bar belongs to it."""
UNDER = 0.75
"""Em below a line where a rule belongs to it."""
PALE = 0xF6
"""Each channel of a colour that looks like paper is at least this."""
REACH = 0.8
"""Share of a line's width that a rule under it has at least."""
_WIDE = str.maketrans("()<>[]", "（）＜＞［］")
_BRACKETS = re.compile(r"(【.+】|〔.+〕|［.+］|《.+》|〈.+〉|≪.+≫|＜.+＞|<.+>|（.+）|\(.+[)）]|（.+\)|「.+」|『.+』)")


@dataclass(frozen=True, slots=True)
class Look:
    """What is visible of a line besides its words."""

    size: float
    bold: bool = False
    colour: int | None = None
    ground: int | None = None
    bar: str = ""
    framed: bool = False
    face: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is usual in a document."""

    body: float
    """Size of its running text in points."""
    bold: bool
    """Whether its running text is bold."""
    colour: int | None
    face: str
    sizes: tuple[float, ...]
    """The sizes that are told apart."""

    def size(self, printed: float) -> float:
        """The size that is meant."""
        return min(self.sizes, key=lambda one: (abs(one - printed), one)) if self.sizes else printed


def scale(lines: Iterable[tuple[str, float, bool, int | None, str]]) -> Scale:
    """The usual look of lines, given as (text, size, bold, colour, typeface): that of most characters."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    colours: Counter[int | None] = Counter()
    faces: Counter[str] = Counter()
    for text, size, is_bold, colour, face in lines:
        faces[face] += len(text)
        sizes[round(size, 1)] += len(text)
        bold[is_bold] += len(text)
        colours[colour] += len(text)
    kinds = _clusters(sizes)
    body = max(kinds, key=lambda one: (kinds[one], -one)) if kinds else 10.0
    usual = max(colours, key=lambda one: (colours[one], one or 0)) if colours else None
    face = max(faces, key=lambda one: (faces[one], one)) if faces else ""
    return Scale(body, bold[True] > bold[False], usual, face, tuple(sorted(kinds)))


def _clusters(sizes: Counter[float]) -> dict[float, int]:
    """Sizes that differ by a rounding put together under the commonest."""
    found: dict[float, int] = {}
    for size in sorted(sizes, key=lambda one: (-sizes[one], one)):
        near = next((kind for kind in found if abs(kind - size) <= max(JITTER, 0.025 * kind)), None)
        found[near if near is not None else size] = found.get(near if near is not None else size, 0) + sizes[size]
    return found


def look_key(look: Look, text: str, usual: Scale) -> str:
    """The key of a look; equal for lines that are printed alike."""
    parts = [f"{usual.size(look.size):g}"]
    if look.bold:
        parts.append("b")
    if look.face != usual.face:
        parts.append("f" + look.face)
    if look.colour is not None and look.colour != usual.colour:
        parts.append(f"c{_shade(look.colour)}")
    if look.ground is not None:
        parts.append(f"g{_shade(look.ground)}")
    if look.bar:
        parts.append(look.bar)
    if look.framed:
        parts.append("box")
    found = bracket(text)
    if found:
        parts.append(found)
    return " ".join(parts)


def emphasis(look: Look, text: str, usual: Scale) -> float:
    """How much a look stands out: 0 for that of the text, about 1 for a step larger or bold."""
    steps = (usual.size(look.size) / usual.body - 1) / STEP
    found = min(steps, LARGEST) if steps > 0.2 else max(steps, -1.0) if steps < -0.5 else 0.0
    found += BOLD * (look.bold and not usual.bold)
    found += FACE * (look.face != usual.face and not look.bold and bool(look.face))
    found += COLOUR * (look.colour is not None and look.colour != usual.colour)
    found += GROUND * (look.ground is not None)
    found += BAR * bool(look.bar) + FRAME * look.framed
    if found < BRACKET and bracket(text):  # besides other signs of a heading brackets say nothing of its rank
        found = BRACKET
    return round(max(found, 0.0), 2)


def bracket(text: str) -> str:
    """The brackets that enclose a whole line, "" where none do."""
    found = _BRACKETS.fullmatch(text)
    if not found:
        return ""
    inner = text[1:-1]
    return (
        (text[0] + text[-1]).translate(_WIDE)
        if len(inner) >= 2 and not re.fullmatch(r"[0-9０-９ア-ン]{1,2}", inner)
        else ""
    )


def _shade(colour: int) -> str:
    """A colour without what printing rounds away."""
    return "".join(f"{(colour >> shift & 0xFF) >> 4:x}" for shift in (16, 8, 0))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page that can belong to a line."""

    grounds: tuple[Box, ...]
    upright: tuple[BBox, ...]
    across: tuple[BBox, ...]


def drawn(page: Page, tables: Sequence[BBox] = ()) -> Drawn:
    """Grounds from the uppermost down, upright bars and rules across; the borders of tables are none."""
    area = page.width * page.height
    grounds, upright, across = [], [], []
    for box in page.boxes:
        wide, high = box.bbox.x1 - box.bbox.x0, box.bbox.bottom - box.bbox.top
        if box.fill is None or pale(box.fill):
            continue
        if wide < 9 and high > 1.5 * wide:
            upright.append(box.bbox)
        elif high < 4 and wide > 3 * high:
            across.append(box.bbox)
        elif wide * high < 0.5 * area:
            grounds.append(box)
    for rule in page.rules:
        box_of = _rule_box(rule)
        (across if box_of.x1 - box_of.x0 > box_of.bottom - box_of.top else upright).append(box_of)
    across = [rule for rule in across if not any(_borders(rule, table) for table in tables)]
    grounds.sort(key=lambda box: -box.order)
    return Drawn(tuple(grounds), tuple(upright), tuple(across))


def pale(colour: int) -> bool:
    """Whether a colour cannot be told from the paper."""
    return min(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF) >= PALE


def _rule_box(rule: Rule) -> BBox:
    half = rule.width / 2
    x0, x1 = sorted((rule.x0, rule.x1))
    top, bottom = sorted((rule.top, rule.bottom))
    return BBox(x0, top, x1, bottom) if x1 - x0 > bottom - top else BBox(x0 - half, top, x1 + half, bottom)


def look_of(box: BBox, look: Look, on: Drawn | None, framed: bool, in_table: bool) -> Look:
    """The look of a line, given that of its type, with what is drawn around it."""
    if on is None:
        return look
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    ground = next((one.fill for one in on.grounds if _contains(one.bbox, x, y)), None)
    bar = "" if in_table else _bar(box, look.size, on)
    return replace(look, ground=ground, bar=bar, framed=framed)


def _borders(rule: BBox, table: BBox) -> bool:
    return table.top - 2 <= rule.top <= table.bottom + 2 and rule.x0 >= table.x0 - 3 and rule.x1 <= table.x1 + 3


def _contains(box: BBox, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _bar(box: BBox, size: float, on: Drawn) -> str:
    found = ""
    middle = (box.top + box.bottom) / 2
    for bar in on.upright:
        high = bar.bottom - bar.top
        if (
            0.6 * size <= high <= 3.2 * size
            and bar.top <= middle <= bar.bottom
            and -1 <= box.x0 - bar.x1 <= BEFORE * size
        ):
            found = "bar"
            break
    for rule in on.across:
        under = -0.25 * size <= rule.top - box.bottom <= UNDER * size
        if under and rule.x0 <= box.x0 + size and min(rule.x1, box.x1) - box.x0 >= REACH * (box.x1 - box.x0):
            return found + "line"
    return found
