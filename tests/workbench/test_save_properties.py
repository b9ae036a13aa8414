"""Whatever people decide, one after the other: what is saved holds, nothing else breaks, and all of it can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.apply_corrections import apply_corrections
from schemas.correction import Entry
from tests.workbench.small_plan import PLAN, STAFF, put_plan
from workbench.config import configure
from workbench.decision import Decision
from workbench.save import Refused, save, undo
from workbench.state import PlanState, States

WORDS = st.sampled_from(["学びの広場", "出前講座を開く", "図書館を夜も開ける", "まちを歩く", "出前講座を聞く"])
LABELS = st.sampled_from(["①", "②", "⑤", "(3)", ""])
PICK = st.integers(0, 30)
STEP = st.one_of(
    st.tuples(st.just("rename"), PICK, WORDS),
    st.tuples(st.just("relabel"), PICK, LABELS),
    st.tuples(st.just("move"), PICK, PICK),
    st.tuples(st.just("remove"), PICK),
    st.tuples(st.just("add"), PICK, WORDS, LABELS),
    st.tuples(st.just("split"), PICK, WORDS, WORDS),
    st.tuples(st.just("merge"), PICK, PICK, WORDS),
    st.tuples(st.just("set_fact"), PICK, WORDS),
    st.tuples(st.just("set_reading"), PICK),
    st.tuples(st.just("choice"), PICK, PICK),
    st.tuples(st.just("undo"), PICK),
)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    root = tmp_path_factory.mktemp("any")
    put_plan(root)
    (root / "corrections").mkdir()
    return States(configure(root))


def decision(state: PlanState, step: tuple[object, ...]) -> Decision | None:
    """The step on the plan as it is now."""
    if not state.rows:
        return None
    picked = [value for value in step[1:] if isinstance(value, int)]
    row, *others = [state.rows[number % len(state.rows)] for number in picked]
    words = [str(value) for value in step[1:] if isinstance(value, str)]
    match step[0]:
        case "rename" | "relabel":
            return Decision(step[0], row.key, words[0])  # type: ignore[arg-type]
        case "move":
            return Decision("move", row.key, parent=others[0].key)
        case "add":
            return Decision("add", row.key, entries=(Entry(words[0], words[1]),))
        case "split":
            return Decision("split", row.key, entries=(Entry(words[0], row.node.label), Entry(words[1])))
        case "merge":
            return Decision("merge", row.key, words[0], others=(others[0].key,))
        case "set_fact":
            return Decision("set_fact", row.key, words[0], field="department")
        case "set_reading":
            return Decision("set_reading", row.key, "ヨミ")
        case "remove":
            return Decision("remove", row.key)
        case _:
            return None


def step_on(states: States, folder: Path, step: tuple[object, ...]) -> None:
    """Make it; a refusal writes nothing and says why."""
    path = folder / f"{PLAN}.jsonl"
    before = path.read_bytes() if path.exists() else b""
    told = tried(states, step)
    if told is not None:
        assert len(told) > 8
        assert (path.read_bytes() if path.exists() else b"") == before


def tried(states: States, step: tuple[object, ...]) -> str | None:
    """Why it was refused; None where it was not."""
    state = states.get(PLAN)
    config = states._config
    try:
        if step[0] == "undo":
            lines = state.corrections
            if lines:
                undo(config, states, PLAN, lines[int(str(step[1])) % len(lines)].id, STAFF)
            return None
        made = decision(state, step)
        if step[0] == "choice" and state.issues:
            issue = state.issues[int(str(step[1])) % len(state.issues)]
            ready = [choice for choice in issue.choices if choice.decisions]
            made = ready[int(str(step[2])) % len(ready)].decisions[0] if ready else None
        if made is not None:
            save(config, states, PLAN, made, STAFF)
    except Refused as refused:
        return str(refused)
    return None


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=14))
def test_any_sequence_of_decisions_holds_and_can_be_taken_back(states: States, steps: list[tuple[object, ...]]) -> None:
    folder = states._config.corrections
    (folder / f"{PLAN}.jsonl").unlink(missing_ok=True)
    first = states.get(PLAN)
    for step in steps:
        step_on(states, folder, step)
        state = states.get(PLAN)
        assert {outcome.state for outcome in state.outcomes} <= {"applied", "withdrawn", "redundant"}
    state = states.get(PLAN)
    run = apply_corrections(first.base.read, folder)
    assert (run.plan, run.outcomes) == (state.plan, state.outcomes)
    for _ in range(200):
        holding = states.get(PLAN).holding
        if not holding:
            break
        newest = max(holding, key=lambda line: [each.id for each in state.corrections].index(line.id))
        undo(states._config, states, PLAN, newest.id, STAFF)
    last = states.get(PLAN)
    assert last.extraction.structures == first.extraction.structures
    assert [issue.id for issue in last.issues] == [issue.id for issue in first.issues]
