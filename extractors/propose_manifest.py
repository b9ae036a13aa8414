"""A document that was read → what its manifest might say (計画の登録の案): title, municipality, layout, folder. Pure.

A proposal for a person to look at; what the document does not say stays empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from extractors.facts.title import split_title
from extractors.municipalities import Municipality, by_code, by_name, find_municipalities
from extractors.numerals import to_int
from extractors.pinned_layout import layout_of
from extractors.readings import read_aloud
from schemas.plan import Extraction, PlanFacts
from schemas.source import Source

_GENERATION = re.compile(r"第\s*([0-9０-９一二三四五六七八九十]+)\s*[次期]")
_KIND = re.compile(
    r"(?:推進|基本|実施|行動|振興)*(?:計画|プラン|ビジョン|大綱|構想)?[（(].*|(?:推進|基本|実施|行動|振興)*(?:計画|プラン|ビジョン|大綱|構想)$"
)
_MARKS = re.compile(r"[『』「」【】\s　]")
_PLAN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
MOST_OF_ID = 60
"""Characters of a proposed folder's name."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a form begins with."""

    plan_id: str
    title: str
    municipality: Municipality | None
    candidates: tuple[Municipality, ...]
    """All municipalities that the name in the document can mean."""
    layout: str
    supersedes: str | None


def propose(extraction: Extraction, known: Collection[Source], stem: str = "") -> Proposed:
    """What can be said of a new plan.

    Args:
        extraction: as it was read.
        known: the plans of raw/.
        stem: name of the file; a folder is named so where no title is printed and the name is in plain letters.
    """
    facts = _facts(extraction)
    title = _MARKS.sub("", facts.title or "") + (f"（{facts.status}）" if facts.title and facts.status else "")
    candidates = _candidates(facts, title)
    municipality = candidates[0] if len(candidates) == 1 else None
    plan_id = _plan_id(title, municipality, facts, stem, {source.plan_id for source in known})
    return Proposed(
        plan_id, title, municipality, candidates, layout_of(extraction), _before(title, municipality, known)
    )


def source_of(
    extraction: Extraction,
    known: Collection[Source],
    stem: str,
    today: date,
    *,
    title: str | None = None,
    code: str | None = None,
) -> Source:
    """The proposal as a manifest; what is not known is "", and a manifest with that does not hold.

    Raises:
        ValueError: the code is not on the list.
    """
    proposed = propose(extraction, known, stem)
    town = proposed.municipality
    if code is not None and (town := by_code(code)) is None:
        raise ValueError(f"「{code}」は全国地方公共団体コードにありません。コード表で確かめてください。")
    taken = {source.plan_id for source in known}
    named = title or proposed.title
    plan_id = _plan_id(named, town, _facts(extraction), stem, taken)
    return Source(
        plan_id=plan_id,
        title=named,
        municipality=town.name if town else "",
        municipality_code=town.code if town else "",
        publisher=town.name if town else "",
        document=plan_id + (".pdf" if extraction.source.media_type == "application/pdf" else ".txt"),
        sha256=extraction.source.sha256,
        terms="",
        retrieved=today.isoformat(),
        layout=proposed.layout or None,
        supersedes=_before(named, town, known),
    )


def _plan_id(title: str, municipality: Municipality | None, facts: PlanFacts, stem: str, taken: Collection[str]) -> str:
    """<municipality code>-<kind in letters>-<edition>, different from those that are taken."""
    if not title and _PLAN_ID.fullmatch(stem) and len(stem) <= MOST_OF_ID and stem not in taken:
        return stem
    kind = _letters(_core(title, municipality)) or "plan"
    printed = _GENERATION.search(facts.generation or title)
    edition = to_int(unicodedata.normalize("NFKC", printed[1])) if printed else facts.start_year
    first = "-".join(str(part) for part in (municipality.code if municipality else "", kind, edition or 1) if part)
    name, number = first, 2
    while name in taken:
        name, number = f"{first}-{number}", number + 1
    return name


def _facts(extraction: Extraction) -> PlanFacts:
    """Of the document, or where it prints several plans of the last of them."""
    own = [structure.plan for structure in extraction.structures if structure.plan is not None]
    return extraction.facts.plan if extraction.facts.plan.title or not own else own[-1]


def _candidates(facts: PlanFacts, title: str) -> tuple[Municipality, ...]:
    listed = by_code(facts.municipality_code or "")
    if listed is not None:
        return (listed,)
    if facts.municipality:
        return by_name(facts.municipality)
    return next((mention.candidates for mention in find_municipalities(title)), ())


def _core(title: str, municipality: Municipality | None) -> str:
    """What the plan is about: 生涯学習 of 第4次多摩市生涯学習推進計画（素案）."""
    text = split_title(title)[0] or title
    text = _GENERATION.sub("", text)
    if municipality is not None:
        text = text.replace(municipality.name, "")
    return _KIND.sub("", text)


def _letters(text: str) -> str:
    """Romaji without macrons, words joined by hyphens."""
    romaji = unicodedata.normalize("NFKD", read_aloud(text).romaji or "") if text else ""
    words = re.findall(r"[a-z0-9]+", "".join(char for char in romaji if not unicodedata.combining(char)).casefold())
    kept: list[str] = []
    for word in words:
        if len("-".join((*kept, word))) > MOST_OF_ID - 20:
            break
        kept.append(word)
    return "-".join(kept)


def _before(title: str, municipality: Municipality | None, known: Collection[Source]) -> str | None:
    """The newest plan of the same body about the same thing, where nothing supersedes it yet."""
    if municipality is None:
        return None
    core = _core(title, municipality)
    replaced = {source.supersedes for source in known}
    same = [
        source
        for source in known
        if source.municipality_code == municipality.code
        and source.role == "plan"
        and source.plan_id not in replaced
        and _core(source.title, municipality) == core
    ]
    return max(same, key=lambda source: (_edition(source.title), source.retrieved)).plan_id if same else None


def _edition(title: str) -> int:
    printed = _GENERATION.search(title)
    return (to_int(unicodedata.normalize("NFKC", printed[1])) or 0) if printed else 0
