"""What becomes of a decision when the document, or its reading, is another one than when it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.correct import correct
from extractors.correct_judge import know, seen_of
from extractors.keys import corrected_keys, node_keys
from extractors.lookups import expand
from extractors.recheck import derived
from extractors.seen import seen_entries, seen_issue
from publishers.editions import editions
from publishers.natural_keys import node_keys as natural_keys
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction, Entry, Lookup
from schemas.document import BBox, SourceFile
from schemas.issue import Issue
from schemas.plan import DeclaredCount, Extraction, Facts, Node, PlanFacts, Refusal, Structure
from schemas.source import Source
from schemas.structure import Evidence

SOURCE = Source("plan", "計画", "町", "000000", "町", "plan.pdf", "0" * 64, "自由", "2026-01-01")
TREE = (
    ("1", "基本目標1", "学びをひらく"),
    ("1.1", "(1)", "学ぶ機会をつくる"),
    ("1.1.1", "①", "出前講座を聞く"),
    ("1.1.2", "②", "図書館を夜も開ける"),
    ("1.2", "(2)", "学びを支える人を育てる"),
    ("2", "基本目標2", "まちをつなぐ"),
    ("2.1", "(1)", "集まる場をつくる"),
    ("2.1.1", "・", "空き家を集会所にする"),
)


def read(
    tree: tuple[tuple[str, str, str], ...] = TREE, *, page: int = 1, printed: dict[str, str] | None = None
) -> Extraction:
    """A small plan as it is read."""
    nodes = tuple(
        Node(
            id=place,
            parent=place.rpartition(".")[0] or None,
            depth=place.count(".") + 1,
            level=place.count(".") + 1,
            label=label,
            name=name,
            name_printed=name,
            ref=f"p{page}r{number}",
            evidence=Evidence((printed or {}).get(place, f"{label}{name}"), page=page, bbox=BBox(1, number, 2, number)),
        )
        for number, (place, label, name) in enumerate(tree)
    )
    file = SourceFile("plan.pdf", "0" * 64, "application/pdf", 9)
    return Extraction(file, None, Facts(PlanFacts(title="まなび計画")), (Structure(nodes, page=page),), ())


def changed(place: str, label: str, name: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((place, label, name) if entry[0] == place else entry for entry in TREE)


def decide(extraction: Extraction, action: str, key: str, **said: object) -> Correction:
    """A decision of someone who looks at this extraction."""
    known = know(extraction)
    made = Correction("c1", action, key, "staff", "2026-04-01T10:00:00+09:00", **said)  # type: ignore[arg-type]
    if made.was is None and key in known.nodes and action != "add":
        node = known.nodes[key]
        was = {"relabel": node.label, "move": known.above[key]}.get(action, node.name)
        made = replace(made, was=was)
    return made if made.seen else replace(made, seen=seen_of(known, made))


def names(extraction: Extraction) -> dict[str, str]:
    return {node.id: node.name for node in extraction.structures[0].nodes}


RENAMED = decide(read(), "rename", "/基本目標1/1/1", value="出前講座を開く")


def test_keys_are_paths_of_labels_else_of_titles() -> None:
    keys = node_keys(read())
    assert keys[0, "1.1.2"] == "/基本目標1/1/2"
    assert keys[0, "2.1.1"] == "/基本目標2/1/空き家を集会所にする"


def test_the_same_evidence_is_applied() -> None:
    result = correct(read(), [RENAMED])
    assert result.outcomes[0].state == "applied"
    assert (result.outcomes[0].before, result.outcomes[0].after) == ("出前講座を聞く", "出前講座を開く")
    assert names(result.extraction) == {**names(read()), "1.1.1": "出前講座を開く"}


def test_a_moved_page_and_a_better_reader_reopen_nothing() -> None:
    assert correct(read(page=7), [RENAMED]).outcomes[0].state == "applied"
    spaced = read(printed={"1.1.1": "① 出前講座を\n聞く"})
    assert correct(spaced, [RENAMED]).outcomes[0].state == "applied"
    misread = read(changed("1.1.1", "①", "出前講座を閉く"), printed={"1.1.1": "①出前講座を聞く"})
    assert correct(misread, [RENAMED]).outcomes[0].state == "applied", "the evidence is what counts"


def test_what_is_now_read_right_is_redundant() -> None:
    result = correct(read(changed("1.1.1", "①", "出前講座を開く")), [RENAMED])
    assert result.outcomes[0].state == "redundant"
    assert result.extraction == read(changed("1.1.1", "①", "出前講座を開く"))


def test_changed_evidence_with_the_same_value_drifts() -> None:
    result = correct(read(printed={"1.1.1": "①出前講座を聞く※再掲"}), [RENAMED])
    assert result.outcomes[0].state == "drifted"
    assert names(result.extraction)["1.1.1"] == "出前講座を開く"
    assert [issue.kind for issue in result.extraction.issues] == ["correction_drifted"]


def test_changed_evidence_with_another_value_reopens_and_blocks() -> None:
    now = read(changed("1.1.1", "①", "公開講座を始める"))
    result = correct(now, [RENAMED])
    assert result.outcomes[0].state == "reopened"
    assert names(result.extraction) == names(now)
    (issue,) = result.extraction.issues
    assert (issue.kind, issue.severity, issue.structure, issue.nodes) == ("correction_reopened", "block", 0, ("1.1.1",))
    assert issue.proposal == "出前講座を開く"


def test_a_lost_key_is_an_orphan_with_the_nearest_evidence_proposed() -> None:
    renumbered = tuple((place, "③" if place == "1.1.1" else label, name) for place, label, name in TREE)
    result = correct(
        read(renumbered, printed={"1.1.1": "③出前講座を聞く"}), [replace(RENAMED, quote="①出前講座を聞く")]
    )
    (outcome,) = result.outcomes
    assert (outcome.state, outcome.proposal) == ("orphan", "/基本目標1/1/3")
    (issue,) = result.extraction.issues
    assert (issue.kind, issue.severity, issue.nodes) == ("correction_orphaned", "review", ("1.1.1",))


def test_withdrawing_brings_the_printed_value_back_and_withdrawing_that_the_decision() -> None:
    undo = replace(RENAMED, id="c2", action="withdraw", withdraws="c1", at="2026-04-02T10:00:00+09:00")
    redo = replace(undo, id="c3", withdraws="c2", at="2026-04-03T10:00:00+09:00")
    undone = correct(read(), [RENAMED, undo])
    assert [outcome.state for outcome in undone.outcomes] == ["withdrawn", "applied"]
    assert undone.extraction == read()
    redone = correct(read(), [redo, undo, RENAMED])
    assert [outcome.state for outcome in redone.outcomes] == ["applied", "withdrawn", "applied"]
    assert names(redone.extraction)["1.1.1"] == "出前講座を開く"


def test_a_decision_in_place_of_another_and_two_that_disagree() -> None:
    second = replace(RENAMED, id="c2", value="出前講座をひらく", at="2026-04-02T10:00:00+09:00")
    instead = correct(read(), [RENAMED, replace(second, withdraws="c1")])
    assert [outcome.state for outcome in instead.outcomes] == ["withdrawn", "applied"]
    both = correct(read(), [RENAMED, second])
    assert [outcome.state for outcome in both.outcomes] == ["conflicting", "conflicting"]
    assert {issue.kind for issue in both.extraction.issues} == {"correction_conflicting"}
    assert names(both.extraction) == names(read())


def test_a_mind_changed_again_and_again_and_then_back_step_by_step() -> None:
    extraction = read()
    made: list[Correction] = []

    def now() -> str:
        return names(correct(extraction, made).extraction)["1.1.1"]

    for number in range(5):
        before = made[-1].id if made else None
        one = decide(extraction, "rename", "/基本目標1/1/1", value=f"題名{number}", withdraws=before)
        made.append(replace(one, id=f"r{number}"))
        assert now() == f"題名{number}"
    for number in reversed(range(5)):
        made.append(
            Correction(f"w{number}", "withdraw", "", "staff", "2026-05-01T10:00:00+09:00", withdraws=f"r{number}")
        )
        assert now() == (f"題名{number - 1}" if number else "出前講座を聞く")
    made.append(Correction("again", "withdraw", "", "staff", "2026-05-02T10:00:00+09:00", withdraws="w0"))
    assert now() == "題名0"


def test_moving_renumbers_the_tree_and_takes_everything_below_along() -> None:
    move = decide(read(), "move", "/基本目標1/1", parent="/基本目標2", after="")
    nodes = correct(read(), [move]).extraction.structures[0].nodes
    assert [(node.id, node.name) for node in nodes] == [
        ("1", "学びをひらく"),
        ("1.1", "学びを支える人を育てる"),
        ("2", "まちをつなぐ"),
        ("2.1", "学ぶ機会をつくる"),
        ("2.1.1", "出前講座を聞く"),
        ("2.1.2", "図書館を夜も開ける"),
        ("2.2", "集まる場をつくる"),
        ("2.2.1", "空き家を集会所にする"),
    ]
    assert [node.level for node in nodes] == [1, 2, 1, 2, 3, 3, 2, 3]


def levels(extraction: Extraction) -> dict[str, int]:
    return {node.name: node.level for node in extraction.structures[0].nodes}


def test_a_move_keeps_the_level_that_was_read_and_goes_deeper_only_where_it_must() -> None:
    seen = read()
    deep = tuple(replace(node, level=4) if node.id == "1.1.1" else node for node in seen.structures[0].nodes)
    seen = replace(seen, structures=(replace(seen.structures[0], nodes=deep),))
    away = correct(seen, [decide(seen, "move", "/基本目標1/1/1", parent="/基本目標2")]).extraction
    assert levels(away)["出前講座を聞く"] == 4, "its column is printed, its parent says nothing about it"
    under = correct(seen, [decide(seen, "move", "/基本目標1/2", parent="/基本目標1/1")]).extraction
    assert levels(under)["学びを支える人を育てる"] == 3, "deeper than its parent"
    chosen = correct(seen, [decide(seen, "move", "/基本目標1/1", parent="/基本目標1", level=3)])
    assert chosen.outcomes[0].state == "applied"
    assert levels(chosen.extraction) | {"学ぶ機会をつくる": 3, "出前講座を聞く": 5} == levels(chosen.extraction)


def titles(extraction: Extraction) -> list[str]:
    return [f"{'　' * (node.depth - 1)}{node.name}" for node in extraction.structures[0].nodes]


@pytest.mark.parametrize("ids", [("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c")])
def test_several_moves_stand_in_the_order_in_which_they_were_made(ids: tuple[str, ...]) -> None:
    at = "2026-04-01T10:00:0{}+09:00"
    made = [
        decide(read(), "move", "/基本目標1/1/1", parent="/基本目標2/1", after=""),
        decide(read(), "move", "/基本目標1/1/2", parent="/基本目標2/1", after="/基本目標1/1/1"),
        decide(read(), "move", "/基本目標1/2", parent="/基本目標2/1", after="/基本目標1/1/2", level=3),
    ]
    timed = [
        replace(each, id=id, at=at.format(number)) for number, (each, id) in enumerate(zip(made, ids, strict=True))
    ]
    for lines in (timed, timed[::-1]):
        assert titles(correct(read(), lines).extraction)[-5:] == [
            "　集まる場をつくる",
            "　　出前講座を聞く",
            "　　図書館を夜も開ける",
            "　　学びを支える人を育てる",
            "　　空き家を集会所にする",
        ]


def test_an_entry_stays_where_it_was_put_when_the_one_before_it_is_moved_on() -> None:
    first = decide(read(), "move", "/基本目標1/1/1", parent="/基本目標2/1")
    second = replace(decide(read(), "move", "/基本目標1/1/2", parent="/基本目標2/1", after="/基本目標1/1/1"), id="c2")
    on = replace(decide(read(), "move", "/基本目標1/1/1", parent="/基本目標1/2"), id="c3", withdraws="c1")
    add = replace(decide(read(), "add", "/基本目標2/1", entries=(Entry("市を開く"),)), id="c4")
    lines = [replace(each, at=f"2026-04-0{n}T10:00:00+09:00") for n, each in enumerate((first, second, add, on), 1)]
    assert titles(correct(read(), lines).extraction)[-4:] == [
        "　集まる場をつくる",
        "　　空き家を集会所にする",
        "　　図書館を夜も開ける",
        "　　市を開く",
    ]


def test_what_hangs_below_an_entry_that_is_removed_later_moves_up_with_it() -> None:
    move = replace(decide(read(), "move", "/基本目標1/2", parent="/基本目標2/1"), id="c1")
    remove = replace(decide(read(), "remove", "/基本目標2/1"), id="c2", at="2026-04-02T10:00:00+09:00")
    result = correct(read(), [remove, move])
    assert {outcome.state for outcome in result.outcomes} == {"applied"}
    assert titles(result.extraction)[-3:] == ["まちをつなぐ", "　空き家を集会所にする", "　学びを支える人を育てる"]
    late = replace(move, at="2026-04-03T10:00:00+09:00")
    assert {each.state for each in correct(read(), [remove, late]).outcomes} == {"conflicting"}


def test_a_typed_outline_takes_the_place_of_a_part_and_keeps_what_was_read_of_it() -> None:
    outline = (
        Entry("学ぶ場をひらく", "(1)", level=2),
        Entry("図書館を夜も開ける", "①", level=3, key="/基本目標1/1/2"),
        Entry("人材を育てる", "②", level=3),
    )
    others = ("/基本目標1/1", "/基本目標1/2")
    made = decide(
        read(), "replace", "/基本目標1", others=others, entries=outline, was="学ぶ機会をつくる／学びを支える人を育てる"
    )
    result = correct(read(page=5), [made])
    (outcome,) = result.outcomes
    assert (outcome.state, outcome.made) == ("applied", ("1.1", "1.1.1", "1.1.2"))
    assert outcome.gone == ("/基本目標1/1", "/基本目標1/2", "/基本目標1/1/1")
    nodes = {node.id: node for node in result.extraction.structures[0].nodes}
    assert titles(result.extraction)[:4] == [
        "学びをひらく",
        "　学ぶ場をひらく",
        "　　図書館を夜も開ける",
        "　　人材を育てる",
    ]
    assert nodes["1.1.1"].evidence.bbox is not None, "it is printed there"
    assert nodes["1.1.1"].ref == "p5r3"
    assert (nodes["1.1"].evidence.bbox, nodes["1.1"].evidence.page) == (None, 5), "what was typed has no box of another"
    renamed = replace(decide(read(), "rename", "/基本目標1/1/2", value="図書館を朝も開ける"), id="c2")
    both = correct(read(), [made, replace(renamed, at="2026-04-02T10:00:00+09:00")])
    assert names(both.extraction)["1.1.1"] == "図書館を朝も開ける"
    gone = tuple(entry for entry in TREE if not entry[0].startswith("1.2"))
    assert correct(read(gone), [made]).outcomes[0].state == "orphan"
    reworded = correct(read(changed("1.1.1", "①", "別の講座")), [made])
    assert reworded.outcomes[0].state == "drifted", "the entries it names are still called so"


def test_a_part_is_taken_out_with_everything_below_it_in_one_line() -> None:
    made = decide(read(), "replace", "", others=("/基本目標1",), was="学びをひらく")
    result = correct(read(), [made])
    assert titles(result.extraction) == ["まちをつなぐ", "　集まる場をつくる", "　　空き家を集会所にする"]
    assert len(result.outcomes[0].gone) == 5


def test_a_tree_is_typed_where_none_was_read() -> None:
    nothing = replace(read(), structures=(), error=Refusal("no_structure", "施策体系が見つかりません。"))
    outline = (Entry("学ぶ", "1", level=1), Entry("読む", "(1)", level=2, page=3), Entry("つくる", "2", level=1))
    made = Correction("c1", "replace", "", "staff", "2026-04-01T10:00:00+09:00", entries=outline, was="")
    result = correct(nothing, [made])
    assert result.outcomes[0].state == "applied"
    assert result.extraction.error is None
    assert titles(result.extraction) == ["学ぶ", "　読む", "つくる"]
    assert node_keys(nothing) == {}
    before, after = CheckedPlan(SOURCE, nothing), CheckedPlan(SOURCE, result.extraction, nothing)
    assert [edition.key for edition in editions(before)] == [edition.key for edition in editions(after)]
    assert len(natural_keys(editions(after)[0])) == 3


def test_a_title_with_nothing_in_common_with_what_is_printed_has_no_box() -> None:
    other = decide(read(), "rename", "/基本目標1/1/1", value="公民館を建て替える")
    node = next(n for n in correct(read(), [other]).extraction.structures[0].nodes if n.id == "1.1.1")
    assert (node.evidence.bbox, node.evidence.page) == (None, 1)
    kept = next(n for n in correct(read(), [RENAMED]).extraction.structures[0].nodes if n.id == "1.1.1")
    assert kept.evidence.bbox is not None


def test_a_person_points_at_the_place_on_the_page() -> None:
    made = decide(read(), "locate", "/基本目標1/1/1", page=2, box=(10, 20, 110, 40))
    node = next(n for n in correct(read(), [made]).extraction.structures[0].nodes if n.id == "1.1.1")
    assert (node.evidence.page, node.evidence.bbox) == (2, BBox(10, 20, 110, 40))


def test_what_is_read_under_the_right_parent_by_now_is_redundant() -> None:
    move = decide(read(), "move", "/基本目標1/1/2", parent="/基本目標1/2")
    better = tuple(("1.2.1" if place == "1.1.2" else place, label, name) for place, label, name in TREE)
    result = correct(read(tuple(sorted(better))), [replace(move, quote="②図書館を夜も開ける")])
    assert result.outcomes[0].state == "redundant"


def test_added_entries_have_keys_of_their_own_and_can_be_corrected() -> None:
    add = decide(read(), "add", "/基本目標1/2", entries=(Entry("人材バンクを作る", "①", page=9),))
    first = correct(read(), [add])
    (node,) = [node for node in first.extraction.structures[0].nodes if node.name == "人材バンクを作る"]
    assert (node.id, node.level, node.evidence.page, node.ref) == ("1.2.1", 3, 9, "+/基本目標1/2/1")
    again = replace(
        add, id="c2", action="set_fact", key="/基本目標1/2/1", field="department", value="学習課", entries=()
    )
    seen = seen_entries(first.extraction.structures[0])[node.id]
    both = correct(read(page=4), [replace(again, seen=seen), add])
    assert [outcome.state for outcome in both.outcomes] == ["applied", "applied"]
    assert "学習課" in {node.department for node in both.extraction.structures[0].nodes}


def test_split_merge_and_remove() -> None:
    split = decide(read(), "split", "/基本目標1/1/2", entries=(Entry("図書館を開ける", "②"), Entry("夜も開ける", "③")))
    merge = replace(decide(read(), "merge", "/基本目標1", value="学びとまち", others=("/基本目標2",)), id="c2")
    remove = replace(decide(read(), "remove", "/基本目標2/1"), id="c3")
    result = correct(read(), [split, merge, remove])
    assert {outcome.state for outcome in result.outcomes} == {"applied"}
    assert [(node.id, node.name) for node in result.extraction.structures[0].nodes] == [
        ("1", "学びとまち"),
        ("1.1", "学ぶ機会をつくる"),
        ("1.1.1", "出前講座を聞く"),
        ("1.1.2", "図書館を開ける"),
        ("1.1.3", "夜も開ける"),
        ("1.2", "学びを支える人を育てる"),
        ("1.3", "空き家を集会所にする"),
    ]


def test_a_ring_is_a_contradiction() -> None:
    one = decide(read(), "move", "/基本目標1", parent="/基本目標2/1")
    other = replace(decide(read(), "move", "/基本目標2", parent="/基本目標1/1"), id="c2")
    result = correct(read(), [one, other])
    assert {outcome.state for outcome in result.outcomes} == {"conflicting"}
    assert names(result.extraction) == names(read())


def with_issue(extraction: Extraction, kind: str, *nodes: str, message: str = "確かめてください。") -> Extraction:
    words = "どこか" if not nodes else next(n for n in extraction.structures[0].nodes if n.id == nodes[0]).evidence.text
    made = Issue(kind, message, Evidence(words), structure=0 if nodes else None, nodes=nodes)
    return replace(extraction, issues=(*extraction.issues, made))


@pytest.mark.parametrize("action", ["accept", "dismiss"])
def test_an_exception_that_was_settled_does_not_come_back_until_the_words_change(action: str) -> None:
    seen = with_issue(read(), "typo_suspected", "1.1.1")
    decision = decide(
        seen, action, "/基本目標1/1/1", field="typo_suspected", was="確かめてください。", reason="印刷のとおり"
    )
    assert correct(seen, [decision]).extraction == read()
    reworded = with_issue(read(page=3), "typo_suspected", "1.1.1", message="誤字かもしれません。")
    assert correct(reworded, [decision]).extraction.issues == ()
    other = with_issue(read(changed("1.1.1", "①", "図書を買う")), "typo_suspected", "1.1.1", message="別の誤字です。")
    result = correct(other, [decision])
    assert result.outcomes[0].state == "reopened"
    assert [issue.kind for issue in result.extraction.issues] == ["typo_suspected", "correction_reopened"]
    assert correct(read(), [decision]).outcomes[0].state == "redundant"


def test_an_exception_about_the_plan_is_known_by_its_words() -> None:
    seen = with_issue(with_issue(read(), "figure_missing"), "figure_missing", message="別の図です。")
    one = replace(seen.issues[1], evidence=Evidence("図2"))
    seen = replace(seen, issues=(seen.issues[0], one))
    decision = decide(seen, "dismiss", "", field="figure_missing", seen=seen_issue(one), was=one.message, reason="別紙")
    assert correct(seen, [decision]).extraction.issues == (seen.issues[0],)


def test_deciding_the_value_settles_what_was_in_doubt_about_it_alone() -> None:
    seen = with_issue(with_issue(read(), "typo_suspected", "1.1.1", "1.1.2"), "merged_label_late", "1.1.1")
    result = correct(seen, [decide(seen, "rename", "/基本目標1/1/1", value="出前講座を開く")])
    assert [(issue.kind, issue.nodes) for issue in result.extraction.issues] == [
        ("typo_suspected", ("1.1.2",)),
        ("merged_label_late", ("1.1.1",)),
    ]
    both = decide(seen, "rename", "/基本目標1/1/1", value="出前講座を開く", settles=("merged_label_late",))
    assert [issue.kind for issue in correct(seen, [both]).extraction.issues] == ["typo_suspected"]


def test_the_corrected_tree_is_checked_again() -> None:
    declared = DeclaredCount("3つの基本目標", 3, Evidence("3つの基本目標"))
    seen = read()
    seen = replace(seen, facts=replace(seen.facts, declared=(declared,)))
    short = Issue(
        "declared_count_mismatch", "文書には「3つの基本目標」とありますが、読み取れたのは2件です。", declared.evidence
    )
    seen = replace(seen, issues=derived((declared,), seen.structures, ()).issues)
    assert short.kind in {issue.kind for issue in seen.issues}
    add = decide(seen, "add", "", entries=(Entry("みらいへつたえる", "基本目標3"),))
    assert short.kind not in {issue.kind for issue in correct(seen, [add]).extraction.issues}


def test_facts_of_the_plan() -> None:
    seen = with_issue(read(), "period_missing")
    year = decide(seen, "set_fact", "", field="start_year", value=2026)
    result = correct(seen, [year])
    assert result.extraction.facts.plan.start_year == 2026
    assert result.extraction.issues == ()
    title = replace(decide(seen, "set_fact", "", field="title", value="まなびプラン", was="まなび計画"), id="c2")
    other = replace(read(), facts=Facts(PlanFacts(title="学習計画")))
    assert correct(other, [title]).outcomes[0].state == "reopened"
    assert correct(other, [title]).extraction.issues[0].field == "title"


def test_a_reading_holds_for_its_title() -> None:
    given = decide(read(), "set_reading", "/基本目標2/1", value="ツドウバヲツクル")
    assert correct(read(), [given]).readings == {"集まる場をつくる": "ツドウバヲツクル"}
    renamed = replace(decide(read(), "rename", "/基本目標2/1", value="集う場をつくる"), id="c2")
    result = correct(read(), [given, renamed])
    assert [outcome.state for outcome in result.outcomes] == ["reopened", "applied"]
    assert result.readings == {}


def lookup(id: str, **said: str) -> Lookup:
    return Lookup(id, by_role="steward", at="2026-04-01T10:00:00+09:00", reason="誤字", **said)  # type: ignore[arg-type]


def test_lookups_hold_everywhere_and_the_more_specific_one_wins() -> None:
    everywhere = lookup("l1", field="name", part="つくる", value="創る")
    here = lookup("l2", field="name", part="つくる", value="作る", under="/基本目標2")
    made = expand((everywhere, here), "town-1", read(), ())
    assert names(correct(read(), made).extraction) == {
        **names(read()),
        "1.1": "学ぶ機会を創る",
        "2.1": "集まる場を作る",
    }
    own = decide(read(), "rename", "/基本目標1/1", value="学ぶ場をつくる")
    assert {each.key for each in expand((everywhere,), "town-1", read(), (own,))} == {"/基本目標2/1"}


def test_two_lookups_that_are_equally_specific_contradict_each_other() -> None:
    made = expand(
        (lookup("l1", field="name", part="集まる", value="集う"), lookup("l2", field="name", part="場", value="広場")),
        "town-1",
        read(),
        (),
    )
    assert {outcome.state for outcome in correct(read(), made).outcomes} == {"conflicting"}


def test_a_lookup_dismisses_the_same_false_alarm_everywhere() -> None:
    seen = with_issue(with_issue(read(), "typo_suspected", "1.1.1"), "typo_suspected", "1.1.2")
    made = expand((lookup("l1", field="typo_suspected", part="出前"),), "town-1", seen, ())
    assert [issue.nodes for issue in correct(seen, made).extraction.issues] == [("1.1.2",)]


def test_one_of_several_plans_in_a_document_keeps_its_keys() -> None:
    one, other = read().structures[0], read(TREE[:5], page=2).structures[0]
    both = replace(
        read(),
        structures=(
            replace(one, plan=PlanFacts(generation="第6次")),
            replace(other, plan=PlanFacts(generation="第7次")),
        ),
    )
    assert node_keys(both)[1, "1.1"] == "#7/基本目標1/1"
    renamed = decide(both, "rename", "#7/基本目標1/1", value="学ぶ場をつくる")
    numbered = replace(decide(both, "set_fact", "#7", field="generation", value="第8次", was="第7次"), id="c2")
    top = replace(decide(both, "add", "#7", entries=(Entry("未来へ", "基本目標3"),)), id="c3")
    result = correct(both, [renamed, numbered, top])
    assert {outcome.state for outcome in result.outcomes} == {"applied"}
    assert result.extraction.structures[0] == both.structures[0]
    assert result.extraction.structures[1].plan == PlanFacts(generation="第8次")
    assert [node.name for node in result.extraction.structures[1].nodes][1::4] == ["学ぶ場をつくる", "未来へ"]
    keys = corrected_keys(result.extraction, both)
    assert keys[1, "2"] == "#7/基本目標3"
    away = replace(decide(both, "move", "#7/基本目標1/2", parent="#6/基本目標1"), id="c4")
    assert correct(both, [away]).outcomes[0].state == "orphan"
    before, after = CheckedPlan(SOURCE, both), CheckedPlan(SOURCE, result.extraction, both)
    assert [edition.key for edition in editions(after)] == [edition.key for edition in editions(before)]
    assert natural_keys(editions(after)[1])[1, "1.1"] == natural_keys(editions(before)[1])[1, "1.1"]
