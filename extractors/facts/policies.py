"""Rows → basic policies (基本方針) with their descriptions. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts.items import items_under
from extractors.facts.printed import Row, marked, may_head, stands_out
from schemas.plan import NamedItem

_HEADING = re.compile(
    r"^(?:(?:本計画の|この計画の|計画の|計画推進の|推進の|策定の|[一-龥]{0,6}の)?(?:基本方針|基本的な方針|基本的な考え方の柱|基本的方針|推進方針))$"
)


def read_policies(rows: Sequence[Row]) -> tuple[NamedItem, ...]:
    """The numbered entries under the first heading 基本方針 that has any."""
    for at, row in enumerate(rows):
        if "方針" in row.text and may_head(row) and _HEADING.match(marked(row).name) and stands_out(row, rows):
            found = items_under(rows, at)
            if len(found) > 1:
                return found
    return ()
