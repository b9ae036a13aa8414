"""Extraction × what people typed from a hopeless document or page → one extraction (書き起こし). Pure but for finding files.

corrections/transcribed/<sha256>.txt stands for the whole document, <sha256>-p12.txt for page 12: plain text, read through
the same door as any text. The checksum ties it to the very file it was typed from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from schemas.issue import Issue
from schemas.plan import Extraction, Facts, Structure
from schemas.structure import Evidence

FOLDER = "transcribed"
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})(?:-p(?P<page>[1-9][0-9]*))?\.txt")


def transcriptions(corrections: Path, sha256: str) -> dict[int | None, Path]:
    """The files typed from a document, by page; None for the whole of it. IO: lists a folder."""
    found: dict[int | None, Path] = {}
    for path in sorted((corrections / FOLDER).glob("*.txt")):
        name = _NAME.fullmatch(path.name)
        if name is not None and name["sha256"] == sha256:
            found[int(name["page"]) if name["page"] else None] = path
    return found


def misnamed(corrections: Path) -> list[str]:
    """Names in the folder that belong to no document. IO: lists a folder."""
    folder = corrections / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not _NAME.fullmatch(path.name) and path.name[0] != ".")


def take_transcribed(extraction: Extraction, typed: Mapping[int | None, Extraction]) -> Extraction:
    """The extraction with the typed pages in place of what was read of them."""
    whole = typed.get(None)
    if whole is not None:
        extraction = replace(_placed(whole, None), source=extraction.source)
    for page, text in sorted((page, text) for page, text in typed.items() if page is not None):
        extraction = _with_page(extraction, page, _placed(text, page))
    return extraction


def _with_page(extraction: Extraction, page: int, typed: Extraction) -> Extraction:
    """Hierarchies of the page give way to the typed ones; order by page stays."""
    kept = [(index, structure) for index, structure in enumerate(extraction.structures) if structure.page != page]
    place = sum(1 for _, structure in kept if (structure.page or 0) < page)
    structures = [structure for _, structure in kept]
    structures[place:place] = typed.structures
    moved = {old: new if new < place else new + len(typed.structures) for new, (old, _) in enumerate(kept)}
    issues = [
        replace(issue, structure=moved[issue.structure] if issue.structure is not None else None)
        for issue in extraction.issues
        if (issue.structure in moved) or (issue.structure is None and issue.evidence.page != page)
    ]
    issues += [
        replace(issue, structure=issue.structure + place if issue.structure is not None else None)
        for issue in typed.issues
    ]
    facts = typed.facts if extraction.facts == Facts() else extraction.facts
    error = None if structures else extraction.error
    return replace(extraction, error=error, facts=facts, structures=tuple(structures), issues=tuple(issues), changes=())


def _placed(typed: Extraction, page: int | None) -> Extraction:
    """Refs apart from those of the document, places by page: lines of the typed file lead nowhere in the document."""
    mark = "t:" if page is None else f"t{page}:"

    def place(evidence: Evidence) -> Evidence:
        return replace(evidence, page=page, line=None)

    def structure(read: Structure) -> Structure:
        nodes = tuple(replace(node, ref=mark + node.ref, evidence=place(node.evidence)) for node in read.nodes)
        return replace(read, nodes=nodes, page=page, line=None)

    def issue(read: Issue) -> Issue:
        return replace(read, refs=tuple(mark + ref for ref in read.refs), evidence=place(read.evidence))

    return replace(
        typed,
        structures=tuple(structure(each) for each in typed.structures),
        issues=tuple(issue(each) for each in typed.issues),
    )
