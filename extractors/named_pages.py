"""Lines of a PDF → the pages whose heading says that they show the hierarchy (施策の体系, 計画の体系図). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.running_heads import Heads
from schemas.document import Line

HEADING_MAX = 26
"""Characters; a longer line with the word in it is a sentence about the hierarchy."""
CONTENTS = 4
"""A page with so many lines that end in a page number behind dots is a table of contents."""
_NAMES = re.compile(
    r"(?:施策|政策|計画|取組|事業|推進|体系|基本).{0,10}体系|体系(?:図|表|一覧)|施策(?:の)?(?:一覧|構成)|^[^。]{0,12}の?体系$"
)
_SENTENCE = re.compile(r"。|、|ます|です|とおり|次の|参照|について|^[・○●]")
_LEADER = re.compile(r"(?:…|\.{3,}|・{4,}|‥{2,}|．{3,}|─{3,}|-{4,}|\s{2,}|\u3000{2,}).{0,4}?[0-9０-９]{1,3}\s*$")


def named_pages(lines: Sequence[Line], heads: Heads = frozenset()) -> frozenset[int]:
    """Numbers of the pages, tables of contents left out."""
    named: set[int] = set()
    for line in lines:
        if line.page is None or line.text in heads or _LEADER.search(line.text):
            continue
        if len(line.text) <= HEADING_MAX and _NAMES.search(line.text) and not _SENTENCE.search(line.text):
            named.add(line.page)
    return frozenset(named) - contents_pages(lines)


def contents_pages(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the pages that are tables of contents (目次)."""
    leaders = Counter(line.page for line in lines if line.page is not None and _LEADER.search(line.text))
    return frozenset(page for page, count in leaders.items() if page is not None and count >= CONTENTS)
