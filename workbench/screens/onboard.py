"""A document that was tried → raw/<plan_id>/, after a person has filled in its manifest and seen it (計画の登録)."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from extractors.propose_manifest import propose
from extractors.write_manifest import NotAdded, add_plan, manifest_text
from schemas.plan import Extraction
from schemas.source import Source
from workbench.decision import Decision
from workbench.new_plan import FIELDS, Filled, filled_form, first_form, offered_towns, said
from workbench.render import page
from workbench.roles import Editor, Person
from workbench.save import JAPAN, Clash, Refused, save_all
from workbench.screens.check_plan import found
from workbench.state import NoPlan
from workbench.uploads import NoUpload, Upload

router = APIRouter()


@router.get("/onboard")
def begin(request: Request, person: Editor) -> RedirectResponse:
    """Every plan begins with a document."""
    return RedirectResponse("/check", 303)


@router.get("/onboard/towns")
def towns(request: Request, person: Editor, q: str = "") -> JSONResponse:
    """Municipalities for what was typed so far."""
    return JSONResponse([{"value": said(town), "kana": town.kana} for town in offered_towns(q[:40])])


@router.get("/onboard/{id}")
def show(request: Request, id: str, person: Editor) -> HTMLResponse:
    """The form, filled in with what the document says."""
    upload, extraction = _read(request, id, person)
    form = first_form(extraction, _known(request), upload.name.rpartition(".")[0], datetime.now(JAPAN).date())
    return _form(request, upload, extraction, form)


@router.post("/onboard/{id}")
async def fill(request: Request, id: str, person: Editor) -> Response:
    """Judge the form; show the manifest; write it where the person has seen it."""
    sent = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_filled, request, id, sent, person)


def _filled(request: Request, id: str, sent: dict[str, str], person: Person) -> Response:
    upload, extraction = _read(request, id, person)
    form = filled_form(extraction, _known(request), sent, datetime.now(JAPAN).date())
    if form.source is None:
        return _form(request, upload, extraction, form, 422)
    if sent.get("step") == "back":
        return _form(request, upload, extraction, form)
    if sent.get("step") != "add":
        return _confirm(request, upload, extraction, form, form.source)
    try:
        add_plan(request.app.state.config.raw, form.source, request.app.state.uploads.document(id))
    except NotAdded as why:
        return _confirm(request, upload, extraction, form, form.source, str(why))
    except NoUpload:
        raise HTTPException(404) from None
    request.app.state.states.plans.look_again()
    missed = _save_years(request, extraction, form, form.source.plan_id, person)
    request.app.state.uploads.forget(id)
    return page(request, "onboard_done.html.j2", source=form.source, missed=missed)


def _form(request: Request, upload: Upload, extraction: Extraction, form: Filled, status: int = 200) -> HTMLResponse:
    known = _known(request)
    return page(
        request,
        "onboard.html.j2",
        status,
        upload=upload,
        form=form,
        towns=[said(town) for town in form.towns],
        layout=propose(extraction, known).layout,
        period=extraction.facts.plan.period_text,
        plans=known,
        terms=sorted({source.terms for source in known}),
    )


def _confirm(
    request: Request, upload: Upload, extraction: Extraction, form: Filled, source: Source, wrong: str = ""
) -> HTMLResponse:
    changed = _years_changed(extraction, form)
    return page(
        request,
        "onboard_confirm.html.j2",
        409 if wrong else 200,
        upload=upload,
        source=source,
        text=manifest_text(source),
        sent={name: form.typed[name] for name in FIELDS},
        years=form.years if changed else None,
        wrong=wrong,
    )


def _read(request: Request, id: str, person: Person) -> tuple[Upload, Extraction]:
    upload = found(request, id, person)
    try:
        return upload, request.app.state.uploads.extraction(id)
    except NoUpload:
        raise HTTPException(404) from None


def _known(request: Request) -> list[Source]:
    return [plan.source for plan in request.app.state.states.plans.raw().plans]


def _years_changed(extraction: Extraction, form: Filled) -> dict[str, int | None]:
    plan = extraction.facts.plan
    read = {"start_year": plan.start_year, "end_year": plan.end_year}
    typed = dict(zip(("start_year", "end_year"), form.years, strict=True))
    return {name: typed[name] for name in read if typed[name] != read[name]}


def _save_years(request: Request, extraction: Extraction, form: Filled, plan_id: str, person: Person) -> str:
    """A period other than the one that was read is a correction like any other; why it could not be saved."""
    changed = _years_changed(extraction, form)
    if not changed:
        return ""
    decisions = [Decision("set_fact", "", value, name, "計画の登録で確認") for name, value in changed.items()]
    try:
        save_all(request.app.state.config, request.app.state.states, plan_id, decisions, person)
    except (Refused, NoPlan) as why:
        return str(why)
    except Clash:
        return ""
    return ""
