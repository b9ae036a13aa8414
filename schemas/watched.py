"""What is known about documents that are watched at their publisher's (見守り): versions kept, state of each. Types only, no IO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VersionState = Literal["accepted", "held", "refused"]
"""accepted: read by the runs. held: kept, but a person decides whether it is taken in. refused: a person decided that it is not."""

WatchState = Literal[
    "same",
    "changed",
    "held",
    "declined",
    "vanished",
    "unreachable",
    "refused",
    "type_changed",
    "unreadable",
]
"""What the last look found. same and changed are well; declined is what a person did not want, and nobody is asked again. Of all but
changed the last good document stays.
"""

SOUND: tuple[WatchState, ...] = ("same", "changed")


@dataclass(frozen=True, slots=True)
class Version:
    """A document of the same edition that was fetched later: one entry of raw/<plan_id>/versions.json."""

    sha256: str
    document: str
    """Path in the plan's folder, with "/"."""
    retrieved: str
    """ISO 8601 date."""
    url: str
    """Where it came from at last, behind redirects."""
    state: VersionState
    reason: str = ""
    """Why it is, or was, held, in one Japanese sentence for the steward."""
    decided: str = ""
    """ISO 8601 date on which a person decided about it; "" where none was asked."""
    by_role: str = ""
    """staff or steward; "" where nobody was asked."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The last look at one source: build/operation/watch/<plan_id>.json. Deleting it costs one unconditional fetch."""

    plan_id: str
    url: str
    state: WatchState
    checked: str
    """ISO 8601 with time zone."""
    since: str
    """When this state was first seen."""
    kind: str = ""
    """Key of KINDS where the state is not well."""
    message: str = ""
    sha256: str = ""
    """Of the bytes that came last, taken in or not."""
    etag: str = ""
    last_modified: str = ""
    full: str = ""
    """When the bytes were last fetched without conditions: what a server says about change may be wrong."""
    not_before: str = ""
    """The server asked to be left alone until then; "" where it did not."""
    moved: str = ""
    """Where the URL now leads for good."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A document on a page of links that no manifest names yet."""

    url: str
    text: str
    since: str


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """The last look at a page of links (リンク集): build/operation/pages/<digest>.json."""

    url: str
    title: str
    checked: str
    since: str
    links: tuple[FoundLink, ...] = ()
    kind: str = ""
    """Key of KINDS where the page could not be looked at; the links are those seen last."""
    message: str = ""
