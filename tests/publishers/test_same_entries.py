"""A document put out again with small edits: what a person would call the same entry keeps its id, what is new gets one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from extractors.editions import compare
from publishers.editions import editions
from publishers.natural_keys import node_keys
from publishers.registry import Claim, assign
from publishers.same_entries import same_entries

Tree = Sequence[tuple[str, str, str]]

LEVELS = ("基本目標", "施策", "取組", "内容")
BEFORE: Tree = (
    ("1", "基本目標1", "学びをひらく"),
    ("1.1", "(1)", "学ぶ機会をつくる"),
    ("1.1.1", "・", "出前講座を開く"),
    ("1.1.2", "・", "図書館を夜も開ける"),
    ("1.1.3", "・", "学習情報を届ける"),
    ("1.2", "(2)", "学びを支える人を育てる"),
    ("1.2.1", "①", "学習ボランティアの養成"),
    ("1.2.2", "②", "講師の登録制度"),
    ("2", "基本目標2", "まちをつなぐ"),
    ("2.1", "(1)", "集まる場をつくる"),
    ("2.1.1", "・", "空き家を集会所にする"),
    ("2.1.2", "・", "広場で市を開く"),
)


def edited(change: Callable[[list[tuple[str, str, str]]], object]) -> Tree:
    tree = list(BEFORE)
    change(tree)
    return tree


def ids_of(plan: Callable[..., Any], tree: Tree, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Ids by title, and what the next document is held against."""
    (edition,) = editions(plan(tree=tree))
    claims = {place: Claim("policy", "132021", edition.key, key) for place, key in node_keys(edition).items()}
    rows = known["rows"] if known else []
    entries = known["entries"] if known else ()

    def pairs(_plan: str, met: Mapping[Claim, str]) -> dict[Claim, str] | None:
        return same_entries(edition, claims, rows, met, compare) if known else None

    ids, added = assign(entries, [*claims.values()], "2026-04-01", pairs)
    by_place = {place: ids[claim] for place, claim in claims.items()}
    made = [
        {
            "id": by_place[index, node.id],
            "parent_id": by_place[index, node.parent] if node.parent else None,
            "structure": 1,
            "level": node.level,
            "level_name": LEVELS[node.level - 1],
            "label": node.label,
            "name": node.name,
        }
        for index, structure in edition.structures
        for node in structure.nodes
    ]
    return {"rows": made, "entries": (*entries, *added), "ids": {row["name"]: row["id"] for row in made}}


def put(place: str, label: str | None = None, name: str | None = None) -> Callable[[list[tuple[str, str, str]]], None]:
    def change(tree: list[tuple[str, str, str]]) -> None:
        at = next(number for number, row in enumerate(tree) if row[0] == place)
        tree[at] = (place, label or tree[at][1], name or tree[at][2])

    return change


def moved(tree: list[tuple[str, str, str]]) -> None:
    """図書館を夜も開ける goes under another parent."""
    tree[:] = [row for row in tree if row[0] != "1.1.2"]
    tree.append(("2.1.3", "・", "図書館を夜も開ける"))


def reordered(tree: list[tuple[str, str, str]]) -> None:
    first, second = tree[2], tree[3]
    tree[2], tree[3] = ("1.1.1", "・", second[2]), ("1.1.2", "・", first[2])


def inserted(tree: list[tuple[str, str, str]]) -> None:
    tree[6:8] = [
        ("1.2.1", "①", "指導者の研修会"),
        ("1.2.2", "②", "学習ボランティアの養成"),
        ("1.2.3", "③", "講師の登録制度"),
    ]


def split(tree: list[tuple[str, str, str]]) -> None:
    tree[2:3] = [("1.1.1", "・", "出前講座を開く（昼）"), ("1.1.9", "・", "料理の会")]


def goals_exchanged(tree: list[tuple[str, str, str]]) -> None:
    """Both goals stand in the other order, and their numbers follow the order."""
    tree[:] = [
        (
            f"{3 - int(place[0])}{place[1:]}",
            label.translate(str.maketrans("12", "21")) if place in "12" else label,
            name,
        )
        for place, label, name in (*tree[8:], *tree[:8])
    ]


