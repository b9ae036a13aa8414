"""requirements.lock and advisories on this machine → the locked versions that are known to be vulnerable. IO: reads files.

The advisories are OSV's export for PyPI (a zip, or a folder with its JSON files). Nothing is fetched: where there is no such
file, nothing was audited, and the exit code says so.

Exit codes: 0 none known · 1 some are · 2 there is nothing to compare with.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

STALE_DAYS = 14
"""Older advisories miss what is exploited by now."""

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def locked(text: str) -> set[tuple[str, str]]:
    """Name and version of everything in the lock."""
    return {(_plain(name), version) for name, version in _LOCKED.findall(text)}


def advisories(path: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of the export."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield json.loads(file.read_bytes())
        return
    with zipfile.ZipFile(path) as export:
        for name in sorted(export.namelist()):
            if name.endswith(".json"):
                yield json.loads(export.read(name))


def affects(advisory: dict[str, Any], name: str, version: str) -> bool:
    """Whether a version of a package is among those named, or within the ranges."""
    if advisory.get("withdrawn"):
        return False
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI" or _plain(package.get("name", "")) != name:
            continue
        if version in affected.get("versions", ()):
            return True
        ranges = [each["events"] for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM"]
        if any(_within(events, version) for events in ranges):
            return True
    return False


def _within(events: list[dict[str, str]], version: str) -> bool:
    """OSV's rule: events in order; introduced opens, fixed closes, last_affected closes behind itself."""
    at, inside = Version(version), False
    try:
        ordered = sorted(events, key=lambda event: _at(next(iter(event.values()))))
        for event in ordered:
            if "introduced" in event and at >= _at(event["introduced"]):
                inside = True
            if "fixed" in event and at >= _at(event["fixed"]):
                inside = False
            if "last_affected" in event and at > _at(event["last_affected"]):
                inside = False
    except InvalidVersion:
        return True  # what cannot be compared is for a person to look at
    return inside


def _at(text: str) -> Version:
    return Version("0.dev0" if text == "0" else text)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) != 2 or not Path(arguments[1]).exists():
        print("No advisories here, so nothing was audited: make audit ADVISORIES=all.zip (OSV's export for PyPI)")
        return 2
    wanted = locked(Path(arguments[0]).read_text("utf-8"))
    by_name: dict[str, list[str]] = {}
    for name, version in wanted:
        by_name.setdefault(name, []).append(version)
    newest, count, found = "", 0, []
    for advisory in advisories(Path(arguments[1])):
        count += 1
        newest = max(newest, str(advisory.get("modified", "")))
        names = {_plain(entry.get("package", {}).get("name", "")) for entry in advisory.get("affected", ())}
        for name in sorted(names & set(by_name)):
            for version in by_name[name]:
                if affects(advisory, name, version):
                    found.append(f"{name} {version}: {advisory['id']} {advisory.get('summary', '')}".rstrip())
    if not count:
        print("The file holds no advisories, so nothing was audited.")
        return 2
    for line in sorted(found):
        print(line)
    age = (datetime.now(UTC) - datetime.fromisoformat(newest)).days
    print(f"{len(wanted)} locked packages, {count} advisories, the newest {age} days old: {len(found)} known")
    if age > STALE_DAYS:
        print("These advisories are stale: fetch a newer export.")
        return 1 if found else 2
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
