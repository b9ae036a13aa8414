"""A document with the hierarchy that a careful reader takes from it; trees are written as indented lines. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One entry as printed."""

    label: str
    name: str
    more: tuple[str, ...] = ()
    """What stands beside or below it: offices, indicators, descriptions."""
    kids: tuple[Node, ...] = ()

    @property
    def printed(self) -> str:
        """Number and title with a full-width space between."""
        return f"{self.label}　{self.name}" if self.label else self.name


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be made anywhere: the same bytes of text, the same page."""

    case: str
    family: str
    content: str | bytes | Callable[[Path], None]
    """HTML for a browser (a PDF), a text, or what writes the file."""
    structures: tuple[dict[str, Any], ...] = ()
    """None: it is no plan and has to be refused."""
    facts: tuple[tuple[str, str | int | None], ...] = ()
    suffix: str = ".pdf"
    needs: tuple[str, ...] = ()
    """Programs that make it, of "chromium" and "soffice"."""

    def gold(self) -> dict[str, Any]:
        """In the shape of `taikei extract`; `expect_error` where it has to be refused."""
        found: dict[str, Any] = {"case": self.case, "style": self.family}
        if self.facts:
            found["plan"] = dict(self.facts)
        found["structures"] = list(self.structures)
        return found if self.structures else found | {"expect_error": "no_structure"}


def tree(text: str) -> tuple[Node, ...]:
    """Lines `label|name|more…`, one level per leading space."""
    lines = [line for line in text.split("\n") if line.strip()]
    return _nodes([(len(line) - len(line.lstrip(" ")), *line.strip(" ").split("|")) for line in lines])


def _nodes(rows: list[tuple[Any, ...]]) -> tuple[Node, ...]:
    starts = [at for at, row in enumerate(rows) if row[0] == rows[0][0]]
    ends = [*starts[1:], len(rows)]
    return tuple(
        Node(rows[at][1], rows[at][2], tuple(rows[at][3:]), _nodes(rows[at + 1 : end]) if end > at + 1 else ())
        for at, end in zip(starts, ends, strict=True)
    )


def walk(roots: tuple[Node, ...], depth: int = 1) -> Iterator[tuple[int, Node]]:
    """Every node with its depth, in reading order."""
    for node in roots:
        yield depth, node
        yield from walk(node.kids, depth + 1)


def leaves(node: Node) -> int:
    """How many rows it takes in a table."""
    return sum(map(leaves, node.kids)) or 1


def relabel(roots: tuple[Node, ...], depth: int, change: Callable[[str], str]) -> tuple[Node, ...]:
    """The labels of one level changed: a tree is written without the marks that all entries of a level share."""
    if depth == 1:
        return tuple(replace(node, label=change(node.label)) for node in roots)
    return tuple(replace(node, kids=relabel(node.kids, depth - 1, change)) for node in roots)


def structure(
    title: str | None,
    roots: tuple[Node, ...],
    page: int | None = 1,
    levels: list[str] | None = None,
    one_page: bool = True,
) -> dict[str, Any]:
    """A hierarchy in the shape of `taikei extract`; where it goes on over pages, its nodes have none."""
    nodes: list[dict[str, Any]] = []
    on = page if one_page else None

    def put(kids: tuple[Node, ...], parent: str | None, depth: int) -> None:
        for number, node in enumerate(kids, 1):
            own = f"{parent}.{number}" if parent else str(number)
            nodes.append(
                {"id": own, "parent": parent, "depth": depth, "label": node.label, "name": node.name, "page": on}
            )
            put(node.kids, own, depth + 1)

    put(roots, None, 1)
    return {"title": title, "page": page, "levels": levels, "nodes": nodes}


def html(css: str, body: str, paper: str = "A4", margin: str = "14mm", font: str = "Noto Sans CJK JP") -> str:
    """A whole HTML document."""
    return (
        f"<!DOCTYPE html><html lang=ja><head><meta charset=utf-8><style>@page{{size:{paper};margin:{margin}}}"
        "*{box-sizing:border-box;-webkit-print-color-adjust:exact}"
        f"body{{font-family:'{font}';font-size:10pt;margin:0;line-height:1.5}}{css}</style></head><body>{body}</body></html>"
    )


_PROSE = (
    "近年、少子高齢化の進行や世帯の小規模化により、地域社会を取り巻く環境は大きく変化しています。",
    "アンケート調査では、回答者の六割以上が「今後も重要である」と答えており、継続的な取組が求められています。",
    "一方で、担い手の不足や財源の確保が課題となっており、限られた資源を効果的に活用する必要があります。",
    "関係機関との連携を密にし、情報の共有を図りながら、段階的に進めていきます。",
    "これまでも関係団体と協力しながら事業を実施してきましたが、周知が十分とはいえない状況です。",
    "こうした状況を踏まえ、計画期間中に重点的に取り組むこととします。",
    "実施状況は毎年度点検し、その結果を広報紙及びホームページで公表します。",
    "国や県の動向を注視し、必要に応じて事業の内容を見直します。",
)


def prose(start: int, sentences: int) -> str:
    """Sentences such as plans are full of; the same ones for the same start."""
    return "".join(_PROSE[(start * 3 + at * 6) % len(_PROSE)] for at in range(sentences))
