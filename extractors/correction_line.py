"""A line of corrections/<plan_id>.jsonl ⇄ a Correction (訂正の1行). Pure.

JSON, one object per line; docs/corrections.md is the manual. Keys without a value are left out. Read strictly: an unknown
key or action is refused with one sentence, never skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from datetime import datetime
from typing import Any

from schemas.correction import ACTIONS, NODE_FIELDS, Correction, Entry
from schemas.issue import KINDS
from schemas.plan import PlanFacts

_LISTS = ("entries", "others", "settles", "box")
_INTEGERS = ("level", "page")
_YEARS = ("start_year", "end_year")
_PLAN_FIELDS = tuple(field.name for field in fields(PlanFacts))
_DEFAULTS = {field.name: field.default for field in fields(Correction)}
_KANA = re.compile(r"[ァ-ヶー・、。（） 　A-Za-z0-9]+")
_DEEPEST = 20
"""Levels; no plan has as many."""
_MOST = 100_000
"""Pages of a document; more is a slip of the pen."""
_BREAK = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_UNSETTLED = "corrections"
"""Family of exceptions that no one can accept as they are: what was decided before must be decided anew."""
_IMPOSSIBLE = "value_invalid"
"""Cannot be published as it is, whoever accepts it."""

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "rename": ("value", "was", "seen"),
    "relabel": ("value", "was", "seen"),
    "move": ("parent", "was", "seen"),
    "add": ("entries",),
    "remove": ("was", "seen"),
    "split": ("entries", "was", "seen"),
    "merge": ("others", "value", "was", "seen"),
    "replace": (),
    "locate": ("page", "was", "seen"),
    "set_fact": ("field", "seen"),
    "set_reading": ("value", "was"),
    "accept": ("field", "reason", "seen"),
    "dismiss": ("field", "reason", "seen"),
    "pair": ("edition",),
    "withdraw": ("withdraws",),
}


class BadLine(ValueError):
    """A line that does not hold; its words are for people."""


def to_line(correction: Correction) -> str:
    """One line without its line break."""
    said = {
        key: value for key, value in asdict(correction).items() if _DEFAULTS[key] is MISSING or value != _DEFAULTS[key]
    }
    if "entries" in said:
        said["entries"] = [_entry_said(entry) for entry in correction.entries]
    return json.dumps(said, ensure_ascii=False)


def from_line(line: str) -> Correction:
    """The correction of a line.

    Raises:
        BadLine: what is wrong with it, and what to do.
    """
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("JSONとして読めません。引用符、波括弧、コンマを確かめてください。") from None
    if not isinstance(said, dict):
        raise BadLine("1行に1つの { } がありません。")
    unknown = [key for key in said if key not in _DEFAULTS]
    if unknown:
        raise BadLine(f"知らない項目「{unknown[0]}」があります。綴りを確かめてください。")
    missing = [key for key, default in _DEFAULTS.items() if default is MISSING and key not in said]
    if missing:
        raise BadLine(f"項目「{missing[0]}」がありません。")
    for key, value in said.items():
        _check_type(key, value)
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in said.items()}
    values["entries"] = tuple(_entry(entry) for entry in said.get("entries", ()))
    correction = Correction(**values)
    _check(correction)
    return correction


def _check_type(key: str, value: object) -> None:
    if key in ("was", "value"):
        good = value is None or isinstance(value, str) or type(value) is int
    elif key in _LISTS:
        wanted = {"entries": (dict,), "box": (int, float)}.get(key, (str,))
        good = isinstance(value, list) and all(type(each) in wanted for each in value)
    elif key in _INTEGERS:
        good = value is None or (type(value) is int and 1 <= value <= _MOST)
    else:
        good = isinstance(value, str) or (value is None and _DEFAULTS[key] is None)
    if not good:
        raise BadLine(f"項目「{key}」の値の種類が違います。")


def _check(correction: Correction) -> None:
    if correction.action not in ACTIONS:
        raise BadLine(f"知らない操作「{correction.action}」です。{'、'.join(ACTIONS)} のどれかにしてください。")
    if not correction.id or not correction.by_role:
        raise BadLine("id と by_role は空にできません。")
    if correction.key and correction.key[0] not in "/#":
        raise BadLine("key は空か、/ または # で始まります。")
    try:
        at = datetime.fromisoformat(correction.at)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadLine("at は 2026-11-21T10:30:00+09:00 のような、時差の付いた日時にしてください。")
    for name in _NEEDS[correction.action]:
        if getattr(correction, name) in (None, (), "") and not (
            name in ("value", "was", "parent") and getattr(correction, name) == ""
        ):
            raise BadLine(f"操作 {correction.action} には「{name}」が要ります。")
    _check_action(correction)


def _check_action(correction: Correction) -> None:
    value = correction.value
    _check_box(correction.box)
    if correction.level is not None and correction.level > _DEEPEST:
        raise BadLine(f"level は {_DEEPEST} までです。")
    match correction.action:
        case "rename" | "merge" if not _is_title(value):
            raise BadLine("名称は空にできず、改行も入れられません。")
        case "relabel" if not isinstance(value, str) or _BREAK.search(value):
            raise BadLine("番号は、改行のない文字列にしてください。")
        case "add" if len(correction.entries) != 1:
            raise BadLine("add の entries は1つです。")
        case "add" if not correction.seen and "/" in correction.key:
            raise BadLine("操作 add には「seen」が要ります。")
        case "split" if len(correction.entries) < 2:
            raise BadLine("split の entries は2つ以上です。")
        case "replace" if not correction.entries and not correction.others:
            raise BadLine("replace には entries か others が要ります。")
        case "replace" if any(entry.level is None for entry in correction.entries):
            raise BadLine("replace の entries には、それぞれ level が要ります。")
        case "replace" if len(set(correction.others)) < len(correction.others):
            raise BadLine("replace の others に同じ項目が重なっています。")
        case "merge" if correction.key in correction.others or len(set(correction.others)) < len(correction.others):
            raise BadLine("merge の others に同じ項目が重なっています。")
        case "set_fact":
            _check_fact(correction)
        case "set_reading" if not isinstance(value, str) or not _KANA.fullmatch(value):
            raise BadLine("読みは全角カタカナで書いてください。")
        case "accept" | "dismiss":
            kind = KINDS.get(correction.field or "")
            if kind is None or kind.family == _UNSETTLED or correction.field == _IMPOSSIBLE:
                raise BadLine(f"「{correction.field}」は、確認だけで済ませられる要確認事項ではありません。")
        case "pair":
            _check_pair(correction)
        case _:
            pass


def _check_pair(correction: Correction) -> None:
    if correction.value is not None and (not isinstance(correction.value, str) or "/" not in correction.value):
        raise BadLine("pair の value は、前の版の項目の key です。")
    if "/" not in correction.key and correction.value is None:
        raise BadLine("pair には、この版か前の版の項目が要ります。")
    if "/" in correction.key and (not correction.seen or correction.was is None):
        raise BadLine("この版の項目の pair には「was」と「seen」が要ります。")


def _check_fact(correction: Correction) -> None:
    allowed = NODE_FIELDS if "/" in correction.key else _PLAN_FIELDS
    if correction.field not in allowed:
        raise BadLine(f"「{correction.field}」という項目はありません。{'、'.join(allowed)} のどれかにしてください。")
    wanted = int if correction.field in _YEARS else str
    if correction.value is not None and not isinstance(correction.value, wanted):
        raise BadLine(f"「{correction.field}」の値の種類が違います。年度は引用符のない西暦にしてください。")


def _entry(said: Mapping[str, Any]) -> Entry:
    names = [field.name for field in fields(Entry)]
    unknown = [key for key in said if key not in names]
    if unknown:
        raise BadLine(f"entries に知らない項目「{unknown[0]}」があります。")
    for key, value in said.items():
        if key == "box":
            good = isinstance(value, list) and all(type(each) in (int, float) for each in value)
        else:
            good = value is None or type(value) is (int if key in ("page", "line", "level") else str)
        if not good:
            raise BadLine(f"entries の「{key}」の値の種類が違います。")
    if said.get("level") is not None and not 1 <= said["level"] <= _DEEPEST:
        raise BadLine(f"entries の level は 1 から {_DEEPEST} までです。")
    _check_box(said.get("box", ()))
    if not _is_title(said.get("name")):
        raise BadLine("entries の名称（name）は空にできず、改行も入れられません。")
    return Entry(**{**said, "box": tuple(said.get("box", ()))})


def _check_box(box: Sequence[float]) -> None:
    if box and (len(box) != 4 or box[0] >= box[2] or box[1] >= box[3]):
        raise BadLine("box は [左, 上, 右, 下] の4つの数で、左と上の方が小さいものです。")


def _is_title(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _BREAK.search(value)


def _entry_said(entry: Entry) -> dict[str, Any]:
    return {key: value for key, value in asdict(entry).items() if value not in (None, "", ())}
