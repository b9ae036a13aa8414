"""Rows → the counts a plan states about itself (4つの目指す方向, 10か年), and whether they hold. Pure, no IO."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts.printed import Row
from extractors.numbering import LEVEL_NOUN
from extractors.numerals import NUMBER, to_int
from schemas.issue import Issue
from schemas.plan import DeclaredCount, Structure
from schemas.structure import Evidence

_GAP = r"[ \u3000]*"
_NOUN = rf"(?:[一-龥々ァ-ヶー]|(?:目指す|めざす|目ざす)|(?<=[一-龥ァ-ヶー])(?:り|み|の|な|的な)(?=[一-龥])){{0,10}}(?:{LEVEL_NOUN})"
_OF_LEVEL = re.compile(
    rf"(?<![0-9０-９A-Za-z一-龥々ァ-ヶー.．,，]){_GAP}(?P<n>{NUMBER}){_GAP}(?:つ|個|本|項目|点)?{_GAP}の{_GAP}(?P<noun>{_NOUN})(?![づ一-龥])"
)
_YEARS = re.compile(
    rf"(?<![0-9０-９一二三四五六七八九十第.．,，])(?P<n>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}(?:[かカヵヶケｶ箇]{_GAP}年(?:間|計画)?|年間|年計画)(?:の計画)?"
)
_FIXED = re.compile(
    rf"の(?P<n>{NUMBER})(?:つ|点|項目|本)(?:を(?:定|掲|設定|[^。、0-9０-９]{{1,12}}(?:とし|として|に掲げ|に定め|に設定|に位置))|から(?:な|成))"
)
_PLAN_YEARS = re.compile("計画|期間|優先的|まで")
_OTHER_YEARS = re.compile("前計画|国の|過去|今後|おおむね|概ね|約|毎|ごと|後$|第[0-9０-９]+次")
LONGEST_PLAN = 50
"""Years: a longer span is no plan's period."""


def read_declared(rows: Sequence[Row]) -> tuple[DeclaredCount, ...]:
    """Every count a plan states about its levels and its length, in reading order."""
    found = [entry for row in rows for entry in _in_row(row)]
    return tuple(dict.fromkeys(found))


def _in_row(row: Row) -> Iterator[DeclaredCount]:
    for match in _OF_LEVEL.finditer(row.text):
        count = to_int(match["n"])
        if count and count > 1 and match["noun"] != "ゴール":  # the 17 of the SDGs are not the plan's
            words = match[0].strip(" \u3000")
            yield DeclaredCount(words, count, row.evidence(words))
    for match in _FIXED.finditer(row.text):
        count = to_int(match["n"])
        if count:
            yield DeclaredCount(match[0].strip("の"), count, row.evidence(match[0]))
    for match in _YEARS.finditer(row.text):
        count = to_int(match["n"])
        before = row.text[max(0, match.start() - 6) : match.start()]
        around = row.text[max(0, match.start() - 30) : match.end() + 20]
        if count and 1 < count <= LONGEST_PLAN and _PLAN_YEARS.search(around) and not _OTHER_YEARS.search(before):
            yield DeclaredCount(match[0], count, row.evidence(match[0]))


def check_declared(declared: Sequence[DeclaredCount], structures: Sequence[Structure]) -> tuple[Issue, ...]:
    """Issues where a stated number of entries of a level is not the number that was read."""
    issues: list[Issue] = []
    for entry in declared:
        match = _OF_LEVEL.fullmatch(entry.what)
        if match is None:
            continue
        counts = {count for structure in structures if (count := _count(structure, match["noun"]))}
        if not counts and sum(other.evidence.line == entry.evidence.line for other in declared) > 1:
            counts = _unnamed_counts(structures)
        if counts and entry.count not in counts:
            issues.append(_mismatch(entry, max(counts)))
    return tuple(issues)


def _count(structure: Structure, noun: str) -> int:
    """How many nodes of the level of this name a hierarchy has; 0 where it has no such level."""
    by_label = [node for node in structure.nodes if re.sub(r"^[^一-龥ぁ-んァ-ヶ]+", "", node.label).startswith(noun)]
    if by_label:
        levels = {node.level for node in by_label}
        return sum(node.level in levels for node in structure.nodes) if len(levels) == 1 else 0
    for level, name in enumerate(structure.levels or (), 1):
        if name.strip("【】［］[]（）() \u3000") == noun:
            return sum(node.level == level for node in structure.nodes)
    return 0


def _unnamed_counts(structures: Sequence[Structure]) -> set[int]:
    """How many nodes each level has, where no names of levels are printed: the counts of a whole sentence are theirs."""
    return {
        sum(node.level == level for node in structure.nodes)
        for structure in structures
        if structure.levels is None
        for level in {node.level for node in structure.nodes}
    }


def _mismatch(entry: DeclaredCount, counted: int) -> Issue:
    where: Evidence = entry.evidence
    return Issue(
        "declared_count_mismatch",
        f"本文には「{entry.what}」とありますが、読み取れたのは{counted}件です。どちらが正しいか確かめてください。",
        where,
        (f"L{where.line}",) if where.line is not None else (),
        str(counted),
    )
