"""What the next release would change; the steward's sign-off; the run (公開前の確認)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from publishers.plan_input import Withdrawal
from workbench.previews import Foreseen, Previews, page_of
from workbench.render import page
from workbench.roles import Publisher, Viewer
from workbench.run_process import Busy, Run, Runs
from workbench.save import JAPAN
from workbench.sign_loss import sign_loss

router = APIRouter()

MAIN = ("plan", "policy", "statement", "term", "department", "timeline", "change", "correction", "issue")
"""Tables that people look at; the others are made from these."""
OPS = ("added", "changed", "removed")
LONGEST_REASON = 300


@router.get("/publishing")
def show(
    request: Request, person: Viewer, plan: str = "", table: str = "", op: str = "", page: int = 1, wrong: str = ""
) -> HTMLResponse:
    """The screen."""
    return _page(request, plan, table, op, page, wrong if wrong == "busy" else "")


@router.get("/publishing/status")
def status(request: Request, person: Viewer) -> JSONResponse:
    """For the page that waits."""
    foreseen, run = _previews(request).get(), _runs(request).now()
    progress = foreseen.progress
    return JSONResponse(
        {
            "ready": progress is None,
            "preview": {"what": progress.what, "done": progress.done, "total": progress.total} if progress else None,
            "run": {"running": run.running, "what": run.what, "done": run.done, "total": run.total} if run else None,
        }
    )


@router.post("/publishing/run")
def begin(request: Request, person: Publisher) -> RedirectResponse:
    """Make the release."""
    try:
        _runs(request).start()
    except Busy:
        return RedirectResponse("/publishing?wrong=busy#run", 303)
    return RedirectResponse("/publishing#run", 303)


@router.post("/publishing/stop")
def stop(request: Request, person: Publisher) -> RedirectResponse:
    """Interrupt the run that was started here."""
    _runs(request).stop()
    return RedirectResponse("/publishing#run", 303)


@router.post("/publishing/look")
def look(request: Request, person: Viewer) -> RedirectResponse:
    """Begin to find out what would change; the page does so by itself where scripts run."""
    _previews(request).look()
    return RedirectResponse("/publishing", 303)


@router.post("/publishing/sign")
def sign(
    request: Request,
    person: Publisher,
    key: Annotated[str, Form(max_length=200)],
    release: Annotated[str, Form(max_length=40)],
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    """Sign under a loss that the screen shows, against the release it showed."""
    foreseen = _previews(request).get()
    said = foreseen.said
    open_losses = {loss["key"] for loss in said["losses"] if not loss["signed"]} if said else set()
    if said is None or said["before"] != release or key not in open_losses:
        return _page(request, wrong="stale", status=409)
    reason = " ".join(reason.split())
    if not reason:
        return _page(request, wrong="reason", status=422)
    today = datetime.now(JAPAN).date().isoformat()
    role = {"steward": "データ管理者", "staff": "担当課"}[person.office]
    try:
        sign_loss(request.app.state.config.corrections, Withdrawal(key, release, reason, role, today))
    except ValueError as why:
        return _page(request, detail=str(why), status=409)
    return RedirectResponse("/publishing", 303)


def _page(
    request: Request,
    plan: str = "",
    table: str = "",
    op: str = "",
    number: int = 1,
    wrong: str = "",
    detail: str = "",
    status: int = 200,
) -> HTMLResponse:
    foreseen, run = _previews(request).get(), _runs(request).now()
    values: dict[str, Any] = {"foreseen": foreseen, "run": run, "wrong": wrong, "detail": detail, "said": foreseen.said}
    values["ended"] = _ended(run)
    values["publisher"] = request.state.person is not None and request.state.person.role == "publisher"
    if foreseen.said is not None:
        values |= _changes(foreseen, plan, table, op, number)
    return page(request, "publishing.html.j2", status, **values)


def _changes(foreseen: Foreseen, plan: str, table: str, op: str, number: int) -> dict[str, Any]:
    said = foreseen.said
    assert said is not None
    ops = Counter(row["op"] for row in said["changes"] if row["table"] in MAIN)
    by_plan = Counter(row["plan_id"] for row in said["changes"])
    by_table = Counter(row["table"] for row in said["changes"])
    chosen = {"plan": plan, "table": table, "op": op}
    wide = said if table else {**said, "changes": [row for row in said["changes"] if row["table"] in MAIN]}
    shown = page_of(wide, page=number, **chosen)
    return {
        "ops": {name: ops[name] for name in OPS},
        "by_plan": {id: count for id, count in by_plan.items() if id in said["names"]},
        "by_table": by_table,
        "chosen": chosen,
        "shown": shown,
        "main": MAIN,
        "pages": _pages(shown.page, shown.pages, chosen),
    }


def _pages(page: int, pages: int, chosen: Mapping[str, str]) -> list[tuple[int, str]]:
    """Numbers and addresses of the pages near by, the first and the last."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    kept = {key: value for key, value in chosen.items() if value}
    return [(number, "/publishing?" + urlencode({**kept, "page": number}) + "#changes") for number in near]


def _ended(run: Run | None) -> str:
    """When, as people write it."""
    return "" if run is None or run.ended is None else f"{datetime.fromtimestamp(run.ended, JAPAN):%m月%d日 %H:%M}"


def _previews(request: Request) -> Previews:
    previews: Previews = request.app.state.previews
    return previews


def _runs(request: Request) -> Runs:
    runs: Runs = request.app.state.runs
    return runs
