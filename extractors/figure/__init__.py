"""The two-dimensional reader of pages: tables, cards, diagrams and bars, read by one mechanism over regions of pages.

`figure_candidates` is the package's only door.
"""

from extractors.figure.candidates import figure_candidates as figure_candidates

__all__ = ["figure_candidates"]
