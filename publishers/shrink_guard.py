"""Plans of this release and of the one before → what was lost without a signature (取下げ). Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from publishers.plan_input import Withdrawal
from publishers.table_rows import Row

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


def parse_withdrawals(text: str) -> tuple[Withdrawal, ...]:
    """[[withdrawal]] tables of corrections/withdrawals.toml; a missing key is a KeyError with its name."""
    return tuple(
        Withdrawal(entry["plan_id"], entry["release"], entry["reason"], entry["role"], str(entry["date"]))
        for entry in tomllib.loads(text).get("withdrawal", [])
    )


def _count(row: Row | None) -> int:
    count = row["policy_count"] if row is not None else 0
    return count if isinstance(count, int) else 0
