"""A URL → its bytes in a file, politely and within limits (文書の取得). IO: network, one file.

Redirects are followed by hand and each is checked like the first URL. Nothing that the server says is believed: length,
type, name and encoding are those of the bytes that came.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import httpx

from flows.watch.addresses import AddressRefused, Resolver, checked_address, checked_url, resolve
from flows.watch.deadline import Deadline
from flows.watch.failures import FetchFailed, check_declared, refused_status, too_large, what_failed
from flows.watch.inflate import BadBody, TooLarge, inflate
from flows.watch.settings import WatchSettings

PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes came, whole as far as the server says."""

    path: Path
    sha256: str
    size: int
    url: str
    """Behind redirects."""
    etag: str = ""
    last_modified: str = ""
    moved: str = ""
    """The new address, where every redirect on the way was for good."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since the last fetch."""


class Fetcher:
    """Fetches documents under one set of settings; used by several threads, each with its own host."""

    def __init__(
        self,
        settings: WatchSettings,
        resolver: Resolver = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._resolver = resolver
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def with_settings(self, settings: WatchSettings) -> Fetcher:
        """The same under other limits; hosts rest between the requests of both."""
        other = Fetcher(settings, self._resolver, self._sleep)
        other._last = self._last
        return other

    def fetch(self, url: str, into: Path, etag: str = "", last_modified: str = "") -> Fetched | NotModified:
        """The document, with retries.

        Args:
            url: where it lies.
            into: the file to write; left behind only where the document came whole.
            etag: of the last fetch, to ask only for what changed.
            last_modified: the same.

        Raises:
            FetchFailed: there is no document to be had.
            OSError: the disk.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        pause = self.settings.backoff_seconds
        for attempt in range(1, self.settings.attempts + 1):
            try:
                return self._follow(url, into, {key: value for key, value in conditions.items() if value})
            except FetchFailed as failed:
                asked = max(pause, failed.pause)
                if not failed.again or attempt == self.settings.attempts or asked > self.settings.patience_seconds:
                    raise
                self._sleep(asked)
                pause *= 2
        raise AssertionError("attempts is at least 1")

    def _follow(self, text: str, into: Path, conditions: dict[str, str]) -> Fetched | NotModified:
        seen: set[str] = set()
        for_good = True
        with Deadline(self.settings.seconds) as deadline:
            url = _checked(text)
            while True:
                if str(url) in seen or len(seen) > self.settings.redirects:
                    raise FetchFailed(
                        "source_refused", f"転送が{len(seen)}回続き、文書に着きません。公開元のURLを確かめてください。"
                    )
                seen.add(str(url))
                with self._asked(url, conditions, deadline) as response:
                    if response.status_code not in REDIRECTS:
                        moved = str(url) if for_good and len(seen) > 1 else ""
                        return self._taken(response, str(url), into, deadline, moved, bool(conditions))
                    for_good = for_good and response.status_code in PERMANENT
                    url = _next(url, response)

    @contextmanager
    def _asked(self, url: httpx.URL, headers: dict[str, str], deadline: Deadline) -> Iterator[httpx.Response]:
        """The answer of one server, its body still to come."""
        address = self._address(url)
        self._wait_for(url.host)
        target = url if address is None else url.copy_with(host=address)
        sent = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": _user_agent(self.settings.contact),
            "Accept": "application/pdf, text/plain;q=0.9, */*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }
        limit = min(self.settings.read_seconds, self.settings.seconds)
        extensions = {"sni_hostname": url.host, "trace": deadline.trace, "timeout": httpx.Timeout(limit).as_dict()}
        try:
            # The bare transport: a client would keep cookies and look at redirects itself.
            with httpx.HTTPTransport(
                verify=_certificates(self.settings.ca_file), proxy=self.settings.proxy or None, trust_env=False
            ) as transport:
                response = transport.handle_request(httpx.Request("GET", target, headers=sent, extensions=extensions))
                try:
                    yield response
                finally:
                    response.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
            raise what_failed(error, url, deadline, self.settings) from error

    def _address(self, url: httpx.URL) -> str | None:
        """None behind a proxy, which asks the resolver itself."""
        try:
            if self.settings.proxy and not _is_address(url.host):
                return None
            return checked_address(url, self.settings.allow_addresses, self._resolver)
        except AddressRefused as refused:
            raise FetchFailed("source_refused", str(refused)) from None
        except (OSError, UnicodeError):
            raise FetchFailed(
                "source_unreachable",
                f"公開元の名前（{url.host}）が見つかりません。ネットワークとURLを確かめてください。",
                again=True,
            ) from None

    def _wait_for(self, host: str) -> None:
        """Let the host rest between two requests."""
        rest = self._last.get(host, -1e9) + self.settings.host_seconds - time.monotonic()
        if rest > 0:
            self._sleep(rest)
        self._last[host] = time.monotonic()

    def _taken(
        self, response: httpx.Response, url: str, into: Path, deadline: Deadline, moved: str, conditional: bool
    ) -> Fetched | NotModified:
        if response.status_code == 304 and conditional:
            return NotModified()
        if response.status_code != 200:
            raise refused_status(response)
        digest, size = hashlib.sha256(), 0
        most = int(self.settings.megabytes * 1_000_000)
        check_declared(response, most)
        try:
            with into.open("wb") as file:
                for piece in inflate(response.iter_raw(), response.headers.get("content-encoding", ""), most):
                    deadline.check()
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                # Shutting a connection looks like the end of a body whose length was never told.
                deadline.check()
                file.flush()
                os.fsync(file.fileno())
        except TooLarge:
            into.unlink(missing_ok=True)
            raise too_large(most) from None
        except BadBody as error:
            into.unlink(missing_ok=True)
            raise FetchFailed(
                "source_unreachable",
                f"圧縮された応答を元に戻せません（{error}）。時間をおいて試してください。",
                again=True,
            ) from None
        except BaseException:
            into.unlink(missing_ok=True)
            raise
        headers = response.headers
        return Fetched(
            into,
            digest.hexdigest(),
            size,
            url,
            _plain(headers.get("etag")),
            _plain(headers.get("last-modified")),
            moved,
        )


def _checked(text: str) -> httpx.URL:
    try:
        return checked_url(text)
    except AddressRefused as refused:
        raise FetchFailed("source_refused", str(refused)) from None


def _next(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Where a redirect leads, checked."""
    location = response.headers.get("location", "")
    try:
        target = url.join(location)
    except (httpx.InvalidURL, ValueError):
        raise FetchFailed(
            "source_refused", "転送先のURLの形が正しくありません。公開元のURLを確かめてください。"
        ) from None
    if not location:
        raise FetchFailed("source_refused", "転送先のない転送が返りました。公開元のURLを確かめてください。")
    following = _checked(str(target))
    if url.scheme == "https" and following.scheme == "http":
        raise FetchFailed(
            "source_refused",
            "https から暗号化されない http に転送されたため、取りに行きません。公開元のURLを確かめてください。",
        )
    return following.copy_with(fragment=None)


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _plain(header: str | None) -> str:
    """A validator to be sent back; none where it is not plain."""
    return header if header and header.isascii() and header.isprintable() and len(header) <= 500 else ""


@lru_cache(maxsize=4)
def _certificates(ca_file: str) -> ssl.SSLContext:
    if ca_file:
        return ssl.create_default_context(cafile=ca_file)
    return httpx.create_ssl_context(trust_env=False)


def _user_agent(contact: str) -> str:
    return f"taikei/{version('taikei')} ({f'+{contact}' if contact else 'municipal plans as open data'})"
