"""Who is whose parent in a diagram, as it is being found: by lines, and where there are none by places. Pure but for itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tree:
    """Parents found so far, by index of the box; `guessed` are children whose parent no line shows."""

    parents: dict[int, int] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)
    doubtful: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Children with other parents nearly as good, and these."""

    def add(self, parent: int, child: int, drawn: bool = True) -> None:
        """Note a parent; a second, different one makes the child doubtful. What would close a circle is left out."""
        if parent == child or self.above(parent, child):
            return
        known = self.parents.get(child)
        if known is None:
            self.parents[child] = parent
            if not drawn:
                self.guessed.add(child)
        elif known != parent:
            self.doubt(child, (known, parent))

    def doubt(self, child: int, others: Iterable[int]) -> None:
        self.doubtful[child] = tuple(sorted({*self.doubtful.get(child, ()), *others}))

    def root(self, box: int) -> int:
        """The uppermost box above a box."""
        seen = 0
        while box in self.parents and seen <= len(self.parents):
            box, seen = self.parents[box], seen + 1
        return box

    def above(self, box: int, other: int) -> bool:
        """Whether `other` is an ancestor of `box`."""
        seen = 0
        at: int | None = box
        while at is not None and seen <= len(self.parents) + 1:
            if at == other:
                return True
            at = self.parents.get(at)
            seen += 1
        return False
