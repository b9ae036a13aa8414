"""A page of links → the documents on it that no manifest names (リンク集). Pure.

Proposals only: what becomes a plan is decided by a steward.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

import httpx

from flows.watch.settings import LinkPage
from flows.watch.sniff import HEAD, NAMES, sniff

MOST = 2000
"""Links of one page; the longest lists of plans have some hundreds."""
_DOCUMENT = re.compile(r"\.pdf$", re.IGNORECASE)
_HOST = re.compile(rb"[0-9A-Za-z._:-]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def new_links(data: bytes, url: str, page: LinkPage, known: Collection[str]) -> list[tuple[str, str]]:
    """Address and words of each PDF that is neither known nor to be ignored, in the order of the page."""
    parser = _Links(url)
    parser.feed(decode(data))
    parser.close()
    wanted = re.compile(page.match)
    skipped = {normal(entry) for entry in (*known, *page.ignore)}
    found: dict[str, str] = {}
    for address, words in parser.links[:MOST]:
        if address in skipped or address in found:
            continue
        text = words or readable(address.rpartition("/")[2])
        if wanted.search(text) or wanted.search(readable(address)):
            found[address] = text
    return list(found.items())


def wrong_page(data: bytes, url: str) -> tuple[str, str]:
    """Kind of exception and its sentence where this is no page of links any more; "" where it is one."""
    kind = sniff(data[:HEAD])
    if kind not in ("html", "text"):
        said = f"リンク集が{NAMES[kind]}に変わりました。raw/watch.toml の url を確かめてください。"
        return "source_type_changed", said
    parser = _Links(url)
    parser.feed(decode(data))
    if not parser.anchors:
        said = (
            "リンク集のページにリンクが一つもありません。ページを開いて確かめ、raw/watch.toml の url を直してください。"
        )
        return "source_unreadable", said
    return "", ""


def decode(data: bytes) -> str:
    """The text of a page: as it declares itself, else UTF-8, else the encoding of old Japanese sites."""
    declared = _CHARSET.search(data[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8", "cp932", "euc_jp"):
        try:
            return data.decode("cp932" if name.lower() in ("shift_jis", "x-sjis", "sjis") else name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def readable(text: str) -> str:
    """An address or a file name with its percent signs resolved, whatever encoding they stand for."""
    raw = unquote_to_bytes(text)
    for name in ("utf-8", "cp932", "euc_jp"):
        try:
            shown = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if shown.isprintable():
            return shown
    return text


def normal(text: str) -> str:
    """One spelling per address."""
    try:
        return str(httpx.URL(text).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return text


class _Links(HTMLParser):
    """Addresses of PDFs with the words of their links."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.anchors = 0
        self._base = url
        self._open: str | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = next((value for name, value in attrs if name == "href" and value), None)
        if tag == "base" and href:
            self._base = self._absolute(href) or self._base
        elif tag == "a":
            self._end()
            self._open = self._absolute(href) if href else None
            self.anchors += href is not None

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if self._open is not None and _DOCUMENT.search(httpx.URL(self._open).path):
            self.links.append((self._open, " ".join("".join(self._words).split())))
        self._open, self._words = None, []

    def _absolute(self, href: str) -> str | None:
        try:
            url = httpx.URL(self._base).join(href.strip()).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError):
            return None
        return str(url) if url.scheme in ("http", "https") and _HOST.fullmatch(url.raw_host) else None
