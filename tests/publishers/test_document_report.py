"""The report of a document: tree, exceptions, counts; nothing from a document is taken for markup."""

from __future__ import annotations

from pathlib import Path

from extractors.extract import extract
from publishers.changes_report import change_counts, change_table
from publishers.document_report import Picture, pages_to_show, write_report
from schemas.document import BBox, SourceFile
from schemas.issue import Issue
from schemas.plan import Change, Extraction, Facts
from schemas.structure import Evidence

PLAN = """第2次見本市生涯学習推進計画

施策の体系

基本目標\t施策\t取組
Ⅰ <b>学ぶ</b>\t1 機会|窓口\t①講座
\t1 相談\t①広報
Ⅱ 生かす\t2 人材\t①登録
"""


def _report(tmp_path: Path, form: str) -> str:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    return write_report(extract(file), "html" if form == "html" else "md")


def test_markdown_has_the_tree_the_exceptions_and_the_counts(tmp_path: Path) -> None:
    report = _report(tmp_path, "md")
    assert "# 読み取り報告書: plan.txt" in report
    assert "- **Ⅱ** 生かす（8行目）" in report
    assert "  - **1** 相談（7行目） ⚠" in report
    assert "結合セルの見出しが後の行にある" in report
    assert "機会\\|窓口" in report
    assert "\\<b\\>" in report


def test_html_escapes_what_a_document_prints(tmp_path: Path) -> None:
    report = _report(tmp_path, "html")
    assert "<b>学ぶ" not in report
    assert "&lt;b&gt;学ぶ&lt;/b&gt;" in report
    assert 'href="#e' in report
    assert "http" not in report


def test_a_refused_document_still_has_a_report(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("")
    report = write_report(extract(file), "md")
    assert "**読み取れませんでした。**" in report


def test_changes_show_both_titles_and_both_parents(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    structure = extract(file).structures[0]
    moved = Change("moved", "1.1", "2.1", structure.nodes[1].name, structure.nodes[3].name, 0.5)
    rows = change_table((moved,), structure, structure, everything=False)
    assert rows[0][0] == "移動"
    assert "→" in rows[0][1]
    assert change_counts([moved.type]).startswith("変更なし 0件")


def test_html_shows_the_part_of_the_page_that_a_question_is_about() -> None:
    place = Evidence("基本目標", page=2, bbox=BBox(50.0, 300.0, 150.0, 320.0))
    source = SourceFile(file="plan.pdf", sha256="", media_type="application/pdf", size=0, encoding=None, pages=2)
    issues = (Issue("label_missing", "番号がありません。", place), Issue("width_variant", "全角です。", place))
    extraction = Extraction(source, None, Facts(), (), issues)
    assert pages_to_show(extraction) == [2]
    page = write_report(extraction, "html", {2: Picture(b"picture", 600.0, 800.0)})
    assert page.count("data:image/jpeg;base64,cGljdHVyZQ==") == 1
    assert (
        "aspect-ratio: 600.0 / 100.0; background-position: 0 37.14%" in page
    )  # 260 of the 700 points that can be above
    assert "left: 8.33%; top: 40.0%; width: 16.67%; height: 20.0%" in page
    assert page.index("はじめに") < page.index("番号がありません") < page.index("参考 1件")
    assert "aspect-ratio" not in write_report(extraction, "html")
