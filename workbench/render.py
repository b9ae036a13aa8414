"""Template + values → a page (画面). Pure, but that it reads the templates; everything is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.words import LANGS, say

NAVIGATION = (
    ("inbox", "/"),
    ("check_plan", "/check"),
    ("publishing", "/publishing"),
    ("editions", "/editions"),
    ("trail", "/trail"),
)
"""Screens that are always one click away: name (its text is nav.<name>) and address."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page, or a piece of one, with what every template may use.

    say(key, **values): text in the person's language · lang · person (None: nobody) · csrf · here: path · navigation.
    """
    return HTMLResponse(text(request, template, **values), status)


def text(request: Request, template: str, **values: object) -> str:
    """The same as text, for answers that carry several pieces."""
    lang = request.state.lang

    def told(key: str, **filled: object) -> str:
        return say(lang, key, **filled)

    common = {
        "say": told,
        "lang": lang,
        "langs": LANGS,
        "person": request.state.person,
        "csrf": request.state.csrf,
        "here": request.url.path,
        "navigation": NAVIGATION,
    }
    return _environment().get_template(template).render({**common, **values})
