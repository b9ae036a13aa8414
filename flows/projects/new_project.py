"""Settings → the folder of a new project: empty raw/, corrections/ and published/, taikei.toml, README. IO: writes files."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

from flows.projects.settings import FILE, Settings
from publishers.rdf.publisher import CYCLES

FOLDERS = ("raw", "corrections", "published")
IGNORED = (
    "build/",
    "published/.lock",
    "published/.building*",
    "published/.*.new",
    "published/registry/.*",
    "users.toml",
    "portal-token",
)


class NotEmpty(Exception):
    """A file is in the way; its name is the message."""


def new_project(folder: Path, settings: Settings) -> None:
    """Write the project. Raises NotEmpty, before anything is written, where one of its files exists; OSError."""
    readme = files(__package__).joinpath("template/README.md").read_text("utf-8")
    texts = {FILE: settings_text(settings), ".gitignore": "\n".join(IGNORED) + "\n", "README.md": readme}
    for name in (*texts, *FOLDERS):
        path = folder / name
        if name in FOLDERS and path.is_dir() and not os.listdir(path):
            continue
        if path.exists() or path.is_symlink():
            raise NotEmpty(str(path))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "raw" / ".gitkeep").touch()
    (folder / "corrections" / ".gitkeep").touch()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def settings_text(settings: Settings) -> str:
    """taikei.toml, with a comment for each key."""
    lines = [
        ("公開者の名前。", "publisher", settings.publisher),
        (
            "published/ を置くウェブ上のアドレス。公開データの識別子になるので、最初の公開の後は変えません。",
            "base_url",
            settings.base_url,
        ),
        ("問い合わせ先のメールアドレスか、アドレス（https://…）。", "contact", settings.contact),
        ("公開データのライセンス。今は CC-BY-4.0 だけを使えます。", "licence", settings.licence),
        (f"更新の頻度: {'、'.join(CYCLES)}。", "update_cycle", settings.update_cycle),
    ]
    return "\n".join(f"# {comment}\n{key} = {_quoted(value)}\n" for comment, key, value in lines)


def _quoted(text: str) -> str:
    """A TOML string on one line; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
