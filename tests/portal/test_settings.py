"""Configuration and token: what is refused, and that no message ever shows the token."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishers.portal.connect import connect
from publishers.portal.failures import Misuse
from publishers.portal.settings import TOKEN_VARIABLE, Settings, read_settings, read_token

URL = "https://portal.example.lg.jp"
SECRET = "eyJhbGciOi.very.secret"


def written(folder: Path, text: str) -> Path:
    path = folder / "portal.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_and_the_command_line_over_it(tmp_path: Path) -> None:
    path = written(tmp_path, f'url = "{URL}/"\ndataset = "municipality"\nformats = ["csv"]\ndatastore = false\n')
    assert read_settings(path, dataset="plan") == Settings(URL, dataset="plan", formats=("csv",), datastore=False)
    assert read_settings(None, url=URL) == Settings(URL)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("url = ", "TOML"),
        ("[a]\nb = 1", "「a」はありません"),
        (f'url = "{URL}"\ntoken = "x"', "「token」はありません"),
        ('dataset = "plan"', "URLが決まっていません"),
        (f'url = "{URL}"\ndataset = "city"', "municipality か plan"),
        (f'url = "{URL}"\nname = "施策"', "半角"),
        (f'url = "{URL}"\nname = 1', "文字列"),
        (f'url = "{URL}"\ndatastore = "yes"', "true か false"),
        (f'url = "{URL}"\nformats = ["xlsx"]', "csv、json"),
        ('url = "http://portal.example.lg.jp"', "https://"),
        ('url = "portal.example.lg.jp"', "https://"),
        ('url = "https://user:pass@portal.example.lg.jp"', "パスワードを書かない"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        read_settings(written(tmp_path, text))


@pytest.mark.parametrize("url", ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"])
def test_unencrypted_only_within_this_machine(url: str) -> None:
    assert read_settings(None, url=url).url == url


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="読めません"):
        read_settings(tmp_path / "none.toml")


def token_file(folder: Path, text: str, mode: int) -> Path:
    path = folder / "token"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_token_from_the_environment_or_a_private_file(tmp_path: Path) -> None:
    assert read_token({TOKEN_VARIABLE: SECRET}, None) == SECRET
    assert read_token({TOKEN_VARIABLE: "other"}, token_file(tmp_path, f"{SECRET}\n", 0o600)) == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610])
def test_a_file_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Misuse, match="chmod 600") as refusal:
        read_token({}, token_file(tmp_path, SECRET, mode))
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "秘密のトークン", f"{SECRET}\n{SECRET}", f"token {SECRET}"])
def test_a_malformed_token_is_refused_unseen(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misuse) as refusal:
        read_token({}, token_file(tmp_path, text, 0o600))
    assert not text or text not in str(refusal.value)


def test_no_token_at_all_says_where_to_put_it() -> None:
    with pytest.raises(Misuse, match=TOKEN_VARIABLE):
        read_token({}, None)


def test_a_connection_shows_no_token() -> None:
    assert SECRET not in repr(connect(URL, SECRET))
