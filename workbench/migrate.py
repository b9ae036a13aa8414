"""The queue's database → the tables as the code wants them (移行). IO: that database.

Steps stand in workbench/migrations/versions, one file each, and are never changed once they were in use. A database of a newer
workbench is left alone.
"""

from __future__ import annotations

from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Engine

FOLDER = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Every step that is still to be made, each in a transaction.

    Raises:
        RuntimeError: the database is of a newer workbench.
    """
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        try:
            upgrade(settings, "head")
        except CommandError as error:
            raise RuntimeError(f"the queue's database does not fit this workbench: {error}") from error
