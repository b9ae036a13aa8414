"""Name and password → a session; and its end (サインイン)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from workbench.people import MustWait, People
from workbench.render import page
from workbench.roles import ANYONE
from workbench.tokens import new_session

router = APIRouter(dependencies=[ANYONE])


@router.get("/sign-in")
def show(request: Request, next: str = "/") -> Response:
    """The form."""
    return page(request, "sign_in.html.j2", next=next, wrong=None, name="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """A new session, so that one planted before is worth nothing."""
    if request.state.config.team is None:
        return RedirectResponse("/", 303)
    people: People = request.app.state.people
    session = new_session()
    try:
        address = people.address(request.headers, request.client.host if request.client else "")
        person = people.sign_in(session, name, password, address)
    except MustWait:
        return page(request, "sign_in.html.j2", 429, next=next, wrong="wait", name=name)
    if person is None:
        return page(request, "sign_in.html.j2", 401, next=next, wrong="wrong", name=name)
    request.state.session = session
    return RedirectResponse(_own(next), 303)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """The session ends, here and in the store."""
    request.app.state.store.sign_out(request.state.session)
    request.state.session = new_session()
    return RedirectResponse("/sign-in" if request.state.config.team else "/", 303)


def _own(path: str) -> str:
    """Only a path of our own: never another site, whatever the address asked for."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable() else "/"
