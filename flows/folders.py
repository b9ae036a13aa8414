"""The four folders of a project (フォルダー), and a folder as commands ask for it. Types."""

from __future__ import annotations

import os
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run reads and writes."""

    raw: Path
    corrections: Path
    published: Path
    build: Path

    def resolved(self) -> Folders:
        """The same as absolute paths: what two processes compare."""
        return Folders(self.raw.resolve(), self.corrections.resolve(), self.published.resolve(), self.build.resolve())

    def names(self) -> tuple[str, ...]:
        """The same as text."""
        there = self.resolved()
        return str(there.raw), str(there.corrections), str(there.published), str(there.build)


class _FolderThatIs(click.Path):
    """A folder that must be there, with a remedy where it is not."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        if not Path(value).is_dir():
            raise click.UsageError(
                _("フォルダー {value} がありません。計画のフォルダーで実行するか、場所を指定してください。").format(
                    value=value
                ),
                ctx,
            )
        return super().convert(value, param, ctx)


FOLDER_THAT_IS = _FolderThatIs(file_okay=False, path_type=Path)
