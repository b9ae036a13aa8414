"""The language of commands, Japanese or English (表示の言語). IO: the process environment.

Messages are written in Japanese and looked up with gettext; click looks up its own English words in the same catalogues,
flows/locale/<language>/LC_MESSAGES/messages.po, which `make messages` compiles. A message without a translation is shown as
it is written. Child processes inherit the choice.
"""

from __future__ import annotations

import gettext
import inspect
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

LANGUAGES = ("ja", "en")
VARIABLE = "TAIKEI_LANG"
FOLDER = Path(__file__).with_name("locale")
_WRITTEN = "taikei.written"
"""Attribute of commands and options that keeps their help as it is written."""


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that `--lang`, TAIKEI_LANG or the locale asks for; Japanese where none of them does."""
    for at, argument in enumerate(arguments):
        if not argument.startswith("-"):
            break
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return environment.get(VARIABLE) or ("en" if locale.startswith("en") else "ja")


class Main(click.Group):
    """A group whose help, and that of its commands, is in the chosen language."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Set the language before anything is parsed, so that `--help` and errors are in it, too."""
        language = chosen(args, os.environ)
        if language in LANGUAGES:
            os.environ["LANGUAGE"] = os.environ[VARIABLE] = language  # LANGUAGE is what gettext reads first
        for stream in (sys.stdout, sys.stderr):  # an old console that lacks a character must not end the command
            if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
                stream.reconfigure(errors="backslashreplace")
        gettext.bindtextdomain("messages", FOLDER)
        _translate(self)
        return super().make_context(info_name, args, parent, **extra)


def _translate(command: click.Command) -> None:
    """Put the help of a command, its options and its sub-commands into the language that is set."""
    for each in (command, *command.params):
        if isinstance(each, click.Command | click.Option) and each.help:
            written = each.__dict__.setdefault(_WRITTEN, inspect.cleandoc(each.help))
            each.help = gettext.gettext(written)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _translate(below)
