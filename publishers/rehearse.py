"""The current release, made once more in a folder that is thrown away (予行): who publishes next finds everything loaded. IO.

Templates, models and validators of others are built at their first use, which costs a first release some seconds.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from publishers.archive import kept_documents
from publishers.build import add_report, build_content, finish
from publishers.check import check_tables
from publishers.plan_input import Reader
from publishers.previous import read_previous
from publishers.table_rows import Tables
from publishers.verification import Known
from publishers.verify import verify

MOST_ROWS = 10_000
"""Of a release that is rehearsed whole, so that what is remembered of rows is warm too; of a larger one, a single plan is."""


def rehearse(published: Path, reader: Reader) -> bool:
    """All that publish does with rows, but for the switch; False where nothing was published yet.

    Raises whatever a release stumbles over: no room, a damaged release before.
    """
    before = read_previous(published)
    if before is None or not before.tables["plan"]:
        return False
    whole = sum(map(len, before.tables.values())) <= MOST_ROWS
    tables = before.tables if whole else _of_first_plan(before.tables)
    for row in tables["policy"]:
        reader(str(row["name"]))
    before = replace(before, tables=tables)
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder)
        failures = check_tables(tables)
        files = build_content(built, tables)
        registry = published / "registry" / "ids.csv"
        finish(built, files, before.version, tables, before, registry, kept_documents(before))
        checked = verify(built, thorough=False, known=Known(tables, before, failures))
        add_report(built, files, before.version, tables, before, checked)
    return True


def _of_first_plan(tables: Tables) -> Tables:
    """The rows of one plan: a prefecture's release is rehearsed as fast as a town's."""
    plan = tables["plan"][0]
    own = {plan["id"], plan["source_id"], plan["municipality_code"]}
    return {
        name: [row for row in rows if row["id"] in own or row.get("plan_id") == plan["id"]]
        for name, rows in tables.items()
    }
