"""A numbered line → whether it is one of the seventeen goals of the United Nations (SDGs), not an entry of a plan. Pure.

Plans print the goals' icons and names beside their own measures; the names are official and the same everywhere.
"""

from __future__ import annotations

import re

from extractors.numbering import Marked

GOALS = (
    "貧困をなくそう",
    "飢餓をゼロに",
    "すべての人に健康と福祉を",
    "質の高い教育をみんなに",
    "ジェンダー平等を実現しよう",
    "安全な水とトイレを世界中に",
    "エネルギーをみんなにそしてクリーンに",
    "働きがいも経済成長も",
    "産業と技術革新の基盤をつくろう",
    "人や国の不平等をなくそう",
    "住み続けられるまちづくりを",
    "つくる責任つかう責任",
    "気候変動に具体的な対策を",
    "海の豊かさを守ろう",
    "陸の豊かさも守ろう",
    "平和と公正をすべての人に",
    "パートナーシップで目標を達成しよう",
)
"""By number, from 1; without spaces."""
START = 3
"""Characters: an icon's name is broken over lines, and the first holds at least so many."""


def is_global_goal(marked: Marked) -> bool:
    """Whether the number and the title, or its first line, are those of one of the goals."""
    marker, name = marked.marker, re.sub(r"[\s、・!！]", "", marked.name)
    if marker is None or len(marker.value) != 1 or not 1 <= marker.value[0] <= len(GOALS) or len(name) < START:
        return False
    goal = GOALS[marker.value[0] - 1]
    return goal.startswith(name) or name.startswith(goal)
