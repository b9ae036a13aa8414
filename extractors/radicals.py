"""A code point as a PDF font gives it → the character a reader sees. Pure.

Fonts often map kanji to the radical blocks (U+2F00 康熙部首, U+2E80 部首補助) and vertical brackets to the presentation
forms. NFKC mends the first block only, and would also change ① and full-width letters, so it is used for nothing else.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月"
    "⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳罒⺴罒⺵罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿"
    "⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨"
    "⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_VERTICAL_FORMS = "︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』︑、︒。︓：︔；︙…︰‥︱―︲―｜ー"


def _pairs(table: str) -> dict[str, str]:
    return {table[at]: table[at + 1] for at in range(0, len(table), 2)}


FOLDED: dict[str, str] = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **_pairs(_SUPPLEMENT),
    **{form: plain for form, plain in _pairs(_VERTICAL_FORMS).items() if form != "｜"},
    "\u2027": "・",  # fonts that share one glyph for both dots name it so
    "\u0002": "-",  # pdfium's mark for a hyphen at the end of a line
    "\u00ad": "-",
    "\u00a0": " ",
}
"""What is replaced, and by what; every other character stays as printed."""
