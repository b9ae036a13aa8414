"""What was settled stays settled: another reader, a moved page and a changed cell give applied, applied and reopened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.extractors import pdf_samples
from tests.extractors.pdf_samples import draw_table, text_at, write
from tests.workbench.small_plan import STAFF
from workbench import read_plans
from workbench.config import Config, configure
from workbench.decision import Decision
from workbench.save import save
from workbench.state import PlanState, States

ID = "132021-hyo"


def table(canvas: Canvas) -> None:
    draw_table(canvas, "plain")


def prose(canvas: Canvas) -> None:
    text_at(canvas, 50, 120, "この計画は、市民の学びを支えるために定めるものです。")


def put(root: Path, pages: list[Callable[[Canvas], None]]) -> Config:
    """The plan in raw/, as a PDF with these pages."""
    folder = root / "raw" / ID
    folder.mkdir(parents=True, exist_ok=True)
    path = write(folder / "plan.pdf", pages)
    (folder / "source.toml").write_text(
        'title = "立川市学びの計画"\nmunicipality = "立川市"\nmunicipality_code = "132021"\npublisher = "立川市"\n'
        f'document = "plan.pdf"\nsha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"\nterms = "自由"\n'
        "retrieved = 2026-11-20\n",
        "utf-8",
    )
    (root / "corrections").mkdir(exist_ok=True)
    return configure(root)


@pytest.fixture
def settled(tmp_path: Path) -> Config:
    """A title put right and an exception accepted on the desk."""
    config = put(tmp_path, [table])
    states = States(config)
    state = states.get(ID)
    row = next(row for row in state.rows if row.node.name == "移動図書館")
    save(config, states, ID, Decision("rename", row.key, "移動図書館を走らせる"), STAFF)
    period = next(each for each in state.issues if each.issue.kind == "period_missing")
    kept = next(choice for choice in period.choices if choice.id == "kept")
    save(config, states, ID, kept.decisions[0], STAFF)
    return config


def outcomes(state: PlanState) -> list[str]:
    return [outcome.state for outcome in state.outcomes]


def titles(state: PlanState) -> list[str]:
    return [row.node.name for row in state.rows]


def test_another_reader_asks_nothing_again(settled: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    before = States(settled).get(ID)
    monkeypatch.setattr(read_plans, "code_version", lambda: "another")
    after = States(settled).get(ID)
    assert len(list((settled.work / "extractions").iterdir())) == 2
    assert outcomes(after) == ["applied", "applied"]
    assert titles(after) == titles(before)
    assert [issue.id for issue in after.issues] == [issue.id for issue in before.issues]


def test_a_moved_page_asks_nothing_again(settled: Config) -> None:
    put(settled.root, [prose, table])
    after = States(settled).get(ID)
    assert {row.node.evidence.page for row in after.rows} == {2}
    assert outcomes(after)[0] == "applied"
    assert "移動図書館を走らせる" in titles(after)
    assert not [issue for issue in after.issues if issue.kind.family == "corrections" and issue.severity == "block"]


def test_a_changed_cell_comes_back_and_only_it(settled: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(
        (*cell[:4], tuple(line.replace("移動図書館", "移動する図書室") for line in cell[4]))
        for cell in pdf_samples.CELLS
    )
    monkeypatch.setattr(pdf_samples, "CELLS", changed)
    put(settled.root, [table])
    after = States(settled).get(ID)
    assert outcomes(after) == ["reopened", "applied"]
    assert "移動する図書室" in titles(after)
    back = [issue for issue in after.issues if issue.kind.family == "corrections"]
    assert [issue.issue.kind for issue in back] == ["correction_reopened"]
    assert [choice.id for choice in back[0].choices] == ["again", "back"]
