"""A plan → HTML tables of many looks: ruled, banded, stacked, vertical, borderless. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.corpus import words
from tests.corpus.html_page import Printed, Sheet, lines, page, sheet
from tests.corpus.plan import Entry, Plan, leaves

BORDERS = {
    "solid": "table{border-collapse:collapse}td,th{border:0.7px solid #000}",
    "thick": "table{border-collapse:collapse;border:2.5px solid #000}td,th{border:0.4px solid #333}",
    "dashed": "table{border-collapse:collapse;border:1px solid #000}td,th{border:0.7px dashed #000}",
    "dotted": "table{border-collapse:collapse;border:1px solid #000}td,th{border:1px dotted #333}",
    "double": "table{border-collapse:collapse}td,th{border:3px double #000}",
    "white": "table{border-collapse:collapse}td,th{border:2px solid #fff}",
    "open": "table{border-collapse:collapse;border-style:hidden}td,th{border:0.7px solid #000}",
    "grey": "table{border-collapse:collapse}td,th{border:0.5px solid #bbb}",
    "separate": "table{border-collapse:separate;border-spacing:3px}td,th{border:0.8px solid #000}",
    "mixed": "table{border-collapse:collapse;border:2px solid #000}td{border:0.6px solid #000}td.leaf{border-style:dotted}",
}


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table is drawn and what stands in it besides the hierarchy."""

    border: str = "solid"
    header: str = "row"
    """row, double (two levels), none."""
    align: str = "middle"
    tinted: bool = False
    extra: tuple[str, ...] = ()
    """Columns that are no level: dept, no, desc, indicator, sdgs, mark."""
    split_labels: tuple[int, ...] = ()
    """Levels whose number has a column of its own."""
    vertical: tuple[int, ...] = ()
    """Levels written vertically."""
    stacked_chars: bool = False
    """Vertical writing by single characters and line breaks."""
    listed: bool = False
    """Leaves of one parent as a list in one cell."""
    bands: bool = False
    """Top level as a row over the full width."""
    per_goal: str = ""
    """"" one table; "headed" one per goal with the goal as heading over it; "column" one per goal, goal in column 1."""
    repeat: bool = True
    """Header again on each page."""


def ruled(plan: Plan, rng: Random) -> Printed:
    """A ruled table with random lines, header, alignment and additional columns."""
    look = TableLook(
        border=rng.choice(tuple(BORDERS)),
        header=rng.choice(("row", "row", "row", "double", "none")),
        align=rng.choice(("middle", "middle", "top", "bottom")),
        tinted=rng.random() < 0.5,
        extra=_extras(rng),
        split_labels=_split(plan, rng),
        listed=rng.random() < 0.3,
    )
    if look.border == "white":
        look = replace(look, tinted=True)
    own = sheet(rng)
    return Printed(page(plan, own, rng, table(plan.roots, plan, look, own), _css(look, own)), _printed(plan, look))


def banded(plan: Plan, rng: Random) -> Printed:
    """The top level as a row over the full width, the levels below in columns."""
    look = TableLook(
        border=rng.choice(("solid", "grey", "thick", "dotted")),
        bands=True,
        extra=_extras(rng),
        tinted=rng.random() < 0.5,
    )
    own = sheet(rng)
    return Printed(page(plan, own, rng, table(plan.roots, plan, look, own), _css(look, own)), _printed(plan, look))


def stacked(plan: Plan, rng: Random) -> Printed:
    """One table per goal."""
    look = TableLook(
        border=rng.choice(("solid", "grey", "thick", "dashed")),
        per_goal=rng.choice(("headed", "column")) if len(plan.roots) > 1 and len(plan.levels) > 2 else "column",
        extra=_extras(rng),
        tinted=rng.random() < 0.5,
        align=rng.choice(("middle", "top")),
    )
    own = sheet(rng)
    return Printed(page(plan, own, rng, _stack(plan, look, own), _css(look, own)), _printed(plan, look))


