"""raw/ → the manifests of all plans (出典情報), each checked key by key. IO: reads raw/.

A manifest that does not hold is refused with one plain sentence; the other plans go on.
"""

from __future__ import annotations

import hashlib
import re
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from extractors.municipalities import by_code, by_name
from extractors.read_versions import BadVersions, current_version, read_versions
from extractors.unseen import UNSEEN
from schemas.source import Source

MANIFEST = "source.toml"
MANIFEST_BYTES = 16_000
"""A manifest has one thousand; what nests or runs on in so few costs seconds at most."""
DOCUMENT_BYTES = 1_000_000_000
"""Larger than any document that is read."""
SAID = 200
"""Characters of what a parser says of a file."""
_OF_WINDOWS = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?|.*[. ]|.*[<>:\"|?*].*")
"""Names that Windows has for devices, or cannot store: a project must be able to move there."""
_PLAN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_KEYS = {field.name: field.default is MISSING for field in fields(Source) if field.name != "plan_id"}
"""Keys of source.toml, and whether each must be there."""


@dataclass(frozen=True, slots=True)
class RawPlan:
    """One plan that can be read: its manifest and where its document lies."""

    source: Source
    path: Path


@dataclass(frozen=True, slots=True)
class RawPlans:
    """All of raw/: what can be read, and why the rest cannot, by folder name."""

    plans: tuple[RawPlan, ...]
    refused: Mapping[str, str]


class NotHeld(Exception):
    """A manifest does not hold; its words are for the steward."""


