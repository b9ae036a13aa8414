"""Sixty documents made to hurt: each by its name and by how it is put on the disk. Small here, large where they are opened."""

from __future__ import annotations

import os
import socket
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.extractors import bad_files as bad

Put = Callable[[Path], None]
MEGA = 1_000_000


def flate(pieces: Iterator[bytes], extra: bytes = b"", times: int = 1) -> bytes:
    """A compressed stream, of pieces that are never together in memory."""
    data = pieces
    for _ in range(times):
        data = _compressed(data)
    filters = b"/FlateDecode " * times
    return bad.stream(b"".join(data), b"/Filter [" + filters + b"] " + extra)


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(9)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def many(piece: bytes, size: int) -> Iterator[bytes]:
    """The piece again and again, so many bytes in all."""
    block = piece * (MEGA // len(piece) + 1)
    for _ in range(size // len(block) + 1):
        yield block


def page(content: bytes, resources: bytes = b"", further: tuple[bytes, ...] = (), box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page with this content stream (object 4); further objects from 5 on."""
    return bad.pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (box, resources),
            content,
            *further,
        ]
    )


FONT = b"/Font << /T << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def form(body: bytes, resources: bytes) -> bytes:
    """A form XObject."""
    extra = b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << %s >>" % resources
    return bad.stream(body, extra)


def forms_that_double(depth: int) -> bytes:
    """Forms each of which draws the next one twice."""
    further = tuple(
        form(b"/F Do 1 0 0 1 1 1 cm /F Do", b"/XObject << /F %d 0 R >>" % (at + 1)) for at in range(5, 5 + depth)
    )
    return page(
        bad.stream(b"/F Do"), b"/XObject << /F 5 0 R >>", (*further, form(b"BT /T 9 Tf (x) Tj ET 0 0 9 9 re S", FONT))
    )


def two_forms() -> bytes:
    """Two forms that draw each other."""
    one = form(b"/F Do /F Do", b"/XObject << /F 6 0 R >>")
    other = form(b"/F Do /F Do", b"/XObject << /F 5 0 R >>")
    return page(bad.stream(b"/F Do"), b"/XObject << /F 5 0 R >>", (one, other))


def type3() -> bytes:
    """A glyph that draws itself."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] "
        b"/Encoding << /Type /Encoding /Differences [97 /a] >> /CharProcs << /a 6 0 R >> /Resources << /Font << /T 5 0 R >> >> >>"
    )
    return page(
        bad.stream(b"BT /T 9 Tf (aaaa) Tj ET"), b"/Font << /T 5 0 R >>", (font, bad.stream(b"BT /T 9 Tf (aa) Tj ET"))
    )


def pattern() -> bytes:
    """A pattern painted with itself."""
    extra = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.01 /YStep 0.01 "
        b"/Resources << /Pattern << /P 5 0 R >> >>"
    )
    return page(
        bad.stream(b"/Pattern cs /P scn 0 0 595 842 re f"),
        b"/Pattern << /P 5 0 R >>",
        (bad.stream(b"/Pattern cs /P scn 0 0 1 1 re f", extra),),
    )


def image(width: int, height: int, size: int, kind: bytes = b"/DeviceGray", bits: int = 8) -> bytes:
    """A page that is one image, of so many bytes when unpacked."""
    extra = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent %d" % (
        width, height, kind, bits,
    )  # fmt: skip
    return page(
        bad.stream(b"q 595 0 0 842 0 0 cm /I Do Q"), b"/XObject << /I 5 0 R >>", (flate(many(b"\0", size), extra),)
    )


def unicode_map(body: bytes) -> bytes:
    """A page of text whose font says what its codes mean in this way."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    text = bad.stream(b"BT /T 9 Tf 9 9 Td (" + b"a" * 20_000 + b") Tj ET")
    return page(text, b"/Font << /T 5 0 R >>", (font, flate(iter([body]))))


def deep_tree(depth: int) -> bytes:
    """A page behind so many nodes of the tree of pages."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (at + 1) for at in range(2, 2 + depth)]
    return bad.pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /MediaBox [0 0 99 99] /Parent 2 0 R >>"]
    )


def counted(count: int) -> bytes:
    """A tree of pages that says it has so many."""
    return bad.pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        ]
    )


def xref_loop() -> bytes:
    """A table of places whose predecessor is itself."""
    data = page(bad.stream(b""))
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    return data.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % at)


