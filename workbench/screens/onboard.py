"""A checked document → raw/<plan_id>/ (計画の登録)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from workbench.render import page
from workbench.roles import Editor

router = APIRouter()


@router.get("/onboard")
def show(request: Request, person: Editor) -> HTMLResponse:
    """The screen."""
    return page(request, "onboard.html.j2")
