"""Every numbered choice, put in as a run would: it is applied, and it settles its exception. On the real plans and made ones."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from extractors.correct import correct, prepare
from schemas.issue import KINDS, Issue
from schemas.plan import Node
from schemas.structure import Evidence
from tests.workbench.small_plan import PLAN, STAFF, put_plan
from workbench.choices import READ_SO, Shown, choices, renumbered, repaired
from workbench.config import Config, configure
from workbench.desk_view import desk
from workbench.save import save_all
from workbench.state import States
from workbench.words import LANGS, say

RAW = Path(__file__).parents[2] / "raw"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The text plans of raw/."""
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(RAW, root / "raw", ignore=shutil.ignore_patterns("sample-*"))
    (root / "corrections").mkdir()
    return configure(root)


@pytest.mark.slow
def test_every_choice_of_every_open_exception_is_taken_and_settles_it(real: Config) -> None:
    states = States(real)
    taken = 0
    for plan_id in states.ids():
        file = real.corrections / f"{plan_id}.jsonl"
        for issue in states.get(plan_id).issues:
            for choice in issue.choices:
                if not choice.decisions:
                    assert choice.asks
                    continue
                saved = save_all(real, states, plan_id, choice.decisions, STAFF)
                assert {outcome.state for outcome in saved.outcomes} == {"applied"}, (plan_id, issue.issue, choice)
                if issue.issue.kind not in ("numbering_restart_without_parent", "numbering_out_of_sequence"):
                    assert issue.id not in saved.state.by_issue, (plan_id, issue.issue, choice)
                taken += 1
                file.unlink()
    assert taken > 150


def test_at_most_one_choice_is_proposed_and_it_is_the_first(real: Config) -> None:
    states = States(real)
    for plan_id in states.ids():
        for issue in states.get(plan_id).issues:
            proposed = [choice.proposed for choice in issue.choices]
            assert sum(proposed[1:]) == 0
            assert len({choice.id for choice in issue.choices}) == len(issue.choices)
            for choice in issue.choices:
                for lang in LANGS:
                    assert say(lang, choice.words, **choice.values)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_settled_or_says_why_not(kind: str) -> None:
    node = Node("1", None, 1, 1, "1", "学ぶ", "学ぶ", "r1", Evidence("1 学ぶ", line=1))
    shown = Shown({"/1": node}, {"/1": ""})
    for keys in ((), ("/1",)):
        found = choices("x", Issue(kind, "文。", Evidence("学ぶ", line=1)), keys, shown)
        settled = KINDS[kind].family in ("corrections", "publication")
        assert settled or any(choice.decisions for choice in found)
        if kind in READ_SO:
            assert found[0].proposed


def test_doubtful_words_are_replaced_where_they_stand() -> None:
    assert repaired("学習ー「講座」", "ー「", "―「", whole=False) == "学習―「講座」"
    assert repaired("学習", "講座", "口座", whole=False) is None
    assert repaired("学習", "", "口座", whole=True) == "口座"


@pytest.mark.parametrize(
    ("label", "number", "value"),
    [("(3)", "4", "(4)"), ("基本目標３", "4", "基本目標４"), ("①", "2", None), ("", "2", "2"), ("(3)", "四", None)],
)
def test_a_number_is_changed_in_its_own_clothes(label: str, number: str, value: str | None) -> None:
    assert renumbered(label, number) == value


def test_a_decision_that_came_back_can_be_made_again_or_taken_back(config: Config) -> None:
    states = States(config)
    row = next(row for row in states.get(PLAN).rows if row.node.name == "出前講座を聞く")
    issue = next(each for each in states.get(PLAN).issues if each.choices)
    from workbench.decision import Decision

    save_all(config, states, PLAN, (Decision("rename", row.key, "出前講座を開く"),), STAFF)
    text = (config.raw / PLAN / "plan.txt").read_text("utf-8").replace("出前講座を聞く", "出前講座を催す")
    put_plan(config.root, text=text)
    states = States(config)
    back = next(each for each in states.get(PLAN).issues if each.issue.kind == "correction_reopened")
    assert [choice.id for choice in back.choices] == ["again", "back"]
    again, withdraw = back.choices
    saved = save_all(config, states, PLAN, again.decisions, STAFF)
    assert next(each for each in saved.state.rows if each.key == row.key).node.name == "出前講座を開く"
    (config.corrections / f"{PLAN}.jsonl").write_text(
        (config.corrections / f"{PLAN}.jsonl").read_text("utf-8").splitlines(keepends=True)[0], "utf-8"
    )
    saved = save_all(config, States(config), PLAN, withdraw.decisions, STAFF)
    assert next(each for each in saved.state.rows if each.key == row.key).node.name == "出前講座を催す"
    assert issue.kind


