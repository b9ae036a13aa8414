"""A page of a document → its picture, its size and how it lies; a text document → its lines (原本の画像と行).

IO: pictures are kept in build/workbench/pages/, by content of the document, and may be kept by the browser, too.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse

from extractors.page_image import NoImage, page_image
from extractors.read_text import read_text
from extractors.refuse import Refused
from workbench.roles import Viewer
from workbench.state import NoPlan, PlanState

router = APIRouter()
PIXELS = 2200
"""Along the longer side: 8-point type of an A3 page can be read at twice the size of the screen."""
KEPT = "private, max-age=604800, immutable"
"""The address carries the content's digest."""


def _state(request: Request, plan_id: str) -> PlanState:
    try:
        state: PlanState = request.app.state.states.get(plan_id)
    except NoPlan as error:
        raise HTTPException(404, str(error)) from None
    return state


@router.get("/plans/{plan_id}/pages/{number}")
def about(request: Request, plan_id: str, number: int, person: Viewer) -> JSONResponse:
    """Size in points, quarter turn that sets it upright, address of the picture."""
    state = _state(request, plan_id)
    known = json.loads(_made(request, state, number).with_suffix(".json").read_text("utf-8"))
    digest = state.raw.source.sha256[:16]
    return JSONResponse({**known, "src": f"/plans/{plan_id}/pages/{number}/image?of={digest}"})


@router.get("/plans/{plan_id}/pages/{number}/image")
def picture(request: Request, plan_id: str, number: int, person: Viewer) -> FileResponse:
    """The picture."""
    path = _made(request, _state(request, plan_id), number)
    return FileResponse(path, media_type="image/jpeg", headers={"cache-control": KEPT})


@router.get("/plans/{plan_id}/lines")
def lines(request: Request, plan_id: str, person: Viewer) -> JSONResponse:
    """The lines of a text document, by number."""
    state = _state(request, plan_id)
    try:
        document = read_text(state.raw.path).value
    except Refused as refused:
        raise HTTPException(404, refused.refusal.message) from None
    return JSONResponse({"lines": [[line.number, line.text] for line in document.lines if line.number is not None]})


def _made(request: Request, state: PlanState, number: int) -> Path:
    """The picture in the cache, made where it is not there."""
    if state.uncorrected.source.media_type != "application/pdf" or not 1 <= number <= 100_000:
        raise HTTPException(404)
    folder: Path = request.app.state.config.work / "pages" / state.raw.source.sha256
    path = folder / f"p{number}-{PIXELS}.jpg"
    if path.exists() and path.with_suffix(".json").exists():
        return path
    try:
        image = page_image(state.raw.path, number, PIXELS)
    except NoImage as error:
        raise HTTPException(404, str(error)) from None
    folder.mkdir(parents=True, exist_ok=True)
    said = {"width": image.width, "height": image.height, "turned": image.turned, "pages": image.pages}
    _write(path.with_suffix(".json"), json.dumps(said).encode())
    _write(path, image.jpeg)
    return path


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, whoever else makes the same picture."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    partial.write_bytes(data)
    partial.replace(path)
