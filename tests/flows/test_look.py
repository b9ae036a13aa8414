"""`taikei report` and `taikei diff` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from flows.command import main

OLD = "第1次見本市計画\n\n施策の体系\n\n目標\t施策\nⅠ 学ぶ\t1 講座\n\t2 教室\nⅡ 生かす\t1 登録\n"
NEW = "第2次見本市計画\n\n施策の体系\n\n目標\t施策\nⅠ 学ぶ\t1 講座\nⅡ 生かす\t1 登録\n\t2 教室\n"


def _files(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return str(old), str(new)


def test_diff_names_what_moved(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["diff", *_files(tmp_path)])
    assert result.exit_code == 0
    assert "移動" in result.output
    assert "教室" in result.output
    assert "変更なし 4件、名称変更 0件、移動 1件" in result.output


def test_diff_as_json(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["diff", "--json", *_files(tmp_path)])
    moved = [change for change in json.loads(result.output) if change["type"] == "moved"]
    assert [(change["old_id"], change["new_id"]) for change in moved] == [("1.2", "2.2")]


def test_diff_of_what_cannot_be_read(tmp_path: Path) -> None:
    old, _ = _files(tmp_path)
    (tmp_path / "empty.txt").touch()
    for name, code in (("empty.txt", 1), ("missing.txt", 2)):
        result = CliRunner().invoke(main, ["diff", old, str(tmp_path / name)])
        assert (result.exit_code, name in result.stderr) == (code, True)


def test_report_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", _files(tmp_path)[0], "--form", "html", "--out", str(out)])
    assert result.exit_code == 0
    assert "読み取り報告書" in out.read_text(encoding="utf-8")
