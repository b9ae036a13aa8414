"""The table and the Markdown report of a run."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from flows.report import RunReport, markdown, release_line, table
from publishers.plan_input import PlanOutcome, PublishOutcome
from schemas.issue import KINDS, Issue
from schemas.structure import Evidence

BLOCK, INFO = (next(key for key, kind in KINDS.items() if kind.severity == wanted) for wanted in ("block", "info"))
ISSUES = (
    Issue(INFO, "一つの欄に複数の項目があります。", Evidence("・講座 | 展示\n・広報", line=7)),
    Issue(BLOCK, "同じ項目があります。", Evidence("講座", page=3), proposal="一つにする"),
)
PLAN = PlanOutcome("a-1", "a-1", None, "星見町学びの計画", "published", "", {2: 5, 1: 2}, 1, ISSUES)
REPORT = RunReport(PublishOutcome("published", "2026.11.21", None, (PLAN,)), {"b-2": "文書がありません。"})


def shown(report: RunReport) -> str:
    console = Console(width=110, file=StringIO())
    console.print(table(report))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_row_tells_nodes_by_level_and_exceptions_by_severity() -> None:
    (row,) = (line.split() for line in shown(REPORT).splitlines() if "星見町" in line)
    assert [cell for cell in row if cell not in "│/"] == [
        "星見町学びの計画",
        "2",
        "5",
        "1",
        "0",
        "1",
        "公開（1件を保留）",
    ]


def test_a_plan_that_could_not_be_read_has_its_row() -> None:
    assert "読めません" in next(line for line in shown(REPORT).splitlines() if "b-2" in line)


def test_the_release_line_says_what_happened() -> None:
    assert "2026.11.21" in release_line(REPORT)
    for state, said in (("unchanged", "変更がない"), ("stopped", "前の版"), ("failed", "前の版")):
        outcome = PublishOutcome(state, None, None, ())  # type: ignore[arg-type]
        assert said in release_line(RunReport(outcome, {}))


def test_the_markdown_lists_every_exception_gravest_first_and_no_cell_breaks_the_table() -> None:
    text = markdown(REPORT)
    rows = [line for line in text.splitlines() if line.startswith(("| 要対応", "| 参考"))]
    assert [row.split(" | ")[2] for row in rows] == ["3ページ", "7行目"]
    assert "（案: 一つにする）" in rows[0]
    assert "・講座 \\| 展示 ・広報" in rows[1]
    assert "- b-2: 文書がありません。" in text


def test_no_word_of_a_document_is_markup() -> None:
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) `a`"
    issue = Issue(BLOCK, nasty, Evidence(nasty, page=3))
    plan = PlanOutcome("a-1", "a-1", None, nasty, "published", "", {}, 0, (issue,))
    outcome = PublishOutcome("published", None, None, (plan,), (nasty,))
    text = markdown(RunReport(outcome, {"b-2": nasty}))
    assert "<script>" not in text
    assert text.count("&lt;script&gt;") == 6
    assert "[x](" not in text.replace("\\[x](", "")


def test_what_a_steward_must_look_at_is_one_sentence() -> None:
    assert REPORT.attention == "公開できない計画があります。b-2: 文書がありません。"
    assert RunReport(PublishOutcome("published", None, None, ()), {}).attention == ""
    assert "前の版はそのままです。理由" in RunReport(PublishOutcome("stopped", None, None, (), ("理由",)), {}).attention
