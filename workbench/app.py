"""A configuration → the web application (FastAPI). Screens are routers; a route that does not say who may use it is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from workbench.config import Config
from workbench.people import People
from workbench.previews import Previews
from workbench.protect import Protect
from workbench.render import page
from workbench.roles import SAFE, NotAllowed, NotSignedIn, needed
from workbench.run_process import Runs
from workbench.screens import (
    check_plan,
    desk,
    editions,
    inbox,
    onboard,
    pages,
    publishing,
    sign_in,
    sources,
    trail,
    users,
)  # fmt: skip
from workbench.state import States
from workbench.store import Store
from workbench.tokens import BadToken
from workbench.uploads import Uploads
from workbench.words import say, texts

SCREENS: tuple[ModuleType, ...] = (
    inbox, sources, desk, pages, trail, check_plan, onboard, publishing, editions, sign_in, users
)  # fmt: skip
"""Every screen; a new one is one file and one name here."""


def build_app(config: Config) -> FastAPI:
    """The application with its screens, its store and its plans.

    Raises:
        RuntimeError: a route does not say what role it needs.
    """

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        store.forget_old()
        states.warm()
        yield
        app.state.previews.close()
        store.close()

    app = FastAPI(title="taikei workbench", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
    store = Store(config.database_url)
    people = People(config, store)
    states = States(config)
    app.state.config, app.state.store, app.state.people, app.state.states = config, store, people, states
    app.state.uploads, app.state.runs = Uploads(config.work, config.upload_bytes), Runs(config)
    app.state.previews = Previews(config, states.plans)
    for screen in SCREENS:
        for route in screen.router.routes:
            if not isinstance(route, APIRoute) or needed(route) is None:
                raise RuntimeError(f"{route} does not say what role it needs")
        app.include_router(screen.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    app.add_middleware(Protect, config=config, identify=people.identify)
    _tell_errors(app)
    return app


def _tell_errors(app: FastAPI) -> None:
    """Every refusal in words, as a page or, to scripts, as JSON."""

    @app.exception_handler(NotSignedIn)
    async def _(request: Request, _error: Exception) -> Response:
        if request.method in SAFE and not _is_script(request):
            return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
        return _told(request, 401)

    @app.exception_handler(NotAllowed)
    async def _(request: Request, _error: Exception) -> Response:
        return _told(request, 403)

    @app.exception_handler(BadToken)
    async def _(request: Request, _error: Exception) -> Response:
        return _told(request, 403, "token")

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, _error: Exception) -> Response:
        return _told(request, 422)

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _told(request, error.status_code, detail=error.detail)


def _told(request: Request, status: int, why: str | None = None, detail: str = "") -> Response:
    key = f"errors.{why or status}"
    is_ours = bool(detail) and detail != HTTPStatus(status).phrase
    words = detail if is_ours or key not in texts() else say(request.state.lang, key)
    if _is_script(request):
        return JSONResponse({"error": words}, status)
    return page(request, "error.html.j2", status, words=words)


def _is_script(request: Request) -> bool:
    """Whether a script asked, which wants JSON; pages ask for text/html."""
    return "application/json" in request.headers.get("accept", "")
