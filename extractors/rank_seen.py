"""What was seen on a page → how much it looks like the 施策体系 of a plan. Pure.

Statistics, indicators, calendars, rosters and tables of contents are drawn with the same lines; what tells them apart
is that they do not branch, or that they hold figures, names of people or page numbers instead of numbered measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from schemas.plan import Structure

ENOUGH = 3.0
"""Score from which on something is taken for a hierarchy."""
NEAR_BEST = 0.55
"""Share of the best score that a second hierarchy of the same document must reach where its title says what it is."""
NEAR_BEST_UNTITLED = 0.8
"""The same where no title says so."""
LONG_NAME = 60
"""Characters; longer names are sentences."""
SENTENCES = 0.4
"""Share of names that are sentences, above which it is a description, not a hierarchy."""

_HIERARCHY = re.compile(r"体系|施策の一覧|施策一覧|取組一覧|事業一覧|全体像|施策の展開|取組の展開|構造図|ロードマップ")
_OTHER_TITLE = re.compile(
    r"目次|もくじ|指標|名簿|委員|経過|経緯|推移|人口|世帯|アンケート|調査結果|回答|用語|SDGs|ＳＤＧｓ|スケジュール|財政|予算|組織|体制"
    r"|位置付け|位置づけ|関連計画|計画期間|計画の期間|利用状況|実績|評価|達成状況|図表|パブリック|前計画|前期計画の"
)
_LEVEL_NAMES = re.compile(
    r"目標|方針|施策|政策|取組|取り組み|事業|方向|柱|項目|戦略|分野|章|節|視点|課題|プロジェクト|将来像|目指す姿|めざす姿"
)
_OTHER_NAMES = re.compile(
    r"指標|現状|目標値|実績|年齢|回答|氏名|年月|ゴール|基準|役職|職名|所属|計画名|根拠|区分|件数|割合|総数"
)
_FIGURES = re.compile(
    r"^(?:(?:令和|平成|昭和|[RHＲＨ])?[0-9０-９元,.，．%％\s〜～~\-－―–△▲年度月日人件回か所箇円点時分]+)(?:[（(][月火水木金土日・祝]+[)）])?$"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a tree looks like a 施策体系, and its names for comparison with others."""

    score: float
    names: frozenset[str]
    roots: frozenset[str] = frozenset()
    """Names of the first level."""
    titled: bool = False
    """True where its own title says that it is a hierarchy."""


def rank(structure: Structure, heading: str = "") -> Standing:
    """The standing of a tree; `heading` is what stands over it on the page, where its own title is not known."""
    nodes = structure.nodes
    names = frozenset(_squeeze(node.name) for node in nodes if node.name)
    if len(nodes) < 3:
        return Standing(0.0, names)
    children = Counter(node.parent for node in nodes if node.parent is not None)
    branching = sum(1 for count in children.values() if count > 1)
    depth = max(node.depth for node in nodes)
    title = f"{structure.title or ''} {heading}"
    levels = "".join(structure.levels or ())
    titled = bool(_HIERARCHY.search(title))
    if depth < 2 or (branching == 0 and not (titled and _LEVEL_NAMES.search(levels))):
        return Standing(0.0, names)
    figures = sum(bool(_FIGURES.match(node.name)) for node in nodes) / len(nodes)
    sentences = sum(len(node.name) > LONG_NAME or node.name.endswith("。") for node in nodes) / len(nodes)
    repeated = 1 - len(names) / len(nodes)
    marked = sum(bool(node.label) for node in nodes) / len(nodes)
    score = (
        min(log2(len(nodes)), 6.0) / 2
        + min(depth, 4) / 2
        + 2.0 * marked
        + 2.0 * titled
        + min(len(_LEVEL_NAMES.findall(levels)), 3) * 0.7
        - 3.0 * bool(_OTHER_TITLE.search(title) and not titled)
        - 2.0 * min(len(_OTHER_NAMES.findall(levels)), 2)
        - 8.0 * figures
        - 3.0 * max(0.0, repeated - 0.3)
        - (6.0 * sentences if sentences > SENTENCES else 0.0)
    )
    roots = frozenset(_squeeze(node.name) for node in nodes if node.depth == 1)
    return Standing(max(score, 0.0), names, roots, bool(_HIERARCHY.search(structure.title or "")))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def choose(standings: Sequence[Standing]) -> list[int]:
    """Which trees to keep, in order: the best, and others that are nearly as good and not the same again."""
    if not standings or max(one.score for one in standings) < ENOUGH:
        return []
    best = max(range(len(standings)), key=lambda at: standings[at].score)
    top = standings[best].score
    kept = [best]
    for at in sorted(range(len(standings)), key=lambda at: -standings[at].score):
        own = standings[at]
        share = NEAR_BEST if own.titled else NEAR_BEST_UNTITLED
        if at == best or own.score < max(ENOUGH, share * top):
            continue
        if all(_new(own, standings[other]) for other in kept):
            kept.append(at)
    return sorted(kept)


SAME_AGAIN = 0.5
"""Share of names that two trees have in common, from which on the lesser is an excerpt of the other."""


def _new(own: Standing, other: Standing) -> bool:
    """False for an excerpt of the other, and for the same first level again with other details."""
    if len(own.names & other.names) >= SAME_AGAIN * len(own.names):
        return False
    return len(own.roots & other.names) < SAME_AGAIN * max(len(own.roots), 1)
