"""The process that reads documents for extractors/guard.py: requests on standard input, answers on standard output.

It limits its own memory and CPU time, says which page it is at, and leaves when its input ends.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import IO

from extractors.guard_messages import Answer, At, Broken, Request, receive, send


def _limit(request: Request) -> None:
    """Limits of this process, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + request.seconds
    for what, most in ((resource.RLIMIT_AS, request.memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(what)
        try:
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):
            continue  # not to be had on this system; the wall clock of the parent still holds


def _read(request: Request, out: IO[bytes]) -> Answer:
    from extractors.extract import extract

    try:
        return extract(
            request.path,
            request.password,
            skip=request.skip,
            reading=lambda page: send(out, At(page)),
            debug=request.debug,
        )
    except MemoryError:
        return Broken("MemoryError", memory=True)
    except Exception as error:  # whatever it is, the parent must hear of it
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Broken(f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})", memory=False)


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the messages
    while isinstance(request := receive(sys.stdin.buffer), Request):
        _limit(request)
        send(out, _read(request, out))


if __name__ == "__main__":
    main()
