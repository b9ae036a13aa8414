"""Editions and the last release → which are published anew, which keep their last good edition (版の据え置き). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from publishers.check_tree import check_tree
from publishers.check_words import check_words
from publishers.editions import Edition
from publishers.plan_input import Municipality
from publishers.table_rows import Row
from publishers.withhold import Held, hold
from schemas.issue import Issue


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one edition, and why."""

    edition: Edition
    held: Held
    state: Literal["published", "kept", "absent"]
    message: str


def decide(
    edition: Edition,
    found_later: Sequence[Issue],
    before: Row | None,
    municipalities: Mapping[str, Municipality],
) -> Decision:
    """Decide on one edition; before is its row of plan in the last release, found_later what checks found since.

    An edition with blocked nodes gives way to an earlier one that was whole. Where the earlier one lacked nodes as well,
    the new one is published without its blocked nodes: the guard against shrinking watches over what gets lost.
    """
    checked = (*check_words(edition), *check_tree(edition, municipalities))
    found = (issue for issue in checked if not is_accepted(issue, edition))
    own = tuple(dict.fromkeys((*edition.issues, *found, *found_later)))
    edition = replace(edition, issues=own)
    held = hold(edition, own)
    error = edition.checked.extraction.error
    if error is not None:
        return _stay(edition, held, before, error.message)
    if held.whole:
        return _stay(edition, held, before, "計画全体に関わる未解決の事項があります。")
    if not any(structure.nodes for _, structure in edition.structures):
        return _stay(edition, held, before, "施策体系が読み取れていません。")
    if held.nodes and before is not None and before["withheld_count"] == 0:
        return _stay(edition, held, before, f"確認が済んでいない項目が {len(held.nodes)} 件あります。")
    message = f"確認が済んでいない項目 {len(held.nodes)} 件を除いて公開します。" if held.nodes else ""
    return Decision(edition, held, "published", message)


def is_accepted(issue: Issue, edition: Edition) -> bool:
    """Whether a person said of an exception which the checks find on the way to publication: it is so."""
    mark = edition.key.removeprefix(edition.checked.source.plan_id)
    for each in edition.checked.accepted:
        if each.kind != issue.kind:
            continue
        if each.node is not None and (each.structure, each.node) in {(issue.structure, node) for node in issue.nodes}:
            return True
        if each.node is None and not issue.nodes and each.message == issue.message and each.mark in ("", mark):
            return True
    return False


def _stay(edition: Edition, held: Held, before: Row | None, why: str) -> Decision:
    if before is None:
        return Decision(edition, held, "absent", f"{why}この計画はまだ公開しません。")
    return Decision(edition, held, "kept", f"{why}前回公開した版をそのまま残します。")
