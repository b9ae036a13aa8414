"""A document → its Extraction, read in a process of its own. IO: one child process.

A PDF library that crashes, or a page that never ends, costs that document alone.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from schemas.plan import Extraction

READ_SECONDS = 1800
"""A 500-page booklet takes minutes on an office PC; half an hour means that it hangs."""


class ReadingFailed(Exception):
    """The reading itself broke down, which is no fault of the document; its words are for the steward."""


def read_apart(path: Path, seconds: float = READ_SECONDS) -> Extraction:
    """What extractors.extract gives, byte for byte.

    Raises:
        ReadingFailed: the reader crashed, or took longer than that.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(theirs, path), daemon=True)
    reader.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise ReadingFailed(
                f"読み取りが {seconds / 60:.0f} 分たっても終わらないので止めました。体系の載ったページだけを抜き出してください。"
            )
        answer = ours.recv()
    except EOFError:
        raise ReadingFailed(
            "読み取りのプログラムが途中で止まりました。文書が壊れていないか確かめ、別の方法で保存し直してください。"
        ) from None
    finally:
        reader.kill()
        reader.join()
        ours.close()
    if isinstance(answer, Extraction):
        return answer
    raise ReadingFailed(
        f"読み取りの途中で予期しない誤りが起きました（{answer}）。文書を添えて開発者に知らせてください。"
    )


def _read(answer: Connection, path: Path) -> None:
    """The child: the Extraction, or what went wrong in one line."""
    from extractors.extract import extract

    try:
        answer.send(extract(path))
    except Exception as error:  # whatever it is, the parent must hear of it
        answer.send(f"{type(error).__name__}: {error}")
