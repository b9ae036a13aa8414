"""One plan: page, tree, exceptions (机)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Viewer

router = APIRouter()


@router.get("/plans/{plan_id}")
def show(request: Request, plan_id: str, person: Viewer) -> HTMLResponse:
    """The screen."""
    return page(request, "desk.html.j2")
