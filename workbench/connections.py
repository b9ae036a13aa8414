"""Who holds a connection of the workbench, and for how long (接続). IO: sockets, through uvicorn.

uvicorn waits for ever for the rest of a request, so a few hundred connections that send a letter now and then would leave none
for the staff. Here the head of a request has some seconds, its body must keep coming, and of too many that wait the one that has
waited longest goes.
"""

from __future__ import annotations

import asyncio
import time

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""For the first line and the headers."""
LOOK_SECONDS = 5.0
LEAST_BYTES = 5_000
"""Of a body between two looks: the slowest line of an office is a hundred times as fast."""
MOST = 200
"""Connections at once; an office of fifty browsers has that many when all begin to work."""


class Hurried(H11Protocol):
    """A connection that must get on with it."""

    waits_since: float | None = None
    """When it began to wait for a request; None: one is under way."""

    _taken = 0
    _looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """One more: the time of its first request begins."""
        super().connection_made(transport)
        self.waits_since = time.monotonic()
        if len(self.connections) > MOST:
            waiting = [(each.waits_since, each) for each in self.connections if isinstance(each, Hurried)]
            _, longest = min((pair for pair in waiting if pair[0] is not None), key=lambda pair: pair[0] or 0.0)
            longest.transport.abort()
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        super().connection_lost(exc)
        if self._looking is not None:
            self._looking.cancel()

    def data_received(self, data: bytes) -> None:
        """A piece of a head or of a body."""
        super().data_received(data)
        self._taken += len(data)
        self._note()

    def on_response_complete(self) -> None:
        """Answered: the time of the next request begins."""
        super().on_response_complete()
        self._note()

    def _note(self) -> None:
        """Whether it waits for a request now."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.waits_since = None
        elif self.waits_since is None:
            self.waits_since = time.monotonic()

    def _look_later(self) -> None:
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        # A body that the application has not asked for further is not the other side's fault.
        takes = self.cycle is not None and self.cycle.more_body and not self.flow.read_paused
        slow = takes and not self.cycle.response_complete and self._taken < LEAST_BYTES
        late = self.waits_since is not None and time.monotonic() - self.waits_since > HEAD_SECONDS
        self._taken = 0
        if slow or late:
            self.transport.abort()
        else:
            self._look_later()
