"""Documents → Extractions, read in processes that can be killed. IO: child processes.

A page that crashes the PDF library, never ends or eats all memory is given up with an issue, and the document goes on
without it; a document that cannot be read at all is refused, and the other documents go on. A process reads one document
after the other, so its start is paid once.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import queue
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from extractors.guard_messages import Allowed, At, Broken, Request, receive, send
from schemas.document import SourceFile
from schemas.plan import Extraction, Facts, Refusal
from schemas.reading import NO_HINTS, Hints

COMMAND = [sys.executable, "-P", "-m", "extractors.guard_child"]
DYING_SECONDS = 1.0
"""For a child whose pipe has closed to be gone."""
KILLED = -9
"""Return code of a process that was sent SIGKILL."""
MEMORY_OF_ONE = 512 * 1024**2
"""Bytes that a child takes at most; so many are read at once as fit into what all may take together."""
ALL_MEMORY = "TAIKEI_READING_MEMORY"
"""Variable: megabytes for all children of this process together. Without it, half of what the machine, or its container, has."""
SPARING = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""For the C library of a child: memory goes back to the system at once."""
MOST_HASHED = 1_000_000_000
"""Bytes of a refused file whose digest is told."""
MOST_GIVEN_UP = 3
"""Pages of one document; one with more is hostile or broken throughout."""
AGAIN_CPU, AGAIN_CPU_PAGE = 15.0, 5.0
"""CPU seconds, and more for each page come to: where the lost attempts took no more, the document is read again without the
page. So hostile pages do not multiply what they cost by the attempts, and a scanned booklet with one such page is read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take."""

    page_seconds: float = 120.0
    """Without news of a further page; OCR of an A3 page on a busy old PC takes some 30."""
    rest_seconds: float = 600.0
    """Behind the last page: finding tables and diagrams in a thick booklet."""
    allowed: Allowed = field(default_factory=Allowed)
    """What the child holds itself to. These count what is used, so a busy machine makes nothing fail; the others are for what hangs."""


LIMITS = Limits()

Reading = Callable[[int], None]


class ReadingFailed(Exception):
    """A mistake of this program, not of the document; its words are for the steward."""


class _Reader:
    """One child process."""

    def __init__(self) -> None:
        environment = {**os.environ, **SPARING}
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self._before = 0.0
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
        self._before = self._cpu()
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

    def spent(self) -> float:
        """CPU seconds since the last request; to be asked before `killed`, which buries the child."""
        return self._cpu() - self._before

    def _cpu(self) -> float:
        import psutil

        try:
            used = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(used.user + used.system)

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
    hints: Hints = NO_HINTS,
    reading: Reading = lambda _page: None,
) -> Extraction:
    """What extractors.extract gives, or a refusal where the document is too much.

    Args:
        path: the document.
        password: opens an encrypted PDF.
        limits: LIMITS where not given.
        debug: a folder for pictures of what was seen.
        hints: what a person says of the document.
        reading: told the number of each page before it is read, and -1 when all are read.

    Raises:
        ReadingFailed: a mistake of this program.
    """
    limits = limits or LIMITS
    if (why := _no_document(path)) is not None:
        return _refused(path, *why)
    with _places():
        return _extracted(path, password, limits, debug, hints, reading)


def _extracted(
    path: Path, password: str | None, limits: Limits, debug: Path | None, hints: Hints, reading: Reading
) -> Extraction:
    skip: frozenset[int] = frozenset()
    spared = False
    spent = 0.0
    while True:
        reader = _reader()
        request = Request(path, password, skip, limits.allowed, debug, hints)
        answer = reader.ask(request, limits, reading)
        if isinstance(answer, Extraction):
            _idle.put(reader)
            return answer
        _all.discard(reader)
        spent += reader.spent()
        killed = isinstance(answer, At) and reader.killed()
        reader.stop()
        if isinstance(answer, Broken):
            raise _unforeseen(answer.reason)
        if killed and not spared:  # perhaps no fault of the document: it gets one more chance, with all its pages
            spared = True
            continue
        worth = len(skip) < MOST_GIVEN_UP and spent <= AGAIN_CPU + AGAIN_CPU_PAGE * answer.page
        if answer.page <= 0 or answer.page in skip or not worth:
            return _refused(path, *_reason(answer.page, path))
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


def _no_document(path: Path) -> tuple[str, str] | None:
    """Why it cannot be a document, without reading from what may never end (pipes, devices) or never begin."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return None  # what is not there, or not to be had, is told by the reader
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return "unsupported", f"ふつうのファイルではありません: {path.name}。PDFかテキストのファイルを指定してください。"


def _refused(path: Path, code: str, message: str) -> Extraction:
    """A document that was not read, by what can be said of it in little memory."""
    digest, kind, size = "", "application/octet-stream", 0
    with contextlib.suppress(OSError):
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            size = status.st_size
            kind = "application/pdf" if _is_pdf(path) else kind
            if size <= MOST_HASHED:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Extraction(SourceFile(path.name, digest, kind, size), Refusal(code, message), Facts(), (), ())


@cache
def _places() -> threading.BoundedSemaphore:
    """As many as are read at once."""
    asked = os.environ.get(ALL_MEMORY, "")
    most = int(asked) * 1024**2 if asked.isdecimal() else _memory_here() // 2
    return threading.BoundedSemaphore(max(most // MEMORY_OF_ONE, 1))


def _memory_here() -> int:
    """Bytes of the machine, or of the container this runs in."""
    import psutil

    found = [int(psutil.virtual_memory().total)]
    for told in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            found.append(int(Path(told).read_text("ascii")))
    return min(found)


def extract_all(
    paths: Sequence[Path],
    password: str | None = None,
    *,
    jobs: int = 1,
    debug: Path | None = None,
    hints: Hints = NO_HINTS,
) -> Iterator[tuple[Path, Extraction | ReadingFailed]]:
    """All documents, `jobs` at a time, in the order given; what one does never stops the others."""

    def one(path: Path) -> Extraction | ReadingFailed:
        try:
            return extract_guarded(path, password, debug=debug, hints=hints)
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
