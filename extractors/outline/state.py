"""What the solver remembers of one reading: the entries that are open, and the steps that led there. Types only."""

from __future__ import annotations

from typing import NamedTuple

Known = dict[str, tuple[frozenset[int], tuple[int, ...]]]
"""For each class the depths at which it has stood, and the value of its last entry."""


class Frame(NamedTuple):
    """An open entry and what is known of those under it."""

    role: str
    """"root", "node", "open" (announces the hierarchy, no node), "hidden" (a section or list outside of it)."""
    unit: int
    kind: str
    value: tuple[int, ...]
    rank: float
    depth: int
    """Nodes above it and itself."""
    indent: float
    heading: int | None
    kids: int = 0
    kid_role: str = ""
    kid_kind: str = ""
    kid_value: tuple[int, ...] = ()
    kid_indent: float = 0.0
    kid_style: str = ""
    kid_rank: float = -1.0
    loud: float = 0.0
    """How much its print stands out."""


class Step(NamedTuple):
    """What became of one unit."""

    unit: int
    act: str
    """"begin", "join", "fill", "above", "again", "body", "skip", "frame"."""
    owner: int
    """The unit that begins the entry it belongs to; -1 for none."""
    parent: int
    """For the beginning of an entry the unit that begins its parent; -1 for a root."""
    gain: float


class Path:
    """One reading of the units so far."""

    __slots__ = (
        "above",
        "between",
        "due",
        "known",
        "last",
        "name",
        "nodes",
        "open",
        "pending",
        "prev",
        "score",
        "shape",
        "stack",
        "state",
        "step",
        "value",
    )

    def __init__(
        self, prev: Path | None, step: Step | None, score: float, stack: tuple[Frame, ...], known: Known
    ) -> None:
        self.prev = prev
        self.step = step
        self.score = score
        self.stack = stack
        self.known = known
        self.open = False
        """Whether the name of the last entry may go on."""
        self.last = -1
        """The last unit of the open name."""
        self.name = ""
        self.value = 0.0
        """What its words are worth."""
        self.pending: tuple[int, ...] = ()
        """Entries that wait for their names."""
        self.above: bool | None = None
        """Whether lone labels stand under their names; None where none was seen."""
        self.between = 0
        """Lines of text since the last entry."""
        self.due = 0.0
        """What is to be paid for them if another entry follows."""
        self.shape: tuple[tuple[str, str], ...] = ()
        """Roles and classes of what is open."""
        self.state: tuple[object, ...] = ()
        """What of it makes a difference for what follows."""
        self.nodes: tuple[object, ...] | None = None
        """Entries so far, as a chain: (unit, stack with it on top, rest)."""
