"""The published tables (公開する表): one Pandera model per file, and the dict that lists them in order of publication."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.tables.change import Change
from schemas.tables.correction import Correction
from schemas.tables.department import Department
from schemas.tables.describe import Table, describe
from schemas.tables.evidence import Evidence
from schemas.tables.id_redirect import IdRedirect
from schemas.tables.issue import Issue
from schemas.tables.municipality import Municipality
from schemas.tables.plan import Plan
from schemas.tables.policy import Policy
from schemas.tables.policy_wide import PolicyWide
from schemas.tables.source import Source
from schemas.tables.statement import Statement
from schemas.tables.term import Term
from schemas.tables.timeline import Timeline

TABLES: dict[str, type[pa.DataFrameModel]] = {
    "plan": Plan,
    "policy": Policy,
    "policy_wide": PolicyWide,
    "timeline": Timeline,
    "statement": Statement,
    "term": Term,
    "department": Department,
    "change": Change,
    "source": Source,
    "evidence": Evidence,
    "issue": Issue,
    "correction": Correction,
    "municipality": Municipality,
    "id_redirect": IdRedirect,
}


def described() -> tuple[Table, ...]:
    """All tables with their columns, in order of publication."""
    return tuple(describe(name, model) for name, model in TABLES.items())