def test_only_what_leaves_the_tree_alone_is_chosen_beforehand(real: Config) -> None:
    states = States(real)
    for plan_id in states.ids():
        for each in desk(states.get(plan_id), partial(say, "ja"), {})["issues"]:
            for choice in each["choices"]:
                assert not choice.get("pre") or {made["action"] for made in choice["decisions"]} == {"accept"}


def test_the_entry_that_the_sentence_names_is_changed_and_not_its_parent(real: Config) -> None:
    states = States(real)
    issue = next(
        each
        for each in states.get("132021-shogai-gakushu-7").issues
        if each.issue.kind == "numbering_restart_without_parent"
    )
    assert issue.keys[0] == "/iii"
    (edit,) = [choice for choice in issue.choices if choice.id == "edit"]
    assert edit.keys == ("/iii/1 地域人材ネットワークの構築",)


def test_what_may_be_left_over_is_held_against_what_it_repeats(real: Config) -> None:
    states = States(real)
    issue = next(
        each for each in states.get("132021-shogai-gakushu-7").issues if each.issue.kind == "stale_row_content"
    )
    remove = issue.choices[0]
    assert (remove.asks, remove.decisions) == (("pick",), ())
    places = {pick.key.rpartition("/")[2]: pick.place for pick in remove.picks}
    assert places["1"] == "here"
    assert places["歴史民俗資料館や古民家園の活用"] == "", "printed nowhere else: it is no copy"


def test_columns_without_marks_are_paired_with_those_of_the_row_and_the_rows_beside_it(real: Config) -> None:
    states = States(real)
    issues = [each for each in states.get("132021-shogai-gakushu-7").issues if each.issue.kind == "item_alignment_lost"]
    pairs = next(choice for choice in issues[2].choices if choice.id == "pairs")
    assert pairs.parents[:5] == ("/i/2/1", "/i/2/2", "/i/2/3", "/i/1/1", "/i/1/2")
    assert len(pairs.keys) == 7


def test_words_that_no_entry_holds_are_taken_in_beside_the_entry_before_them() -> None:
    node = Node("1", None, 1, 2, "(1)", "学ぶ", "学ぶ", "r1", Evidence("(1) 学ぶ", line=3))
    shown = Shown({"/1": node}, {"/1": ""})
    issue = Issue("reading_order", "「(2) 歩く」は、取り入れていません。", Evidence("(2) 歩く", line=4))
    take = next(choice for choice in choices("x", issue, (), shown) if choice.id == "take")
    add, settled = take.decisions
    assert (add.action, add.key, add.after, add.level) == ("add", "", "/1", 2)
    assert (add.entries[0].label, add.entries[0].name, add.entries[0].line) == ("(2)", "歩く", 4)
    assert settled.action == "accept"


def test_choices_hold_against_the_engine_alone(real: Config) -> None:
    """The state kept between saves is the one the engine gives from the lines alone."""
    states = States(real)
    plan_id = "132021-shogai-gakushu-7"
    for _ in range(3):
        issue = next(each for each in states.get(plan_id).issues if any(c.decisions for c in each.choices))
        save_all(real, states, plan_id, next(c for c in issue.choices if c.decisions).decisions, STAFF)
    state = states.get(plan_id)
    fresh = correct(state.uncorrected, state.corrections, prepare(state.uncorrected))
    assert fresh.extraction.structures == state.extraction.structures
    (real.corrections / f"{plan_id}.jsonl").unlink()
