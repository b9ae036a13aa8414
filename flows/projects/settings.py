"""taikei.toml, the settings of a project: who publishes, where, under which terms. IO: reads the file, sets the environment.

All other code reads these settings from environment variables, so they reach child processes, too. A variable that is set
already wins over the file.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from gettext import gettext as _
from pathlib import Path
from urllib.parse import urlsplit

from publishers.rdf.address import VARIABLE as BASE_URL
from publishers.rdf.publisher import CONTACT, CYCLES, PUBLISHER, UPDATE_CYCLE

FILE = "taikei.toml"
LICENCES = ("CC-BY-4.0",)
"""The only licence under which releases are written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of taikei.toml; "" where a key is missing."""

    publisher: str = ""
    base_url: str = ""
    """Where published/ will be on the web; the base of all permanent identifiers."""
    contact: str = ""
    """An e-mail address or a URL."""
    licence: str = LICENCES[0]
    update_cycle: str = ""
    """One of CYCLES."""


class BadSettings(ValueError):
    """One Japanese sentence: which key is wrong and what to write."""


def check(settings: Settings) -> Settings:
    """The same settings. Raises BadSettings where a value cannot be used."""
    for key, value in ((field.name, getattr(settings, field.name)) for field in fields(settings)):
        if any(ord(sign) < 0x20 for sign in value):
            raise BadSettings(_("{key} に改行や制御文字は使えません。1行で書いてください。").format(key=key))
    if settings.base_url and not _is_web(settings.base_url):
        raise BadSettings(
            _("base_url「{base_url}」はアドレスではありません。https:// から書いてください。").format(
                base_url=settings.base_url
            )
        )
    if settings.contact and "@" not in settings.contact and not _is_web(settings.contact):
        raise BadSettings(
            _("contact「{contact}」はメールアドレスでもアドレス（https://…）でもありません。").format(
                contact=settings.contact
            )
        )
    if settings.licence not in LICENCES:
        raise BadSettings(
            _("licence「{licence}」は使えません。使えるのは {value} だけです。").format(
                licence=settings.licence, value="、".join(LICENCES)
            )
        )
    if settings.update_cycle and settings.update_cycle not in CYCLES:
        raise BadSettings(
            _("update_cycle「{update_cycle}」は使えません。{value} のどれかを書いてください。").format(
                update_cycle=settings.update_cycle, value="、".join(CYCLES)
            )
        )
    return settings


def read_settings(path: Path) -> Settings:
    """Read taikei.toml. Raises BadSettings for a file that cannot be read or a key that is wrong."""
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadSettings(_("{path} を読めません（{error}）。").format(path=path, error=error)) from None
    known = [field.name for field in fields(Settings)]
    for key, value in given.items():
        if key not in known:
            raise BadSettings(
                _("{path} の「{key}」という項目はありません。使えるのは {value} です。").format(
                    path=path, key=key, value="、".join(known)
                )
            )
        if not isinstance(value, str):
            raise BadSettings(
                _('{path} の {key} は文字で、"…" のように引用符に入れて書いてください。').format(path=path, key=key)
            )
    try:
        return check(Settings(**given))
    except BadSettings as error:
        raise BadSettings(f"{path}: {error}") from None


def use_settings(folder: Path) -> None:
    """Put the settings of a project into the environment; nothing where there is no taikei.toml. Raises BadSettings."""
    path = folder / FILE
    if not path.is_file():
        return
    settings = read_settings(path)
    pairs = (
        (BASE_URL, settings.base_url),
        (PUBLISHER, settings.publisher),
        (CONTACT, settings.contact),
        (UPDATE_CYCLE, settings.update_cycle),
    )
    for variable, value in pairs:
        if value:
            os.environ.setdefault(variable, value)


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
