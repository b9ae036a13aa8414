"""A steward's signature under the loss of rows → corrections/withdrawals.toml (取下げの署名). IO: appends there under a lock."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from filelock import FileLock

from extractors.write_manifest import quoted
from publishers.plan_input import Withdrawal
from workbench.append_correction import LOCK_SECONDS

FILE = "withdrawals.toml"


def sign_loss(folder: Path, withdrawal: Withdrawal) -> None:
    """Add one [[withdrawal]]; what stands there stays as it is.

    Raises:
        ValueError: the file does not hold; nothing was written.
    """
    said = {
        "plan_id": withdrawal.plan_id,
        "release": withdrawal.release,
        "reason": withdrawal.reason,
        "role": withdrawal.role,
        "date": withdrawal.date,
    }
    block = "[[withdrawal]]\n" + "".join(f"{key} = {quoted(value)}\n" for key, value in said.items())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
        before = path.read_text("utf-8") if path.exists() else ""
        after = before + ("" if not before else "\n" if before.endswith("\n") else "\n\n") + block
        try:
            tomllib.loads(after)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{FILE} に書き足せません（{error}）。TOML の書き方を確かめてください。") from None
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
