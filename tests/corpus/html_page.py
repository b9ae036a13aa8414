"""Parts of HTML pages that every layout shares: fonts, colours, the page around the hierarchy. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.corpus import words
from tests.corpus.plan import Plan

FONTS = (
    "Noto Sans CJK JP",
    "Noto Serif CJK JP",
    "IPAexGothic",
    "IPAPMincho",
    "TakaoPGothic",
    "TakaoMincho",
    "VL PGothic",
)
TINTS = (
    ("#1f4e79", "#dbe8f4", "#eef4fa"),
    ("#2e6b3f", "#d9ecd9", "#f0f7ee"),
    ("#7a3b1d", "#f6e0cf", "#fcf3ea"),
    ("#444444", "#dddddd", "#f2f2f2"),
    ("#5b2a6e", "#e6d8ee", "#f6f0f9"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper and type of a document."""

    paper: str
    font: str
    size: float
    """Points."""
    dark: str
    mid: str
    light: str
    rotate: int = 0
    """/Rotate to be set afterwards; 0 for none."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as HTML, and what its header prints as names of levels."""

    html: str
    levels: tuple[str, ...] | None
    page: int = 1
    """Where the hierarchy stands."""


def sheet(rng: Random, *, wide: float = 0.5, small: bool = False) -> Sheet:
    """A random sheet; `wide` is the share of landscape pages."""
    landscape = rng.random() < wide
    paper = rng.choice(("A4", "A4", "A3")) + (" landscape" if landscape else "")
    dark, mid, light = rng.choice(TINTS)
    return Sheet(
        paper, rng.choice(FONTS), rng.choice((8.0, 9.0)) if small else rng.choice((8.5, 9.5, 10.5)), dark, mid, light
    )


def page(plan: Plan, look: Sheet, rng: Random, body: str, css: str = "", heading: bool = True) -> str:
    """A whole HTML document around a hierarchy: title, period, heading, body."""
    year = plan.start
    period = f"計画期間：令和{year - 2018}（{year}）年度から令和{plan.end - 2018}（{plan.end}）年度まで"
    intro = f"<p>{words.prose(rng, rng.randint(1, 3))}</p>" if rng.random() < 0.3 else ""
    status = f"（{plan.status}）" if plan.status else ""
    head = f"<h2>{escape(plan.heading)}</h2>" if heading else ""
    body += _around(plan, look, rng)
    return (
        f"<!DOCTYPE html><html lang='ja'><head><meta charset='utf-8'><style>@page{{size:{look.paper};margin:14mm 12mm}}"
        f"body{{font-family:'{look.font}';font-size:{look.size}pt;line-height:1.35;margin:0}}h1{{font-size:1.6em;margin:0 0 4px}}"
        f"h2{{font-size:1.25em;margin:8px 0}}p{{margin:4px 0}}{css}</style></head><body>"
        f"<h1>{escape(plan.title)}{status}</h1><p>{period}</p>{intro}{head}{body}</body></html>"
    )


def _around(plan: Plan, look: Sheet, rng: Random) -> str:
    """What pages carry besides their content: running heads, page numbers, notes, tabs at the edge."""
    parts = []
    margin = []
    if rng.random() < 0.3:
        margin.append(f"@top-{rng.choice(('left', 'right'))}{{content:'{plan.title}';font-size:7pt}}")
    if rng.random() < 0.4:
        margin.append(
            f"@bottom-center{{content:{rng.choice(('', chr(39) + '- ' + chr(39) + ' '))}counter(page);font-size:8pt}}"
        )
    if margin:
        parts.append(f"<style>@page{{{''.join(margin)}}}</style>")
    if rng.random() < 0.3:
        parts.append("<p style='font-size:0.85em'>※「再掲」は、複数の目標に関わる取組であることを示します。</p>")
    return "".join(parts)


def lines(text: str) -> str:
    """Escaped text with its line breaks."""
    return "<br>".join(escape(line) for line in text.split("\n"))
