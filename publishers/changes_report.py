"""Changes between two editions → lines for a person (新旧対照), as a Markdown table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from schemas.plan import Change, Structure
from schemas.tables.change import TYPE

TYPES = {kind: ja.partition("（")[0] for kind, (ja, _) in TYPE.items()}
_SELDOM = ("undetermined", "unprinted")
_UNCHANGED = ("kept", "unprinted")


def change_table(
    changes: tuple[Change, ...], old: Structure, new: Structure, everything: bool
) -> list[tuple[str, ...]]:
    """Rows: kind of change, the entry (old and new title where they differ), where it stands, likeness in percent.

    Args:
        changes: as extractors/editions.py finds them.
        old: the edition before.
        new: the edition after.
        everything: with what did not change, too.
    """
    before, after = _entries(old), _entries(new)
    rows: list[tuple[str, ...]] = []
    for change in changes:
        if change.type in _UNCHANGED and not everything:
            continue
        was, now = before.get(change.old_id or ""), after.get(change.new_id or "")
        likeness = f"{change.confidence:.0%}" if was and now else ""
        above = _both(was, now, 1) if change.type == "moved" or not (was and now) else now[1]
        rows.append((TYPES[change.type], _both(was, now, 0), above, likeness))
    return rows


def _both(was: tuple[str, str] | None, now: tuple[str, str] | None, part: int) -> str:
    """What stands on both sides once, what differs with an arrow."""
    texts = [side[part] for side in (was, now) if side is not None]
    return texts[0] if len(set(texts)) == 1 else "\n→ ".join(texts)


def change_counts(types: Iterable[str]) -> str:
    """How many of each kind, in one sentence; for the comparison of documents, of releases and of editions alike."""
    counts = Counter(types)
    told = (kind for kind in TYPES if counts[kind] or kind not in _SELDOM)
    return "、".join(f"{TYPES[kind]} {counts[kind]}件" for kind in told)


def _entries(structure: Structure) -> dict[str, tuple[str, str]]:
    """Title with its label, and the title of the parent, by id."""
    titles = {node.id: f"{node.label} {node.name}".strip() for node in structure.nodes}
    return {node.id: (node.name, titles[node.parent] if node.parent is not None else "") for node in structure.nodes}
