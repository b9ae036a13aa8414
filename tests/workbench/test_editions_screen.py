"""Two editions side by side: what people pair is saved, shown, taken back, and asked for by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractors.read_corrections import read_corrections
from tests.workbench.small_plan import PLAN, put_plan, token
from workbench.config import Config
from workbench.edition_view import candidates, comparison, pairs_of_editions
from workbench.state import States
from workbench.words import say

NEXT = "132021-manabi-2"
TEXT = """立川市第2次まなび推進計画

計画期間 令和13年度～令和17年度

施策の体系

基本目標1 学びをひろくひらく
　(1) 学ぶ機会をつくる
　　① 出前講座を聞く
　　② 学びの案内板を置く
　(2) 学びを支える人を育てる
　　① 地域の先生を招く
基本目標2 まちをつなぐ
　(1) 集まる場をつくる
　　① 広場で市を開く
　　② 夜店を出す
"""


@pytest.fixture
def two(root: Path) -> Path:
    put_plan(root, NEXT, TEXT, title="立川市第2次まなび推進計画", more=f'supersedes = "{PLAN}"\n')
    return root


def lines(root: Path) -> list[tuple[str, str, object]]:
    found = read_corrections(root / "corrections" / f"{NEXT}.jsonl").corrections
    return [(line.action, line.key, line.value) for line in found]


def post(client: TestClient, what: str, **said: object) -> tuple[int, str]:
    answer = client.post(f"/editions/{NEXT}/{what}", data={"csrf": token(client), **said})
    return answer.status_code, answer.text


def test_the_only_pair_is_shown_at_once(two: Path, client: TestClient) -> None:
    answer = client.get("/editions")
    assert str(answer.url).endswith(f"/editions/{NEXT}")
    assert "学びをひろくひらく" in answer.text
    assert "夜店を出す" in answer.text
    assert "地域の先生を招く" not in answer.text.partition("<table")[2].replace("› 地域", "")
    assert "地域の先生を招く" in client.get(f"/editions/{NEXT}?kind=kept").text


def test_without_two_editions_the_screen_says_how_they_come(client: TestClient) -> None:
    assert say("ja", "editions.nothing") in client.get("/editions").text
    assert client.get(f"/editions/{PLAN}").status_code == 404
    assert client.get("/editions/nowhere").status_code == 404


def test_a_pair_of_ones_own_is_saved_shown_and_taken_back(two: Path, client: TestClient) -> None:
    """Taken back, what was decided before holds again."""
    new, old = "/基本目標2/1/2", "/基本目標2/1/1"
    page = client.get(f"/editions/{NEXT}/pair", params={"row": f"n{new}"}).text
    assert "空き家を集会所にする" in page
    assert post(client, "pair", row=f"n{new}", partner=old)[0] == 200
    assert lines(two) == [("pair", new, old)]
    shown = client.get(f"/editions/{NEXT}").text
    assert say("ja", "editions.decided_staff") in shown
    assert post(client, "pair", row=f"n{new}", partner="-")[0] == 200
    assert lines(two)[1:] == [("pair", new, None)]
    post(client, "undo", row=f"n{new}")
    assert lines(two)[2][0] == "withdraw"
    assert "空き家を集会所にする" in client.get(f"/editions/{NEXT}?kind=renamed").text
    post(client, "undo", row=f"n{new}")
    assert say("ja", "editions.decided_staff") not in client.get(f"/editions/{NEXT}").text


def test_the_same_old_entry_cannot_go_to_two(two: Path, client: TestClient) -> None:
    """The later decision takes the place of the first."""
    old = "/基本目標2/1/1"
    post(client, "pair", row="n/基本目標2/1/2", partner=old)
    post(client, "pair", row="n/基本目標1/1/2", partner=old)
    states = States(client.app.state.config)  # type: ignore[attr-defined]
    (pair,) = states.get(NEXT).plan.pairings
    assert pair.new == f"{NEXT}/基本目標1/1/2"


def test_what_is_shown_is_confirmed_at_once(two: Path, client: TestClient) -> None:
    states = States(client.app.state.config)  # type: ignore[attr-defined]
    (editions,) = pairs_of_editions([states.get(PLAN), states.get(NEXT)])
    told = comparison(*editions, states.get(PLAN), states.get(NEXT))
    rows = [row.id for row in told.rows if row.kind != "kept"]
    assert {row.kind for row in told.rows} >= {"kept", "renamed", "removed"}
    assert post(client, "confirm", row=rows)[0] == 200
    assert len(lines(two)) == len(rows)
    again = comparison(*editions, states.get(PLAN), states.get(NEXT))
    assert [(row.kind, row.old, row.new) for row in again.rows] == [(row.kind, row.old, row.new) for row in told.rows]
    assert post(client, "confirm", row=rows)[0] == 200
    assert len(lines(two)) == len(rows)


def test_the_search_finds_what_is_not_offered(two: Path, config: Config) -> None:
    states = States(config)
    (editions,) = pairs_of_editions([states.get(PLAN), states.get(NEXT)])
    told = comparison(*editions, states.get(PLAN), states.get(NEXT))
    row = next(row for row in told.rows if row.id == "n/基本目標2/1/2")
    assert [entry.name for entry, _, _ in candidates(told, row, "遊び")] == ["昔の遊びを伝える"]
    assert candidates(told, row, "どこにもない") == []
    scores = [percent for _, percent, _ in candidates(told, row, "")]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("pair", {"row": "n/nowhere", "partner": "-"}),
        ("pair", {"row": "../..", "partner": "-"}),
        ("pair", {"row": "n/基本目標2/1/2", "partner": "/nowhere"}),
        ("pair", {"row": "n/基本目標2/1/2", "partner": ""}),
        ("confirm", {"row": ["o/nowhere"]}),
        ("confirm", {}),
    ],
)
def test_what_is_not_there_is_refused(two: Path, client: TestClient, what: str, said: dict[str, object]) -> None:
    assert post(client, what, **said)[0] in (404, 422)
    assert lines(two) == []


def test_a_viewer_sees_and_decides_nothing(two: Path, browser: Callable[[str | None], TestClient]) -> None:
    viewer = browser("viewer")
    page = viewer.get(f"/editions/{NEXT}").text
    assert "夜店を出す" in page
    assert '<form method="post" action="/editions' not in page
    assert post(viewer, "pair", row="n/基本目標2/1/2", partner="-")[0] == 403
    assert post(browser("editor"), "pair", row="n/基本目標2/1/2", partner="-")[0] == 303
