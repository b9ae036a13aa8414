"""Reading in a process of its own: the same result, and a breakdown that costs one document alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from flows.read_apart import ReadingFailed, read_apart

SAMPLE = Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf"


def test_the_same_as_in_this_process() -> None:
    assert read_apart(SAMPLE) == extract(SAMPLE)


def test_what_never_ends_is_ended() -> None:
    with pytest.raises(ReadingFailed, match="止めました"):
        read_apart(SAMPLE, seconds=0.05)


def test_a_crash_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'Fatal: out of luck' >&2\nkill -SEGV $$\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr("flows.read_apart.sys.executable", str(broken))
    with pytest.raises(ReadingFailed, match="out of luck"):
        read_apart(SAMPLE)
