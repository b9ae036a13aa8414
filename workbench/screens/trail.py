"""Who decided what, when and why (履歴)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Viewer

router = APIRouter()


@router.get("/trail")
def show(request: Request, person: Viewer) -> HTMLResponse:
    """The screen."""
    return page(request, "trail.html.j2")
