"""A code point as a PDF font gives it → the character a reader sees. Pure.

Fonts often map kanji to the radical blocks (U+2F00 康熙部首, U+2E80 部首補助) and vertical brackets to the presentation
forms. NFKC mends the first block only, and would also change ① and full-width letters, so it is used for nothing else.
"""

from __future__ import annotations

import unicodedata

from schemas.radicals import RADICALS

_VERTICAL_FORMS = "︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』︑、︒。︓：︔；︙…︰‥︱―︲―｜ー"


def _pairs(table: str) -> dict[str, str]:
    return {table[at]: table[at + 1] for at in range(0, len(table), 2)}


FOLDED: dict[str, str] = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **_pairs(RADICALS),
    **{form: plain for form, plain in _pairs(_VERTICAL_FORMS).items() if form != "｜"},
    "\u2027": "・",  # fonts that share one glyph for both dots name it so
    "\u0002": "-",  # pdfium's mark for a hyphen at the end of a line
    "\u00ad": "-",
    "\u00a0": " ",
}
"""What is replaced, and by what; every other character stays as printed."""
