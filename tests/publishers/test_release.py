"""A whole publication, from hand-made plans to files."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock

from publishers import release
from publishers.plan_input import Withdrawal
from publishers.previous import read_tables
from publishers.shrink_guard import read_withdrawals
from publishers.verification import Checked, Finding
from schemas.checked_plan import AppliedCorrection, Pairing
from schemas.plan import PlanFacts, Refusal, YearEntry
from schemas.structure import Evidence
from schemas.tables import described

Make = Callable[..., Any]
Tree = Sequence[tuple[str, str, str]]


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "json" / f"{table}.jsonl").read_text("utf-8").splitlines()]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_has_every_table_in_both_forms(run: Make, plan: Make) -> None:
    outcome = run(plan())
    assert outcome.state == "published"
    assert outcome.version == "2026.04.01"
    assert outcome.folder == run.folder / "releases" / "2026.04.01"
    for table in described():
        data = (outcome.folder / "csv" / f"{table.name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n")
        headings = next(csv.reader(data.decode("utf-8-sig").splitlines()))
        assert headings == [column.ja for column in table.columns]
        assert (outcome.folder / "json" / f"{table.name}.jsonl").exists()
    latest = run.folder / "latest"
    assert latest.resolve() == outcome.folder.resolve()
    assert json.loads((run.folder / "index.json").read_text()) == {
        "latest": "2026.04.01",
        "releases": ["2026.04.01"],
        "index_sha256": {"2026.04.01": hashlib.sha256((outcome.folder / "index.json").read_bytes()).hexdigest()},
    }


def test_checksums_are_those_of_the_files(run: Make, plan: Make) -> None:
    folder = run(plan()).folder
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    assert listed == {
        path: hashlib.sha256(data).hexdigest() for path, data in snapshot(folder).items() if path != "SHA256SUMS"
    }


def test_the_tree_and_its_ids(run: Make, plan: Make, tree: Tree) -> None:
    folder = run(plan()).folder
    policies = rows(folder, "policy")
    assert [row["name"] for row in policies] == [name for _, _, name in tree]
    by_id = {row["id"]: row for row in policies}
    assert policies[3]["id"] == "132021N000004"
    assert by_id[policies[3]["parent_id"]]["name"] == "学ぶ機会をつくる"
    assert policies[3]["path"] == "基本目標1 学びをひらく > (1) 学ぶ機会をつくる > ② 図書館を夜も開ける"
    assert policies[3]["level_name"] == "取組"
    assert [row["level_type"] for row in policies[:3]] == ["goal", "measure", "initiative"]
    wide = rows(folder, "policy_wide")
    assert [row["level3_name"] or row["level2_name"] for row in wide] == [tree[at][2] for at in (2, 3, 4, 7, 8)]
    nested = json.loads((folder / "json" / "policy_tree.json").read_text("utf-8"))["plans"][0]
    assert [child["name"] for child in nested["children"][0]["children"]] == [
        "学ぶ機会をつくる",
        "学びを支える人を育てる",
    ]


def test_other_facts_become_rows(run: Make, plan: Make) -> None:
    folder = run(plan()).folder
    assert [row["name"] for row in rows(folder, "department")] == ["生涯学習課", "図書館"]
    assert rows(folder, "term")[0]["term_kana"] == "ヨミ"
    (year,) = rows(folder, "timeline")
    assert (year["id"], year["fiscal_year"], year["entries"]) == ("132021P000001-2026", 2026, "開始")
    assert rows(folder, "source")[0]["attribution"] == "立川市『立川市まなび計画』を加工して作成"
    values = {(row["target_id"], row["field"]): row["value"] for row in rows(folder, "evidence")}
    assert values["132021N000001", "name"] == "学びをひらく"
    assert {row["kind"] for row in rows(folder, "issue")} == {"reading_uncertain", "status_missing"}


def test_nothing_changed_no_release(run: Make, plan: Make) -> None:
    first = run(plan())
    before = snapshot(run.folder)
    second = run(plan(), today=date(2026, 5, 1))
    assert second.state == "unchanged"
    assert second.version == first.version
    assert snapshot(run.folder) == before


def test_the_same_input_gives_the_same_bytes(run: Make, plan: Make, tmp_path: Path) -> None:
    other = type(run)(tmp_path / "other")
    plans = [plan(), plan("tachikawa-2", title="立川市まなび計画（改訂）", supersedes="tachikawa-1")]
    assert snapshot(run(*plans).folder) == snapshot(other(*reversed(plans)).folder)


def test_a_second_release_on_the_day_and_a_clock_that_goes_back(run: Make, plan: Make, tree: Tree) -> None:
    run(plan())
    second = run(plan(tree=(*tree, ("3", "基本目標3", "みどりをふやす"))))
    assert second.version == "2026.04.01.1"
    third = run(plan(), today=date(2026, 3, 1))
    assert third.state == "stopped"  # a tenth of the rows would go
    fourth = run(plan(tree=(*tree, ("3", "基本目標3", "みどりをまもる"))), today=date(2026, 3, 1))
    assert fourth.version == "2026.04.01.2"
    assert json.loads((run.folder / "index.json").read_text())["releases"] == [
        "2026.04.01",
        "2026.04.01.1",
        "2026.04.01.2",
    ]


def test_dates_follow_the_row_that_changed(run: Make, plan: Make, tree: Tree) -> None:
    run(plan())
    changed = [*tree]
    changed[4] = ("1.2", "(2)", "学びを支える人をふやす")
    folder = run(plan(tree=changed), today=date(2026, 6, 1)).folder
    dates = {row["name"]: (row["first_published"], row["last_changed"]) for row in rows(folder, "policy")}
    assert dates["学びを支える人をふやす"] == ("2026-04-01", "2026-06-01")
    assert dates["出前講座を開く"] == ("2026-04-01", "2026-04-01")
    assert "変更なし 8件、名称変更 1件、移動 0件、追加 0件、削除 0件" in (folder / "CHANGELOG.md").read_text("utf-8")


def test_review_issues_mark_and_blocking_issues_withhold_with_what_is_below(run: Make, plan: Make, issue: Make) -> None:
    issues = [issue("stale_row_content", "1.1"), issue("row_spill", "2.1.1")]
    outcome = run(plan(issues=issues))
    policies = rows(outcome.folder, "policy")
    assert [row["name"] for row in policies] == [
        "学びをひらく",
        "学びを支える人を育てる",
        "まちをつなぐ",
        "集まる場をつくる",
        "空き家を集会所にする",
        "広場で市を開く",
    ]
    assert [row["name"] for row in policies if row["review_status"] == "要確認"] == ["空き家を集会所にする"]
    (done,) = outcome.plans
    assert done.withheld == 3
    assert "3 件を除いて" in done.message
    severities = {row["kind"]: (row["severity"], row["policy_ids"]) for row in rows(outcome.folder, "issue")}
    assert severities["stale_row_content"] == ("error", None)
    assert severities["row_spill"] == ("warning", policies[4]["id"])


def test_a_whole_edition_stays_when_its_successor_has_blocked_nodes(
    run: Make, plan: Make, issue: Make, tree: Tree
) -> None:
    first = rows(run(plan()).folder, "policy")
    changed = [("1", "基本目標1", "学びをとじる"), *tree[1:]]
    outcome = run(plan(tree=changed, issues=[issue("stale_row_content", "1.1")]), today=date(2026, 5, 1))
    assert outcome.state == "published"  # the open issue itself is news
    assert outcome.plans[0].state == "kept"
    assert "前回公開した版をそのまま残します" in outcome.plans[0].message
    assert rows(outcome.folder, "policy") == first
    assert "stale_row_content" in {row["kind"] for row in rows(outcome.folder, "issue")}
    healed = run(plan(tree=changed), today=date(2026, 6, 1))
    assert rows(healed.folder, "policy")[0]["name"] == "学びをとじる"


def test_an_edition_that_was_never_whole_is_replaced(run: Make, plan: Make, issue: Make, tree: Tree) -> None:
    run(plan(issues=[issue("stale_row_content", "1.1")]))
    changed = [("1", "基本目標1", "学びをとじる"), *tree[1:]]
    outcome = run(plan(tree=changed, issues=[issue("stale_row_content", "1.1.1")]))
    assert outcome.plans[0].state == "published"
    assert rows(outcome.folder, "policy")[0]["name"] == "学びをとじる"


@pytest.mark.parametrize("way", ["refused", "unread", "empty"])
def test_a_plan_that_cannot_be_read_keeps_its_edition(run: Make, plan: Make, way: str) -> None:
    other = plan("tachikawa-9", title="立川市みどり計画")
    run(plan(), other)
    if way == "refused":
        outcome = run(plan(error=Refusal("damaged", "ファイルが壊れています。")), other)
    elif way == "empty":
        outcome = run(plan(tree=()), other)
    else:
        outcome = run(other, unread={"tachikawa-1": "読めません。"})
    assert outcome.state == "unchanged"
    assert [(done.edition, done.state) for done in outcome.plans] == [
        ("tachikawa-1", "kept"),
        ("tachikawa-9", "published"),
    ]


@pytest.mark.parametrize("way", ["refused", "unread", "empty"])
def test_what_was_open_stays_open_while_nothing_can_be_read(run: Make, plan: Make, issue: Make, way: str) -> None:
    open_issues = [issue("stale_row_content", "1.1"), issue("row_spill", "2")]
    never = plan("tachikawa-2", (), [issue("title_missing", structure=None)], title="立川市みどり計画")
    first = run(plan(issues=open_issues), never)
    assert {row["kind"] for row in rows(first.folder, "issue")} >= {"stale_row_content", "row_spill", "title_missing"}
    damaged = Refusal("damaged", "ファイルが壊れています。")
    if way == "refused":
        outcome = run(plan(error=damaged), plan("tachikawa-2", (), error=damaged, title="立川市みどり計画"))
    elif way == "empty":
        outcome = run(plan(tree=()), plan("tachikawa-2", (), title="立川市みどり計画"))
    else:
        outcome = run(unread={"tachikawa-1": "読めません。", "tachikawa-2": "読めません。"})
        kept = next(done for done in outcome.plans if done.edition == "tachikawa-1")
        assert {open.kind for open in kept.issues} >= {"stale_row_content", "row_spill"}
    assert outcome.state == "unchanged"
    healed = run(plan(), never)
    assert "stale_row_content" not in {row["kind"] for row in rows(healed.folder, "issue")}


def test_merged_and_removed_entries_leave_a_redirect(run: Make, plan: Make, tree: Tree) -> None:
    read = plan()
    first = rows(run(read).folder, "policy")
    ids = {row["label"] + row["name"]: row["id"] for row in first}
    kept_tree = [entry for entry in tree if entry[0] not in ("1.1.2", "2.1.2")]
    refs = {node.id: node.ref for node in read.extraction.structures[0].nodes}
    structure = plan(tree=kept_tree).extraction.structures[0]
    nodes = tuple(replace(node, ref=refs[node.id]) for node in structure.nodes)
    corrected = replace(read.extraction, structures=(replace(structure, nodes=nodes),))
    said = {"before": None, "after": None, "reason": "原本で確認", "role": "staff", "at": "2026-04-02"}
    merge = AppliedCorrection("1.1.1", 0, "name", **said, gone=("/基本目標1/1/2",))
    remove = AppliedCorrection("", None, "name", **said, gone=("/基本目標2/1/広場で市を開く",))
    decided = replace(read, extraction=corrected, uncorrected=read.extraction, corrections=(merge, remove))

    done = run(decided, today=date(2026, 5, 1))

    led = {row["id"]: (row["status"], row["new_id"], row["reason"]) for row in rows(done.folder, "id_redirect")}
    assert led == {
        ids["②図書館を夜も開ける"]: (301, ids["①出前講座を開く"], "統合された（原本で確認）"),
        ids["・広場で市を開く"]: (410, None, "削除された（原本で確認）"),
    }
    delta = (done.folder / "delta" / "from-2026.04.01.jsonl").read_text("utf-8")
    assert f'"op": "MERGE", "table": "policy", "id": "{ids["②図書館を夜も開ける"]}"' in delta
    assert run(decided, today=date(2026, 6, 1)).state == "unchanged"
    back = run(read, today=date(2026, 6, 2))
    assert rows(back.folder, "id_redirect") == []
    assert {row["id"] for row in rows(back.folder, "policy")} == set(ids.values())


def test_entries_whose_parent_people_took_out_stand_one_level_up(run: Make, plan: Make, tree: Tree) -> None:
    read = plan()
    refs = {node.name: node.ref for node in read.extraction.structures[0].nodes}
    risen = (
        ("1", "基本目標1", "学びをひらく"),
        ("1.1", "①", "出前講座を開く"),
        ("1.2", "②", "図書館を夜も開ける"),
        ("1.3", "(2)", "学びを支える人を育てる"),
        *(entry for entry in tree if entry[0].startswith("2") and entry[0] != "2.1.2"),
    )
    structure = plan(tree=risen).extraction.structures[0]
    nodes = tuple(replace(node, ref=refs[node.name]) for node in structure.nodes)
    corrected = replace(read.extraction, structures=(replace(structure, nodes=nodes),))
    said = {"after": None, "reason": "原本で確認", "role": "staff", "at": "2026-04-02"}
    corrections = (
        AppliedCorrection("", 0, "name", before="学ぶ機会をつくる", **said, gone=("/基本目標1/1",)),
        AppliedCorrection("", 0, "name", before="広場で市を開く", **said, gone=("/基本目標2/1/広場で市を開く",)),
    )
    done = run(replace(read, extraction=corrected, uncorrected=read.extraction, corrections=corrections))
    assert {row["name"] for row in rows(done.folder, "policy")} == {name for _, _, name in risen}
    taken_out = {row["before"] for row in rows(done.folder, "correction")}
    assert taken_out == {"学ぶ機会をつくる", "広場で市を開く"}, "each has a row of its own, though signed on one day"


def test_an_entry_removed_first_and_merged_later_leads_to_where_it_went(run: Make, plan: Make, tree: Tree) -> None:
    read = plan()
    ids = {row["name"]: row["id"] for row in rows(run(read).folder, "policy")}
    structure = read.extraction.structures[0]
    nodes = tuple(node for node in structure.nodes if node.id != "1.1.2")
    corrected = replace(read.extraction, structures=(replace(structure, nodes=nodes),))
    said = {"before": None, "after": None, "reason": "原本で確認", "role": "staff", "at": "2026-04-02"}
    for correction, wanted in (
        (AppliedCorrection("", None, "name", **said, gone=("/基本目標1/1/2",)), None),
        (AppliedCorrection("1.1.1", 0, "name", **said, gone=("/基本目標1/1/2",)), ids["出前講座を開く"]),
    ):
        decided = replace(read, extraction=corrected, uncorrected=read.extraction, corrections=(correction,))
        done = run(decided)
        (led,) = rows(done.folder, "id_redirect")
        assert (led["id"], led["new_id"]) == (ids["図書館を夜も開ける"], wanted)
        assert led["status"] == (301 if wanted else 410)


@pytest.mark.parametrize(
    ("lost", "removed", "stops"),
    [
        (["1.1.2", "2.1.2"], ["/基本目標1/1/2", "/基本目標2/1/広場で市を開く"], ""),
        (["1.1.2", "2.1.2"], ["/基本目標1/1/2"], "9 件から 7 件に減ります（うち訂正による削除・統合 1 件）"),
        (["1.1.2"], [], "9 件から 8 件に減ります。"),
        (
            ["1.1.1", "1.1.2", "1.2", "2.1.1", "2.1.2"],
            [
                "/基本目標1/1/1",
                "/基本目標1/1/2",
                "/基本目標1/2",
                "/基本目標2/1/空き家を集会所にする",
                "/基本目標2/1/広場で市を開く",
            ],
            "9 件から 4 件に減ります（うち訂正による削除・統合 5 件）",
        ),
    ],
    ids=["all removed by people", "one lost beside", "none removed by people", "more than half of the plan"],
)
def test_what_people_removed_needs_no_second_signature(
    run: Make, plan: Make, lost: list[str], removed: list[str], stops: str
) -> None:
    read = plan()
    run(read)
    structure = read.extraction.structures[0]
    nodes = tuple(node for node in structure.nodes if node.id not in lost)
    corrected = replace(read.extraction, structures=(replace(structure, nodes=nodes),))
    said = {"before": None, "after": None, "reason": "原本で確認", "role": "staff", "at": "2026-04-02"}
    corrections = tuple(AppliedCorrection("", None, "name", **said, gone=(key,)) for key in removed)
    done = run(replace(read, extraction=corrected, uncorrected=read.extraction, corrections=corrections))
    assert done.state == ("stopped" if stops else "published")
    assert any(stops in message for message in done.messages) == bool(stops)


def test_keys_of_two_plans_in_one_document_are_ascii(run: Make, plan: Make) -> None:
    one = plan()
    structures = tuple(
        replace(
            one.extraction.structures[0], plan=PlanFacts(title=f"立川市第{number}次計画", generation=f"第{number}次")
        )
        for number in "六7"
    )
    both = replace(one, extraction=replace(one.extraction, structures=structures))
    done = run(both)
    assert [row["plan_key"] for row in rows(done.folder, "plan")] == ["tachikawa-1#6", "tachikawa-1#7"]


def test_a_plan_that_was_never_read_is_absent_and_the_others_go_on(run: Make, plan: Make) -> None:
    outcome = run(plan(), unread={"tachikawa-3": "空のファイルです。"})
    assert outcome.state == "published"
    assert [done.state for done in outcome.plans] == ["published", "absent"]
    assert len(rows(outcome.folder, "plan")) == 1


def test_nothing_to_publish_at_all(run: Make) -> None:
    outcome = run(unread={"tachikawa-3": "空のファイルです。"})
    assert outcome.state == "stopped"
    assert outcome.version is None
    assert not (run.folder / "latest").exists()


def test_a_sample_is_checked_and_never_published(run: Make, plan: Make) -> None:
    outcome = run(plan(), plan("sample", role="sample"))
    assert [done.state for done in outcome.plans] == ["sample", "published"]
    assert outcome.plans[0].nodes_per_level == {1: 2, 2: 3, 3: 4}
    assert len(rows(outcome.folder, "plan")) == 1


def test_a_vanished_plan_stops_the_release_until_it_is_signed_for(run: Make, plan: Make) -> None:
    other = plan("tachikawa-9", title="立川市みどり計画")
    first = run(plan(), other)
    stopped = run(other)
    assert stopped.state == "stopped"
    assert stopped.version == first.version
    assert any("tachikawa-1" in message for message in stopped.messages)
    signed = Withdrawal("tachikawa-1", "2026.04.01", "策定主体の依頼により取り下げ", "データ管理者", "2026-04-02")
    stale = Withdrawal("tachikawa-1", "2025.01.01", "前の取下げ", "データ管理者", "2025-01-02")
    assert run(other, withdrawals=[stale]).state == "stopped"
    done = run(other, withdrawals=[signed])
    assert done.state == "published"
    gone = {row["id"]: row for row in rows(done.folder, "id_redirect")}
    assert gone["132021P000001"]["status"] == 410
    assert gone["132021N000001"]["reason"] == "策定主体の依頼により取り下げ"
    back = run(plan(), other)
    assert rows(back.folder, "id_redirect") == []
    assert {row["id"] for row in rows(back.folder, "policy")} >= {f"132021N00000{n}" for n in range(1, 10)}


def test_a_document_replaced_by_another_redirects_its_source(run: Make, plan: Make) -> None:
    run(plan())
    done = run(plan(document="2"))
    (moved,) = rows(done.folder, "id_redirect")
    assert (moved["id"], moved["status"], moved["new_id"]) == ("132021B000001", 301, "132021B000002")


def test_two_editions_and_what_changed(run: Make, plan: Make) -> None:
    newer = (
        ("1", "基本目標1", "学びをひろくひらく"),
        ("1.1", "(1)", "学ぶ機会をつくる"),
        ("1.1.1", "①", "出前講座を開く"),
        ("1.2", "(2)", "学びを支える人を育てる"),
        ("1.2.1", "①", "図書館を夜も開ける"),
        ("1.2.2", "②", "講師の名簿をつくる"),
        ("2", "基本目標2", "まちをつなぐ"),
        ("2.1", "(1)", "集まる場をつくる"),
        ("2.1.1", "・", "空き家を集会所にする"),
    )
    folder = run(plan(), plan("tachikawa-2", newer, title="立川市第2次まなび計画", supersedes="tachikawa-1")).folder
    names = {row["id"]: row["name"] for row in rows(folder, "policy")}
    changes = {(row["type"], names.get(row["old_id"]), names.get(row["new_id"])) for row in rows(folder, "change")}
    assert ("renamed", "学びをひらく", "学びをひろくひらく") in changes
    assert ("moved", "図書館を夜も開ける", "図書館を夜も開ける") in changes
    assert ("added", None, "講師の名簿をつくる") in changes
    assert ("removed", "広場で市を開く", None) in changes
    assert sum(kind == "kept" for kind, _, _ in changes) == 6
    assert [row["supersedes"] for row in rows(folder, "plan")] == [None, "132021P000001"]


def test_a_period_that_ends_before_it_begins_is_left_empty(run: Make, plan: Make) -> None:
    facts = PlanFacts(start_year=2030, end_year=2026, period_text="令和12年度から令和8年度")
    outcome = run(plan(facts=facts))
    (row,) = rows(outcome.folder, "plan")
    assert (row["start_year"], row["end_year"], row["review_status"]) == (None, None, "要確認")
    assert row["period_text"] == "令和12年度から令和8年度"


def test_an_unknown_municipality_is_not_published(run: Make, plan: Make) -> None:
    outcome = run(plan(), plan("nowhere", code="999999"))
    assert [done.state for done in outcome.plans] == ["absent", "published"]
    assert outcome.plans[0].issues[-1].kind == "value_invalid"


def test_a_value_that_does_not_fit_its_column_withholds_its_row(run: Make, plan: Make, tree: Tree) -> None:
    outcome = run(plan(tree=[*tree[:8], ("2.1.2", "・", "")]))
    assert outcome.state == "published"
    assert len(rows(outcome.folder, "policy")) == 8
    found = [issue for issue in outcome.plans[0].issues if issue.kind == "value_invalid"]
    assert {issue.nodes for issue in found} == {("2.1.2",)}
    assert "name" in {issue.field for issue in found}


def test_a_plan_with_a_character_that_cannot_be_published_is_withheld_and_the_others_go_on(
    run: Make, plan: Make
) -> None:
    bad = plan()
    year = YearEntry(2026, "令和8", ("調査\x02",), Evidence("調査", page=3))
    facts = replace(bad.extraction.facts, timeline=(year,))
    bad = replace(bad, extraction=replace(bad.extraction, facts=facts))
    good = plan("tachikawa-2")
    made = run(bad, good)
    assert made.state == "published", made.messages
    states = {each.plan_id: each for each in made.plans}
    assert states[good.source.plan_id].state == "published"
    told = states[bad.source.plan_id]
    assert told.state == "absent"
    assert any("年次表（2026年度）に公開できない文字" in issue.message for issue in told.issues)
    entry = bad.extraction.structures[0].nodes[3]
    worded = replace(entry, name="図書館\x07を開ける")
    nodes = tuple(worded if node == entry else node for node in good.extraction.structures[0].nodes)
    structure = replace(good.extraction.structures[0], nodes=nodes)
    held = replace(good, extraction=replace(good.extraction, structures=(structure,)))
    next_one = run(held, plan("tachikawa-3"))
    assert {each.plan_id: each.state for each in next_one.plans} == {"tachikawa-2": "kept", "tachikawa-3": "published"}


def test_a_fault_that_only_the_built_release_shows_costs_its_plan_alone(
    run: Make, plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = release.verify

    def verify(folder: Path, **said: Any) -> Any:
        checked = real(folder, **said)
        bad = [row for row in rows(folder, "plan") if row["plan_key"] == "tachikawa-1"]
        found = tuple(Finding("values", f"plan {row['id']} name", "値が合いません。") for row in bad)
        return replace(checked, checks=(*checked.checks, Checked("values", 1, found)))

    monkeypatch.setattr(release, "verify", verify)
    made = run(plan(), plan("tachikawa-2"))
    assert made.state == "published", made.messages
    states = {each.plan_id: each for each in made.plans}
    assert (states["tachikawa-1"].state, states["tachikawa-2"].state) == ("absent", "published")
    assert "値が合いません" in states["tachikawa-1"].message


def test_cells_that_look_like_formulas(run: Make, plan: Make, tree: Tree) -> None:
    folder = run(plan(tree=[*tree[:8], ("2.1.2", "・", "=1+1 の日")])).folder
    assert rows(folder, "policy")[8]["name"] == "=1+1 の日"
    frame = pd.read_csv(folder / "csv" / "policy.csv", dtype=str)
    assert frame["名称"][8] == "＝1+1 の日"
    assert frame["全国地方公共団体コード"][0] == "132021"


def test_the_rows_read_back_are_the_rows_written(run: Make, plan: Make) -> None:
    folder = run(plan()).folder
    tables = read_tables(folder)
    assert sum(len(table) for table in tables.values()) == sum(
        len((folder / "json" / f"{name}.jsonl").read_text("utf-8").splitlines()) for name in tables
    )


def test_a_folder_that_cannot_be_written_is_said_plainly(run: Make, plan: Make, tree: Tree) -> None:
    first = run(plan())
    (run.folder / ".building").write_text("in the way")
    outcome = run(plan(tree=(*tree, ("3", "基本目標3", "みどりをふやす"))))
    assert outcome.state == "failed"
    assert outcome.version == first.version
    assert "公開フォルダに書けません" in outcome.messages[0]


def test_withdrawals_are_read_from_the_corrections(tmp_path: Path) -> None:
    path = tmp_path / "withdrawals.toml"
    assert read_withdrawals(path) == ()
    entry = {"plan_id": "a", "release": "2026.04.01", "reason": "取下げ", "role": "データ管理者", "date": "2026-04-02"}
    lines = ["[[withdrawal]]", *(f'{key} = "{value}"' for key, value in entry.items())]
    path.write_text("\n".join(lines), "utf-8")
    assert read_withdrawals(path) == (Withdrawal(**entry),)
    path.write_text("\n".join(lines[:-1]), "utf-8")
    with pytest.raises(ValueError, match="date がありません"):
        read_withdrawals(path)
    path.write_text("[[withdrawal", "utf-8")
    with pytest.raises(ValueError, match="TOML"):
        read_withdrawals(path)


def test_withdrawals_that_do_not_hold_stop_the_release(run: Make, plan: Make, tmp_path: Path) -> None:
    path = tmp_path / "withdrawals.toml"
    path.write_text("[[withdrawal]]", "utf-8")
    outcome = run(plan(), withdrawals_file=path)
    assert outcome.state == "stopped"
    assert "plan_id がありません" in outcome.messages[0]


def test_a_plan_that_loses_its_other_rows_stops_the_release(run: Make, plan: Make) -> None:
    whole = plan()
    run(whole)
    bare = replace(whole, extraction=replace(whole.extraction, facts=replace(whole.extraction.facts, terms=())))
    stopped = run(bare)
    assert stopped.state == "stopped"
    assert "の行が 13 件から 12 件に減ります" in stopped.messages[0]


def test_two_runs_at_the_same_time(run: Make, plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    run(plan())
    monkeypatch.setattr(release, "LOCK_SECONDS", 0.01)
    with FileLock(run.folder / ".lock"):
        outcome = run(plan())
    assert outcome.state == "failed"
    assert "別の実行" in outcome.messages[0]
    assert run(plan()).state == "unchanged"


def test_the_table_of_changes_follows_what_people_paired(run: Make, plan: Make, tree: Tree) -> None:
    newer = [entry for entry in tree if entry[0] not in ("2.1.1", "2.1.2")] + [("2.1.1", "・", "夜店を出す")]
    plans = plan(), plan("tachikawa-2", newer, title="立川市第2次まなび計画", supersedes="tachikawa-1")
    found = rows(run(*plans).folder, "change")
    assert not [row for row in found if row["note"]]
    lost = next(
        row["old_path"].rpartition(" > ")[2].removeprefix("・").strip() for row in found if row["type"] == "removed"
    )
    keys = [f"tachikawa-1/基本目標2/1/{lost}", "tachikawa-2/基本目標2/1/夜店を出す"]
    paired = replace(plans[1], pairings=(Pairing(keys[0], keys[1], "p1"),))
    folder = run(plans[0], paired).folder
    (row,) = [row for row in rows(folder, "change") if row["note"] == "職員が対応を確認"]
    assert row["type"] == "renamed"
    assert row["new_path"].endswith("夜店を出す")
    assert row["old_path"].endswith(lost)
    said = AppliedCorrection("2.1.1", 0, "old_id", lost, "夜店を出す", "版の対応の確認", "staff", "2026-04-01")
    signed = run(plans[0], replace(paired, corrections=(said,))).folder
    assert [each["field"] for each in rows(signed, "correction")] == ["old_id"]
    assert {each["review_status"] for each in rows(signed, "policy")} == {
        each["review_status"] for each in rows(folder, "policy")
    }
    kept = run(
        plans[0], replace(paired, extraction=replace(paired.extraction, error=Refusal("damaged", "壊れています。")))
    )
    assert kept.state == "unchanged" or rows(kept.folder, "change") == rows(folder, "change")
    unread = run(plans[0], unread={"tachikawa-2": "読めません。"})
    assert rows(unread.folder, "change") == rows(folder, "change")
