"""A release → catalog.ttl and catalog.jsonld: the data set and its files for harvesters (DCAT-AP 3.0.1). Pure.

One data set with one distribution per table and format. Addresses bear no version: a changed address is a new resource
to a portal, and links to the old one die. The version stands in dcat:version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from publishers.index_files import LICENCE
from publishers.rdf.address import base_url, current
from publishers.rdf.publisher import contact_point, frequency, publisher_name
from publishers.table_rows import Tables
from schemas.tables import described

TITLE = {"ja": "施策体系オープンデータ", "en": "Policy hierarchies of Japanese municipalities"}
ABOUT = {
    "ja": "自治体の計画から読み取った施策体系（基本目標から取組まで）。値は印刷のとおりで、出典の頁と位置があります。",
    "en": "Policy hierarchies read from municipal plans, values as printed, with page and place of each.",
}
KEYWORDS = ("施策体系", "総合計画", "計画", "政策")
FORMATS = {
    "csv": ("CSV", "text/csv", "CSV"),
    "jsonl": ("JSON", "application/x-ndjson", "JSON"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet", "Parquet"),
}
"""File ending → file type of the EU vocabulary, media type, name for people."""

_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/JPN"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

Json = dict[str, Any]


def catalog_files(version: str, tables: Tables, files: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, bytes]]:
    """Both files and their content; files: path → bytes, sha256."""
    graph = catalog(version, tables, files)
    yield "rdf/catalog.jsonld", (json.dumps(graph, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    yield "rdf/catalog.ttl", _turtle(graph)


def catalog(version: str, tables: Tables, files: Mapping[str, tuple[int, str]]) -> Json:
    """The catalog as JSON-LD."""
    base = base_url()
    publisher = {"@id": f"{base}id/publisher", "@type": "foaf:Agent", "foaf:name": _text({"ja": publisher_name()})}
    licence = {"@id": LICENCE, "@type": "dct:LicenseDocument"}
    distributions = [found for path, file in sorted(files.items()) for found in _distribution(path, file)]
    places = sorted({str(plan["municipality_code"]) for plan in tables["plan"]})
    years = [year for plan in tables["plan"] for year in (plan["start_year"], plan["end_year"]) if year]
    dataset: Json = {
        "@id": f"{base}dataset/seisaku-taikei",
        "@type": "dcat:Dataset",
        "dct:title": _text(TITLE),
        "dct:description": _text(ABOUT),
        "dct:identifier": "seisaku-taikei",
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:license": {"@id": LICENCE},
        "dct:language": {"@id": _LANGUAGE, "@type": "dct:LinguisticSystem"},
        "dcat:theme": {
            "@id": _THEME,
            "@type": "skos:Concept",
            "skos:prefLabel": _text({"en": "Government and public sector"}),
        },
        "dcat:keyword": [{"@language": "ja", "@value": word} for word in KEYWORDS],
        "dcat:version": version,
        "dcat:landingPage": {"@id": current("site/index.html"), "@type": "foaf:Document"},
        "dct:spatial": [{"@id": f"{base}id/{code}", "@type": "dct:Location"} for code in places],
        "dcat:distribution": [{"@id": found["@id"]} for found in distributions],
    }
    contact, cycle = contact_point(), frequency()
    if contact is not None:
        dataset["dcat:contactPoint"] = contact
    if cycle is not None:
        dataset["dct:accrualPeriodicity"] = cycle
    if years:
        dataset["dct:temporal"] = {
            "@id": f"{base}dataset/seisaku-taikei#period",
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{min(map(int, years))}-04-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{max(map(int, years)) + 1}-03-31"},
        }
    whole: Json = {
        "@id": f"{base}catalog",
        "@type": "dcat:Catalog",
        "dct:title": _text(TITLE),
        "dct:description": _text(ABOUT),
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:license": {"@id": LICENCE},
        "dcat:dataset": [{"@id": dataset["@id"]}],
    }
    context = _CONTEXT if contact is None else {**_CONTEXT, "vcard": "http://www.w3.org/2006/vcard/ns#"}
    return {"@context": context, "@graph": [whole, dataset, publisher, licence, *distributions]}


def _distribution(path: str, file: tuple[int, str]) -> Iterator[Json]:
    folder, _, name = path.partition("/")
    table, _, ending = name.rpartition(".")
    titles = {entry.name: entry for entry in described()}
    if folder not in ("csv", "json", "parquet") or table not in titles:
        return
    file_type, media_type, shown = FORMATS[ending]
    size, digest = file
    address = current(path)
    yield {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _text({"ja": f"{titles[table].ja}（{shown}）", "en": f"{titles[table].en} ({shown})"}),
        "dct:description": _text({"ja": titles[table].about_ja, "en": titles[table].about_en}),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:license": {"@id": LICENCE},
        "dct:format": {"@id": _FILE_TYPE + file_type, "@type": "dct:MediaTypeOrExtent"},
        "dcat:mediaType": {"@id": _MEDIA_TYPE + media_type, "@type": "dct:MediaType"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "spdx:checksum": {
            "@id": f"{address}#checksum",
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256, "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": digest},
        },
    }


def _text(words: Mapping[str, str]) -> list[Json]:
    return [{"@language": language, "@value": text} for language, text in words.items()]


def _turtle(graph: Json) -> bytes:
    from rdflib import Graph

    parsed = Graph()
    parsed.parse(data=json.dumps(graph), format="json-ld")
    return parsed.serialize(format="turtle", encoding="utf-8")


_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
