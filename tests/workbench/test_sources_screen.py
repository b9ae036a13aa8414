"""A document that `taikei watch` held back is seen, and taken in or refused, on a screen; the command is the one writer."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractors.extract import extract
from extractors.read_versions import read_versions
from extractors.read_watched import watched_issues
from schemas.watched import Version, Watched
from tests.workbench.small_plan import PLAN, TEXT, token
from workbench import held
from workbench.words import say

SHORT = TEXT[: TEXT.index("基本目標2")]
DIGEST = hashlib.sha256(SHORT.encode()).hexdigest()
REASON = "新しい文書では施策体系の項目が減ります。<b>"
URL = "https://www.city.example.lg.jp/plan.txt"
Open = Callable[[str | None], TestClient]


@pytest.fixture(autouse=True)
def kept(root: Path) -> None:
    """As the command leaves it."""
    from flows.watch.changes import change_report
    from publishers.write_safely import write_file

    folder = root / "raw" / PLAN
    write_file(folder / "versions" / DIGEST[:16] / "plan.txt", [SHORT.encode()])
    version = Version(DIGEST, f"versions/{DIGEST[:16]}/plan.txt", "2026-11-20", URL, "held", REASON)
    entry = {key: value for key, value in asdict(version).items() if value}
    (folder / "versions.json").write_text(json.dumps({"versions": [entry]}), "utf-8")
    seen = Watched(PLAN, URL, "held", "2026-11-20", "2026-11-20", "source_shrunk", REASON, DIGEST)
    write_file(root / "build" / "operation" / "watch" / f"{PLAN}.json", [json.dumps(asdict(seen)).encode()])
    report = change_report(
        "計画", extract(folder / "plan.txt"), extract(folder / "versions" / DIGEST[:16] / "plan.txt")
    )
    write_file(root / "build" / "changes" / f"{PLAN}-{DIGEST[:16]}.md", [report.encode()])


def settle(browser: TestClient, decision: str, digest: str = DIGEST) -> int:
    sent = {"decision": decision, "digest": digest, "csrf": token(browser)}
    return int(browser.post(f"/sources/{PLAN}", data=sent, follow_redirects=False).status_code)


def test_what_waits_is_one_click_from_the_inbox_and_shown_beside_what_we_have(client: TestClient) -> None:
    assert f'href="/sources/{PLAN}"' in client.get("/").text
    shown = client.get(f"/sources/{PLAN}").text
    assert "項目が減ります。&lt;b&gt;" in shown
    assert URL in shown
    changed = shown.partition('class="changed"')[2].partition("</ul>")[0]
    assert changed.count("<li>削除: ") == changed.count("<li>") == 7
    assert "まちをつなぐ" in changed
    assert client.get(f"/sources/{PLAN}/new").text == SHORT
    ours = client.get(f"/sources/{PLAN}/ours")
    assert (ours.text, "attachment" in ours.headers["content-disposition"]) == (TEXT, True)
    assert client.get(f"/sources/{PLAN}/other").status_code == 422
    assert client.get("/sources/nix").status_code == 404


def test_a_list_of_changes_that_was_deleted_is_said_to_be_gone(root: Path, client: TestClient) -> None:
    next((root / "build" / "changes").iterdir()).unlink()
    assert say("ja", "sources.no_changes") in client.get(f"/sources/{PLAN}").text


@pytest.mark.parametrize(("decision", "state"), [("accept", "accepted"), ("refuse", "refused")])
def test_it_is_taken_in_or_refused(root: Path, client: TestClient, decision: str, state: str) -> None:
    before = client.app.state.states.get(PLAN).raw.source.sha256  # type: ignore[attr-defined]
    assert settle(client, decision) == 303
    (version,) = read_versions(root / "raw" / PLAN)
    assert (version.state, version.by_role, bool(version.decided)) == (state, "staff", True)
    assert not watched_issues(root / "build")
    assert say("ja", f"sources.done_{state}") in client.get(f"/sources/{PLAN}").text
    assert "/sources/" not in client.get("/").text
    after = client.app.state.states.get(PLAN).raw.source.sha256  # type: ignore[attr-defined]
    assert (after == DIGEST, after == before) == ((True, False) if state == "accepted" else (False, True))


def test_a_document_that_came_in_the_meantime_is_not_decided_about(root: Path, client: TestClient) -> None:
    assert settle(client, "accept", "0" * 64) == 409
    assert read_versions(root / "raw" / PLAN)[0].state == "held"
    assert settle(client, "accept", "x") == 422
    assert settle(client, "burn") == 422


def test_while_the_sources_are_being_looked_at_it_is_said_so(root: Path, client: TestClient) -> None:
    from filelock import FileLock

    with FileLock(root / "build" / "watch.lock"):
        sent = {"decision": "accept", "digest": DIGEST, "csrf": token(client)}
        answer = client.post(f"/sources/{PLAN}", data=sent)
    assert answer.status_code == 409
    assert "別の taikei watch" in answer.text


def test_a_command_that_hangs_is_no_decision(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(held, "SECONDS", 0.1)
    assert settle(client, "accept") == 409


def test_viewers_see_and_editors_decide(browser: Open) -> None:
    viewer = browser("viewer")
    shown = viewer.get(f"/sources/{PLAN}")
    assert shown.status_code == 200
    assert say("ja", "sources.editors_decide") in shown.text
    assert 'value="refuse"' not in shown.text
    assert settle(viewer, "refuse") == 403
    assert settle(browser("publisher"), "refuse") == 303
