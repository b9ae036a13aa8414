"""The outline solver on units and texts of its own making."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.outline import outline_candidates, text_candidates
from schemas.document import Document, Line, SourceFile
from schemas.reading import Candidate, Unit
from schemas.structure import Evidence
from tests.outline.long_texts import KINDS, NEGATIVES, Tree


def _text(text: str) -> Document:
    lines = tuple(Line(line, number=number) for number, line in enumerate(text.split("\n"), 1))
    return Document(SourceFile("x.txt", "", "text/plain", len(text)), lines)


def _tree(candidate: Candidate) -> list[str]:
    return ["  " * (node.depth - 1) + f"{node.label} {node.name}".strip() for node in candidate.structure.nodes]


def _best(text: str) -> list[str]:
    found = text_candidates(_text(text))
    return _tree(found[0]) if found and found[0].score > 0 else []


def test_numbers_under_level_names() -> None:
    assert _best(
        "基本目標1: 産業の力を伸ばすまち\n施策1:農業の振興\n施策2:漁業の振興\n基本目標2: 人が集うまち\n施策3:移住の支援\n施策4:祭りの支援"
    ) == [
        "基本目標1 産業の力を伸ばすまち",
        "  施策1 農業の振興",
        "  施策2 漁業の振興",
        "基本目標2 人が集うまち",
        "  施策3 移住の支援",
        "  施策4 祭りの支援",
    ]


def test_names_of_levels_before_titles_and_signs_of_any_kind() -> None:
    assert _best(
        "政策１　道をつくるまち\n　施策　市道の整備\n　　＞舗装の更新\n　　＞橋の補修\n　施策　歩道の整備\n　　＞段差の解消\n政策２　緑を守るまち\n　施策　公園の管理\n　　＞植樹の推進"
    ) == [
        "政策１ 道をつくるまち",
        "  施策 市道の整備",
        "    ＞ 舗装の更新",
        "    ＞ 橋の補修",
        "  施策 歩道の整備",
        "    ＞ 段差の解消",
        "政策２ 緑を守るまち",
        "  施策 公園の管理",
        "    ＞ 植樹の推進",
    ]


def test_a_plan_on_one_line() -> None:
    text = "施策の体系 Ⅰ 水辺を守る (1)川の清掃 (2)水質の調査 Ⅱ 森を育てる (1)間伐の支援 (2)竹林の整備 Ⅲ 資源を回す (1)分別の徹底"
    assert _best(text) == [
        "Ⅰ 水辺を守る",
        "  (1) 川の清掃",
        "  (2) 水質の調査",
        "Ⅱ 森を育てる",
        "  (1) 間伐の支援",
        "  (2) 竹林の整備",
        "Ⅲ 資源を回す",
        "  (1) 分別の徹底",
    ]


def test_prose_is_no_plan() -> None:
    assert _best("本市では、昨年から\n見直しを進めてまいりました。\n今後も取り組んでまいります。") == []


def test_units_keep_their_places() -> None:
    units = [
        Unit(f"u{i}", text, Evidence(text, page=3))
        for i, text in enumerate(
            ["1 川を守る", "(1) 清掃の推進", "(2) 調査の充実", "2 森を守る", "(1) 間伐の推進", "(2) 植樹の支援"]
        )
    ]
    best = outline_candidates(units)[0]
    assert best.structure.page == 3
    assert [node.ref for node in best.structure.nodes] == [unit.ref for unit in units]


def _path(candidate: Candidate) -> set[tuple[str, ...]]:
    names = {node.id: node.name for node in candidate.structure.nodes}
    parents = {node.id: node.parent for node in candidate.structure.nodes}

    def up(place: str | None) -> tuple[str, ...]:
        return () if place is None else (*up(parents[place]), names[place])

    return {up(node.id) for node in candidate.structure.nodes}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_long_texts(kind: Callable[[int], tuple[str, Tree]]) -> None:
    text, gold = kind(2)
    wanted: set[tuple[str, ...]] = set()
    place: list[str] = []
    for depth, _, name in gold:
        place = [*place[: depth - 1], name]
        wanted.add(tuple(place))
    found = text_candidates(_text(text))
    read = _path(found[0])
    share = len(wanted & read) / len(wanted | read)
    assert found[0].score > 0
    assert share >= 0.9, (kind.__name__, share, wanted - read, read - wanted)


@pytest.mark.parametrize("kind", NEGATIVES, ids=lambda kind: kind.__name__)
def test_other_documents_hold_no_tree(kind: Callable[[int], str]) -> None:
    assert _best(kind(1)) == []


def test_a_table_is_read_over_a_page_end() -> None:
    text = (
        "施策の体系\n基本目標\t施策の方向\t取組\n1 川を守る\t(1) 清掃\t①川岸の清掃 ②水質の調査\n\n- 14 -\n\f基本目標\t施策の方向\t取組\n"
        "\t(2) 親水\t①公園の整備\n2 森を守る\t(1) 里山\t①間伐の支援 ②植樹の支援"
    )
    assert _best(text) == [
        "1 川を守る",
        "  (1) 清掃",
        "    ① 川岸の清掃",
        "    ② 水質の調査",
        "  (2) 親水",
        "    ① 公園の整備",
        "2 森を守る",
        "  (1) 里山",
        "    ① 間伐の支援",
        "    ② 植樹の支援",
    ]
