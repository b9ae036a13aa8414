"""Which plan each hierarchy of a document belongs to (計画の特定). Pure.

Two editions side by side in one document have captions of their own (第6次計画, 第7次計画（案）). A caption right over
its table names it; captions that stand together before the tables are matched by their order, with an issue.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.facts.captions import Caption, read_captions
from extractors.facts.printed import printed
from schemas.document import Document
from schemas.issue import Issue, Result
from schemas.plan import Facts, PlanFacts, Structure


def assign_plans(structures: tuple[Structure, ...], document: Document, facts: Facts) -> Result[tuple[Structure, ...]]:
    """Structures with their own plan facts where the document holds several editions."""
    captions = read_captions(printed(document.lines))
    if len(structures) < 2 or len(captions) != len(structures):
        return Result(structures)
    direct = _directly_over(structures, captions)
    issues: list[Issue] = []
    assigned = []
    for index, (structure, caption) in enumerate(zip(structures, captions, strict=True)):
        plan = _plan(caption, facts.plan)
        assigned.append(
            replace(structure, title=caption.text + (f"（{caption.status}）" if caption.status else ""), plan=plan)
        )
        if not direct:
            issues.append(_detached(caption, structure, index))
    return Result(tuple(assigned), tuple(issues))


def _directly_over(structures: tuple[Structure, ...], captions: tuple[Caption, ...]) -> bool:
    """Whether captions and hierarchies alternate down the document."""
    places = [(caption.row.line.page or 0, caption.row.line.number or 0) for caption in captions]
    starts = [_start(structure) for structure in structures]
    return all(
        place <= start and (index == 0 or starts[index - 1] < place or places[index - 1] == place)
        for index, (place, start) in enumerate(zip(places, starts, strict=True))
    )


def _start(structure: Structure) -> tuple[int, int]:
    first = structure.nodes[0].evidence
    return first.page or 0, min(node.evidence.line or 0 for node in structure.nodes)


def _plan(caption: Caption, document: PlanFacts) -> PlanFacts:
    """The facts of one edition: what its caption says. A caption names the edition, not the plan: the title stays open
    (title_missing asks for it), and a period or vision of the document belongs to no edition in particular, unless its
    title names this one.
    """
    if caption.generation is not None and caption.generation == document.generation:
        return replace(document, status=caption.status or document.status)
    return PlanFacts(
        municipality=document.municipality,
        municipality_code=document.municipality_code,
        generation=caption.generation,
        status=caption.status,
    )


def _detached(caption: Caption, structure: Structure, index: int) -> Issue:
    refs = tuple(node.ref for node in structure.nodes if node.parent is None)
    return Issue(
        "plan_caption_detached",
        f"計画名「{caption.text}」が表から離れて印刷されています。順序から{index + 1}番目の表のものとしました。",
        caption.row.evidence(),
        refs=refs,
        proposal=caption.text,
    )
