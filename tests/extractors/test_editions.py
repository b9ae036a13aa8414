"""From one edition to the next: kept, renamed, moved, added, removed."""

from __future__ import annotations

import dataclasses

from extractors.editions import compare
from extractors.number_nodes import Draft, number_nodes
from schemas.plan import Structure
from schemas.structure import Evidence

OLD = {
    "学ぶ": {"講座の充実": {"市民講座": {}, "出前講座": {}}, "情報の提供": {"広報紙の発行": {}}},
    "生かす": {"人材の登録": {"登録制度": {}}},
}
NEW = {
    "学びをひろげる": {"講座の充実": {"市民講座": {}, "オンライン講座": {}}, "情報の発信": {"広報紙の発行": {}}},
    "生かす": {"人材の登録": {"登録制度": {}, "出前講座": {}}},
}


def _structure(tree: dict[str, dict], levels: tuple[str, ...] = ("目標", "施策", "取組")) -> Structure:  # type: ignore[type-arg]
    drafts: list[Draft] = []

    def grow(entries: dict[str, dict], parent: Draft | None, level: int) -> None:  # type: ignore[type-arg]
        for number, (name, below) in enumerate(entries.items(), 1):
            draft = Draft(parent, level, str(number), name, name, f"r{len(drafts)}", Evidence(name))
            drafts.append(draft)
            grow(below, draft, level + 1)

    grow(tree, None, 1)
    return Structure(number_nodes(drafts), levels=levels)


def test_each_entry_has_one_fate() -> None:
    changes = compare(_structure(OLD), _structure(NEW)).value
    found = {(change.type, change.old_name, change.new_name) for change in changes}
    assert ("renamed", "学ぶ", "学びをひろげる") in found
    assert ("kept", "講座の充実", "講座の充実") in found
    assert ("renamed", "情報の提供", "情報の発信") in found
    assert ("moved", "出前講座", "出前講座") in found
    assert ("added", None, "オンライン講座") in found
    assert not [change for change in changes if change.type == "removed"]
    assert len([change.new_id for change in changes]) == len(_structure(NEW).nodes)


def test_nothing_changes_between_a_plan_and_itself() -> None:
    same = compare(_structure(OLD), _structure(OLD)).value
    assert {change.type for change in same} == {"kept"}
    assert all(change.old_id == change.new_id and change.confidence == 1 for change in same)


def test_what_was_added_is_removed_the_other_way_round() -> None:
    there = compare(_structure(OLD), _structure(NEW)).value
    back = compare(_structure(NEW), _structure(OLD)).value
    added = {change.new_name for change in there if change.type == "added"}
    assert added == {change.old_name for change in back if change.type == "removed"}


def test_a_level_that_is_not_printed_any_more_is_not_removed() -> None:
    short = {goal: {measure: {} for measure in measures} for goal, measures in OLD.items()}
    result = compare(_structure(OLD), _structure(short, ("目標", "施策")))
    assert {change.type for change in result.value} == {"kept", "unprinted"}
    assert [issue.kind for issue in result.issues] == ["level_not_printed"]


def test_stale_rows_take_no_part() -> None:
    new = _structure(NEW)
    stale = next(node.id for node in new.nodes if node.name == "オンライン講座")
    changes = compare(_structure(OLD), new, frozenset({stale})).value
    assert stale not in {change.new_id for change in changes}


def test_a_title_that_occurs_twice_goes_with_its_parent() -> None:
    twice = {"甲": {"推進": {"会議": {}}}, "乙": {"推進": {"点検": {}}}}
    changes = compare(_structure(twice), _structure(twice)).value
    assert all(change.type == "kept" for change in changes)
    renamed = dataclasses.replace(_structure(twice), levels=None)
    assert all(change.type == "kept" for change in compare(renamed, renamed).value)
