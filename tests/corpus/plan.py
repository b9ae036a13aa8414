"""A seed → an invented plan: its facts and a random 施策体系 with printed markers; and that plan → its gold. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.corpus import words

ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
KANA = "アイウエオカキクケコサシスセソ"
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")

SCHEMES: dict[int, tuple[tuple[str, ...], ...]] = {
    2: (("1", "(1)"), ("W1", "・"), ("Ⅰ", "①"), ("", "○"), ("", ""), ("A", "1)"), ("W1", "W1-1"), ("1.", "①R")),
    3: (
        ("1", "(1)", "①"),
        ("W1", "W1-1", "1-1-1"),
        ("Ⅰ", "1", "(1)"),
        ("WⅠ", "1", "①"),
        ("W1", "(1)", "・"),
        ("1", "1-1", "1-1-1"),
        ("第章", "1", "(1)"),
        ("W1", "①", "○"),
        ("", "", ""),
        ("WA", "A-1", "・"),
        ("1.", "(1)", "ア"),
        ("（１）", "①", "◆"),
        ("W1", "1-(1)", "■"),
        ("Ⅰ", "1", "①R"),
        ("W1", "", "●"),
    ),
    4: (
        ("第章", "第節", "1", "(1)"),
        ("W1", "1", "(1)", "①"),
        ("", "W1", "(1)", "・"),
        ("Ⅰ", "1", "(1)", "①"),
        ("1", "1-1", "1-1-1", "・"),
        ("", "Ⅰ", "1", "①R"),
        ("W1", "(1)", "①", "○"),
        ("", "", "", ""),
    ),
    5: (
        ("", "第章", "第節", "1", "(1)"),
        ("", "W1", "1", "(1)", "①"),
        ("", "Ⅰ", "1", "(1)", "・"),
        ("第章", "1", "(1)", "①", "・"),
    ),
}
"""Marker per level: W = the level's own name before the number, R = runs on through the whole plan."""

BULLETS = "・○●■□◆◇▶"


@dataclass(frozen=True, slots=True)
class Entry:
    """One node of the printed tree."""

    label: str
    separator: str
    name: str
    children: tuple[Entry, ...] = ()
    department: str = ""
    description: str = ""
    mark: str = ""
    """新規, 拡充, 継続: printed in a column of its own."""

    @property
    def printed(self) -> str:
        """As it stands on the page."""
        return self.label + self.separator + self.name


@dataclass(frozen=True, slots=True)
class Plan:
    """An invented plan."""

    title: str
    municipality: str
    generation: str | None
    status: str | None
    start: int
    end: int
    heading: str
    levels: tuple[str, ...]
    roots: tuple[Entry, ...]


@dataclass(slots=True)
class _Grower:
    """What is needed while a tree is drawn."""

    rng: Random
    where: str
    levels: tuple[str, ...]
    scheme: tuple[str, ...]
    separators: tuple[str, ...]
    width: tuple[int, ...]
    hard: float
    long: float
    used: set[str] = field(default_factory=set)
    running: int = 0


def make_plan(
    seed: int, *, depth: int | None = None, size: int = 40, hard: float = 0.2, long: float = 0.1, marked: bool = False
) -> Plan:
    """An invented plan.

    Args:
        seed: same seed, same plan.
        depth: number of levels, 2 to 5; drawn where not given.
        size: about how many leaves.
        hard: share of leaf titles with brackets, quotes, digits or Latin letters.
        long: share of long leaf titles.
        marked: draw only schemes in which every level below the first has a marker.
    """
    rng = Random(seed)
    depth = depth or rng.choice((2, 3, 3, 3, 4, 4, 5))
    where = words.place(rng)
    municipality = where + rng.choice("市市市町村")
    levels = rng.choice(words.LEVELS[depth])
    schemes = [one for one in SCHEMES[depth] if not marked or all(one[1:])]
    single = levels[0] in ("基本理念", "将来像")
    fitting = [one for one in schemes if (one[0] == "") == single] or schemes
    scheme = rng.choice(fitting)
    separators = tuple(rng.choice(_separators(style)) for style in scheme)
    grower = _Grower(rng, where, levels, scheme, separators, _widths(rng, depth, size, single), hard, long)
    roots = _grow(grower, 0, (), "")
    kind = rng.choice(words.KINDS)
    generation = rng.choice((None, None, "第2次", "第3次", "第４次", "第2期"))
    status = rng.choice((None, None, None, "案", "素案"))
    start = rng.randint(2019, 2026)
    title = rng.choice((f"{municipality}{generation or ''}{kind}", f"{generation or ''}{municipality}{kind}"))
    return Plan(
        title,
        municipality,
        generation,
        status,
        start,
        start + rng.choice((4, 9)),
        rng.choice(words.HEADINGS),
        levels,
        roots,
    )


def _widths(rng: Random, depth: int, size: int, single: bool) -> tuple[int, ...]:
    """Most children per level, so that the leaves come to about `size`."""
    levels = depth - 1 if single else depth
    each = max(2, round(1.25 * size ** (1 / levels)))
    return (*((1,) if single else ()), *(min(each + rng.choice((0, 0, 1)), 6) for _ in range(levels)))


