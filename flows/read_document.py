"""One document, wherever it lies → what is kept of it (読み取りの結果): JSON and its digest. IO: the document, child processes.

This is what a worker runs. It is found by its name on any machine with the same lock, so nothing of the run travels there
but its arguments. Results kept from an earlier run are believed only if they still have their digest.
"""

from __future__ import annotations

import hashlib
import time

from pydantic import TypeAdapter

from extractors.guard import ReadingFailed, extract_guarded
from extractors.transcribed import take_transcribed, transcriptions
from flows.storage import laid_out, local_document
from schemas.plan import LEGIBLE, Extraction

_STORED = TypeAdapter(Extraction)


def read_document(
    title: str, document: str, name: str, sha256: str, code: str, typed: str, pages: dict[str, bytes]
) -> dict[str, str]:
    """Read it. A refusal is an exception, so that it is never kept, unless people can type the tree from the pages.

    Args:
        title: what Prefect's pages call it.
        document: a path, or a URL of shared storage.
        name: of the file; with sha256, code and typed it is what the result is kept under.
        sha256: of the document, as the manifest has it.
        code: digest of the code that reads.
        typed: digest of pages.
        pages: files that people typed from it, by name.

    Raises:
        ReadingFailed: refused, or the reading broke down.
    """
    began = time.time()
    with local_document(document, sha256) as path:
        extraction = extract_guarded(path)
    if extraction.source.sha256 != sha256:
        raise ReadingFailed("文書が実行の途中で書き換えられました。もう一度実行してください。")
    with laid_out(pages) as folder:
        read = {page: extract_guarded(path) for page, path in transcriptions(folder, sha256).items()}
    if read:
        extraction = take_transcribed(extraction, read)
    if extraction.error is not None and extraction.error.code not in LEGIBLE and not extraction.structures:
        raise ReadingFailed(extraction.error.message)
    stored = _STORED.dump_json(extraction)
    took = {"read_at": f"{began:.3f}", "seconds": f"{time.time() - began:.3f}"}
    return {"sha256": hashlib.sha256(stored).hexdigest(), "extraction": stored.decode(), **took}


def stored_extraction(result: object) -> Extraction | None:
    """The extraction of a result; None where it is none, or not the one that was put there."""
    if not isinstance(result, dict):
        return None
    text = result.get("extraction")
    if not isinstance(text, str) or hashlib.sha256(text.encode()).hexdigest() != result.get("sha256"):
        return None
    return _STORED.validate_json(text)


def reading_took(result: object) -> tuple[float, float]:
    """When a document was read, in seconds since 1970, and how long that took; nought where it is not told."""
    if not isinstance(result, dict):
        return 0.0, 0.0
    try:
        return float(result["read_at"]), float(result["seconds"])
    except (KeyError, TypeError, ValueError):
        return 0.0, 0.0
