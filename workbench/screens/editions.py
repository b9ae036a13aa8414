"""Two editions side by side (版の比較)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Viewer

router = APIRouter()


@router.get("/editions")
def show(request: Request, person: Viewer) -> HTMLResponse:
    """The screen."""
    return page(request, "editions.html.j2")
