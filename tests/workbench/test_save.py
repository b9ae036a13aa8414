"""A decision → lines of the corrections file, or a refusal in words; nothing is lost and nothing wrong is written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from extractors.apply_corrections import apply_corrections
from extractors.read_corrections import read_corrections
from schemas.correction import Correction, Entry
from tests.workbench.small_plan import PLAN, STAFF
from workbench.config import Config
from workbench.decision import Decision
from workbench.open_issues import OpenIssue
from workbench.roles import Person
from workbench.save import Clash, Refused, Saved, save, save_all, undo
from workbench.state import PlanState, States

LECTURE = "/基本目標1/1/1"
VOLUNTEER = "/基本目標1/1/2"


@pytest.fixture
def states(config: Config) -> States:
    return States(config)


def lines(config: Config) -> tuple[Correction, ...]:
    return read_corrections(config.corrections / f"{PLAN}.jsonl").corrections


def opened(state: PlanState, kind: str, key: str | None = None) -> OpenIssue:
    return next(each for each in state.issues if each.issue.kind == kind and (key is None or key in each.keys))


def test_what_is_saved_is_what_the_run_applies(config: Config, states: States) -> None:
    before = states.get(PLAN)
    saved = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く", reason="原本で確認"), STAFF)
    (line,) = lines(config)
    assert saved.corrections == (line,)
    assert (line.was, line.by_role, line.reason) == ("出前講座を聞く", "staff", "原本で確認")
    assert line.quote == before.by_key[LECTURE].node.evidence.text
    assert [outcome.state for outcome in saved.outcomes] == ["applied"]
    run = apply_corrections(before.base.read, config.corrections)
    assert run.plan == saved.state.plan
    assert run.outcomes == saved.state.outcomes
    assert states.get(PLAN) is saved.state


def test_every_choice_of_every_exception_can_be_saved(config: Config, states: States) -> None:
    """One after the other, each on the plan as it then is; what is settled does not come back."""
    settled = 0
    for _ in range(100):
        state = states.get(PLAN)
        issue = next((each for each in state.issues if any(choice.decisions for choice in each.choices)), None)
        if issue is None:
            break
        choice = next(choice for choice in issue.choices if choice.decisions)
        after = save_all(config, states, PLAN, choice.decisions, STAFF).state
        assert issue.id not in after.by_issue, (issue.issue.kind, choice.id)
        settled += 1
    assert settled >= 3


def test_changing_ones_mind_withdraws_the_earlier_decision(config: Config, states: States) -> None:
    first = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    second = save(config, states, PLAN, Decision("rename", LECTURE, "出前の講座を開く"), STAFF)
    assert second.corrections[0].withdraws == first.corrections[0].id
    assert second.corrections[0].was == "出前講座を聞く"
    assert second.state.by_key[LECTURE].node.name == "出前の講座を開く"
    assert [outcome.state for outcome in second.state.outcomes] == ["withdrawn", "applied"]


def test_changing_it_many_times_leaves_the_last_one(config: Config, states: States) -> None:
    ids = []
    for number in range(4):
        ids.append(save(config, states, PLAN, Decision("rename", LECTURE, f"題名{number}"), STAFF).corrections[0].id)
    assert states.get(PLAN).by_key[LECTURE].node.name == "題名3"
    undo(config, states, PLAN, ids[3], STAFF)
    assert states.get(PLAN).by_key[LECTURE].node.name == "題名2"
    save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を聞く"), STAFF)
    assert states.get(PLAN).by_key[LECTURE].node.name == "出前講座を聞く"
    assert not states.get(PLAN).live.get(LECTURE)


def test_back_to_what_is_printed_is_a_withdrawal_alone(config: Config, states: States) -> None:
    save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    saved = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を聞く"), STAFF)
    assert [line.action for line in saved.corrections] == ["withdraw"]
    assert saved.state.by_key[LECTURE].node.name == "出前講座を聞く"


def test_undo_and_redo(config: Config, states: States) -> None:
    first = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    back = undo(config, states, PLAN, first.corrections[0].id, STAFF)
    assert back.state.by_key[LECTURE].node.name == "出前講座を聞く"
    again = undo(config, states, PLAN, back.corrections[0].id, STAFF)
    assert again.state.by_key[LECTURE].node.name == "出前講座を開く"
    with pytest.raises(Refused, match="既に取り消され"):
        undo(config, states, PLAN, back.corrections[0].id, STAFF)
    with pytest.raises(Refused, match="見つかりません"):
        undo(config, states, PLAN, "nix", STAFF)
    assert len(lines(config)) == 3


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Decision("rename", LECTURE, " "), "名称は空にできず"),
        (Decision("rename", LECTURE, "二行\nになる"), "改行"),
        (Decision("rename", LECTURE, "出前講座を聞く"), "訂正と同じ"),
        (Decision("rename", "/nix", "題名"), "今の計画にありません"),
        (Decision("merge", LECTURE, "題名", others=("/nix",)), "今の計画にありません"),
        (Decision("accept", "", field="title_missing", reason="ok", issue="nix"), "もう残っていません"),
        (Decision("move", "/基本目標1", parent="/基本目標1/1"), "自分自身の下"),
        (Decision("move", LECTURE, parent="/nix"), "移す先"),
        (Decision("set_fact", "", 2030, field="title"), "種類が違います"),
        (Decision("set_fact", "", "x", field="nix"), "という項目はありません"),
        (Decision("accept", LECTURE, field="value_invalid", reason="ok"), "確認だけで済ませられる"),
        (Decision("accept", LECTURE, field="ocr_suspected", reason="ok"), "「seen」|要らなくなりました"),
        (Decision("add", "/基本目標1/1"), "「entries」"),
        (Decision("set_reading", LECTURE, "でまえ"), "カタカナ"),
    ],
)
def test_what_would_not_hold_is_refused_in_words_and_nothing_is_written(
    config: Config, states: States, decision: Decision, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        save(config, states, PLAN, decision, STAFF)
    assert not lines(config)


def test_the_second_on_one_entry_is_told_and_shown_both(config: Config, states: States) -> None:
    shown = states.get(PLAN).by_key[LECTURE].version
    save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く", version=shown), STAFF)
    mine = Decision("rename", LECTURE, "出張講座を開く", version=shown)
    with pytest.raises(Clash) as clash:
        save(config, states, PLAN, mine, STAFF)
    assert clash.value.mine == mine
    assert [line.value for line in clash.value.theirs] == ["出前講座を開く"]
    assert len(lines(config)) == 1
    save(
        config,
        states,
        PLAN,
        Decision("rename", LECTURE, "出張講座を開く", version=clash.value.state.version_of(LECTURE)),
        STAFF,
    )
    assert states.get(PLAN).by_key[LECTURE].node.name == "出張講座を開く"


def test_two_on_different_entries_do_not_meet(config: Config, states: States) -> None:
    version = states.get(PLAN).by_key[LECTURE].version
    save(config, states, PLAN, Decision("rename", VOLUNTEER, "ボランティアを育てる"), STAFF)
    save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く", version=version), STAFF)


def test_someone_elses_workbench_on_the_same_folder_is_seen(config: Config, states: States) -> None:
    version = states.get(PLAN).by_key[LECTURE].version
    save(config, States(config), PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    with pytest.raises(Clash):
        save(config, states, PLAN, Decision("rename", LECTURE, "出張講座を開く", version=version), STAFF)


def test_two_workbenches_that_write_at_once_see_each_other(config: Config, states: States) -> None:
    """Each line is made for the file as it is when it is written."""
    keys = [row.key for row in states.get(PLAN).rows]

    def one(number: int) -> None:
        own = States(config)
        for step in range(6):
            save(config, own, PLAN, Decision("rename", keys[number + 2 * (step % 3)], f"題名{number}-{step}"), STAFF)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = states.get(PLAN)
    assert len(lines(config)) == 12
    assert {outcome.state for outcome in state.outcomes} == {"applied", "withdrawn"}
    assert [state.by_key[key].node.name for key in keys[:6]] == [f"題名{n % 2}-{3 + n // 2}" for n in range(6)]


def test_all_or_none(config: Config, states: States) -> None:
    with pytest.raises(Refused):
        save_all(
            config,
            states,
            PLAN,
            [Decision("rename", LECTURE, "出前講座を開く"), Decision("rename", VOLUNTEER, "")],
            STAFF,
        )
    assert not lines(config)


def test_a_whole_structure_rebuilt_and_taken_back(config: Config, states: States) -> None:
    def name(key: str) -> str:
        return states.get(PLAN).by_key[key].node.name

    added = save(config, states, PLAN, Decision("add", "/基本目標1/2", entries=(Entry("夜の学校", "③"),)), STAFF)
    assert name("/基本目標1/2/3") == "夜の学校"
    save(config, states, PLAN, Decision("rename", "/基本目標1/2/3", "夜間の学校"), STAFF)
    assert name("/基本目標1/2/3") == "夜間の学校"
    with pytest.raises(Refused, match="先にそれを取り消して"):
        undo(config, states, PLAN, added.corrections[0].id, STAFF)
    save(config, states, PLAN, Decision("move", "/基本目標1/2/3", parent="/基本目標2/1"), STAFF)
    assert states.get(PLAN).by_key["/基本目標1/2/3"].above == "/基本目標2/1"
    save(config, states, PLAN, Decision("remove", "/基本目標1/2/3"), STAFF)
    assert "/基本目標1/2/3" not in states.get(PLAN).by_key
    assert not [each for each in states.get(PLAN).outcomes if each.state not in ("applied", "withdrawn")]


def test_an_added_entry_can_be_merged_away(config: Config, states: States) -> None:
    save(config, states, PLAN, Decision("add", "/基本目標1/2", entries=(Entry("夜の学校", "③"),)), STAFF)
    made = Decision("merge", "/基本目標1/2/2", "図書館を夜も開け学校とする", others=("/基本目標1/2/3",))
    saved = save(config, states, PLAN, made, STAFF)
    assert "/基本目標1/2/3" not in saved.state.by_key
    assert saved.state.by_key["/基本目標1/2/2"].node.name == "図書館を夜も開け学校とする"


def test_a_reading_goes_with_its_title(config: Config, states: States) -> None:
    kana = Decision("set_reading", LECTURE, "デマエコウザヲキク")
    save(config, states, PLAN, kana, STAFF)
    assert "出前講座を聞く" in states.get(PLAN).plan.readings
    saved = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    assert not saved.state.plan.readings
    assert {outcome.state for outcome in saved.state.outcomes} == {"withdrawn", "applied"}


def test_a_new_exception_that_a_decision_brings_up_is_told(config: Config, states: States) -> None:
    saved = save(config, states, PLAN, Decision("set_fact", "", 2040, field="start_year"), STAFF)
    assert {issue.issue.kind for issue in saved.raised} == {"value_invalid"}


def test_role_and_time_stand_in_the_line_and_no_name(config: Config, states: States) -> None:
    person = Person("tanaka", "publisher", "steward")
    (line,) = save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), person).corrections
    assert line.by_role == "steward"
    assert line.at.endswith("+09:00")
    assert "tanaka" not in (config.corrections / f"{PLAN}.jsonl").read_text("utf-8")


def test_a_file_with_faults_takes_nothing_more(config: Config, states: States) -> None:
    path = config.corrections / f"{PLAN}.jsonl"
    path.write_text("{nix}\n", "utf-8")
    with pytest.raises(Refused, match="1 行目"):
        save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    assert path.read_text("utf-8") == "{nix}\n"


def test_a_full_disk_is_told_and_the_state_stays(
    config: Config, states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.save.append_corrections", full)
    with pytest.raises(OSError, match="No space"):
        save(config, states, PLAN, Decision("rename", LECTURE, "出前講座を開く"), STAFF)
    assert states.get(PLAN).by_key[LECTURE].node.name == "出前講座を聞く"


def test_a_lookup_is_overruled_by_a_decision_for_one_place(config: Config, states: States) -> None:
    lookup = '[[lookup]]\nid = "v"\nfield = "name"\npart = "ボランティア一"\nvalue = "ボランティア"\n'
    lookup += 'by_role = "steward"\nat = "2026-04-01T10:00:00+09:00"\nreason = "そろえる"\n'
    (Path(config.corrections) / "lookups.toml").write_text(lookup, "utf-8")
    assert states.get(PLAN).by_key[VOLUNTEER].node.name == "ボランティアを育てる"
    saved: Saved = save(config, states, PLAN, Decision("rename", VOLUNTEER, "ボランティアの人を育てる"), STAFF)
    assert saved.state.by_key[VOLUNTEER].node.name == "ボランティアの人を育てる"
    assert saved.state.by_key["/基本目標1/1/3"].node.name == "ボランティアと学ぶ"
    with pytest.raises(Refused, match="読み替え表"):
        undo(config, states, PLAN, "v:/基本目標1/1/3", STAFF)
