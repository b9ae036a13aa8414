"""A published release, on the disk or on the web → its tables. IO: reads files or asks the web."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SECONDS = 30.0
"""For one answer of a web server."""


class ReleaseError(ValueError):
    """There is no release at that place, a file of it is missing, or its checksum does not match."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release. Tables are read when they are asked for."""

    place: str
    """Folder or address."""
    index: dict[str, Any] = field(repr=False)
    """Its index.json: version, plans, tables, licence, attributions, files."""

    @property
    def version(self) -> str:
        """For example 2026.12.01."""
        return str(self.index["version"])

    @property
    def tables(self) -> tuple[str, ...]:
        """Names for table()."""
        return tuple(table["name"] for table in self.index["tables"])

    def table(self, name: str) -> pd.DataFrame:
        """One table, such as "policy" (one row per entry) or "issue" (open exceptions). Codes and ids are strings.

        Raises:
            KeyError: the release has no table of that name.
            ReleaseError: the file is missing or its checksum does not match.
        """
        import pandas as pd

        if name not in self.tables:
            raise KeyError(f"no table {name!r}; there are {', '.join(self.tables)}")
        path = f"parquet/{name}.parquet"
        data = _get(self.place, path)
        listed = next((file["sha256"] for file in self.index["files"] if file["path"] == path), None)
        if hashlib.sha256(data).hexdigest() != listed:
            raise ReleaseError(f"{self.place}/{path} does not match its checksum in index.json")
        return pd.read_parquet(io.BytesIO(data), dtype_backend="numpy_nullable")


def open_release(path_or_url: str | os.PathLike[str]) -> Release:
    """Open a release: a folder published/ or its address on the web (the newest release), or the folder of one release.

    Raises:
        ReleaseError: there is no release.
    """
    place = os.fspath(path_or_url).rstrip("/\\") or "/"
    index = _index(place)
    if "latest" in index:
        place = f"{place}/releases/{index['latest']}"
        index = _index(place)
    if not {"version", "tables", "files"} <= index.keys():
        raise ReleaseError(f"{place}/index.json is not the index of a release")
    return Release(place, index)


def _index(place: str) -> dict[str, Any]:
    try:
        index = json.loads(_get(place, "index.json"))
    except ValueError as error:
        raise error if isinstance(error, ReleaseError) else ReleaseError(f"{place}/index.json is not JSON") from None
    if not isinstance(index, dict):
        raise ReleaseError(f"{place}/index.json is not the index of a release")
    return index


def _get(place: str, path: str) -> bytes:
    if not place.startswith(("http://", "https://")):
        try:
            return Path(place, path).read_bytes()
        except OSError as error:
            raise ReleaseError(f"cannot read {Path(place, path)}: {error.strerror}") from None
    import httpx

    try:
        answer = httpx.get(f"{place}/{path}", timeout=SECONDS, follow_redirects=True)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ReleaseError(f"cannot read {place}/{path}: {error}") from None
    return answer.content
