"""One plan: the page, the tree, the exceptions (机). Pages are made here, decisions come in here and go out through save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
from filelock import Timeout

from publishers.why import why
from schemas.correction import Outcome
from workbench.correction_told import told
from workbench.decision import Decision
from workbench.desk_view import decision as to_json
from workbench.desk_view import desk, rows_as_read
from workbench.outline import TooLong, read_outline
from workbench.read_again import Asked, NotRead, read_again
from workbench.render import page
from workbench.roles import Editor, Person, Viewer
from workbench.same_fix import lookup_text, same_fix
from workbench.save import JAPAN, Clash, Refused, Saved, save_all
from workbench.say_choice import kind_name
from workbench.state import NoPlan, PlanState, States
from workbench.words import say, texts

router = APIRouter()
LONGEST_DRAFT = 20_000
"""Characters; a description is some hundred."""
_READING = BoundedSemaphore(2)
"""Readings at once that people wait for; the memory of each is held by its process."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What the page sends: decisions that hold together."""

    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Undoing:
    """Ids of the corrections that are taken back together."""

    ids: list[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being typed, and where."""

    place: str
    typed: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted or typed as an outline."""

    text: str


@dataclass(frozen=True, slots=True)
class Here:
    """A sign of life, and the entry it comes from."""

    key: str = ""


def _states(request: Request) -> States:
    states: States = request.app.state.states
    return states


def _state(request: Request, plan_id: str) -> PlanState:
    try:
        return _states(request).get(plan_id)
    except NoPlan as error:
        raise HTTPException(404, str(error)) from None


@router.get("/plans/{plan_id}")
def show(request: Request, plan_id: str, person: Viewer) -> HTMLResponse:
    """The screen; its contents come with the state, which may take a minute where the document was never read before."""
    try:
        raw = _states(request).plans.plan(plan_id)
    except NoPlan as error:
        raise HTTPException(404, str(error)) from None
    is_read = _states(request).plans.is_read(plan_id)
    if is_read:
        _state(request, plan_id)  # or what was wrong with it
    lang = request.state.lang
    words = {key.removeprefix("desk."): said[lang] for key, said in texts().items() if key.startswith("desk.")}
    return page(
        request,
        "desk.html.j2",
        source=raw.source,
        is_read=is_read,
        words=words,
        may_edit=person.role != "viewer",
    )


@router.get("/plans/{plan_id}/state")
def get_state(request: Request, plan_id: str, person: Viewer) -> JSONResponse:
    """All that the page shows, and what this person typed and did not save."""
    shown = desk(_state(request, plan_id), partial(say, request.state.lang), _states(request).deciders)
    shown["drafts"] = request.app.state.store.drafts(person.name, plan_id)
    return JSONResponse(shown)


@router.get("/plans/{plan_id}/as-read")
def as_read(request: Request, plan_id: str, person: Viewer) -> JSONResponse:
    """The tree as it was read, to be shown beside the tree as people decided."""
    return JSONResponse({"rows": rows_as_read(_state(request, plan_id))})


@router.post("/plans/{plan_id}/decisions")
def decide(request: Request, plan_id: str, person: Editor, saving: Annotated[Saving, Body()]) -> JSONResponse:
    """Save decisions, all or none."""
    _state(request, plan_id)
    return _save(request, plan_id, saving.decisions, person)


@router.post("/plans/{plan_id}/same")
def same(request: Request, plan_id: str, person: Editor, decision: Annotated[Decision, Body()]) -> JSONResponse:
    """Where else the same would be decided; nothing is saved. To a steward also how it is said for all plans at once."""
    state = _state(request, plan_id)
    places = [
        {"text": place.title, "before": place.before, "after": place.after, "decisions": [to_json(place.decision)]}
        for place in same_fix(state, decision)
    ]
    now = datetime.now(JAPAN).isoformat(timespec="seconds")
    lookup = lookup_text(state, decision, person.office, now) if person.office == "steward" else ""
    return JSONResponse({"places": places, "lookup": lookup})


@router.post("/plans/{plan_id}/outline")
def outline(request: Request, plan_id: str, person: Editor, pasted: Annotated[Pasted, Body()]) -> JSONResponse:
    """The entries of a text, with levels, numbers and titles apart; nothing is saved."""
    _state(request, plan_id)
    try:
        return JSONResponse({"lines": [asdict(line) for line in read_outline(pasted.text)]})
    except TooLong as error:
        return JSONResponse({"error": str(error)}, 422)


@router.post("/plans/{plan_id}/again")
def again(request: Request, plan_id: str, person: Editor, asked: Annotated[Asked, Body()]) -> JSONResponse:
    """What the reader finds in a frame, or on pages, of which the person says what they are; nothing is saved."""
    state = _state(request, plan_id)
    if not _READING.acquire(blocking=False):
        return JSONResponse({"error": say(request.state.lang, "desk.read_again_busy")}, 503)
    try:
        return JSONResponse({"lines": [asdict(found) for found in read_again(state.raw.path, asked)]})
    except NotRead as error:
        return JSONResponse({"error": str(error)}, 422)
    finally:
        _READING.release()


@router.post("/plans/{plan_id}/undo")
def undo(request: Request, plan_id: str, person: Editor, undoing: Annotated[Undoing, Body()]) -> JSONResponse:
    """Take decisions back, all or none."""
    _state(request, plan_id)
    return _save(request, plan_id, [Decision("withdraw", "", withdraws=id) for id in undoing.ids], person)


def _save(request: Request, plan_id: str, decisions: Sequence[Decision], person: Person) -> JSONResponse:
    lang = request.state.lang
    try:
        saved = save_all(request.app.state.config, _states(request), plan_id, decisions, person)
    except Refused as error:
        return JSONResponse({"error": str(error)}, 422)
    except Clash as clash:
        others = [told(line, clash.state, lang) for line in clash.theirs]
        versions = {decision.key: clash.state.version_of(decision.key) for decision in decisions}
        return JSONResponse({"clash": others, "key": clash.mine.key, "versions": versions}, 409)
    except Timeout:
        return JSONResponse({"error": say(lang, "desk.busy")}, 503)
    except OSError as error:
        return JSONResponse({"error": say(lang, "desk.disk", why=why(error))}, 507)
    keys = {decision.key for decision in decisions} | {line.key for line in saved.corrections}
    return JSONResponse(
        {
            "saved": [line.id for line in saved.corrections],
            "made": {outcome.correction.id: _made(saved, outcome) for outcome in saved.outcomes if outcome.made},
            "told": [outcome.message for outcome in saved.outcomes],
            "versions": {key: saved.state.version_of(key) for key in keys},
            "version": saved.state.version,
            "raised": [kind_name(each.issue.kind, partial(say, lang)) for each in saved.raised],
        }
    )


def _made(saved: Saved, outcome: Outcome) -> list[str]:
    """Keys of the entries that a correction made."""
    keys = {row.place: row.key for row in saved.state.rows}
    return [keys[outcome.structure or 0, node] for node in outcome.made]


@router.post("/plans/{plan_id}/drafts", status_code=204)
def keep_draft(request: Request, plan_id: str, person: Editor, draft: Annotated[Draft, Body()]) -> None:
    """Keep what is being typed; nothing typed forgets it."""
    _state(request, plan_id)
    request.app.state.store.draft(person.name, plan_id, draft.place[:200], draft.typed[:LONGEST_DRAFT])


@router.post("/plans/{plan_id}/here")
def here(request: Request, plan_id: str, person: Viewer, sign: Annotated[Here, Body()]) -> JSONResponse:
    """Who else has the plan open, at which entry, and whether anything was decided since."""
    state = _state(request, plan_id)
    store = request.app.state.store
    session = request.state.session
    store.here(session, person.name, plan_id, sign.key)
    others = [{"name": each.person, "key": each.key} for each in store.present(plan_id) if each.session != session]
    return JSONResponse({"others": others, "version": state.version})
