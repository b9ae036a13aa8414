"""A file → its Extraction: read, see, build trees, read facts, check one against the other. IO: reads the file.

Never raises for what is wrong with a document: that is Extraction.error, or an issue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from extractors.absent import find_absent
from extractors.choose.candidates import candidates
from extractors.choose.choose import choose
from extractors.choose.contested import contested
from extractors.choose.hinted import asked, within
from extractors.choose.ledger import unaccounted
from extractors.facts.printed import printed
from extractors.facts.read_facts import read_facts
from extractors.facts.reflow import reflow
from extractors.legible import unread_sentence
from extractors.ocr_issues import ocr_issues
from extractors.place_issues import place_issues
from extractors.plans import assign_plans
from extractors.recheck import edition_changes, tree_issues
from extractors.refuse import Refused
from extractors.turn_back import turned_back
from extractors.wording import check_rows
from schemas.document import Document, SourceFile
from schemas.issue import Issue
from schemas.plan import Extraction, Facts, Refusal, Structure
from schemas.reading import NO_HINTS, Hints, Reading

Told = Callable[[int], None]

_NO_STRUCTURE = Refusal(
    "no_structure",
    "施策の体系（目標から取組までの表、図、箇条書き）が見つかりません。体系の載ったページを含む文書か確かめてください。",
)


def extract(
    path: Path,
    password: str | None = None,
    *,
    skip: frozenset[int] = frozenset(),
    reading: Told = lambda _page: None,
    debug: Path | None = None,
    hints: Hints = NO_HINTS,
) -> Extraction:
    """Everything that one document gives.

    Args:
        path: a PDF or a text file.
        password: opens an encrypted PDF; never repeated in any message.
        skip: pages that are not to be read, because they took too long or too much memory before.
        reading: told the number of each page before it is read, and -1 when all are read.
        debug: a folder for pictures of what was seen on each page.
        hints: what a person says of the document: pages, a frame, what is in it.
    """
    try:
        document, reading_issues = _read(path, password, skip, reading)
    except Refused as error:
        return refused(path, error.refusal.code, error.refusal.message)
    reading(-1)
    document = within(document, hints)
    readings = candidates(document) if hints.kind != "none" else ()
    rows = printed(reflow(document.lines))
    facts = read_facts(document, rows)
    title = facts.value.plan.title
    choice = choose(document, asked(readings, hints.kind), title, certain=hints != NO_HINTS)
    taken = choice.reading
    structures, plan_issues = _plans(taken.structures if taken is not None else (), document, facts.value)
    issues = place_issues(
        (
            *reading_issues,
            *(taken.issues if taken is not None else ()),
            *facts.issues,
            *find_absent(document.lines),
            *check_rows(rows),
            *plan_issues,
            *contested(choice),
            *_unaccounted(document, structures, facts.value, taken),
            *tree_issues(facts.value.declared, structures),
        ),
        structures,
    )
    if debug is not None and document.pages:
        from extractors.debug_pages import debug_pages

        debug_pages(path, password, document, (), structures, debug)
    changes = edition_changes(structures, issues)
    extraction = Extraction(
        document.source,
        _refusal(document, structures),
        facts.value,
        structures,
        (*issues, *ocr_issues(document.pages, structures), *changes.issues),
        changes.value,
    )
    return turned_back(extraction, document.pages)


def _refusal(document: Document, structures: tuple[Structure, ...]) -> Refusal | None:
    """Garbage in the text layer is told even where the image could be read instead."""
    if document.garbled and (not structures or {s.page for s in structures} <= set(document.garbled)):
        if document.unread:
            return Refusal("garbled_text", unread_sentence(document.unread, document.garbled))
        return Refusal(
            "garbled_text",
            "PDFの文字情報が壊れているため、紙面の画像から読み取りました。作成元で文字情報を直したPDFを用意してください。",
        )
    if structures:
        return None
    if document.unread:
        return Refusal("no_structure", unread_sentence(document.unread, document.garbled))
    return _NO_STRUCTURE


def refused(path: Path, code: str, message: str) -> Extraction:
    """The Extraction of a document that could not be read."""
    return Extraction(_unread(path), Refusal(code, message), Facts(), (), ())


def read_document(path: Path, password: str | None = None) -> Document:
    """A document as printed, before anything is understood of it.

    Raises:
        Refused: it cannot be read.
    """
    return _read(path, password, frozenset(), lambda _page: None)[0]


def _read(path: Path, password: str | None, skip: frozenset[int], reading: Told) -> tuple[Document, tuple[Issue, ...]]:
    """The document by what its first bytes say, not by its name."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except FileNotFoundError as error:
        raise Refused("unsupported", f"ファイルがありません: {path.name}。名前と場所を確かめてください。") from error
    except IsADirectoryError as error:
        raise Refused("unsupported", f"フォルダーです: {path.name}。中の文書を指定してください。") from error
    except OSError as error:
        raise Refused(
            "unsupported", f"ファイルを開けません: {path.name}。読み取りの権限を確かめてください。"
        ) from error
    if not head:
        raise Refused("empty", "ファイルが空です。もう一度入手してください。")
    if b"%PDF-" in head:
        from extractors.read_pdf import read_pdf

        of_pdf = read_pdf(path, password, skip, reading)
        return of_pdf.value, of_pdf.issues
    if head[:2] == b"PK" or head[:4] == b"\xd0\xcf\x11\xe0":
        raise Refused("unsupported", "WordやExcelなどのファイルは読めません。PDFかテキストで保存し直してください。")
    from extractors.read_text import read_text

    reading(-1)  # a text has no pages: whoever waits, waits for the rest
    read = read_text(path)
    return read.value, read.issues


def _unaccounted(
    document: Document, structures: tuple[Structure, ...], facts: Facts, taken: Reading | None
) -> tuple[Issue, ...]:
    """What stands inside the extent of a hierarchy and was used for nothing."""
    said = [statement.text for statement in facts.statements]
    said += [one.text for one in taken.read] if taken is not None else []
    said += [node.label + node.name for structure in structures for node in structure.nodes]
    return tuple(
        issue for index, structure in enumerate(structures) for issue in unaccounted(document, structure, index, said)
    )


def _plans(
    structures: tuple[Structure, ...], document: Document, facts: Facts
) -> tuple[tuple[Structure, ...], tuple[Issue, ...]]:
    kept = tuple(structure for structure in structures if structure.nodes)
    assigned = assign_plans(kept, document, facts)
    return assigned.value, assigned.issues


def _unread(path: Path) -> SourceFile:
    """What can be said of a file that was not read."""
    try:
        data = path.read_bytes()
    except OSError:
        return SourceFile(path.name, "", "application/octet-stream", 0)
    kind = "application/pdf" if b"%PDF-" in data[:1024] else "application/octet-stream"
    return SourceFile(path.name, hashlib.sha256(data).hexdigest(), kind, len(data))
