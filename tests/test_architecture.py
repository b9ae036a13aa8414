"""docs/architecture.md is kept true: its table of steps names every module, and no module that is gone."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PACKAGES = ("extractors", "publishers", "workbench", "flows")
MODULES = {
    path.relative_to(ROOT).with_suffix("").as_posix()
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if path.name != "__init__.py"
}


def named() -> set[str]:
    """Names in the third column of the steps and the first of the flow's modules, with their package."""
    names = {f"flows/{name}" for name in re.findall(r"^\| `([\w/]+)` \|", TEXT, re.MULTILINE)}
    for row in re.findall(r"^\| [a-z ]+ \|[^|]*\|([^|]*)\|[^|]*\|$", TEXT, re.MULTILINE):
        package = "extractors"
        for name in re.findall(r"`([\w/*]+)`", row):
            head, slash, rest = name.partition("/")
            package = head if head in PACKAGES else package
            names.add(f"{package}/{rest}" if slash and head == package else f"{package}/{name}")
    return names


def test_every_module_has_its_step() -> None:
    patterns = named()
    assert len(patterns) > 50
    assert not sorted(module for module in MODULES if not any(fnmatch(module, pattern) for pattern in patterns))


def test_every_name_is_a_module() -> None:
    assert not sorted(name for name in named() if not any(fnmatch(module, name) for module in MODULES))


def test_every_module_says_what_goes_in_and_out() -> None:
    for module in sorted(MODULES):
        header = (ROOT / f"{module}.py").read_text("utf-8")[:1200]
        assert header.startswith('"""'), module
