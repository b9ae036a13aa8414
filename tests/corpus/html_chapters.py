"""A plan → chapters as plans print them in detail: headings in bars, prose, cards, small tables, indicators. Pure.

What these pages hold besides the hierarchy is as regular as the hierarchy itself: 現状と課題, 指標 with figures, SDGs,
担当課. None of it is part of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.corpus import words
from tests.corpus.html_page import Printed, Sheet, page, sheet
from tests.corpus.plan import Entry, Plan


@dataclass(frozen=True, slots=True)
class ChapterLook:
    """How chapters are set."""

    leaf: str
    """table, cards (a small table per entry), list (bullets under a label), boxes (name in a bar, text under it)."""
    bars: bool
    """Upper headings on a coloured bar."""
    issues: bool
    """現状と課題 with prose under the heading of the last level with one."""
    indicators: str
    """none, after (a table at the end of each goal), before (over the measures)."""
    sdgs: bool
    fresh: bool
    """Each goal begins a page."""
    mark: bool
    """新規 and 重点 in a column or in brackets behind the title."""


def chapters(plan: Plan, rng: Random) -> Printed:
    """The detail pages alone, without an overview."""
    own = replace(sheet(rng, wide=0.0), paper="A4", size=rng.choice((9.0, 10.0)))
    look = ChapterLook(
        rng.choice(("table", "table", "cards", "list", "boxes")),
        rng.random() < 0.6,
        rng.random() < 0.6,
        rng.choice(("none", "after", "before")),
        rng.random() < 0.3,
        rng.random() < 0.5,
        rng.random() < 0.3,
    )
    body = "".join(_entry(plan, root, 0, look, rng) for root in plan.roots)
    return Printed(page(plan, own, rng, body, css(own, look)), None)


def css(own: Sheet, look: ChapterLook) -> str:
    """The style of these pages."""
    bar = f"background:{own.dark};color:#fff;padding:5px 8px" if look.bars else f"border-bottom:2px solid {own.dark}"
    second = (
        f"background:{own.mid};padding:3px 6px" if look.bars else f"border-left:6px solid {own.dark};padding-left:6px"
    )
    return (
        f"h3{{font-size:1.45em;margin:10px 0 6px;{bar}}}h4{{font-size:1.2em;margin:8px 0 4px;{second}}}"
        "h5{font-size:1.1em;margin:7px 0 3px}h6{font-size:1em;margin:5px 0 2px}"
        f"table{{border-collapse:collapse;width:100%;margin:4px 0 8px}}td,th{{border:0.6px solid #333;padding:3px 5px;vertical-align:top}}th{{background:{own.light}}}"
        f".lab{{font-weight:bold;color:{own.dark};margin:5px 0 1px}}.name{{background:{own.light};border:0.6px solid #888;padding:2px 6px;margin-top:5px}}"
        ".text{border:0.6px solid #888;border-top:none;padding:2px 6px}ul{margin:2px 0 6px;padding-left:0;list-style:none}"
        + ("section{break-before:page}section:first-of-type{break-before:auto}" if look.fresh else "")
    )


def _entry(plan: Plan, entry: Entry, depth: int, look: ChapterLook, rng: Random) -> str:
    level = f"h{min(depth + 3, 6)}"
    parts = [f"<{level}>{escape(entry.printed)}</{level}>"]
    if look.sdgs and depth == 0:
        parts.append("<p style='text-align:right;font-size:0.8em'>関連するSDGs：３　４　１１</p>")
    if rng.random() < 0.6:
        parts.append(f"<p>　{words.prose(rng, rng.randint(1, 3))}</p>")
    leaves = entry.children and not entry.children[0].children
    if look.issues and leaves:
        parts.append(f"<div class='lab'>【現状と課題】</div><p>　{words.prose(rng, rng.randint(2, 4))}</p>")
    if look.indicators == "before" and leaves:
        parts.append(_indicators(rng))
    if leaves:
        parts.append(_leaves(plan, entry, look, rng))
    else:
        parts.extend(_entry(plan, child, depth + 1, look, rng) for child in entry.children)
    if look.indicators == "after" and depth == 0:
        parts.append(_indicators(rng))
    return f"<section>{''.join(parts)}</section>" if depth == 0 else "".join(parts)


def _indicators(rng: Random) -> str:
    rows = "".join(
        f"<tr><td>{words.measure(rng)}に関する満足度</td><td>{rng.randint(10, 50)}.{rng.randint(0, 9)}％</td><td>{rng.randint(51, 90)}％</td></tr>"
        for _ in range(rng.randint(1, 3))
    )
    head = rng.choice(("指標名", "成果指標", "指標"))
    return f"<div class='lab'>■{head}</div><table><tr><th>{head}</th><th>現状値（令和4年度）</th><th>目標値（令和10年度）</th></tr>{rows}</table>"


def _leaves(plan: Plan, entry: Entry, look: ChapterLook, rng: Random) -> str:
    name = plan.levels[-1]
    if look.leaf == "table":
        kinds = ["内容", "担当課"] if rng.random() < 0.7 else ["担当課"]
        kinds += ["区分"] if look.mark else []
        rows = "".join(
            f"<tr><td>{escape(leaf.printed)}</td>"
            + "".join(f"<td>{_beside(leaf, kind)}</td>" for kind in kinds)
            + "</tr>"
            for leaf in entry.children
        )
        label = f"<div class='lab'>【{name}】</div>" if look.issues else ""
        return f"{label}<table><tr>{''.join(f'<th>{one}</th>' for one in (name, *kinds))}</tr>{rows}</table>"
    if look.leaf == "cards":
        return "".join(
            f"<table><tr><th style='width:18%'>{name}</th><td colspan='3'>{escape(leaf.printed)}</td></tr>"
            f"<tr><th>内容</th><td colspan='3'>{leaf.description}</td></tr>"
            f"<tr><th>担当課</th><td>{leaf.department}</td><th style='width:12%'>区分</th><td>{leaf.mark}</td></tr></table>"
            for leaf in entry.children
        )
    if look.leaf == "boxes":
        return "".join(
            f"<div class='name'>{escape(leaf.printed)}</div><div class='text'>{leaf.description}（{leaf.department}）</div>"
            for leaf in entry.children
        )
    lines = "".join(
        f"<li>{escape(leaf.printed if leaf.label else '・' + leaf.name)}</li>"
        + (f"<li style='padding-left:2em'>{leaf.description}</li>" if look.mark else "")
        for leaf in entry.children
    )
    return f"<div class='lab'>【{name}】</div><ul>{lines}</ul>"


def _beside(leaf: Entry, kind: str) -> str:
    return {"内容": leaf.description, "担当課": leaf.department, "区分": leaf.mark}[kind]
