"""Trying a document: what was read at once, one plain sentence where it cannot be, nothing published and nothing trusted."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractors.guard import Limits
from tests.extractors import bad_files
from tests.workbench.small_plan import PLAN, TEXT, token
from workbench import uploads
from workbench.config import Config
from workbench.uploads import NoRoom, NoUpload, TooMuch, Uploads, shown_name
from workbench.words import say

OTHER = TEXT.replace("立川市まなび推進計画", "三鷹市みどりの計画")


def put_in(client: TestClient, data: bytes, name: str = "計画.txt") -> str:
    """The address of the document, when it has been read or refused."""
    answer = client.post("/check", data={"csrf": token(client)}, files={"file": (name, data)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["location"])
    for _ in range(600):
        if client.get(f"{address}/status").json()["state"] != "reading":
            return address
        time.sleep(0.05)
    raise AssertionError("never read")


def test_a_document_shows_its_tree_and_exceptions(client: TestClient, root: Path) -> None:
    address = put_in(client, OTHER.encode())
    page = client.get(address).text
    assert "学びをひらく" in page
    assert say("ja", "check_plan.not_published") in page
    assert f'href="/onboard/{address.rpartition("/")[2]}"' in page
    assert "<script>を学ぶ" not in page
    assert sorted(path.name for path in (root / "raw").iterdir()) == [PLAN]
    assert list((root / "published").iterdir()) == []
    report = client.get(f"{address}/report.md")
    assert report.headers["content-disposition"].startswith("attachment")
    assert "学びをひらく" in report.text
    assert "計画.txt" in client.get("/check").text
    client.post(f"{address}/forget", data={"csrf": token(client)})
    assert client.get(address).status_code == 404


def test_a_document_that_is_a_plan_already_leads_to_it(client: TestClient) -> None:
    assert f'href="/plans/{PLAN}"' in client.get(put_in(client, TEXT.encode())).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空です"),
        (bad_files.word(), "PDFかテキスト"),
        (bad_files.no_pages(), "ページ"),
        (b"%PDF-1.7 and then nothing", "PDF"),
        ("きょうは晴れ。\n".encode(), "見つかりません"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(client: TestClient, data: bytes, words: str) -> None:
    address = put_in(client, data, "a.pdf")
    page = client.get(address).text
    assert say("ja", "check_plan.not_read") in page
    assert words in page
    assert "Traceback" not in page
    assert client.get(f"/onboard/{address.rpartition('/')[2]}").status_code == 404


def test_a_file_name_is_only_ever_shown(client: TestClient, config: Config) -> None:
    name = '../../../etc/<img src=x onerror="alert(1)">.txt'
    address = put_in(client, OTHER.encode(), name)
    page = client.get(address).text
    assert "<img src=x" not in page
    folder = config.work / "uploads" / address.rpartition("/")[2]
    assert sorted(path.name for path in folder.iterdir()) == ["document.txt", "extraction.json", "upload.json"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("計画.pdf", "計画.pdf"),
        ("C:\\Users\\a\\計画.pdf", "計画.pdf"),
        ("../../x", "x"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\x00\n", "（名前なし）"),
        ("長" * 300, "長" * 100),
    ],
)
def test_names_for_people(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize("id", ["..", "../../raw", ".", "%2e%2e", "0" * 31, "G" * 32, "0" * 32])
def test_no_address_leads_out_of_the_folder(client: TestClient, config: Config, id: str) -> None:
    if "." not in id:  # a client takes dots out of an address itself
        assert client.get(f"/check/{id}").status_code == 404
    with pytest.raises(NoUpload):
        Uploads(config.work, 100).document(id)


def test_too_large_a_document_is_not_kept(tmp_path: Path) -> None:
    taken = Uploads(tmp_path, 2000)
    with pytest.raises(TooMuch):
        taken.take(BytesIO(b"x" * 2001), "a.txt", "")
    assert list((tmp_path / "uploads").iterdir()) == []


def test_too_large_a_request_is_cut_off(client: TestClient, config: Config) -> None:
    answer = client.post(
        "/check", headers={"content-length": str(config.upload_bytes + 1), "x-csrf-token": token(client)}, content=b"x"
    )
    assert answer.status_code == 413


def test_documents_go_after_a_day_and_the_oldest_of_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_KEPT", 3)
    taken = Uploads(tmp_path, 10_000)
    ids = []
    for _ in range(4):
        ids.append(taken.take(BytesIO(b"x"), "a.txt", "").id)
        while taken.get(ids[-1]).state == "reading":
            time.sleep(0.02)
    assert {path.name for path in (tmp_path / "uploads").iterdir()} == set(ids[1:])
    monkeypatch.setattr(uploads, "KEEP_SECONDS", -1.0)
    last = taken.take(BytesIO(b"x"), "a.txt", "").id
    assert {path.name for path in (tmp_path / "uploads").iterdir()} == {last}


def test_reading_goes_on_after_the_workbench_was_started_anew(tmp_path: Path) -> None:
    folder = tmp_path / "uploads" / ("0" * 32)
    folder.mkdir(parents=True)
    (folder / "document.txt").write_text(OTHER, "utf-8")
    (folder / "upload.json").write_text(json.dumps({"id": "0" * 32, "name": "a", "person": "", "at": 1.0}), "utf-8")
    again = Uploads(tmp_path, 10_000)
    for _ in range(400):
        if again.get("0" * 32).state == "read":
            break
        time.sleep(0.05)
    assert again.extraction("0" * 32).structures


def test_a_viewer_may_not_put_anything_in(browser: Callable[[str | None], TestClient]) -> None:
    viewer = browser("viewer")
    answer = viewer.post("/check", data={"csrf": token(viewer)}, files={"file": ("a.txt", b"x")})
    assert answer.status_code == 403
    assert viewer.get("/check").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize(
    "data", [bad_files.cyclic_form(), bad_files.pages([bad_files.bomb(120)])], ids=["ring", "bomb"]
)
def test_a_document_that_never_ends_is_given_up(
    client: TestClient, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LIMITS", Limits(page_seconds=3, rest_seconds=5))
    page = client.get(put_in(client, data)).text
    assert say("ja", "check_plan.not_read") in page


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("viewer", 403)])
def test_of_whoever_may_not_try_one_nothing_is_taken_in(
    browser: Callable[[str | None], TestClient], who: str | None, status: int
) -> None:
    taken = 0

    def document() -> Iterator[bytes]:
        nonlocal taken
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(60):
            taken += 1
            yield b"a" * 1_000_000

    client = browser(who)
    headers = {"content-type": "multipart/form-data; boundary=x", "accept": "application/json"}
    spooled = tempfile._get_candidate_names  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "_get_candidate_names", lambda: pytest.fail("spooled") or spooled())
        assert client.post("/check", content=document(), headers=headers).status_code == status


def test_what_others_try_is_theirs_alone(browser: Callable[[str | None], TestClient]) -> None:
    address = put_in(browser("editor"), OTHER.encode())
    other = browser("publisher")
    for path in (address, f"{address}/status", f"{address}/report.md", address.replace("/check/", "/onboard/")):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}/forget", data={"csrf": token(other)}).status_code == 404
    assert browser("editor").get(address).status_code == 200


def test_what_is_tried_has_a_quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Uploads(tmp_path, 1000)
    monkeypatch.setattr(kept, "_begin", lambda _upload: None)
    monkeypatch.setattr(uploads, "MOST_OF_ONE", 3)
    ids = [kept.take(BytesIO(b"a"), "a", "one").id for _ in range(5)]
    assert len(kept.of("one")) == 3
    assert kept.get(ids[-1]).id == ids[-1]
    monkeypatch.setattr(uploads, "MOST_BYTES", 2000)
    for number in range(5):
        kept.take(BytesIO(b"a" * 900), "a", f"person {number}")
    assert sum(path.stat().st_size for path in tmp_path.rglob("document.*")) <= 3000
    monkeypatch.setattr(uploads, "LEFT_BYTES", 10**18)
    with pytest.raises(NoRoom):
        kept.take(BytesIO(b"a"), "a", "two")
