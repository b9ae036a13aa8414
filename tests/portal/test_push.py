"""`taikei push` against a real CKAN on 127.0.0.1: what it leaves there, and what it does when things go wrong."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from publishers.portal import apply_changes, load_table, push
from publishers.portal.connect import Portal, call
from publishers.portal.failures import Stale, Unavailable
from publishers.portal.observe import observe
from publishers.portal.plan_changes import plan_changes
from publishers.portal.push import Manner
from publishers.portal.settings import Settings
from tests.portal import ckan_server
from tests.portal.ckan_server import Lacking, Server
from tests.portal.pusher import Pusher, downloaded, files_of, result_of, rows_of
from tests.portal.small_release import NAMES, make_tables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # a first run installs CKAN

CHANGED = (*NAMES[:-1], "広場で市を開かない")
FIRST = "132021-seisaku-taikei"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    try:
        server = ckan_server.start()
    except Lacking as lacking:
        if os.environ.get("CI"):
            pytest.fail(f"the tests of the portal lack {lacking}")
        pytest.skip(f"the tests of the portal lack {lacking}")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def taikei_push(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Pusher:
    digest = hashlib.sha256(request.node.name.encode()).hexdigest()
    return Pusher(server, tmp_path, f"test-{digest[:10]}")


def test_first_push_second_push_and_one_value_changed(taikei_push: Pusher) -> None:
    server = taikei_push.server
    before = taikei_push(make_tables(), "--dry-run")
    assert before.exit_code == 0
    assert "データセットを作る" in before.output
    assert not server.api("package_show", id=taikei_push.dataset())["success"]

    assert taikei_push(make_tables()).exit_code == 0
    first = taikei_push.shown()
    assert (first["title"], first["private"], first["isopen"]) == ("立川市の計画の施策体系", False, True)
    assert first["organization"]["name"] == "132021"
    assert first["organization"]["title"] == "立川市"
    wanted = {file.name: file for file in taikei_push.wanted(make_tables()).files if not file.optional}
    files = files_of(first)
    assert files.keys() == wanted.keys()
    for name, resource in files.items():
        assert resource["hash"] == wanted[name].sha256 == hashlib.sha256(downloaded(resource)).hexdigest()
        assert resource["id"] == wanted[name].id
    answer = rows_of(server, files["132021_policy.csv"])
    assert [row["名称"] for row in answer["records"]] == list(NAMES)
    labels = {field["id"]: field["info"]["label"] for field in answer["fields"] if field["id"] != "_id"}
    assert labels["名称"] == "名称"
    assert labels["全国地方公共団体コード"] == "全国地方公共団体コード"
    types = {field["id"]: field["type"] for field in answer["fields"]}
    assert (types["階層"], types["最終更新日"], types["階層の飛び"]) == ("int4", "date", "bool")

    for options in ((), ("--verify",)):
        again = taikei_push(make_tables(), *options)
        assert again.exit_code == 0
        assert "変更はありません" in again.output
    assert taikei_push.shown()["metadata_modified"] == first["metadata_modified"]

    assert taikei_push(make_tables(CHANGED)).exit_code == 0
    changed = files_of(taikei_push.shown())
    assert {name: resource["id"] for name, resource in changed.items()} == {n: r["id"] for n, r in files.items()}
    differing = {name for name in files if changed[name]["hash"] != files[name]["hash"]}
    assert differing == {"132021_policy.csv", "132021_policy_tree.json"}
    rows = rows_of(server, changed["132021_policy.csv"])["records"]
    assert [row["名称"] for row in rows] == list(CHANGED)
    assert [row["_id"] for row in rows][:-1] == [row["_id"] for row in answer["records"]][:-1]

    assert taikei_push(make_tables(NAMES[:2])).exit_code == 0
    assert [row["名称"] for row in rows_of(server, changed["132021_policy.csv"])["records"]] == list(NAMES[:2])


def test_one_dataset_per_plan(taikei_push: Pusher) -> None:
    tables = make_tables(plans=2)
    assert taikei_push(tables, "--dataset", "plan").exit_code == 0
    second = result_of(taikei_push.server.api("package_show", id=f"{taikei_push.dataset()}-p000002"))
    assert second["title"] == "第2次立川市まなび計画の施策体系"
    rows = rows_of(taikei_push.server, files_of(second)["132021_policy.csv"])["records"]
    assert {row["計画ID"] for row in rows} == {"132021P000002"}
    assert "変更はありません" in taikei_push(tables, "--dataset", "plan").output


Call = Callable[..., Any]


def killing(server: Server, at: str) -> Call:
    """`call`, but the portal dies at the first such action, and its answer is lost."""
    dead = False

    def call_and_kill(portal: Portal, action: str, *rest: Any) -> Any:
        nonlocal dead
        answer = call(portal, action, *rest)
        if action == at and not dead:
            dead = True
            server.kill_web()
            raise Unavailable("途中で切れました")
        return answer

    return call_and_kill


@pytest.mark.parametrize("at", ["package_create", "package_revise", "datastore_upsert"])
def test_a_portal_killed_in_the_middle_is_completed_by_the_next_push(
    taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    server = taikei_push.server
    monkeypatch.setattr(push, "WAITS", (0.05,))
    for module in (apply_changes, load_table):
        monkeypatch.setattr(module, "call", killing(server, at))
    try:
        broken = taikei_push(make_tables())
        assert broken.exit_code == 3
        assert "ポータルが応答しません" in broken.output
    finally:
        server.start_web()
    for module in (apply_changes, load_table):
        monkeypatch.setattr(module, "call", call)
    seen = server.api("package_show", id=taikei_push.dataset(), token="")
    assert seen["success"] == (at != "package_create")  # nobody sees a dataset before its files are in
    assert taikei_push(make_tables()).exit_code == 0
    policies = files_of(taikei_push.shown())["132021_policy.csv"]
    assert [row["名称"] for row in rows_of(server, policies)["records"]] == list(NAMES)
    assert "変更はありません" in taikei_push(make_tables(), "--verify").output


def test_a_portal_that_comes_back_meanwhile_is_waited_for(taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    server = taikei_push.server
    monkeypatch.setattr(apply_changes, "call", killing(server, "package_revise"))
    monkeypatch.setattr(push, "sleep", lambda _: server.start_web())
    assert taikei_push(make_tables()).exit_code == 0
    assert "変更はありません" in taikei_push(make_tables()).output


def test_an_organisation_made_in_spite_of_an_error(taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    """CKAN can answer 500 to organization_create and still have made it."""
    tables = make_tables(towns=("012131",))

    def failing(portal: Portal, action: str, *rest: Any) -> Any:
        answer = call(portal, action, *rest)
        if action == "organization_create":
            raise Unavailable("HTTP 500")
        return answer

    monkeypatch.setattr(apply_changes, "call", failing)
    monkeypatch.setattr(push, "WAITS", (0.0,))
    assert taikei_push(tables).exit_code == 0
    assert taikei_push.shown("012131")["organization"]["title"] == "苫小牧市"


def test_a_change_by_someone_else_in_between_stops_it_whole(taikei_push: Pusher) -> None:
    assert taikei_push(make_tables()).exit_code == 0
    before = files_of(taikei_push.shown())
    portal, wanted = taikei_push.portal(), taikei_push.wanted(make_tables(CHANGED))
    found = observe(portal, wanted, datastore=True)
    changes = plan_changes(wanted, found, "cc-by", datastore=True)
    assert len(changes.replace) == 2
    result_of(taikei_push.server.api("package_patch", id=taikei_push.dataset(), maintainer="生涯学習課"))
    with pytest.raises(Stale, match="ほかの人"):
        apply_changes.apply_changes(portal, wanted, found, changes, create_organisations=True)
    after = taikei_push.shown()
    assert {name: file["hash"] for name, file in files_of(after).items()} == {n: f["hash"] for n, f in before.items()}
    assert taikei_push(make_tables(CHANGED)).exit_code == 0
    assert taikei_push.shown()["maintainer"] == "生涯学習課"


def test_a_lock_that_is_stale_is_told_and_the_others_go_on(
    taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make_tables(towns=("132021", "012131"))

    def meddling(portal: Portal, action: str, data: dict[str, Any], *rest: Any) -> Any:
        if action == "package_revise" and data["match"]["id"] == first["id"]:
            result_of(taikei_push.server.api("package_patch", id=first["id"], maintainer="生涯学習課"))
        return call(portal, action, data, *rest)

    assert taikei_push(make_tables()).exit_code == 0
    first = taikei_push.shown()
    tables["policy"][-1]["name"] = tables["policy"][3]["name"] = "別の名称"
    monkeypatch.setattr(apply_changes, "call", meddling)
    result = taikei_push(tables)
    assert result.exit_code == 1
    assert "ほかの人" in result.output
    assert f"{taikei_push.dataset('012131')}: 反映しました" in result.output


def test_a_wrong_token_and_one_without_rights(taikei_push: Pusher) -> None:
    wrong = taikei_push(make_tables(), token="eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.wrong.token")
    assert wrong.exit_code == 3
    assert "APIトークンを受け付けません" in wrong.output
    server = taikei_push.server
    result_of(server.api("user_create", name="reader", email="reader@example.org", password="battery-staple"))
    token = str(result_of(server.api("api_token_create", user="reader", name="tests"))["token"])
    weak = taikei_push(make_tables(), token=token)
    assert weak.exit_code == 1
    assert "「編集者」の役割" in weak.output


def test_a_name_that_is_taken(taikei_push: Pusher) -> None:
    server = taikei_push.server
    server.api("organization_create", name="strangers")
    theirs = result_of(
        server.api("package_create", name=taikei_push.dataset(), title="ほかのデータ", owner_org="strangers")
    )
    taken = taikei_push(make_tables())
    assert taken.exit_code == 1
    assert "「ほかのデータ」が使っています" in taken.output
    assert taikei_push.shown()["metadata_modified"] == theirs["metadata_modified"]


def test_a_file_that_is_too_large_leaves_the_dataset_and_lets_the_others_pass(taikei_push: Pusher) -> None:
    tables = make_tables(towns=("132021", "012131"))
    assert taikei_push(tables).exit_code == 0
    before = taikei_push.shown()
    for row in tables["policy"]:
        row["description"] = "学" * (400_000 if row["municipality_code"] == "132021" else 4)
    result = taikei_push(tables)
    assert result.exit_code == 1
    assert "上限より大きい" in result.output
    assert taikei_push.shown()["metadata_modified"] == before["metadata_modified"]
    assert f"{taikei_push.dataset('012131')}: 反映しました" in result.output


def test_what_was_deleted_or_spoilt_at_the_portal_is_put_back(taikei_push: Pusher) -> None:
    server = taikei_push.server
    assert taikei_push(make_tables()).exit_code == 0
    files = files_of(taikei_push.shown())
    assert server.api("resource_delete", id=files["132021_plan.csv"]["id"])["success"]
    stored = files["132021_source.csv"]["id"]
    (server.folder / "storage" / "resources" / stored[:3] / stored[3:6] / stored[6:]).write_bytes(b"spoilt")
    table = files["132021_policy.csv"]["id"]
    assert server.api("datastore_delete", resource_id=table, force=True)["success"]
    other = [{"id": "ID", "type": "text"}, {"id": "shi1 ce4", "type": "text"}]
    assert server.api("datastore_create", resource_id=table, force=True, fields=other)["success"]
    assert taikei_push(make_tables(), "--verify").exit_code == 0
    again = files_of(taikei_push.shown())
    assert {name: file["id"] for name, file in again.items()} == {name: file["id"] for name, file in files.items()}
    assert hashlib.sha256(downloaded(again["132021_source.csv"])).hexdigest() == again["132021_source.csv"]["hash"]
    assert [row["名称"] for row in rows_of(server, again["132021_policy.csv"])["records"]] == list(NAMES)


def test_a_deleted_dataset_is_not_brought_back_behind_staff(taikei_push: Pusher) -> None:
    assert taikei_push(make_tables()).exit_code == 0
    assert taikei_push.server.api("package_delete", id=taikei_push.dataset())["success"]
    result = taikei_push(make_tables())
    assert result.exit_code == 1
    assert "削除されています" in result.output


def test_no_portal_there(taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "WAITS", ())
    result = taikei_push(make_tables(), "--url", "http://127.0.0.1:9")
    assert result.exit_code == 3
    assert "ポータルが応答しません" in result.output


def test_an_address_that_is_no_ckan(taikei_push: Pusher) -> None:
    result = taikei_push(make_tables(), "--url", f"{taikei_push.server.url}/dataset")
    assert result.exit_code == 3
    assert "CKANのものではありません" in result.output


def test_manner_waits_as_long_as_a_restart_takes() -> None:
    assert sum(Manner(Settings("https://portal.example.lg.jp")).waits) >= 15


def test_a_table_longer_than_a_page(taikei_push: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_table, "ROWS_A_PAGE", 7)
    monkeypatch.setattr(load_table, "ROWS_A_CALL", 5)
    names = tuple(f"取組{number}" for number in range(1, 22))
    assert taikei_push(make_tables(names)).exit_code == 0
    assert taikei_push(make_tables(names[::2])).exit_code == 0
    policies = files_of(taikei_push.shown())["132021_policy.csv"]
    assert sorted(row["名称"] for row in rows_of(taikei_push.server, policies)["records"]) == sorted(names[::2])
