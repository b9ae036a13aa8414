"""A plan → headings, numbered lines and prose: an outline as Word prints it. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from random import Random

from tests.corpus import words
from tests.corpus.html_page import Printed, page, sheet
from tests.corpus.plan import Entry, Plan


def outline(plan: Plan, rng: Random) -> Printed:
    """An outline with or without prose, in one or two columns."""
    own = replace(sheet(rng, wide=0.0), paper="A4")
    talk = rng.random() < 0.5
    sized = rng.random() < 0.6
    indent = rng.choice((0, 8, 14))
    body = _entries(plan.roots, 0, rng, talk=talk, sized=sized, indent=indent)
    columns = "column-count:2;column-gap:10mm" if not talk and rng.random() < 0.3 else ""
    return Printed(page(plan, own, rng, f"<div style='{columns}'>{body}</div>"), None)


def _entries(entries: tuple[Entry, ...], depth: int, rng: Random, *, talk: bool, sized: bool, indent: int) -> str:
    parts = []
    for entry in entries:
        size = (1.35, 1.18, 1.06, 1.0, 1.0)[depth] if sized else 1.0
        bold = "font-weight:bold;" if depth < 2 and sized else ""
        left = indent * depth
        hang = f"padding-left:{left + 16}pt;text-indent:-16pt"
        parts.append(
            f"<div style='{hang};font-size:{size}em;{bold}margin-top:{5 if entry.children else 1}pt'>{escape(entry.printed)}</div>"
        )
        if talk and (entry.children or rng.random() < 0.6):
            parts.append(
                f"<p style='padding-left:{left + 10}pt;text-indent:1em'>{words.prose(rng, rng.randint(1, 3))}</p>"
            )
        parts.append(_entries(entry.children, depth + 1, rng, talk=talk, sized=sized, indent=indent))
    return "".join(parts)
