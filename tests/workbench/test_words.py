"""Every text of the screens is there in both languages, and every text a screen asks for is there at all."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import workbench
from schemas.issue import KINDS
from workbench.say_choice import kind_name, kind_sentence, kinds_in_english
from workbench.words import LANGS, say, texts

FOLDER = Path(workbench.__file__).parent
ASKED = re.compile(r"""\bsay\((?:[\w.]+, )?["']([a-z_]+\.[a-z_0-9]+)["']""")
HOLES = re.compile(r"{(\w*)}")


def test_both_languages_have_every_text_with_the_same_holes() -> None:
    for key, said in texts().items():
        assert set(said) == set(LANGS), key
        assert all(text.strip() for text in said.values()), key
        assert set(HOLES.findall(said["ja"])) == set(HOLES.findall(said["en"])), key


def test_every_text_a_template_or_module_asks_for_is_there() -> None:
    asked = {
        (key, path.name)
        for pattern in ("templates/*.j2", "*.py", "screens/*.py")
        for path in FOLDER.glob(pattern)
        for key in ASKED.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 20
    known = texts()
    assert not sorted(
        (key, name)
        for key, name in asked
        if key not in known and not (key.endswith("_") and any(text.startswith(key) for text in known))
    )


def test_english_is_english() -> None:
    own = {"nav.language_ja"}
    japanese = re.compile(r"[ぁ-んァ-ヶ一-龥]{5,}")
    assert not [key for key, said in texts().items() if key not in own and japanese.search(said["en"])]


def test_every_kind_of_exception_has_a_name_and_one_sentence_or_two_in_english() -> None:
    assert set(kinds_in_english()) == set(KINDS)
    for kind, said in kinds_in_english().items():
        assert said["name"].isascii(), kind
        assert not said["name"].endswith("."), kind
        assert said["says"].isascii(), kind
        assert said["says"].endswith("."), kind
        assert len(said["says"]) <= 130, kind
    assert kind_sentence("typo_suspected", partial(say, "ja")) == ""
    assert kind_name("typo_suspected", partial(say, "ja")) == KINDS["typo_suspected"].title
    assert "misprint" in kind_sentence("typo_suspected", partial(say, "en"))
