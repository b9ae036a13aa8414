"""Documents that `taikei watch` held back (確認待ちの公開元の文書): seen here, settled by that command. IO: raw/, build/, a process.

flows/ is not imported. What waits stands in raw/<plan_id>/versions.json, whose only writer is the command; how it differs from the
document we have stands in build/changes/.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractors.read_sources import RawPlan
from extractors.read_versions import BadVersions, held_version, read_versions
from schemas.watched import Version
from workbench.config import Config, Office

COMMAND = [sys.executable, "-P", "-m", "flows.command", "watch"]
SECONDS = 60
"""The command takes one; longer only where the machine is very busy."""
KINDS_HELD = ("source_shrunk", "source_other_edition")
"""Exceptions of sources that leave a document to decide about; all others leave none."""
SHOWN = 300
"""Lines of what changed; a document with more is looked at itself."""
_NAME = 16
"""Characters of the sha256 in names of files."""
_HEAD = 7
"""Lines of a list of changes before the first change: title, sum, and the two documents, with blank lines between."""

Decision = Literal["accept", "refuse"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The newest version of one plan's document, about which a person decides or has decided."""

    plan: RawPlan
    version: Version
    open: bool
    """Whether it still waits."""
    document: Path
    summary: str
    """How many entries changed, in one sentence; "" where the list was deleted."""
    changes: tuple[str, ...]
    more: int
    """Changes that are not shown."""


def waiting(config: Config, plan: RawPlan) -> Waiting | None:
    """What waits, or was decided last; None where nobody was ever asked."""
    folder = config.raw / plan.source.plan_id
    try:
        versions = read_versions(folder)
    except BadVersions:
        return None
    held = held_version(versions)
    if held is None and not (versions and versions[-1].decided):
        return None
    version = held or versions[-1]
    summary, changes = _changes(config.build / "changes" / f"{plan.source.plan_id}-{version.sha256[:_NAME]}.md")
    shown, more = changes[:SHOWN], max(len(changes) - SHOWN, 0)
    return Waiting(plan, version, held is not None, folder / version.document, summary, shown, more)


def decide(config: Config, plan_id: str, digest: str, decision: Decision, office: Office) -> str:
    """Take the document in, or refuse it; "" where that was done, else why not, in a sentence."""
    folders = ["--raw", str(config.raw), "--build", str(config.build)]
    command = [*COMMAND, plan_id, f"--{decision}", f"--sha256={digest}", f"--role={office}", *folders]
    try:
        said = subprocess.run(
            command, cwd=config.root, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return "時間がかかりすぎました。しばらくしてから、もう一度試してください。"
    words = (said.stderr or said.stdout).decode("utf-8", "replace").strip()
    return "" if said.returncode == 0 else words.rpartition("\n")[2] or "もう一度試してください。"


def _changes(path: Path) -> tuple[str, tuple[str, ...]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return "", ()
    return "".join(lines[2:3]), tuple(line.removeprefix("- ") for line in lines[_HEAD:])
