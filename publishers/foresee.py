"""A checked plan → what the checks on the way to publication will find in it (公開前の検査の見通し). Pure; nothing is written.

The same functions as in a run. What only the finished rows show (a value that fits no column) is left to the run.
"""

from __future__ import annotations

from collections.abc import Mapping

from publishers.decide import decide
from publishers.editions import editions
from publishers.plan_input import Municipality, Reader
from publishers.read_titles import read_titles
from schemas.checked_plan import CheckedPlan, Reading
from schemas.issue import Issue


def foresee(
    checked: CheckedPlan,
    municipalities: Mapping[str, Municipality],
    reader: Reader,
    readings: dict[str, Reading] | None = None,
) -> tuple[Issue, ...]:
    """Exceptions that are not among those of the extraction.

    Args:
        readings: titles that were read before; new ones are put in.
    """
    if checked.source.role != "plan":
        return ()
    found: list[Issue] = []
    known = set(checked.extraction.issues)
    for edition in editions(checked):
        decision = decide(edition, (), None, municipalities)
        own = (*decision.edition.issues, *read_titles(decision, reader, {} if readings is None else readings))
        found += [issue for issue in own if issue not in known]
    return tuple(dict.fromkeys(found))
