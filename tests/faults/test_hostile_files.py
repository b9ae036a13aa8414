"""Documents made to hurt are read or refused in half a gigabyte and a minute of the processor, and the next one is read as ever."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pytest

from extractors import guard
from extractors.extract import extract
from extractors.guard import extract_guarded, stop_readers
from tests.faults.hostile_files import HOSTILE, SPECIAL

SAMPLE = Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf"
MOST_MEMORY = 512 * 1024
"""Kilobytes that any child ever had in memory, as the system counted."""
MOST_CPU = 60.0
OF_THIS_PROCESS = 64 * 1024
"""Kilobytes by which the parent may grow."""
QUICK = ("folder", "form-itself.pdf", "pipe", "side-zero.pdf", "socket", "spans.txt", "to-itself", "zeros")

if sys.platform != "linux":
    pytest.skip("the limits are those of Linux", allow_module_level=True)


def used() -> tuple[float, int]:
    """CPU seconds of all children that ended, and the largest of them, in kilobytes."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime, told.ru_maxrss


@pytest.fixture(autouse=True)
def _fresh() -> None:
    stop_readers()


@pytest.mark.timeout(900)  # the limits are in seconds of the processor, which a busy machine hands out slowly
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in sorted(HOSTILE)]
)
def test_hostile(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    HOSTILE[name](path)
    own, (before, _) = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, used()
    read = extract_guarded(path)
    stop_readers()
    after, largest = used()
    assert largest <= MOST_MEMORY
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own <= OF_THIS_PROCESS
    assert after - before <= MOST_CPU
    if name in SPECIAL:
        assert read.error is not None
        assert read.error.code == "unsupported"
    if read.error is not None:
        assert read.error.message.endswith("。")
        assert "\n" not in read.error.message


def test_after_them_a_document_is_read_as_ever(tmp_path: Path) -> None:
    HOSTILE["spans.txt"](tmp_path / "spans.txt")
    extract_guarded(tmp_path / "spans.txt")
    assert extract_guarded(SAMPLE) == extract(SAMPLE)


def test_so_many_at_once_as_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIKEI_READING_MEMORY", "1100")
    guard._places.cache_clear()
    try:
        places = guard._places()
        assert [places.acquire(blocking=False) for _ in range(3)] == [True, True, False]
    finally:
        guard._places.cache_clear()


def test_there_are_sixty() -> None:
    assert len(HOSTILE) >= 60
    assert set(QUICK) <= set(HOSTILE)
    assert os.name == "posix"
