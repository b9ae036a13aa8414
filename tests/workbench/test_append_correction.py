"""What was acknowledged is in the file, whole, whoever else writes and whenever a writer is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.correction_line import BadLine, from_line, to_line
from extractors.lookups import read_lookups
from extractors.read_corrections import read_corrections
from schemas.correction import Correction, Entry
from workbench.append_correction import append_corrections

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).filter(str.strip)


def rename(id: str, value: str = "出前講座を開く") -> Correction:
    return Correction(id, "rename", "/1/1", "staff", "2026-04-01T10:00:00+09:00", seen="ab.cd", was="出前", value=value)


@given(WORDS, WORDS, WORDS, st.none() | st.integers(1, 999))
def test_a_line_reads_back_as_it_was_written(id: str, name: str, label: str, page: int | None) -> None:
    made = rename(id, name)
    assert from_line(to_line(made)) == made
    entries = (Entry(name, label, page=page),)
    added = Correction(id, "add", "", "staff", "2026-04-01T10:00:00+09:00", entries=entries, reason=label)
    assert from_line(to_line(added)) == added
    assert "\n" not in to_line(added)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "JSON"),
        ("[]", "{ }"),
        ('{"id": "1"}', "action"),
        (to_line(rename("1")).replace('"rename"', '"rewrite"'), "知らない操作"),
        (to_line(rename("1")).replace('"was"', '"wass"'), "知らない項目"),
        (to_line(rename("1")).replace("+09:00", ""), "時差"),
        (to_line(rename("1")).replace('"ab.cd"', '""'), "seen"),
        (to_line(rename("1", " ")), "名称"),
        (to_line(rename("1", "a\nb")), "名称"),
        (to_line(rename("1")).replace('"出前講座を開く"', "3"), "名称"),
        (to_line(rename("1")).replace('"rename"', '"set_fact"'), "field"),
        (to_line(rename("1")).replace('"rename"', '"accept"'), "field"),
        (to_line(rename("1")).replace('"rename"', '"set_reading"'), "カタカナ"),
        (to_line(rename("1")).replace('"rename"', '"withdraw"'), "withdraws"),
    ],
)
def test_a_line_that_does_not_hold_is_refused_in_words(line: str, told: str) -> None:
    with pytest.raises(BadLine, match=told):
        from_line(line)


def test_lines_are_only_added(tmp_path: Path) -> None:
    append_corrections(tmp_path, "town-1", [rename("1")])
    first = (tmp_path / "town-1.jsonl").read_bytes()
    append_corrections(tmp_path, "town-1", [rename("2"), rename("3")])
    assert (tmp_path / "town-1.jsonl").read_bytes().startswith(first)
    assert [made.id for made in read_corrections(tmp_path / "town-1.jsonl").corrections] == ["1", "2", "3"]


def test_nothing_is_written_of_what_does_not_hold(tmp_path: Path) -> None:
    with pytest.raises(BadLine):
        append_corrections(tmp_path, "town-1", [rename("1"), rename("2", "")])
    with pytest.raises(BadLine):
        append_corrections(tmp_path, "../town", [rename("1")])
    assert not list(tmp_path.glob("**/*.jsonl"))


@settings(max_examples=40)
@given(st.integers(1, len(to_line(rename("2")).encode())))
def test_a_torn_last_line_is_told_and_taken_out_by_the_next_writer(cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town-1.jsonl"
        append_corrections(Path(folder), "town-1", [rename("1")])
        line = to_line(rename("2")).encode()
        path.write_bytes(path.read_bytes() + line[:cut])
        read = read_corrections(path)
        whole = cut == len(line)
        assert [made.id for made in read.corrections] == (["1", "2"] if whole else ["1"])
        assert (read.faults, read.torn) == ((), not whole)
        append_corrections(Path(folder), "town-1", [rename("3")])
        after = read_corrections(path)
        assert [made.id for made in after.corrections] == (["1", "2", "3"] if whole else ["1", "3"])
        assert (after.faults, after.torn) == ((), False)


def test_a_bad_line_in_the_middle_is_a_fault_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "town-1.jsonl"
    path.write_text(f"{to_line(rename('1'))}\n{{}}\n{to_line(rename('1', '別'))}\n", "utf-8")
    assert [(fault.line, fault.file) for fault in read_corrections(path).faults] == [(2, path.name), (3, path.name)]


def _write_many(folder: Path, name: str, acknowledged: Path) -> None:
    with acknowledged.open("a") as said:
        for number in range(1000):
            append_corrections(folder, "town-1", [rename(f"{name}-{number}", "長い題名" * 200)])
            said.write(f"{name}-{number}\n")
            said.flush()


def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = []
    for name in ("a", "b", "c"):
        writer = spawn.Process(target=_write_many, args=(tmp_path, name, tmp_path / f"{name}.said"))
        writer.start()
        writers.append(writer)
    said = [tmp_path / f"{name}.said" for name in ("a", "b", "c")]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not all(p.exists() and p.stat().st_size > 40 for p in said):
        time.sleep(0.02)
    for writer in writers:
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    append_corrections(tmp_path, "town-1", [rename("last")])
    read = read_corrections(tmp_path / "town-1.jsonl")
    assert (read.faults, read.torn) == ((), False)
    ids = {made.id for made in read.corrections}
    acknowledged = {id for path in said for id in path.read_text().split("\n")[:-1]}
    assert len(acknowledged) > 10
    assert acknowledged | {"last"} <= ids


def test_lookups_are_read_strictly(tmp_path: Path) -> None:
    good = 'id = "l1"\nfield = "name"\npart = "學"\nvalue = "学"\nby_role = "steward"\nat = "2026-04-01T10:00:00+09:00"\nreason = "字体"\n'
    (tmp_path / "lookups.toml").write_text(f"[[lookup]]\n{good}", "utf-8")
    lookups, faults = read_lookups(tmp_path)
    assert ([lookup.id for lookup in lookups], faults) == (["l1"], ())
    for bad in (
        good.replace("name", "title"),
        good.replace("part", "parts"),
        good + 'match = "学"\n',
        good.replace("value", "match"),
        good.replace('"name"', '"typo_suspected"'),
        good.replace("+09:00", ""),
    ):
        (tmp_path / "lookups.toml").write_text(f"[[lookup]]\n{bad}", "utf-8")
        assert read_lookups(tmp_path)[1], bad
