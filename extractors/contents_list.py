"""Lines of a text → the same without its table of contents (目次), which prints the headings before they come. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.numbering import SPACES
from schemas.document import Line

LONGEST = 150
"""Lines with text that a table of contents may have."""
_HEAD = re.compile(r"^[【〔［■●◆○#\s]*(?:目[ \u3000]*次|もくじ|CONTENTS|Contents)[】〕］\s]*$")
_PAGE = re.compile(r"(?:[\s…‥.・･―─-]+|[\s…‥]*[pP][.．]?[ ]?)[0-9０-９]{1,3}[ \u3000]*$")


def without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines; blank where the table of contents stood, unchanged where there is none."""
    head = next((at for at, line in enumerate(lines) if _HEAD.match(line.text)), None)
    if head is None:
        return tuple(lines)
    later = [_bare(line.text) for line in lines]
    end, count = head + 1, 0
    for at in range(head + 1, len(lines)):
        text = lines[at].text.strip(SPACES + "\x0c")
        if not text:
            continue
        own = _bare(text)
        if count == LONGEST or not (_PAGE.search(text) or (own in later[at + 1 :] and not _begins(lines, at, head))):
            break
        end, count = at + 1, count + 1
    return (*lines[:head], *lines[end:])


def _begins(lines: Sequence[Line], at: int, head: int) -> bool:
    """Whether a line is the first heading of the contents, printed where its chapter begins."""
    own = _bare(lines[at].text)
    return any(_bare(line.text) == own for line in lines[head + 1 : at])


def _bare(text: str) -> str:
    """A heading without Markdown, spaces and its page."""
    text = _PAGE.sub("", text.strip(SPACES + "\x0c")).lstrip("#-* ")
    return re.sub(r"\s+", "", text)
