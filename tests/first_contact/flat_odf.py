"""Texts and sheets as flat OpenDocument, for an office program to print: paragraphs, footnotes, running heads, cells. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_NAMES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items()
)
PAGE_NUMBER = '<text:page-number text:select-page="current"/>'


@dataclass(frozen=True, slots=True)
class Look:
    """A style of paragraphs; lengths in mm, size in points."""

    name: str
    size: float = 10.5
    bold: bool = False
    font: str = "Noto Serif CJK JP"
    left: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    align: str = "start"
    new_page: bool = False
    with_next: bool = False

    def xml(self) -> str:
        """As a style of the document."""
        weight = "bold" if self.bold else "normal"
        more = ' fo:break-before="page"' * self.new_page + ' fo:keep-with-next="always"' * self.with_next
        return (
            f'<style:style style:name="{self.name}" style:family="paragraph"><style:paragraph-properties fo:margin-left="{self.left}mm" '
            f'fo:text-indent="{self.first}mm" fo:margin-top="{self.before}mm" fo:margin-bottom="{self.after}mm" fo:text-align="{self.align}"{more}/>'
            f"{_type(self.font, self.size, weight)}</style:style>"
        )


def paragraph(look: str, text: str, note: str = "", number: int = 0) -> str:
    """A paragraph in the look of that name, with a footnote at its end where one is given."""
    after = (
        f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body>'
        f'<text:p text:style-name="note">{escape(note)}</text:p></text:note-body></text:note>'
        if note
        else ""
    )
    return f'<text:p text:style-name="{look}">{escape(text)}{after}</text:p>'


def text_document(looks: tuple[Look, ...], body: str, head: str = "", foot: str = "") -> str:
    """A text on A4 with a running head and a foot (XML of a line each)."""
    shared = (Look("note", 8), Look("hd", 8), Look("ft", 9, align="center"))
    styles = "".join(look.xml() for look in (*looks, *shared))
    height = '<style:header-footer-properties fo:min-height="8mm" fo:margin-{}="4mm"/>'
    return (
        _start("text", {look.font for look in (*looks, *shared)})
        + f"<office:styles>{styles}</office:styles><office:automatic-styles>"
        + '<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" '
        + 'fo:margin-top="22mm" fo:margin-bottom="22mm" fo:margin-left="25mm" fo:margin-right="25mm"/>'
        + f"<style:header-style>{height.format('bottom')}</style:header-style><style:footer-style>{height.format('top')}</style:footer-style>"
        + '</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl">'
        + (f'<style:header><text:p text:style-name="hd">{head}</text:p></style:header>' if head else "")
        + (f'<style:footer><text:p text:style-name="ft">{foot}</text:p></style:footer>' if foot else "")
        + f"</style:master-page></office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet. Looks: c plain, h header, b shaded, r numbers, o open above and below, t title, s line of text."""

    text: str
    rows: int = 1
    columns: int = 1
    look: str = "c"


def sheet(
    widths: tuple[int, ...], rows: list[list[Cell | None]], font: str, size: float, paper: tuple[int, int]
) -> str:
    """A sheet; None is a cell that a merged one covers. Widths and paper in mm."""
    line = "0.5pt solid #000000"
    framed = f'fo:border="{line}" fo:wrap-option="wrap" style:vertical-align="middle"'
    looks = {
        "c": (framed, "", "normal", size), "r": (framed, "end", "normal", size), "b": (f'{framed} fo:background-color="#f2f2f2"', "", "bold", size),
        "h": (f'{framed} fo:background-color="#e2efda"', "center", "normal", size),
        "o": (f'fo:border-left="{line}" fo:border-right="{line}" fo:wrap-option="wrap"', "", "normal", size),
        "t": ('fo:wrap-option="no-wrap"', "", "bold", size + 5), "s": ('fo:wrap-option="no-wrap"', "", "normal", size),
    }  # fmt: skip
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {cell}/>'
        + (f'<style:paragraph-properties fo:text-align="{align}"/>' if align else "")
        + f"{_type(font, points, weight)}</style:style>"
        for name, (cell, align, weight, points) in looks.items()
    )
    styles += "".join(
        f'<style:style style:name="co{at}" style:family="table-column"><style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for at, width in enumerate(widths)
    )
    body = "".join(f'<table:table-column table:style-name="co{at}"/>' for at in range(len(widths)))
    body += "".join(
        f'<table:table-row table:style-name="ro">{"".join(map(_cell, row))}</table:table-row>' for row in rows
    )
    turned = "landscape" if paper[0] > paper[1] else "portrait"
    return (
        _start("spreadsheet", {font})
        + f'<office:automatic-styles>{styles}<style:style style:name="ro" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
        + f'<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="{paper[0]}mm" fo:page-height="{paper[1]}mm" '
        + f'style:print-orientation="{turned}" fo:margin-top="12mm" fo:margin-bottom="10mm" fo:margin-left="12mm" fo:margin-right="12mm" style:scale-to-X="1" style:scale-to-Y="0"/>'
        + '</style:page-layout><style:style style:name="ta" style:family="table" style:master-page-name="Default"/></office:automatic-styles>'
        + '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="pl"/></office:master-styles>'
        + f'<office:body><office:spreadsheet><table:table table:name="1" table:style-name="ta">{body}</table:table></office:spreadsheet></office:body></office:document>'
    )


def _cell(one: Cell | None) -> str:
    if one is None:
        return "<table:covered-table-cell/>"
    span = f' table:number-rows-spanned="{one.rows}" table:number-columns-spanned="{one.columns}"'
    merged = span if one.rows > 1 or one.columns > 1 else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in one.text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{one.look}" office:value-type="string"{merged}>{lines}</table:table-cell>'
    )


def _type(font: str, size: float, weight: str) -> str:
    return (
        f'<style:text-properties style:font-name="{font}" style:font-name-asian="{font}" fo:font-size="{size}pt" '
        f'style:font-size-asian="{size}pt" fo:font-weight="{weight}" style:font-weight-asian="{weight}"/>'
    )


def _start(kind: str, fonts: set[str]) -> str:
    faces = "".join(f'<style:font-face style:name="{font}" svg:font-family="\'{font}\'"/>' for font in sorted(fonts))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:font-face-decls>{faces}</office:font-face-decls>'
    )
