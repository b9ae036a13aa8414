"""Options of `taikei extract` that tell where the hierarchy is → Hints. Pure."""

from __future__ import annotations

import re
from gettext import gettext as _

import click

from schemas.document import BBox
from schemas.reading import Hints

MOST_PAGES = 3000
"""The longest document that is read."""

_SPAN = re.compile(r"(\d+)(?:-(\d+))?")
_REGION = re.compile(r"(\d+):([\d.]+),([\d.]+),([\d.]+),([\d.]+)")


def hints_of(pages: str | None, region: str | None, kind: str | None) -> Hints:
    """What the options say.

    Raises:
        click.UsageError: pages or region are not written as the help shows.
    """
    return Hints(_pages(pages), _region(region), kind)


def _pages(text: str | None) -> tuple[int, ...]:
    numbers: set[int] = set()
    for part in (text or "").split(",") if text else ():
        found = _SPAN.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last <= MOST_PAGES:
            raise click.UsageError(_("--pages は 3,5-7 のように書いてください: {text}").format(text=text))
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def _region(text: str | None) -> tuple[int, BBox] | None:
    if text is None:
        return None
    found = _REGION.fullmatch(text)
    if found is None:
        raise click.UsageError(_("--region は 3:50,80,540,700 のように書いてください: {text}").format(text=text))
    x0, top, x1, bottom = (float(value) for value in found.groups()[1:])
    return int(found[1]), BBox(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))
