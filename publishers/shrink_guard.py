"""Rows of this release and of the one before → what was lost without a signature (取下げ). Pure, but for reading the signatures.

An entry that people removed or merged is signed for already: its line in corrections/ has a reason, a role and a date. What
goes beside those, and a plan of which hardly anything stays, is asked for all the same.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from publishers.plan_input import Withdrawal
from publishers.table_rows import Tables, Value

_COUNTED = ("policy", "statement", "term", "timeline", "department")
"""Tables whose rows are read from the document: a lost page takes rows out of them."""

_KEYS = tuple(field.name for field in fields(Withdrawal))

SHRINK = 0.05
"""Share of a plan's rows that may go though nobody decided it: a few nodes read differently, not a lost page."""

GUTTED = 0.5
"""Share that may go by decisions about single entries: beyond it, what is decided is to give up the plan."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A plan that would vanish or shrink."""

    key: str
    """Natural key of the edition."""
    name: str
    what: str
    """What gets fewer; "" where the plan vanishes."""
    was: int
    now: int
    by_people: int
    """Of what goes, so many rows go with entries that people removed or merged."""
    signed: bool
    """True where a steward signed for it against the release before."""

    @property
    def sentence(self) -> str:
        """For the steward."""
        if not self.what:
            return f"計画「{self.name}」（{self.key}）が今回の公開から消えます。"
        part = f"（うち訂正による削除・統合 {self.by_people} 件）" if self.by_people else ""
        return f"計画「{self.name}」（{self.key}）の{self.what}が {self.was} 件から {self.now} 件に減ります{part}。"


def unsigned_losses(
    tables: Tables, before: Tables, version: str, withdrawals: Sequence[Withdrawal], retired: Collection[str]
) -> tuple[str, ...]:
    """One Japanese sentence per plan that vanished or shrank; the arguments are those of losses."""
    found = [loss.sentence for loss in losses(tables, before, version, withdrawals, retired) if not loss.signed]
    if found:
        found.append(
            "意図した取下げであれば、corrections/withdrawals.toml に plan_id、"
            f'release = "{version}"、reason、role、date を書いてください。'
        )
    return tuple(found)


def losses(
    tables: Tables, before: Tables, version: str, withdrawals: Sequence[Withdrawal], retired: Collection[str]
) -> tuple[Loss, ...]:
    """Every plan that vanished or shrank, signed for or not.

    version: the release before. retired: ids of the entries that people removed or merged.
    """
    signatures = {withdrawal.plan_id for withdrawal in withdrawals if withdrawal.release == version}
    now = {row["plan_key"]: row for row in tables["plan"]}
    ended = _ended(before, retired)
    counts = [
        (what, _counted(before, names), _counted(tables, names), _counted(before, names, ended))
        for what, names in (("施策体系の項目", ("policy",)), ("行", _COUNTED))
    ]
    found = []
    for was in before["plan"]:
        key = str(was["plan_key"])
        signed, name = key in signatures or key.partition("#")[0] in signatures, str(was["name"])
        if was["plan_key"] not in now:
            found.append(Loss(key, name, "", counts[0][1][was["id"]], 0, 0, signed))
            continue
        for what, *each in counts:
            old, new, by_people = (count[was["id"]] for count in each)
            if new < max((old - by_people) * (1 - SHRINK), old * (1 - GUTTED)):
                found.append(Loss(key, name, what, old, new, by_people, signed))
                break
    return tuple(found)


def read_withdrawals(path: Path) -> tuple[Withdrawal, ...]:
    """The [[withdrawal]] tables of corrections/withdrawals.toml; none where there is no such file.

    Raises:
        ValueError: the file does not hold; its words are for the steward.
    """
    if not path.exists():
        return ()
    try:
        said = tomllib.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} を読めません（{error}）。TOML の書き方を確かめてください。") from error
    if set(said) - {_TABLE}:
        wrong = min(set(said) - {_TABLE})
        raise ValueError(f"{path} に知らない項目「{wrong}」があります。取下げは [[{_TABLE}]] の下に書いてください。")
    entries = said.get(_TABLE, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{path} の {_TABLE} は [[{_TABLE}]] と二重の角括弧で書いてください。")
    return tuple(_withdrawal(path, entry) for entry in entries)


_TABLE = "withdrawal"


def _withdrawal(path: Path, entry: dict[str, object]) -> Withdrawal:
    for key in entry:
        if key not in _KEYS:
            raise ValueError(f"{path} の取下げに知らない項目「{key}」があります。使えるのは {'、'.join(_KEYS)} です。")
    for key in _KEYS:
        if key not in entry:
            raise ValueError(f"{path} の取下げに {key} がありません。書き足してください。")
        if not str(entry[key]).strip() or not isinstance(entry[key], str | date):
            raise ValueError(f"{path} の取下げの {key} が空か、文字列ではありません。引用符で囲んで書いてください。")
    return Withdrawal(**{key: str(entry[key]) for key in _KEYS})


def _ended(before: Tables, retired: Collection[str]) -> set[Value]:
    """Rows that go with what people took out: the entries, and the offices that no other entry names."""
    lost: set[tuple[Value, str]] = set()
    staying: set[tuple[Value, str]] = set()
    for row in before["policy"] if retired else ():
        for name in str(row["department"] or "").split(";"):
            (lost if row["id"] in retired else staying).add((row["plan_id"], name))
    offices = lost - staying
    return {*retired, *(row["id"] for row in before["department"] if (row["plan_id"], row["name"]) in offices)}


def _counted(tables: Tables, names: Sequence[str], among: Collection[Value] | None = None) -> Counter[Value]:
    """Rows per plan; among: only those with these ids."""
    return Counter(row["plan_id"] for name in names for row in tables[name] if among is None or row["id"] in among)
