"""The wizard: a tried document becomes a plan of raw/, seen before it is written, judged as a run would judge it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractors.read_corrections import read_corrections
from extractors.read_sources import read_sources
from tests.workbench.small_plan import PLAN, token
from tests.workbench.test_check_plan import OTHER, put_in
from workbench.new_plan import found_towns, offered_towns
from workbench.words import say

FORM = {
    "title": "三鷹市みどりの計画",
    "town": "132047 東京都三鷹市",
    "start_year": "2026",
    "end_year": "2030",
    "terms": "出典を示せば自由",
    "publisher": "",
    "url": "",
    "retrieved": "2026-01-02",
    "supersedes": "",
    "plan_id": "132047-midori-1",
    "layout": "yes",
}


@pytest.fixture
def address(client: TestClient) -> str:
    return put_in(client, OTHER.encode()).replace("/check/", "/onboard/")


def send(client: TestClient, address: str, step: str = "", **changed: str) -> tuple[int, str]:
    said = {**FORM, **changed, "csrf": token(client), "step": step}
    answer = client.post(address, data={key: value for key, value in said.items() if value != "-"})
    return answer.status_code, answer.text


def test_the_form_is_filled_in_with_what_the_document_says(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert 'value="三鷹市みどりの計画（案）"' in page
    assert 'value="132047 東京都三鷹市"' in page
    assert 'value="2026"' in page
    assert "箇条書き3段" in page


def test_a_plan_is_seen_then_written_then_on_the_desk(client: TestClient, address: str, root: Path) -> None:
    status, page = send(client, address)
    assert status == 200
    assert "layout = &#34;箇条書き3段&#34;" in page
    assert sorted(path.name for path in (root / "raw").iterdir()) == [PLAN]
    assert send(client, address, "back")[1].count('value="132047-midori-1"') == 1
    status, page = send(client, address, "add", end_year="2031", supersedes=PLAN)
    assert status == 200
    assert say("ja", "onboard.done_lead", title=FORM["title"]) in page
    plan = next(plan for plan in read_sources(root / "raw").plans if plan.source.plan_id == "132047-midori-1")
    assert plan.path.read_text("utf-8") == OTHER
    assert (plan.source.publisher, plan.source.supersedes, plan.source.layout) == ("三鷹市", PLAN, "箇条書き3段")
    assert say("ja", "onboard.years_missed") not in page, page[-900:]
    (line,) = read_corrections(root / "corrections" / "132047-midori-1.jsonl").corrections
    assert (line.action, line.field, line.value) == ("set_fact", "end_year", 2031)
    assert client.get("/plans/132047-midori-1").status_code == 200
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " "}, "title_missing"),
        ({"terms": ""}, "terms_missing"),
        ({"town": ""}, "town_missing"),
        ({"town": "府中市"}, "town_several"),
        ({"town": "どこか市"}, "town_unknown"),
        ({"plan_id": "../../etc"}, "plan_id_letters"),
        ({"plan_id": "計画"}, "plan_id_letters"),
        ({"plan_id": PLAN}, "plan_id_taken"),
        ({"supersedes": "nowhere"}, "supersedes_unknown"),
        ({"url": "javascript:alert(1)"}, "url_wrong"),
        ({"retrieved": "2999-01-01"}, "retrieved_wrong"),
        ({"retrieved": "きのう"}, "retrieved_wrong"),
        ({"start_year": "令和8"}, "year_wrong"),
        ({"start_year": "2031", "end_year": "2026"}, "year_order"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    client: TestClient, address: str, root: Path, changed: dict[str, str], told: str
) -> None:
    status, page = send(client, address, "add", publisher="みどり課＜公園＞", **changed)
    assert status == 422
    assert say("ja", f"onboard.{told}") in page
    assert 'value="みどり課＜公園＞"' in page
    assert sorted(path.name for path in (root / "raw").iterdir()) == [PLAN]


def test_a_name_taken_in_the_meantime_is_told(client: TestClient, address: str, root: Path) -> None:
    (root / "raw" / "132047-midori-1").mkdir()
    status, page = send(client, address, "add")
    assert status == 409
    assert "既にあります" in page


def test_a_sample_without_a_pinned_layout(client: TestClient, address: str, root: Path) -> None:
    assert send(client, address, "add", layout="-", sample="yes")[0] == 200
    plan = next(plan for plan in read_sources(root / "raw").plans if plan.source.plan_id == "132047-midori-1")
    assert (plan.source.role, plan.source.layout) == ("sample", None)


def test_towns_are_found_by_code_name_and_reading() -> None:
    assert [town.name for town in found_towns("132021 東京都立川市")] == ["立川市"]
    assert [town.name for town in found_towns("東京都府中市")] == ["府中市"]
    assert len(found_towns("府中市")) == 2
    assert found_towns("../") == ()
    assert offered_towns("たちかわ")[0].code == "132021"
    assert offered_towns("13202")[0].name == "立川市"
    assert {town.prefecture for town in offered_towns("府中")} >= {"東京都", "広島県"}
    assert offered_towns(" ") == ()


def test_suggestions_are_json(client: TestClient) -> None:
    assert client.get("/onboard/towns", params={"q": "立川"}).json()[0]["value"] == "132021 東京都立川市"
    assert client.get("/onboard/towns").json() == []
