"""Lines of a PDF → the pages whose heading says that they show the hierarchy (施策の体系, 計画の体系図). Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from schemas.document import Line

HEADING_MAX = 26
"""Characters; a longer line with the word in it is a sentence about the hierarchy."""
CONTENTS = 4
"""A page with so many lines that end in a page number behind dots is a table of contents."""
_NAMES = re.compile(
    r"(?:施策|政策|計画|取組|事業|推進|体系|基本).{0,10}体系|体系(?:図|表|一覧)|施策(?:の)?(?:一覧|構成)|^[^。]{0,12}の?体系$"
)
_SENTENCE = re.compile(r"。|、|ます|です|とおり|次の|参照|について|^[・○●]")
_CONTENTS = re.compile(r"目次|もくじ|CONTENTS|Contents|－目次－|[【〈]目次[】〉]")
_NUMBER_END = re.compile(r"(?:^|[\s\u3000・…‥.．])[PpＰ]?[.．]?([0-9０-９]{1,3})$")
RISING = 0.8
"""Share of its page numbers that are no lower than the one before."""
_LEADER = re.compile(r"(?:…|\.{3,}|・{4,}|‥{2,}|．{3,}|─{3,}|-{4,}|\s{2,}|\u3000{2,}).{0,4}?[0-9０-９]{1,3}\s*$")


def named_pages(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the pages, tables of contents left out."""
    named: set[int] = set()
    for line in lines:
        if line.page is None or _LEADER.search(line.text):
            continue
        if len(line.text) <= HEADING_MAX and _NAMES.search(line.text) and not _SENTENCE.search(line.text):
            named.add(line.page)
    return frozenset(named) - contents_pages(lines)


def contents_pages(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the pages that are tables of contents (目次)."""
    leaders = Counter(line.page for line in lines if line.page is not None and _LEADER.search(line.text))
    dotted = frozenset(page for page, count in leaders.items() if page is not None and count >= CONTENTS)
    return dotted | _numbered_contents(lines)


def _numbered_contents(lines: Sequence[Line]) -> frozenset[int]:
    """Pages headed 目次, and those that go on from one, whose lines end in page numbers without dots before them."""
    numbers: dict[int, list[int]] = defaultdict(list)
    headed: set[int] = set()
    for line in lines:
        if line.page is None:
            continue
        if _CONTENTS.fullmatch("".join(line.text.split())):
            headed.add(line.page)
        if (found := _NUMBER_END.search(line.text)) is not None:
            numbers[line.page].append(int(found[1]))
    found_pages: set[int] = set()
    for page in sorted(numbers):
        own = numbers[page]
        rising = sum(a <= b for a, b in pairwise(own)) >= RISING * (len(own) - 1)
        if len(own) >= CONTENTS and rising and (page in headed or page - 1 in found_pages):
            found_pages.add(page)
    return frozenset(found_pages)
