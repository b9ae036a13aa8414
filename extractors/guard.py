"""Documents → Extractions, read in processes that can be killed. IO: child processes.

A page that crashes the PDF library, never ends or eats all memory is given up with an issue, and the document goes on
without it; a document that cannot be read at all is refused, and the other documents go on. A process reads one document
after the other, so its start is paid once.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractors.guard_messages import At, Broken, Request, receive, send
from schemas.plan import Extraction

COMMAND = [sys.executable, "-P", "-m", "extractors.guard_child"]
DYING_SECONDS = 1.0
"""For a child whose pipe has closed to be gone."""
KILLED = -9
"""Return code of a process that was sent SIGKILL."""
MOST_GIVEN_UP = 3
"""Pages of one document; one with more is hostile or broken throughout."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take."""

    page_seconds: float = 120.0
    """Without news of a further page; OCR of an A3 page on a busy old PC takes some 30."""
    rest_seconds: float = 600.0
    """Behind the last page: finding tables and diagrams in a thick booklet."""
    cpu_seconds: int = 3600
    memory: int = 4 * 1024**3
    """Bytes of address space; OCR takes 1 to 2 GB of it, everything else 0.3."""


LIMITS = Limits()

Reading = Callable[[int], None]


class ReadingFailed(Exception):
    """A mistake of this program, not of the document; its words are for the steward."""


class _Reader:
    """One child process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._news: queue.SimpleQueue[object | None] = queue.SimpleQueue()
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(Exception):  # a message torn by a kill
            while (message := receive(pipe)) is not None:
                self._news.put(message)
        self._news.put(None)

    def ask(self, request: Request, limits: Limits, reading: Reading) -> Extraction | Broken | At:
        """The answer; or, where the child was lost, the page it was at."""
        at = At(0)
        try:
            assert self._process.stdin is not None
            send(self._process.stdin, request)
        except OSError:
            return at
        while True:
            patience = limits.rest_seconds if at.page < 0 else limits.page_seconds
            try:
                message = self._news.get(timeout=patience)
            except queue.Empty:
                return at
            if isinstance(message, At):
                at = message
                reading(at.page)
            elif isinstance(message, Broken) and message.memory:
                return at
            elif isinstance(message, Extraction | Broken):
                return message
            else:
                return at

    def killed(self) -> bool:
        """Whether it was ended from outside: by a person, or by the system for want of memory elsewhere."""
        try:
            return self._process.wait(DYING_SECONDS) == KILLED
        except subprocess.TimeoutExpired:
            return False

    def stop(self) -> None:
        """Kill the child; it has nothing to lose."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


HEAD_BYTES = 1024
"""Within them a PDF says that it is one."""
_idle: queue.SimpleQueue[_Reader] = queue.SimpleQueue()
_all: set[_Reader] = set()


def _reader() -> _Reader:
    try:
        return _idle.get_nowait()
    except queue.Empty:
        reader = _Reader()
        _all.add(reader)
        return reader


@atexit.register
def stop_readers() -> None:
    """End all child processes; the next document starts a new one."""
    with contextlib.suppress(queue.Empty):
        while True:
            _idle.get_nowait()
    while _all:
        _all.pop().stop()


def extract_guarded(
    path: Path,
    password: str | None = None,
    *,
    limits: Limits | None = None,
    debug: Path | None = None,
    reading: Reading = lambda _page: None,
) -> Extraction:
    """What extractors.extract gives, or a refusal where the document is too much.

    Args:
        path: the document.
        password: opens an encrypted PDF.
        limits: LIMITS where not given.
        debug: a folder for pictures of what was seen.
        reading: told the number of each page before it is read, and -1 when all are read.

    Raises:
        ReadingFailed: a mistake of this program.
    """
    limits = limits or LIMITS
    skip: frozenset[int] = frozenset()
    spared = False
    while True:
        reader = _reader()
        request = Request(path, password, skip, limits.memory, limits.cpu_seconds, debug)
        answer = reader.ask(request, limits, reading)
        if isinstance(answer, Extraction):
            _idle.put(reader)
            return answer
        _all.discard(reader)
        killed = isinstance(answer, At) and reader.killed()
        reader.stop()
        if isinstance(answer, Broken):
            raise _unforeseen(answer.reason)
        if killed and not spared:  # perhaps no fault of the document: it gets one more chance, with all its pages
            spared = True
            continue
        if answer.page <= 0 or answer.page in skip or len(skip) >= MOST_GIVEN_UP:
            from extractors.extract import refused  # the child has it loaded; the parent seldom needs it

            return refused(path, *_reason(answer.page, path))
        skip |= {answer.page}


def _unforeseen(reason: str) -> ReadingFailed:
    return ReadingFailed(
        f"読み取りの途中で予期しない誤りが起きました（{reason}）。文書を添えて開発者に知らせてください。"
    )


def _reason(page: int, path: Path) -> tuple[str, str]:
    """Why a document was given up, by the page it was at."""
    if not _is_pdf(path):
        return (
            "too_large",
            "読み取りに時間かメモリがかかりすぎるため止めました。施策の体系が載った部分だけのテキストに分けてください。",
        )
    if page == 0:
        return "damaged", "PDFを開く途中で読み取りが止まりました。元のファイルを入手し直してください。"
    return (
        "too_large",
        "読み取りに時間かメモリがかかりすぎるため止めました。施策の体系が載ったページだけのPDFに分けてください。",
    )


def _is_pdf(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return b"%PDF-" in file.read(HEAD_BYTES)
    return False


def extract_all(
    paths: Sequence[Path], password: str | None = None, *, jobs: int = 1, debug: Path | None = None
) -> Iterator[tuple[Path, Extraction | ReadingFailed]]:
    """All documents, `jobs` at a time, in the order given; what one does never stops the others."""

    def one(path: Path) -> Extraction | ReadingFailed:
        try:
            return extract_guarded(path, password, debug=debug)
        except ReadingFailed as failed:
            return failed
        except Exception as error:  # one document's unforeseen trouble must not stop the others
            return _unforeseen(f"{type(error).__name__}: {error}")

    pool = ThreadPoolExecutor(max_workers=max(jobs, 1))
    try:
        yield from zip(paths, pool.map(one, paths), strict=True)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop_readers()
        raise
    pool.shutdown()
