"""`taikei push` as a test calls it, and what is at the portal afterwards."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from flows.command import main
from publishers.portal.connect import Portal, connect
from publishers.portal.cut_release import wanted_datasets
from publishers.portal.datasets import WantedDataset
from publishers.portal.settings import TOKEN_VARIABLE, Settings
from publishers.table_rows import Tables
from tests.portal.ckan_server import Server
from tests.portal.small_release import write_published


@dataclass
class Pusher:
    """`taikei push` of some rows, under a dataset name of its own so that tests leave each other alone."""

    server: Server
    folder: Path
    name: str

    def __call__(self, tables: Tables, *options: str, token: str | None = None) -> Result:
        published = write_published(self.folder / "published", tables)
        config = self.folder / "portal.toml"
        config.write_text(f'url = "{self.server.url}"\nname = "{self.name}"\n', "utf-8")
        arguments = ["push", "--published", str(published), "--config", str(config), *options]
        token = token or self.server.token
        result = CliRunner().invoke(main, arguments, env={TOKEN_VARIABLE: token})
        assert token not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def dataset(self, code: str = "132021") -> str:
        return f"{code}-{self.name}"

    def shown(self, code: str = "132021") -> dict[str, Any]:
        return result_of(self.server.api("package_show", id=self.dataset(code)))

    def wanted(self, tables: Tables) -> WantedDataset:
        return wanted_datasets(tables, "2026.4.1", Settings(self.server.url, name=self.name))[0]

    def portal(self) -> Portal:
        return connect(self.server.url, self.server.token)


def result_of(answer: dict[str, object]) -> dict[str, Any]:
    assert answer["success"], answer
    found = answer["result"]
    assert isinstance(found, dict)
    return found


def files_of(dataset: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {resource["url"].rpartition("/")[2]: resource for resource in dataset["resources"]}


def downloaded(resource: dict[str, Any]) -> bytes:
    with urllib.request.urlopen(resource["url"], timeout=30) as answer:
        return bytes(answer.read())


def rows_of(server: Server, resource: dict[str, Any]) -> dict[str, Any]:
    """As anybody sees them, without a token."""
    return result_of(server.api("datastore_search", token="", resource_id=resource["id"], sort="ID"))
