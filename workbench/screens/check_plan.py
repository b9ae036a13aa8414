"""A document → its tree and exceptions, nothing published (計画を試す)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Editor

router = APIRouter()


@router.get("/check")
def show(request: Request, person: Editor) -> HTMLResponse:
    """The screen."""
    return page(request, "check_plan.html.j2")
