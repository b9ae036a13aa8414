"""Files that a reader must refuse or survive, made byte by byte."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff89993d1d0000000049454e44ae426082"
)


def pdf(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of numbered objects, with a right table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"


def pages(contents: Sequence[bytes], side: tuple[float, float] = (595, 842), extra: bytes = b"") -> bytes:
    """A PDF of pages with these content streams, given as objects."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(len(contents)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents))]
    for at, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R %s >>" % (*side, 4 + 2 * at, extra)
        )
        objects.append(content)
    return pdf(objects)


def no_pages() -> bytes:
    """A page tree without pages."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def cyclic_tree() -> bytes:
    """A page tree that is its own child."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 3 0 R >>",
                b"<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>"])  # fmt: skip


def cyclic_form() -> bytes:
    """A page that draws a form that draws itself."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /F 5 0 R >> >>"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /F 5 0 R >> >> >>",
            stream(b"/F Do"),
            stream(b"q /F Do /F Do Q", form),
        ]
    )


def cyclic_length() -> bytes:
    """A stream whose length is the stream itself."""
    return pages([b"<< /Length 4 0 R >>\nstream\n0 0 m\nendstream"])


def many_pages(count: int) -> bytes:
    """The same empty page, thousands of times."""
    return pages([stream(b"")] * count)


def bomb(megabytes: int) -> bytes:
    """A content stream of rectangles that is a thousand times as long as it looks."""
    packer = zlib.compressobj(9)
    block = b"0 0 1 1 re f\n" * 80_000
    data = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return stream(data, b"/Filter /FlateDecode")


def garbled(lines: int = 20) -> bytes:
    """A page whose font says that every character is of private use."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfrange <20> <7E> <E020> endbfrange\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    text = b"BT /F 12 Tf 50 780 Td 14 TL " + b"(1 Basic Goal and Policy) Tj T* " * lines + b"ET"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            stream(text),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            stream(cmap),
        ]
    )


def picture_only() -> bytes:
    """A page that is one grey picture, like a scan."""
    grey = zlib.compress(bytes([230]) * 100 * 140)
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /I 5 0 R >> >> >>",
            stream(b"595 0 0 842 0 0 cm /I Do"),
            stream(
                grey,
                b"/Type /XObject /Subtype /Image /Width 100 /Height 140 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                b"/Filter /FlateDecode",
            ),
        ]
    )


def word() -> bytes:
    """A .docx, as far as its first bytes go."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return file.getvalue()
