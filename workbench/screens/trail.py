"""Who decided what, when and why, in all plans (履歴), and the same as a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from schemas.correction import ACTIONS, STATES
from workbench.render import page
from workbench.roles import Viewer
from workbench.save import JAPAN
from workbench.say_choice import action_name, state_name
from workbench.state import NoPlan, PlanState, States
from workbench.trail_view import COLUMNS, Step, Wanted, to_csv, trail
from workbench.words import say

router = APIRouter()
PAGE = 100
"""Lines on one page."""


Filters = Annotated[Wanted, Depends()]


@router.get("/trail")
def show(request: Request, person: Viewer, wanted: Filters, page_number: int = 1) -> HTMLResponse:
    """The screen."""
    told = partial(say, request.state.lang)
    steps = trail(_states(request), wanted, told)
    pages = max(-(-len(steps) // PAGE), 1)
    at = min(max(page_number, 1), pages)
    return page(
        request,
        "trail.html.j2",
        steps=steps[(at - 1) * PAGE : at * PAGE],
        count=len(steps),
        at=at,
        pages=pages,
        wanted=wanted,
        query=asdict(wanted),
        plans=[(each.source.plan_id, each.source.title) for each in request.app.state.states.plans.raw().plans],
        actions={each: action_name(each, told) for each in ACTIONS},
        states={each: state_name(each, told) for each in STATES},
    )


@router.get("/trail.csv")
def export(request: Request, person: Viewer, wanted: Filters) -> Response:
    """The same lines as CSV, all of them."""
    told = partial(say, request.state.lang)
    steps: list[Step] = trail(_states(request), wanted, told)
    day = datetime.now(JAPAN).date().isoformat()
    return Response(
        to_csv(steps, [told(f"trail.{name}") for name in COLUMNS]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="taikei-trail-{day}.csv"'},
    )


def _states(request: Request) -> list[PlanState]:
    """Of the plans about which anything was decided."""
    states: States = request.app.state.states
    found = []
    for plan_id in states.ids():
        try:
            state = states.get(plan_id)
        except NoPlan:
            continue
        if state.outcomes:
            found.append(state)
    return found
