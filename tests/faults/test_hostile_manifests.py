"""Manifests and other written files made to hurt: each is refused by its own reason, and never another plan with it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.lookups import read_lookups
from extractors.read_corrections import read_corrections
from extractors.read_sources import MANIFEST, read_sources, twins
from extractors.read_versions import BadVersions, read_versions
from publishers.shrink_guard import read_withdrawals

TEXT = "立川市まなび推進計画\n"
SUM = hashlib.sha256(TEXT.encode()).hexdigest()
GOOD = {
    "title": '"立川市まなび推進計画"',
    "municipality": '"立川市"',
    "municipality_code": '"132021"',
    "publisher": '"立川市"',
    "document": '"plan.txt"',
    "sha256": f'"{SUM}"',
    "terms": '"自由"',
    "retrieved": "2026-11-20",
}


def manifest(**changed: str) -> str:
    return "".join(f"{key} = {value}\n" for key, value in {**GOOD, **changed}.items())


def put(folder: Path, text: str | bytes, document: str = "plan.txt") -> None:
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_bytes(text.encode() if isinstance(text, str) else text)
    (folder / document).write_text(TEXT, "utf-8")


TEXTS: dict[str, tuple[str | bytes, str]] = {
    "nested-lists": ("a = " + "[" * 15_000, "深すぎます"),
    "nested-tables": ("a = " + "{a=" * 5_000, "深すぎます"),
    "dotted": (".".join("a" * 7_000) + " = 1", ""),
    "huge-number": ("a = " + "9" * 15_000, "書き方に誤り"),
    "huge": (b"#" * 20_000, "大きすぎます"),
    "unfinished": ('title = "', "書き方に誤り"),
    "no-toml": (b"\x00\x01\x02", "書き方に誤り"),
    "cp932": (manifest().encode("cp932"), "UTF-8 ではありません"),
    "utf-16": (manifest().encode("utf-16"), "UTF-8 ではありません"),
    "empty": ("", "項目「title」がありません"),
    "twice": (manifest() + 'title = "b"\n', "書き方に誤り"),
    "unknown": (manifest(titel='"a"'), "知らない項目「titel」"),
    "no-date": (manifest(retrieved='"2026-11-20"'), "日付ではありません"),
    "no-such-date": (manifest(retrieved="2026-13-45"), "書き方に誤り"),
    "time": (manifest(retrieved="2026-11-20T00:00:00"), "日付ではありません"),
    "list": (manifest(title='["a"]'), "文字列ではありません"),
    "blank": (manifest(title='" "'), "空か"),
    "newline": (manifest(title='"a\\nb"'), "1行"),
    "bidi": (manifest(title='"計画\\u202e画計"'), "目に見えない文字"),
    "zero-width": (manifest(municipality='"立\\u200b川市"'), "目に見えない文字"),
    "tags": (manifest(title='"計画\\U000e0041"'), "目に見えない文字"),
    "up": (manifest(document='"../plan.txt"'), "ファイルの名前だけ"),
    "absolute": (manifest(document='"/etc/passwd"'), "ファイルの名前だけ"),
    "device": (manifest(document='"NUL.txt"'), "Windows"),
    "device-port": (manifest(document='"com1"'), "Windows"),
    "dot": (manifest(document='"plan.txt."'), "Windows"),
    "stream": (manifest(document='"plan.txt:a"'), "Windows"),
    "script": (manifest(url='"javascript:alert(1)"'), "http"),
    "wrong-sum": (manifest(sha256='"' + "0" * 64 + '"'), "sha256"),
    "no-town": (manifest(municipality_code='"999999"'), "全国地方公共団体コード"),
    "itself": (manifest(supersedes='"itself"'), "前の版のフォルダではありません"),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_hostile_manifest(name: str, tmp_path: Path) -> None:
    text, reason = TEXTS[name]
    put(tmp_path / name, text)
    put(tmp_path / "zz-good", manifest())
    found = read_sources(tmp_path)
    assert [plan.source.plan_id for plan in found.plans] == ["zz-good"]
    assert reason in found.refused[name]
    assert found.refused[name].endswith("。")
    assert len(found.refused[name]) < 500


def replace(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


PLACES: dict[str, Callable[[Path], object]] = {
    "pipe": lambda folder: replace(folder / MANIFEST, os.mkfifo),
    "endless": lambda folder: replace(folder / MANIFEST, lambda path: path.symlink_to("/dev/zero")),
    "folder": lambda folder: replace(folder / MANIFEST, Path.mkdir),
    "loop": lambda folder: replace(folder / MANIFEST, lambda path: path.symlink_to(path)),
    "document-pipe": lambda folder: replace(folder / "plan.txt", os.mkfifo),
    "document-endless": lambda folder: replace(folder / "plan.txt", lambda path: path.symlink_to("/dev/zero")),
    "document-elsewhere": lambda folder: replace(folder / "plan.txt", lambda path: path.symlink_to("/etc/hostname")),
    "document-huge": lambda folder: os.truncate(folder / "plan.txt", 10**12),
    "nul": lambda folder: None,
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("name", sorted(PLACES))
def test_no_pipe_device_or_link_is_waited_for(name: str, tmp_path: Path) -> None:
    """In a process of its own: one that waits for ever must not take the tests with it."""
    put(tmp_path / name, manifest())
    put(tmp_path / "zz-good", manifest())
    PLACES[name](tmp_path / name)
    code = (
        "import sys; from pathlib import Path; from extractors.read_sources import read_sources\n"
        "found = read_sources(Path(sys.argv[1]))\n"
        "assert [plan.source.plan_id for plan in found.plans] == ['zz-good'], found\n"
        "print(*found.refused)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == [name], done.stderr


def test_the_same_document_twice_is_told(tmp_path: Path) -> None:
    put(tmp_path / "one", manifest())
    put(tmp_path / "two", manifest())
    put(tmp_path / "sample", manifest(role='"sample"'))
    assert twins(read_sources(tmp_path).plans) == [("one", "two")]


def test_other_files_that_nest_without_end_are_told(tmp_path: Path) -> None:
    (tmp_path / "versions.json").write_text('{"versions": ' + "[" * 200_000)
    with pytest.raises(BadVersions):
        read_versions(tmp_path)
    (tmp_path / "a.jsonl").write_text("[" * 200_000 + "\n")
    assert len(read_corrections(tmp_path / "a.jsonl").faults) == 1
    (tmp_path / "lookups.toml").write_text("a = " + "[" * 200_000)
    assert len(read_lookups(tmp_path)[1]) == 1


SIGNED = 'plan_id = "a"\nrelease = "2026.11.22"\nreason = "取下げ"\nrole = "steward"\ndate = 2026-11-30\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"[[withdrawl]]\n{SIGNED}", "知らない項目「withdrawl」"),
        (f"[withdrawal]\n{SIGNED}", "二重の角括弧"),
        (f"[[withdrawal]]\n{SIGNED}reson = 'a'\n", "知らない項目「reson」"),
        ("[[withdrawal]]\nplan_id = 'a'\n", "release がありません"),
        (f"[[withdrawal]]\n{SIGNED.replace(chr(34) + 'a' + chr(34), '[1]')}", "plan_id が空か"),
        ("a = " + "[" * 200_000, "読めません"),
    ],
)
def test_a_signature_is_checked_key_by_key(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "withdrawals.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=words):
        read_withdrawals(tmp_path / "withdrawals.toml")
    (tmp_path / "withdrawals.toml").write_text(f"[[withdrawal]]\n{SIGNED}", "utf-8")
    assert [each.plan_id for each in read_withdrawals(tmp_path / "withdrawals.toml")] == ["a"]
