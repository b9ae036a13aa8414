"""Pages → candidates of outlines: kinds of headings as levels, with and without numbers, over tables and pages."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.outline_pages import page_outline_candidates
from schemas.document import BBox, Document, Glyph, Page, Rule, SourceFile

TEXT = "市民や事業者とともに、必要な取組を順に進めます。"
Printed = tuple[str, float, str]
"""Words, size, typeface."""


def line(text: str, x: float, y: float, size: float, face: str) -> list[Glyph]:
    return [
        Glyph(sign, BBox(x + at * size, y, x + (at + 1) * size, y + size), size, face=face)
        for at, sign in enumerate(text)
        if sign != "\u3000"
    ]


def document(*pages: tuple[Sequence[Printed], Sequence[Rule]]) -> Document:
    made = []
    for number, (lines, rules) in enumerate(pages, 1):
        glyphs: list[Glyph] = []
        y = 60.0
        for text, size, face in lines:
            heading = face != "mincho" or size > 10
            y += 14 if heading else 0
            glyphs += line(text, 50, y, size, face)
            y += size * 1.6
        made.append(Page(number, 595, 842, tuple(glyphs), tuple(rules), (), ()))
    return Document(SourceFile("a.pdf", "", "application/pdf", 1, pages=len(made)), (), tuple(made))


def tree(found: Document) -> list[tuple[int, str, str]]:
    best = page_outline_candidates(found)[0]
    return [(node.depth, node.label, node.name) for node in best.structure.nodes]


def test_numbers_of_one_form_in_two_sizes_are_two_levels() -> None:
    pages = [
        (
            [
                (f"{number}　{goal}のまちづくり", 14.0, "mincho"),
                (f"1　{goal}の学びの推進", 12.0, "mincho"),
                (TEXT, 10.0, "mincho"),
                (f"2　{goal}の交流の充実", 12.0, "mincho"),
                (TEXT, 10.0, "mincho"),
            ],
            (),
        )
        for number, goal in enumerate(("水", "森", "人"), 1)
    ]
    assert tree(document(*pages)) == [
        entry
        for number, goal in enumerate(("水", "森", "人"), 1)
        for entry in (
            (1, str(number), f"{goal}のまちづくり"),
            (2, "1", f"{goal}の学びの推進"),
            (2, "2", f"{goal}の交流の充実"),
        )
    ]


def test_headings_without_numbers_are_told_by_their_typeface() -> None:
    lines: list[Printed] = []
    for number, goal in enumerate(("水辺の保全", "森林の再生", "人材の育成"), 1):
        lines.append((f"（{number}）{goal}", 10.0, "gothic"))
        for work in ("体制の整備", "意識の啓発"):
            lines += [(f"（{goal}に向けた{work}）", 10.0, "gothic"), (TEXT, 10.0, "mincho"), (TEXT, 10.0, "mincho")]
    found = tree(document((lines, ())))
    assert [depth for depth, _, _ in found] == [1, 2, 2] * 3
    assert found[1] == (2, "", "（水辺の保全に向けた体制の整備）")


def test_works_in_a_table_stand_under_the_heading_over_it() -> None:
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    y = 60.0
    for number, goal in enumerate(("学びの推進", "交流の充実", "環境の保全"), 1):
        glyphs += line(f"（{number}）{goal}", 50, y, 13, "gothic")
        y += 30
        rows = [("取組名", "内容"), (f"{goal}事業", TEXT[:20]), (f"{goal}講座", TEXT[:20])]
        top = y
        for left, right in rows:
            glyphs += line(left, 55, y + 6, 9, "mincho") + line(right, 205, y + 6, 9, "mincho")
            rules.append(Rule(50, y, 450, y))
            y += 24
        rules.append(Rule(50, y, 450, y))
        rules += [Rule(x, top, x, y) for x in (50, 200, 450)]
        y += 30
    page = Page(1, 595, 842, tuple(glyphs), tuple(rules), (), ())
    found = tree(Document(SourceFile("a.pdf", "", "application/pdf", 1, pages=1), (), (page,)))
    assert [name for _, _, name in found[:3]] == ["学びの推進", "学びの推進事業", "学びの推進講座"]
    assert [depth for depth, _, _ in found] == [1, 2, 2] * 3


def test_a_page_of_prose_gives_no_likely_tree() -> None:
    found = page_outline_candidates(document(([(TEXT, 10.0, "mincho")] * 30, ())))
    assert all(one.score < 0 for one in found)
