"""Two editions side by side in one table."""

from __future__ import annotations

from pathlib import Path

from extractors.editions_beside import editions_beside
from extractors.extract import extract
from schemas.document import Line

TEXT = """三次市生涯学習推進計画　新旧対照表

第2次計画（現行）		第3次計画（案）
基本目標	施策	基本目標	施策
1 学ぶ	(1)講座の開催	1 学ぶ	(1)講座の充実
	(2)情報の提供		(2)情報の発信
2 つながる	(1)団体の支援	2 つながる	(1)団体の支援
			(2)交流の促進
"""


def test_each_edition_is_a_hierarchy_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    extraction = extract(path)
    trees = [[(node.id, node.name) for node in structure.nodes] for structure in extraction.structures]
    assert trees == [
        [("1", "学ぶ"), ("1.1", "講座の開催"), ("1.2", "情報の提供"), ("2", "つながる"), ("2.1", "団体の支援")],
        [
            ("1", "学ぶ"),
            ("1.1", "講座の充実"),
            ("1.2", "情報の発信"),
            ("2", "つながる"),
            ("2.1", "団体の支援"),
            ("2.2", "交流の促進"),
        ],
    ]
    plans = [structure.plan for structure in extraction.structures]
    assert [(plan.generation, plan.status) for plan in plans if plan] == [("第2次", None), ("第3次", "案")]
    assert len({node.ref for structure in extraction.structures for node in structure.nodes}) == 11
    assert {change.type for change in extraction.changes} == {"kept", "renamed", "added"}


def test_one_edition_is_not_parted() -> None:
    lines = [Line(text, number) for number, text in enumerate(["目標\t施策", "1 学ぶ\t(1)講座", "\t(2)教室"], 1)]
    assert editions_beside((), lines) == ()
