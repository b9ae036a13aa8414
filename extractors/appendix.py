"""Lines of a booklet → where its appendix (資料編) begins: rosters, rules, surveys and terms behind the plan itself. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from schemas.document import Line

BEHIND = 0.5
"""Share of the pages behind which an appendix begins."""
LARGER = 1.15
"""Its heading is so much larger than the text around it."""
_NAME = re.compile(
    r"(?:第?[0-9０-９一二三四五六七八九十]{1,2}[章部編][ \u3000]*|[0-9０-９ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,2}[.．]?[ \u3000]*)?"
    r"[【〔［\[《〈＜<]?(?:資[ \u3000]*料(?:[ \u3000]*編)?|参考資料(?:編)?|[付附]属資料|巻末資料|関[係連]資料|付録)[】〕］\]》〉＞>]?"
)


def find_appendix(lines: Sequence[Line], named: frozenset[int]) -> tuple[int, float] | None:
    """Page and height of its heading; None where there is none, or the hierarchy itself is printed behind it.

    Args:
        lines: of a PDF, running heads and contents taken out.
        named: pages headed 施策の体系.
    """
    last = max((line.page or 0 for line in lines), default=0)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size or 0.0] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    begin = next((line for line in lines if _begins(line, last, usual)), None)
    if begin is None or begin.page is None or begin.bbox is None or any(page >= begin.page for page in named):
        return None
    return begin.page, begin.bbox.top


def _begins(line: Line, last: int, usual: float) -> bool:
    late = (line.page or 0) > BEHIND * last
    return late and (line.size or 0.0) >= LARGER * usual and bool(_NAME.fullmatch(line.text.strip()))
