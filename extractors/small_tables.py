"""A table between the headings of a chapter → the entries it lists: 取組 with 内容 and 担当課, or one card per 取組. Pure.

Tables of indicators, members and the like stand between the same headings; they list nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import dense, find_columns, join_lines, names_a_column, names_departments
from extractors.global_goals import is_global_goal
from extractors.grid_tree import grid_tree
from extractors.numbering import LEVEL_NOUN, SPACES, read_marker
from schemas.plan import Node
from schemas.structure import Cell, Evidence, Grid, Item

MARKED = 0.5
"""Share of entries with a number or sign from which on a table without a header lists entries."""
FIGURES = 0.3
"""Share of entries without a word from which on a table holds figures."""
KEYS = 0.75
"""Share of the cells of a first column that must be names of values (事業名, 内容, 担当課) to make it a card."""
KEY_MAX = 12
"""Characters of such a name."""
SENTENCES = 0.5
"""Share of entries that are sentences, from which on a table describes."""

_FIGURE_NAMES = re.compile(
    r"指標|現状|基準値|実績|目標値|数値目標|年齢|回答|氏名|ゴール|役職|職名|所属|計画名|根拠|件数|割合|総数|年度$|団体名|委員|項目名"
)
_LOOKS_BACK = re.compile(
    r"^(?:旧計画|前計画|前期計画|第[0-9０-９一二三四五]+次計画の)|^(?:達成|評価|進捗|自己評価|達成度|進捗状況)$"
)
_TEXT_KEYS = re.compile(r"内容|概要|説明|目的|ねらい|方向性?$|現状|課題|効果|対象")
_NAME_KEYS = re.compile(rf"(?:(?:{LEVEL_NOUN}|取り組み|事業)(?:の?名称?|内容)?|名称?|タイトル)$")
_WORDS = re.compile(r"[ぁ-んァ-ヶ一-龥A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Small:
    """What a table between headings is."""

    items: tuple[Item, ...]
    """Its entries, as items of an outline."""
    card: bool = False
    """One entry with its values under each other, not a table of entries."""
    other: bool = False
    """Figures, indicators or names: nothing of the hierarchy."""


def read_small(grid: Grid) -> Small:
    """The entries of a table; none, and neither card nor other, where it is not of a known make."""
    cards = _cards(grid)
    if cards:
        return Small(cards, card=True)
    if _appeals(grid):
        return Small((), other=True)
    columns = find_columns(grid)
    named = [columns.names[col] for col in columns.levels if columns.names[col]]
    over = [name for name in columns.names if name]
    of_levels = [name for name in named if re.search(LEVEL_NOUN, name) and not _FIGURE_NAMES.search(name)]
    if columns.header and over and _FIGURE_NAMES.search(_bare(over[0])) and of_levels[:1] != over[:1]:
        return Small((), other=True)
    nodes = grid_tree(grid).value.nodes
    if not nodes:
        return Small((), other=bool(columns.header))
    if sum(_names_goal(node) for node in nodes) * 2 > len(nodes):
        return Small((), other=True)
    wordless = sum(not _WORDS.search(node.name) for node in nodes)
    sentences = sum(node.name.endswith("。") for node in nodes)
    if wordless > FIGURES * len(nodes) or any(_LOOKS_BACK.search(_bare(name)) for name in over):
        return Small((), other=True)
    if sentences > SENTENCES * len(nodes):
        return Small((), other=_is_framed(grid))
    marked = sum(bool(node.label) for node in nodes)
    if not of_levels and marked < MARKED * len(nodes):
        figures = sum(bool(_FIGURE_NAMES.search(_bare(name))) for name in over) * 2 > len(over) > 0
        return Small((), other=figures or _is_framed(grid))
    if grid.rows == 1 and len(nodes) == 1 and (sole := _in_frame(nodes[0])) is not None:
        return Small((sole,))
    bands = [cell for cell in grid.cells if cell.row < columns.header.start and cell.colspan == grid.cols]
    heads = [Item(cell.ref, cell.text, cell.evidence) for cell in bands if read_marker(cell.text).marker is not None]
    refs = {item.ref for item in heads}
    depth = min((node.depth for node in nodes if node.ref not in refs), default=1) - 1
    return Small(
        (
            *heads,
            *(
                Item(
                    node.ref,
                    node.name,
                    node.evidence,
                    label=node.label,
                    row=node.depth - depth,
                    department=node.department,
                    body=(replace(node.evidence, text=node.description),) if node.description else (),
                )
                for node in nodes
                if node.ref not in refs
            ),
        )
    )


def _appeals(grid: Grid) -> bool:
    """One row of cells with bulleted sentences: what each side is asked to do, its header on the page before."""
    texts = [cell.text.strip(SPACES) for cell in grid.cells if cell.text.strip(SPACES)]
    marks = [read_marker(text).marker for text in texts]
    bulleted = all(mark is not None and not mark.counted for mark in marks)
    return grid.rows == 1 and len(texts) > 1 and bulleted and all(text.endswith("。") for text in texts)


def _in_frame(node: Node) -> Item | None:
    """A heading whose number and title stand in a frame of their own: a line like others, no row of a table."""
    if not node.label:
        return None
    return Item(node.ref, f"{node.label}\u3000{node.name}", node.evidence)


def _names_goal(node: Node) -> bool:
    """Whether a cell holds the number and the name of a global goal (SDGs), as their icons do."""
    return is_global_goal(read_marker(f"{node.label} {node.name}" if node.label else node.name))


def _is_framed(grid: Grid) -> bool:
    """Whether lines keep its rows and columns apart: its text is no text of the page around it, whatever it is."""
    free = any(cell.ref.startswith(f"p{cell.evidence.page}w") for cell in grid.cells)
    return not free and grid.rows > 1 and grid.cols > 1


def _cards(grid: Grid) -> tuple[Item, ...]:
    """The entries of cards that stand on each other: 事業名 | …, 内容 | …, 担当課 | …; () where the table is none."""
    places = dense(grid)
    first = list({id(cell): cell for row in places if (cell := row[0]) is not None}.values())
    titles = [cell for cell in first if cell.colspan == grid.cols > 1 and cell.text.strip(SPACES)]
    keys = [cell for cell in first if cell not in titles and cell.text.strip(SPACES)]
    if not keys or len(keys) < 2 or sum(_is_key(cell.text) for cell in keys) < KEYS * len(keys):
        return ()
    if _is_header(places[0]) and not titles:
        return ()
    found: list[Item] = []
    named = any(_names_entry(cell.text) for cell in keys)
    for row in places:
        cells = list(dict.fromkeys(cell for cell in row if cell is not None))
        if len(cells) == 1 and cells[0] in titles and _like_title(cells[0].text):
            cell = cells[0]
            found.append(Item(cell.ref, cell.text, cell.evidence) if named else _item(cell, cell.text))
            continue
        for key, value in zip(cells[::2], cells[1::2], strict=False):
            found = _with_value(found, key, value, new=named and key is cells[0])
    return tuple(found) if found and all(_WORDS.search(item.text) for item in found) else ()


def _with_value(found: list[Item], key: Cell, value: Cell, new: bool) -> list[Item]:
    """The entries so far with one value more, or with one entry more."""
    name, text = _bare(key.text), value.text.strip(SPACES)
    if any(value.ref in item.ref for item in found[-1:]) or not text:
        return found
    if names_departments(key.text):
        return [*found[:-1], replace(found[-1], department=join_lines(text))] if found else found
    if _TEXT_KEYS.search(name) and found:
        more = replace(value.evidence, text=join_lines(text))
        return [*found[:-1], replace(found[-1], body=(*found[-1].body, more))]
    if new and _names_entry(key.text):
        return [*found, _item(value, text)]
    return found


def _names_entry(key: str) -> bool:
    """事業名, 主な取組: what stands beside it is the title of a card."""
    return bool(_NAME_KEYS.search(_bare(key))) and not _TEXT_KEYS.search(_bare(key))


def _item(cell: Cell, text: str) -> Item:
    marked = read_marker(text)
    label = marked.marker.label if marked.marker is not None else ""
    name = marked.name if marked.name else text
    evidence = Evidence(text, cell.evidence.page, cell.evidence.line, cell.evidence.bbox)
    return Item(cell.ref, join_lines(name), evidence, label=join_lines(label) if marked.name else "", row=1)


def _is_key(text: str) -> bool:
    bare = _bare(text)
    return (
        len(bare) <= KEY_MAX
        and read_marker(text).marker is None
        and (names_a_column(text) or bool(_TEXT_KEYS.search(bare) or _NAME_KEYS.search(bare)))
    )


def _is_header(cells: Sequence[Cell | None]) -> bool:
    """Whether the cells of the first row are names of columns: then it is a table, not a card."""
    own = list({id(cell): cell for cell in cells if cell is not None and cell.text.strip(SPACES)}.values())
    beside = [cell.text for cell in own[1:]]
    named = [text for text in beside if _TEXT_KEYS.fullmatch(_bare(text)) or names_departments(text)]
    return len(own) > 1 and all(_is_key(text) for text in beside) and (len(own) > 2 or bool(named))


def _like_title(text: str) -> bool:
    return not text.rstrip(SPACES).endswith("。") and len(text) <= 60


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("【】[]［］〔〕<>＜＞《》〈〉「」■●◆")
