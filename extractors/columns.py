"""Grid → which rows are its header and what each column is for (階層, 担当課, 番号, 説明 ...). Pure.

Header words decide first, the content of a column second: a column is a level of the hierarchy unless something
speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.numbering import LEVEL_NOUN, SPACES, read_marker
from schemas.structure import Cell, Grid

Role = Literal["level", "number", "department", "description", "other"]

HEADER_MAX = 24
"""Characters; a header cell is a name, not a sentence (longest seen: 具体的な取組（再掲を含む）)."""

_DEPARTMENT = re.compile(r"担当|主管|所管|関係課|課名|部署|所属|実施主体|主体|部局|課等|関連課|推進課|取組主体")
_NUMBER = re.compile(r"^(?:No\.?|NO\.?|№|Ｎｏ\.?|番号|項番|#|通番|事業番号|施策番号|取組番号|コード)$", re.I)
_DESCRIPTION = re.compile(r"説明|概要|ねらい|目的|趣旨|解説|方向付け")
_OTHER = re.compile(
    r"指標|目標値|現状値|実績|基準値|単位|年度|時期|スケジュール|工程|予算|財源|備考|SDGs|ＳＤＧｓ|新規|継続|再掲$|数値目標"
    r"|ページ|頁|掲載|関連計画|根拠|対象者?$|優先|評価|進捗|方法$|分類$"
)
_YEAR = re.compile(r"(?:令和|平成|[RHＲＨ])?[.．]?(?:[0-9０-９]{1,4}|元)(?:年度?)?(?:[(（].{1,8}[)）])?")
_LEVEL = re.compile(LEVEL_NOUN)
_BRACKETS = "【】[]［］〔〕<>＜＞《》〈〉「」"


@dataclass(frozen=True, slots=True)
class Columns:
    """How a grid is to be read."""

    header: range
    """Rows of the header; rows before it hold no hierarchy. Empty where none is printed."""
    names: tuple[str, ...]
    """Header text per column, as printed, "" where there is none."""
    roles: tuple[Role, ...]
    repeated: frozenset[int]
    """Rows further down that print the header again."""

    @property
    def levels(self) -> tuple[int, ...]:
        """Columns that hold a level, left to right."""
        return tuple(col for col, role in enumerate(self.roles) if role == "level")


def dense(grid: Grid) -> list[list[Cell | None]]:
    """The cell that covers each place, rows by columns; None where there is none."""
    places: list[list[Cell | None]] = [[None] * grid.cols for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
            for col in range(cell.col, min(cell.col + cell.colspan, grid.cols)):
                places[row][col] = cell
    return places


def find_columns(grid: Grid) -> Columns:
    """Header rows and the role of each column."""
    places = dense(grid)
    header = _header_rows(grid, places)
    names = _names(grid, places, header)
    body = range(header.stop, grid.rows)
    printed = tuple(tuple(_squeeze(_text(places[row][col])) for col in range(grid.cols)) for row in header)
    repeated = frozenset(
        row for row in body if tuple(_squeeze(_text(places[row][col])) for col in range(grid.cols)) in printed
    )
    roles = tuple(_role(col, names[col], grid, repeated, header.stop) for col in range(grid.cols))
    return Columns(header, names, _settle(roles, names, grid), repeated)


def is_header_word(text: str) -> bool:
    """Whether a text could be the name of a column."""
    bare = _squeeze(text).strip(_BRACKETS)
    if not bare or len(bare) > HEADER_MAX or bare.endswith("。"):
        return False
    marker = read_marker(text).marker
    return marker is None or not (marker.counted or marker.style in "・○●■□◆◇")


def names_a_column(text: str) -> bool:
    """Whether a text is one of the words that plans print over columns."""
    bare = _squeeze(text).strip(_BRACKETS)
    if not is_header_word(text):
        return False
    if _NUMBER.match(bare) or _DEPARTMENT.search(bare) or _OTHER.search(bare) or _DESCRIPTION.search(bare):
        return True
    core = re.sub(r"[(（].*?[)）]$", "", bare)
    return bool(
        re.search(rf"(?:{LEVEL_NOUN}|内容|名称|取り組み|事業等|事業名|施策名|体系)(?:等|名|群|一覧|例|の?内容)?$", core)
    )


def names_a_level(bare: str) -> bool:
    """基本目標, 施策の方向: a noun that plans use for a level, whatever its cells hold."""
    return bool(re.search(rf"(?:{LEVEL_NOUN})$", bare))


def names_departments(text: str) -> bool:
    """Whether a column name is one of those over the offices in charge (担当課)."""
    return bool(_DEPARTMENT.search(_squeeze(text)))


def is_office(text: str) -> bool:
    """Whether a text names nothing but offices in charge (担当課)."""
    return bool(_DEPARTMENT_CELL.match(_squeeze(text)))


def _header_rows(grid: Grid, places: list[list[Cell | None]]) -> range:
    """The first rows that hold nothing but column names; rows above them are titles or other matter."""
    for first in range(min(grid.rows, 12)):
        if not _is_header_row(places[first], grid.cols):
            continue
        stop = first + 1
        # a second header row stands under a merged name, or is covered by cells that reach down from the first
        reach = max((cell.row + cell.rowspan for cell in places[first] if cell is not None), default=stop)
        while stop < grid.rows and (stop < reach or _is_sub_header(places[stop], places[first])):
            stop += 1
        if stop < grid.rows:
            return range(first, stop)
    return range(0)


def _is_header_row(cells: list[Cell | None], cols: int) -> bool:
    distinct = list({id(cell): cell for cell in cells if cell is not None and cell.text.strip(SPACES)}.values())
    if len(distinct) < 2 or _parent_and_child(distinct):
        return False
    if all(cell.header for cell in distinct):
        return True
    if not all(is_header_word(cell.text) for cell in distinct):
        return False
    known = sum(names_a_column(cell.text) or _squeeze(cell.text)[0] in "【［[〔＜<" for cell in distinct)
    return known * 2 > len(distinct) or (known * 2 == len(distinct) and len(distinct) > 2)


def _parent_and_child(cells: list[Cell]) -> bool:
    """Whether some cells reach further down than others: in a header only those do that stand beside a wide one."""
    return len({cell.rowspan for cell in cells}) > 1 and all(cell.colspan == 1 for cell in cells)


def _is_sub_header(cells: list[Cell | None], above: list[Cell | None]) -> bool:
    own = [cell for cell in cells if cell is not None and cell not in above and cell.text.strip(SPACES)]
    merged = any(cell is not None and cell.colspan > 1 for cell in above)
    # where merged cells were lost, a name over two columns leaves the second one empty
    lost = any(name is not None and not name.text and cell in own for name, cell in zip(above, cells, strict=True))
    return bool(own) and (merged or lost) and all(names_a_column(cell.text) for cell in own)


def _names(grid: Grid, places: list[list[Cell | None]], header: range) -> tuple[str, ...]:
    """Per column the lowest header text over it."""
    names = []
    for col in range(grid.cols):
        texts = [_text(places[row][col]).strip(SPACES) for row in header]
        names.append(next((join_lines(text) for text in reversed(texts) if text), ""))
    return tuple(names)


def _role(col: int, name: str, grid: Grid, skip: frozenset[int], first: int) -> Role:
    texts = [
        cell.text
        for cell in grid.cells
        if cell.col == col and cell.row >= first and cell.row not in skip and cell.text.strip(SPACES)
    ]
    bare = _squeeze(name).strip(_BRACKETS)
    if _NUMBER.match(bare):
        return "number"
    if texts and all(_only_marker(join_lines(text)) for text in texts):
        return "number"
    if _DEPARTMENT.search(bare):
        return "department"
    if texts and sum(bool(_DEPARTMENT_CELL.match(_squeeze(text))) for text in texts) > 0.8 * len(texts):
        return "department"
    if not texts:
        return "other"
    if _tells_kinds(texts):
        return "other"
    sentences = sum(text.rstrip(SPACES).endswith(("。", "ます", "です")) for text in texts)
    if sentences > 0.6 * len(texts) and not names_a_level(bare):
        return "description"
    if _DESCRIPTION.search(bare) and not _marked_share(texts) > 0.5:
        return "description"
    if (_OTHER.search(bare) or _YEAR.fullmatch(bare)) and not _LEVEL.fullmatch(bare):
        return "other"
    if sum(bool(_FIGURES.match(_squeeze(text))) for text in texts) > 0.6 * len(texts):
        return "other"
    return "level"


_DEPARTMENT_CELL = re.compile(
    r"^(?:[^。]{1,14}(?:課|室|局|部|センター|係|所|館|委員会|全庁|各課)(?:ほか|等|など)?[、,，・;；／/]?)+$"
)
_FIGURES = re.compile(r"^[0-9０-９,.，．、・/／%％〜～\-－―ー年度人件回か所箇所以上以下増減↑↓→○●◎△★☆※()（）RHＲＨ]+$")
_STATUS = re.compile(
    r"(?:新規|継続|拡充|拡大|見直し|縮小|完了|再掲|重点|新|継|拡|既存|改善|廃止|検討)(?:[・/／、](?:新規|継続|拡充|重点|再掲))*"
)

FEW = 4
"""Distinct texts: a column with no more of them ..."""
OFTEN = 3
"""... each in at least so many runs of rows on average, tells kinds of rows apart (区分) and is no level."""


def _tells_kinds(texts: list[str]) -> bool:
    """新規, 継続, 拡充 ...: a few words over and over, in no order."""
    bare = [_squeeze(text).strip(_BRACKETS + "()（）") for text in texts]
    if all(_STATUS.fullmatch(text) for text in bare):
        return True
    runs = sum(1 for at, text in enumerate(bare) if at == 0 or text != bare[at - 1])
    distinct = len(set(bare))
    return distinct <= FEW and runs >= OFTEN * distinct and runs >= 2 * OFTEN


def _settle(roles: tuple[Role, ...], names: tuple[str, ...], grid: Grid) -> tuple[Role, ...]:
    """A number column without a level to its right is no label column."""
    settled = list(roles)
    for col, role in enumerate(settled):
        if role == "number" and not (col + 1 < len(settled) and settled[col + 1] in ("level", "description")):
            settled[col] = "other"
    return tuple(settled)


def _only_marker(text: str) -> bool:
    """A cell that is a number or sign and nothing else."""
    marked = read_marker(text)
    return marked.marker is not None and not marked.name


def _marked_share(texts: list[str]) -> float:
    return sum(read_marker(text).marker is not None for text in texts) / len(texts) if texts else 0.0


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def join_lines(text: str) -> str:
    """The lines of a cell as one: a break inside Japanese leaves nothing, one between Latin words a space."""
    lines = [line.strip(SPACES) for line in text.split("\n")]
    joined = ""
    for line in lines:
        if (
            joined
            and line
            and joined[-1].isascii()
            and joined[-1].isalpha()
            and line[0].isascii()
            and line[0].isalpha()
        ):
            joined += " "
        joined += line
    return joined
