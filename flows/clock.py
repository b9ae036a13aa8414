"""The time of Japan (日本時間), whatever the machine is set to: dates of releases, schedules and notices are told in it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9), "JST")


def now_in_japan() -> datetime:
    """This moment."""
    return datetime.now(JAPAN)
