"""A line → whether it stands beside the text of a booklet: the caption or the values of a chart, its source, a footnote. Pure.

Such lines begin with signs and numbers like headings do (■人口の推移（単位：人）, ※1 …, 280 件), and are none.
"""

from __future__ import annotations

import re

from extractors.numbering import Marked

_CAPTION = re.compile(
    r"[(（](?:単位|複数回答|単数回答|ｎ|n|Ｎ|N|SA|MA)[^()（）]{0,16}[)）]$"
    r"|^[■□◆●○【〔［\[\s]*(?:図表|図|表|写真|グラフ|資料|出典)[\s\u3000]*(?:[0-9０-９]|[：:])"
)
_PICTURE = re.compile(
    r"[(（【〔［](?:写真|図表?|資料|出典)[)）】〕］].{0,40}|(?:写真|図表?|資料|出典)[\s\u3000：:0-9０-９].{0,40}"
)
_SOURCE = re.compile(r"^[(（]?(?:資料|出典|注)[\s\u3000]*[：:)）0-9０-９]|^[(（]?[nNｎＮ][\s\u3000]*[=＝]")
_NOTES = "※*＊"
_QUANTITY = re.compile(
    r"[0-9０-９,.，．]*\s*(?:件|人|名|％|%|回|団体|箇所|か所|ヵ所|カ所|世帯|戸|台|校|園|円|千円|万円|億円|ポイント|点|位|歳|日|時間|年|年度|ha|㎡|t|kg|L|kWh|組|冊|社|区画|施設|講座|事業|回以上|％以上|人以上)"
    r"(?:[/／](?:年|日|月|人|年度))?(?:以上|以下|未満|程度)?"
)
CELLS = 2
"""So many figures set apart by spaces make a line one of a table or a chart."""
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,.，．%％]*")


def is_marginal(text: str, marked: Marked) -> bool:
    """Whether a line with a marker, as it is read, heads nothing."""
    marker = marked.marker
    if marker is None:
        return False
    if marker.style in _NOTES or (marker.lead and marker.lead[0] in _NOTES):
        return True
    if _CAPTION.search(text) or _SOURCE.search(text):
        return True
    return marker.style == "1" and _is_quantity(marked.name)


def is_caption(text: str) -> bool:
    """Whether a line without a marker names a picture or a source: it belongs to no paragraph."""
    return not text.rstrip().endswith("。") and bool(_PICTURE.fullmatch(text.strip()) or _SOURCE.search(text.strip()))


def _is_quantity(name: str) -> bool:
    """件, 人 12 ％ 30: a unit, or values and nothing else."""
    if _QUANTITY.fullmatch(name):
        return True
    words = name.replace("\u3000", " ").split()
    return sum(bool(_FIGURE.fullmatch(word) or _QUANTITY.fullmatch(word)) for word in words) >= CELLS
