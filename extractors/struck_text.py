"""Letters with a line drawn through them (見え消し) → the page without them, and what was struck. Pure.

A draft shows deleted words by a line through their middle; what replaces them stands beside. The line of a table or an
underline does not cross letters at half their height, and reaches further than the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.document import BBox, Glyph, Page, Rule
from schemas.issue import Issue, Result
from schemas.structure import Evidence

MIDDLE = (0.32, 0.72)
"""Share of the height of a letter between which a line strikes it."""
BEYOND = 1.2
"""Em by which the line may reach beyond the letters that it strikes."""
FEWEST = 2
"""Letters; a line through one is a dash."""


def without_struck(page: Page) -> Result[Page]:
    """The page without struck letters; one issue per struck run."""
    gone: set[int] = set()
    issues = []
    for rule in page.rules:
        if abs(rule.top - rule.bottom) > 1.0:
            continue
        struck = [at for at, glyph in enumerate(page.glyphs) if _strikes(rule, glyph)]
        if len(struck) >= FEWEST and _fits(rule, [page.glyphs[at] for at in struck]) and not gone.issuperset(struck):
            gone.update(struck)
            issues.append(_issue(page, [page.glyphs[at] for at in struck]))
    if not gone:
        return Result(page)
    glyphs = tuple(glyph for at, glyph in enumerate(page.glyphs) if at not in gone)
    return Result(replace(page, glyphs=glyphs), tuple(issues))


def _strikes(rule: Rule, glyph: Glyph) -> bool:
    box = glyph.bbox
    x, high = (box.x0 + box.x1) / 2, box.bottom - box.top
    inside = min(rule.x0, rule.x1) - 1 <= x <= max(rule.x0, rule.x1) + 1
    return inside and not glyph.text.isspace() and MIDDLE[0] * high <= rule.top - box.top <= MIDDLE[1] * high


def _fits(rule: Rule, struck: Sequence[Glyph]) -> bool:
    """Whether the line is as long as the letters it crosses."""
    left, right = min(one.bbox.x0 for one in struck), max(one.bbox.x1 for one in struck)
    loose = BEYOND * struck[0].size
    wide = sum(one.bbox.x1 - one.bbox.x0 for one in struck)
    whole = abs(min(rule.x0, rule.x1) - left) <= loose and abs(max(rule.x0, rule.x1) - right) <= loose
    return whole and wide >= 0.7 * (right - left)


def _issue(page: Page, struck: Sequence[Glyph]) -> Issue:
    text = "".join(one.text for one in struck)
    boxes = [one.bbox for one in struck]
    hull = BBox(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    message = f"「{text}」に取り消し線が引かれているため、読み取りから除きました。確定した文書か確かめてください。"
    return Issue("struck_text", message, Evidence(text, page=page.number, bbox=hull))
