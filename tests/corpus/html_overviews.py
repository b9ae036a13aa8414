"""A plan → a booklet of which the overview shows the upper levels, and the chapters go deeper. Pure.

The overview is a table or a 体系図; the chapters print its titles again, sometimes a little otherwise, with prose, and
under each title of the lowest level of the overview what is done.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from random import Random

from tests.corpus import html_booklets, html_chapters, html_shapes, html_tables
from tests.corpus.html_page import Printed, sheet
from tests.corpus.plan import Entry, Plan


def overviews(plan: Plan, rng: Random) -> Printed:
    """Cover, contents, prose, the overview without the lowest level, and chapters with it."""
    own = replace(sheet(rng, wide=0.0), paper="A4", size=9.0)
    upper = replace(plan, levels=plan.levels[:-1], roots=tuple(_cut(root, len(plan.levels) - 1) for root in plan.roots))
    look = html_chapters.ChapterLook(
        rng.choice(("table", "cards", "list", "boxes", "list")), rng.random() < 0.5, rng.random() < 0.5,
        rng.choice(("none", "after", "before")), rng.random() < 0.3, True, rng.random() < 0.3,
    )  # fmt: skip
    names = ["計画の策定にあたって", "現状と課題", "計画の体系", "施策の展開", "計画の推進"]
    before = [html_booklets._cover(plan), html_booklets._contents(names, plan, rng)]
    before += [html_booklets._prose(rng.choice(names[:2]), rng) for _ in range(rng.randint(1, 4))]
    before += [html_booklets._statistics(rng)] if rng.random() < 0.6 else []
    ruled = rng.random() < 0.6 or len(upper.levels) > 3
    if ruled:
        table = html_tables.TableLook(border="solid", tinted=rng.random() < 0.5, align=rng.choice(("middle", "top")))
        hierarchy = html_tables.table(upper.roots, upper, table, own)
        css = ".h td,.h th{border:0.7px solid #000;padding:2px 4px}"
        overview = f"<h2>{escape(plan.heading)}</h2><div class='h'>{hierarchy}</div>"
    else:
        drawn = html_shapes.shapes(upper, rng)
        inner = drawn.html.split("</h2>", 1)[1].rsplit("</body>", 1)[0]
        css = "div.b{box-sizing:border-box;display:flex;align-items:center}"
        overview = f"<h2>{escape(plan.heading)}</h2><div style='zoom:0.46;font-size:8.5pt'>{inner}</div>"
    detail = "".join(html_chapters._entry(plan, root, 0, look, rng) for root in plan.roots)
    after = [html_booklets._promotion(names[4], rng), html_booklets._members(rng)]
    pages = [*before, overview]
    body = (
        "".join(f"<section>{one}</section>" for one in pages)
        + detail
        + "".join(f"<section>{one}</section>" for one in after)
    )
    style = html_chapters.css(own, look) + css + "section{break-before:page}section:first-of-type{break-before:auto}"
    html = (
        f"<!DOCTYPE html><html lang='ja'><head><meta charset='utf-8'><style>@page{{size:A4;margin:16mm 14mm}}"
        f"body{{font-family:'{own.font}';font-size:{own.size}pt;line-height:1.4;margin:0}}h1{{font-size:1.6em}}h2{{font-size:1.35em}}p{{margin:4px 0}}{style}</style></head>"
        f"<body>{body}</body></html>"
    )
    return Printed(html, upper.levels if ruled else drawn.levels, len(before) + 1)


def _cut(entry: Entry, depth: int) -> Entry:
    """The entry without what is below the given number of levels."""
    return replace(entry, children=tuple(_cut(child, depth - 1) for child in entry.children) if depth > 1 else ())
