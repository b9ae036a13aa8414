"""One page of a PDF → its picture, and how it lies (ページの画像). IO: a child process that can be killed renders it.

Places of Evidence are in points on the page as it lies in the file: divided by its width and height they are places on this
picture, whatever its resolution.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 30.0
"""For one page; a scan in A3 takes two on a busy old PC."""
_COMMAND = [sys.executable, "-P", "-m", "extractors.page_image_child"]


class NoImage(Exception):
    """The page cannot be shown; its words are for people."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page."""

    jpeg: bytes
    width: float
    """Of the page as it is looked at, in points."""
    height: float
    turned: int
    """Quarter turn that sets its text upright: 1 against the clock, -1 with it, 0 where it stands upright."""
    pages: int
    """Of the whole document."""


def page_image(path: Path, number: int, pixels: int) -> PageImage:
    """The picture of a page, counted from 1, so many pixels along its longer side.

    Raises:
        NoImage: there is no such page, or it takes too long, or the document is damaged.
    """
    try:
        done = subprocess.run(
            [*_COMMAND, str(path), str(number), str(pixels)], capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoImage("このページは画像にするのに時間がかかりすぎます。原本を開いて確かめてください。") from None
    head, _, jpeg = done.stdout.partition(b"\n")
    if done.returncode != 0 or not jpeg:
        raise NoImage("このページは画像にできません。原本を開いて確かめてください。")
    said = json.loads(head)
    return PageImage(jpeg, said["width"], said["height"], said["turned"], said["pages"])
