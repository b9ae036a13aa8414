"""The process that reads documents for extractors/guard.py: requests on standard input, answers on standard output.

It limits its own memory and the CPU time of each page, says which page it is at, and leaves when its input ends.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO

from extractors.guard_messages import Allowed, Answer, At, Broken, Request, receive, send


class _Purse:
    """What this process may still use; limits of the system, where it knows such limits."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._pages = 0
        self._behind = False
        self._recognizes = _RECOGNIZER in sys.modules
        self._end = _used() + allowed.cpu
        self._memory()
        self._until(allowed.open_cpu)

    def at(self, page: int) -> None:
        """At a page (-1: behind the last), with a budget of its own; behind the last once, however often it is told."""
        if page < 0:
            if self._behind:
                return
            self._behind = True
            self._until(self._allowed.rest_cpu + self._pages / 2)
            return
        self._pages += 1
        self._until(self._allowed.ocr_cpu if self._recognizes else self._allowed.page_cpu)

    def recognize(self) -> None:
        """The models of OCR are about to be loaded."""
        self._recognizes = True
        self._memory()
        self._until(self._allowed.ocr_cpu)

    def _memory(self) -> None:
        if self._recognizes:
            _set("RLIMIT_AS", self._allowed.ocr_memory)
            _set("RLIMIT_DATA", self._allowed.ocr_data)
        else:
            _set("RLIMIT_AS", self._allowed.memory)

    def _until(self, more: float) -> None:
        # The system counts whole seconds, so a part of one is given.
        _set("RLIMIT_CPU", math.ceil(min(_used() + more, self._end)) + 1)


_RECOGNIZER = "cv2"
"""The module that only OCR imports. Whether rapidocr itself could be imported is asked for without OCR, too."""


class _BeforeRecognizing(MetaPathFinder):
    """Finds nothing; hears when the recognizer is imported."""

    purse: _Purse | None = None

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == _RECOGNIZER and self.purse is not None:
            self.purse.recognize()


def _used() -> float:
    """CPU seconds of this process so far."""
    return time.process_time()


def _set(what: str, most: int) -> None:
    try:
        import resource
    except ImportError:
        return
    limit = getattr(resource, what)
    _, hard = resource.getrlimit(limit)
    with suppress(ValueError, OSError):  # not to be had on this system; the wall clock of the parent still holds
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _read(request: Request, out: IO[bytes], purse: _Purse) -> Answer:
    from extractors.extract import extract

    def reading(page: int) -> None:
        purse.at(page)
        send(out, At(page))

    try:
        return extract(
            request.path,
            request.password,
            skip=request.skip,
            reading=reading,
            debug=request.debug,
            hints=request.hints,
        )
    except (MemoryError, RecursionError) as error:
        return Broken(type(error).__name__, memory=True)
    except Exception as error:  # whatever it is, the parent must hear of it
        place = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return Broken(reason, memory="bad_alloc" in reason)  # so the C++ library of OCR says it


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the messages
    heard = _BeforeRecognizing()
    sys.meta_path.insert(0, heard)
    while isinstance(request := receive(sys.stdin.buffer), Request):
        heard.purse = _Purse(request.allowed)
        send(out, _read(request, out, heard.purse))


if __name__ == "__main__":
    main()
