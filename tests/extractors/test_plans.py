"""Which plan each hierarchy of a document belongs to."""

from __future__ import annotations

from pathlib import Path

from extractors.extract import extract

TABLE = "目標\t施策\nⅠ 学ぶ\t1 講座\n\t2 教室\nⅡ 生かす\t1 登録\n\t2 {0}\n"


def test_the_caption_of_an_edition_that_the_title_names_takes_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "第4次綾部市学び計画\n\n計画の期間　令和3年度〜令和12年度\n\n第3次計画\n\n"
        + TABLE.format("発表")
        + "\n第4次計画\n\n"
        + TABLE.format("派遣"),
        encoding="utf-8",
    )
    old, new = (structure.plan for structure in extract(path).structures)
    assert old is not None
    assert new is not None
    assert (old.title, old.generation, old.start_year) == (None, "第3次", None)
    assert (new.title, new.generation, new.start_year) == ("第4次綾部市学び計画", "第4次", 2021)
