"""Families and kinships → the best forests: which families are the levels, and who is whose parent. Pure.

A beam search that adds one family at a time under those already taken. The value is a sum of log-odds: for each entry
how its parent is told, its words and its number; against, entries that find no parent, parents without children, and
text within the figure that the forest leaves unexplained. A block that finds no parent is left out, not made a root.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractors.figure.blocks import Block, Container
from extractors.figure.families import Family
from extractors.figure.kinship import WAYS, Kinship, find_kinships

BEAM = 12
"""Forests that are followed at a time: so many of the best, and so many of the most promising."""
PROMISE = 0.55
"""What a block without a place may still add: forests of few blocks are followed as well as those of many."""
DEEPEST = 5
"""Levels of a forest."""
ROOT = -0.1
CHILD = -0.38
"""Base value of an entry of the first level, and of any other."""
TOLD = 0.7
"""How much the way a parent is told counts."""
WORDS = 0.3
"""How much the words of a name count."""
COUNTED = 0.5
"""Each number that goes on from the one before; the same against, where it does not."""
CARRIED = 0.5
"""Each number that carries that of its parent (2-1 under 2)."""
LOST = 0.7
"""Against: an entry of the family that finds no parent."""
CHILDLESS = 0.8
"""Against: a parent without children, where its siblings have some."""
SKIPPED = 0.8
"""Against: an entry whose parent is not of the level above."""
LEVEL = 1.0
"""Against: each level, so that nothing is divided in vain."""
UNEXPLAINED = 0.3
"""Against: a text within the figure that could be an entry and is none."""
NULL = 2.0
"""Against: any forest at all."""
MIXED = 0.5
"""Such a cost for each member from which on a family is none."""
FEWER = 0.6
"""A level has at least this many entries for each of the level above."""
AGAIN = 0.8
"""Against: a numbered entry that stands there twice."""
SECTION = 0.7
"""Against: each chapter of the document (第４章), outside of boxes and cells, taken for an entry."""
ODD = 0.9
"""Against: an entry whose marker differs from that of most of its family."""
LOOK = 0.45
"""Against: an entry whose size, weight or frame differs from that of most of its family."""
SECOND = 1.5
"""Against: a second family at a level that has one."""
CROWD = 0.45
"""The same for each entry of the smaller of the two."""
BESIDE = 0.15
"""Against: such a text beside the figure, at the height of its entries."""
TWICE = 3.0
"""Against: two families with one marker."""
AGAINST_LINE = 1.0
"""Against: an entry whose parent is not the one a drawn line leads to."""
ONE_ROOT = 1.5
"""Against: a single root without a number."""
LEVEL_WORD = 0.4
"""Each marker with a level's name (基本目標1)."""


@dataclass(frozen=True)
class Forest:
    """One reading: families as levels."""

    levels: tuple[Family, ...]
    """In the order taken, the first level first."""
    parents: Mapping[int, int]
    """Child → parent, by index of block."""
    roots: tuple[int, ...]
    value: float
    worth: Mapping[int, float]
    """What each block adds."""
    depths: tuple[int, ...] = (1,)
    """The level number of each family."""

    @cached_property
    def members(self) -> frozenset[int]:
        """All blocks with a place in it."""
        return frozenset((*self.parents, *self.roots))


@dataclass(frozen=True)
class _Branch:
    """A family hung under standing parents: what it adds, whatever else the forest holds."""

    own: tuple[int, ...]
    parents: Mapping[int, int]
    worth: Mapping[int, float]
    gain: float


