"""Period tables → events (調査, 見直し): the fiscal years marked with ★ in a labelled row. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.facts.printed import Row
from extractors.facts.timeline import MARKS, Table
from extractors.facts.whitespace import closed_up
from extractors.numerals import to_int
from schemas.issue import Issue, Result
from schemas.plan import Event

_NOTE = re.compile(r"[ \u3000]*([（(][^（）()]*(?:実施|毎|隔|年|回|予定)[^（）()]*[）)])$")
_EVERY_YEAR = re.compile("毎年|各年")
_SECOND_YEAR = re.compile("隔年|2年に1|２年に１|二年に一")
_NTH_YEAR = re.compile("([0-9０-９一二三四五六七八九十]+)[か箇ヶカ]?年(?:に1回|に１回|に一回|ごと|毎|おき)")


def read_events(tables: Sequence[Table]) -> Result[tuple[Event, ...]]:
    """One event per labelled row with marks or words in year columns, and what does not fit together in it."""
    events: list[Event] = []
    issues: list[Issue] = []
    for table in tables:
        for row in table.rows:
            event = _event(table, row)
            if event:
                events.append(event)
                issues += _checked(event, row, table)
    return Result(tuple(events), tuple(issues))


def _event(table: Table, row: Row) -> Event | None:
    label = table.label(row).lstrip(MARKS + "・ \u3000")
    years = table.marked_years(row)
    words = table.words(row)
    if not label or not (years or words) or (words and not years and len(words) > 1):
        return None
    years = tuple(sorted({*years, *(table.years[col].year for col, _ in words)}))
    found = _NOTE.search(label)
    name = label[: found.start()] if found else label
    return Event(closed_up(name), years, row.evidence(table.label(row)), found[1] if found else None)


def _checked(event: Event, row: Row, table: Table) -> Iterator[Issue]:
    steps = {after - before for before, after in pairwise(event.fiscal_years)}
    wanted = _interval(event.note or "")
    if wanted is None:
        if len(steps) > 1:
            listed = "、".join(map(str, event.fiscal_years))
            yield row.issue(
                "interval_irregular",
                f"印のある年度（{listed}）の間隔が一定ではありません。印の位置を確かめてください。",
                table.label(row),
            )
    elif steps and steps != {wanted}:
        yield row.issue(
            "internal_contradiction",
            f"「{event.note}」とありますが、印のある年度の間隔が合いません。印と注記のどちらが正しいか確かめてください。",
            table.label(row),
        )


def _interval(note: str) -> int | None:
    """The years from one time to the next that a note states."""
    if _EVERY_YEAR.search(note):
        return 1
    if _SECOND_YEAR.search(note):
        return 2
    nth = _NTH_YEAR.search(note)
    return to_int(nth[1]) if nth else None
