"""A plan → plain text as it is copied out of a PDF or typed: tab tables without their merged cells, outlines. Pure."""

from __future__ import annotations

from random import Random

from tests.corpus import words
from tests.corpus.plan import Entry, Plan, leaves

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16")


def text_outline(plan: Plan, rng: Random) -> str:
    """Numbered lines, as Markdown headings, indented, or flush left."""
    kind = rng.choice(("markdown", "indent", "flush", "list"))
    lines = _head(plan, rng, markdown=kind == "markdown")
    talk = rng.random() < 0.4
    _outline(plan.roots, 0, kind, lines, rng if talk else None)
    return "\n".join(lines) + "\n"


def text_table(plan: Plan, rng: Random) -> str:
    """A tab-separated table; a parent's text stands in one row of its merged cell: first, middle, or in each."""
    place = rng.choice(("top", "middle", "each"))
    lines = _head(plan, rng, markdown=False)
    lines.append("\t".join(plan.levels))
    rows = [[""] * len(plan.levels) for _ in leaves(plan.roots)]
    _fill(plan.roots, 0, 0, rows, place)
    lines.extend("\t".join(row) for row in rows)
    return "\n".join(lines) + "\n"


def encode(text: str, rng: Random) -> bytes:
    """In an encoding that can hold it."""
    for name in [rng.choice(ENCODINGS), "utf-8"]:
        try:
            return text.encode(name)
        except UnicodeEncodeError:
            continue
    raise AssertionError("utf-8 holds everything")


def _head(plan: Plan, rng: Random, *, markdown: bool) -> list[str]:
    mark = "# " if markdown else ""
    status = f"（{plan.status}）" if plan.status else ""
    lines = [f"{mark}{plan.title}{status}", f"計画期間　{plan.start}年度～{plan.end}年度", ""]
    if rng.random() < 0.4:
        lines.extend([words.prose(rng, 2), ""])
    return [*lines, f"{'#' if markdown else ''}{mark}{plan.heading}", ""]


def _outline(entries: tuple[Entry, ...], depth: int, kind: str, lines: list[str], talk: Random | None) -> None:
    for entry in entries:
        if kind == "markdown" and entry.children:
            lines.append(f"{'#' * (depth + 3)} {entry.printed}")
        elif kind == "markdown":
            lines.append(entry.printed if entry.label else f"- {entry.printed}")
        elif kind == "list":
            lines.append(f"{'  ' * depth}- {entry.printed}")
        elif kind == "indent":
            lines.append("　" * depth + entry.printed)
        else:
            lines.append(entry.printed)
        if talk is not None and not entry.children:
            lines.append(("　" if kind == "indent" else "") * (depth + 1) + words.prose(talk, 1))
        _outline(entry.children, depth + 1, kind, lines, talk)


def _fill(entries: tuple[Entry, ...], depth: int, row: int, rows: list[list[str]], place: str) -> int:
    """Write the entries into their rows; returns the row after them."""
    for entry in entries:
        end = _fill(entry.children, depth + 1, row, rows, place) if entry.children else row + 1
        at = {"top": [row], "middle": [(row + end - 1) // 2], "each": list(range(row, end))}[place]
        for line in at:
            rows[line][depth] = entry.printed
        row = end
    return row