def read_sources(raw: Path, *, at_hand: bool = True) -> RawPlans:
    """Every folder of raw/ in the order of its name; at_hand: the documents lie there too, and are checked."""
    plans: list[RawPlan] = []
    refused: dict[str, str] = {}
    folders = sorted(entry for entry in raw.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    names = {folder.name for folder in folders}
    for folder in folders:
        try:
            plans.append(read_plan(folder, names, at_hand=at_hand))
        except NotHeld as why:
            refused[folder.name] = str(why)
        except Exception as error:  # one manifest, however it is made, must not stop the others
            refused[folder.name] = f"{MANIFEST} を扱えません（{type(error).__name__}）。書き直してください。"
    return RawPlans(tuple(plans), refused)


def twins(plans: Sequence[RawPlan]) -> list[tuple[str, str]]:
    """Pairs of folders, both of plans to be published, whose document is the very same: mostly one was put there twice."""
    first: dict[str, str] = {}
    published = [plan.source for plan in plans if plan.source.role == "plan"]
    pairs = [(first.setdefault(source.sha256, source.plan_id), source.plan_id) for source in published]
    return [pair for pair in pairs if pair[0] != pair[1]]


def read_plan(folder: Path, names: set[str], plan_id: str | None = None, *, at_hand: bool = True) -> RawPlan:
    """One folder, by its own name or the one it will have.

    Raises:
        NotHeld: its manifest does not hold.
    """
    plan_id = plan_id or folder.name
    if not _PLAN_ID.fullmatch(plan_id):
        raise NotHeld("フォルダ名に使えない文字があります。半角の英数字とハイフンだけにしてください。")
    if _OF_WINDOWS.fullmatch(plan_id):
        raise NotHeld("フォルダ名が Windows の装置の名前です。別の名前にしてください。")
    source = _source(plan_id, _table(folder / MANIFEST))
    _check_municipality(source)
    if source.supersedes is not None and (source.supersedes == plan_id or source.supersedes not in names):
        raise NotHeld(
            f"{MANIFEST} の supersedes「{source.supersedes}」は前の版のフォルダではありません。raw/ の中のフォルダ名を書いてください。"
        )
    source = _current(folder, source)
    return RawPlan(source, _document(folder, source) if at_hand else folder / source.document)


def _current(folder: Path, source: Source) -> Source:
    """With the newest version that `taikei watch` took in, where there is one."""
    try:
        version = current_version(read_versions(folder))
    except BadVersions as why:
        raise NotHeld(str(why)) from None
    if version is None:
        return source
    return replace(source, document=version.document, sha256=version.sha256, retrieved=version.retrieved)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except FileNotFoundError:
        raise NotHeld(f"{MANIFEST} がありません。raw/README.md の表にある項目を書いて置いてください。") from None
    except UnicodeDecodeError:
        raise NotHeld(f"{MANIFEST} の文字コードが UTF-8 ではありません。UTF-8で保存し直してください。") from None
    except RecursionError:
        raise NotHeld(f"{MANIFEST} の括弧が深すぎます。raw/README.md の表にある項目だけを書いてください。") from None
    except ValueError as error:
        raise NotHeld(
            f"{MANIFEST} の書き方に誤りがあります（{str(error)[:SAID]}）。その行の引用符と「=」を確かめてください。"
        ) from None
    except OSError as error:
        raise NotHeld(f"{MANIFEST} を読めません（{error.strerror}）。読み取りの権限を確かめてください。") from None


def _text(path: Path) -> str:
    """Of a file of the size of a manifest. Asked first: opening a pipe would wait for ever, a device never ends."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > MANIFEST_BYTES:
        raise NotHeld(
            f"{MANIFEST} がふつうのファイルでないか、大きすぎます（{MANIFEST_BYTES:,} バイトまで）。"
            "raw/README.md の表にある項目だけを書いて置き直してください。"
        )
    with path.open("rb") as file:
        return file.read(MANIFEST_BYTES).decode("utf-8-sig")


def _source(plan_id: str, table: dict[str, Any]) -> Source:
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        raise NotHeld(
            f"{MANIFEST} に知らない項目「{unknown[0]}」があります。綴りを確かめるか、その行を消してください。"
        )
    missing = [key for key, required in _KEYS.items() if required and key not in table]
    if missing:
        raise NotHeld(f"{MANIFEST} に項目「{missing[0]}」がありません。書き加えてください。")
    values: dict[str, Any] = {key: _value(key, value) for key, value in table.items()}
    return Source(plan_id=plan_id, **values)


def _value(key: str, value: object) -> str | bool:
    if key == "archive":
        if not isinstance(value, bool):
            raise NotHeld(f"{MANIFEST} の archive が true か false ではありません。引用符なしで書いてください。")
        return value
    if key == "retrieved":
        if type(value) is not date:
            raise NotHeld(
                f"{MANIFEST} の retrieved が日付ではありません。2026-11-20 のように引用符なしで書いてください。"
            )
        return value.isoformat()
    if not isinstance(value, str) or not value.strip():
        raise NotHeld(f"{MANIFEST} の「{key}」が空か、文字列ではありません。引用符で囲んで書いてください。")
    allowed, wanted = _FORMS.get(key, (r"[^\x00-\x1f]+", "改行を含まない1行"))
    if not re.fullmatch(allowed, value):
        raise NotHeld(f"{MANIFEST} の「{key}」が正しい形ではありません。{wanted}にしてください。")
    if UNSEEN.search(value):
        raise NotHeld(
            f"{MANIFEST} の「{key}」に、目に見えない文字か文字の向きを変える文字があります。打ち直してください。"
        )
    if key == "document" and _OF_WINDOWS.fullmatch(value):
        raise NotHeld(
            f"{MANIFEST} の document「{value}」は Windows で使えない名前です。ファイルの名前を変えてください。"
        )
    return value


_FORMS = {
    "municipality_code": ("[0-9]{6}", "検査数字を含む6桁の半角数字"),
    "sha256": ("[0-9a-f]{64}", "sha256sum が示す64桁の小文字の英数字"),
    "url": (r"https?://\S+", "http:// か https:// で始まるURL"),
    "document": (r"[^/\\\x00-\x1f]+", "同じフォルダにあるファイルの名前だけ"),
    "role": ("plan|sample", "plan か sample"),
    "prose": (
        "verbatim|paraphrased|omitted",
        "verbatim（印刷のとおり）、paraphrased（収録者の要約）、omitted（本文省略）のどれか",
    ),
    "terms_id": (r"https?://\S+|[A-Za-z0-9.+-]{2,40}", "SPDX の識別子か、http:// か https:// で始まる URI"),
}
"""What a value must look like, and how to say it."""


def _check_municipality(source: Source) -> None:
    entry = by_code(source.municipality_code)
    if entry is None:
        raise NotHeld(
            f"{MANIFEST} の municipality_code「{source.municipality_code}」は全国地方公共団体コードにありません。コード表で確かめてください。"
        )
    if entry not in by_name(source.municipality):
        raise NotHeld(
            f"{MANIFEST} の municipality_code「{source.municipality_code}」は{entry.prefecture}{entry.name}のもので、「{source.municipality}」ではありません。どちらかを直してください。"
        )


def _document(folder: Path, source: Source) -> Path:
    path = folder / source.document
    try:
        if path.is_symlink() or not path.is_file():
            raise NotHeld(
                f"文書「{source.document}」がフォルダにありません。置くか、{MANIFEST} の document を直してください。"
            )
        if path.stat().st_size > DOCUMENT_BYTES:
            raise NotHeld(f"文書「{source.document}」が大きすぎます。計画の本文だけの文書に分けてください。")
        digest = sha256(path)
    except OSError as error:
        raise NotHeld(f"文書「{source.document}」を読めません（{error.strerror}）。権限を確かめてください。") from None
    if digest != source.sha256:
        raise NotHeld(
            f"文書「{source.document}」の sha256 が {MANIFEST} と違います。正しい文書に戻すか、新しい版なら別のフォルダに置いてください。"
        )
    return path


def sha256(path: Path) -> str:
    """Checksum of a file, in small letters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
