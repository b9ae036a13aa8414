"""Two readings of one edition → what the document's new version changed (差し替えによる変更), in Markdown. Pure."""

from __future__ import annotations

from extractors.editions import compare
from publishers.changes_report import change_counts, change_table
from schemas.plan import Change, Extraction, Structure


def change_summary(old: Extraction, new: Extraction) -> str:
    """How many entries were kept, renamed, moved, added, removed, in one sentence."""
    return change_counts(change.type for changes, _, _ in _compared(old, new) for change in changes)


def change_report(title: str, old: Extraction, new: Extraction) -> str:
    """Every entry that changed."""
    parts = [f"# {title}: 文書の差し替えによる変更", "", f"{change_summary(old, new)}。", ""]
    parts += [f"- 前の文書: sha256 {old.source.sha256}", f"- 新しい文書: sha256 {new.source.sha256}", ""]
    for changes, before, after in _compared(old, new):
        for kind, entry, above, _likeness in change_table(changes, before, after, everything=False):
            under = f"（{_one_line(above)}）" if above else ""
            parts.append(f"- {kind}: {_one_line(entry)}{under}")
    return "\n".join(parts) + "\n"


def _compared(old: Extraction, new: Extraction) -> list[tuple[tuple[Change, ...], Structure, Structure]]:
    pairs = zip(old.structures, new.structures, strict=False)
    return [(compare(before, after).value, before, after) for before, after in pairs]


def _one_line(text: str) -> str:
    return " ".join(text.split())
