"""A fetched document beside the one that holds → may it take its place? (差し替えの判断). Pure but for reading both.

It may where it is the same edition, of the same kind, readable, and has not lost entries. Else a person decides: another
edition under the same address must get a folder, and with it ids, of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractors.likeness import likeness, match_key
from flows.watch.sniff import HEAD, NAMES, TAIL, is_whole_pdf, sniff
from schemas.plan import Extraction, PlanFacts

Read = Callable[[Path], Extraction]

OTHER_TITLE = 0.6
"""Likeness of the printed titles below which two documents are two plans; 第6次 and 第7次 are told apart by number."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """kind is "" where the document may take the other's place; keep tells whether its bytes are worth keeping."""

    kind: str
    message: str
    keep: bool
    old: Extraction | None = None
    new: Extraction | None = None


def judge(old: Path, new: Path, read: Read, shrink: float) -> Verdict:
    """Whether the new document may stand in for the old one.

    Args:
        old: the document that holds.
        new: the bytes that came.
        read: gives the Extraction of a file.
        shrink: share of the entries that may go.
    """
    was, now = sniff(_head(old)), sniff(_head(new))
    if now == "empty":
        return Verdict("source_unreadable", _unreadable("中身のない文書が返りました"), keep=False)
    if was != now:
        return Verdict(
            "source_type_changed",
            f"{NAMES[was]}だった公開元の文書が、{NAMES[now]}に変わりました。最後に取得した文書を使い続けます。"
            "新しいURLを探すか、公開元に問い合わせてください。",
            keep=False,
        )
    if now == "pdf" and not is_whole_pdf(_tail(new)):
        return Verdict("source_unreadable", _unreadable("PDFが途中で切れています"), keep=False)
    before, after = read(old), read(new)
    if after.error is not None and before.error is None:
        return Verdict(
            "source_unreadable", _unreadable(f"新しい文書を読み取れません（{after.error.message}）"), keep=False
        )
    return _compared(before, after, shrink)


def _compared(before: Extraction, after: Extraction, shrink: float) -> Verdict:
    other = _other_edition(before, after)
    if other:
        message = (
            f"公開元の文書が別の版に変わりました（{other}）。前の版の文書を使い続けます。"
            "新しいフォルダーに登録し、supersedes に前の版を書いてください。"
        )
        return Verdict("source_other_edition", message, True, before, after)
    had, has = _entries(before), _entries(after)
    if has < had * (1 - shrink):
        message = (
            f"新しい文書では施策体系の項目が {had} 件から {has} 件に減ります。前の文書を使い続けます。"
            "改定によるものであれば、確認待ちの画面か taikei watch --accept で取り込んでください。"
        )
        return Verdict("source_shrunk", message, True, before, after)
    return Verdict("", "", True, before, after)


def _other_edition(before: Extraction, after: Extraction) -> str:
    """What tells the editions apart, in words; "" where nothing does. What one of them does not print tells nothing."""
    pairs = list(zip(_plans(before), _plans(after), strict=False))
    for old, new in pairs:
        for name, was, now in (
            ("次", old.generation, new.generation),
            ("開始年度", old.start_year, new.start_year),
        ):
            if was is not None and now is not None and was != now:
                return f"{name}: {was} → {now}"
        if (old.status or "") != (new.status or ""):
            return f"案の段階: {old.status or '記載なし'} → {new.status or '記載なし'}"
        if old.title and new.title and likeness(match_key(old.title), match_key(new.title)) < OTHER_TITLE:
            return f"計画名: {old.title} → {new.title}"
    if len(_plans(before)) != len(_plans(after)):
        return f"文書の中の計画の数: {len(_plans(before))} → {len(_plans(after))}"
    return ""


def _plans(extraction: Extraction) -> list[PlanFacts]:
    own = [structure.plan for structure in extraction.structures if structure.plan is not None]
    return own or [extraction.facts.plan]


def _entries(extraction: Extraction) -> int:
    return sum(len(structure.nodes) for structure in extraction.structures)


def _unreadable(what: str) -> str:
    return f"{what}。最後に取得した文書を使い続けます。公開元の文書を開いて確かめてください。"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return file.read()
