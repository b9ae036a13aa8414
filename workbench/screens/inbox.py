"""What waits, in all plans (確認待ち)."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractors.read_watched import watched_issues
from workbench.config import Config
from workbench.held import KINDS_HELD
from workbench.inbox_view import CONSEQUENCES, fits, in_order, waiting
from workbench.render import page
from workbench.roles import Viewer
from workbench.say_choice import kind_name, kind_sentence
from workbench.state import NoPlan, States
from workbench.words import say

router = APIRouter()


@router.get("/")
def show(request: Request, person: Viewer, q: str = "") -> HTMLResponse:
    """The screen. A plan that is still being read is told as such, and does not hold up the others."""
    states: States = request.app.state.states
    present = request.app.state.store.present()

    def titles(plan_id: str) -> str:
        return states.plans.plan(plan_id).source.title if plan_id in states.ids() else plan_id

    plans, reading, unread = [], [], dict(states.refused())
    for plan_id in states.ids():
        if not states.plans.is_read(plan_id):
            reading.append(states.plans.plan(plan_id).source)
            continue
        try:
            plans.append(waiting(states.get(plan_id), present, request.state.session))
        except NoPlan as error:
            unread[plan_id] = str(error)
    config: Config = request.app.state.config
    told = partial(say, request.state.lang)
    sources = [
        (
            titles(plan_id) if plan_id else "",
            kind_name(issue.kind, told),
            kind_sentence(issue.kind, told),
            issue,
            plan_id if issue.kind in KINDS_HELD else "",
        )
        for plan_id, issues in sorted(watched_issues(config.build).items(), key=lambda entry: (not entry[0], entry[0]))
        for issue in issues
    ]
    ordered = [plan for plan in in_order(plans) if fits(plan, q)]
    return page(
        request,
        "inbox.html.j2",
        open=[plan for plan in ordered if plan.left],
        settled=[plan for plan in ordered if not plan.left],
        reading=reading,
        unread=unread,
        sources=sources,
        totals={each: sum(plan.counts[each] for plan in plans) for each in CONSEQUENCES},
        many=len(plans) > MANY,
        q=q,
    )


MANY = 8
"""Plans from which on one wants to search."""