def goal_in_front(tree: list[tuple[str, str, str]]) -> None:
    """A new goal comes first; what was 1 and 2 is 2 and 3."""
    later = [
        (f"{int(place[0]) + 1}{place[1:]}", f"基本目標{int(place) + 1}" if place in "12" else label, name)
        for place, label, name in tree
    ]
    tree[:] = [("1", "基本目標1", "水とみどりを守る"), *later]


def group_moved(tree: list[tuple[str, str, str]]) -> None:
    """学びを支える人を育てる goes to the other goal with all that it has."""
    tree[:] = [*tree[:5], *tree[8:], ("2.2", "(2)", tree[5][2]), ("2.2.1", "①", tree[6][2]), ("2.2.2", "②", tree[7][2])]


def moved_and_reworded(tree: list[tuple[str, str, str]]) -> None:
    tree[:] = [row for row in tree if row[0] != "2.1.2"]
    tree.insert(5, ("1.1.4", "・", "広場で朝の市を開く"))


def level_between(tree: list[tuple[str, str, str]]) -> None:
    """A level that was not there stands between 集まる場をつくる and its entries."""
    tree[10:] = [("2.1.1", "①", "場所をふやす"), ("2.1.1.1", "・", tree[10][2]), ("2.1.1.2", "・", tree[11][2])]


def all_renumbered(tree: list[tuple[str, str, str]]) -> None:
    signs = {"(1)": "1-1", "(2)": "1-2", "①": "ア", "②": "イ", "・": "－"}
    tree[:] = [(place, signs.get(label, label), name) for place, label, name in tree]


def two_reworded(tree: list[tuple[str, str, str]]) -> None:
    put("1.1.1", name="出前の講座を開く")(tree)
    put("1.1.3", name="学習の情報を届ける")(tree)


def goal_and_entry_reworded(tree: list[tuple[str, str, str]]) -> None:
    put("2", name="まちを人でつなぐ")(tree)
    put("2.1.1", name="空き家を集会の場所にする")(tree)


def renumbered_and_reworded(tree: list[tuple[str, str, str]]) -> None:
    put("1.2.1", label="③", name="学習ボランティアを養成")(tree)


def given_up(*places: str) -> Callable[[list[tuple[str, str, str]]], None]:
    def change(tree: list[tuple[str, str, str]]) -> None:
        tree[:] = [row for row in tree if row[0] not in places]

    return change


def first_given_up(tree: list[tuple[str, str, str]]) -> None:
    tree[6:8] = [("1.2.1", "①", "講師の登録制度")]


def added(*rows: tuple[str, str, str]) -> Callable[[list[tuple[str, str, str]]], None]:
    return lambda tree: tree.extend(rows)


