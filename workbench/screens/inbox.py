"""Plans with open exceptions (受信箱)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Viewer

router = APIRouter()


@router.get("/")
def show(request: Request, person: Viewer) -> HTMLResponse:
    """The screen."""
    return page(request, "inbox.html.j2")
