"""Hatchling's build hook: the packages of the repository → one package `taikei` in the wheel.

In the repository the packages `schemas`, `extractors`, `publishers`, `workbench` and `flows` are top-level folders. Such
general names must not appear at the top of a user's site-packages, so the wheel holds `taikei.schemas`,
`taikei.extractors` and so on, and every import of them is rewritten. A string that is the dotted name of one of our modules,
such as "flows.command" in a command line, is rewritten, too. The sample plans of raw/ come along for `taikei demo`. An
editable install uses the folders as they are.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOP = "taikei"
INNER = ("schemas", "extractors", "publishers", "workbench", "flows")
SAMPLES = "raw"


class WheelHook(BuildHookInterface[Any]):
    """Adds the rewritten packages to a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write rewritten sources to a temporary folder and name them in build_data."""
        if version == "editable":
            return
        root = Path(self.root)
        self._folder = tempfile.TemporaryDirectory()
        modules = frozenset(module_names(root))
        for path in sorted(_files(root)):
            name = path.relative_to(root)
            if name.parts[0] != TOP:
                name = TOP / name
            target = Path(self._folder.name) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            data = path.read_bytes()
            target.write_bytes(
                rewritten(data.decode("utf-8"), modules).encode("utf-8") if path.suffix == ".py" else data
            )
            build_data["force_include"][str(target)] = name.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._folder.cleanup()


def module_names(root: Path) -> Iterator[str]:
    """Dotted names of our modules inside the packages; not the packages themselves, whose names are ordinary words."""
    for path in _files(root):
        parts = path.relative_to(root).with_suffix("").parts
        if path.suffix == ".py" and parts[0] in INNER:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if "." in name:
                yield name


def rewritten(source: str, modules: frozenset[str]) -> str:
    """The source with our packages under `taikei`."""
    lines = source.split("\n")
    changes: list[tuple[int, int, str, str]] = []  # line, column, old text, new text
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _is_inner(node.module or ""):
            changes.append((node.lineno, node.col_offset, f"from {node.module}", f"from {TOP}.{node.module}"))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if not _is_inner(alias.name):
                    continue
                if len(node.names) > 1 or ("." not in alias.name and alias.asname is None):
                    raise ValueError(f"import {alias.name}: write it with `from` or `as`, so that it can be renamed")
                changes.append((node.lineno, node.col_offset, f"import {alias.name}", f"import {TOP}.{alias.name}"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in modules:
            quoted = f'"{node.value}"'
            changes.append((node.lineno, node.col_offset, quoted, f'"{TOP}.{node.value}"'))
    for number, column, old, new in sorted(changes, reverse=True):
        line = lines[number - 1].encode("utf-8")  # columns of `ast` count bytes
        before, after = line[:column].decode("utf-8"), line[column:].decode("utf-8")
        if not after.startswith(old):
            raise ValueError(f"line {number}: {after!r} should start with {old!r}")
        lines[number - 1] = before + new + after[len(old) :]
    return "\n".join(lines)


def _is_inner(module: str) -> bool:
    return module.partition(".")[0] in INNER


def _files(root: Path) -> Iterator[Path]:
    for folder in (TOP, *INNER, SAMPLES):
        for path in (root / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                yield path
