"""The inbox names what `taikei watch` found, escaped, beside the plans."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.watched import FoundLink, Watched, WatchedPage
from tests.workbench.small_plan import PLAN

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

NOW = "2026-11-21T03:00:00+09:00"


def keep(root: Path, name: str, value: object) -> None:
    path = root / "build" / "operation" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(value)), "utf-8")


def test_sources_that_wait_for_a_person_stand_in_the_inbox(root: Path, client: TestClient) -> None:
    assert 'id="sources"' not in client.get("/").text
    gone = Watched(PLAN, "http://x/<b>", "vanished", NOW, NOW, "source_vanished", "文書が公開元からなくなりました。")
    keep(root, f"watch/{PLAN}.json", gone)
    keep(root, "watch/well.json", Watched("well", "http://y", "same", NOW, NOW))
    page = WatchedPage("http://z", "一覧", NOW, NOW, (FoundLink("http://z/n.pdf", "<script>新計画", NOW),))
    keep(root, "pages/1.json", page)

    shown = client.get("/").text

    sources = shown.partition('id="sources"')[2].partition("</section>")[0]
    assert "立川市まなび推進計画（案）" in sources
    assert "文書が公開元からなくなりました。" in sources
    assert "http://x/&lt;b&gt;" in sources
    assert "&lt;script&gt;新計画" in sources
    assert "リンク集に新しい文書がある" in sources
    assert "well" not in sources
