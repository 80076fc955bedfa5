"""Clients that others wrote, against our endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from politikgraf.engine import EndpointError, Engine
from politikgraf.namespaces import BASE
from politikgraf.project import Project
from rdflib import Graph, URIRef

CLASS = f"{BASE}ontology/Municipality"
ALL = f"SELECT ?m {{ ?m a <{CLASS}> }} ORDER BY ?m"
COMUNICA = "@comunica/query-sparql@4.5.0"
COMUNICA_FOLDER = servers.ROOT / "build" / "out" / "comunica"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.politikgraf(tmp_path_factory.mktemp("served"), "--timeout", "5") as url:
        yield url


@pytest.fixture(scope="module")
def expected() -> list[str]:
    rows = Engine.embedded(Project.here().whole).query(ALL).rows
    names = [m.value for (m,) in rows if m]
    assert names
    return names


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(url: str, expected: list[str], form: str, method: str) -> None:
    try:
        import SPARQLWrapper
    except ImportError:
        servers.missing("SPARQLWrapper", "pip install SPARQLWrapper")
    client = SPARQLWrapper.SPARQLWrapper(url + "/sparql")
    client.setMethod(method)
    client.setQuery(ALL)
    client.setReturnFormat(form)
    answer = client.queryAndConvert()
    if form == "json":
        assert [row["m"]["value"] for row in answer["results"]["bindings"]] == expected
    elif form == "xml":
        assert [node.firstChild.data for node in answer.getElementsByTagName("uri")] == expected
    else:
        text = answer.decode() if isinstance(answer, bytes) else answer
        assert [line.strip("<>\r") for line in text.split("\n")[1:] if line] == expected


def test_sparqlwrapper_graphs_and_errors(url: str, expected: list[str]) -> None:
    try:
        import SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException
    except ImportError:
        servers.missing("SPARQLWrapper", "pip install SPARQLWrapper")
    client = SPARQLWrapper.SPARQLWrapper(url + "/sparql")
    client.setMethod("POST")
    for form in ("turtle", "xml", "json-ld"):
        client.setReturnFormat(form)
        client.setQuery(f"CONSTRUCT WHERE {{ ?m a <{CLASS}> }}")
        answer = client.queryAndConvert()  # a graph, except for Turtle, which it hands on as it came
        graph = Graph().parse(data=answer, format="turtle") if isinstance(answer, bytes) else answer
        assert len(graph) == len(expected)
    client.setReturnFormat("json")
    client.setQuery("ASK { ?s ?p ?o }")
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed):
        client.query()
    client.setQuery("INSERT DATA { <a:a> <a:b> <a:c> }")
    with pytest.raises((SPARQLWrapperException, OSError)):
        client.query()


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store(url: str, expected: list[str], form: str, method: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(url + "/sparql", returnFormat=form, method=method, context_aware=False))
    assert [str(row.m) for row in graph.query(ALL)] == expected
    if form in ("xml", "json"):  # rdflib reads no truth value from CSV and TSV
        assert bool(graph.query(f"ASK {{ ?m a <{CLASS}> }}")) is True
    found = {str(s) for s in graph.subjects(None, URIRef(CLASS))}
    assert set(expected) <= found


def test_rdflib_reads_the_data_where_its_names_lead(url: str) -> None:
    for headers in ("text/turtle", "application/ld+json"):
        form = {"text/turtle": "turtle", "application/ld+json": "json-ld"}[headers]
        graph = Graph().parse(f"{url}/municipality/glostrup", format=form)
        assert (URIRef(BASE + "municipality/glostrup"), None, URIRef(CLASS)) in graph


def test_our_own_engine(url: str, expected: list[str]) -> None:
    engine = Engine.remote(url + "/sparql")
    assert [m.value for (m,) in engine.query(ALL).rows if m] == expected
    assert len(engine.query(f"CONSTRUCT WHERE {{ ?m a <{CLASS}> }}").triples) == len(expected)
    with pytest.raises(EndpointError, match="read-only"):
        engine.query(
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }".replace(
                "SELECT", "INSERT DATA { <a:a> <a:b> 1 } #"
            )
        )


def test_comunica(url: str, expected: list[str]) -> None:
    node = shutil.which("node")
    if not node:
        servers.missing("node", "apt-get install nodejs npm")
    program = COMUNICA_FOLDER / "node_modules" / ".bin" / "comunica-sparql"
    if not program.exists():
        folder = COMUNICA_FOLDER.relative_to(servers.ROOT)
        servers.missing("Comunica", f"npm install --ignore-scripts --prefix {folder} {COMUNICA}")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(node), str(Path(program).resolve()), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-1000:]
        return done.stdout

    table = json.loads(run(url + "/sparql", ALL, "-t", "application/sparql-results+json"))
    assert [row["m"]["value"] for row in table["results"]["bindings"]] == expected
    triples = run("sparql@" + url + "/sparql", f"CONSTRUCT WHERE {{ ?m a <{CLASS}> }}")
    assert all(f"<{name}>" in triples for name in expected)
    document = run(url + "/municipality/glostrup", f"ASK {{ <{BASE}municipality/glostrup> a <{CLASS}> }}")
    assert "true" in document
