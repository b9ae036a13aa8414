"""Events → a queue, and from there, when it is time, to people (通知). IO: build/operation/notices.json, network.

What was queued is on the disk before the command ends, and leaves it only after the receiver's server took it: a crash in
between sends a notice twice, never not at all.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from extractors.read_watched import OPERATION
from flows.notices.events import Event, message_of
from flows.notices.settings import URGENT, NoticeSettings
from publishers.write_safely import replace_file

STATE = "notices.json"
KEPT = 500
"""Events in the queue where nobody ever takes them; the oldest go first."""
LOCK_SECONDS = 60
"""A sending process holds the lock while it talks to mail servers."""

Send = Callable[[str, str, str], bool]
"""Address, title, body → whether it was taken."""


@dataclass
class Mail:
    """One notice on its way: who still has to get it, by digest of the address."""

    title: str
    body: str
    to: list[str]


@dataclass
class Box:
    """All that is kept from one command to the next."""

    queue: list[Event] = field(default_factory=list)
    out: list[Mail] = field(default_factory=list)
    digest: str = ""
    """Day of the last digest."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """Fingerprints of exceptions that count as told, by edition."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one delivery did: notices taken by a receiver's server, and those still to go."""

    sent: int
    waiting: int
    failed: int = 0
    """Notices that a receiver's server did not take; they are tried again."""


def queue_events(build: Path, settings: NoticeSettings, events: Iterable[Event]) -> None:
    """Add events to the queue, those that the settings ask for."""
    with _box(build) as box:
        _add(box, settings, events)


def queue_run(
    build: Path,
    settings: NoticeSettings,
    find: Callable[[Mapping[str, list[str]]], tuple[list[Event], dict[str, list[str]]]],
) -> None:
    """Add what a run found beside what was told before; see notice_events.run_events."""
    with _box(build) as box:
        events, box.told = find(box.told)
        _add(box, settings, events)


def deliver(build: Path, settings: NoticeSettings, now: datetime, send: Send | None = None) -> Delivery:
    """Send what is due: failures at once, the rest once a day, nothing in the quiet hours.

    Where no receiver is set, everything stays in the queue.
    """
    if not settings.urls or settings.is_quiet(now):
        with _box(build) as box:
            return Delivery(0, len(box.queue) + len(box.out))
    take = send or _by_apprise()
    receivers = {_digest(url): url for url in settings.urls}
    with _box(build) as box:
        _pack(box, settings, now, list(receivers))
    sent = 0
    with _box(build) as box:
        for mail in box.out:
            for mark in list(mail.to):
                if mark not in receivers:
                    mail.to.remove(mark)
                elif take(receivers[mark], mail.title, mail.body):
                    mail.to.remove(mark)
                    sent += 1
        box.out = [mail for mail in box.out if mail.to]
        return Delivery(sent, len(box.out) + len(box.queue), len(box.out))


def undelivered(build: Path) -> int:
    """Notices that a receiver's server did not take."""
    with _box(build) as box:
        return len(box.out)


def _by_apprise() -> Send:
    """Loaded where there is something to send to: it takes a third of a second."""
    from flows.notices.send import send_notice

    return send_notice


def _pack(box: Box, settings: NoticeSettings, now: datetime, receivers: list[str]) -> None:
    """Make notices of what is due; they are on the disk before the first is sent."""
    today = now.date().isoformat()
    if box.queue and box.digest != today and now.time().replace(tzinfo=None) >= settings.digest:
        failed = any(event.kind in URGENT for event in box.queue)
        title = f"taikei: {today} のまとめ" + ("（失敗あり）" if failed else "")
        box.out.append(Mail(title, message_of(box.queue, settings.workbench), list(receivers)))
        box.queue, box.digest = [], today
        return
    urgent = [event for event in box.queue if event.kind in URGENT]
    if urgent:
        box.out.append(Mail("taikei: 失敗がありました", message_of(urgent, settings.workbench), list(receivers)))
        box.queue = [event for event in box.queue if event.kind not in URGENT]


def _add(box: Box, settings: NoticeSettings, events: Iterable[Event]) -> None:
    wanted = [event for event in events if event.kind in settings.events]
    box.queue = list(dict.fromkeys([*box.queue, *wanted]))[-KEPT:]


@contextmanager
def _box(build: Path) -> Iterator[Box]:
    """The box under its lock, written back at the end."""
    folder = build / OPERATION
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "notices.lock", timeout=LOCK_SECONDS):
        box = _read(folder / STATE)
        before = asdict(box)
        try:
            yield box
        finally:
            if asdict(box) != before:
                replace_file(folder / STATE, json.dumps(asdict(box), ensure_ascii=False).encode())


def _read(path: Path) -> Box:
    """As kept; what cannot be read counts as nothing told, so that everything is told again."""
    try:
        kept = json.loads(path.read_bytes())
        return Box(
            [Event(**event) for event in kept["queue"]], [Mail(**mail) for mail in kept["out"]],
            str(kept["digest"]), {str(key): list(marks) for key, marks in kept["told"].items()},
        )  # fmt: skip
    except FileNotFoundError:
        return Box()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logging.getLogger(__name__).warning("notices.json is not as it was written (%s)", error)
        return Box()


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:12]
