"""What a steward does and looks at: `taikei run` in a folder, and whether the release in it is whole."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path

RAW = Path(__file__).parents[2] / "raw"
TAIKEI = str(Path(sys.executable).parent / "taikei")


def run(folder: Path, env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """`taikei run` there."""
    return subprocess.run([TAIKEI, "run", *options], cwd=folder, env=env, capture_output=True, text=True, check=False)


def contents(published: Path) -> dict[str, bytes]:
    """Every file of published/ but the lock."""
    files = (path for path in published.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(published).as_posix(): path.read_bytes() for path in files}


def sound_release(published: Path) -> str:
    """The current version; fails where it is not whole."""
    release = (published / "latest").resolve()
    listed = (release / "SHA256SUMS").read_text("utf-8").splitlines()
    for line in listed:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    assert len(listed) == sum(path.is_file() for path in release.rglob("*")) - 1
    return release.name


def ids(published: Path) -> dict[str, str]:
    """Id → title of every policy of the current release."""
    with (published / "latest" / "csv" / "policy.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["ID"]: row["名称"] for row in csv.DictReader(file)}


def one_plan_more(folder: Path) -> None:
    """The sample becomes a plan, so that the next run has a release to make."""
    manifest = folder / "raw" / "sample-ruled-table" / "source.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('role = "sample"', ""), "utf-8")


def without_server() -> dict[str, str]:
    """Environment of a run that starts its own; the fixture `server` has set this process up for another."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
