"""One correction × what is read now → its state (訂正の判定). Pure.

Held against the *uncorrected* extraction: the words the person looked at (`seen`), the value that was shown (`was`) and
the value decided. The table is in docs/corrections.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.keys import node_keys, plan_mark
from extractors.likeness import likeness
from extractors.seen import same_words, seen_added, seen_entries, seen_fact, seen_together
from schemas.correction import NODE_FIELDS, Correction, State, Value
from schemas.natural_key import NodeKey, label_key, match_key, plan_groups
from schemas.plan import Extraction, Node, PlanFacts

NEAR = 0.6
"""Likeness from which a lost entry's words may stand elsewhere; below it there is nothing worth proposing."""


@dataclass
class Known:
    """All entries by key: those that were read, and those that people added."""

    extraction: Extraction
    tops: Mapping[str, tuple[int, ...]]
    """Mark of a plan → its hierarchies."""
    keys: Mapping[NodeKey, str]
    """Place of an entry that was read → its key."""
    nodes: dict[str, Node] = field(default_factory=dict)
    indexes: dict[str, int] = field(default_factory=dict)
    """Key of an entry → the hierarchy it stands in."""
    above: dict[str, str] = field(default_factory=dict)
    """Key of an entry → key of its parent, or the mark of its plan."""
    read_above: dict[str, str] = field(default_factory=dict)
    """The same of entries that were read, whatever was decided since."""
    digests: dict[str, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    by_correction: dict[str, list[str]] = field(default_factory=dict)
    """Id of a correction → keys of the entries it added."""

    def add(self, key: str, node: Node, index: int, above: str) -> None:
        """One more entry, which people added."""
        self.nodes[key], self.indexes[key], self.above[key] = node, index, above
        self.digests[key] = seen_added(node)
        self.added.add(key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a correction, and why where that is not plain."""

    state: State
    now: Value = None
    """The value as it is read now."""
    proposal: str | None = None
    why: str = ""


def know(extraction: Extraction) -> Known:
    """Everything by key, before corrections."""
    keys = node_keys(extraction)
    known = Known(extraction, {group.mark: group.structures for group in plan_groups(extraction)}, keys)
    for index, structure in enumerate(extraction.structures):
        digests = seen_entries(structure)
        for node in structure.nodes:
            key = keys[index, node.id]
            known.nodes[key], known.indexes[key], known.digests[key] = node, index, digests[node.id]
            known.above[key] = keys[index, node.parent] if node.parent is not None else plan_mark(key)
            known.read_above[key] = known.above[key]
    return known


def seen_of(known: Known, correction: Correction) -> str:
    """The digest of what a person looks at who makes this correction now: what `seen` must hold."""
    key = correction.key
    if correction.action == "replace":
        return seen_replaced(known, correction)
    if key in known.tops:
        field = correction.field or ""
        plan = plan_facts(known.extraction, known.tops[key])
        return seen_fact(plan, field) if correction.action == "set_fact" else ""
    if correction.action == "merge":
        texts = [known.nodes[each].evidence.text for each in (key, *correction.others)]
        return seen_together(known.digests[key], texts)
    return known.digests[key]


def seen_replaced(known: Known, correction: Correction) -> str:
    """The digest of all that a typed outline takes the place of: its entries as they were read, with those below them."""
    texts = [known.nodes[key].evidence.text for key in _replaced(known, correction) if key not in known.added]
    digest = known.digests.get(correction.key, "") if correction.key not in known.added else ""
    return seen_together(digest, texts) if texts or digest else ""


def _replaced(known: Known, correction: Correction) -> list[str]:
    found = []
    for key in known.nodes:
        at = key
        while at in known.read_above and at not in correction.others:
            at = known.read_above[at]
        if at in correction.others:
            found.append(key)
    return found


def judge(correction: Correction, known: Known) -> Verdict:
    """What becomes of a decision about an entry or a plan; exceptions and readings are judged later, on the result."""
    if correction.action == "set_fact" and correction.key in known.tops:
        return _of_plan(correction, known)
    if correction.action == "add":
        return _of_new(correction, known)
    if correction.action == "replace":
        return _of_outline(correction, known)
    if correction.action == "pair" and correction.key in known.tops:
        return Verdict("applied")
    if correction.key not in known.nodes:
        return _lost(correction, known)
    if correction.action == "merge":
        return _of_merged(correction, known)
    now, wanted = read(correction, correction.key, known), _wanted(correction)
    if correction.action == "move":
        if correction.parent not in known.nodes and correction.parent not in known.tops:
            return Verdict("orphan", now, nearest(correction, known), "移す先の項目が見つかりません。")
        if not _same_tree(correction, known):
            return Verdict("orphan", now, None, "移す先が別の体系です。")
        if now == wanted and not _stands_so(correction, known):
            now, wanted = f"{now}", None  # only its level, or its place among its siblings, is decided
    if correction.action == "split" and now == wanted and not _parts_there(correction, known):
        wanted = None
    if correction.action in ("remove", "pair", "locate"):  # whose value says nothing about this entry
        wanted = None
    return Verdict(_state(correction, now, wanted, known.digests[correction.key]), now)


def read(correction: Correction, key: str, known: Known) -> Value:
    """The value a correction is about, as it is read now."""
    node = known.nodes[key]
    match correction.action:
        case "relabel":
            return node.label
        case "move":
            return known.above[key]
        case "set_fact" if correction.field in NODE_FIELDS:
            return node.description if correction.field == "description" else node.department
        case _:
            return node.name


def nearest(correction: Correction, known: Known) -> str | None:
    """Key of the entry with the same words, else with the likest title."""
    same = _with_same_words(correction, known)
    if same:
        return same[0]
    text = (correction.quote if correction.action != "pair" else "") or str(correction.was or "")
    scored = (
        [(likeness(text, known.nodes[key].evidence.text), key) for key in known.nodes if key not in known.added]
        if text
        else []
    )
    score, key = max(scored, default=(0.0, ""), key=lambda pair: (pair[0], pair[1]))
    return key if score >= NEAR else None


def plan_facts(extraction: Extraction, indexes: tuple[int, ...]) -> PlanFacts:
    """What one plan of a document says of itself."""
    own = extraction.structures[indexes[0]].plan if indexes else None
    return own or extraction.facts.plan


def _state(correction: Correction, now: Value, wanted: Value, seen: str) -> State:
    if now == wanted:
        return "redundant"
    if correction.seen == seen:
        return "applied"
    return "drifted" if now == correction.was else "reopened"


def _wanted(correction: Correction) -> Value:
    if correction.action == "move":
        return correction.parent
    return correction.entries[0].name if correction.action == "split" else correction.value


def _of_plan(correction: Correction, known: Known) -> Verdict:
    plan = plan_facts(known.extraction, known.tops[correction.key])
    now: Value = getattr(plan, correction.field or "")
    return Verdict(_state(correction, now, correction.value, seen_of(known, correction)), now)


def _of_new(correction: Correction, known: Known) -> Verdict:
    entry = correction.entries[0]
    if correction.key not in known.nodes and correction.key not in known.tops:
        return _lost(correction, known)
    for key, above in known.above.items():
        node = known.nodes[key]
        same = label_key(node.label) == label_key(entry.label) and match_key(node.name) == match_key(entry.name)
        if above == correction.key and same and key not in known.added:
            return Verdict("redundant", node.name)
    if correction.key in known.tops:
        return Verdict("applied")
    now = known.nodes[correction.key].name
    return Verdict(_state(correction, now, None, known.digests[correction.key]))


def _of_outline(correction: Correction, known: Known) -> Verdict:
    if correction.key not in known.nodes and correction.key not in known.tops:
        return _lost(correction, known)
    there = [other for other in correction.others if other in known.nodes]
    now = "／".join(known.nodes[key].name for key in there)
    if len(there) < len(correction.others):
        return Verdict("orphan", now, None, "置き換える項目の一部が、今の読み取りに見つかりません。")
    if len({known.indexes[key] for key in there}) > 1:
        return Verdict("orphan", now, None, "置き換える項目が別の体系にあります。")
    seen = seen_replaced(known, correction)
    return Verdict(_state(correction, now, None, seen) if seen else "applied", now)


def _of_merged(correction: Correction, known: Known) -> Verdict:
    node = known.nodes[correction.key]
    there = [other for other in correction.others if other in known.nodes]
    if not there and node.name == correction.value:
        return Verdict("redundant", node.name)
    if len(there) < len(correction.others):
        return Verdict("orphan", node.name, correction.key, "統合する項目の一部が見つかりません。")
    if any(known.indexes[other] != known.indexes[correction.key] for other in there):
        return Verdict("orphan", node.name, None, "統合する項目が別の体系にあります。")
    return Verdict(_state(correction, node.name, None, seen_of(known, correction)), node.name)


def _lost(correction: Correction, known: Known) -> Verdict:
    """The key is gone: perhaps because the document is now read as the person said."""
    same = _with_same_words(correction, known)
    if correction.action == "remove" and not same:
        return Verdict("redundant")
    if correction.action in ("rename", "relabel", "move", "set_fact") and len(same) == 1:
        now = read(correction, same[0], known)
        if now == _wanted(correction):
            return Verdict("redundant", now)
    return Verdict("orphan", None, nearest(correction, known))


def _with_same_words(correction: Correction, known: Known) -> list[str]:
    mark = plan_mark(correction.key)
    return sorted(
        key
        for key in known.nodes
        if plan_mark(key) == mark and key not in known.added and same_words(correction.seen, known.digests[key])
    )


def _same_tree(correction: Correction, known: Known) -> bool:
    index = known.indexes[correction.key]
    to = correction.parent or ""
    return index in known.tops[to] if to in known.tops else known.indexes[to] == index


def _stands_so(correction: Correction, known: Known) -> bool:
    """Whether an entry already has the level and the place among its siblings that were decided, as far as they were."""
    if correction.level not in (None, known.nodes[correction.key].level):
        return False
    if correction.after is None:
        return True
    above = known.above[correction.key]
    index = known.indexes[correction.key]
    siblings = [key for key, parent in known.above.items() if parent == above and known.indexes[key] == index]
    place = siblings.index(correction.key)
    return (siblings[place - 1] if place else "") == correction.after


def _parts_there(correction: Correction, known: Known) -> bool:
    above = known.above[correction.key]
    names = {known.nodes[key].name for key, parent in known.above.items() if parent == above and key not in known.added}
    return all(entry.name in names for entry in correction.entries)
