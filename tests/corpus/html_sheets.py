"""A plan → sheets as a spreadsheet prints them: few or no lines, parents in their first row only, narrow columns. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.corpus.html_page import Printed, page, sheet
from tests.corpus.plan import Entry, Plan, leaves

LINES = {
    "none": "td,th{border:none}",
    "rows": "td,th{border:none;border-bottom:0.5px solid #555}",
    "columns": "td,th{border:none;border-left:0.5px solid #555;border-right:0.5px solid #555}table{border-bottom:0.5px solid #555}th{border:0.5px solid #555}",
    "groups": "td,th{border:none}tr.g td{border-top:0.6px solid #333}table{border-bottom:0.6px solid #333}",
    "outer": "table{border:1px solid #000}td{border:none}th{border-bottom:1px solid #000}",
    "all": "td,th{border:0.5px solid #777}",
    "dept": "td,th{border:none}td.x,th.x{border:0.5px solid #555}",
}


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How a sheet is filled."""

    lines: str
    repeat: str
    """"" parents in their first row only; 〃 or 同上 below it; "full" in every row."""
    split: bool
    """Numbers in a column of their own."""
    extra: tuple[str, ...]


def sheets(plan: Plan, rng: Random) -> Printed:
    """A flat sheet: one row per leaf."""
    numbered = all(path[-1].label and path[-1].label[0] not in "・○●■□◆◇▶" for path in leaves(plan.roots))
    look = SheetLook(
        rng.choice(tuple(LINES)),
        rng.choice(("", "", "〃", "同上", "full")),
        numbered and rng.random() < 0.3,
        rng.choice(((), ("no",), ("dept",), ("dept", "mark"), ("new", "dept"), ("desc", "dept"), ("value", "dept"))),
    )
    own = sheet(rng, small=True)
    head = "".join(f"<th{' colspan=2' if look.split else ''}>{escape(name)}</th>" for name in plan.levels) + "".join(
        f"<th class='x'>{_NAMES[kind]}</th>" for kind in look.extra
    )
    rows = [f"<tr>{head}</tr>"]
    before: tuple[Entry, ...] = ()
    for number, path in enumerate(leaves(plan.roots), 1):
        new = not before or path[0] is not before[0]
        cells = "".join(_cell(entry, before[depth] if before else None, look) for depth, entry in enumerate(path))
        cells += "".join(f"<td class='x'>{_extra(kind, path[-1], number)}</td>" for kind in look.extra)
        rows.append(f"<tr{' class=g' if new else ''}>{cells}</tr>")
        before = path
    css = (
        "table{border-collapse:collapse;width:100%}td,th{padding:2px 4px;text-align:left;vertical-align:top}"
        + LINES[look.lines]
    )
    if look.split:
        css += "td.n{width:1%;white-space:nowrap}"
    return Printed(page(plan, own, rng, f"<table>{''.join(rows)}</table>", css), plan.levels)


_NAMES = {"no": "No.", "dept": "担当課", "mark": "区分", "new": "新規", "desc": "内容", "value": "目標値"}


def _cell(entry: Entry, before: Entry | None, look: SheetLook) -> str:
    leaf = not entry.children
    if entry is before and look.repeat != "full" and not leaf:
        text = look.repeat
        return f"<td class='n'></td><td>{text}</td>" if look.split else f"<td>{text}</td>"
    if look.split:
        return f"<td class='n'>{escape(entry.label)}</td><td>{escape(entry.name)}</td>"
    return f"<td>{escape(entry.printed)}</td>"


def _extra(kind: str, leaf: Entry, number: int) -> str:
    return {
        "no": str(number),
        "dept": leaf.department,
        "mark": leaf.mark,
        "new": "○" if leaf.mark == "新規" else "",
        "desc": leaf.description,
        "value": f"{len(leaf.name) * 3}%",
    }[kind]
