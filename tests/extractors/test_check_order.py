"""Numbers in no order."""

from __future__ import annotations

from extractors.check_order import check_order
from schemas.plan import Node, Structure
from schemas.structure import Evidence


def _tree(*labels: str) -> Structure:
    nodes = tuple(
        Node(str(at), None, 1, 1, label, f"項目{at}", f"項目{at}", f"L{at}", Evidence(label, line=at))
        for at, label in enumerate(labels, 1)
    )
    return Structure(nodes)


def test_numbers_in_no_order_are_told_once_for_all() -> None:
    (issue,) = check_order(_tree("(4)", "(2)", "(7)", "(1)", "(5)", "(3)", "(3)", "(1)", "(6)", "(2)"), 0)
    assert (issue.kind, len(issue.nodes)) == ("reading_order", 10)


def test_lists_that_begin_anew_gaps_and_few_numbers_are_in_order() -> None:
    assert check_order(_tree(*["(1)", "(2)", "(3)"] * 4), 0) == ()
    assert check_order(_tree("①", "②", "④", "⑤", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫"), 0) == ()
    assert check_order(_tree("1-1", "1-2", "2-1", "2-2", "2-3", "3-1", "3-2", "4-1", "4-2", "4-3"), 0) == ()
    assert check_order(_tree("(4)", "(2)", "(7)", "(1)"), 0) == ()
