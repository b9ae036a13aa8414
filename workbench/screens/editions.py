"""Two editions side by side: what became of each entry; confirm it, or say it otherwise (版の比較)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from filelock import Timeout

from workbench.decision import Decision
from workbench.edition_view import (
    KINDS,
    Comparison,
    Pairing,
    as_proposed,
    candidates,
    comparison,
    decision,
    pairs_of_editions,
)
from workbench.render import page
from workbench.roles import Editor, Person, Viewer
from workbench.save import Clash, Refused, save_all, undo
from workbench.state import NoPlan, PlanState, States

router = APIRouter()

CHANGED = "changed"
"""The filter that leaves out what is the same in both."""
UNSETTLED = "pairing_unsettled"
MOST = 200
"""Rows shown at once; a filter brings the others."""


@dataclass(frozen=True, slots=True)
class View:
    """What the person has before them."""

    plan_id: str
    mark: str = ""
    """Of the plan, where the document holds several."""
    kind: str = CHANGED
    """The filter."""

    @property
    def address(self) -> str:
        """To come back to it."""
        return _address(self.plan_id + self.mark, self.kind)


def _view(plan_id: str, mark: str = "", kind: str = CHANGED) -> View:
    return View(plan_id, mark, kind)


def _sent(plan_id: str, mark: Annotated[str, Form()] = "", kind: Annotated[str, Form()] = CHANGED) -> View:
    return View(plan_id, mark, kind)


Asked = Annotated[View, Depends(_view)]
Sent = Annotated[View, Depends(_sent)]


@router.get("/editions")
def show(request: Request, person: Viewer) -> Response:
    """Which editions there are to compare; the only pair at once."""
    states = _states(request)
    read = []
    for plan_id in states.ids():
        try:
            read.append(states.get(plan_id))
        except NoPlan:
            continue
    pairs = pairs_of_editions(read)
    if len(pairs) == 1:
        return RedirectResponse(_address(pairs[0][1].key), 303)
    return page(request, "editions.html.j2", pairs=[(old, new, _address(new.key)) for old, new in pairs])


@router.get("/editions/{plan_id}")
def compared(request: Request, view: Asked, person: Viewer, done: int = 0) -> HTMLResponse:
    """What became of each entry."""
    return _compared(request, view, done=done)


@router.get("/editions/{plan_id}/pair")
def choose(request: Request, view: Asked, person: Editor, row: str, q: str = "") -> HTMLResponse:
    """Another partner for one entry."""
    told, _ = _comparison(request, view)
    found = _row(told, row)
    return page(
        request,
        "editions_pair.html.j2",
        told=told,
        row=found,
        found=candidates(told, found, q[:100]),
        q=q,
        view=view,
    )


@router.post("/editions/{plan_id}/pair")
def pair(
    request: Request,
    view: Sent,
    person: Editor,
    row: Annotated[str, Form()],
    partner: Annotated[str, Form()] = "",
) -> Response:
    """Save a pair: partner is the key on the other side, "-" that there is none."""
    told, _ = _comparison(request, view)
    found = _row(told, row)
    if partner == "-":
        old, new = (None, found.new) if found.new is not None else (found.old, None)
    elif found.new is not None:
        old, new = told.olds.get(partner), found.new
    else:
        old, new = found.old, told.news.get(partner)
    if partner != "-" and (old is None or new is None):
        return _compared(request, view, "editions.choose", 422)
    return _save(request, view, person, [decision(told, found, old, new)])


@router.post("/editions/{plan_id}/confirm")
def confirm(request: Request, view: Sent, person: Editor, row: Annotated[list[str], Form()]) -> Response:
    """These rows are right as they are proposed."""
    told, _ = _comparison(request, view)
    decisions = as_proposed(told, [_row(told, each) for each in dict.fromkeys(row)])
    return _save(request, view, person, decisions)


@router.post("/editions/{plan_id}/undo")
def take_back(request: Request, view: Sent, person: Editor, row: Annotated[str, Form()]) -> Response:
    """What was decided of a row no longer holds."""
    told, _ = _comparison(request, view)
    made = _row(told, row).decided
    try:
        if made is not None:
            undo(request.app.state.config, _states(request), view.plan_id, made.id, person)
    except (Refused, OSError, Timeout) as why:
        return _compared(request, view, str(why), 409)
    return RedirectResponse(view.address, 303)


def _save(request: Request, view: View, person: Person, decisions: Sequence[Decision]) -> Response:
    if decisions:
        try:
            save_all(request.app.state.config, _states(request), view.plan_id, decisions, person)
        except (Refused, Clash, OSError, Timeout) as why:
            return _compared(request, view, str(why), 409)
    return RedirectResponse(_address(view.plan_id + view.mark, view.kind, done=len(decisions)), 303)


def _compared(request: Request, view: View, wrong: str = "", status: int = 200, done: int = 0) -> HTMLResponse:
    told, state = _comparison(request, view)
    kinds = (*KINDS, CHANGED, "open", "all")
    kind = view.kind if view.kind in kinds else CHANGED
    rows = [row for row in told.rows if _fits(row, kind)]
    return page(
        request,
        "editions_compare.html.j2",
        status,
        told=told,
        rows=rows[:MOST],
        left=max(0, len(rows) - MOST),
        open=[row for row in rows[:MOST] if row.decided is None],
        kind=kind,
        kinds=KINDS,
        plan_id=view.plan_id,
        mark=view.mark,
        wrong=wrong,
        done=done,
        editor=request.state.person is not None and request.state.person.role != "viewer",
        messages=(*told.messages, *(each.issue.message for each in state.issues if each.issue.kind == UNSETTLED)),
    )


def _fits(row: Pairing, kind: str) -> bool:
    match kind:
        case "changed":
            return row.kind != "kept" or row.decided is not None
        case "open":
            return row.kind != "kept" and row.decided is None
        case "all":
            return True
        case _:
            return row.kind == kind


def _comparison(request: Request, view: View) -> tuple[Comparison, PlanState]:
    """The edition with the one before it, or 404."""
    states = _states(request)
    try:
        new = states.get(view.plan_id)
        read = [new]
        if new.plan.source.supersedes:
            read.append(states.get(new.plan.source.supersedes))
    except NoPlan:
        raise HTTPException(404) from None
    by_id = {state.plan_id: state for state in read}
    for before, after in pairs_of_editions(read):
        if after.key == view.plan_id + view.mark:
            return comparison(before, after, by_id[before.checked.source.plan_id], new), new
    raise HTTPException(404)


def _row(told: Comparison, id: str) -> Pairing:
    found = next((row for row in told.rows if row.id == id), None)
    if found is None:
        raise HTTPException(404)
    return found


def _address(key: str, kind: str = CHANGED, done: int = 0) -> str:
    folder, hash_mark, mark = key.partition("#")
    said = {"mark": hash_mark + mark, "kind": kind if kind != CHANGED else "", "done": done or ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"/editions/{folder}" + (f"?{query}" if query else "")


def _states(request: Request) -> States:
    states: States = request.app.state.states
    return states
