"""Who may use the workbench (利用者): the file of users, their passwords, and who is behind a request. IO: that file, the store.

Names stay here: in corrections/ stands only the role.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.datastructures import Headers

from workbench.config import Config, Office
from workbench.roles import RANKS, Person, Role
from workbench.store import Store

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,59}")
SHORTEST = 10
"""Characters of a password."""
LONGEST = 200
FAILURES = 5
"""Wrong passwords of one name from one address before it must wait, twice as long each time."""
OF_A_NAME = 100
"""The same from wherever: beyond it, one try of the name every so many seconds, so that many addresses help nobody."""
NAME_SECONDS = 10.0
FIRST_SECONDS, LONGEST_SECONDS = 10.0, 900.0
COUNTED_SECONDS = 12 * 3600.0
HASHES_AT_ONCE = 2
"""Each takes 64 MB and a processor."""
HASH_SECONDS = 10.0
"""For one's turn; beyond that the machine is busy with others."""

HASHER = PasswordHasher()
"""argon2id, with the costs its library recommends."""

_OFFICES: dict[Role, Office] = {"viewer": "staff", "editor": "staff", "publisher": "steward"}


class BadUser(ValueError):
    """Something about a user does not hold; its words are for the administrator."""


class MustWait(Exception):
    """Too many wrong passwords."""


@dataclass(frozen=True, slots=True)
class User:
    """One user."""

    name: str
    role: Role
    office: Office
    password: str | None
    """Its argon2 hash; None where only the proxy lets them in."""

    @property
    def stamp(self) -> str:
        """Changes with the password, so that old sessions end."""
        return sha256((self.password or "").encode()).hexdigest()


def read_users(path: Path) -> dict[str, User]:
    """All users by name; none where there is no file.

    Raises:
        BadUser: the file does not hold.
    """
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise BadUser(f"{path} を読めません（{error}）。") from error
    users = {}
    for name, table in said.items():
        if not isinstance(table, dict) or not NAME.fullmatch(name) or table.get("role") not in RANKS:
            raise BadUser(f"{path} の利用者「{name}」が正しくありません。")
        role: Role = table["role"]
        users[name] = User(name, role, table.get("office", _OFFICES[role]), table.get("password"))
    return users


def write_users(path: Path, users: Mapping[str, User]) -> None:
    """The whole file, at once, readable by its owner alone."""
    lines = []
    for name, user in sorted(users.items()):
        lines += [f'["{name}"]', f'role = "{user.role}"', f'office = "{user.office}"']
        lines += [f'password = "{user.password}"'] if user.password else []
        lines.append("")
    partial = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def new_user(name: str, role: Role, password: str | None, office: Office | None = None) -> User:
    """A user with a hashed password.

    Raises:
        BadUser: name or password will not do.
    """
    if not NAME.fullmatch(name):
        raise BadUser("利用者名は半角の英数字と . _ @ - で、60文字までにしてください。")
    if password is not None and not SHORTEST <= len(password) <= LONGEST:
        raise BadUser(f"パスワードは{SHORTEST}文字から{LONGEST}文字にしてください。")
    return User(name, role, office or _OFFICES[role], HASHER.hash(password) if password else None)


@cache
def _nobodys_hash() -> str:
    """For names that do not exist: the answer must take as long."""
    return HASHER.hash(uuid.uuid4().hex)


class People:
    """Who is who in one workbench."""

    def __init__(self, config: Config, store: Store) -> None:
        self._config, self._store = config, store
        self._read: tuple[int, dict[str, User]] = (0, {})

    def identify(self, headers: Headers, session: str, address: str) -> Person | None:
        """The person behind a request; None: nobody is known."""
        team = self._config.team
        if team is None:
            return Person("", "publisher", self._config.office)
        if team.proxy_header is not None:
            name = headers.get(team.proxy_header, "") if _is_in(address, team.trusted_proxies) else ""
            return _person(self.users().get(name))
        known = self._store.session(session)
        user = self.users().get(known[0]) if known else None
        return _person(user) if user is not None and known is not None and user.stamp == known[1] else None

    def users(self) -> dict[str, User]:
        """The users, read anew whenever the file changed."""
        assert self._config.team is not None
        path = self._config.team.users
        try:
            when = path.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        if self._read[0] != when:
            try:
                self._read = (when, read_users(path))
            except BadUser as error:  # nobody gets in by a file that does not hold
                print(error, file=sys.stderr)
                self._read = (when, {})
        return self._read[1]

    def sign_in(self, session: str, name: str, password: str, address: str) -> Person | None:
        """The person, where name and password are right.

        Raises:
            MustWait: too many wrong ones before.
        """
        tried, of_name, of_both = uuid.uuid4().hex, f"name {name[:60]}", f"{_network(address)} {name[:60]}"
        since = time.time() - COUNTED_SECONDS
        both, name_too = self._store.tries(tried, of_both, since), self._store.tries(f"{tried}n", of_name, since)
        if time.time() < both[1] + _wait(both[0]) or (
            name_too[0] >= OF_A_NAME and time.time() < name_too[1] + NAME_SECONDS
        ):
            self._take_back(tried)
            raise MustWait
        user = self.users().get(name)
        if not _HASHING.acquire(timeout=HASH_SECONDS):
            self._take_back(tried)
            raise MustWait
        try:
            right = _matches((user.password if user else None) or _nobodys_hash(), password[:LONGEST])
        finally:
            _HASHING.release()
        if user is None or user.password is None or not right:
            return None
        self._take_back(tried)
        self._store.forgive(of_both)
        self._store.sign_in(session, user.name, user.stamp)
        return _person(user)

    def _take_back(self, tried: str) -> None:
        self._store.take_back(tried)
        self._store.take_back(f"{tried}n")

    def address(self, headers: Headers, peer: str) -> str:
        """Where a request comes from: behind a proxy that is trusted, the last address that is not another such proxy."""
        trusted = self._config.team.trusted_proxies if self._config.team else ()
        if not _is_in(peer, trusted):
            return peer
        told = [part.strip() for line in headers.getlist("x-forwarded-for") for part in line.split(",")]
        return next((one for one in reversed(told) if not _is_in(one, trusted) and _is_address(one)), peer)


_HASHING = threading.BoundedSemaphore(HASHES_AT_ONCE)


def _wait(failures: int) -> float:
    """Seconds after the last of so many wrong passwords."""
    if failures < FAILURES:
        return 0.0
    return min(FIRST_SECONDS * 2.0 ** min(failures - FAILURES, 20), LONGEST_SECONDS)


def _network(address: str) -> str:
    """Of IPv6 the half that one subscriber has."""
    try:
        peer = ip_address(address)
    except ValueError:
        return address[:60]
    return str(ip_network((peer, 64), strict=False)) if peer.version == 6 else str(peer)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _person(user: User | None) -> Person | None:
    return Person(user.name, user.role, user.office) if user else None


def _is_in(address: str, trusted: tuple[str, ...]) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    return any(peer in ip_network(each) for each in trusted)
