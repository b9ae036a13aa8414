"""Commands speak Japanese or English: as `--lang`, TAIKEI_LANG or the locale say; every help text is translated."""

from __future__ import annotations

import inspect
import os
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from flows.command import main
from flows.language import FOLDER, LANGUAGES, chosen


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command sets these in the process."""
    monkeypatch.setenv("TAIKEI_LANG", "ja")
    monkeypatch.setenv("LANGUAGE", "ja")


def taikei(*arguments: str, **settings: str | None) -> Result:
    return CliRunner().invoke(main, arguments, env={"TAIKEI_LANG": None, "LC_ALL": None, **settings})


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, "ja"),
        ((), {"LANG": "C.UTF-8"}, "ja"),
        ((), {"LANG": "en_GB.UTF-8"}, "en"),
        ((), {"LANG": "en_GB.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ((), {"LANG": "en_GB.UTF-8", "TAIKEI_LANG": "ja"}, "ja"),
        (("--lang", "en", "run"), {"TAIKEI_LANG": "ja"}, "en"),
        (("--lang=en", "run"), {}, "en"),
        (("run", "--lang", "en"), {}, "ja"),
    ],
)
def test_the_language_that_was_asked_for(
    arguments: tuple[str, ...], environment: dict[str, str], language: str
) -> None:
    assert chosen(arguments, environment) == language


def test_help_and_errors_are_in_the_language() -> None:
    assert "使い方: " in taikei("extract", "--help").stdout
    assert "エラー: ファイル nowhere.pdf がありません" in taikei("extract", "nowhere.pdf").stderr
    assert "Extract the policy tree" in taikei("--lang", "en", "extract", "--help").stdout
    assert "Error: There is no file nowhere.pdf" in taikei("extract", "nowhere.pdf", LANG="en_US.UTF-8").stderr
    assert "使い方: " in taikei("extract", "--help").stdout
    assert taikei("--lang", "fr", "run").exit_code == 2


def texts(command: click.Command) -> Iterator[str]:
    for each in (command, *command.params):
        if isinstance(each, click.Command | click.Option) and each.help:
            yield inspect.cleandoc(each.help)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from texts(below)


def test_every_help_text_has_an_english_one() -> None:
    taikei("--lang", "en", "--help")
    os.environ["LANGUAGE"] = "en"
    assert not [text for text in texts(main) if not text.isascii() and not set("…") & set(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_compiled_and_fill_in_only_what_there_is(language: str) -> None:
    folder = FOLDER / language / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    with (folder / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    written, read = (sorted(_pairs(each)) for each in (catalogue, compiled))
    assert written == read, "run `make messages`"
    for message in catalogue:
        if message.id and isinstance(message.id, str) and "%(" not in message.id:
            assert fields(str(message.string)) <= fields(message.id), message.id


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each message and its translation; of plurals the first."""
    for message in catalogue:
        if message.id:
            one, told = message.id, message.string
            yield str(one if isinstance(one, str) else one[0]), str(told if isinstance(told, str) else told[0])


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_of_the_catalogue_is_in_the_program() -> None:
    sources = [path.read_text("utf-8") for path in Path(inspect.getfile(main.__class__)).parent.rglob("*.py")]
    written = "".join("".join(sources).split()).replace("\\n", "")
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        ids = [str(message.id) for message in read_po(file) if message.id]
    gone = [text for text in ids if "".join(text.replace('"', '\\"').split()) not in written]
    gone = [text for text in gone if "".join(text.split()) not in written]
    assert not gone
