"""One decision → the other places where the same would be decided."""

from __future__ import annotations

import tomllib

import pytest

from extractors.lookups import read_lookups
from tests.workbench.small_plan import PLAN, STAFF
from workbench.config import Config
from workbench.decision import Decision
from workbench.same_fix import _part, lookup_text, same_fix
from workbench.save import save_all
from workbench.state import States


def test_the_same_wrong_words_elsewhere_are_found_and_saved_in_one_batch(config: Config) -> None:
    states = States(config)
    decision = Decision("rename", "/基本目標1/1/2", "ボランティアを育てる", settles=("ocr_suspected",))
    (place,) = same_fix(states.get(PLAN), decision)
    assert (place.key, place.before, place.after) == ("/基本目標1/1/3", "ボランティア一と学ぶ", "ボランティアと学ぶ")
    saved = save_all(config, states, PLAN, [decision, place.decision], STAFF)
    assert len(saved.corrections) == 2
    assert "ocr_suspected" not in {issue.issue.kind for issue in saved.state.issues}


def test_exceptions_of_one_kind_can_be_settled_together(config: Config) -> None:
    states = States(config)
    state = states.get(PLAN)
    first, *others = [issue for issue in state.issues if issue.issue.kind == "reading_uncertain"]
    decision = Decision(
        "accept", first.keys[0] if first.keys else "", field="reading_uncertain", reason="確認", issue=first.id
    )
    places = same_fix(state, decision)
    assert {place.decision.issue for place in places} == {issue.id for issue in others}
    saved = save_all(config, states, PLAN, [decision, *(place.decision for place in places)], STAFF)
    assert "reading_uncertain" not in {issue.issue.kind for issue in saved.state.issues}


def test_a_lookup_says_the_same_for_all_plans(config: Config) -> None:
    states = States(config)
    decision = Decision("rename", "/基本目標1/1/2", "ボランティアを育てる", reason='"表記"')
    written = lookup_text(states.get(PLAN), decision, "steward", "2026-04-01T10:00:00+09:00")
    assert tomllib.loads(written)
    (config.corrections / "lookups.toml").write_text(written, "utf-8")
    assert read_lookups(config.corrections)[1] == ()
    assert states.get(PLAN).by_key["/基本目標1/1/3"].node.name == "ボランティアと学ぶ"
    assert not lookup_text(states.get(PLAN), Decision("remove", "/基本目標1/1/2"), "steward", "")


@pytest.mark.parametrize(
    ("now", "value", "part"),
    [
        ("學びの場", "学びの場", ("學び", "学び")),
        ("学び支援の場", "学びの支援の場", ("び支", "びの支")),
        ("場", "塲", None),
        ("同じ", "同じ", None),
        ("広場で市を開", "広場で市を開く", ("を開", "を開く")),
    ],
)
def test_the_wrong_words_are_the_smallest_that_tell(now: str, value: str, part: tuple[str, str] | None) -> None:
    assert _part(now, value, None) == part
