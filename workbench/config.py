"""Where the workbench finds its folders and who may use it (設定). Types and defaults only; IO: the secret of its cookies."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

Office = Literal["staff", "steward"]
"""What stands in by_role of a correction: staff (担当課), steward (データ管理者)."""

MEGABYTE = 1024 * 1024
DATABASE = "TAIKEI_WORKBENCH_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Team:
    """How people are told apart when several use one workbench."""

    users: Path
    """The file of users, written by `python -m workbench users`."""
    proxy_header: str | None = None
    """Header in which a reverse proxy names the user it has checked; None: people sign in here with a password."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses from which that header is believed."""


@dataclass(frozen=True, slots=True)
class Config:
    """One running workbench."""

    root: Path
    raw: Path
    corrections: Path
    published: Path
    build: Path
    host: str = "127.0.0.1"
    port: int = 8765
    team: Team | None = None
    """None: one person at this very machine, without login."""
    office: Office = "staff"
    """Without a team: in which role decisions are signed."""
    public_url: str | None = None
    """https://… under which a team reaches it behind a proxy; cookies are then sent over https alone."""
    database_url: str = ""
    secret: bytes = field(default=b"", repr=False)
    """Signs cookies and tokens."""
    upload_bytes: int = 100 * MEGABYTE
    """Largest document that can be put in; the largest real plan known is 40 MB."""
    form_bytes: int = 2 * MEGABYTE
    """Largest of all other requests: a plan of 2,000 nodes decided upon at once."""

    @property
    def work(self) -> Path:
        """The workbench's own folder; deleting it is safe."""
        return self.build / "workbench"

    @property
    def https(self) -> bool:
        """Whether people reach it over https."""
        return (self.public_url or "").startswith("https://")


def configure(root: Path, **settings: object) -> Config:
    """The configuration of a project's folder, with its secret and database in build/workbench/. IO."""
    root = root.resolve()
    build = root / "build"
    work = build / "workbench"
    work.mkdir(parents=True, exist_ok=True)
    url = os.environ.get(DATABASE) or f"sqlite:///{work / 'queue.sqlite'}"
    return Config(
        root,
        root / "raw",
        root / "corrections",
        root / "published",
        build,
        database_url=url,
        secret=_secret(work / "secret"),
        **settings,  # type: ignore[arg-type]
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_network(address: str) -> bool:
    """Whether it is an address or a range of them."""
    try:
        ip_network(address)
    except ValueError:
        return False
    return True


def _secret(path: Path) -> bytes:
    """Made once; whoever deletes it signs everybody out."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    made = secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another workbench was quicker
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    return made
