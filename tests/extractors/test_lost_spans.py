"""Flat tables: which rows a label covers, which column a cell belongs to, and what is said about it."""

from __future__ import annotations

import time

from extractors.grid_tree import grid_tree
from extractors.lost_spans import recover_spans
from extractors.see_text import see_text
from schemas.document import Document, Line, SourceFile
from schemas.issue import Issue
from schemas.plan import Node
from schemas.structure import Grid

SOURCE = SourceFile("plan.txt", "0" * 64, "text/plain", 1)


def _read(text: str) -> tuple[dict[str, str | None], list[Issue], tuple[Node, ...]]:
    """Parent's name per name, the issues, and the nodes of the only table."""
    lines = tuple(Line(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1))
    seen = see_text(Document(SOURCE, lines))
    (grid,) = seen.value
    assert isinstance(grid, Grid)
    result = grid_tree(grid)
    by_id = {node.id: node for node in result.value.nodes}
    parents = {node.name: by_id[node.parent].name if node.parent else None for node in result.value.nodes}
    return parents, [*seen.issues, *result.issues], result.value.nodes


def _kinds(issues: list[Issue]) -> list[str]:
    return [issue.kind for issue in issues if issue.severity != "info"]


def test_a_label_in_the_first_row_of_its_own_holds_down_to_the_next() -> None:
    parents, issues, _ = _read(
        """
基本目標	施策	取組
Ⅰ 学ぶ	1 機会	①講座
		②教室
	2 情報	①広報
Ⅱ 生かす	1 人材	①登録
"""
    )
    assert parents["情報"] == "学ぶ"
    assert parents["教室"] == "機会"
    assert parents["人材"] == "生かす"
    assert _kinds(issues) == []


def test_a_restart_beside_an_empty_cell_belongs_to_the_next_label() -> None:
    parents, issues, _ = _read(
        """
【施策目標】	【施策の方向】	【具体化の取組】
Iいつでも学べる	1 学習機会	①講座
	2 学びあい	①交流
II情報の提供	1 学習情報	①広報
	1 地域人材	①協働
	2 職員	①研修
III人材の育成	3 施設	①改修
"""
    )
    assert parents["地域人材"] == "人材の育成"
    assert parents["職員"] == "人材の育成"
    late = [issue for issue in issues if issue.kind == "merged_label_late"]
    assert len(late) == 1
    assert late[0].refs == ("L5c1", "L5c2", "L6c1", "L6c2")


def test_labels_in_the_middle_of_their_cells() -> None:
    parents, issues, _ = _read(
        """
目標	方向	取組
		①講座
	1機会	②教室
I学ぶ		③出前
	2支援	①相談
		②居場所
	1情報	①広報
II届ける		②SNS
	2相談	①窓口
"""
    )
    assert parents["機会"] == "学ぶ"
    assert parents["講座"] == "機会"
    assert parents["情報"] == "届ける"
    assert parents["広報"] == "情報"
    assert "merged_label_late" in _kinds(issues)


def test_rows_that_lost_or_gained_cells_are_put_back_by_their_markers() -> None:
    parents, issues, nodes = _read(
        """
目標	重点	施策	取組
学びのまち	いつでも学べる環境	○子どもの学び	・読み聞かせ ・体験
		○成人の学び	・講座
			つながる地域	○団体の連携	・交流会
○行政の連携	・会議
成果を生かす	○発表の機会	・発表会
"""
    )
    assert parents["団体の連携"] == "つながる地域"
    assert parents["行政の連携"] == "つながる地域"
    assert parents["成果を生かす"] == "学びのまち"
    assert [node.level for node in nodes if node.name in ("成果を生かす", "発表の機会", "発表会")] == [2, 3, 4]
    assert _kinds(issues).count("column_shift") == 3
    assert "header_column_mismatch" in _kinds(issues)


def test_equal_neighbours_are_one_cell_and_said() -> None:
    parents, issues, _ = _read(
        """
目標	方向	施策
まち	環境づくり	○公園
協働の推進	協働の推進	○会議
"""
    )
    assert parents["会議"] == "協働の推進"
    assert parents["協働の推進"] == "まち"
    assert "cell_duplicated" in _kinds(issues)


def test_a_label_printed_in_each_row_is_one_label() -> None:
    parents, issues, nodes = _read(
        """
目標	施策	取組
Ⅰ 学ぶ	1 機会	①講座
Ⅰ 学ぶ	1 機会	②教室
Ⅱ 生かす	1 人材	①登録
"""
    )
    assert len(nodes) == 7
    assert parents["教室"] == "機会"
    assert _kinds(issues) == ["merged_cell_text_repeated"]


def test_lists_of_two_columns_are_hung_on_the_row() -> None:
    parents, issues, _ = _read(
        """
目標	施策	取組	事業（例）
Ⅰ 学ぶ	1 機会	①講座 ②教室	・親子 ・高齢者
	2 情報	①広報	・紙面 ・動画
"""
    )
    assert parents["親子"] == "機会"
    assert parents["動画"] == "広報"
    unpaired = [issue for issue in issues if issue.kind == "item_alignment_lost"]
    assert [issue.refs for issue in unpaired] == [("L2c3",)]


def test_cost_grows_with_the_rows() -> None:
    rows = ["目標\t施策\t取組"]
    for goal in range(1, 51):
        for measure in range(1, 6):
            for action in range(1, 5):
                head = f"目標{goal} 目標の{goal}" if measure == action == 1 else ""
                middle = f"({measure}) 施策の{goal}の{measure}" if action == 1 else ""
                rows.append(f"{head}\t{middle}\t{chr(0x2460 + action - 1)}取組{goal}の{measure}の{action}")
    lines = tuple(Line(line, number) for number, line in enumerate(rows, 1))
    started = time.process_time()
    seen = see_text(Document(SOURCE, lines))
    assert isinstance(seen.value[0], Grid)
    assert time.process_time() - started < 3
    assert len(grid_tree(seen.value[0]).value.nodes) == 50 + 250 + 1000


def test_a_grid_without_header_is_recovered_as_well() -> None:
    lines = tuple(Line(line, number) for number, line in enumerate(["Ⅰ 学ぶ\t1 機会\t①講座", "\t\t②教室"], 1))
    seen = see_text(Document(SOURCE, lines))
    (grid,) = seen.value
    assert isinstance(grid, Grid)
    assert recover_spans(grid).value.spans_known
