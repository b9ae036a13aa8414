"""A document → its tree and exceptions, nothing published (計画を試す)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from workbench.render import page
from workbench.roles import Editor, Person
from workbench.tried_plan import tried
from workbench.uploads import NoRoom, NoUpload, TooMuch, Upload, Uploads
from workbench.words import say

router = APIRouter()


@router.get("/check")
def show(request: Request, person: Editor) -> HTMLResponse:
    """Where a document is put in, and what the person tried lately."""
    return _form(request, person)


@router.post("/check")
def take(request: Request, person: Editor, file: Annotated[UploadFile, File()]) -> Response:
    """Store the document and begin to read it."""
    if not file.filename:
        return _form(request, person, "nothing", 400)
    try:
        upload = _uploads(request).take(file.file, file.filename, person.name)
    except TooMuch:
        return _form(request, person, "too_large", 413)
    except NoRoom:
        return _form(request, person, "no_space", 507)
    except OSError:
        return _form(request, person, "no_space", 507)
    return RedirectResponse(f"/check/{upload.id}", 303)


@router.get("/check/{id}")
def result(request: Request, id: str, person: Editor) -> HTMLResponse:
    """How far the reading is; then the tree and its exceptions."""
    upload = found(request, id, person)
    if upload.state != "read":
        return page(request, "check_reading.html.j2", upload=upload)
    extraction = _uploads(request).extraction(id)
    known = [plan.source for plan in request.app.state.states.plans.raw().plans]
    twin = next((source for source in known if source.sha256 == extraction.source.sha256), None)
    return page(
        request,
        "check_result.html.j2",
        upload=upload,
        shown=tried(extraction, partial(say, request.state.lang)),
        twin=twin,
    )


@router.get("/check/{id}/status")
def status(request: Request, id: str, person: Editor) -> JSONResponse:
    """For the page that waits."""
    upload = found(request, id, person)
    return JSONResponse({"state": upload.state, "page": upload.page})


@router.get("/check/{id}/report.md")
def report(request: Request, id: str, person: Editor) -> Response:
    """The tree and its open questions as a text that can be sent on."""
    from publishers.document_report import write_report

    upload = found(request, id, person)
    if upload.state != "read":
        raise HTTPException(404)
    text = write_report(_uploads(request).extraction(id), "md")
    name = quote(f"{upload.name}.md", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@router.post("/check/{id}/forget")
def forget(request: Request, id: str, person: Editor) -> RedirectResponse:
    """Take the document away."""
    found(request, id, person)
    _uploads(request).forget(id)
    return RedirectResponse("/check", 303)


def found(request: Request, id: str, person: Person) -> Upload:
    """The person's document of an address, or 404: what others try is not theirs to see, take or forget."""
    try:
        upload = _uploads(request).get(id)
    except NoUpload:
        raise HTTPException(404) from None
    if upload.person != person.name:
        raise HTTPException(404)
    return upload


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _form(request: Request, person: Person, wrong: str = "", status: int = 200) -> HTMLResponse:
    most = request.app.state.config.upload_bytes // 1024 // 1024
    recent = _uploads(request).of(person.name)
    return page(request, "check_plan.html.j2", status, wrong=wrong, most=most, recent=recent)
