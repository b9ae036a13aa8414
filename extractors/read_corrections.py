"""corrections/<plan_id>.jsonl → corrections, and the lines that do not hold. IO: reads one file.

A last line without its line break was cut off while it was being written: nobody was told that it was saved. Where it is
whole all the same, it counts; else it is told as torn, and the next one to write takes it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.correction_line import BadLine, from_line
from schemas.correction import Correction


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that does not hold."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class CorrectionsRead:
    """All that a file says."""

    corrections: tuple[Correction, ...]
    faults: tuple[Fault, ...] = ()
    torn: bool = False
    """True where the last line was cut off in the middle."""


def read_corrections(path: Path) -> CorrectionsRead:
    """Every line; nothing where there is no file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return CorrectionsRead(())
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole, torn = data[: error.start].rpartition(b"\n")[0], b"\n" not in data[error.start :]
        if not torn:
            place = data[: error.start].count(b"\n") + 1
            return CorrectionsRead((), (Fault(path.name, place, "文字コードがUTF-8ではありません。"),))
        text = whole.decode("utf-8") + ("\n" if whole else "") + "\ufffd"
    lines = text.split("\n")
    found: dict[Correction, None] = {}
    ids: dict[str, Correction] = {}
    faults = []
    torn = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            correction = from_line(line)
        except BadLine as error:
            torn = number == len(lines)
            if not torn:
                faults.append(Fault(path.name, number, str(error)))
            continue
        if ids.setdefault(correction.id, correction) != correction:
            faults.append(Fault(path.name, number, f"ID「{correction.id}」が前の行と重なっています。"))
        found[correction] = None
    return CorrectionsRead(tuple(found), tuple(faults), torn)
