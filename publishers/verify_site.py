"""Checks of the site of a release: every plan and node has its place, every link leads somewhere. IO: reads the release."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from publishers.site.build_site import FOLDER
from publishers.table_rows import Value
from publishers.verification import Look, Release

_LINK = re.compile(r'<(a|link|script|img|iframe)\b[^>]*?\s(?:href|src)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_PARTS = re.compile(r'\sdata-parts="([0-9]+)"')
_NAMED = re.compile(r'\["([0-9]{6}N[0-9]{6})",')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def site(release: Release) -> Iterator[int | Look]:
    """Plans, nodes and links."""

    @cache
    def ids(path: str) -> frozenset[str]:
        return frozenset(map(unescape, _ID.findall(_read(release.folder / path))))

    nodes: dict[Value, set[str]] = defaultdict(set)
    for row in release.tables["policy"]:
        nodes[row["plan_id"]].add(str(row["id"]))
    for plan in release.tables["plan"]:
        path = f"{FOLDER}/plans/{plan['id']}.html"
        yield 1 + len(nodes[plan["id"]])
        if not (release.folder / path).is_file():
            yield path, "計画のページがありません。"
        elif missing := nodes[plan["id"]] - ids(path):
            yield path, f"項目 {min(missing)} がページにありません。"
    yield from _index(release)
    for page in sorted((release.folder / FOLDER).rglob("*.html")):
        path = page.relative_to(release.folder).as_posix()
        for element, address in _LINK.findall(_read(page)):
            yield 1
            fault = _fault(release.folder, path, element, unescape(address), ids)
            if fault:
                yield path, fault


def _index(release: Release) -> Iterator[int | Look]:
    """The files that a search loads: all of them there, with every node."""
    page = f"{FOLDER}/search.html"
    wanted = {str(row["id"]) for row in release.tables["policy"]}
    yield len(wanted)
    for number in range(int(_PARTS.findall(_read(release.folder / page))[0])):
        file = release.folder / FOLDER / "data" / "names" / f"{number}.js"
        if not file.is_file():
            yield page, f"検索の索引のファイルがありません（{file.name}）。"
        else:
            wanted -= {*_NAMED.findall(_read(file))}
    if wanted:
        yield page, f"項目 {min(wanted)} が検索の索引にありません。"


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _fault(folder: Path, page: str, element: str, address: str, ids: Callable[[str], frozenset[str]]) -> str | None:
    if _ELSEWHERE.match(address):
        allowed = element == "a" and _WEB.match(address)
        return None if allowed else f"外部を読み込むか、リンクにできない宛先があります（{address}）。"
    file, _, place = address.partition("#")
    file = file.partition("?")[0]
    target = normpath(join(dirname(page), unquote(file))) if file else page
    if not (folder / target).is_file():
        return f"リンク先がありません（{address}）。"
    if place and unquote(place) not in ids(target):
        return f"リンク先にその場所がありません（{address}）。"
    return None