def paged(plan: Plan, rng: Random) -> Printed:
    """A table over several pages."""
    look = TableLook(
        border=rng.choice(("solid", "grey", "thick", "dotted", "dashed")),
        repeat=rng.random() < 0.7,
        extra=_extras(rng),
        tinted=rng.random() < 0.5,
        align=rng.choice(("middle", "top")),
        split_labels=_split(plan, rng),
    )
    own = replace(sheet(rng), paper=rng.choice(("A4", "A4 landscape")), size=rng.choice((10.0, 11.0, 12.0)))
    pad = f"td{{padding:{rng.choice((5, 8, 11))}px 6px}}"
    return Printed(
        page(plan, own, rng, table(plan.roots, plan, look, own), _css(look, own) + pad), _printed(plan, look)
    )


def vertical(plan: Plan, rng: Random) -> Printed:
    """The first one or two levels written vertically (縦書き)."""
    look = TableLook(
        border=rng.choice(("solid", "grey", "thick", "white")),
        vertical=rng.choice(((0,), (0,), (0, 1))),
        stacked_chars=rng.random() < 0.25,
        tinted=rng.random() < 0.6,
        extra=_extras(rng),
        header=rng.choice(("row", "row", "none")),
    )
    own = sheet(rng)
    css = "td.v span{writing-mode:vertical-rl;text-orientation:mixed;max-height:100%;display:inline-block}td.v{text-align:center}"
    css += rng.choice(("", "td.v span{text-orientation:upright}"))
    return Printed(
        page(plan, own, rng, table(plan.roots, plan, look, own), _css(look, own) + css), _printed(plan, look)
    )


def borderless(plan: Plan, rng: Random) -> Printed:
    """No lines: white space, zebra stripes, grounds per row group, or horizontal rules only."""
    kind = rng.choice(("plain", "zebra", "groups", "hlines", "gaps", "cells"))
    look = TableLook(align=rng.choice(("middle", "top", "top")), header=rng.choice(("row", "row", "none")))
    own = sheet(rng)
    css = {
        "plain": "table{border-collapse:collapse}td{padding:2px 14px 2px 2px}",
        "zebra": f"table{{border-collapse:collapse}}tr:nth-child(even) td.leaf{{background:{own.light}}}td{{padding:3px 10px}}",
        "groups": "table{border-collapse:collapse}td{padding:3px 10px}",
        "hlines": "table{border-collapse:collapse}td,th{border-bottom:0.6px solid #888;padding:3px 10px}",
        "gaps": f"table{{border-collapse:separate;border-spacing:6px 5px}}td{{background:{own.light};padding:3px 8px}}",
        "cells": f"table{{border-collapse:separate;border-spacing:4px}}td{{background:{own.mid};padding:3px 8px;border-radius:4px}}",
    }[kind]
    if kind == "groups":
        look = replace(look, tinted=True)
    body = table(plan.roots, plan, look, own)
    css += f"table{{width:100%}}td{{text-align:left;vertical-align:{look.align}}}th{{text-align:left;{_head(own) if rng.random() < 0.5 else ''}}}"
    if kind == "groups":
        css += _tints(own)
    return Printed(page(plan, own, rng, body, css), _printed(plan, look))


def columns(plan: Plan, rng: Random) -> Printed:
    """The goals side by side as the first row of a table, what belongs to them in the cells below."""
    own = replace(sheet(rng, wide=1.0), size=8.5)
    heads = "".join(
        f"<td style='background:{own.mid};font-weight:bold'>{escape(root.printed)}</td>" for root in plan.roots
    )
    cells = "".join(f"<td>{'<br>'.join(escape(child.printed) for child in root.children)}</td>" for root in plan.roots)
    css = "table{border-collapse:collapse;width:100%;table-layout:fixed}td{border:0.7px solid #000;padding:4px;vertical-align:top}"
    return Printed(page(plan, own, rng, f"<table><tr>{heads}</tr><tr>{cells}</tr></table>", css), None)


