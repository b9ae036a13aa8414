"""A release folder → every check with its count and its findings. IO: reads the release, and the one before it.

The same checks run on a built release before it becomes the current one, and for anyone who downloads one.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from publishers import (
    verify_beside,
    verify_chain,
    verify_evidence,
    verify_files,
    verify_ids,
    verify_outside,
    verify_rdf,
    verify_rebuilt,
    verify_rows,
    verify_site,
    verify_sources,
    verify_titles,
)
from publishers.verification import NO_TOOLS, Check, Checked, Finding, Known, Release, Tools, Verification, read_release

CHECKS: dict[str, Check] = {
    "checksums": verify_files.checksums,
    "paths": verify_files.paths,
    "csv_form": verify_files.csv_form,
    "same_rows": verify_files.same_rows,
    "rebuilt": verify_rebuilt.rebuilt,
    "parts": verify_files.parts,
    "delta": verify_files.delta,
    "chain": verify_chain.chain,
    "licence": verify_files.licence,
    "values": verify_rows.values,
    "codes": verify_rows.codes,
    "characters": verify_rows.characters,
    "periods": verify_rows.periods,
    "tree": verify_rows.tree,
    "counts": verify_rows.counts,
    "marks": verify_rows.marks,
    "evidence": verify_evidence.evidence,
    "readings": verify_titles.readings,
    "changes": verify_titles.changes,
    "ids": verify_ids.ids,
    "archived": verify_sources.archived,
    "sources": verify_sources.sources,
    "json_schema": verify_outside.json_schema,
    "frictionless": verify_outside.frictionless,
    "csvw": verify_outside.csvw,
    "dcat": verify_rdf.dcat,
    "skos": verify_rdf.skos,
    "site": verify_site.site,
}
"""Every check, in the order in which it is told. A new one is one function and one line here."""


def verify(
    folder: Path,
    *,
    thorough: bool = True,
    checks: Collection[str] | None = None,
    known: Known | None = None,
    tools: Tools = NO_TOOLS,
) -> Verification:
    """Check one release; what cannot even be read is a finding, never an exception.

    Args:
        folder: of the release.
        thorough: outside validators look at every row of every table, however large.
        checks: only these.
        known: the rows that were written, to be spared a second copy of them.
        tools: what reads titles aloud, compares editions, opens documents; checks that need one that is missing count
            nothing.
    """
    folder = folder.resolve()
    helped = not thorough and checks is None and verify_beside.begin(folder)
    try:
        release = read_release(folder, thorough=thorough, known=known, tools=tools)
    except (OSError, ValueError, KeyError) as error:
        if helped:
            verify_beside.end()
        finding = Finding("readable", str(folder), f"公開データとして読めません（{error}）。")
        return Verification(folder, (Checked("readable", 1, (finding,)),))
    here = [name for name in CHECKS if checks is None or name in checks]
    if helped:
        here = [name for name in here if name not in verify_beside.CHECKS]
    done = {name: _run(name, CHECKS[name], release) for name in here}
    if helped:
        done |= verify_beside.end()
        done |= {name: _run(name, CHECKS[name], release) for name in verify_beside.CHECKS if name not in done}
    return Verification(folder, tuple(done[name] for name in CHECKS if name in done))


def _run(name: str, check: Check, release: Release) -> Checked:
    count = 0
    findings: list[Finding] = []
    try:
        for look in check(release):
            if isinstance(look, int):
                count += look
            else:
                findings.append(Finding(name, *look))
    except Exception as error:  # noqa: BLE001, RUF100 - whatever a damaged file makes a check stumble over is a finding
        findings.append(Finding(name, str(release.folder), f"検査を最後まで行えません（{error!r}）。"))
    return Checked(name, count, tuple(findings))
