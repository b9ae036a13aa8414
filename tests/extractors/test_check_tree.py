"""What a tree shows by itself: gaps, restarts, repeated and misplaced entries."""

from __future__ import annotations

from extractors.check_moves import check_editions
from extractors.check_tree import check_tree
from extractors.number_nodes import Draft, number_nodes
from schemas.plan import Structure
from schemas.structure import Evidence

Tree = list[tuple[str, str, "Tree"]]


def _structure(tree: Tree) -> Structure:
    drafts: list[Draft] = []

    def grow(entries: Tree, parent: Draft | None, level: int) -> None:
        for label, name, below in entries:
            ref = f"r{len(drafts)}"
            draft = Draft(parent, level, label, name, name, ref, Evidence(name, line=len(drafts) + 1))
            drafts.append(draft)
            grow(below, draft, level + 1)

    grow(tree, None, 1)
    return Structure(number_nodes(drafts))


def _leaves(*names: str) -> Tree:
    return [(chr(0x2460 + index), name, []) for index, name in enumerate(names)]


def test_a_sound_tree_is_silent() -> None:
    tree = _structure([("1", "学ぶ", _leaves("講座", "教室")), ("2", "生かす", _leaves("登録", "発表"))])
    assert check_tree(tree, 0) == ()


def test_numbers_that_run_on_through_the_plan_are_no_gaps() -> None:
    first: Tree = [("①", "講座", []), ("②", "教室", [])]
    second: Tree = [("③", "登録", []), ("④", "発表", []), ("⑤", "派遣", [])]
    assert check_tree(_structure([("1", "学ぶ", first), ("2", "生かす", second)]), 0) == ()


def test_a_gap_names_the_entries_on_both_sides_and_the_parent() -> None:
    gap: Tree = [("①", "講座", []), ("③", "出前", [])]
    tree = _structure([("1", "学ぶ", gap), ("2", "生かす", _leaves("登録", "発表"))])
    (issue,) = check_tree(tree, 0)
    assert issue.kind == "numbering_out_of_sequence"
    assert {"1", "1.1", "1.2"} <= set(issue.nodes)
    assert issue.proposal == "2"


def test_a_restart_names_everything_from_there_on() -> None:
    tree = _structure(
        [("1", "学ぶ", [*_leaves("講座", "教室"), *_leaves("登録", "発表")]), ("2", "届ける", _leaves("広報", "相談"))]
    )
    (issue,) = check_tree(tree, 0)
    assert issue.kind == "numbering_restart_without_parent"
    assert {"1.3", "1.4"} <= set(issue.nodes)


def test_rows_printed_twice_are_stale_where_the_numbers_begin_anew() -> None:
    double: Tree = [("1", "人材", []), ("2", "職員", []), ("1", "人材", []), ("2", "職員", [])]
    tree = _structure([("Ⅰ", "育成", double), ("Ⅱ", "情報", [("1", "広報", [])])])
    kinds = {(issue.kind, issue.nodes) for issue in check_tree(tree, 0)}
    assert ("stale_row_content", ("1.1",)) in kinds
    assert ("duplicate_siblings", ("1.3",)) in kinds


def test_children_of_another_title_in_the_other_edition() -> None:
    before = _structure([("1", "情報の提供", _leaves("広報", "相談")), ("2", "施設の充実", _leaves("改修", "予約"))])
    after = _structure([("1", "情報の提供", _leaves("改修", "予約")), ("2", "人材の育成", _leaves("登録", "派遣"))])
    (issue,) = check_editions((before, after))
    assert (issue.kind, issue.structure, issue.proposal) == ("parent_child_mismatch", 1, "施設の充実")
    assert issue.nodes == ("1", "1.1", "1.2")


def test_an_upper_entry_without_anything_below_stands_out() -> None:
    full: Tree = [(str(index), f"目標{index}", _leaves("一", "二")) for index in range(1, 8)]
    full[3] = ("4", "空の目標", [])
    (issue,) = check_tree(_structure(full), 0)
    assert (issue.kind, issue.nodes) == ("children_missing", ("4",))


def test_a_gap_between_numbers_that_begin_with_their_parents() -> None:
    shape: Tree = [("1", "学ぶ", [("11", "機会", []), ("13", "情報", [])]), ("2", "生かす", [("21", "人材", [])])]
    (issue,) = check_tree(_structure(shape), 0)
    assert issue.kind == "numbering_out_of_sequence"
    assert issue.proposal == "2"


def test_a_gap_in_numbers_that_run_on() -> None:
    first: Tree = [("①", "講座", []), ("②", "教室", [])]
    second: Tree = [("③", "登録", []), ("⑤", "発表", []), ("⑥", "派遣", [])]
    (issue,) = check_tree(_structure([("1", "学ぶ", first), ("2", "生かす", second)]), 0)
    assert (issue.kind, issue.proposal) == ("numbering_out_of_sequence", "4")
    assert issue.evidence.text == "発表"