def outline_loop() -> bytes:
    """Bookmarks that follow themselves."""
    return bad.pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
            b"<< /Type /Outlines /First 5 0 R /Last 5 0 R /Count 9 >>",
            b"<< /Title (a) /Parent 4 0 R /Next 5 0 R /First 5 0 R /Last 5 0 R >>",
        ]
    )


def font_file() -> bytes:
    """A font that is nothing but zeros, a hundred megabytes of them."""
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 97 /LastChar 97 /Widths [9] /FontDescriptor 6 0 R >>"
    told = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 7 0 R >>"
    return page(
        bad.stream(b"BT /T 9 Tf (aaaa) Tj ET"),
        b"/Font << /T 5 0 R >>",
        (font, told, flate(many(b"\0\1\0\0", 100 * MEGA))),
    )


def object_stream() -> bytes:
    """Objects within a stream that unpacks to half a gigabyte."""
    return page(bad.stream(b""), b"", (flate(many(b" ", 500 * MEGA), b"/Type /ObjStm /N 1000000 /First 9"),))


def shading() -> bytes:
    """A surface whose colour is a long calculation, at every point."""
    program = b"{ " + b"2 copy mul sin add 360 div cos exch " * 4000 + b" pop }"
    function = bad.stream(program, b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]")
    told = b"<< /ShadingType 1 /ColorSpace /DeviceGray /Function 6 0 R /Matrix [595 0 0 842 0 0] >>"
    return page(bad.stream(b"/S sh"), b"/Shading << /S 5 0 R >>", (told, function))


def content_again(count: int) -> bytes:
    """A page whose content is the same stream, so many times."""
    objects = bad.pages([bad.stream(b"0 0 m 9 9 l S " * 100)])
    return objects.replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * count + b"]")


def annotations(count: int) -> bytes:
    """A page with so many notes that are all the same one."""
    objects = bad.pages([bad.stream(b"")])
    return objects.replace(b"/Contents 4 0 R", b"/Annots [" + b"3 0 R " * count + b"]")


def sparse(size: int) -> Put:
    """A file of so many bytes that takes none."""

    def put(path: Path) -> None:
        with path.open("wb") as file:
            file.write(b"%PDF-1.7\n")
            file.truncate(size)

    return put


