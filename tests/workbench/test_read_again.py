"""A frame and what stands in it: read again, shown beside the tree, taken as one line that a run applies alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.document import BBox
from schemas.issue import Issue
from schemas.plan import Node
from schemas.reading import Hints
from schemas.structure import Evidence
from tests.workbench.office import PDF, RAW, Clerk
from tests.workbench.small_plan import STAFF
from tests.workbench.test_browser_outline import lines, run_makes, shown
from workbench.choices import Shown, choices
from workbench.config import configure
from workbench.decision import Decision
from workbench.read_again import Asked, NotRead, hints_of, read_again
from workbench.save import save_all
from workbench.state import States


def test_what_a_person_points_at_is_what_the_reader_is_told() -> None:
    assert hints_of(Asked([4], [10, 20, 300, 400], "table")) == Hints(region=(4, BBox(10, 20, 300, 400)), kind="table")
    assert hints_of(Asked([5, 3, 5])) == Hints(pages=(3, 5))
    wrong = [
        Asked([]),
        Asked([0]),
        Asked(list(range(1, 99))),
        Asked([1], [9, 9, 1, 1]),
        Asked([1], [1.0]),
        Asked([1], kind="none"),
    ]
    for asked in wrong:
        with pytest.raises(NotRead):
            hints_of(asked)


def test_a_frame_with_nothing_in_it_is_told_in_words() -> None:
    with pytest.raises(NotRead, match="枠を広げるか"):
        read_again(RAW / PDF / "sample.pdf", Asked([1], [0, 0, 8, 8], "table"))


def test_another_reading_is_looked_at_and_never_written_into_a_title() -> None:
    node = Node("1", None, 1, 1, "", "学びをひらく", "学びをひらく", "r1", Evidence("学びをひらく", page=1))
    issue = Issue(
        "reading_contested",
        "「学びをひらく」の読み取りには別の読み方があります。",
        Evidence("学びをひらく", page=1),
        proposal="1 学びをひらく\n　(1) 読む",
        structure=0,
        nodes=("n1",),
    )
    found = choices("i", issue, ("/a",), Shown({"/a": node}, {"/a": ""}))
    assert not any(choice.proposed for choice in found)
    assert {decision.action for choice in found for decision in choice.decisions} <= {"accept", "dismiss"}
    assert [choice.typed["outline"] for choice in found if choice.asks == ("outline",)] == [issue.proposal]


@pytest.mark.slow
def test_a_frame_is_drawn_read_and_taken_and_a_run_makes_the_same(clerk: Clerk, office_root: Path) -> None:
    lost = "市民ニーズにこたえる事業の推進"
    config = configure(office_root)
    states = States(config)
    before = [(row.node.level, row.node.name) for row in states.get(PDF).rows]
    key = next(row.key for row in states.get(PDF).rows if row.node.name == lost)
    save_all(config, states, PDF, [Decision("remove", key)], STAFF)
    clerk.open(PDF)
    assert lost not in {title for _, title in shown(clerk, PDF)}
    clerk.page.wait_for_selector("#view .marks")
    clerk.page.click("#do-again")
    clerk.page.check('#again input[value="table"]')
    clerk.page.click("#again .primary")
    frame = clerk.page.locator("#view .marks.pointing").bounding_box()
    assert frame is not None
    view = clerk.page.locator("#view").bounding_box()
    assert view is not None
    left, top = max(frame["x"], view["x"]) + 3, max(frame["y"], view["y"]) + 3
    right = min(frame["x"] + frame["width"], view["x"] + view["width"]) - 3
    bottom = min(frame["y"] + frame["height"], view["y"] + view["height"]) - 3
    clerk.page.mouse.move(left, top)
    clerk.page.mouse.down()
    clerk.page.mouse.move(right, bottom, steps=4)
    clerk.page.mouse.up()
    clerk.page.wait_for_selector("#paste .two-trees section:last-child li")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_selector("#paste", state="detached")
    clerk.settled()
    after = shown(clerk, PDF)
    assert after == before == run_makes(office_root, PDF)
    last = lines(office_root, PDF)[-1]
    assert last["action"] == "replace"
    (back,) = [entry for entry in last["entries"] if entry["name"] == lost]
    assert back["page"] == 1
    assert len(back["box"]) == 4
    assert all("key" in entry for entry in last["entries"] if entry is not back)
