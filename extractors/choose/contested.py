"""A choice between readings → exceptions that name the entries in which they differ, or that are not sure. Pure.

One exception per group of neighbouring entries with the same rival, so that staff answer one question, not twenty.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.check_numbers import with_all_below
from extractors.choose.choose import Choice, Path, paths_of
from extractors.choose.fold import fold
from extractors.numbering import read_marker
from schemas.issue import Issue
from schemas.plan import Node, Structure
from schemas.structure import Evidence

DOUBTFUL = 0.8
"""Probability below which an entry is named."""
LIKELY = 0.1
"""Probability from which on an entry that only rivals hold is named."""
QUOTED = 12
"""Entries of a rival that a message quotes."""

_LOST = frozenset("\ufffd〓□")


def contested(choice: Choice) -> tuple[Issue, ...]:
    """What a person should decide about a choice."""
    if choice.reading is None:
        return ()
    found: list[Issue] = []
    for index, structure in enumerate(choice.reading.structures):
        found += _doubtful(choice, structure, index)
        found += _hard_rules(structure, index)
    return (*found, *_missing(choice))


def _doubtful(choice: Choice, structure: Structure, index: int) -> list[Issue]:
    """The entries of a tree whose probability is low, one exception per run of neighbours."""
    sure = choice.sure[index]
    weak = [node for node in structure.nodes if sure.get(node.id, 1.0) < DOUBTFUL]
    if not weak:
        return []
    if len(weak) * 2 > len(structure.nodes):
        whole = "この施策体系の読み取りは確かでありません。原本と見比べて、項目と階層を確かめてください。"
        return [_about(weak, index, whole, _rival(choice))]
    places = {node.id: at for at, node in enumerate(structure.nodes)}
    groups: list[list[Node]] = []
    for node in weak:
        if groups and places[node.id] - places[groups[-1][-1].id] == 1:
            groups[-1].append(node)
        else:
            groups.append([node])
    message = "「{}」の読み取りには別の読み方があります。原本と見比べて、名称と上位項目を確かめてください。"
    return [_about(group, index, message.format(group[0].name[:40]), _rival(choice)) for group in groups]


def _rival(choice: Choice) -> str | None:
    """The likeliest other tree, as an indented outline."""
    if not choice.rivals or choice.rivals[0][1] < 0.01:
        return None
    lines = [
        "　" * (node.depth - 1) + f"{node.label} {node.name}".strip()
        for structure in choice.rivals[0][0].structures
        for node in structure.nodes
    ]
    return "\n".join(lines)


def _missing(choice: Choice) -> Iterable[Issue]:
    """Entries that the reading lacks and likely rivals hold."""
    assert choice.reading is not None
    names = {fold(node.name) for structure in choice.reading.structures for node in structure.nodes}
    likely = [one for one in choice.missing if one[1] >= LIKELY and one[0][-1] not in names]
    if not likely:
        return
    quoted: dict[Path, Node] = {}
    for path, _, rival in likely:
        for structure in rival.structures:
            by_path = {value: key for key, value in paths_of(structure).items()}
            if path in by_path:
                quoted[path] = next(node for node in structure.nodes if node.id == by_path[path])
                break
    nodes = list(quoted.values())
    if not nodes:
        return
    for start in range(0, len(nodes), QUOTED):
        part = nodes[start : start + QUOTED]
        text = " ".join(f"{node.label} {node.name}".strip() for node in part)
        message = f"「{part[0].name[:40]}」など{len(part)}件は、別の読み方では項目です。原本を見て、項目かどうか確かめてください。"
        first = part[0].evidence
        yield Issue("reading_contested", message, Evidence(text, first.page, first.line, first.bbox))


def _hard_rules(structure: Structure, index: int) -> list[Issue]:
    """What is never right without a person's look: lost glyphs, bare sentences, 1-1 without 1."""
    found = []
    by_id = {node.id: node for node in structure.nodes}
    for lost in (node for node in structure.nodes if _LOST & set(node.name)):
        nodes = with_all_below(structure, lost.id)
        message = f"「{nodes[0].name[:40]}」に、読み取れない文字があります。原本を見て、正しい文字を入力してください。"
        found.append(_about(nodes, index, message, None, "glyph_lost"))
    for node in structure.nodes:
        value = _chain(node.label)
        parent = by_id.get(node.parent) if node.parent is not None else None
        if len(value) < 2:
            continue
        above = _chain(parent.label) if parent is not None else ()
        if not above or value[: len(above)] != above[-len(value) :]:
            if above and above[-1:] == value[-2:-1]:
                continue
            message = (
                f"「{node.label} {node.name[:40]}」の番号と上位項目の番号が合いません。上位項目を確かめてください。"
            )
            found.append(_about([node], index, message, None, "numbering_out_of_sequence"))
    return found


def _chain(label: str) -> tuple[int, ...]:
    marker = read_marker(f"{label} ").marker if label else None
    return marker.value if marker is not None and marker.counted else ()


def _about(nodes: list[Node], index: int, message: str, rival: str | None, kind: str = "reading_contested") -> Issue:
    first = nodes[0].evidence
    return Issue(
        kind,
        message,
        Evidence(nodes[0].name, first.page, first.line, first.bbox),
        proposal=rival,
        structure=index,
        nodes=tuple(node.id for node in nodes),
    )
