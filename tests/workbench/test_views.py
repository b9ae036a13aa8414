"""Inbox, trail and desk from the states of plans: order, filters, export, and what a page is sent."""

from __future__ import annotations

import csv
import io
import json

from fastapi.testclient import TestClient

from tests.workbench.small_plan import PLAN, STAFF, put_plan, token
from workbench.config import Config
from workbench.decision import Decision
from workbench.desk_view import desk
from workbench.inbox_view import CONSEQUENCES, fits, in_order, waiting
from workbench.save import save
from workbench.state import States
from workbench.store import Present
from workbench.trail_view import COLUMNS, Wanted, to_csv, trail
from workbench.words import say


def japanese(key: str, **values: object) -> str:
    return say("ja", key, **values)


def test_the_inbox_puts_first_what_blocks(config: Config) -> None:
    put_plan(
        config.root, "132021-tadashii", "立川市計画\n\n基本目標1 学ぶ\n　(1) 集う\n　(2) 支える\n", title="立川市計画"
    )
    states = States(config)
    plans = in_order([waiting(states.get(each), (), "") for each in states.ids()])
    keys = [tuple(-plan.counts[each] for each in CONSEQUENCES) for plan in plans]
    assert keys == sorted(keys)
    assert all(plan.left == sum(plan.counts.values()) for plan in plans)
    assert fits(plans[0], "立川 まなび") != fits(plans[1], "立川 まなび")


def test_the_inbox_tells_who_is_where_but_not_oneself(config: Config) -> None:
    present = (
        Present("mine", "", PLAN, "", 0.0),
        Present("hers", "hanako", PLAN, "", 0.0),
        Present("x", "y", "z", "", 0.0),
    )
    assert waiting(States(config).get(PLAN), present, "mine").here == ("hanako",)


def test_progress_counts_what_was_found_and_what_is_left(config: Config) -> None:
    states = States(config)
    before = waiting(states.get(PLAN), (), "")
    issue = next(each for each in states.get(PLAN).issues if each.severity != "info")
    kept = next(choice for choice in issue.choices if choice.id in ("kept", "proposal"))
    from workbench.save import save_all

    save_all(config, states, PLAN, kept.decisions, STAFF)
    after = waiting(states.get(PLAN), (), "")
    assert (after.found, after.done) == (before.found, before.done + 1)


def test_the_trail_can_be_filtered_and_exported(config: Config) -> None:
    states = States(config)
    row = next(row for row in states.get(PLAN).rows if row.node.name == "図書館を夜も開ける")
    save(config, states, PLAN, Decision("rename", row.key, "=図書館"), STAFF)
    issue = next(each for each in states.get(PLAN).issues if each.severity == "review")
    save(config, states, PLAN, next(c for c in issue.choices if c.id == "kept").decisions[0], STAFF)
    steps = trail([states.get(PLAN)], Wanted(), japanese)
    assert [step.at for step in steps] == sorted((step.at for step in steps), reverse=True)
    assert {step.role for step in steps} == {"担当課"}
    assert len(trail([states.get(PLAN)], Wanted(action="rename"), japanese)) == 1
    assert len(trail([states.get(PLAN)], Wanted(q="夜も"), japanese)) == 1
    assert trail([states.get(PLAN)], Wanted(plan="other"), japanese) == []
    assert trail([states.get(PLAN)], Wanted(until="2000-01-01"), japanese) == []
    assert trail([states.get(PLAN)], Wanted(state="withdrawn"), japanese) == []
    written = to_csv(steps, COLUMNS)
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert [row["after"] for row in rows if row["before"] == "図書館を夜も開ける"] == ["'=図書館"]


def test_the_desk_is_sent_the_tree_as_it_would_be_published(config: Config) -> None:
    states = States(config)
    state = states.get(PLAN)
    shown = json.loads(json.dumps(desk(state, japanese, {})))
    assert [row["t"] for row in shown["rows"]] == [row.node.name for row in state.rows]
    keys = [row["k"] for row in shown["rows"]]
    assert [keys[row["p"]] if row["p"] >= 0 else "" for row in shown["rows"]] == [row.above for row in state.rows]
    assert {row["s"] for row in shown["rows"]} == {0}
    assert {issue["id"] for issue in shown["issues"]} == set(state.by_issue)
    assert desk(state, lambda key, **values: say("en", key, **values), {})["issues"][0]["name"].isascii()


def test_a_decision_comes_in_and_goes_out_through_the_pages(client: TestClient, config: Config) -> None:
    csrf = {"x-csrf-token": token(client), "accept": "application/json"}
    home = f"/plans/{PLAN}"
    row = next(row for row in client.get(f"{home}/state").json()["rows"] if row["t"] == "図書館を夜も開ける")
    made = {"action": "rename", "key": row["k"], "value": "図書館を朝も開ける", "version": row["v"]}
    saved = client.post(f"{home}/decisions", json={"decisions": [made]}, headers=csrf)
    assert saved.status_code == 200
    assert saved.json()["versions"][row["k"]] != row["v"]
    clash = client.post(f"{home}/decisions", json={"decisions": [{**made, "value": "別の題名"}]}, headers=csrf)
    assert clash.status_code == 409
    assert [each["after"] for each in clash.json()["clash"]] == ["図書館を朝も開ける"]
    empty = client.post(f"{home}/decisions", json={"decisions": [{**made, "value": "", "version": None}]}, headers=csrf)
    assert (empty.status_code, "名称は空にできず" in empty.json()["error"]) == (422, True)
    assert (
        client.post(f"{home}/decisions", json={"decisions": [{"action": "burn", "key": ""}]}, headers=csrf).status_code
        == 422
    )
    assert client.post(f"{home}/undo", json={"ids": saved.json()["saved"]}, headers=csrf).status_code == 200
    assert "図書館を夜も開ける" in client.get(f"{home}/state").text
    assert client.post(f"{home}/undo", json={"ids": ["nix"]}, headers=csrf).status_code == 422
    assert len((config.corrections / f"{PLAN}.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_draft_is_kept_and_forgotten(client: TestClient) -> None:
    csrf = {"x-csrf-token": token(client), "accept": "application/json"}
    for typed, kept in (("書きかけ", {"edit|/1|name": "書きかけ"}), ("", {})):
        done = client.post(f"/plans/{PLAN}/drafts", json={"place": "edit|/1|name", "typed": typed}, headers=csrf)
        assert done.status_code == 204
        assert client.get(f"/plans/{PLAN}/state").json()["drafts"] == kept


def test_what_a_document_says_is_never_markup(client: TestClient, config: Config) -> None:
    put_plan(config.root, title="</script><script>alert(1)</script>")
    client.app.state.states.plans.look_again()  # type: ignore[attr-defined]
    for path in (f"/plans/{PLAN}", "/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    assert client.get(f"/plans/{PLAN}/lines").json()["lines"][0] == [1, "立川市まなび推進計画（案）"]
    for path in ("pages/1", "pages/1/image", "pages/0", "pages/99999999"):
        assert client.get(f"/plans/{PLAN}/{path}").status_code == 404
