"""A document that was held back, beside the one we have: take it in, or refuse it (公開元の新しい文書)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from workbench.held import Decision, Waiting, decide, waiting
from workbench.render import page
from workbench.roles import RANKS, Editor, Person, Viewer
from workbench.state import NoPlan, States

router = APIRouter()


@router.get("/sources/{plan_id}")
def show(request: Request, plan_id: str, person: Viewer) -> HTMLResponse:
    """The screen; after a decision it says what was decided."""
    return _page(request, _waiting(request, plan_id), person)


@router.get("/sources/{plan_id}/{which}")
def document(request: Request, plan_id: str, which: Literal["ours", "new"], person: Viewer) -> FileResponse:
    """One of the two documents, to be saved and looked at."""
    found = _waiting(request, plan_id)
    path = found.plan.path if which == "ours" else found.document
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


@router.post("/sources/{plan_id}")
def settle(
    request: Request,
    plan_id: str,
    person: Editor,
    decision: Annotated[Decision, Form()],
    digest: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """Decide about the very document the screen showed."""
    found = _waiting(request, plan_id)
    why = decide(request.app.state.config, found.plan.source.plan_id, digest, decision, person.office)
    _states(request).plans.look_again()
    if why:
        return _page(request, _waiting(request, plan_id), person, why, 409)
    return RedirectResponse(f"/sources/{found.plan.source.plan_id}", 303)


def _page(request: Request, found: Waiting, person: Person, wrong: str = "", status: int = 200) -> HTMLResponse:
    may = RANKS[person.role] >= RANKS["editor"]
    return page(request, "source.html.j2", status, found=found, source=found.plan.source, may=may, wrong=wrong)


def _waiting(request: Request, plan_id: str) -> Waiting:
    try:
        found = waiting(request.app.state.config, _states(request).plans.plan(plan_id))
    except NoPlan:
        found = None
    if found is None:
        raise HTTPException(404)
    return found


def _states(request: Request) -> States:
    states: States = request.app.state.states
    return states
