"""A manifest and its document → raw/<plan_id>/, all at once or not at all (計画の登録). IO: writes raw/.

The folder is written beside its place, read back by the same door as in a run, and renamed; a manifest that a run would
refuse never stands in raw/.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import asdict, fields
from pathlib import Path

from extractors.read_sources import MANIFEST, NotHeld, read_plan
from schemas.source import Source

_DATES = ("retrieved",)
_LEFT_OUT = ("role", "prose")
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


class NotAdded(Exception):
    """The plan was not written; its words are for people."""


def add_plan(raw: Path, source: Source, document: Path) -> Path:
    """The folder of a new plan.

    Raises:
        NotAdded: the manifest does not hold, the folder is there already, or the disk said no. Nothing was written.
    """
    if Path(source.document).name != source.document or source.document in (MANIFEST, "", ".", ".."):
        raise NotAdded("文書の名前が正しくありません。フォルダを含まない名前にしてください。")
    place = raw / source.plan_id
    if os.path.lexists(place):
        raise NotAdded(f"raw/ に「{source.plan_id}」は既にあります。別の計画IDにしてください。")
    beside = raw / f".adding-{secrets.token_hex(8)}"
    try:
        beside.mkdir()
        _write(beside / MANIFEST, manifest_text(source).encode())
        with document.open("rb") as data:
            _write(beside / source.document, data.read())
        names = {entry.name for entry in raw.iterdir() if entry.is_dir() and not entry.name.startswith(".")}
        read_plan(beside, names, source.plan_id)
        _sync(beside)
        beside.rename(place)
        _sync(raw)
    except NotHeld as why:
        raise NotAdded(str(why)) from None
    except OSError as error:
        if os.path.lexists(place):
            raise NotAdded(f"raw/ に「{source.plan_id}」は既にあります。別の計画IDにしてください。") from None
        raise NotAdded(f"raw/ に書けません（{error.strerror}）。空き容量と書き込みの権限を確かめてください。") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return place


def manifest_text(source: Source) -> str:
    """source.toml; keys without a value are left out, as is what holds for an ordinary plan."""
    said = {key: value for key, value in asdict(source).items() if key != "plan_id" and value}
    ordinary = {field.name: field.default for field in fields(Source) if field.name in _LEFT_OUT}
    said = {key: value for key, value in said.items() if ordinary.get(key) != value}
    return "".join(f"{key} = {_toml(key, value)}\n" for key, value in said.items())


def _toml(key: str, value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if key in _DATES else quoted(str(value))


def quoted(text: str) -> str:
    """A basic string of TOML."""
    return '"' + "".join(_ESCAPES.get(char) or _plain(char) for char in text) + '"'


def _plain(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x20 or ord(char) == 0x7F else char


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """The names in a folder are on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
