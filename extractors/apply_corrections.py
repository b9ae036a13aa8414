"""A plan that was read × corrections/ → the plan as people decided (訂正の反映). IO: reads corrections/.

The extraction itself stays as it was read, in the cache and beside the corrected one: permanent ids hang on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.correct import Prepared, correct
from extractors.keys import plan_mark
from extractors.lookups import expand, read_lookups
from extractors.read_corrections import Fault, read_corrections
from extractors.readings_romaji import to_romaji
from schemas.checked_plan import PAIRED, Accepted, AppliedCorrection, CheckedPlan, Pairing
from schemas.correction import ACTIONS, Action, Correction, Lookup, Outcome
from schemas.issue import Issue
from schemas.structure import Evidence

_COLUMNS: dict[Action, str] = {
    "rename": "name",
    "relabel": "label",
    "move": "parent_id",
    "locate": "source_page",
    "set_reading": "name_kana",
    "accept": "review_status",
    "dismiss": "review_status",
    "pair": PAIRED,
}
"""The published column a correction is told under; of the others it is the title."""


@dataclass(frozen=True, slots=True)
class CorrectedPlan:
    """A plan with people's decisions in it, and what became of them."""

    plan: CheckedPlan
    outcomes: tuple[Outcome, ...] = ()
    faults: tuple[Fault, ...] = ()
    """Lines that do not hold; as long as there are any, nothing new of the plan is published."""


@dataclass(frozen=True, slots=True)
class GivenReading:
    """A reading that a person set."""

    kana: str
    romaji: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What the files of corrections/ say about one plan."""

    corrections: tuple[Correction, ...]
    """Lines of its own file, in order."""
    lookups: tuple[Lookup, ...] = ()
    faults: tuple[Fault, ...] = ()


def apply_corrections(plan: CheckedPlan, folder: Path) -> CorrectedPlan:
    """What people decided about one plan, put in."""
    return put_in(plan, read_written(folder, plan.source.plan_id))


def read_written(folder: Path, plan_id: str) -> Written:
    """The files. IO: reads two of them."""
    read = read_corrections(folder / f"{plan_id}.jsonl")
    lookups, lookup_faults = read_lookups(folder)
    return Written(read.corrections, lookups, (*read.faults, *lookup_faults))


def put_in(plan: CheckedPlan, written: Written, prepared: Prepared | None = None) -> CorrectedPlan:
    """The same of files that were read already. Pure.

    Args:
        plan: as it was read.
        prepared: of its extraction, where it was prepared before.
    """
    extraction = plan.extraction
    own = written.corrections
    known = prepared.known if prepared else None
    corrections = (*own, *expand(written.lookups, plan.source.plan_id, extraction, own, known))
    if not corrections and not written.faults:
        return CorrectedPlan(plan)
    corrected = correct(extraction, corrections, prepared)
    after = replace(corrected.extraction, issues=(*corrected.extraction.issues, *map(_invalid, written.faults)))
    readings = {title: GivenReading(kana, to_romaji(kana)) for title, kana in corrected.readings.items()}
    checked = CheckedPlan(
        plan.source,
        after,
        extraction,
        _published(corrected.outcomes),
        readings,
        _pairings(plan.source.plan_id, corrected.outcomes),
        _accepted(corrected.outcomes),
        plan.document,
        plan.proofs,
    )
    return CorrectedPlan(checked, corrected.outcomes, written.faults)


def _published(outcomes: Sequence[Outcome]) -> tuple[AppliedCorrection, ...]:
    """The corrections in force, as they stand in the release: who only by role."""
    return tuple(
        AppliedCorrection(
            target=outcome.node or "",
            structure=outcome.structure,
            field=_column(outcome),
            before=outcome.before,
            after=outcome.after,
            reason=outcome.correction.reason or ACTIONS[outcome.correction.action],
            role=outcome.correction.by_role,
            at=outcome.correction.at[:10],
            mark=plan_mark(outcome.correction.key),
            gone=outcome.gone,
            made=outcome.made,
        )
        for outcome in outcomes
        if outcome.state in ("applied", "drifted") and outcome.correction.action != "withdraw"
    )


def _pairings(plan_id: str, outcomes: Sequence[Outcome]) -> tuple[Pairing, ...]:
    """Decisions about this edition and the one before that are in force."""
    decided = [each.correction for each in outcomes if each.state in ("applied", "drifted")]
    return tuple(
        Pairing(
            old=f"{pair.edition}{pair.value}" if pair.value is not None else None,
            new=f"{plan_id}{pair.key}" if "/" in pair.key else None,
            id=pair.id,
        )
        for pair in decided
        if pair.action == "pair"
    )


def _accepted(outcomes: Sequence[Outcome]) -> tuple[Accepted, ...]:
    """Exceptions that people settled as they are, for the checks on the way to publication."""
    return tuple(
        Accepted(
            kind=str(outcome.correction.field),
            structure=outcome.structure,
            node=outcome.node,
            message=str(outcome.correction.was),
            mark=plan_mark(outcome.correction.key),
        )
        for outcome in outcomes
        if outcome.state in ("applied", "drifted") and outcome.correction.action in ("accept", "dismiss")
    )


def _column(outcome: Outcome) -> str:
    if outcome.correction.action == "set_fact":
        return outcome.correction.field or ""
    return _COLUMNS.get(outcome.correction.action, "name")


def _invalid(fault: Fault) -> Issue:
    return Issue(
        "correction_invalid",
        f"{fault.file} の {fault.line} 行目が読めません。{fault.message}直るまで、この計画は前回公開した版のままにします。",
        Evidence(fault.file, line=fault.line),
    )
