"""A small plan of a town's own making, in a project's folder; and what a browser of the workbench does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.roles import Person

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

TEXT = """立川市まなび推進計画（案）

計画期間 令和8年度～令和12年度

施策の体系

基本目標1 学びをひらく
　(1) 学ぶ機会をつくる
　　① 出前講座を聞く
　　② ボランティア一を育てる
　　③ ボランティア一と学ぶ
　(2) 学びを支える人を育てる
　　① 地域の先生を招く
　　② 図書館を夜も開ける
基本目標2 まちをつなぐ
　(1) 集まる場をつくる
　　① 空き家を集会所にする
　　② 広場で市を開く
　(2) 世代をこえて交わる
　　① 昔の遊びを伝える
　　③ ＜script＞を学ぶ
"""

PLAN = "132021-manabi"
STAFF = Person("", "editor", "staff")


def put_plan(
    root: Path, plan_id: str = PLAN, text: str = TEXT, *, title: str = "立川市まなび推進計画（案）", more: str = ""
) -> None:
    """A plan in raw/."""
    folder = root / "raw" / plan_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "source.toml").write_text(
        f'title = "{title}"\nmunicipality = "立川市"\nmunicipality_code = "132021"\npublisher = "立川市"\n'
        f'document = "plan.txt"\nsha256 = "{digest}"\nterms = "自由"\nretrieved = 2026-11-20\n{more}',
        "utf-8",
    )


def token(browser: TestClient) -> str:
    """The token of the browser's session, as a page carries it."""
    page = browser.get("/sign-in").text
    return page.partition('name="csrf" content="')[2].partition('"')[0]


def sign_in(browser: TestClient, name: str, password: str | None = None, **more: str) -> Any:
    """As through the form."""
    said = {"csrf": token(browser), "name": name, "password": password or f"{name}-password", **more}
    return browser.post("/sign-in", data=said)
