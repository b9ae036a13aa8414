"""operation.toml → how sources are watched, checked key by key; raw/watch.toml → pages of links. IO: reads both.

Other tables of operation.toml belong to other commands and are left alone.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

SETTINGS = Path("operation.toml")
PAGES = "watch.toml"
WATCH_LOCK = "watch.lock"
"""In build/: whoever holds it is the only one that writes versions of documents."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadSettings(Exception):
    """A settings file does not hold; its words are for the steward."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """The table [watch]. Defaults are those of a city's web server that is asked once a night."""

    contact: str = ""
    """Address or URL in the user agent, for the administrator of the server that is asked."""
    seconds: float = 180.0
    """For one document from the first byte sent to the last received; 100 MB at 5 Mbit/s."""
    read_seconds: float = 30.0
    """Without any byte; also for the connection."""
    megabytes: float = 300.0
    """Of one document; the thickest plans with photographs have some 100."""
    attempts: int = 3
    backoff_seconds: float = 5.0
    """Before the second attempt; twice as long before each further one."""
    patience_seconds: float = 60.0
    """A server that asks for a longer pause (Retry-After) is left alone until the next watch after it."""
    host_seconds: float = 2.0
    """Between two requests to one host."""
    parallel: int = 4
    """Hosts asked at once."""
    redirects: int = 5
    full_days: int = 30
    """After these the bytes are fetched without conditions: not every server is right about what has not changed."""
    shrink: float = 0.05
    """Share of the entries that may go without a person's decision, as in a release."""
    allow_addresses: tuple[Network, ...] = ()
    """Networks within the house that may be asked; all private ones are refused otherwise."""
    proxy: str = ""
    ca_file: str = ""
    """Certificates of the house's own authority (PEM), instead of the public ones."""


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page of links (リンク集), one [[page]] of raw/watch.toml."""

    url: str
    title: str = ""
    match: str = ""
    """Regular expression; a link is told of where its words or its address match."""
    ignore: tuple[str, ...] = ()
    """Addresses that are no plans."""


def read_table(path: Path, name: str) -> dict[str, Any]:
    """One table of a settings file; empty where there is no file or no such table.

    Raises:
        BadSettings: it cannot be read.
    """
    try:
        stated = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(f"設定ファイル {path} を読めません（{error.strerror}）。権限を確かめてください。") from None
    except (ValueError, RecursionError) as error:
        raise BadSettings(f"設定ファイル {path} がTOMLの書き方に合いません（{error}）。") from None
    table = stated.get(name, {})
    if not isinstance(table, dict):
        raise BadSettings(f"設定ファイル {path} の [{name}] は表にしてください。")
    return table


def read_watch_settings(path: Path = SETTINGS) -> WatchSettings:
    """The table [watch], with defaults for what it leaves out."""
    table = read_table(path, "watch")
    known = {field.name: field for field in fields(WatchSettings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise BadSettings(
                f"{path} の [watch] に知らない項目「{key}」があります。使えるのは {'、'.join(known)} です。"
            )
        values[key] = _networks(value) if key == "allow_addresses" else _plain(path, key, value, known[key].default)
    settings = WatchSettings(**values)
    if settings.proxy and not re.match(r"https?://", settings.proxy):
        raise BadSettings(f"{path} の [watch] proxy は http:// か https:// で始まる形で書いてください。")
    if settings.ca_file and not Path(settings.ca_file).is_file():
        raise BadSettings(f"{path} の [watch] ca_file「{settings.ca_file}」がありません。")
    return settings


def _plain(path: Path, key: str, value: object, default: object) -> object:
    """A string where the default is one, else a number that is not below nought."""
    if isinstance(default, str):
        if isinstance(value, str) and not re.search(r"[\x00-\x1f\x7f]", value) and value.isascii():
            return value
        raise BadSettings(f"{path} の [watch] {key} には半角の文字列を書いてください。")
    least = 1 if isinstance(default, int) else 0
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
        raise BadSettings(f"{path} の [watch] {key} には {least} 以上の数を書いてください。")
    if isinstance(default, int) and not isinstance(value, int):
        raise BadSettings(f"{path} の [watch] {key} には整数を書いてください。")
    return value


def _networks(value: object) -> tuple[Network, ...]:
    try:
        if not isinstance(value, list):
            raise ValueError(value)
        return tuple(ipaddress.ip_network(str(entry)) for entry in value)
    except ValueError as error:
        raise BadSettings(f'[watch] allow_addresses には ["10.1.0.0/16"] の形で書いてください（{error}）。') from None


def read_pages(raw: Path) -> tuple[LinkPage, ...]:
    """The pages of raw/watch.toml, which a steward writes.

    Raises:
        BadSettings: the file does not hold.
    """
    path = raw / PAGES
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig")).get("page", [])
        pages = tuple(_page(entry) for entry in entries)
    except FileNotFoundError:
        return ()
    except (ValueError, RecursionError, OSError, TypeError, AttributeError, re.error) as error:
        raise BadSettings(f"{path} を読めません（{error}）。docs/watching.md のとおりに書いてください。") from None
    for page in pages:
        if not re.fullmatch(r"https?://\S+", page.url):
            raise BadSettings(f"{path} の url「{page.url}」は http:// か https:// で始まるURLにしてください。")
    return pages


def _page(entry: dict[str, Any]) -> LinkPage:
    page = LinkPage(**{**entry, "ignore": tuple(entry.get("ignore", ()))})
    re.compile(page.match)
    if not all(isinstance(text, str) for text in (page.url, page.title, page.match, *page.ignore)):
        raise TypeError("文字列でない値がある")
    return page
