"""build/operation/ → what `taikei watch` last saw of each source and page of links, as exceptions for people. IO: reads.

What cannot be read counts as never looked at: the next `taikei watch` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from schemas.issue import Issue
from schemas.structure import Evidence
from schemas.watched import FoundLink, Watched, WatchedPage

OPERATION = "operation"
"""Folder in build/ for what the operation knows from one command to the next."""
SOURCES = "watch"
PAGES = "pages"


def read_watched(build: Path) -> dict[str, Watched]:
    """The last look at each source, by plan."""
    found = {}
    for path in sorted((build / OPERATION / SOURCES).glob("*.json")):
        try:
            found[path.stem] = Watched(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
    return found


def read_pages(build: Path) -> list[WatchedPage]:
    """The last look at each page of links, by URL."""
    found = []
    for path in (build / OPERATION / PAGES).glob("*.json"):
        try:
            stored = json.loads(path.read_bytes())
            links = tuple(FoundLink(**link) for link in stored.pop("links"))
            found.append(WatchedPage(**stored, links=links))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return sorted(found, key=lambda page: page.url)


def watched_issues(build: Path) -> Mapping[str, tuple[Issue, ...]]:
    """Open exceptions of the sources, by plan; those of pages of links under ""."""
    found = {
        watched.plan_id: (Issue(watched.kind, watched.message, Evidence(watched.url)),)
        for watched in read_watched(build).values()
        if watched.kind
    }
    pages: list[Issue] = []
    for page in read_pages(build):
        if page.kind:
            pages.append(Issue(page.kind, page.message, Evidence(page.url)))
        pages += [
            Issue(
                "source_found",
                f"リンク集「{page.title or page.url}」に、まだ登録のない文書「{link.text or link.url}」があります。"
                "計画であれば登録し、そうでなければ raw/watch.toml の ignore に加えてください。",
                Evidence(link.url),
            )
            for link in page.links
        ]
    return {**found, "": tuple(pages)} if pages else found
