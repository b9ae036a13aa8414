"""Properties of corrections that must hold for any tree and any set of decisions."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.correct import correct
from extractors.correct_judge import know, seen_of
from extractors.keys import corrected_keys, node_keys
from publishers.editions import editions
from publishers.natural_keys import node_keys as natural_keys
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction, Entry
from schemas.document import SourceFile
from schemas.issue import Issue
from schemas.natural_key import ADDED
from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure
from schemas.source import Source
from schemas.structure import Evidence

SOURCE = Source("plan", "計画", "町", "000000", "町", "plan.txt", "0" * 64, "自由", "2026-01-01")
NAMES = st.sampled_from(("学びの場", "人づくり", "まちづくり", "読書", "つなぐ", "支える"))
LABELS = st.sampled_from(("1", "(2)", "③", "・", "", "基本目標1"))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """A tree of up to ten entries, with an exception on some of them."""
    count = draw(st.integers(1, 10))
    nodes: list[Node] = []
    children: dict[str | None, int] = {}
    for number in range(1, count + 1):
        above = draw(st.sampled_from([None, *nodes]))
        parent = above.id if above else None
        children[parent] = children.get(parent, 0) + 1
        place = f"{parent}.{children[parent]}" if parent else str(children[parent])
        label, name = draw(LABELS), draw(NAMES)
        depth = above.depth + 1 if above else 1
        where = Evidence(f"{label} {name}", line=number)
        nodes.append(Node(place, parent, depth, depth, label, name, name, f"L{number}", where))
    issues = tuple(
        Issue("typo_suspected", f"「{node.name}」", node.evidence, structure=0, nodes=(node.id,))
        for node in nodes
        if draw(st.booleans())
    )
    facts = Facts(PlanFacts(title="計画", start_year=2026))
    return Extraction(
        SourceFile("plan.txt", "0" * 64, "text/plain", 9), None, facts, (Structure(tuple(nodes)),), issues
    )


@st.composite
def decided(draw: st.DrawFn) -> tuple[Extraction, list[Correction]]:
    """A tree and what people decided about it, some of it long ago about another one."""
    extraction = draw(extractions())
    known = know(extraction)
    keys = [*known.nodes]
    corrections: list[Correction] = []
    for number in range(draw(st.integers(0, 7))):
        key = draw(st.sampled_from([*keys, "/gone/1"]))
        name = known.nodes[key].name if key in known.nodes else "昔の題名"
        made = Correction(
            f"c{number}", "rename", key, "staff", f"2026-04-01T09:00:0{draw(st.integers(0, 9))}+09:00", was=name
        )
        match draw(
            st.sampled_from(("rename", "relabel", "move", "add", "remove", "split", "merge", "fact", "pair", "other"))
        ):
            case "rename":
                made = replace(made, value=draw(NAMES))
            case "relabel":
                made = replace(made, action="relabel", value=draw(LABELS), was=None)
            case "move":
                to = draw(st.sampled_from(["", *keys]))
                after = draw(st.sampled_from([None, "", *keys]))
                made = replace(made, action="move", parent=to, after=after, was=known.above.get(key))
            case "add":
                top = draw(st.booleans())
                made = replace(made, action="add", key="" if top else key, entries=(Entry(draw(NAMES), draw(LABELS)),))
            case "remove":
                made = replace(made, action="remove")
            case "split":
                made = replace(made, action="split", entries=(Entry(draw(NAMES)), Entry(draw(NAMES), "2")))
            case "merge":
                others = tuple(other for other in draw(st.lists(st.sampled_from(keys), unique=True)) if other != key)
                if others:
                    made = replace(made, action="merge", value=draw(NAMES), others=others)
            case "fact":
                field, value = draw(st.sampled_from((("start_year", 2027), ("title", "新計画"))))
                made = replace(made, action="set_fact", key="", field=field, value=value)
            case "pair":
                here, there = draw(st.sampled_from((("", "/1"), (key, None), (key, "/1"), (key, "/2"))))
                made = replace(made, action="pair", key=here, value=there, edition="before")
            case _ if corrections and draw(st.booleans()):
                made = replace(made, action="withdraw", withdraws=draw(st.sampled_from(corrections)).id)
            case _:
                action = draw(st.sampled_from(("accept", "dismiss", "set_reading")))
                made = replace(made, action=action, field="typo_suspected", value="ヨミ", reason="確認")
        if draw(st.integers(0, 3)) and (made.key in known.nodes or made.key in known.tops):
            made = replace(made, seen=seen_of(known, made))
        corrections.append(made)
    return extraction, corrections


@given(decided())
@settings(max_examples=100)
def test_each_correction_has_exactly_one_outcome(case: tuple[Extraction, list[Correction]]) -> None:
    extraction, corrections = case
    outcomes = correct(extraction, corrections).outcomes
    assert [outcome.correction for outcome in outcomes] == list(dict.fromkeys(corrections))


@given(decided(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_of_the_lines_does_not_matter(
    case: tuple[Extraction, list[Correction]], chance: random.Random
) -> None:
    extraction, corrections = case
    shuffled = list(corrections)
    chance.shuffle(shuffled)
    one, other = correct(extraction, corrections), correct(extraction, shuffled)
    assert one.extraction.structures == other.extraction.structures
    assert one.extraction.facts == other.extraction.facts
    assert set(one.extraction.issues) == set(other.extraction.issues)
    assert one.readings == other.readings
    assert {each.correction.id: each for each in one.outcomes} == {each.correction.id: each for each in other.outcomes}


@given(decided())
@settings(max_examples=100)
def test_every_line_twice_is_every_line_once(case: tuple[Extraction, list[Correction]]) -> None:
    extraction, corrections = case
    assert correct(extraction, [*corrections, *corrections]) == correct(extraction, corrections)


@given(decided())
@settings(max_examples=100)
def test_the_same_decisions_under_other_ids_change_nothing_more(case: tuple[Extraction, list[Correction]]) -> None:
    extraction, corrections = case
    if any(correction.withdraws for correction in corrections):
        return
    again = [replace(correction, id=f"{correction.id}-again") for correction in corrections]
    once, twice = correct(extraction, corrections), correct(extraction, [*corrections, *again])
    assert once.extraction.structures == twice.extraction.structures
    assert once.extraction.facts == twice.extraction.facts


@given(decided())
@settings(max_examples=100)
def test_no_correction_changes_the_id_of_any_node(case: tuple[Extraction, list[Correction]]) -> None:
    extraction, corrections = case
    corrected = correct(extraction, corrections).extraction
    (before,) = editions(CheckedPlan(SOURCE, extraction))
    (after,) = editions(CheckedPlan(SOURCE, corrected, extraction))
    old = {node.ref: natural_keys(before)[0, node.id] for node in extraction.structures[0].nodes}
    new = {node.ref: natural_keys(after)[0, node.id] for node in corrected.structures[0].nodes}
    assert {ref: key for ref, key in new.items() if not ref.startswith(ADDED)}.items() <= old.items()
    assert len({key.path for key in new.values()} | {key.path for key in old.values()}) == len(old.keys() | new.keys())
    assert {key.path.removeprefix("plan") for key in new.values()} == set(
        corrected_keys(corrected, extraction).values()
    )


@given(decided())
@settings(max_examples=100)
def test_what_comes_out_is_a_tree(case: tuple[Extraction, list[Correction]]) -> None:
    extraction, corrections = case
    result = correct(extraction, corrections)
    seen: dict[str, Node] = {}
    for node in result.extraction.structures[0].nodes:
        assert node.parent is None or node.parent in seen
        assert node.depth == (seen[node.parent].depth + 1 if node.parent else 1)
        assert node.level >= 1
        assert node.id not in seen
        seen[node.id] = node
    for issue in result.extraction.issues:
        assert set(issue.nodes) <= set(seen)
    lost = set(node_keys(extraction).values()) - set(corrected_keys(result.extraction, extraction).values())
    taken = [
        key
        for outcome in result.outcomes
        if outcome.state in ("applied", "drifted")
        for key in ([outcome.correction.key] if outcome.correction.action == "remove" else outcome.correction.others)
    ]
    assert lost == set(taken), "only what was removed or merged is gone"
