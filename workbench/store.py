"""What the workbench remembers between requests and may forget (作業用の記録): sessions, sign-in failures, who is where, drafts.

IO: one database, SQLite or PostgreSQL by its address. Decisions are never here but in corrections/; deleting it loses nothing
that was saved.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError

from workbench.migrate import migrate

PRESENT_SECONDS = 45.0
"""Without a sign of life for so long somebody has left; the page tells every 15."""

FORGET_SECONDS = 7 * 24 * 3600.0
"""Sessions end after a working day, failures count for minutes."""

FORGET_TRIES = 24 * 3600.0
METADATA = MetaData()
SESSION = Table(
    "session",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("stamp", String(64), nullable=False),
    Column("at", Float, nullable=False),
)
FAILURE = Table(
    "sign_in_failure",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("who", String(160), nullable=False),
    Column("at", Float, nullable=False),
    Index("sign_in_failure_who", "who", "at"),
)
PRESENCE = Table(
    "presence",
    METADATA,
    Column("session", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("plan", String(120), nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Float, nullable=False),
)
DRAFT = Table(
    "draft",
    METADATA,
    Column("person", String(64), primary_key=True),
    Column("plan", String(120), primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("typed", Text, nullable=False),
    Column("at", Float, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a plan open."""

    session: str
    person: str
    plan: str
    key: str
    """Key of the entry in front of them, "" where it is none."""
    at: float


class Store:
    """All of it; every method is one short transaction."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        migrate(self._engine)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    # sessions

    def sign_in(self, session: str, person: str, stamp: str) -> None:
        """A session belongs to a person; stamp changes with their password."""
        with self._engine.begin() as run:
            run.execute(delete(SESSION).where(SESSION.c.id == session))
            run.execute(insert(SESSION).values(id=session, person=person, stamp=stamp, at=time.time()))

    def session(self, session: str) -> tuple[str, str] | None:
        """Person and stamp of a session."""
        with self._engine.connect() as run:
            row = run.execute(select(SESSION.c.person, SESSION.c.stamp).where(SESSION.c.id == session)).first()
        return (row[0], row[1]) if row else None

    def sign_out(self, session: str) -> None:
        """End a session."""
        with self._engine.begin() as run:
            run.execute(delete(SESSION).where(SESSION.c.id == session))
            run.execute(delete(PRESENCE).where(PRESENCE.c.session == session))

    # sign-in failures

    def tries(self, id: str, who: str, since: float) -> tuple[int, float]:
        """Note a try to sign in, before it is known whether it fails; how many others since then, and when the last was.

        Noted first, in a transaction of its own: of tries at the same moment each sees those that came before it.
        """
        now = time.time()
        with self._engine.begin() as run:
            run.execute(insert(FAILURE).values(id=id, who=who, at=now))
            run.execute(delete(FAILURE).where(FAILURE.c.at < now - FORGET_TRIES))
        others = (FAILURE.c.who == who, FAILURE.c.at >= since, FAILURE.c.id != id)
        with self._engine.connect() as run:
            count, last = run.execute(select(func.count(), func.max(FAILURE.c.at)).where(*others)).one()
        return int(count), float(last or 0.0)

    def take_back(self, id: str) -> None:
        """A try that was not let through counts for nothing."""
        with self._engine.begin() as run:
            run.execute(delete(FAILURE).where(FAILURE.c.id == id))

    def forgive(self, who: str) -> None:
        """Forget the failures of a name or an address."""
        with self._engine.begin() as run:
            run.execute(delete(FAILURE).where(FAILURE.c.who == who))

    def forget_old(self) -> None:
        """What nobody will ask for again, when a workbench starts."""
        long_ago = time.time() - FORGET_SECONDS
        with self._engine.begin() as run:
            for table in (SESSION, FAILURE, PRESENCE):
                run.execute(delete(table).where(table.c.at < long_ago))

    # presence

    def here(self, session: str, person: str, plan: str, key: str) -> None:
        """A sign of life."""
        values: dict[str, Any] = {"person": person, "plan": plan, "key": key, "at": time.time()}
        with self._engine.begin() as run:
            if run.execute(update(PRESENCE).where(PRESENCE.c.session == session).values(**values)).rowcount:
                return
        with suppress(IntegrityError), self._engine.begin() as run:  # two windows of one person at the same moment
            run.execute(insert(PRESENCE).values(session=session, **values))

    def present(self, plan: str | None = None) -> tuple[Present, ...]:
        """Who is there now; of one plan, or of all."""
        asked = select(PRESENCE).where(PRESENCE.c.at >= time.time() - PRESENT_SECONDS).order_by(PRESENCE.c.person)
        if plan is not None:
            asked = asked.where(PRESENCE.c.plan == plan)
        with self._engine.connect() as run:
            return tuple(Present(*row) for row in run.execute(asked))

    # drafts

    def draft(self, person: str, plan: str, place: str, typed: str) -> None:
        """What somebody is typing, so that nothing is lost; "" forgets it."""
        where = (DRAFT.c.person == person, DRAFT.c.plan == plan, DRAFT.c.place == place)
        with suppress(IntegrityError), self._engine.begin() as run:  # two windows: the other's is as good
            run.execute(delete(DRAFT).where(*where))
            if typed:
                run.execute(insert(DRAFT).values(person=person, plan=plan, place=place, typed=typed, at=time.time()))

    def drafts(self, person: str, plan: str) -> dict[str, str]:
        """Place → what was typed there and not yet saved."""
        asked = select(DRAFT.c.place, DRAFT.c.typed).where(DRAFT.c.person == person, DRAFT.c.plan == plan)
        with self._engine.connect() as run:
            return {row[0]: row[1] for row in run.execute(asked)}


def _engine(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql", "postgresql+psycopg", 1)
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _(connection: DBAPIConnection, _record: object) -> None:
            cursor = connection.cursor()
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    return engine
