"""One document among others, or with furniture between its lines: the tree must stay as it is. IO: writes PDFs.

A text is composed as a string; a PDF as a file, from files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from tests.corpus.compare import bare
from tests.first_contact.paper import prose
from tests.first_contact.town import gothic

FURNITURE = {
    "form feed": "\f",
    "page number": "　　　　　　　　　　　　　　　　－ 27 －",
    "running head": "第３章　計画の基本的な考え方　　　　　　　27",
    "footnote": "※１　この計画で用いる統計は、令和６年度末のものです。",
    "page turned": "　　　　　　　　27\n\f第３章　計画の基本的な考え方",
}
"""What a copied text holds at the ends of its pages."""


def interrupted(text: str, gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every kind of furniture at every place between two lines of the hierarchies of a text, one at a time.

    Only between whole entries: nobody prints a page number inside of a name that goes on.
    """
    lines = text.split("\n")
    places = [at for found in gold["structures"] for at in _places(lines, found["nodes"])]
    for name, put in FURNITURE.items():
        for at in sorted(set(places)):
            if name == "form feed":
                yield name, "\n".join([*lines[:at], put + lines[at], *lines[at + 1 :]])
            else:
                yield name, "\n".join([*lines[:at], put, *lines[at:]])


def among_prose(text: str, pages: int) -> str:
    """The text between so many pages of prose, divided by form feeds."""
    first = [_page_of_text(number) for number in range(pages // 2)]
    rest = [_page_of_text(number) for number in range(pages // 2, pages)]
    return "\n\f".join([*first, text, *rest])


def beside(text: str, other: str, after: bool = True) -> str:
    """The text and another document, a page each."""
    return "\n\f".join((text, other) if after else (other, text))


def join_pdfs(parts: Sequence[Path], target: Path) -> Path:
    """One document of the pages of all."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as opened:
            whole.import_pages(opened)
    whole.save(str(target))
    whole.close()
    return target


def prose_pdf(target: Path, pages: int, start: int = 0) -> Path:
    """So many pages of prose with headings of chapters, a running head and page numbers."""
    pdfmetrics.registerFont(TTFont("gothic", gothic()))
    paper = canvas.Canvas(str(target), pagesize=(595, 842), invariant=1)
    for number in range(start, start + pages):
        paper.setFont("gothic", 8)
        paper.drawString(72, 800, "まちづくり推進計画　資料編")
        paper.drawCentredString(297, 40, str(number + 1))
        for at, line in enumerate(_page_of_text(number).split("\n")):
            paper.setFont("gothic", 14 if at == 0 else 10.5)
            paper.drawString(72, 770 - 18 * at, line)
        paper.showPage()
    paper.save()
    return target


def _page_of_text(number: int) -> str:
    """A heading and three paragraphs, broken like printed lines."""
    lines = [f"{number + 1}　{('これまでの経過', '町の現状', '調査の結果', '今後の見通し')[number % 4]}"]
    for paragraph in range(3):
        text = "　" + prose(number + paragraph, 5)
        lines += [text[at : at + 40] for at in range(0, len(text), 40)]
    return "\n".join(lines)


def _places(lines: list[str], nodes: list[dict[str, Any]]) -> list[int]:
    """Lines before which furniture may stand: those in which an entry begins, from the second entry on."""
    found, at = [], 0
    for node in nodes:
        name = bare(node["name"])
        at = next((line for line in range(at, len(lines)) if name in bare(lines[line])), at)
        found.append(at)
    return sorted(set(found))[1:]
