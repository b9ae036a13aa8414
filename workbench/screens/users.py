"""Who may use this workbench, and in which role (利用者の一覧). Read only: users are changed on the command line."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Publisher

router = APIRouter()


@router.get("/users")
def show(request: Request, person: Publisher) -> HTMLResponse:
    """Names and roles."""
    config = request.state.config
    users = sorted(request.app.state.people.users().values(), key=lambda user: user.name) if config.team else []
    return page(request, "users.html.j2", users=users, team=config.team is not None)
