"""Checked plans → one release in published/, all or nothing. IO, in the published folder alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from publishers.plan_input import CheckedPlan, Municipality, PublishOutcome, Reader, Withdrawal


def publish(
    plans: Sequence[CheckedPlan],
    published: Path,
    today: date,
    reader: Reader,
    municipalities: Sequence[Municipality],
    *,
    software: str,
    unread: Mapping[str, str] | None = None,
    withdrawals: Sequence[Withdrawal] = (),
) -> PublishOutcome:
    """Build, check and switch to a new release, or say why not; the last release stands in every other case.

    software names the extractor and its version, such as "taikei 0.1.0". unread holds the plans whose manifest or
    document could not be read this time, by folder name, each with one sentence: they keep their last good edition.
    """
    raise NotImplementedError
