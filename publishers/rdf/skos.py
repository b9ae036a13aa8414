"""Plans and their nodes → policy.skos.ttl: one concept scheme per plan, one concept per node. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.rdf.address import thing
from publishers.rdf.turtle import Statement, document, iri, literal
from publishers.table_rows import Row, Tables


def skos_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The file and its content."""
    yield "rdf/policy.skos.ttl", document(_subjects(tables))


def _subjects(tables: Tables) -> Iterator[tuple[str, list[Statement]]]:
    for plan in tables["plan"]:
        yield thing(plan["id"]), _scheme(plan)
    for node in tables["policy"]:
        yield thing(node["id"]), _concept(node)


def _scheme(plan: Row) -> list[Statement]:
    said: list[Statement] = [
        ("a", "skos:ConceptScheme"),
        ("dct:title", literal(plan["name"], "ja")),
        ("dct:identifier", literal(plan["id"])),
        ("dct:spatial", iri(thing(plan["municipality_code"]))),
    ]
    if plan["name_kana"]:
        said.append(("dct:alternative", literal(plan["name_kana"], "ja-Kana")))
    if plan["vision"]:
        said.append(("dct:abstract", literal(plan["vision"], "ja")))
    if plan["supersedes"]:
        said.append(("dct:replaces", iri(thing(plan["supersedes"]))))
    return said


def _concept(node: Row) -> list[Statement]:
    said: list[Statement] = [
        ("a", "skos:Concept"),
        ("skos:inScheme", iri(thing(node["plan_id"]))),
        ("skos:prefLabel", literal(node["name"], "ja")),
        ("dct:identifier", literal(node["id"])),
    ]
    for predicate, key, language in (
        ("skos:altLabel", "name_kana", "ja-Kana"),
        ("skos:altLabel", "name_romaji", "ja-Latn"),
        ("skos:definition", "description", "ja"),
    ):
        if node[key]:
            said.append((predicate, literal(node[key], language)))
    if node["label"]:
        said.append(("skos:notation", literal(node["label"])))
    if node["parent_id"]:
        said.append(("skos:broader", iri(thing(node["parent_id"]))))
    else:
        said.append(("skos:topConceptOf", iri(thing(node["plan_id"]))))
    return said
