"""Text blocks and what they stand in: what a reader takes for one entry, caption, sentence or number. Types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from extractors.figure.shapes import Shapes
from extractors.outline.markers import Mark, read_mark
from extractors.outline.names import (
    caption,
    is_heading_of_all,
    is_title_of_plan,
    name_value,
    names_levels,
    sentence_value,
)
from schemas.document import BBox, Page

ASIDE = 3.0
"""Against the words of what stands below a caption or column head of something else."""
_TRAIL = re.compile(
    r"[ \u3000]*(?:[★☆◆◇●○◎※✓＊*]+|[（(](?:新規|重点|拡充|継続|再掲|★|☆)[)）]|【(?:新規|重点|拡充|継続|再掲)】)$"
)
_STATUS = re.compile(r"[【\[（(]?(?:新規|継続|拡充|重点|再掲|見直し|完了|廃止|縮小|新|継|拡)[】\])）]?")
_ATTRIBUTE = re.compile(
    r"[【\[■◆●○・]?(?:SDGs|ＳＤＧｓ|担当|所管|主管|関係課|実施主体|KPI|ＫＰＩ|指標|成果指標|評価指標|数値目標|目標値|現状値?|対象|期間|関連|財源|予算|事業費|場所|時期|年度|実施年度|根拠)"
    r"(?:課|部署|計画|者|名|法令|目標|ゴール)?(?:[】\]]|[:：]|[ \u3000].|$)"
)
_LEADERS = re.compile(r"[…‥・.．]{4,}[ \u3000]*[0-9０-９]*$")


@dataclass(frozen=True, slots=True)
class Container:
    """A cell or box."""

    bbox: BBox
    parent: int
    """Index of the next larger one around it, -1 for the page."""
    fill: int | None = None


@dataclass(frozen=True, eq=False)
class Block:
    """A run of lines that is one entry or caption, or one paragraph."""

    text: str
    """Lines separated by newlines; a label that stood apart comes first, with a full-width space behind."""
    bbox: BBox
    """Around all of it, its label too."""
    page: int
    size: float
    bold: bool
    colour: int | None
    home: int
    """Index of its container, -1 for the page itself."""
    box: BBox
    """Its container's place; the page for -1."""
    alone: bool = False
    """True where its container holds nothing else."""
    first: bool = False
    """True where it is the uppermost of several in its container."""
    aside: bool = False
    """True below a caption such as 成果指標 or 現状と課題."""
    shift: float = 0.0
    """Points by which it was moved down with its page."""

    @cached_property
    def flat(self) -> str:
        """Its words on one line."""
        return one_line(self.text)

    @cached_property
    def mark(self) -> Mark | None:
        """The marker at its beginning."""
        mark = read_mark(self.flat)
        return mark if mark is not None and mark.strength > -0.6 else None

    @cached_property
    def name(self) -> str:
        """Its words without marker and trailing signs (★)."""
        words = self.flat[self.mark.start :] if self.mark else self.flat
        return _TRAIL.sub("", words.strip(" \u3000"))

    @cached_property
    def kind(self) -> str:
        """The class of its marker, "" without."""
        return self.mark.kind if self.mark else ""

    @cached_property
    def value(self) -> float:
        """Log-odds of its words that it is the name of a policy."""
        if not self.name:
            return -4.0
        value = name_value(self.name)
        if _LEADERS.search(self.flat):
            value -= 3.0
        if _STATUS.fullmatch(self.flat) or _ATTRIBUTE.match(self.flat):
            value -= 5.0
        if is_heading_of_all(self.name) or (not self.kind and (self.caption or names_levels(self.flat))):
            value -= 4.0
        if not self.kind and is_title_of_plan(self.flat):
            value -= 1.5
        return max(value - ASIDE * self.aside, -6.0)

    @cached_property
    def caption(self) -> str:
        """ "aside", "open" or "": what it says of the lines below it."""
        return (
            ""
            if self.kind and self.mark and self.mark.value
            else caption(re.sub(r"[（(][^（(]{1,14}[)）]$", "", self.flat))
        )

    @cached_property
    def prose(self) -> bool:
        """Whether it is a sentence."""
        return sentence_value(self.name) >= 2.5 or len(self.name) > 70


@dataclass(frozen=True)
class Sheet:
    """What the blocks of a page stand in."""

    page: Page
    shapes: Shapes
    containers: tuple[Container, ...]
    blocks: tuple[Block, ...]


def one_line(text: str) -> str:
    """Lines put together: nothing between Japanese, a space between two Latin letters."""
    lines = [line.strip(" \u3000") for line in text.split("\n")]
    whole = lines[0]
    for line in lines[1:]:
        latin = whole[-1:].isascii() and whole[-1:].isalnum() and line[:1].isascii() and line[:1].isalpha()
        whole += (" " if latin else "") + line
    return whole
