"""Sound plans made by rule: a random tree and the text that prints it, as a flat table or as an outline.

Names are put together from words of the field so that no two are alike by accident; nothing is taken from a real plan.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

WHO = ["子ども", "青少年", "高齢者", "障がいのある人", "子育て世代", "外国人市民", "若者", "働く世代", "団体", "事業者"]
WHAT = [
    "学習機会",
    "相談窓口",
    "交流の場",
    "情報提供",
    "居場所",
    "人材",
    "活動拠点",
    "体験活動",
    "支援体制",
    "読書環境",
    "文化財",
]
DO = ["充実", "整備", "推進", "強化", "確保", "育成", "活用", "普及", "拡充", "見直し"]
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ"]

SCHEMES = (
    (("Ⅰ", "基本目標"), ("1", "施策の方向"), ("①", "具体的な取組")),
    (("基本目標1", "基本目標"), ("(1)", "施策"), ("①", "取組")),
    (("1.", "目標"), ("(1)", "方針"), ("①", "施策"), ("・", "主な事業")),
    (("Ⅰ", "目標"), ("1", "方向"), ("(1)", "施策"), ("○", "取組")),
    (("目標1", "目標"), ("1-1", "施策"), ("・", "取組")),
)


@dataclass(frozen=True)
class Entry:
    """One entry of a true tree."""

    path: tuple[str, ...]
    """Names from the top."""
    label: str
    number: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def depth(self) -> int:
        return len(self.path)


@dataclass(frozen=True)
class Plan:
    """A true tree and how its levels are marked."""

    entries: tuple[Entry, ...]
    levels: tuple[str, ...]
    styles: tuple[str, ...]

    @property
    def leaves(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.depth == len(self.levels))


def make_plan(seed: int) -> Plan:
    """A random plan; the same seed gives the same plan."""
    rng = random.Random(seed)
    scheme = SCHEMES[seed % len(SCHEMES)]
    names = [f"{who}の{what}の{do}" for who in WHO for what in WHAT for do in DO]
    rng.shuffle(names)
    entries: list[Entry] = []

    def grow(above: tuple[str, ...], number: tuple[int, ...], depth: int) -> None:
        if depth == len(scheme):
            return
        for count in range(1, rng.randint(2, 4) + 1):
            own = (*number, count)
            entries.append(Entry((*above, names.pop()), label(scheme[depth][0], own), own))
            grow(entries[-1].path, own, depth + 1)

    grow((), (), 0)
    return Plan(tuple(entries), tuple(name for _, name in scheme), tuple(style for style, _ in scheme))


def label(style: str, number: tuple[int, ...]) -> str:
    """The printed number of an entry."""
    last = number[-1]
    return {
        "Ⅰ": ROMAN[last - 1],
        "1": str(last),
        "1.": f"{last}.",
        "(1)": f"({last})",
        "①": CIRCLED[last - 1],
        "1-1": "-".join(map(str, number)),
        "基本目標1": f"基本目標{last}",
        "目標1": f"目標{last}",
    }.get(style, style)


def cell(entry: Entry) -> str:
    """Label and name as they stand in a cell."""
    joint = "" if entry.label in CIRCLED or entry.label in "・○" else " "
    return f"{entry.label}{joint}{entry.name}"


def opening(plan: Plan) -> list[str]:
    """Title, period and the counts that a plan states about itself."""
    counts = "、".join(
        f"{sum(entry.depth == depth for entry in plan.entries)}の{name}" for depth, name in enumerate(plan.levels, 1)
    )
    return [
        "第2次見本市生涯学習推進計画",
        "",
        "本計画の期間は、令和4（2022）年度から令和8（2026）年度までの5か年です。",
        "",
        f"この計画は{counts}からなります。",
        "",
        "施策の体系",
        "",
    ]


def table(plan: Plan) -> list[list[str]]:
    """Rows of the flat table, header first: a label stands in the first row of those it covers."""
    rows = [list(plan.levels)]
    waiting: list[str] = [""] * len(plan.levels)
    for entry in plan.entries:
        waiting[entry.depth - 1] = cell(entry)
        if entry.depth == len(plan.levels):
            rows.append(waiting)
            waiting = [""] * len(plan.levels)
    return rows


def table_text(plan: Plan, rows: list[list[str]]) -> str:
    """A document with the table in it."""
    return "\n".join([*opening(plan), *("\t".join(row) for row in rows)]) + "\n"


def outline(plan: Plan) -> list[str]:
    """Lines of the outline: upper levels as headings, the last one as a list."""
    lines = []
    for entry in plan.entries:
        last = entry.depth == len(plan.levels)
        bullet = entry.label in "・○"
        text = entry.name if last and bullet else f"{entry.label} {entry.name}"
        lines.append(f"- {text}" if last else f"{'#' * (entry.depth + 1)} {text}")
    return lines


def outline_text(plan: Plan, lines: list[str]) -> str:
    """A document with the outline in it."""
    return "\n".join([*opening(plan)[:-2], "# 施策の体系", "", *lines]) + "\n"
