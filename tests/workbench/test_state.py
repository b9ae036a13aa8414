"""What stands in the files → the state of a plan, again as soon as a file changes."""

from __future__ import annotations

import shutil
import time
from functools import partial
from pathlib import Path

import pytest

from extractors.apply_corrections import apply_corrections
from extractors.municipalities import municipalities
from publishers.decide import decide
from publishers.editions import editions
from schemas.correction import Entry
from tests.workbench.small_plan import PLAN, STAFF, TEXT, put_plan
from workbench import read_plans
from workbench.config import Config
from workbench.decision import Decision
from workbench.desk_view import desk
from workbench.read_plans import LOOK_SECONDS, ReadPlans
from workbench.save import save
from workbench.state import NoPlan, States
from workbench.words import say


def test_rows_have_keys_versions_and_their_exceptions(config: Config) -> None:
    state = States(config).get(PLAN)
    keys = [row.key for row in state.rows]
    assert keys[:4] == ["/基本目標1", "/基本目標1/1", "/基本目標1/1/1", "/基本目標1/1/2"]
    row = state.by_key["/基本目標1/1/2"]
    assert row.above == "/基本目標1/1"
    assert {state.by_issue[id].issue.kind for id in row.issues} >= {"ocr_suspected"}
    assert row.version == state.version_of(row.key) == "0"


def test_ids_of_exceptions_stay_and_the_gravest_come_first(config: Config) -> None:
    one, other = States(config).get(PLAN), States(config).get(PLAN)
    assert [issue.id for issue in one.issues] == [issue.id for issue in other.issues]
    assert len({issue.id for issue in one.issues}) == len(one.issues)
    ranks = ["block", "review", "info"]
    assert [ranks.index(issue.severity) for issue in one.issues] == sorted(
        ranks.index(issue.severity) for issue in one.issues
    )


def test_exceptions_of_the_checks_before_publication_are_there(config: Config) -> None:
    state = States(config).get(PLAN)
    kinds = {issue.issue.kind for issue in state.issues if issue.found == "publication"}
    assert "reading_uncertain" in kinds


def test_a_sample_has_only_the_exceptions_of_reading(config: Config) -> None:
    put_plan(config.root, "sample", more='role = "sample"\n')
    assert not [issue for issue in States(config).get("sample").issues if issue.found == "publication"]


def test_the_extraction_is_kept_and_found_again(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    first = States(config).get(PLAN)
    monkeypatch.setattr(read_plans, "extract_guarded", lambda path: pytest.fail("read again"))
    assert States(config).get(PLAN).uncorrected == first.uncorrected


def test_a_manifest_looked_at_while_it_is_written_is_looked_at_again(config: Config) -> None:
    states, manifest = States(config), config.raw / PLAN / "source.toml"
    whole = manifest.read_text("utf-8")
    manifest.write_text("", "utf-8")
    assert states.ids() == ()
    manifest.write_text(whole, "utf-8")
    assert states.get(PLAN).plan_id == PLAN  # at once, not after the next look


def test_a_folder_that_goes_while_it_is_looked_at_is_gone(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    put_plan(config.root, "other")
    states, is_dir = States(config), Path.is_dir

    def goes(path: Path) -> bool:
        found = is_dir(path)
        if found and path.name == "other":
            shutil.rmtree(path)
        return found

    monkeypatch.setattr(Path, "is_dir", goes)
    assert states.ids() == (PLAN,)


def test_a_kept_extraction_that_is_torn_is_read_again(config: Config) -> None:
    first = States(config).get(PLAN)
    for kept in (config.work / "extractions").glob("*.json"):
        kept.write_bytes(kept.read_bytes()[:100])
    assert States(config).get(PLAN).uncorrected == first.uncorrected


def test_a_changed_file_is_seen(config: Config) -> None:
    states = States(config)
    assert states.get(PLAN) is states.get(PLAN)
    other = States(config)
    save(config, other, PLAN, Decision("rename", "/基本目標1/1/1", "出前講座を開く"), STAFF)
    assert states.get(PLAN).by_key["/基本目標1/1/1"].node.name == "出前講座を開く"
    put_plan(config.root, text=TEXT.replace("昔の遊び", "昔の歌"))
    time.sleep(LOOK_SECONDS * 1.1)
    assert states.get(PLAN).by_key["/基本目標2/2/1"].node.name == "昔の歌を伝える"
    assert states.get(PLAN).by_key["/基本目標1/1/1"].node.name == "出前講座を開く"


def test_the_edition_before_is_held_against_it(config: Config) -> None:
    put_plan(config.root, "132021-manabi-0", TEXT)
    swapped = (
        TEXT.replace("学ぶ機会をつくる", "X")
        .replace("学びを支える人を育てる", "学ぶ機会をつくる")
        .replace("X", "学びを支える人を育てる")
    )
    put_plan(config.root, text=swapped, more='supersedes = "132021-manabi-0"\n')
    kinds = {issue.issue.kind for issue in States(config).get(PLAN).issues}
    assert "parent_child_mismatch" in kinds


@pytest.mark.parametrize("plan_id", ["nix", "../corrections", "a/b", ""])
def test_no_such_plan(config: Config, plan_id: str) -> None:
    with pytest.raises(NoPlan):
        States(config).get(plan_id)


def test_a_manifest_that_does_not_hold_says_why(config: Config) -> None:
    (config.raw / PLAN / "plan.txt").write_text("他の文書", "utf-8")
    states = States(config)
    assert "sha256" in states.refused()[PLAN]
    with pytest.raises(NoPlan, match="sha256"):
        states.get(PLAN)


def test_a_document_without_a_tree_opens_and_its_tree_can_be_typed(config: Config) -> None:
    text = (
        "市長あいさつ\n\n市民の皆さまとともに、これからのまちをつくってまいります。どうぞよろしくお願いいたします。\n"
    )
    put_plan(config.root, "132021-aisatsu", text, title="立川市まなび宣言")
    states = States(config)
    state = states.get("132021-aisatsu")
    assert state.rows == ()
    assert state.extraction.error is not None
    assert desk(state, partial(say, "ja"), {})["refused"] == state.extraction.error.message
    outline = (Entry("学びをひらく", "1", level=1), Entry("本を読む", "(1)", level=2, line=3))
    saved = save(config, states, "132021-aisatsu", Decision("replace", "", entries=outline), STAFF)
    assert [(row.node.level, row.node.name) for row in saved.state.rows] == [(1, "学びをひらく"), (2, "本を読む")]
    assert saved.state.extraction.error is None
    deeper = Decision("add", saved.state.rows[1].key, entries=(Entry("絵を見る"),))
    save(config, states, "132021-aisatsu", deeper, STAFF)
    read = ReadPlans(config).read("132021-aisatsu")
    after = apply_corrections(read, config.corrections).plan
    assert [node.level for node in after.extraction.structures[0].nodes] == [1, 2, 3]
    (edition,) = editions(after)
    assert decide(edition, (), None, {town.code: town for town in municipalities()}).state == "published"
