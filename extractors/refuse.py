"""How a reader says that it cannot read a document: one exception, a code of schemas.plan.REFUSALS and a sentence."""

from __future__ import annotations

from schemas.plan import REFUSALS, Refusal


class Refused(Exception):
    """A document, or its hierarchy, cannot be read; extractors/extract.py turns it into Extraction.error."""

    def __init__(self, code: str, message: str) -> None:
        if code not in REFUSALS:
            raise ValueError(f"unknown refusal code: {code}")
        super().__init__(message)
        self.refusal = Refusal(code, message)
