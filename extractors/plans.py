"""Which plan each hierarchy of a document belongs to (計画の特定). Pure."""

from __future__ import annotations

from schemas.document import Document
from schemas.issue import Result
from schemas.plan import Facts, Structure


def assign_plans(structures: tuple[Structure, ...], document: Document, facts: Facts) -> Result[tuple[Structure, ...]]:
    """Structures with their own plan facts where the document holds several editions."""
    return Result(structures)
