"""Reading in processes that can be killed: the same result, and pages that are too much cost themselves alone."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors import guard
from extractors.extract import extract
from extractors.guard import Limits, ReadingFailed, extract_all, extract_guarded, stop_readers
from schemas.plan import Extraction
from tests.extractors import bad_files as bad
from tests.extractors import pdf_samples as samples

SAMPLE = Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf"
START_SECONDS = 8.0
"""Without news, of which a busy machine takes some for the start of a child."""
CHILD = """
import sys, time
from pathlib import Path
from extractors.extract import extract
from extractors.guard_messages import At, Broken, receive, send
out = sys.stdout.buffer
while (request := receive(sys.stdin.buffer)) is not None:
    {what}
    send(out, extract(request.path, skip=request.skip))
"""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    stop_readers()
    yield
    stop_readers()


def pretend(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A child that does this before it answers."""
    monkeypatch.setattr(guard, "COMMAND", [sys.executable, "-c", CHILD.format(what=what)])


def test_the_same_as_in_this_process() -> None:
    assert extract_guarded(SAMPLE) == extract(SAMPLE)


def test_a_process_reads_one_document_after_the_other() -> None:
    assert [result == extract(SAMPLE) for _, result in extract_all([SAMPLE] * 3)] == [True] * 3
    assert len(guard._all) == 1


def test_a_page_that_never_ends_is_given_up_and_the_rest_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def table(canvas: object) -> None:
        samples.draw_table(canvas, "lines")  # type: ignore[arg-type]

    path = samples.write(tmp_path / "three.pdf", [table, lambda _: None, lambda _: None])
    pretend(monkeypatch, "if 2 not in request.skip: send(out, At(2)); time.sleep(60)\n    send(out, At(-1))")
    read = extract_guarded(path, limits=Limits(page_seconds=START_SECONDS))
    assert read.error is None
    assert read.structures
    given_up = [issue for issue in read.issues if issue.kind == "page_unreadable"]
    assert [issue.evidence.page for issue in given_up] == [2]
    assert "2ページは大きすぎて" in given_up[0].message


def test_a_document_that_never_ends_is_refused_and_the_others_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = samples.write(tmp_path / "slow.pdf", [lambda _: None])
    pretend(monkeypatch, "if 'slow' in request.path.name: send(out, At(-1)); time.sleep(60)\n    send(out, At(0))")
    monkeypatch.setattr(guard, "LIMITS", Limits(rest_seconds=1.0))
    read = dict(extract_all([slow, SAMPLE], jobs=2))
    refused = read[slow]
    assert isinstance(refused, Extraction)
    assert refused.error is not None
    assert refused.error.code == "too_large"
    assert read[SAMPLE] == extract(SAMPLE)


def test_a_text_that_never_ends_is_told_as_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_text("第1次みほん市計画", encoding="utf-8")
    pretend(monkeypatch, "send(out, At(-1)); time.sleep(60)")
    monkeypatch.setattr(guard, "LIMITS", Limits(rest_seconds=1.0))
    refused = extract_guarded(slow).error
    assert refused is not None
    assert refused.code == "too_large"
    assert "PDF" not in refused.message


@pytest.mark.parametrize("what", ["import os; os.abort()", "send(out, At(0)); sys.exit(3)"])
def test_a_crash_before_the_first_page_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    pretend(monkeypatch, what)
    read = extract_guarded(SAMPLE)
    assert read.error is not None
    assert read.error.code == "damaged"


def test_pages_are_not_given_up_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = samples.write(tmp_path / "many.pdf", [lambda _: None] * 9)
    pretend(monkeypatch, "send(out, At(len(request.skip) + 1)); sys.exit(1)")
    read = extract_guarded(path)
    assert read.error is not None
    assert read.error.code == "too_large"


def test_our_own_mistake_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, "send(out, Broken('KeyError: 7', memory=False)); continue")
    with pytest.raises(ReadingFailed, match="KeyError: 7"):
        extract_guarded(SAMPLE)


@pytest.mark.slow
def test_a_bomb_costs_its_page_alone(tmp_path: Path) -> None:
    text = bad.stream(b"0 0 9 9 re f")
    (tmp_path / "bomb.pdf").write_bytes(bad.pages([text, bad.bomb(120), text]))
    limits = Limits(page_seconds=60.0)
    read = extract_guarded(tmp_path / "bomb.pdf", limits=limits)
    assert 2 in {issue.evidence.page for issue in read.issues if issue.kind == "page_unreadable"}
    assert read.error is not None
    assert extract_guarded(SAMPLE, limits=limits) == extract(SAMPLE)


def test_a_child_killed_while_idle_costs_nothing() -> None:
    extract_guarded(SAMPLE)
    for reader in guard._all:
        os.kill(reader._process.pid, signal.SIGKILL)
    assert extract_guarded(SAMPLE) == extract(SAMPLE)


def test_a_child_killed_while_reading_costs_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = tmp_path / "killed"
    pretend(
        monkeypatch,
        f"import os; send(out, At(1)); os.path.exists({str(once)!r}) or (open({str(once)!r}, 'w'), os.kill(os.getpid(), 9))",
    )
    assert extract_guarded(SAMPLE) == extract(SAMPLE)
    assert once.exists()
