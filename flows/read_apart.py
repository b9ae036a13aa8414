"""A document → its Extraction, read in a process of its own. IO: one child process.

A PDF library that crashes, or a page that never ends, costs that document alone.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from schemas.plan import Extraction

READ_SECONDS = 1800
"""A 500-page booklet takes minutes on an office PC; half an hour means that it hangs."""


class ReadingFailed(Exception):
    """A document was refused, or the reading broke down; its words are for the steward."""


def read_apart(path: Path, seconds: float = READ_SECONDS) -> Extraction:
    """What extractors.extract gives, byte for byte.

    Raises:
        ReadingFailed: the reader crashed, or took longer than that.
    """
    command = [sys.executable, "-m", "flows.read_apart", str(path)]
    try:
        reader = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ReadingFailed(
            f"読み取りが {seconds / 60:.0f} 分たっても終わらないので止めました。体系の載ったページだけを抜き出してください。"
        ) from None
    if reader.returncode == 0:
        # Our own child's answer through our own pipe: the one case in which a pickle may be trusted.
        answer: Extraction = pickle.loads(reader.stdout)
        return answer
    last = reader.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2] or f"終了コード {reader.returncode}"
    raise ReadingFailed(
        f"読み取りの途中で予期しない誤りが起きました（{last}）。文書が壊れていないか確かめ、開発者に知らせてください。"
    )


def _answer(path: Path) -> None:
    """The child: the Extraction on standard output, everything else that is printed on standard error."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from extractors.extract import extract

    with answer:
        pickle.dump(extract(path), answer)


if __name__ == "__main__":
    _answer(Path(sys.argv[1]))
