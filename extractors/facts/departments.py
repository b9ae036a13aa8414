"""Rows → the departments in charge (関係課). Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts.printed import Row, following, may_head

_HEADING = re.compile(
    r"^[【〔［■●◆○]?[ \u3000]*(?:(?:主な|庁内)?(?:関係|関連|担当|所管|構成)(?:各)?(?:課|部署|部局|室|所属)(?:等|名|一覧)?(?:・[^ ]{1,8})?)[】〕］]?"
)
_OFFICE = re.compile(
    r"(?:課|室|部|局|所|センター|館|係|事務所|委員会|署|班|園|校|会|本部|担当|チーム|グループ|協議会|財団|公社)(?:等)?(?:[（(][^（）()]*[）)])?$"
)
FEWEST = 3
"""Names in a list before it counts as one of departments."""
SHARE = 0.7
"""Share of the names that must end as offices do."""
LOOKED_AT = 3
"""Rows with text under the heading that may hold the list."""


def read_departments(rows: Sequence[Row]) -> tuple[str, ...]:
    """The offices listed under 関係課, as printed, once each; parted at 、 and never at ・ (企画・国際課)."""
    found: dict[str, None] = {}
    for at, row in enumerate(rows):
        heading = _HEADING.match(row.text) if row.text and not row.cells else None
        if heading is None or not may_head(row):
            continue
        rest = re.sub(r"※.*$|[（(][^（）()]*(?:現在|時点)[）)]", "", row.text[heading.end() :])
        for name in _listed(rest.lstrip("：: \u3000")) or _under(rows, at):
            found.setdefault(name)
    return tuple(found)


def _under(rows: Sequence[Row], at: int) -> tuple[str, ...]:
    names: list[str] = []
    index: int | None = at
    for _ in range(LOOKED_AT):
        index = following(rows, index) if index is not None else None
        if index is None:
            break
        listed = _listed(rows[index].text)
        if not listed:
            break
        names += listed
    return tuple(names)


def _listed(text: str) -> tuple[str, ...]:
    names = [name.strip(" \u3000。・") for name in re.split(r"[、，,\t／/]", text)]
    names = [name for name in names if name]
    offices = sum(bool(_OFFICE.search(name)) for name in names)
    return tuple(names) if len(names) >= FEWEST and offices >= SHARE * len(names) else ()
