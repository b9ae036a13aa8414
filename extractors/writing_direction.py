"""The glyphs of a cell or box → whether they are written across (横書き) or down (縦書き). Pure.

Four signs are weighed: letters of a line stand nearer to each other than the lines do; the last line is the short one;
lines do not begin with certain signs (禁則) and make common words; and neighbours in a line mostly follow each other in
the file. None of them decides alone, and the file's order is worth nothing where it jumps about.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from extractors.page_text import around, middle
from schemas.document import Glyph

ALIGNED = 0.35
"""Em: how far the middles of glyphs of one line may be apart."""
FAR = 3.0
"""Em: neighbours further away than this say nothing about the direction of writing."""
ENOUGH = 250
"""Glyphs that are compared with each other; more do not make it clearer."""
PITCH = 0.3
"""Em: a difference of this much between the two distances is one full vote."""
SURE = 0.6
"""Votes from which on the direction is certain."""
_NEVER_FIRST = frozenset("、。，．・：；）」』】〕〉》’”々〜～")
_SELDOM_FIRST = frozenset("ーっゃゅょァィゥェォッャュョ")
_WORDS = (
    "する して こと きる ため まち づく くり における おけ ける ある がい ども 子ど こど され れる られ ない に関 関す でき った"
    " 推進 充実 支援 地域 市民 活動 環境 学習 文化 育成 整備 確保 促進 強化 保全 活用 情報 発信 機会 体制 連携 施設 人材 福祉 健康"
    " 教育 学校 子育 育て 高齢 齢者 安全 安心 防災 産業 観光 交通 社会 共同 参画 男女 相談 交流 基本 目標 方針 施策 事業 計画"
    " 暮ら らし 生涯 生活 自然 都市 形成 実現 向上 意識 啓発 開催 実施 取組 重点 協働 未来 持続 可能 多様 産の 化の 域の 民の"
)
_COMMON = tuple(_WORDS.split())


class Direction(Enum):
    """Which way the letters of a line follow each other."""

    ACROSS = "across"
    DOWN = "down"
    UP = "up"
    """Turned by 90 degrees against the clock: lines from the bottom up, the first one on the left."""


def find_direction(glyphs: Sequence[Glyph]) -> tuple[Direction, bool]:
    """(direction, certain?) of the glyphs, given in the order of the file."""
    ink = [glyph for glyph in glyphs if not glyph.text.isspace()]
    steps = _steps(ink)
    if sum(not glyph.upright for glyph in ink) * 2 > len(ink):
        return (Direction.UP if steps["up"] > steps["down"] else Direction.DOWN), True
    across, down = _pitches(ink)
    if down is None:
        return Direction.ACROSS, True
    if across is None:
        return Direction.DOWN, True
    votes = max(-1.5, min(1.5, (across - down) / PITCH))
    votes += _stream_vote(steps, len(ink)) + _corner_vote(ink) + _word_vote(ink)
    return (Direction.DOWN if votes > 0 else Direction.ACROSS), abs(votes) >= SURE


def _steps(ink: Sequence[Glyph]) -> dict[str, int]:
    """How often the next glyph of the file is the neighbour to the right, below or above."""
    steps = {"right": 0, "down": 0, "up": 0}
    for a, b in pairwise(ink):
        size = max(a.size, 1.0)
        dx, dy = (middle(b)[0] - middle(a)[0]) / size, (middle(b)[1] - middle(a)[1]) / size
        if abs(dy) < ALIGNED and 0.2 < dx < FAR:
            steps["right"] += 1
        elif abs(dx) < ALIGNED and 0.2 < abs(dy) < FAR:
            steps["down" if dy > 0 else "up"] += 1
    return steps


def _stream_vote(steps: dict[str, int], count: int) -> float:
    """Up to two votes where nearly all neighbours in the file are neighbours on the page."""
    told = steps["right"] + steps["down"]
    if told == 0 or count < 2:
        return 0.0
    return 2.0 * (steps["down"] - steps["right"]) / (count - 1)


def _pitches(ink: Sequence[Glyph]) -> tuple[float | None, float | None]:
    """Typical distance in em to the next glyph to the right, and below; None where there is none."""
    across: list[float] = []
    down: list[float] = []
    ink = sorted(ink, key=lambda g: middle(g)[1])[:ENOUGH]
    for glyph in ink:
        x, y = middle(glyph)
        size = max(glyph.size, 1.0)
        right = below = FAR
        for other in ink:
            dx, dy = (middle(other)[0] - x) / size, (middle(other)[1] - y) / size
            if abs(dy) < ALIGNED and 0.2 < dx < FAR:
                width = (glyph.bbox.x1 - glyph.bbox.x0 + other.bbox.x1 - other.bbox.x0) / 2 / size
                right = min(right, dx - width + 1.0)  # half-width letters count as if they were full
            elif abs(dx) < ALIGNED and 0.2 < dy < FAR:
                below = min(below, dy)
        if right < FAR:
            across.append(right)
        if below < FAR:
            down.append(below)
    if down and len(across) * 5 <= len(down):
        across = []  # no more than digits set side by side in a column (縦中横)
    return _lower_quartile(across), _lower_quartile(down)


def _lower_quartile(distances: list[float]) -> float | None:
    """Wide gaps between words or columns do not count."""
    return sorted(distances)[len(distances) // 4] if distances else None


def _lines(ink: Sequence[Glyph], down: bool) -> list[list[Glyph]]:
    """The lines there would be if the text ran this way, in reading order."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(ink, key=lambda g: -middle(g)[0] if down else middle(g)[1]):
        at = middle(glyph)[0 if down else 1]
        if lines and abs(middle(lines[-1][0])[0 if down else 1] - at) < ALIGNED * max(glyph.size, 1.0):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort(key=lambda g: middle(g)[1 if down else 0])
    return lines


def _corner_vote(ink: Sequence[Glyph]) -> float:
    """The last line is the short one: written across it leaves the lower right corner empty, down the lower left."""
    box = around(ink)
    size = max(ink[0].size, 1.0)

    def filled(x: float) -> bool:
        y = box.bottom - 0.6 * size
        return any(abs(middle(g)[0] - x) < 0.7 * size and abs(middle(g)[1] - y) < 0.7 * size for g in ink)

    left, right = filled(box.x0 + 0.5 * size), filled(box.x1 - 0.5 * size)
    return 0.7 * (right - left)


def _word_vote(ink: Sequence[Glyph]) -> float:
    """Which way makes more common words, and begins fewer lines with signs that never begin one."""
    score = {True: 0.0, False: 0.0}
    for down in (True, False):
        lines = ["".join(glyph.text for glyph in line) for line in _lines(ink, down)]
        text = "".join(lines)
        score[down] = sum(text.count(word) for word in _COMMON)
        score[down] -= sum(2.0 * (line[0] in _NEVER_FIRST) + (line[0] in _SELDOM_FIRST) for line in lines[1:] if line)
    return max(-1.5, min(1.5, (score[True] - score[False]) / 2))
