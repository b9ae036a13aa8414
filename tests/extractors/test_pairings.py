"""Which entry of the edition before an entry is: what people decided of it holds as long as both are there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.apply_corrections import apply_corrections
from extractors.correct import correct
from extractors.correct_judge import know
from extractors.correction_line import BadLine, from_line, to_line
from extractors.editions import compare
from extractors.pairings import held_pairings
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction
from schemas.document import SourceFile
from schemas.plan import Extraction, Facts, Node, Structure
from schemas.source import Source
from schemas.structure import Evidence

OLD = (("1", "学ぶ"), ("1.1", "学習相談を行う"), ("1.2", "講座を開く"), ("2", "つなぐ"))
NEW = (("1", "学びをひらく"), ("1.1", "講座を開く"), ("2", "つなぐ"), ("2.1", "学びの道しるべ"))


def structure(tree: tuple[tuple[str, str], ...]) -> Structure:
    return Structure(
        tuple(
            Node(place, place.rpartition(".")[0] or None, len(place) // 2 + 1, len(place) // 2 + 1, place, name, name,
                 f"L{number}", Evidence(name, line=number))
            for number, (place, name) in enumerate(tree, 1)
        )
    )  # fmt: skip


def edition(plan_id: str, tree: tuple[tuple[str, str], ...], supersedes: str | None = None) -> CheckedPlan:
    source = Source(
        plan_id, "計画", "町", "000000", "町", "a.txt", "0" * 64, "自由", "2026-01-01", supersedes=supersedes
    )
    file = SourceFile("a.txt", "0" * 64, "text/plain", 9)
    return CheckedPlan(source, Extraction(file, None, Facts(), (structure(tree),), ()))


def pair(plan: CheckedPlan, key: str, old: str | None, id: str = "p1", **said: str) -> Correction:
    known = know(plan.extraction)
    made = Correction(id, "pair", key, "staff", "2026-04-01T10:00:00+09:00", value=old, edition="before", **said)
    return replace(made, seen=known.digests[key], was=known.nodes[key].name) if key in known.nodes else made


def changes(old: Structure, new: Structure, *decided: tuple[str | None, str | None]) -> dict[str | None, str | None]:
    return {change.new_id: change.old_id for change in compare(old, new, decided=decided).value}


def test_what_people_decided_comes_first() -> None:
    old, new = structure(OLD), structure(NEW)
    assert changes(old, new)["2.1"] is None
    found = changes(old, new, ("1.1", "2.1"))
    assert found["2.1"] == "1.1"
    assert found["1.1"] == "1.2"
    moved = next(change for change in compare(old, new, decided=[("1.1", "2.1")]).value if change.new_id == "2.1")
    assert (moved.type, moved.old_name) == ("moved", "学習相談を行う")


def test_an_entry_can_be_said_to_be_new_and_another_to_be_gone() -> None:
    old, new = structure(OLD), structure(NEW)
    found = compare(old, new, decided=[(None, "2"), ("2", None)]).value
    assert ("added", None, "2") in {(change.type, change.old_id, change.new_id) for change in found}
    assert ("removed", "2", None) in {(change.type, change.old_id, change.new_id) for change in found}


def test_entries_that_are_gone_decide_nothing() -> None:
    old, new = structure(OLD), structure(NEW)
    assert compare(old, new, decided=[("9", "2.1"), (None, "9"), ("9", None)]) == compare(old, new)


def test_a_pairing_is_a_line_like_any_other(tmp_path: Path) -> None:
    plan = edition("after", NEW, "before")
    made = pair(plan, "/2/2-1", "/1/1-1", quote="学習相談を行う")
    assert from_line(to_line(made)) == made
    (tmp_path / "after.jsonl").write_text(to_line(made) + "\n", "utf-8")
    corrected = apply_corrections(plan, tmp_path)
    assert [(each.old, each.new) for each in corrected.plan.pairings] == [("before/1/1-1", "after/2/2-1")]
    (outcome,) = corrected.outcomes
    assert (outcome.state, outcome.before, outcome.after) == ("applied", "学習相談を行う", "学びの道しるべ")
    assert corrected.plan.extraction.structures == plan.extraction.structures


@pytest.mark.parametrize(
    "said",
    [
        {"key": "", "value": None},
        {"key": "/1", "value": "1"},
        {"key": "/1", "value": 1},
        {"key": "/1", "value": "/1", "seen": ""},
        {"key": "/1", "value": "/1", "edition": None},
    ],
)
def test_a_pairing_that_says_too_little_is_refused(said: dict[str, object]) -> None:
    made = Correction(
        "p", "pair", "/1", "staff", "2026-04-01T10:00:00+09:00", value="/1", was="題", seen="a", edition="b"
    )
    with pytest.raises(BadLine):
        from_line(to_line(replace(made, **said)))  # type: ignore[arg-type]


def test_another_title_under_the_key_asks_again_and_holds_nothing_back() -> None:
    plan = edition("after", NEW, "before")
    made = pair(plan, "/2/2-1", "/1/1-1")
    other = (*NEW[:3], ("2.1", "図書館を建てる"))
    corrected = correct(edition("after", other).extraction, [made])
    assert [each.state for each in corrected.outcomes] == ["reopened"]
    assert [(issue.kind, issue.severity) for issue in corrected.extraction.issues] == [("pairing_unsettled", "review")]


def test_two_entries_cannot_both_be_the_same_old_one() -> None:
    plan = edition("after", NEW, "before")
    both = [pair(plan, "/2/2-1", "/1/1-1", "p1"), pair(plan, "/1/1-1", "/1/1-1", "p2")]
    assert [each.state for each in correct(plan.extraction, both).outcomes] == ["conflicting", "conflicting"]
    gone = [pair(plan, "/2/2-1", "/1/1-1", "p1"), pair(plan, "", "/1/1-1", "p2")]
    assert [each.state for each in correct(plan.extraction, gone).outcomes] == ["conflicting", "conflicting"]


def test_an_old_entry_that_is_gone_asks_again(tmp_path: Path) -> None:
    before, after = edition("before", OLD), edition("after", NEW, "before")
    (tmp_path / "after.jsonl").write_text(to_line(pair(after, "/2/2-1", "/1/1-9")) + "\n", "utf-8")
    corrected = apply_corrections(after, tmp_path).plan
    held = held_pairings([before, corrected])[1]
    assert held.pairings == ()
    assert [issue.kind for issue in held.extraction.issues] == ["pairing_unsettled"]
    assert held_pairings([corrected])[0] == corrected
