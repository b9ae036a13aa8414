"""The manifest of one edition of a plan: raw/<plan_id>/source.toml (出典情報). Types only, no IO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """What a steward states about a document. extractors/read_sources.py reads it and checks every key."""

    plan_id: str
    """Folder name in raw/, ASCII: letters, digits and hyphens."""
    title: str
    municipality: str
    municipality_code: str
    """全国地方公共団体コード, 6 digits with check digit."""
    publisher: str
    document: str
    """File name in the same folder."""
    sha256: str
    terms: str
    """Terms of use (利用条件) of the document as its publisher states them."""
    retrieved: str
    """ISO 8601 date."""
    url: str | None = None
    layout: str | None = None
    """How the document was read when a steward accepted it; later drift is an issue."""
    supersedes: str | None = None
    """plan_id of the edition before."""
    prose: Literal["verbatim", "paraphrased", "omitted"] = "verbatim"
    """Whether the prose of the document is that of the plan; what an editor paraphrased is never published as printed."""
    editor_note: str | None = None
    """What whoever took the document in says of it."""
    terms_id: str | None = None
    """SPDX identifier or URI of the terms of use."""
    archive: bool = False
    """True where the terms allow the document itself to lie in the release."""
    role: Literal["plan", "sample"] = "plan"
    """A sample is extracted and checked with the rest, and never published."""
