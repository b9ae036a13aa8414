"""A plan → Word, Excel and PowerPoint files, and these → PDF by LibreOffice. IO: writes files, runs a program.

python-docx, openpyxl and python-pptx are not among the project's packages: an interpreter that has them is named by
$CORPUS_PYTHON, and this file is run by it as a script, with the plan as JSON on its standard input.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.corpus.plan import Plan

TIMEOUT = 180
"""Seconds for one document."""
STYLES = ("xlsx", "docx_table", "docx_outline", "pptx")


def find_office() -> tuple[str, str] | None:
    """An interpreter with the three packages, and LibreOffice."""
    python, office = os.environ.get("CORPUS_PYTHON"), shutil.which("soffice")
    return (python, office) if python and office else None


def print_office(plan: Plan, style: str, seed: int, target: Path) -> None:
    """Write the plan as an office document and print it to `target`.

    Raises:
        FileNotFoundError: no LibreOffice, or no interpreter with the packages.
    """
    found = find_office()
    if found is None:
        raise FileNotFoundError("needs LibreOffice, and $CORPUS_PYTHON with python-docx, openpyxl and python-pptx")
    python, office = found
    source = target.with_suffix("." + style.split("_")[0])
    order = json.dumps({"plan": asdict(plan), "style": style, "seed": seed, "out": str(source)})
    subprocess.run([python, __file__], input=order.encode(), check=True, timeout=TIMEOUT)
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(target.parent), str(source)],
        check=True,
        capture_output=True,
        timeout=TIMEOUT,
    )
    source.unlink()


FONTS = ("IPAexGothic", "IPAPMincho", "TakaoPGothic", "Noto Sans CJK JP", "VL PGothic")


def _printed(entry: dict[str, Any]) -> str:
    return str(entry["label"] + entry["separator"] + entry["name"])


def _rows(entries: list[dict[str, Any]]) -> int:
    return sum(_rows(entry["children"]) if entry["children"] else 1 for entry in entries)


def _cells(entries: list[dict[str, Any]], row: int, col: int) -> list[tuple[int, int, int, dict[str, Any]]]:
    """Row, column, rows covered and entry of each node."""
    found = []
    for entry in entries:
        height = _rows([entry])
        found.append((row, col, height, entry))
        found.extend(_cells(entry["children"], row, col + 1))
        row += height
    return found


def _write_xlsx(plan: dict[str, Any], rng: Random, out: str) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    book = Workbook()
    page = book.active
    font = rng.choice(FONTS)
    line = rng.choice(("thin", "hair", "dotted", "medium", "double", "dashed"))
    side = Side(style=line, color=rng.choice(("000000", "808080")))
    border = Border(left=side, right=side, top=side, bottom=side)
    place = rng.choice(("center", "top", "bottom"))
    fill = PatternFill("solid", fgColor=rng.choice(("DDEBF7", "E2EFDA", "FFF2CC", "D9D9D9")))
    filled = rng.random() < 0.6
    department = rng.random() < 0.4
    page["A1"], page["A2"], page["A3"] = (
        plan["title"],
        f"計画期間　{plan['start']}年度～{plan['end']}年度",
        plan["heading"],
    )
    page["A1"].font = Font(name=font, size=16, bold=True)
    page["A3"].font = Font(name=font, size=12, bold=True)
    names = [*plan["levels"], *(["担当課"] if department else [])]
    for col, name in enumerate(names, 1):
        cell = page.cell(5, col, name)
        cell.font, cell.border = Font(name=font, size=10, bold=True), border
        cell.alignment = Alignment(horizontal="center", vertical="center")
        if filled:
            cell.fill = fill
    depth = len(plan["levels"])
    for row, col, height, entry in _cells(plan["roots"], 6, 1):
        cell = page.cell(row, col, _printed(entry))
        for at in range(row, row + height):
            page.cell(at, col).border = border
        if height > 1:
            page.merge_cells(start_row=row, end_row=row + height - 1, start_column=col, end_column=col)
        cell.font = Font(name=font, size=10)
        cell.alignment = Alignment(vertical=place, wrap_text=True, shrink_to_fit=False)
        if filled and col == 1:
            cell.fill = fill
        if department and not entry["children"]:
            beside = page.cell(row, depth + 1, entry["department"])
            beside.border, beside.font = border, Font(name=font, size=10)
    for col in range(1, depth + 1):
        page.column_dimensions["ABCDEFG"[col - 1]].width = rng.choice((22, 28, 34)) if col < depth else 48
    page.column_dimensions["ABCDEFG"[depth]].width = 16
    for row in range(6, 6 + _rows(plan["roots"])):
        page.row_dimensions[row].height = rng.choice((18, 26, 28))
    page.page_setup.orientation = rng.choice(("landscape", "portrait"))
    page.page_setup.paperSize = rng.choice((8, 9))
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = rng.choice((0, 1))
    page.print_title_rows = "5:5"
    book.save(out)


def _write_docx_table(plan: dict[str, Any], rng: Random, out: str) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    _docx_font(document, rng.choice(FONTS), 9)
    document.add_heading(plan["title"], 0)
    document.add_paragraph(f"計画期間　{plan['start']}年度～{plan['end']}年度")
    document.add_heading(plan["heading"], 1)
    depth = len(plan["levels"])
    table = document.add_table(rows=1 + _rows(plan["roots"]), cols=depth)
    table.style = rng.choice(
        ("Table Grid", "Table Grid", "Light Grid Accent 1", "Medium Grid 1 Accent 1", "Light List")
    )
    for col, name in enumerate(plan["levels"]):
        table.cell(0, col).text = name
    for row, col, height, entry in _cells(plan["roots"], 1, 0):
        cell = table.cell(row, col)
        if height > 1:
            cell = cell.merge(table.cell(row + height - 1, col))
        cell.text = _printed(entry)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
    document.save(out)


def _docx_font(document: Any, name: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for style in document.styles:
        if getattr(style, "font", None) is not None and style.type == 1:
            style.font.name = name
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    document.styles["Normal"].font.size = Pt(size)


def _write_docx_outline(plan: dict[str, Any], rng: Random, out: str) -> None:
    from docx import Document
    from docx.shared import Pt

    document = Document()
    _docx_font(document, rng.choice(FONTS), 10.5)
    document.add_heading(plan["title"], 0)
    document.add_paragraph(f"計画期間　{plan['start']}年度～{plan['end']}年度")
    document.add_heading(plan["heading"], 1)
    depth = len(plan["levels"])
    headings = rng.randint(1, depth - 1)
    talk = rng.random() < 0.6

    def write(entries: list[dict[str, Any]], level: int) -> None:
        for entry in entries:
            if level < headings:
                document.add_heading(_printed(entry), level + 2)
            else:
                paragraph = document.add_paragraph(_printed(entry))
                paragraph.paragraph_format.left_indent = Pt(12 * (level - headings + 1))
                paragraph.paragraph_format.space_after = Pt(2)
            if talk and not entry["children"]:
                below = document.add_paragraph(entry["description"])
                below.paragraph_format.left_indent = Pt(12 * (level + 2))
            write(entry["children"], level + 1)

    write(plan["roots"], 0)
    document.save(out)


def _write_pptx(plan: dict[str, Any], rng: Random, out: str) -> None:
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
    from pptx.util import Pt

    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(1190), Pt(842)
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    font = rng.choice(FONTS)
    shape_kind = rng.choice((MSO_SHAPE.RECTANGLE, MSO_SHAPE.ROUNDED_RECTANGLE))
    connector = rng.choice((MSO_CONNECTOR.ELBOW, MSO_CONNECTOR.STRAIGHT, None))
    middle = rng.random() < 0.6 and connector is not None

    def write(
        x: float, y: float, w: float, h: float, text: str, size: float, fill: str | None, kind: Any = None
    ) -> Any:
        box = (
            slide.shapes.add_shape(kind or shape_kind, Pt(x), Pt(y), Pt(w), Pt(h))
            if fill
            else slide.shapes.add_textbox(Pt(x), Pt(y), Pt(w), Pt(h))
        )
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_top = frame.margin_bottom = Pt(1)
        frame.margin_left = frame.margin_right = Pt(4)
        frame.text = text
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run.font.size, run.font.name = Pt(size), font
                run.font.color.rgb = RGBColor(0, 0, 0)
        if fill:
            box.fill.solid()
            box.fill.fore_color.rgb = RGBColor.from_string(fill)
            box.line.color.rgb = RGBColor(60, 60, 60)
        return box

    write(30, 10, 900, 30, plan["title"], 20, None)
    write(30, 44, 900, 20, f"計画期間　{plan['start']}年度～{plan['end']}年度", 11, None)
    write(30, 66, 500, 24, plan["heading"], 14, None)
    depth = len(plan["levels"])
    gap = 30
    width = (1130 - gap * (depth - 1)) / depth
    leaves = _rows(plan["roots"])
    pitch = min(26.0, 690 / leaves)
    size = 9 if pitch > 22 else 7.5
    headers = rng.random() < 0.6
    if headers:
        for level, name in enumerate(plan["levels"]):
            write(30 + level * (width + gap), 94, width, 20, name, 10, "BFBFBF", MSO_SHAPE.RECTANGLE)
    boxes: dict[int, Any] = {}
    order = _cells(plan["roots"], 0, 0)
    if rng.random() < 0.5:
        rng.shuffle(order)
    for row, level, height, entry in order:
        top = 122 + row * pitch
        tall = pitch - 4
        if middle and height > 1:
            top += (height - 1) * pitch / 2
        fill = ("9DC3E6", "DEEBF7", "FFFFFF", "FFFFFF", "FFFFFF")[level]
        boxes[id(entry)] = write(30 + level * (width + gap), top, width, tall, _printed(entry), size, fill)
    if connector is not None:
        for _, _, _, entry in order:
            for child in entry["children"]:
                link = slide.shapes.add_connector(connector, 0, 0, 0, 0)
                link.begin_connect(boxes[id(entry)], 3)
                link.end_connect(boxes[id(child)], 1)
    deck.save(out)


_WRITERS = {
    "xlsx": _write_xlsx,
    "docx_table": _write_docx_table,
    "docx_outline": _write_docx_outline,
    "pptx": _write_pptx,
}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    _WRITERS[asked["style"]](asked["plan"], Random(asked["seed"]), asked["out"])
