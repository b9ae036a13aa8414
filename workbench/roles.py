"""Who may do what (権限): a request → the person behind it, or a refusal. Pure, but that it reads the request.

The one mechanism by which a route says what role it needs: a parameter of type Viewer, Editor or Publisher, or ANYONE among
its dependencies. build_app refuses to start with a route that says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from workbench.config import Office
from workbench.tokens import check_token

Role = Literal["viewer", "editor", "publisher"]
RANKS: dict[Role, int] = {"viewer": 0, "editor": 1, "publisher": 2}
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever sits in front of the screen."""

    name: str
    role: Role
    office: Office
    """How decisions are signed; the name never leaves the workbench."""


class NotSignedIn(Exception):
    """Nobody is known to this request."""


class NotAllowed(Exception):
    """The person's role does not reach that far."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a route asks for; None: anyone, signed in or not."""

    role: Role | None

    async def __call__(self, request: Request) -> Person | None:
        person: Person | None = request.state.person
        if self.role is not None:
            if person is None:
                raise NotSignedIn
            if RANKS[person.role] < RANKS[self.role]:
                raise NotAllowed
        if request.method not in SAFE:
            await check_token(request)
        return person


Viewer = Annotated[Person, Depends(Needs("viewer"))]
Editor = Annotated[Person, Depends(Needs("editor"))]
Publisher = Annotated[Person, Depends(Needs("publisher"))]
ANYONE = Depends(Needs(None))


def needed(route: APIRoute) -> Needs | None:
    """What a route asks for; None where it says nothing."""
    return _find(route.dependant)


def _find(dependant: Dependant) -> Needs | None:
    if isinstance(dependant.call, Needs):
        return dependant.call
    return next((found for each in dependant.dependencies if (found := _find(each)) is not None), None)
