"""The 体系 table of raw/132021-shogai-gakushu-6 → raw/sample-ruled-table/sample.pdf: ruled, with merged cells.

Run it as `python tests/raw/typeset_sample.py FONT.ttf OUT.pdf`; the font is IPAexGothic (fonts-ipaexfont-gothic), which
may be embedded. The same font gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
TITLE = "立川市第6次生涯学習推進計画　施策の体系（見本）"
HEADER = ("施策目標", "施策の方向", "具体化の取組")
TREE: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        "Ⅰ いつでも、だれでも学べる身近な学習環境の整備",
        (
            ("1 学習機会の充実", ("①市民ニーズにこたえる事業の推進", "②すべての人が学べる機会の提供")),
            (
                "2 学びあいを通じた知縁・学縁の形成",
                ("①交流の場や機会の提供", "②地域課題の共有化と解決に向けた学びの推進"),
            ),
            (
                "3 連携・協働による学習環境の整備",
                ("①市民とともに作る学びの場づくり", "②各種団体・組織などと連携した学習機会の創出"),
            ),
        ),
    ),
    (
        "Ⅱ 市民ニーズに合わせた生涯学習情報の提供",
        (
            (
                "1 学習情報の提供",
                ("①様々な媒体の活用による広報", "②学びの裾野を広げる情報発信", "③学習相談体制の充実"),
            ),
        ),
    ),
    (
        "Ⅲ 地域人材の育成と学習施設の有効活用",
        (
            (
                "1 地域人材ネットワークの構築",
                (
                    "①学びにかかわる市民や組織との協働",
                    "②地域を担う将来世代を育むしくみづくり",
                    "③「立川市民科」の推進",
                ),
            ),
            ("2 専門的職員の養成", ("①コーディネーターとしての職員の養成、研修体制の強化",)),
            (
                "3 学習施設の充実",
                (
                    "①学習施設の充実と利便性の確保",
                    "②公平で柔軟な施設利用の推進や学習施設の連携促進",
                    "③施設の維持管理",
                ),
            ),
        ),
    ),
)
WIDTHS = (190, 190, 360)
"""Points, one for each column of an A4 page on its side."""


def typeset(font: Path, out: Path) -> None:
    """Write the PDF."""
    pdfmetrics.registerFont(TTFont("sample", str(font)))
    text = ParagraphStyle("text", fontName="sample", fontSize=10, leading=14, wordWrap="CJK")
    title = ParagraphStyle("title", parent=text, fontSize=14, leading=20)
    rows, spans = _rows()
    ruled = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.7, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(0xDDE8F0)),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            *(("SPAN", (column, first), (column, last)) for column, first, last in spans),
        ]
    )
    cells = [[Paragraph(cell, text) for cell in row] for row in rows]
    document = SimpleDocTemplate(str(out), pagesize=landscape(A4), title=TITLE, author="taikei", invariant=1)
    document.build([Paragraph(TITLE, title), Spacer(1, 8), Table(cells, WIDTHS, style=ruled, repeatRows=1)])


def _rows() -> tuple[list[tuple[str, ...]], list[tuple[int, int, int]]]:
    """Rows of printed text, and (column, first row, last row) of each merged cell."""
    rows: list[tuple[str, ...]] = [HEADER]
    spans = []
    for goal, directions in TREE:
        top = len(rows)
        for direction, measures in directions:
            begin = len(rows)
            for number, measure in enumerate(measures):
                rows.append((goal if len(rows) == top else "", direction if number == 0 else "", measure))
            spans.append((1, begin, len(rows) - 1))
        spans.append((0, top, len(rows) - 1))
    return rows, spans


if __name__ == "__main__":
    typeset(Path(sys.argv[1]), Path(sys.argv[2]))
