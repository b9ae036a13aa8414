"""`taikei onboard` as a steward calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractors.read_sources import read_sources
from flows.command import main

TEXT = "第2次三鷹市読書活動推進計画\n\n基本目標1 本に親しむ\n(1) 読む場所をふやす\n① 分室を夜も開ける\n② 移動図書館を走らせる\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    return tmp_path / "raw"


def onboard(raw: Path, *options: str, file: str = "plan.txt") -> Result:
    return CliRunner().invoke(main, ["onboard", str(raw.parent / file), "--raw", str(raw), *options])


def test_a_proposal_is_shown_and_nothing_written(raw: Path) -> None:
    shown = onboard(raw, "--terms", "出典を示せば自由")
    assert shown.exit_code == 0
    assert 'municipality_code = "132047"' in shown.stdout
    assert list(raw.iterdir()) == []


def test_what_is_missing_is_named(raw: Path) -> None:
    shown = onboard(raw, "--write")
    assert shown.exit_code == 1
    assert "--terms" in shown.stderr
    assert list(raw.iterdir()) == []


def test_a_plan_is_written_once(raw: Path) -> None:
    assert onboard(raw, "--terms", "自由", "--write", "--id", "132047-dokusho-2").exit_code == 0
    (plan,) = read_sources(raw).plans
    assert (plan.source.plan_id, plan.source.document) == ("132047-dokusho-2", "132047-dokusho-2.txt")
    again = onboard(raw, "--terms", "自由", "--write")
    assert again.exit_code == 1
    assert "既にあります" in again.stderr


@pytest.mark.parametrize(
    ("options", "code"), [(("--code", "1"), 2), (("--terms", "自由", "--write", "--id", "../x"), 1)]
)
def test_wrong_values_are_refused(raw: Path, options: tuple[str, ...], code: int) -> None:
    assert onboard(raw, *options).exit_code == code
    assert list(raw.iterdir()) == []


def test_a_document_without_a_plan_is_refused(raw: Path) -> None:
    (raw.parent / "letter.txt").write_text("きょうは晴れ。\n", "utf-8")
    assert onboard(raw, file="letter.txt").exit_code == 1


def test_what_was_read_is_shown_before_anything_is_written(raw: Path) -> None:
    shown = onboard(raw)
    assert "第1階層 1件、第2階層 1件、第3階層 2件" in shown.stderr
    assert "② 移動図書館を走らせる" in shown.stderr
    assert "移動図書館" not in shown.stdout
    told = json.loads(onboard(raw, "--json").stdout)
    assert told["missing"] == ["--terms"]
    assert len(told["read"]["structures"][0]["nodes"]) == 4
    assert not list(raw.iterdir())
