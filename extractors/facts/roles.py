"""Rows → who does what in which phase (推進体制, PDCA). Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row
from schemas.plan import Role

_PHASE = re.compile(
    r"[ \u3000]*[（(【\[]?[ \u3000]*(?P<phase>Plan|Do|Check|Act(?:ion)?|PLAN|DO|CHECK|ACT(?:ION)?|Ｐｌａｎ|Ｄｏ|Ｃｈｅｃｋ|Ａｃｔ(?:ｉｏｎ)?|計画|実行|実施|評価|検証|改善)[ \u3000]*[）)】\]]"
)
_LEADING = re.compile(
    r"^(?P<phase>Plan|Do|Check|Act(?:ion)?|PLAN|DO|CHECK|ACT(?:ION)?)[ \u3000]*[（(：:・]?[ \u3000]*(?P<name>計画|実行|実施|評価|検証|改善)?[）)]?[ \u3000：:]*(?P<text>.*)$"
)
_PHASE_ALONE = re.compile(
    r"[（(【\[]?(?P<phase>Plan|Do|Check|Act(?:ion)?|PLAN|DO|CHECK|ACT(?:ION)?|[PDCA]|Ｐｌａｎ|Ｄｏ|Ｃｈｅｃｋ|Ａｃｔ(?:ｉｏｎ)?|計画|実行|実施|評価|点検|検証|改善|見直し)[）)】\]]?"
    r"(?:[ \u3000]*[（(：:・]?[ \u3000]*[一-龥ぁ-んA-Za-z]{1,8}[）)]?)?"
)
_ACTOR = re.compile("主体|担当|誰が|だれが|実施者|組織")
_DEED = re.compile("内容|役割|取組|取り組み|行うこと|概要|事項")
FEWEST = 3
"""Different phases a table or list must show before it counts as one of roles."""


def read_roles(rows: Sequence[Row]) -> tuple[Role, ...]:
    """The roles of every table that names phases of the PDCA cycle, in reading order."""
    roles: list[Role] = []
    for block in _blocks(rows):
        found = list(_in_block(block))
        if len({role.phase for role in found}) >= FEWEST:
            roles += found
    return tuple(roles) or tuple(_as_list(rows))


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of table rows without a gap."""
    block: list[Row] = []
    for row in rows:
        if row.cells:
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _in_block(block: Sequence[Row]) -> Iterator[Role]:
    """Cells with a phase in them; who acts stands over them, in the head of the column, or beside them."""
    if beside := list(_beside(block)):
        yield from beside
        return
    head = block[0].cells
    actors = () if any(_PHASE.search(cell) or _LEADING.match(cell) for cell in head) else head
    for row in block[1:] if actors else block:
        for col, cell in enumerate(row.cells):
            found = _PHASE.search(cell)
            text = (cell[: found.start()] + cell[found.end() :]).strip(" \u3000") if found else ""
            if found and text:
                actor = actors[col] if col < len(actors) and actors[col] else None
                yield Role(actor, found["phase"], text, row.evidence(cell))


def _beside(block: Sequence[Row]) -> Iterator[Role]:
    """A table with a column of phases, and by the names of its others who acts and what is done."""
    head = block[0].cells
    phase = next((col for col in range(len(head)) if _column_of_phases(block[1:], col)), None)
    actor = next((col for col, name in enumerate(head) if _ACTOR.search(name)), None)
    text = next((col for col, name in enumerate(head) if _DEED.search(name) and col not in (phase, actor)), None)
    if phase is None or text is None:
        return
    for row in block[1:]:
        cells = [*row.cells, *[""] * (len(head) - len(row.cells))]
        if cells[text] and cells[phase]:
            found = _PHASE_ALONE.fullmatch(cells[phase])
            who = cells[actor] if actor is not None and cells[actor] else None
            yield Role(who, found["phase"] if found else cells[phase], cells[text], row.evidence(cells[text]))


def _column_of_phases(rows: Sequence[Row], col: int) -> bool:
    """Whether the cells of a column name different phases and nothing else."""
    texts = [row.cells[col] for row in rows if col < len(row.cells) and row.cells[col]]
    found = [_PHASE_ALONE.fullmatch(text) for text in texts]
    return all(found) and len({match["phase"] for match in found if match}) >= FEWEST


def _as_list(rows: Sequence[Row]) -> Iterator[Role]:
    """Plan（計画）: …, Do（実行）: …, each on a line of its own."""
    found = [(row, match) for row in rows if not row.cells and (match := _LEADING.match(row.text)) and match["text"]]
    if len({match["phase"].lower() for _, match in found}) >= FEWEST:
        for row, match in found:
            yield Role(None, match["phase"], match["text"], row.evidence())
