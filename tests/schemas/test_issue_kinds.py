"""The closed list of exceptions is documented, whole and as it is."""

from __future__ import annotations

import re
from pathlib import Path

from schemas.issue import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "exceptions.md"
ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| (\w+) \| (.+) \|$", re.M)


def test_the_page_lists_every_kind_as_it_is() -> None:
    printed = {name: (severity, who, title) for name, severity, who, title in ROW.findall(PAGE.read_text("utf-8"))}
    assert printed == {name: (kind.severity, kind.who, kind.title) for name, kind in KINDS.items()}


def test_kinds_that_code_raises_are_in_the_list() -> None:
    root = PAGE.parents[1]
    sources = [*root.glob("extractors/**/*.py"), *root.glob("publishers/**/*.py")]
    raised = {
        found
        for source in sources
        for found in re.findall(r'(?:Issue\(\s*|\.issue\(\s*)"(\w+)"', source.read_text("utf-8"))
    }
    assert raised
    assert raised <= set(KINDS)
