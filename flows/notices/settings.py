"""operation.toml → who is told of what, and when (通知の設定), checked key by key. IO: reads it.

Addresses of the receivers hold passwords and tokens: they come from the environment and are shown nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from pathlib import Path

from flows.watch.settings import SETTINGS, BadSettings, read_table

EVENTS = ("failure", "exceptions", "source", "change", "found", "release")
"""failure: no release, or a run that ended badly. exceptions: new ones in plans. source: new ones at the publisher's.
change: a document was put out again. found: new documents on pages of links. release: a new release was made."""

URGENT = ("failure",)
"""Told at once outside the quiet hours; all else waits for the digest."""

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """The table [notices]."""

    urls_env: str = "TAIKEI_NOTICE_URLS"
    """Environment variable with addresses in Apprise's notation, parted by spaces."""
    events: tuple[str, ...] = EVENTS
    digest: time = time(7, 0)
    """From this time of the day on, the digest (一日一回のまとめ) is sent, once a day."""
    quiet: tuple[time, time] | None = (time(20, 0), time(7, 0))
    """From, to: nothing is sent in between."""
    workbench: str = ""
    """Address of the workbench, for links in notices."""
    urls: tuple[str, ...] = field(default=(), repr=False)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing may be sent now."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        at = now.time().replace(tzinfo=None)
        return start <= at < end if start <= end else at >= start or at < end


def read_notice_settings(path: Path = SETTINGS, environment: Mapping[str, str] = os.environ) -> NoticeSettings:
    """The table [notices] with the receivers from the environment.

    Raises:
        BadSettings: it does not hold.
    """
    table = dict(read_table(path, "notices"))
    known = {each.name for each in fields(NoticeSettings)} - {"urls"}
    for key in table:
        if key not in known:
            raise BadSettings(
                f"{path} の [notices] に知らない項目「{key}」があります。使えるのは {'、'.join(sorted(known))} です。"
            )
    if "events" in table:
        table["events"] = _events(path, table["events"])
    if "digest" in table:
        table["digest"] = _time(path, "digest", table["digest"])
    if "quiet" in table:
        table["quiet"] = _quiet(path, table["quiet"])
    for key in ("urls_env", "workbench"):
        if not isinstance(table.get(key, ""), str):
            raise BadSettings(f"{path} の [notices] {key} には文字列を書いてください。")
    settings = NoticeSettings(**table)
    urls = tuple(environment.get(settings.urls_env, "").split())
    return NoticeSettings(**{**table, "urls": urls})


def _events(path: Path, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not set(value) <= set(EVENTS):
        raise BadSettings(f"{path} の [notices] events には {'、'.join(EVENTS)} から並べてください。")
    return tuple(value)


def _quiet(path: Path, value: object) -> tuple[time, time] | None:
    if value == "":
        return None
    if not isinstance(value, str) or value.count("-") != 1:
        raise BadSettings(f'{path} の [notices] quiet は "20:00-07:00" の形で書いてください（なしは ""）。')
    start, _, end = value.partition("-")
    return _time(path, "quiet", start.strip()), _time(path, "quiet", end.strip())


def _time(path: Path, key: str, value: object) -> time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadSettings(f'{path} の [notices] {key} の時刻は "07:30" の形で書いてください。')
    return time(int(found[1]), int(found[2]))
