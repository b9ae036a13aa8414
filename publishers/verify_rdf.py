"""Checks of the linked data: SHACL shapes of DCAT-AP and of our own, and that it says what the tables say. IO: reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from publishers.rdf.address import NOWHERE, VARIABLE
from publishers.rdf.prov import prov_files
from publishers.rdf.skos import skos_files
from publishers.verification import Look, Release

if TYPE_CHECKING:
    from rdflib import Graph

RDF_ROWS = 5_000
"""Nodes up to which SHACL looks at the concepts within a run."""
SHOWN = 20
"""Findings per file; more of a kind say nothing new."""


def dcat(release: Release) -> Iterator[int | Look]:
    """catalog.ttl and catalog.jsonld: the same statements, clean under the shapes of DCAT-AP 3.0.1."""
    from rdflib.compare import isomorphic

    turtle, jsonld = _graph(release, "rdf/catalog.ttl", "turtle"), _graph(release, "rdf/catalog.jsonld", "json-ld")
    yield len(turtle)
    if not isomorphic(turtle, jsonld):
        yield "rdf/catalog.jsonld", "catalog.ttl と内容が違います。"
    yield from _shapes(turtle, "dcat-ap-3.0.1.ttl", "rdf/catalog.ttl")
    if NOWHERE in turtle.serialize(format="nt"):
        yield (
            "rdf/catalog.ttl",
            f"公開先のアドレスが決まっていません。環境変数 {VARIABLE} を設定してください。",
            "notice",
        )


def skos(release: Release) -> Iterator[int | Look]:
    """policy.skos.ttl and prov.ttl: as the tables make them; one parent each, no cycles."""
    for writer in (skos_files, prov_files):
        for path, data in writer(release.tables):
            yield data.count(b"\n\n")
            written = (release.folder / path).read_bytes()
            if NOWHERE.encode() in data and NOWHERE.encode() not in written:
                continue  # made under another address than is set here: only its shapes can be checked
            if written != data:
                yield path, "表から作られるものと違います。"
    if len(release.tables["policy"]) > RDF_ROWS and not release.thorough:
        return
    graph = _graph(release, "rdf/policy.skos.ttl", "turtle")
    yield from _shapes(graph, "tree.ttl", "rdf/policy.skos.ttl")
    if release.thorough:  # one query per node: the check "tree" sees the same in the tables, and faster
        yield from _shapes(graph, "tree-paths.ttl", "rdf/policy.skos.ttl")


def _graph(release: Release, path: str, form: str) -> Graph:
    from rdflib import Graph

    return Graph().parse(release.folder / path, format=form)


@cache
def _rules(shapes: str) -> Graph:
    from rdflib import Graph

    return Graph().parse(data=files(__package__).joinpath("rdf/shapes", shapes).read_text("utf-8"), format="turtle")


def _shapes(graph: Graph, shapes: str, path: str) -> Iterator[Look]:
    from pyshacl import validate
    from rdflib import SH, Graph

    conforms, report, _ = validate(graph, shacl_graph=_rules(shapes), advanced=True, inplace=True)
    if conforms or not isinstance(report, Graph):
        return
    for result in list(report.subjects(SH.resultSeverity, SH.Violation))[:SHOWN]:
        place, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        yield path, f"SHACL: {place}: {message}"
