"""What a check of the doctor is given and gives (点検の結果). Types only, no IO."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what was seen, what to do."""

    title: str
    state: State
    seen: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders and files that are looked at."""

    raw: Path
    corrections: Path
    published: Path
    build: Path
    settings: Path
    portal: Path