SAME: dict[str, tuple[Callable[[list[tuple[str, str, str]]], object], dict[str, str], set[str]]] = {
    "reworded under a bullet": (put("1.1.1", name="出前の講座を開く"), {"出前の講座を開く": "出前講座を開く"}, set()),
    "a word more": (put("2.1.2", name="駅前の広場で市を開く"), {"駅前の広場で市を開く": "広場で市を開く"}, set()),
    "a word less": (put("2.1.1", name="空き家を集会所に"), {"空き家を集会所に": "空き家を集会所にする"}, set()),
    "reworded under a number": (put("1.2.2", name="講師登録制度"), {"講師登録制度": "講師の登録制度"}, set()),
    "a goal reworded": (put("1", name="学びを広くひらく"), {"学びを広くひらく": "学びをひらく"}, set()),
    "a middle level reworded": (
        put("1.2", name="学びを支える人づくり"),
        {"学びを支える人づくり": "学びを支える人を育てる"},
        set(),
    ),
    "another number": (put("1.2.2", label="⑤"), {}, set()),
    "a number for a bullet": (put("1.1.2", label="②"), {}, set()),
    "another bullet": (put("1.1.2", label="○"), {}, set()),
    "a radical": (
        put("1.2", name="学びを⽀える人を育てる"),
        {"学びを⽀える人を育てる": "学びを支える人を育てる"},
        set(),
    ),
    "a supplement's radical": (
        put("2.1.2", name="広場で⻑い市を開く"),
        {"広場で⻑い市を開く": "広場で市を開く"},
        set(),
    ),
    "a variation selector": (
        put("1.1.2", name="図書館を夜も開\U000e0100ける"),
        {"図書館を夜も開\U000e0100ける": "図書館を夜も開ける"},
        set(),
    ),
    "full-width signs": (
        put("2.1.1", name="空き家を　集会所にする"),
        {"空き家を　集会所にする": "空き家を集会所にする"},
        set(),
    ),
    "moved": (moved, {}, set()),
    "reordered": (reordered, {}, set()),
    "one inserted, the others renumbered": (inserted, {}, {"指導者の研修会"}),
    "split": (split, {"出前講座を開く（昼）": "出前講座を開く"}, {"料理の会"}),
    "another thing in its place": (put("2.1.2", name="水道管の更新計画"), {}, {"水道管の更新計画"}),
    "goals exchanged": (goals_exchanged, {}, set()),
    "a goal in front": (goal_in_front, {}, {"水とみどりを守る"}),
    "a group moved with all below": (group_moved, {}, set()),
    "moved and reworded": (moved_and_reworded, {"広場で朝の市を開く": "広場で市を開く"}, set()),
    "a level put between": (level_between, {}, {"場所をふやす"}),
    "all labels of another kind": (all_renumbered, {}, set()),
    "two brothers reworded": (
        two_reworded,
        {"出前の講座を開く": "出前講座を開く", "学習の情報を届ける": "学習情報を届ける"},
        set(),
    ),
    "a goal and an entry below reworded": (
        goal_and_entry_reworded,
        {"まちを人でつなぐ": "まちをつなぐ", "空き家を集会の場所にする": "空き家を集会所にする"},
        set(),
    ),
    "renumbered and reworded": (
        renumbered_and_reworded,
        {"学習ボランティアを養成": "学習ボランティアの養成"},
        set(),
    ),
    "an entry given up": (given_up("1.1.2"), {}, set()),
    "the first of a row given up, the next renumbered": (first_given_up, {}, set()),
    "a whole goal given up": (given_up("2", "2.1", "2.1.1", "2.1.2"), {}, set()),
    "all entries of a group given up": (given_up("2.1.1", "2.1.2"), {}, set()),
    "one at the end": (added(("2.1.3", "・", "公園を夜に照らす")), {}, {"公園を夜に照らす"}),
    "a third goal": (
        added(("3", "基本目標3", "くらしを守る"), ("3.1", "(1)", "備える")),
        {},
        {"くらしを守る", "備える"},
    ),
    "a comma and a middle dot": (
        put("1.2.2", name="講師・登録制度"),
        {"講師・登録制度": "講師の登録制度"},
        set(),
    ),
    "kanji for kana": (put("2", name="街をつなぐ"), {"街をつなぐ": "まちをつなぐ"}, set()),
    "a circle for a bullet in a whole row": (
        lambda tree: [put(place, label="○")(tree) for place in ("1.1.1", "1.1.2", "1.1.3")],
        {},
        set(),
    ),
    "nothing": (lambda _tree: None, {}, set()),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_entry_keeps_its_id(name: str, plan: Callable[..., Any]) -> None:
    change, renamed, new = SAME[name]
    first = ids_of(plan, BEFORE)
    second = ids_of(plan, edited(change), first)
    for title, id in second["ids"].items():
        was = first["ids"].get(renamed.get(title, title))
        if title in new:
            assert id not in first["ids"].values(), title
        else:
            assert id == was, title


def test_one_of_two_merged_keeps_its_id(plan: Callable[..., Any]) -> None:
    merged = edited(lambda tree: tree.__setitem__(slice(2, 4), [("1.1.1", "・", "出前講座を開き図書館を夜も開ける")]))
    first = ids_of(plan, BEFORE)
    second = ids_of(plan, merged, first)
    old = {first["ids"]["出前講座を開く"], first["ids"]["図書館を夜も開ける"]}
    assert second["ids"]["出前講座を開き図書館を夜も開ける"] in old


def test_ids_come_back_when_an_edit_is_undone(plan: Callable[..., Any]) -> None:
    first = ids_of(plan, BEFORE)
    second = ids_of(plan, edited(put("1.1.1", name="出前の講座を開く")), first)
    assert ids_of(plan, BEFORE, second)["ids"] == first["ids"]
