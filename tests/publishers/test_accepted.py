"""What a person accepted is not asked again by the checks on the way to publication."""

from __future__ import annotations

from dataclasses import replace

from extractors.apply_corrections import Written, put_in
from extractors.correct_judge import know
from publishers.decide import decide
from publishers.editions import editions
from publishers.read_titles import read_titles
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction
from schemas.document import SourceFile
from schemas.issue import Issue
from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure
from schemas.source import Source
from schemas.structure import Evidence

SOURCE = Source("plan", "まなび計画", "立川市", "132021", "立川市", "plan.txt", "0" * 64, "自由", "2026-01-01")


class Town:
    """Two rows of a code list."""

    def __init__(self, code: str, name: str) -> None:
        self.code, self.name, self.kana, self.prefecture = code, name, "", "東京都"


class Reading:
    kana, romaji, certain = "ヨミ", "yomi", False


TOWNS = {"132021": Town("132021", "立川市"), "132195": Town("132195", "狛江市")}


def plan(read: str = "132195") -> CheckedPlan:
    """A plan in which another municipality is named than in its manifest, and a level is skipped."""
    nodes = (
        Node("1", None, 1, 1, "1", "学びをひらく", "学びをひらく", "l1", Evidence("1 学びをひらく", line=1)),
        Node("1.1", "1", 2, 3, "①", "講座を開く", "講座を開く", "l2", Evidence("① 講座を開く", line=2)),
    )
    facts = Facts(PlanFacts("まなび計画", "狛江市", read))
    file = SourceFile("plan.txt", "0" * 64, "text/plain", 9)
    return CheckedPlan(SOURCE, Extraction(file, None, facts, (Structure(nodes),), ()))


def found(checked: CheckedPlan) -> list[Issue]:
    """All that the publishers find."""
    (edition,) = editions(checked)
    decision = decide(edition, (), None, TOWNS)
    return [*decision.edition.issues, *read_titles(decision, lambda text: Reading(), {})]


def accept(kind: str, key: str, message: str, seen: str = "") -> Correction:
    """As the workbench writes it."""
    return Correction(
        f"a-{kind}", "accept", key, "steward", "2026-04-01T10:00:00+09:00", seen, message, field=kind, reason="確認"
    )


def test_what_the_publishers_find_can_be_accepted() -> None:
    read = plan()
    known = know(read.extraction)
    before = {issue.kind: issue for issue in found(read)}
    assert {"municipality_mismatch", "level_skipped", "reading_uncertain"} <= set(before)
    lines = (
        accept("municipality_mismatch", "", before["municipality_mismatch"].message, "-"),
        accept("level_skipped", "/1/1", before["level_skipped"].message, known.digests["/1/1"]),
        accept("reading_uncertain", "/1", "読み", known.digests["/1"]),
    )
    corrected = put_in(read, Written(lines))
    assert [outcome.state for outcome in corrected.outcomes] == ["applied"] * 3
    left = [(issue.kind, issue.nodes) for issue in found(corrected.plan)]
    assert left == [("status_missing", ()), ("reading_uncertain", ()), ("reading_uncertain", ("1.1",))]


def test_changed_words_are_asked_again_and_block_nothing() -> None:
    read = plan()
    lines = (
        accept("municipality_mismatch", "", "別の文", "-"),
        accept("level_skipped", "/1/1", "階層", "of other words"),
    )
    corrected = put_in(read, Written(lines))
    assert [outcome.state for outcome in corrected.outcomes] == ["applied", "redundant"]
    kinds = {issue.kind for issue in found(corrected.plan)}
    assert {"municipality_mismatch", "level_skipped"} <= kinds
    assert not kinds & {"correction_reopened", "correction_orphaned"}


def test_a_row_that_cannot_be_published_stays_whoever_accepts_it() -> None:
    read = plan("132021")
    late = replace(read.extraction.facts.plan, start_year=2030, end_year=2026)
    read = replace(read, extraction=replace(read.extraction, facts=Facts(late)))
    corrected = put_in(read, Written((accept("value_invalid", "", "期間", "-"),)))
    assert "value_invalid" in {issue.kind for issue in found(corrected.plan)}
