"""Checks against the documents themselves: they are there, unchanged, and say what the release quotes (出典との照合).

IO: reads the documents that release.tools.printed leads to, and those that lie in the release.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from publishers.quotes import contains, folded
from publishers.table_rows import Row
from publishers.verification import Look, Printed, Release

_OF_FILE = ("sha256", "bytes", "pages")
_OF_MANIFEST = ("title", "publisher", "url", "retrieved", "terms", "terms_id", "prose", "editor_note")
_CUT = "…"
_APART = " / "


def archived(release: Release) -> Iterator[int | Look]:
    """Documents in the release are those that were read."""
    for row in release.tables["source"]:
        if row["archived"] is None:
            continue
        yield 1
        path = release.folder / str(row["archived"])
        if not path.is_file():
            yield str(row["archived"]), "収めたはずの文書がありません。"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            yield str(row["archived"]), "収めた文書の sha256 が出典の表と合いません。"


def sources(release: Release) -> Iterator[int | Look]:
    """Documents, manifests, and a sample of values read again from page and box, or from line and column."""
    ask = release.tools.printed
    if ask is None:
        return
    folders = {row["source_id"]: str(row["plan_key"]).partition("#")[0] for row in release.tables["plan"]}
    known: dict[object, Printed] = {}
    for row in release.tables["source"]:
        yield 1
        place = f"source {row['id']}"
        folder = folders.get(row["id"])
        if folder is None:
            continue
        printed = ask(folder)
        if printed is None:
            yield place, f"文書（raw/{folder}）がありません。"
            continue
        for key in _OF_FILE:
            if row[key] != getattr(printed, key):
                yield place, f"{key} が文書（raw/{folder}）と違います。"
        for key in _OF_MANIFEST:
            if row[key] != printed.manifest.get(key):
                yield (
                    place,
                    f"{key}「{row[key]}」が登録（raw/{folder}/source.toml）の「{printed.manifest.get(key)}」と違います。",
                )
        if row["sha256"] == printed.sha256:
            known[row["id"]] = printed
    rows = [row for row in release.tables["evidence"] if row["source_id"] in known and _has_place(row)]
    for row in _sample(rows, release.tools.sample):
        yield 1
        fault = _read_again(row, known[row["source_id"]])
        if fault:
            yield f"evidence {row['id']}", fault


def _has_place(row: Row) -> bool:
    return row["line"] is not None or (row["page"] is not None and row["x0"] is not None)


def _sample(rows: Sequence[Row], wanted: int) -> Sequence[Row]:
    """Evenly over all rows, the same each time."""
    if len(rows) <= wanted:
        return rows
    return [rows[number * len(rows) // wanted] for number in range(wanted)]


def _read_again(row: Row, printed: Printed) -> str | None:
    there = printed.at(row)
    where = f"{row['page']}ページ" if row["page"] is not None else f"{row['line']}行目"
    if not there:
        return f"文書に{where}のその場所がありません。"
    if row["page"] is not None:
        short = Counter(folded("".join(_quoted(row)))) - Counter(folded(there))
        missing = short.total() > 0  # the order of letters on a page is that of its layout
    else:
        missing = not all(contains(there, part) for part in _quoted(row))
    if missing:
        return f"文書の{where}に原文「{str(row['quote'])[:60]}」がありません。"
    if row["rule"] == "printed" and row["page"] is None and not contains(there, str(row["value"])):
        return f"文書の{where}に値「{str(row['value'])[:60]}」がありません。"
    return None


def _quoted(row: Row) -> list[str]:
    """The words quoted, without what cuts them; of words from several places those at the first."""
    text = str(row["quote"] or "").partition(_APART)[0]
    return [part for part in text.split(_CUT) if folded(part)]
