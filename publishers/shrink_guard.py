"""Plans of this release and of the one before → what was lost without a signature (取下げ). Pure, but for reading the signatures."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from publishers.plan_input import Withdrawal
from publishers.table_rows import Row

_KEYS = tuple(field.name for field in fields(Withdrawal))

SHRINK = 0.05
"""Share of a plan's rows that may go without a signature: a few corrected nodes, not a lost page."""


def unsigned_losses(
    plans: Sequence[Row], before: Sequence[Row], version: str, withdrawals: Sequence[Withdrawal]
) -> tuple[str, ...]:
    """One Japanese sentence per plan that vanished or shrank; version is the release before."""
    signed = {withdrawal.plan_id for withdrawal in withdrawals if withdrawal.release == version}
    now = {row["plan_key"]: row for row in plans}
    found = []
    for was in before:
        key = str(was["plan_key"])
        if key in signed or key.partition("#")[0] in signed:
            continue
        row = now.get(was["plan_key"])
        old, new = _count(was), _count(row)
        if row is None:
            found.append(f"計画「{was['name']}」（{key}）が今回の公開から消えます。")
        elif new < old * (1 - SHRINK):
            found.append(f"計画「{was['name']}」（{key}）の項目が {old} 件から {new} 件に減ります。")
    if found:
        found.append(
            "意図した取下げであれば、corrections/withdrawals.toml に plan_id、"
            f'release = "{version}"、reason、role、date を書いてください。'
        )
    return tuple(found)


def read_withdrawals(path: Path) -> tuple[Withdrawal, ...]:
    """The [[withdrawal]] tables of corrections/withdrawals.toml; none where there is no such file.

    Raises:
        ValueError: the file does not hold; its words are for the steward.
    """
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("withdrawal", [])
        return tuple(Withdrawal(**{key: str(entry[key]) for key in _KEYS}) for entry in entries)
    except KeyError as error:
        raise ValueError(f"{path} の取下げに {error.args[0]} がありません。書き足してください。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} を読めません（{error}）。TOML の書き方を確かめてください。") from error


def _count(row: Row | None) -> int:
    count = row["policy_count"] if row is not None else 0
    return count if isinstance(count, int) else 0
