"""Linked data of a release: read back by rdflib, clean under the shapes, and faults are seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, URIRef

from publishers.rdf.turtle import document, literal
from publishers.verify import verify

BASE = "https://data.example.jp/taikei/"


pytestmark = pytest.mark.validators


@pytest.fixture(scope="module")
def made(publisher: Any, plan: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release made under a base of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TAIKEI_BASE_URL", BASE)
        outcome = publisher(tmp_path_factory.mktemp("rdf") / "published")(plan())
    assert outcome.state == "published"
    folder: Path = outcome.folder
    return folder


@pytest.fixture
def release(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to spoil."""
    monkeypatch.setenv("TAIKEI_BASE_URL", BASE)
    shutil.copytree(made.parents[1], tmp_path / "published", symlinks=True)
    return tmp_path / "published" / "releases" / made.name


def _graph(release: Path, name: str) -> Graph:
    return Graph().parse(release / "rdf" / name)


def test_each_node_is_a_concept_under_its_parent(release: Path) -> None:
    graph = _graph(release, "policy.skos.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        assert len(list(graph.objects(concept, SKOS.inScheme))) == 1
        above = list(graph.objects(concept, SKOS.broader))
        assert bool(above) != ((concept, SKOS.topConceptOf, None) in graph)
        assert set(above) <= concepts
        assert str(concept).startswith(BASE + "id/")


def test_distributions_bear_no_version(release: Path) -> None:
    graph = _graph(release, "catalog.ttl")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    addresses = [str(found) for found in graph.objects(dataset, DCAT.distribution)]
    assert f"{BASE}latest/csv/policy.csv" in addresses
    assert not [address for address in addresses if release.name in address]
    assert str(graph.value(dataset, URIRef(str(DCAT) + "version"))) == release.name
    assert graph.value(dataset, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


@pytest.mark.validators
def test_shapes_hold(release: Path) -> None:
    checked = verify(release, checks=["dcat", "skos"])
    assert checked.faults == ()
    assert {one.check for one in checked.checks} == {"dcat", "skos"}
    assert all(one.count > 0 for one in checked.checks)


@pytest.mark.validators
@pytest.mark.parametrize(
    ("name", "fault", "check"),
    [
        ("policy.skos.ttl", lambda text: text.replace("skos:topConceptOf", "skos:related"), "skos"),
        ("policy.skos.ttl", lambda text: text.replace("skos:prefLabel", "skos:hiddenLabel"), "skos"),
        ("prov.ttl", lambda text: text.replace("prov:wasDerivedFrom", "prov:wasInfluencedBy"), "skos"),
        ("catalog.ttl", lambda text: text.replace("dcat:accessURL", "dcat:landingPage"), "dcat"),
        ("catalog.ttl", lambda text: text.replace("foaf:name", "foaf:nick"), "dcat"),
        ("catalog.jsonld", lambda text: text.replace("dcat:version", "dct:hasVersion"), "dcat"),
    ],
)
def test_faults_are_seen(release: Path, name: str, fault: Callable[[str], str], check: str) -> None:
    path = release / "rdf" / name
    sound = path.read_text("utf-8")
    path.write_text(fault(sound), "utf-8")
    assert path.read_text("utf-8") != sound
    assert [found.check for found in verify(release, checks=[check]).faults]


def test_signs_of_turtle_in_a_name_stay_words() -> None:
    name = 'まち"づくり"\\の\n推進\t'
    data = document([("https://data.example.jp/a", [("skos:prefLabel", literal(name, "ja"))])])
    graph = Graph().parse(data=data, format="turtle")
    assert [str(found) for found in graph.objects()] == [name]


@pytest.mark.validators
def test_without_an_address_the_steward_is_told(
    run: Any, plan: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TAIKEI_BASE_URL", raising=False)
    outcome = run(plan())
    notices = [found for one in verify(outcome.folder, checks=["dcat"]).checks for found in one.findings]
    assert [found.severity for found in notices] == ["notice"]
    assert "TAIKEI_BASE_URL" in notices[0].message