def _separators(style: str) -> tuple[str, ...]:
    """What may stand between a marker of this style and the title."""
    if not style:
        return ("",)
    if style[0] in BULLETS:
        return ("", " ")
    if style[0] in "①(（":
        return ("", " ", "　")
    if style in ("1.", "第章", "第節"):
        return (" ", "　")
    if style[0] == "W":
        return (" ", "　", "：")
    return (" ", "　")


def _grow(grower: _Grower, depth: int, above: tuple[int, ...], label_above: str) -> tuple[Entry, ...]:
    rng = grower.rng
    last = depth == len(grower.scheme) - 1
    most = grower.width[depth]
    count = most if depth == 0 else rng.randint(1, most)
    made = []
    for number in range(1, count + 1):
        place = (*above, number)
        style = grower.scheme[depth]
        if style.endswith("R"):
            grower.running += 1
        label = _label(style, place, grower.levels[depth], grower.running)
        name = _fresh(grower, depth, last)
        separator = grower.separators[depth]
        if not separator and name[0].isdigit():
            separator = " "
        children = () if last else _grow(grower, depth + 1, place, label)
        made.append(
            Entry(
                label,
                separator,
                name,
                children,
                department=rng.choice(words.DEPARTMENTS) if last else "",
                description=words.prose(rng, rng.randint(1, 2)) if last else "",
                mark=rng.choice(("新規", "継続", "継続", "拡充")) if last else "",
            )
        )
    return tuple(made)


def _fresh(grower: _Grower, depth: int, last: bool) -> str:
    """A title that the plan does not hold yet."""
    rng = grower.rng
    for _ in range(60):
        if depth == 0:
            name = words.goal(rng)
        elif last:
            name = words.project(rng, grower.where, grower.hard, grower.long)
        else:
            name = words.measure(rng)
        if name not in grower.used:
            break
    else:
        name = f"{name}その{len(grower.used)}"
    grower.used.add(name)
    return name


_PLAIN_WORD = {
    "具体的な取組": "取組",
    "取組の方向性": "方向性",
    "施策の方向性": "方向性",
    "めざす姿": "めざす姿",
    "施策の方向": "方向",
}


def _label(style: str, place: tuple[int, ...], level: str, running: int) -> str:
    """The printed marker of the entry at this place."""
    number = place[-1]
    chain = place[1:] if len(place) > 3 else place
    word = _PLAIN_WORD.get(level, level)
    if not style:
        return ""
    if style[0] in BULLETS:
        return style
    simple = {
        "1": str(number),
        "1.": f"{number}.",
        "(1)": f"({number})",
        "（１）": f"（{str(number).translate(WIDE)}）",
        "1)": f"{number})",
        "①": chr(0x245F + number),
        "①R": _circled(running),
        "Ⅰ": ROMAN[number - 1],
        "A": "ABCDEFGH"[number - 1],
        "ア": KANA[number - 1],
        "第章": f"第{number}章",
        "第節": f"第{number}節",
        "W1": f"{word}{number}",
        "WⅠ": f"{word}{ROMAN[number - 1]}",
        "WA": f"{word}{'ABCDEFGH'[number - 1]}",
        "A-1": f"{'ABCDEFGH'[place[0] - 1]}-{number}",
        "1-1": "-".join(map(str, chain[-2:])),
        "1-1-1": "-".join(map(str, chain[-3:])),
        "W1-1": f"{word}{'-'.join(map(str, chain[-2:]))}",
        "1-(1)": f"{place[-2] if len(place) > 1 else 1}-({number})",
    }
    return simple[style]


def _circled(number: int) -> str:
    """① to ㊿; beyond them in brackets."""
    for last, first in ((20, 0x245F), (35, 0x323C), (50, 0x328D)):
        if number <= last:
            return chr(first + number)
    return f"〔{number}〕"


def walk(entries: tuple[Entry, ...], above: tuple[Entry, ...] = ()) -> Iterator[tuple[Entry, ...]]:
    """The path to every node, in reading order."""
    for entry in entries:
        yield (*above, entry)
        yield from walk(entry.children, (*above, entry))


def leaves(entries: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """The path to every leaf, in reading order."""
    return [path for path in walk(entries) if not path[-1].children]


def gold(plan: Plan, case: str, style: str, page: int | None, levels: tuple[str, ...] | None) -> dict[str, Any]:
    """What a reader should find, in the shape that `taikei extract` writes."""
    nodes: list[dict[str, Any]] = []
    counts: dict[str | None, int] = {}
    ids: dict[int, str] = {}
    for path in walk(plan.roots):
        parent = ids[id(path[-2])] if len(path) > 1 else None
        counts[parent] = counts.get(parent, 0) + 1
        own = f"{parent}.{counts[parent]}" if parent else str(counts[parent])
        ids[id(path[-1])] = own
        nodes.append(
            {
                "id": own,
                "parent": parent,
                "depth": len(path),
                "level": len(path),
                "label": path[-1].label,
                "name": path[-1].name,
            }
        )
    structure = {"title": plan.heading, "page": page, "levels": list(levels) if levels else None, "nodes": nodes}
    return {
        "case": case,
        "style": style,
        "plan": {
            "title": plan.title,
            "municipality": plan.municipality,
            "generation": plan.generation,
            "status": plan.status,
            "start_year": plan.start,
            "end_year": plan.end,
        },
        "structures": [structure],
    }
