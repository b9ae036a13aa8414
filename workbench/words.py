"""The words of the screens (画面の文言), Japanese and English. IO: reads workbench/words/*.toml once.

One file per screen, one table per text: `[title]` with `ja` and `en` in inbox.toml is the key "inbox.title". What a plan says,
and the sentences of exceptions, stay Japanese.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
FOLDER = Path(__file__).with_name("words")


def say(lang: Lang, key: str, **values: object) -> str:
    """A text in one language, with {names} filled in.

    Raises:
        KeyError: there is no such text; a screen with a hole in it must not pass its test.
    """
    text = texts()[key][lang]
    return text.format(**values) if values else text


@cache
def texts() -> dict[str, dict[Lang, str]]:
    """Every text by key."""
    found: dict[str, dict[Lang, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, said in tomllib.loads(path.read_text("utf-8")).items():
            found[f"{path.stem}.{name}"] = {lang: str(said[lang]) for lang in LANGS if lang in said}
    return found
