"""Manifests: every fault gives one sentence that says what to do, and the other plans go on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractors.read_sources import read_sources

DOCUMENT = "基本目標1 学びの場\n".encode()
GOOD = {
    "title": '"第3次星見市学びの計画"',
    "municipality": '"立川市"',
    "municipality_code": '"132021"',
    "publisher": '"立川市"',
    "document": '"plan.txt"',
    "sha256": f'"{hashlib.sha256(DOCUMENT).hexdigest()}"',
    "terms": '"CC BY 4.0"',
    "retrieved": "2026-11-20",
}


def folder(raw: Path, name: str, **changes: str | None) -> Path:
    """A plan's folder with a good manifest but for the changes; None takes a key out."""
    path = raw / name
    path.mkdir(parents=True)
    (path / "plan.txt").write_bytes(DOCUMENT)
    table = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    (path / "source.toml").write_text("".join(f"{key} = {value}\n" for key, value in table.items()), "utf-8")
    return path


def test_good_manifests_are_read_in_the_order_of_their_folders(tmp_path: Path) -> None:
    folder(tmp_path, "b-2", supersedes='"a-1"', url='"https://city.example.jp/plan"', role='"sample"')
    folder(tmp_path, "a-1")
    (tmp_path / "README.md").write_text("no plan", "utf-8")
    (tmp_path / ".hidden").mkdir()

    found = read_sources(tmp_path)

    assert not found.refused
    assert [plan.source.plan_id for plan in found.plans] == ["a-1", "b-2"]
    first, second = (plan.source for plan in found.plans)
    assert (first.role, first.supersedes, first.retrieved) == ("plan", None, "2026-11-20")
    assert (second.role, second.supersedes) == ("sample", "a-1")
    assert found.plans[0].path.read_bytes() == DOCUMENT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        *(({key: None}, f"「{key}」がありません") for key in GOOD),
        ({"colour": '"red"'}, "知らない項目「colour」"),
        ({"plan_id": '"x"'}, "知らない項目「plan_id」"),
        ({"sha256": f'"{"0" * 64}"'}, "sha256"),
        ({"sha256": '"ABC"'}, "sha256"),
        ({"municipality_code": '"999999"'}, "全国地方公共団体コードにありません"),
        ({"municipality_code": '"132022"'}, "全国地方公共団体コードにありません"),
        ({"municipality_code": "132021"}, "文字列ではありません"),
        ({"municipality": '"多摩市"'}, "「多摩市」ではありません"),
        ({"document": '"missing.pdf"'}, "「missing.pdf」がフォルダにありません"),
        ({"document": '"../plan.txt"'}, "document"),
        ({"retrieved": '"2026-11-20"'}, "retrieved"),
        ({"retrieved": "2026-11-20T10:00:00"}, "retrieved"),
        ({"title": '" "'}, "title"),
        ({"title": '"a\\nb"'}, "title"),
        ({"url": '"file:///x"'}, "url"),
        ({"role": '"draft"'}, "role"),
        ({"supersedes": '"nowhere"'}, "supersedes"),
        ({"supersedes": '"bad"'}, "supersedes"),
        ({"title": "立川"}, "書き方に誤り"),
    ],
)
def test_a_bad_manifest_is_refused_in_one_sentence(tmp_path: Path, changes: dict[str, str | None], said: str) -> None:
    folder(tmp_path, "bad", **changes)
    folder(tmp_path, "good")

    found = read_sources(tmp_path)

    assert [plan.source.plan_id for plan in found.plans] == ["good"]
    assert list(found.refused) == ["bad"]
    assert said in found.refused["bad"]
    assert found.refused["bad"].endswith("ください。")
    assert "\n" not in found.refused["bad"]


def test_other_faults_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "no-manifest").mkdir()
    folder(tmp_path, "bad name")
    (folder(tmp_path, "cp932") / "source.toml").write_bytes('title = "立川"'.encode("cp932"))
    (folder(tmp_path, "no-document") / "plan.txt").unlink()
    link = folder(tmp_path, "link") / "plan.txt"
    link.unlink()
    link.symlink_to(folder(tmp_path, "good") / "plan.txt")

    found = read_sources(tmp_path)

    assert [plan.source.plan_id for plan in found.plans] == ["good"]
    assert sorted(found.refused) == ["bad name", "cp932", "link", "no-document", "no-manifest"]
    assert "UTF-8" in found.refused["cp932"]


def test_the_manifests_of_the_repository_hold() -> None:
    found = read_sources(Path(__file__).parents[2] / "raw")
    assert not found.refused
    assert {plan.source.role for plan in found.plans} == {"plan", "sample"}
