"""Hook of mkdocs: the reference pages, generated from the code whenever the site is built. Pure but for the imports.

Links that leave docs/ (to raw/README.md, README.md and so on) are right on the repository's pages and have no target in the
site; they become plain text there.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

_OUTWARD = re.compile(r"\[([^\]]+)\]\(\.\./(?!site/|manual/)[^)]*\)")
API = ("read", "Extraction", "Unreadable", "diff", "Changes", "open_release", "Release", "ReleaseError")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for name, text in (("commands", commands()), ("python", python_api()), ("columns", columns())):
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links out of docs/ become text; index.md is at the top and has none."""
    depth = page.file.src_uri.count("/")
    return _OUTWARD.sub(r"\1", markdown) if depth == 0 else re.sub(r"\[([^\]]+)\]\(\.\./\.\./[^)]*\)", r"\1", markdown)


def commands() -> str:
    """Every command with its options, as `--help` says it in English."""
    os.environ["TAIKEI_LANG"] = "en"
    from flows.command import main

    parts = ["# Commands\n\n`taikei --lang ja` or `--lang en` chooses the language of help and messages.\n"]
    with main.make_context("taikei", ["--lang", "en"], resilient_parsing=True) as context:
        parts += [f"```text\n{main.get_help(context)}\n```\n"]
        for name in sorted(main.commands):
            if name == "workbench":  # takes its options itself
                continue
            with click.Context(main.commands[name], info_name=name, parent=context) as below:
                parts.append(f"## taikei {name}\n\n```text\n{main.commands[name].get_help(below)}\n```\n")
    return "\n".join(parts)


def python_api() -> str:
    """The documented names of the package, from their docstrings."""
    import taikei

    parts = ["# Python API\n", f"```python\n{inspect.cleandoc(taikei.__doc__ or '')}\n```\n"]
    for name in API:
        thing = getattr(taikei, name)
        parts.append(f"## taikei.{name}\n")
        if inspect.isfunction(thing):
            parts.append(f"```python\ntaikei.{name}{inspect.signature(thing)}\n```\n")
        parts.append(f"```text\n{inspect.cleandoc(thing.__doc__ or '')}\n```\n")
        parts += _members(thing) if inspect.isclass(thing) and not issubclass(thing, Exception) else ()
    return "\n".join(parts)


def _members(thing: type) -> Iterator[str]:
    for name, member in vars(thing).items():
        told = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not inspect.isfunction(told):
            continue
        signature = "" if isinstance(member, property) else str(inspect.signature(told))
        yield f"### {thing.__name__}.{name}{signature}\n\n```text\n{inspect.cleandoc(told.__doc__ or '')}\n```\n"


def columns() -> str:
    """The data dictionary: every table and column of a release."""
    from schemas.tables import described

    parts = ["# Columns of a release\n"]
    parts.append(
        "CSV files have the Japanese headings, JSON and Parquet the English keys. Codes and ids are strings.\n"
    )
    for table in described():
        parts.append(f"## {table.name} ({table.ja})\n\n{table.about_en}. {table.about_ja}。\n")
        parts.append("| key | heading in CSV | type | meaning |\n|---|---|---|---|")
        for column in table.columns:
            kind = column.type + ("" if column.nullable else ", required") + (", unique" if column.unique else "")
            codes = "; ".join(f"`{code}` {english}" for code, _, english in column.codes)
            about = column.about_en + (f" ({codes})" if codes else "")
            parts.append(f"| `{column.key}` | {column.ja} | {kind} | {about.replace('|', '&#124;')} |")
        parts.append("")
    return "\n".join(parts)
