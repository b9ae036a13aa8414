"""What every look at a source or a page needs, and how what was seen is kept (見守りの共通部分). IO: build/."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extractors.guard import ReadingFailed
from flows.watch.fetch import Fetcher
from flows.watch.judge import Read
from flows.watch.settings import WatchSettings
from publishers.why import why
from publishers.write_safely import replace_file

LOG = logging.getLogger("taikei")


@dataclass(frozen=True, slots=True)
class Context:
    """What every look needs."""

    raw: Path
    build: Path
    settings: WatchSettings
    fetcher: Fetcher
    read: Read
    now: datetime


def store(path: Path, value: object) -> None:
    """As JSON, whole or not at all."""
    write(path, (json.dumps(value, ensure_ascii=False) + "\n").encode())


def write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data)


def trouble(error: Exception) -> str:
    """What this machine or this program could not do, in a sentence."""
    if isinstance(error, ReadingFailed):
        return str(error)
    if isinstance(error, OSError):
        return f"文書を保存できません（{why(error)}）。空き容量と権限を確かめてください。"
    LOG.exception("look")
    return f"予期しない誤りが起きました（{type(error).__name__}: {error}）。この行を添えて開発者に知らせてください。"
