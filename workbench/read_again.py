"""A frame or pages of a document, and what a person says stands there → what the reader finds there (もう一度読む).

IO: the document, in a reading process. Nothing is saved: the person looks at the entries and takes them as a part of the tree
(`replace`), so that a later version of the reader cannot change what was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.guard import Limits, ReadingFailed, extract_guarded
from extractors.guard_messages import Allowed
from schemas.document import BBox
from schemas.reading import KINDS, Hints

ANY = ""
"""The person does not say what stands there: the program finds out itself."""
MOST_PAGES = 50
"""Of one request; somebody is waiting."""
LIMITS = Limits(page_seconds=60.0, rest_seconds=120.0, allowed=Allowed(cpu=300.0))


class NotRead(Exception):
    """Nothing was found there, or the request does not hold; its words are for people."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the person points, and what stands there."""

    pages: list[int]
    box: list[float] | None = None
    """On the first of the pages: x0, top, x1, bottom in points from the top left; None for whole pages."""
    kind: str = ANY
    """One of KINDS but "none"."""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that was read."""

    level: int
    """From 1, without gaps."""
    label: str
    name: str
    page: int | None
    box: tuple[float, ...]
    """As in Asked; () where the place is not known."""


def hints_of(asked: Asked) -> Hints:
    """The same for the reader.

    Raises:
        NotRead: pages, frame or kind do not hold.
    """
    if not asked.pages or len(asked.pages) > MOST_PAGES or not all(1 <= page <= 100_000 for page in asked.pages):
        raise NotRead(f"ページは {MOST_PAGES} ページまでで、3,5-7 のように指定してください。")
    if asked.kind not in {ANY, *KINDS} - {"none"}:
        raise NotRead("種類は、表、図、箇条書きのどれかにしてください。")
    kind = asked.kind or None
    if asked.box is None:
        return Hints(tuple(sorted(set(asked.pages))), kind=kind)
    if len(asked.box) != 4 or not (asked.box[0] < asked.box[2] and asked.box[1] < asked.box[3]):
        raise NotRead("枠をもう一度描いてください。")
    return Hints(region=(asked.pages[0], BBox(*asked.box)), kind=kind)


def read_again(path: Path, asked: Asked) -> tuple[Found, ...]:
    """The entries there, in the order of the tree.

    Raises:
        NotRead: there are none, or the reading broke down.
    """
    hints = hints_of(asked)
    try:
        extraction = extract_guarded(path, limits=LIMITS, hints=hints)
    except ReadingFailed as failed:
        raise NotRead(str(failed)) from None
    found = tuple(
        Found(
            node.depth,
            node.label,
            node.name,
            node.evidence.page,
            (box.x0, box.top, box.x1, box.bottom) if (box := node.evidence.bbox) else (),
        )
        for structure in extraction.structures
        for node in structure.nodes
    )
    if not found:
        raise NotRead(
            "ここには体系が見つかりませんでした。枠を広げるか、種類を変えて、もう一度読んでください。入力や貼り付けもできます。"
        )
    return found
