"""What people decided about a plan (訂正): one line of corrections/<plan_id>.jsonl, and what became of it. No logic, no IO.

docs/corrections.md is the manual of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.plan import Extraction

Action = Literal[
    "rename",
    "relabel",
    "move",
    "add",
    "remove",
    "split",
    "merge",
    "replace",
    "locate",
    "set_fact",
    "set_reading",
    "accept",
    "dismiss",
    "pair",
    "withdraw",
]

ACTIONS: Mapping[Action, str] = {
    "rename": "名称の訂正",
    "relabel": "番号の訂正",
    "move": "位置の訂正",
    "add": "項目の追加",
    "remove": "項目の削除",
    "split": "項目の分割",
    "merge": "項目の統合",
    "replace": "部分の置換え",
    "locate": "原本の位置の指定",
    "set_fact": "値の訂正",
    "set_reading": "読みの訂正",
    "accept": "記載のとおりと確認",
    "dismiss": "該当しないと確認",
    "pair": "版の対応の確認",
    "withdraw": "訂正の取消し",
}
"""The closed list of actions and their names in Japanese."""

NODE_FIELDS = ("description", "department")
"""Fields of a node that set_fact sets; its title, label and place have actions of their own."""

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that people typed: what is added, or what an entry is split into."""

    name: str
    label: str = ""
    description: str | None = None
    department: str | None = None
    page: int | None = None
    """Where it is printed, if elsewhere than the entry it is added to."""
    line: int | None = None
    box: tuple[float, ...] = ()
    """Where on that page: x0, top, x1, bottom in points from the top left, as the person pointed; () where nobody did."""
    level: int | None = None
    """replace: its level; below the nearest entry before it with a smaller one."""
    key: str = ""
    """replace: the entry that it is, where it was there before; it keeps its id and its evidence."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person."""

    id: str
    """Unique in its file; given by the workbench."""
    action: Action
    key: str
    """Key of the node (extractors/keys.py); of add and replace, of the parent; "" or "#…" for a plan itself, and of pair where an
    entry of the edition before has none after it."""
    by_role: str
    """Who, only by role: staff, steward."""
    at: str
    """When: ISO 8601 with time zone."""
    seen: str = ""
    """Digest of the evidence the person looked at (extractors/seen.py)."""
    was: Value = None
    """The value shown: title, label, key of the parent, value of the field, sentence of the exception."""
    value: Value = None
    """The value decided: title, label, value of the field, reading in kana, title of the merged entry; of pair, the key of
    the entry in the edition before, None where the entry is new."""
    field: str | None = None
    """set_fact: the field. accept, dismiss: the kind of the exception."""
    reason: str = ""
    quote: str = ""
    """The printed words, for people who read the file and for finding the place again; of pair, those of the edition before."""
    parent: str | None = None
    """move: key of the new parent; "" for the top."""
    after: str | None = None
    """move, add, replace: key of the sibling it follows, "" for the first place, None for the last."""
    level: int | None = None
    """move, add: the level (printed column, from 1) the person chose; None: as it was read, of an added entry that of its
    siblings."""
    entries: tuple[Entry, ...] = ()
    """add: one. split: two or more, the first of which stays the entry itself. replace: the outline, () to take out."""
    others: tuple[str, ...] = ()
    """merge: keys of the entries that are taken into it. replace: of those that go, with everything below them."""
    settles: tuple[str, ...] = ()
    """Kinds of exceptions on this entry that the person had before them and settled with it."""
    edition: str | None = None
    """pair: folder of the edition before; the pairing holds against no other."""
    withdraws: str | None = None
    """Id of an earlier correction that no longer holds; this one stands in its place, or (withdraw) nothing does."""
    page: int | None = None
    """locate: the page, from 1."""
    box: tuple[float, ...] = ()
    """locate: where on it, x0, top, x1, bottom in points from the top left."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The same decision in many places: one [[lookup]] of corrections/lookups.toml."""

    id: str
    field: str
    """name, label, description, department or kana; or a kind of exception, which is then dismissed."""
    by_role: str
    at: str
    reason: str
    match: str | None = None
    """The whole value as printed; of an exception, the words of its evidence."""
    part: str | None = None
    """Words inside the value, replaced wherever they stand."""
    value: str | None = None
    """What stands there instead; not for exceptions."""
    plan: str | None = None
    """Only in this plan."""
    under: str | None = None
    """Only at this key and below."""


State = Literal["applied", "redundant", "drifted", "reopened", "orphan", "withdrawn", "conflicting"]

STATES: Mapping[State, str] = {
    "applied": "反映",
    "redundant": "不要（読み取りが既に同じ）",
    "drifted": "反映（原文の変化に注意）",
    "reopened": "再確認",
    "orphan": "対象が見つからない",
    "withdrawn": "取消し済み",
    "conflicting": "訂正が食い違う",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one correction in one run."""

    correction: Correction
    state: State
    message: str
    """One Japanese sentence for staff."""
    before: str | None = None
    after: str | None = None
    structure: int | None = None
    """Index of the hierarchy, None for what is no node."""
    node: str | None = None
    """Id of the node in the corrected extraction; None where it is gone, or was none."""
    proposal: str | None = None
    """orphan: key of the node whose evidence is nearest."""
    made: tuple[str, ...] = ()
    """add, split, replace: ids of the nodes that it made or put in their place."""
    gone: tuple[str, ...] = ()
    """Keys of the entries that are no more because of it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """An extraction with people's decisions in it."""

    extraction: Extraction
    outcomes: tuple[Outcome, ...]
    """One per correction, in the order of the file."""
    readings: Mapping[str, str]
    """Title → its reading in kana, as people set it."""
