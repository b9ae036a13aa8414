"""`import taikei`: reading, comparing and opening a release from Python; the notebook of the docs runs."""

from __future__ import annotations

import ast
import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import taikei

ROOT = Path(__file__).parents[2]
TEXT = "第2次三鷹市読書活動推進計画\n\n基本目標1 本に親しむ\n(1) 読む場所をふやす\n① 分室を夜も開ける\n② 移動図書館を走らせる\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    return tmp_path / "plan.txt"


def test_a_document_is_a_tree_a_table_and_json(plan: Path) -> None:
    read = taikei.read(plan)
    assert [node.name for node in read.tree] == [
        "本に親しむ",
        "読む場所をふやす",
        "分室を夜も開ける",
        "移動図書館を走らせる",
    ]
    assert read.plan.municipality == "三鷹市"
    table = read.to_frame()
    assert list(table["parent"].fillna("")) == ["", "1", "1.1", "1.1"]
    assert [str(table[column].dtype) for column in ("name", "page", "x0")] == ["string", "Int64", "Float64"]
    assert list(table["line"]) == [3, 4, 5, 6]
    assert json.loads(read.to_json()) == read.to_dict()


def test_exceptions_come_with_the_most_severe_first_and_are_marked_in_the_notebook() -> None:
    read = taikei.read(ROOT / "raw/132021-shogai-gakushu-7/132021-shogai-gakushu-7.txt")
    ranks = [("block", "review", "info").index(issue.severity) for issue in read.exceptions]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    marked = {issue.nodes[0] for issue in read.exceptions if issue.nodes and issue.severity == "block"}
    table = read.to_frame()
    assert marked <= set(table.loc[table["severity"] == "block", "id"])
    assert "[block]" in read._repr_html_()


def test_html_of_a_notebook_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(
        TEXT.replace("分室を夜も開ける", "分室を<script>alert(1)</script>夜も開ける"), "utf-8"
    )
    shown = taikei.read(tmp_path / "p.txt")._repr_html_()
    assert "alert(1)" in shown
    assert "<script>" not in shown


def test_two_editions_give_what_became_of_each_entry(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "next.txt").write_text(TEXT.replace("② 移動図書館を走らせる\n", "② 学校と本を分かち合う\n"), "utf-8")
    changes = taikei.diff(plan, taikei.read(tmp_path / "next.txt"))
    table = changes.to_frame()
    assert dict(table["type"].value_counts()) == {"kept": 3, "added": 1, "removed": 1}
    assert len(json.loads(changes.to_json())) == len(table)
    assert "学校と本を分かち合う" in changes._repr_html_()


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        taikei.read(tmp_path / "nowhere.pdf")
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(taikei.Unreadable) as refused:
        taikei.read(tmp_path / "empty.txt")
    assert refused.value.code == "empty"


@pytest.fixture
def web() -> Iterator[str]:
    """published/ at an address."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(ROOT / "published"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_release_opens_from_the_disk_and_from_the_web(web: str) -> None:
    here, there = taikei.open_release(ROOT / "published"), taikei.open_release(web)
    assert here.version == there.version
    policies = there.table("policy")
    pd.testing.assert_frame_equal(policies, here.table("policy"))
    assert policies["municipality_code"].str.fullmatch("[0-9]{6}").all()
    assert len(policies) == next(table["rows"] for table in here.index["tables"] if table["name"] == "policy")
    with pytest.raises(KeyError, match="policy_wide"):
        here.table("policies")


def test_a_file_that_was_changed_is_not_taken(tmp_path: Path) -> None:
    release = tmp_path / "release"
    shutil.copytree((ROOT / "published" / "latest").resolve(), release)
    with (release / "parquet" / "term.parquet").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(taikei.ReleaseError, match="checksum"):
        taikei.open_release(release).table("term")
    with pytest.raises(taikei.ReleaseError, match="cannot read"):
        taikei.open_release(tmp_path)


def test_a_relative_path_is_found_from_wherever_python_is(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taikei.read(plan)  # starts the process that reads
    monkeypatch.chdir(plan.parent)
    assert taikei.read("plan.txt").tree == taikei.read(plan).tree


@pytest.mark.slow
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "docs")
    cells = json.loads((ROOT / "docs" / "python.ipynb").read_text("utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop()
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(body, []), "docs/python.ipynb", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "docs/python.ipynb", "eval"), names)
        assert len(repr(value)) > 1
        assert [output["output_type"] for output in cell["outputs"]] == ["execute_result"]