def detailed(plan: Plan, rng: Random) -> Printed:
    """Headings down to the last but one level, and under each a table of what is done, with text and office."""
    own = replace(sheet(rng, wide=0.0), paper="A4", size=9.5)
    css = BORDERS["solid"] + "table{width:100%;margin-bottom:6px}td,th{padding:3px 5px}h3{font-size:1.2em;margin:6px 0}"
    css += f"h4,h5,h6{{font-size:1.05em;margin:4px 0}}th{{background:{own.mid}}}"
    names = (plan.levels[-1], *rng.choice((("内容", "担当課"), ("担当課",), ("概要",))))

    def write(entries: tuple[Entry, ...], depth: int) -> str:
        parts = []
        for entry in entries:
            parts.append(f"<h{depth + 3}>{escape(entry.printed)}</h{depth + 3}>")
            if rng.random() < 0.5:
                parts.append(f"<p>{words.prose(rng, 2)}</p>")
            if entry.children and entry.children[0].children:
                parts.append(write(entry.children, depth + 1))
            else:
                rows = "".join(f"<th>{name}</th>" for name in names)
                for leaf in entry.children:
                    rest = {"内容": leaf.description, "概要": leaf.description, "担当課": leaf.department}
                    rows += f"<tr><td>{escape(leaf.printed)}</td>" + "".join(
                        f"<td>{rest[name]}</td>" for name in names[1:]
                    )
                parts.append(f"<table><tr>{rows}</table>")
        return "".join(parts)

    return Printed(page(plan, own, rng, write(plan.roots, 0), css), None)


def table(
    roots: tuple[Entry, ...], plan: Plan, look: TableLook, own: Sheet, levels: tuple[str, ...] | None = None
) -> str:
    """One HTML table of these entries."""
    levels = levels or plan.levels
    columns = levels[1:] if look.bands else levels
    rows = []
    if look.header != "none":
        rows.append(_header(columns, look))
    seen: set[int] = set()
    paths = leaves(roots)
    if look.listed:
        paths = [path for path in paths if path[-1] is path[-2].children[0]] if len(levels) > 1 else paths
    number = 0
    for path in paths:
        cells = []
        for depth, entry in enumerate(path):
            last = depth == len(path) - 1
            if id(entry) in seen:
                continue
            seen.add(id(entry))
            if look.bands and depth == 0:
                width = len(columns) + len(look.extra) + len([d for d in look.split_labels if d > 0])
                rows.append(f"<tr><td class='band' colspan='{width}'>{escape(entry.printed)}</td></tr>")
                continue
            shown = path[-2].children if last and look.listed else (entry,)
            span = _span(entry, look.listed, len(levels) - depth)
            cells.append(_level_cell(shown, depth, span, last, look))
        number += 1
        cells.extend(f"<td class='x'>{_extra(kind, path, number)}</td>" for kind in look.extra)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{rows[0]}</thead>" if look.header != "none" and look.repeat else ""
    rest = rows[1:] if head else rows
    return f"<table>{head}<tbody>{''.join(rest)}</tbody></table>"


def _span(entry: Entry, listed: bool, below: int) -> int:
    """Rows that an entry covers."""
    if not entry.children:
        return 1
    if listed and below == 2:
        return 1
    return sum(_span(child, listed, below - 1) for child in entry.children)


def _level_cell(shown: tuple[Entry, ...], depth: int, span: int, last: bool, look: TableLook) -> str:
    kind = f"d{depth}{' leaf' if last else ''}"
    rowspan = f" rowspan='{span}'" if span > 1 else ""
    if depth in look.vertical and not last:
        text = shown[0].printed
        inner = (
            "<br>".join(escape(char) for char in text if char.strip())
            if look.stacked_chars
            else f"<span>{escape(text)}</span>"
        )
        return f"<td class='{kind} v'{rowspan}>{inner}</td>"
    if depth in look.split_labels:
        return f"<td class='{kind}'{rowspan}>{escape(shown[0].label)}</td><td class='{kind}'{rowspan}>{escape(shown[0].name)}</td>"
    return f"<td class='{kind}'{rowspan}>{'<br>'.join(escape(one.printed) for one in shown)}</td>"


