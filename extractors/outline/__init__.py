"""The outline solver: units in reading order → the best trees (docs/architecture.md)."""

from extractors.outline.candidates import outline_candidates, text_candidates
from extractors.outline.pieces import text_units

__all__ = ["outline_candidates", "text_candidates", "text_units"]
