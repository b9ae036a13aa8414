"""When `taikei run` may say that there is nothing to do: only where all is as the last run left it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import unchanged
from flows.folders import Folders
from flows.unchanged import STATE, Inputs, LastRun, compare, read_last, remember

HOUR = 3600 * 10**9


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A project after a run."""
    monkeypatch.delenv(unchanged.ELSEWHERE, raising=False)
    for name, content in {
        "raw/a-1/source.toml": 'title = "計画"\n',
        "raw/a-1/plan.txt": "基本目標1 学びをひらく\n",
        "corrections/a-1.jsonl": '{"id": "1"}\n',
        "published/releases/2026.11.20/csv/plan.csv": "ID\r\n",
        "published/releases/2026.11.21/csv/plan.csv": "ID\r\n1\r\n",
        "published/registry/ids.csv": "id\n",
        "published/index.json": "{}",
        "build/extracted/a-1.json": "{}",
        "build/report.md": "# 実行の結果\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="")
    (tmp_path / "published" / "latest").symlink_to("releases/2026.11.21")
    there = Folders(tmp_path / "raw", tmp_path / "corrections", tmp_path / "published", tmp_path / "build")
    end(there)
    return there


def end(folders: Folders, refused: dict[str, str] | None = None) -> None:
    """A run that began now and ended well."""
    inputs, _ = compare(folders)
    assert inputs is not None
    remember(folders, inputs, at="2026-11-21 03:00", version="2026.11.21", folder="p", refused=refused or {})


def again(folders: Folders) -> LastRun | None:
    return compare(folders)[1]


def test_with_nothing_changed_the_last_run_is_told(folders: Folders) -> None:
    last = again(folders)
    assert last is not None
    assert (last.version, last.refused) == ("2026.11.21", {})
    assert again(folders) is not None


def rewrite(path: str, text: str) -> Callable[[Folders], object]:
    return lambda folders: (folders.raw.parent / path).write_text(text, "utf-8", newline="")


CHANGES: dict[str, Callable[[Folders], object]] = {
    "document": rewrite("raw/a-1/plan.txt", "基本目標1 学びをひらいた\n"),
    "document, same size": rewrite("raw/a-1/plan.txt", "基本目標1 学びをとじる\n"),
    "manifest": rewrite("raw/a-1/source.toml", 'title = "別の計画"\n'),
    "a version kept by watching": rewrite("raw/a-1/new", "x"),
    "a new plan": lambda folders: shutil.copytree(folders.raw / "a-1", folders.raw / "a-2"),
    "a plan taken away": lambda folders: shutil.rmtree(folders.raw / "a-1"),
    "a correction": rewrite("corrections/a-1.jsonl", '{"id": "1"}\n{"id": "2"}\n'),
    "a withdrawal": rewrite("corrections/withdrawals.toml", ""),
    "a source vanished": lambda folders: (
        (folders.build / "operation" / "watch").mkdir(parents=True),
        (folders.build / "operation" / "watch" / "a-1.json").write_text("{}"),
    ),
    "an old release gone": lambda folders: shutil.rmtree(folders.published / "releases" / "2026.11.20"),
    "the release gone": lambda folders: shutil.rmtree(folders.published / "releases" / "2026.11.21"),
    "a file of the release gone": lambda folders: (folders.published / "latest" / "csv" / "plan.csv").unlink(),
    "a file of the release changed": rewrite("published/latest/csv/plan.csv", "ID\r\n2\r\n"),
    "the release set back": lambda folders: (
        (folders.published / "latest").unlink(),
        (folders.published / "latest").symlink_to("releases/2026.11.20"),
    ),
    "the registry gone": lambda folders: (folders.published / "registry" / "ids.csv").unlink(),
    "the index gone": lambda folders: (folders.published / "index.json").unlink(),
    "the report gone": lambda folders: (folders.build / "report.md").unlink(),
    "an extraction gone": lambda folders: (folders.build / "extracted" / "a-1.json").unlink(),
    "the memory gone": lambda folders: (folders.build / STATE).unlink(),
    "the memory torn": lambda folders: (folders.build / STATE).write_bytes((folders.build / STATE).read_bytes()[:500]),
    "the memory of another version": lambda folders: (folders.build / STATE).write_text('{"form": 0}'),
    "the memory nonsense": lambda folders: (folders.build / STATE).write_text('["form"]'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_a_run_is_needed(folders: Folders, change: str) -> None:
    CHANGES[change](folders)
    assert again(folders) is None


def test_a_change_that_keeps_size_and_time_is_seen(folders: Folders) -> None:
    document = folders.raw / "a-1" / "plan.txt"
    before = document.stat()
    document.write_text("基本目標1 学びをとじる\n", "utf-8")
    os.utime(document, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert document.stat().st_size == before.st_size
    assert again(folders) is None


def test_a_fresh_file_is_read_again_though_its_times_say_it_is_the_same(folders: Folders) -> None:
    """As on a file system whose clock ticks every two seconds."""
    document = folders.raw / "a-1" / "plan.txt"
    stat = document.stat()
    stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    fresh = max(stat.st_mtime_ns, stat.st_ctime_ns)
    assert unchanged._seen(document, (*stamp, "an older digest"), fresh - 1)[-1] != "an older digest"
    assert unchanged._seen(document, (*stamp, "the same digest"), fresh)[-1] == "the same digest"


def test_settled_files_are_not_read_again(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time_ns() + 2 * HOUR
    monkeypatch.setattr(unchanged.time, "time_ns", lambda: later)
    assert again(folders) is not None  # read once more, as they were fresh; and so noted
    for document in folders.raw.rglob("*.txt"):
        document.chmod(0)
    monkeypatch.setattr(unchanged, "_code", lambda: iter(()))
    last = read_last(folders.build)
    assert last is not None
    opened: list[Path] = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: (opened.append(self), real(self, *a, **k))[1])
    unchanged.look(folders, last)
    changed_by_chmod = set(folders.raw.rglob("*.txt"))
    assert set(opened) <= changed_by_chmod


def test_where_the_clock_went_back_everything_is_read_again(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = time.time_ns() - 48 * HOUR
    monkeypatch.setattr(unchanged.time, "time_ns", lambda: earlier)
    seen: list[object] = []
    real = unchanged._seen
    monkeypatch.setattr(unchanged, "_seen", lambda path, known, edge: (seen.append(known), real(path, known, edge))[1])
    assert again(folders) is not None
    assert set(seen) == {None}


def test_a_setting_counts_and_no_secret_is_kept(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIKEI_SOMETHING", "geheim")
    assert again(folders) is None
    end(folders)
    assert again(folders) is not None
    assert "geheim" not in (folders.build / STATE).read_text()
    monkeypatch.setenv("TAIKEI_WORKBENCH_PORT", "1")
    assert again(folders) is not None


def test_raw_on_shared_storage_is_always_looked_at_by_a_run(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(unchanged.ELSEWHERE, "s3://bucket/raw")
    assert compare(folders) == (None, None)


def test_code_counts(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    files = dict(unchanged._code())
    assert {"code/flows/unchanged.py", "code/schemas/plan.py"} <= set(files)
    assert not any("__pycache__" in name for name in files)
    monkeypatch.setattr(unchanged, "_code", lambda: iter(list(files.items())[1:]))
    assert again(folders) is None


def test_a_file_that_cannot_be_read_calls_for_a_run(folders: Folders) -> None:
    (folders.raw / "a-1" / "link.txt").symlink_to("nowhere")
    assert compare(folders) == (None, None)


def test_links_are_followed_and_a_circle_ends(folders: Folders, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "plan.txt").write_text("x")
    (shared / "round").symlink_to(shared)
    (folders.raw / "b-1").symlink_to(shared)
    end(folders)
    assert again(folders) is not None
    (shared / "plan.txt").write_text("y")
    assert again(folders) is None


def test_refused_plans_are_tried_twice_and_again_after_a_day(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    end(folders, {"a-1": "読めません。"})
    assert again(folders) is None, "it may have been the disk"
    end(folders, {"a-1": "読めません。"})
    last = again(folders)
    assert last is not None
    assert last.refused == {"a-1": "読めません。"}
    end(folders, {"a-1": "別の理由です。"})
    assert again(folders) is None
    end(folders, {"a-1": "別の理由です。"})
    for hours, told in ((1, True), (19, True), (21, False), (-1, False)):
        now = time.time_ns() + hours * HOUR
        monkeypatch.setattr(unchanged.time, "time_ns", lambda now=now: now)
        assert (again(folders) is not None) == told, hours
        monkeypatch.undo()


def test_what_is_edited_during_a_run_calls_for_another(folders: Folders) -> None:
    inputs, _ = compare(folders)
    assert isinstance(inputs, Inputs)
    (folders.raw / "a-1" / "plan.txt").write_text("written while the run was reading\n")
    remember(folders, inputs, at="", version="", folder="", refused={})
    assert again(folders) is None


def test_the_memory_is_plain_json(folders: Folders) -> None:
    kept = json.loads((folders.build / STATE).read_bytes())
    assert kept["version"] == "2026.11.21"
    assert not list(folders.build.glob(f".{STATE}.*"))
