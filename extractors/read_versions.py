"""raw/<plan_id>/versions.json → the versions of a document that were fetched later (取得した版), oldest first. IO: reads it.

`taikei watch` is the only writer. The manifest stays as the steward wrote it: the newest accepted version stands in for
the document it names, so a document that was put out again keeps its folder, and with it every permanent id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from schemas.watched import Version

VERSIONS = "versions.json"
FOLDER = "versions"
_STRINGS = {"sha256", "document", "retrieved", "url", "state", "reason"}
LATER = {"decided", "by_role"}
"""Keys that only what a person decided about has."""
_FORMS = {
    "sha256": r"[0-9a-f]{64}",
    "document": r"(?:versions/[0-9a-f]{16}/)?[^/\\\x00-\x1f]+",
    "retrieved": r"\d{4}-\d{2}-\d{2}",
    "state": "accepted|held|refused",
    "decided": r"\d{4}-\d{2}-\d{2}|",
    "by_role": "staff|steward|",
}


class BadVersions(Exception):
    """versions.json does not hold; its words are for the steward."""


def read_versions(folder: Path) -> tuple[Version, ...]:
    """All versions of one plan, the newest last; none where nothing was ever fetched.

    Raises:
        BadVersions: the file is not as `taikei watch` writes it.
    """
    try:
        stored = json.loads((folder / VERSIONS).read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        raise _bad(str(error)) from None
    entries = stored.get("versions") if isinstance(stored, dict) else None
    if not isinstance(entries, list):
        raise _bad("versions の一覧がない")
    return tuple(_version(entry) for entry in entries)


def current_version(versions: Sequence[Version]) -> Version | None:
    """The one that is read by the runs; None where it is the document of the manifest."""
    return next((version for version in reversed(versions) if version.state == "accepted"), None)


def held_version(versions: Sequence[Version]) -> Version | None:
    """The one that waits for a person: the newest, where it is held."""
    return versions[-1] if versions and versions[-1].state == "held" else None


def is_refused(versions: Sequence[Version], digest: str) -> bool:
    """Whether a person did not want this document, and nothing came of it since."""
    return next((version.state for version in reversed(versions) if version.sha256 == digest), "") == "refused"


def _version(entry: object) -> Version:
    if not isinstance(entry, dict) or set(entry) - LATER != _STRINGS:
        raise _bad("項目が足りないか、余分にある")
    for key, value in entry.items():
        if not isinstance(value, str) or not re.fullmatch(_FORMS.get(key, "(?s).*"), value):
            raise _bad(f"{key} が正しい形ではない")
    return Version(**entry)


def _bad(why: str) -> BadVersions:
    return BadVersions(
        f"{VERSIONS} を読めません（{why}）。バックアップから戻すか、{VERSIONS} を消して taikei watch を実行してください。"
    )
