"""Triples → Turtle text, one subject after another. Pure.

Plain text, because a hundred thousand concepts must not need a graph in memory; tests and `taikei verify` read it back
with rdflib.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}

Statement = tuple[str, str]
"""Predicate and object, both as Turtle writes them."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def iri(address: str) -> str:
    """An absolute address as Turtle writes it."""
    return f"<{address}>"


def literal(value: object, language: str = "", datatype: str = "") -> str:
    """A value as Turtle writes it, with its language (ja) or datatype (xsd:date)."""
    text = f'"{str(value).translate(_ESCAPES)}"'
    if language:
        return f"{text}@{language}"
    return f"{text}^^{datatype}" if datatype else text


def document(subjects: Iterable[tuple[str, list[Statement]]]) -> bytes:
    """Prefixes and all subjects; a subject without statements is left out."""
    return "".join(_lines(subjects)).encode("utf-8")


def _lines(subjects: Iterable[tuple[str, list[Statement]]]) -> Iterator[str]:
    yield "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
    for subject, statements in subjects:
        if statements:
            said = " ;\n    ".join(f"{predicate} {value}" for predicate, value in statements)
            yield f"\n{iri(subject)} {said} .\n"