def unix_socket(path: Path) -> None:
    """A socket, by a short name: their paths are limited."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.bind(path.name)
    finally:
        os.chdir(before)


def of(data: bytes) -> Put:
    """A file of these bytes."""
    return lambda path: path.write_bytes(data) and None


def text(piece: str, count: int, *, before: str = "第1次みほん市計画\n", encoding: str = "utf-8") -> Put:
    """A text of a piece, so many times."""
    return lambda path: path.write_bytes((before + piece * count).encode(encoding)) and None


def lazy(make: Callable[[], bytes]) -> Put:
    """A file whose bytes are made when it is wanted."""
    return lambda path: path.write_bytes(make()) and None


PDFS: dict[str, Put] = {
    "flate-1gb": lazy(lambda: page(flate(many(b"0 0 m ", 1000 * MEGA)))),
    "flate-twice": lazy(lambda: page(flate(many(b"0 0 m ", 4000 * MEGA), times=2))),
    "flate-text": lazy(lambda: page(flate(many(b"BT /T 9 Tf (aaaaaaaa) Tj ET ", 200 * MEGA)), FONT)),
    "flate-lines": lazy(lambda: page(flate(many(b"0 0 m 99 99 l S ", 100 * MEGA)))),
    "flate-boxes": lazy(lambda: page(flate(many(b"0 0 9 9 re f ", 60 * MEGA)))),
    "nested-q": lazy(lambda: page(flate(many(b"q ", 50 * MEGA)))),
    "nested-arrays": lazy(lambda: page(bad.stream(b""), b"/X " + b"[" * MEGA + b"]" * MEGA)),
    "nested-dicts": lazy(lambda: page(bad.stream(b""), b"/X " + b"<</a" * MEGA)),
    "nested-content": lazy(lambda: page(flate(many(b"[", 20 * MEGA)))),
    "nested-marks": lazy(lambda: page(flate(many(b"/P BMC ", 50 * MEGA)))),
    "form-itself": lazy(bad.cyclic_form),
    "form-each-other": lazy(two_forms),
    "form-doubles-20": lazy(lambda: forms_that_double(20)),
    "form-doubles-60": lazy(lambda: forms_that_double(60)),
    "glyph-itself": lazy(type3),
    "pattern-itself": lazy(pattern),
    "tree-itself": lazy(bad.cyclic_tree),
    "tree-deep": lazy(lambda: deep_tree(50_000)),
    "count-a-billion": lazy(lambda: counted(1_000_000_000)),
    "count-negative": lazy(lambda: counted(-5)),
    "xref-loop": lazy(xref_loop),
    "length-itself": lazy(bad.cyclic_length),
    "outline-loop": lazy(outline_loop),
    "image-gigapixel": lazy(lambda: image(100_000, 100_000, 300 * MEGA, bits=1)),
    "image-claims": lazy(lambda: image(2_000_000_000, 2_000_000_000, MEGA)),
    "image-rgb": lazy(lambda: image(12_000, 12_000, 432 * MEGA, b"/DeviceRGB")),
    "image-a3": lazy(lambda: image(9_900, 14_000, 139 * MEGA)),
    "side-a-billion": lazy(lambda: page(bad.stream(b"0 0 9 9 re f"), box=b"0 0 1000000000 1000000000")),
    "side-zero": lazy(lambda: page(bad.stream(b"0 0 9 9 re f"), box=b"0 0 0 0")),
    "side-no-number": lazy(lambda: page(bad.stream(b"0 0 9 9 re f"), box=b"/a (b) null 1e999")),
    "unicode-ranges": lazy(
        lambda: unicode_map(b"1 begincodespacerange <0000> <FFFF> endcodespacerange " + b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 20_000)
    ),
    "unicode-long": lazy(lambda: unicode_map(b"1 beginbfchar <61> <" + b"3042" * 500_000 + b"> endbfchar")),
    "font-zeros": lazy(font_file),
    "object-stream": lazy(object_stream),
    "shading-slow": lazy(shading),
    "content-again": lazy(lambda: content_again(100_000)),
    "notes-many": lazy(lambda: annotations(1_000_000)),
    "pages-that-double": lazy(lambda: bad.pages([flate(many(b"0 0 m 9 9 l S ", 3 * MEGA))] * 60)),
    "truncated": lazy(lambda: page(flate(many(b"0 0 m ", 50 * MEGA)))[:20_000]),
    "sparse-terabyte": sparse(10**12),
}  # fmt: skip
TEXTS: dict[str, Put] = {
    "spans": text("<tr>" + "<td rowspan=200 colspan=200>a</td>" * 25 + "</tr>\n", 120, before="<table>\n"),
    "spans-endless": text(
        "<tr><td rowspan=99999999999999999999 colspan=99999999999999999999>a\n", 9, before="<table>\n"
    ),
    "cells-wide": lambda path: (
        path.write_text("<table><tr>" + "<td>a" * 400_000 + "\n<tr><td>b" * 2000 + "</table>") and None
    ),
    "tables-nested": text("<table><tr><td>\n", 100_000),
    "tags-open": text("<a <b <!-- <![ ", 500_000, before="<table>"),
    "line-50mb": text("あ", 16 * MEGA),
    "line-spaces": text(" ", 45 * MEGA),
    "line-digits": text("9", 5 * MEGA, before="1."),
    "line-tabs": text("\t", 20 * MEGA),
    "line-brackets": text("（", 10 * MEGA),
    "line-bars": text("|", 20 * MEGA, before="|a|b|\n|-|-|\n"),
    "lines-empty": text("\n", 45 * MEGA),
    "lines-numbers": text("1. あ\n", 1_000_000),
    "lines-deep": lambda path: (
        path.write_text("".join(f"{' ' * at}・あ\n" for at in range(6000)), encoding="utf-8") and None
    ),
    "numbers-deep": text("1.", 200_000, before=""),
    "kanji-numbers": text("十百千万億", 1_000_000, before="第"),
    "jis-escapes": text("\x1b$B\x1b(B", 3_000_000, before="", encoding="ascii"),
    "accents": text("か\u3099\u0301\u0302\u200d\U000e0101", 800_000),
}
SPECIAL: dict[str, Put] = {
    "pipe": lambda path: os.mkfifo(path),
    "zeros": lambda path: path.symlink_to("/dev/zero"),
    "socket": unix_socket,
    "folder": lambda path: path.mkdir(),
    "to-itself": lambda path: path.symlink_to(path),
}
HOSTILE: dict[str, Put] = {
    **{f"{name}.pdf": put for name, put in PDFS.items()},
    **{f"{name}.txt": put for name, put in TEXTS.items()},
    **SPECIAL,
}
