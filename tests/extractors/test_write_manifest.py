"""A new plan in raw/: proposed from what was read, written whole or not at all, and held to its layout later."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import extract
from extractors.pinned_layout import held_to_layout, layout_of
from extractors.propose_manifest import propose
from extractors.read_sources import read_sources
from extractors.write_manifest import NotAdded, add_plan, manifest_text
from schemas.checked_plan import CheckedPlan
from schemas.source import Source

PLAN = """第2次三鷹市読書活動推進計画（素案）

基本目標1 本に親しむ
(1) 読む場所をふやす
① 分室を夜も開ける
② 移動図書館を走らせる
(2) 読む人を支える
① 読み聞かせの会を開く
基本目標2 本でつながる
(1) 学校と図書館をつなぐ
① 司書を派遣する
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "upload.txt"
    path.write_text(PLAN, "utf-8")
    return path


def source(path: Path, **said: str) -> Source:
    made = Source(
        "132047-dokusho-2",
        "第2次三鷹市読書活動推進計画",
        "三鷹市",
        "132047",
        "三鷹市",
        "132047-dokusho-2.txt",
        hashlib.sha256(path.read_bytes()).hexdigest(),
        "出典を示せば自由",
        "2026-04-01",
    )
    return replace(made, **said)  # type: ignore[arg-type]


def test_what_a_document_says_is_proposed(document: Path) -> None:
    proposed = propose(extract(document), ())
    assert proposed.title == "第2次三鷹市読書活動推進計画（素案）"
    assert proposed.municipality is not None
    assert proposed.municipality.code == "132047"
    assert proposed.plan_id == "132047-dokusho-katsudo-2"
    assert proposed.layout == "箇条書き3段"
    assert proposed.supersedes is None


def test_the_edition_before_is_proposed_and_no_name_twice(document: Path) -> None:
    first = source(document, plan_id="132047-dokusho-katsudo-1", title="三鷹市読書活動推進計画")
    other = source(document, plan_id="132047-dokusho-katsudo-2", title="三鷹市総合計画")
    proposed = propose(extract(document), (first, other))
    assert proposed.plan_id == "132047-dokusho-katsudo-2-2"
    assert proposed.supersedes == "132047-dokusho-katsudo-1"


def test_a_plan_is_added_and_read_back(tmp_path: Path, document: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    made = source(document, layout="箇条書き3段", url="https://city.example.jp/plan.txt")
    place = add_plan(raw, made, document)
    (plan,) = read_sources(raw).plans
    assert plan.source == made
    assert plan.path.read_bytes() == document.read_bytes()
    assert [path.name for path in raw.iterdir()] == [place.name]
    with pytest.raises(NotAdded, match="既にあります"):
        add_plan(raw, made, document)


@pytest.mark.parametrize(
    "said",
    [
        {"plan_id": "../outside"},
        {"plan_id": ".hidden"},
        {"document": "../../etc/passwd"},
        {"municipality_code": "132021"},
        {"sha256": "0" * 64},
        {"title": " "},
        {"supersedes": "nowhere"},
        {"retrieved": "きのう"},
    ],
)
def test_what_a_run_would_refuse_is_never_written(tmp_path: Path, document: Path, said: dict[str, str]) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with pytest.raises(NotAdded):
        add_plan(raw, source(document, **said), document)
    assert list(raw.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw", "upload.txt"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_title_comes_back(title: str) -> None:
    import tomllib

    made = Source("a", title, "三鷹市", "132047", "三鷹市", "a.txt", "0" * 64, "自由", "2026-04-01")
    assert tomllib.loads(manifest_text(made))["title"] == title


def test_another_layout_than_was_accepted_is_told(document: Path) -> None:
    extraction = extract(document)
    same = CheckedPlan(source(document, layout=layout_of(extraction)), extraction)
    assert held_to_layout(same) == same
    other = replace(same, source=source(document, layout="表4段（目標・施策・取組・事業）"))
    (issue,) = held_to_layout(other).extraction.issues[len(extraction.issues) :]
    assert (issue.kind, issue.proposal) == ("layout_drifted", "箇条書き3段")
    assert "表4段" in issue.message