def _header(columns: tuple[str, ...], look: TableLook) -> str:
    names = {"dept": "担当課", "no": "No.", "desc": "取組の概要", "indicator": "指標", "sdgs": "SDGs", "mark": "区分"}
    cells = []
    shift = 1 if look.bands else 0
    for depth, name in enumerate(columns, shift):
        wide = " colspan='2'" if depth in look.split_labels else ""
        cells.append((name, wide))
    rest = [(names[kind], "") for kind in look.extra]
    if look.header == "double" and len(cells) > 2:
        first = f"<th rowspan='2'{cells[0][1]}>{cells[0][0]}</th>"
        width = len(cells) - 1 + sum(bool(wide) for _, wide in cells[1:])
        tail = "".join(f"<th rowspan='2'>{name}</th>" for name, _ in rest)
        below = "".join(f"<th{wide}>{escape(name)}</th>" for name, wide in cells[1:])
        return f"<tr>{first}<th colspan='{width}'>施策の体系</th>{tail}</tr><tr>{below}</tr>"
    return "<tr>" + "".join(f"<th{wide}>{escape(name)}</th>" for name, wide in [*cells, *rest]) + "</tr>"


def _extra(kind: str, path: tuple[Entry, ...], number: int) -> str:
    leaf = path[-1]
    if kind == "sdgs":
        return "、".join(str((len(leaf.name) * step) % 17 + 1) for step in (1, 5))
    if kind == "indicator":
        return f"{len(leaf.name)}件→{len(leaf.name) + 10}件"
    return {"dept": leaf.department, "no": str(number), "desc": lines(leaf.description), "mark": leaf.mark}[kind]


def _stack(plan: Plan, look: TableLook, own: Sheet) -> str:
    parts = []
    for root in plan.roots:
        if look.per_goal == "headed":
            inner = replace(look, per_goal="")
            parts.append(f"<h3>{escape(root.printed)}</h3>" + table(root.children, plan, inner, own, plan.levels[1:]))
        else:
            parts.append(table((root,), plan, look, own) + "<div style='height:10px'></div>")
    return "".join(parts)


def _printed(plan: Plan, look: TableLook) -> tuple[str, ...] | None:
    """The names of levels that the header shows."""
    if look.header == "none":
        return None
    return plan.levels[1:] if look.bands or look.per_goal == "headed" else plan.levels


def _extras(rng: Random) -> tuple[str, ...]:
    return rng.choice(
        ((), (), ("dept",), ("desc", "dept"), ("mark", "dept"), ("sdgs",), ("indicator", "dept"), ("dept", "sdgs"))
    )


def _split(plan: Plan, rng: Random) -> tuple[int, ...]:
    """Levels with a number column, only where a number is printed."""
    counted = [
        depth for depth, entry in enumerate(leaves(plan.roots)[0]) if any(char.isdigit() for char in entry.label)
    ]
    return tuple(depth for depth in counted if rng.random() < 0.5) if rng.random() < 0.2 else ()


def _css(look: TableLook, own: Sheet) -> str:
    css = BORDERS[look.border]
    css += f"table{{width:100%}}td,th{{padding:3px 5px}}td{{vertical-align:{look.align}}}td.x{{font-size:0.9em}}"
    css += f"th{{{_head(own) if look.tinted else ''}}}td.band{{background:{own.mid};font-weight:bold}}"
    return css + (_tints(own) if look.tinted else "")


def _tints(own: Sheet) -> str:
    return f"td.d0{{background:{own.mid}}}td.d1{{background:{own.light}}}"


def _head(own: Sheet) -> str:
    return f"background:{own.dark};color:#fff"
