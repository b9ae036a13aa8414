"""Plans, documents, corrections → prov.ttl: what each plan's data was derived from, by what. Pure.

The documents are prov:Entity and never dcat:Dataset: harvesters would list them as data sets of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishers.rdf.address import base_url, thing
from publishers.rdf.turtle import Statement, document, iri, literal
from publishers.table_rows import Row, Tables


def prov_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The file and its content."""
    yield "rdf/prov.ttl", document(_subjects(tables))


def _subjects(tables: Tables) -> Iterator[tuple[str, list[Statement]]]:
    agent = f"{base_url()}id/taikei"
    yield agent, [("a", "prov:SoftwareAgent"), ("rdfs:label", literal("taikei 体系", "ja"))]
    for source in tables["source"]:
        yield thing(source["id"]), _source(source)
    for plan in tables["plan"]:
        if plan["source_id"] is None:
            continue
        extraction = f"{thing(plan['id'])}/extraction"
        yield (
            thing(plan["id"]),
            [
                ("a", "prov:Entity"),
                ("prov:wasDerivedFrom", iri(thing(plan["source_id"]))),
                ("prov:wasGeneratedBy", iri(extraction)),
            ],
        )
        yield (
            extraction,
            [
                ("a", "prov:Activity"),
                ("prov:used", iri(thing(plan["source_id"]))),
                ("prov:wasAssociatedWith", iri(agent)),
            ],
        )
    for correction in tables["correction"]:
        yield thing(correction["id"]), _correction(correction)


def _source(source: Row) -> list[Statement]:
    said: list[Statement] = [("a", "prov:Entity"), ("dct:title", literal(source["title"], "ja"))]
    if source.get("sha256"):
        said.append(("dct:identifier", literal(f"sha256:{source['sha256']}")))
    if source.get("url"):
        said.append(("dct:source", literal(source["url"], datatype="xsd:anyURI")))
    return said


def _correction(correction: Row) -> list[Statement]:
    said: list[Statement] = [("a", "prov:Activity")]
    if correction.get("reason"):
        said.append(("dct:description", literal(correction["reason"], "ja")))
    return said
