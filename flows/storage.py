"""raw/ on shared storage (共有ストレージ) → its manifests here, a document where it is read. IO: fsspec, temporary files.

TAIKEI_RAW_URL is a URL that fsspec knows, such as s3://bucket/raw; what it holds stands in for the folder raw/. The run
copies the manifests alone; a worker fetches its one document, checks it against the manifest, and throws it away when it
is read. What fsspec needs (endpoint, credentials) comes from the environment of each machine, never from here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from extractors.guard import ReadingFailed
from extractors.read_sources import MANIFEST, RawPlan, sha256
from extractors.read_versions import VERSIONS
from extractors.transcribed import FOLDER
from flows.server import ServerTrouble

MIRROR = "raw"
"""Folder in build/ for the manifests of a raw/ that lies elsewhere."""
AT_ONCE = 500
"""Manifests fetched in one go; each is a kilobyte."""
COPY_BYTES = 1 << 20


class StorageTrouble(ServerTrouble):
    """Shared storage cannot be used; its words are for the steward."""


def shared_raw() -> str | None:
    """The URL that stands in for raw/; None where raw/ is a folder as usual."""
    return os.environ.get("TAIKEI_RAW_URL", "").rstrip("/") or None


def document_place(plan: RawPlan) -> str:
    """Where a worker finds a document."""
    raw = shared_raw()
    return f"{raw}/{plan.source.plan_id}/{plan.source.document}" if raw else str(plan.path)


def mirror_manifests(raw: str, folder: Path) -> Path:
    """Copy the manifests of all plans, and what `taikei watch` noted of their versions, into an emptied folder.

    Raises:
        StorageTrouble: the storage does not answer, or nothing lies there.
    """
    files, root = _open(raw)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        found = [PurePosixPath(path).relative_to(root) for path in files.find(root)]
        for plan_id in {path.parts[0] for path in found if len(path.parts) > 1}:
            (folder / plan_id).mkdir()
        wanted = [path for path in found if len(path.parts) == 2 and path.name in (MANIFEST, VERSIONS)]
        for first in range(0, len(wanted), AT_ONCE):
            batch = wanted[first : first + AT_ONCE]
            texts = files.cat([f"{root}/{path}" for path in batch])
            for path in batch:
                (folder / path).write_bytes(texts[f"{root}/{path}"])
    except Exception as error:  # every storage has exceptions of its own
        raise _trouble(raw, error) from error
    if not any(folder.iterdir()):
        raise StorageTrouble(f"{raw} に計画のフォルダーがありません。場所を確かめてください。")
    return folder


@contextmanager
def local_document(place: str, digest: str) -> Iterator[Path]:
    """The document as a file of this machine; one from shared storage is gone afterwards.

    Raises:
        ReadingFailed: it is not there, or is not the one that the manifest names.
        OSError: the storage does not answer; worth another try.
    """
    if "://" not in place:
        yield Path(place)
        return
    name = PurePosixPath(place).name
    with TemporaryDirectory(prefix="taikei-") as folder:
        path = Path(folder) / name
        _fetch(place, path)
        if sha256(path) != digest:
            raise ReadingFailed(
                f"文書「{name}」の sha256 が {MANIFEST} と違います。"
                "正しい文書に戻すか、新しい版なら別のフォルダーに置いてください。"
            )
        yield path


@contextmanager
def laid_out(pages: Mapping[str, bytes]) -> Iterator[Path]:
    """What people typed, as the folder corrections/ that holds nothing else."""
    with TemporaryDirectory(prefix="taikei-") as folder:
        (Path(folder) / FOLDER).mkdir()
        for name, text in pages.items():
            (Path(folder) / FOLDER / name).write_bytes(text)
        yield Path(folder)


def _fetch(place: str, path: Path) -> None:
    try:
        files, inner = _open(place)
        with files.open(inner, "rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, COPY_BYTES)
    except FileNotFoundError:
        raise ReadingFailed(
            f"文書「{path.name}」がフォルダーにありません。置くか、{MANIFEST} の document を直してください。"
        ) from None
    except OSError:
        raise
    except Exception as error:  # every storage has exceptions of its own
        raise OSError(0, f"共有ストレージ {place}: {error}") from error


def _open(place: str) -> tuple[Any, str]:
    import fsspec

    try:
        files, inner = fsspec.core.url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise _trouble(place, error) from error
    return files, str(inner).rstrip("/")


def _trouble(place: str, error: Exception) -> StorageTrouble:
    return StorageTrouble(
        f"共有ストレージ {place} を使えません（{error}）。場所、接続、認証情報と、追加機能 taikei[s3] を確かめてください。"
    )
