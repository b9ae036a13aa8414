"""What the next release would change; the steward's sign-off; the run (公開前の確認)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Viewer

router = APIRouter()


@router.get("/publishing")
def show(request: Request, person: Viewer) -> HTMLResponse:
    """The screen."""
    return page(request, "publishing.html.j2")
