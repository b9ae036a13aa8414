"""Title and rows → the municipality (自治体) and its code. Pure; codes come from the code list alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.printed import Row
from extractors.municipalities import by_name, find_municipalities, name_in, narrow
from schemas.issue import Result

ENOUGH = 3
"""Times a name must stand in the text before it is taken for the plan's own where no title says so."""
SHARE = 0.6
"""Share of all municipality names in the text that it must have then."""
_OF_PLAN = re.compile("[一-龥ァ-ヶー・]{2,16}(?:計画|プラン|ビジョン|構想)")
"""A name in that of a plan says more than one in passing."""
_PUBLISHER = re.compile(r"(?:[ \u3000]*(?:教育委員会|役所|役場|長|企画部.{0,8}|発行))$")


@dataclass(frozen=True, slots=True)
class Municipality:
    """Name as printed; the code is None where the name is not in the code list, or in it more than once."""

    name: str
    code: str | None


def read_municipality(title: str | None, rows: Sequence[Row]) -> Result[Municipality | None]:
    """The municipality of the title, else one that stands alone on a line, else the one the text is full of."""
    name = (name_in(title) if title else None) or _alone(rows) or _frequent(rows)
    if name is None:
        return Result(None)
    candidates = by_name(name)
    if len(candidates) > 1:
        candidates = narrow(candidates, "\n".join(row.text for row in rows))
    if len(candidates) == 1:
        return Result(Municipality(name, candidates[0].code))
    row = next((row for row in rows if name in row.text), rows[0])
    message = (
        f"「{name}」という自治体は複数あります。都道府県を確かめてください。"
        if candidates
        else f"「{name}」は全国地方公共団体コードの一覧にありません。自治体名を確かめてください。"
    )
    return Result(Municipality(name, None), (row.issue("municipality_unknown", message, name),))


def _alone(rows: Sequence[Row]) -> str | None:
    """A publisher's line on the cover or in the imprint: 竜胆市, 竜胆市教育委員会."""
    for row in rows:
        text = _PUBLISHER.sub("", row.text)
        if 2 < len(text) <= 8 and not row.cells and name_in(text) == text:
            return text
    return None


def _frequent(rows: Sequence[Row]) -> str | None:
    counts: Counter[str] = Counter()
    for row in rows:
        for mention in find_municipalities(row.text):
            counts[mention.name] += ENOUGH if _OF_PLAN.match(row.text, mention.end) else 1
    if not counts:
        return None
    name, count = counts.most_common(1)[0]
    return name if count >= max(ENOUGH, SHARE * counts.total()) else None