class Search:
    """The search on one page; kinships and branches are found once for each pair of families."""

    def __init__(
        self,
        blocks: Sequence[Block],
        containers: Sequence[Container],
        families: Sequence[Family],
        links: Mapping[int, int],
    ) -> None:
        self._blocks, self._containers, self._families, self._links = blocks, containers, families, links
        self._kinships: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Kinship]] = {}
        self._branches: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], list[_Branch]] = {}
        self._costs: dict[tuple[int, ...], float] = {}
        self._place = {at: order for order, at in enumerate(in_order(range(len(blocks)), blocks))}

    def best(self, inside: frozenset[int], count: int) -> list[Forest]:
        """The best forests of the blocks in a region."""
        families: list[tuple[Family, tuple[int, ...], frozenset[int]]] = []
        seen: set[tuple[int, ...]] = set()
        for family in self._families:
            own = tuple(at for at in family.members if at in inside)
            if own and own not in seen and self._mixed(own) <= MIXED * len(own):
                seen.add(own)
                families.append((family, own, frozenset(own)))
        states = [self._planted(family, own) for family, own, _ in families]
        finished: list[Forest] = []
        for _ in range(DEEPEST - 1):
            grown: list[tuple[float, float, Forest, Family, _Branch, int]] = []
            for state in states:
                standing = [tuple(at for at in one.members if at in state.members) for one in state.levels]
                for family, own, held in families:
                    if held & state.members or len(own) < FEWER * min(map(len, standing)):
                        continue
                    for level in range(len(state.levels)):
                        higher = [standing[at] for at in range(level) if state.depths[at] < state.depths[level]]
                        for branch in self._hung(own, (standing[level], *reversed(higher))):
                            value = state.value + branch.gain
                            value -= self._crowded(state, family, own, state.depths[level] + 1)
                            rank = PROMISE * (len(state.members) + len(branch.parents)) - value
                            grown.append((rank, value, state, family, branch, level))
            by_value = sorted(grown, key=lambda one: -one[1])
            states = self._kept(sorted(grown, key=lambda one: one[0]), self._kept(by_value))
            finished.extend(states)
            if not states:
                break
        closed = [one for state in finished if (one := self._closed(state, inside)) is not None]
        closed.sort(key=lambda one: (-one.value, -len(one.parents)))
        return _different(closed)[:count]

    def _kept(
        self,
        grown: Sequence[tuple[float, float, Forest, Family, _Branch, int]],
        before: Sequence[Forest] = (),
    ) -> list[Forest]:
        """The first of the grown forests, each tree once, added to those kept before."""
        found = {frozenset(one.parents.items()): one for one in before}
        most = len(found) + BEAM
        for _, value, state, family, branch, level in grown:
            parents = {**state.parents, **branch.parents}
            key = frozenset(parents.items())
            if key in found:
                continue
            found[key] = Forest(
                (*state.levels, family),
                parents,
                state.roots,
                value,
                {**state.worth, **branch.worth},
                (*state.depths, state.depths[level] + 1),
            )
            if len(found) == most:
                break
        return list(found.values())

    def _planted(self, family: Family, own: tuple[int, ...]) -> Forest:
        worth = {at: ROOT + WORDS * max(self._blocks[at].value, -2.0) + self._word(at) for at in own}
        value = sum(worth.values()) + COUNTED * self._run(own) - LEVEL - self._mixed(own)
        mark = self._blocks[own[0]].mark
        value -= ONE_ROOT if len(own) == 1 and not (mark and mark.value) else 0.0
        return Forest((family,), {}, own, value, worth)

    def _word(self, at: int) -> float:
        mark = self._blocks[at].mark
        if mark is None:
            return 0.0
        if mark.section:
            return -SECTION if self._blocks[at].home < 0 else 0.1
        return LEVEL_WORD if mark.word else 0.35 if mark.value else 0.25

    def _mixed(self, own: tuple[int, ...]) -> float:
        """How much the members of a family differ from each other."""
        if own not in self._costs:
            several = [self._blocks[at] for at in own]
            features: tuple[tuple[float, list[Hashable]], ...] = (
                (ODD, [one.kind for one in several]),
                (LOOK, [round(one.size / 1.2) for one in several]),
                (LOOK, [one.bold for one in several]),
                (LOOK, [one.alone for one in several]),
            )
            self._costs[own] = sum(weight * (len(own) - max(Counter(seen).values())) for weight, seen in features)
        return self._costs[own]

    def _run(self, group: Sequence[int]) -> float:
        """How many numbers of siblings go on from the one before, less those that do not."""
        found = 0.0
        last: tuple[int, ...] | None = None
        for at in sorted(group, key=self._place.__getitem__):
            mark = self._blocks[at].mark
            if mark is None or not mark.value:
                continue
            if last is not None:
                on = mark.value[:-1] == last[:-1] and mark.value[-1] == last[-1] + 1
                found += 1.0 if on else -1.0
            last = mark.value
        return found

    def _hung(self, own: tuple[int, ...], above: tuple[tuple[int, ...], ...]) -> list[_Branch]:
        """A family under the standing members of a level; what finds no parent there may find one in a level above it.

        Args:
            own: the family.
            above: the level, then those above it, the nearest first.
        """
        key = (own, above)
        if key in self._branches:
            return self._branches[key]
        found: list[_Branch] = []
        known: list[Mapping[int, int]] = []
        for kinship in self._kin(above[0], own):
            parents = dict(kinship.parents)
            if len(parents) * 2 < len(own) or parents in known:
                continue
            known.append(kinship.parents)
            skipped: set[int] = set()
            for upper in above[1:]:
                if len(parents) == len(own):
                    break
                for other in self._kin(upper, own):
                    if other.way in ("scope", kinship.way):
                        fresh = {child: parent for child, parent in other.parents.items() if child not in parents}
                        parents.update(fresh)
                        skipped.update(fresh)
            found.append(self._branch(own, parents, skipped, kinship.way, above[0]))
        self._branches[key] = found
        return found

    def _crowded(self, state: Forest, family: Family, own: Sequence[int], depth: int) -> float:
        """What speaks against a further family at a depth: one that is there, or one of the same marker anywhere."""
        cost = 0.0
        for other, at in zip(state.levels, state.depths, strict=True):
            if at == depth:
                cost += SECOND + CROWD * min(len(own), len(other.members))
            if family.kind and family.kind == other.kind:
                cost += TWICE
        return cost

    def _kin(self, parents: tuple[int, ...], children: tuple[int, ...]) -> list[Kinship]:
        key = (parents, children)
        if key not in self._kinships:
            self._kinships[key] = find_kinships(parents, children, self._blocks, self._containers, self._links)
        return self._kinships[key]

    def _branch(
        self, own: tuple[int, ...], parents: Mapping[int, int], skipped: set[int], way: str, standing: tuple[int, ...]
    ) -> _Branch:
        blocks = self._blocks
        worth: dict[int, float] = {}
        groups: dict[int, list[int]] = defaultdict(list)
        for child, parent in parents.items():
            groups[parent].append(child)
            worth[child] = CHILD + TOLD * WAYS[way] + WORDS * max(blocks[child].value, -2.0) + self._word(child)
            worth[child] -= SKIPPED * (child in skipped)
            worth[child] -= AGAINST_LINE * (self._links.get(child, parent) != parent)
            mark, over = blocks[child].mark, blocks[parent].mark
            if mark is not None and over is not None and len(mark.value) > 1 and over.value:
                worth[child] += CARRIED if mark.value[: len(over.value)] == over.value else -CARRIED
        gain = sum(worth.values()) - LEVEL - LOST * (len(own) - len(parents)) - self._mixed(own)
        restarting = sum(self._run(group) for group in groups.values()) + self._starts(groups)
        ordered = sorted(groups, key=self._place.__getitem__)
        through = [at for parent in ordered for at in sorted(groups[parent], key=self._place.__getitem__)]
        gain += COUNTED * max(restarting, self._through(through) if len(groups) > 1 else restarting)
        childless = sum(at not in groups for at in standing)
        gain -= CHILDLESS * childless * min(1.0, 1.5 * childless / len(standing))
        return _Branch(own, parents, worth, gain)

    def _through(self, ordered: Sequence[int]) -> float:
        """The same for numbers that run on over all parents."""
        values = [mark.value for at in ordered if (mark := self._blocks[at].mark) is not None and mark.value]
        return sum(1.0 if b[:-1] == a[:-1] and b[-1] == a[-1] + 1 else -1.0 for a, b in pairwise(values))

    def _starts(self, groups: Mapping[int, Sequence[int]]) -> float:
        """Groups whose first number is a first, less the others."""
        found = 0.0
        for group in groups.values():
            mark = self._blocks[min(group, key=self._place.__getitem__)].mark
            if mark is not None and mark.value:
                found += 0.5 if mark.value[-1] == 1 else -0.5
        return found

    def _closed(self, state: Forest, inside: frozenset[int]) -> Forest | None:
        """The forest without roots that have nothing under them, and with what it leaves unexplained."""
        with_children = set(state.parents.values())
        roots = tuple(at for at in state.roots if at in with_children)
        if not roots or len(state.parents) + len(roots) < 3:
            return None
        members = frozenset((*state.parents, *roots))
        hull = _hull([self._blocks[at] for at in members])
        left = 0.0
        for at in inside - members:
            one = self._blocks[at]
            x, y = (one.bbox.x0 + one.bbox.x1) / 2, (one.bbox.top + one.bbox.bottom) / 2
            if hull[1] <= y <= hull[3] and not one.aside:
                inside_too = hull[0] <= x <= hull[2]
                left += (UNEXPLAINED if inside_too else BESIDE) * (1.5 if one.kind else 1.0)
        value = state.value - left - NULL - AGAIN * self._repeated(state, roots)
        if len(roots) < len(state.roots):
            value += self._planted(state.levels[0], roots).value - self._planted(state.levels[0], state.roots).value
        return Forest(state.levels, state.parents, roots, value, state.worth, state.depths)

    def _repeated(self, state: Forest, roots: Sequence[int]) -> int:
        """How many numbered entries stand there a second time, under another parent or as another root."""
        places: dict[tuple[str, str], set[int | None]] = defaultdict(set)
        for at in (*roots, *state.parents):
            mark = self._blocks[at].mark
            if mark is not None and mark.value:
                places[mark.label, self._blocks[at].name].add(state.parents.get(at))
        return sum(len(parents) - 1 for parents in places.values())


def in_order(group: Sequence[int], blocks: Sequence[Block]) -> list[int]:
    """Siblings as they are read: row by row, each from left to right."""
    ordered = sorted(group, key=lambda at: (blocks[at].bbox.top, blocks[at].bbox.x0))
    rows: list[list[int]] = []
    for at in ordered:
        box = blocks[at].bbox
        if rows:
            last = blocks[rows[-1][0]].bbox
            common = min(last.bottom, box.bottom) - max(last.top, box.top)
            if common > 0.5 * min(last.bottom - last.top, box.bottom - box.top):
                rows[-1].append(at)
                continue
        rows.append([at])
    return [at for row in rows for at in sorted(row, key=lambda one: blocks[one].bbox.x0)]


def _hull(blocks: Sequence[Block]) -> tuple[float, float, float, float]:
    boxes = [block.box if block.alone else block.bbox for block in blocks]
    return min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)


def _different(forests: Sequence[Forest]) -> list[Forest]:
    """Each set of parents once, the best first."""
    found: dict[tuple[tuple[int, int], ...], Forest] = {}
    for one in forests:
        found.setdefault(tuple(sorted(one.parents.items())), one)
    return list(found.values())
