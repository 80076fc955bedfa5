"""The whole query library gives the same answers on the embedded engine, on Oxigraph's server and on Virtuoso."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import servers
from politikgraf import paths
from politikgraf.engine import Engine, Result
from politikgraf.namespaces import BASE
from politikgraf.project import Project
from politikgraf.publish import publish

WHOLE = BASE + "whole"
QUERIES = sorted(paths.queries_folder().rglob("*.rq"))
NUMBERS = {"integer", "decimal", "double", "float", "int", "nonNegativeInteger", "nonPositiveInteger"}


@pytest.fixture(scope="module")
def here() -> Engine:
    return Engine.embedded(Project.here().current)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A real server that holds the whole graph as one named graph."""
    store = ox.Store()
    store.load(path=str(Project.here().current), format=ox.RdfFormat.TURTLE)
    turtle = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    folder: Path = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch, getattr(servers, request.param)(folder) as url:
        patch.setenv("POLITIKGRAF_ENDPOINT_USER", "dba")
        patch.setenv("POLITIKGRAF_ENDPOINT_PASSWORD", "dba")
        publish({WHOLE: turtle}, url)
        yield Engine.remote(url + ("/query" if request.param == "oxigraph" else "/sparql"), [WHOLE])


def comparable(result: Result) -> Counter:
    """Rows, or triples, as a multiset of values: servers write the same number, time or truth differently."""
    rows = result.rows or [(t.subject, t.predicate, t.object) for t in result.triples]
    return Counter(tuple(map(_value, row)) for row in rows)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> object:
    if not isinstance(term, ox.Literal):
        return None if term is None else term.value
    datatype = term.datatype.value.rsplit("#", 1)[-1]
    if datatype in NUMBERS:
        return round(float(term.value), 5)
    if datatype == "boolean":
        return term.value in ("true", "1")
    if datatype == "dateTime":
        return term.value.replace(".000", "")
    return term.value, (term.language or "").lower(), "" if datatype in ("string", "langString") else datatype


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_a_server_answers_as_the_embedded_engine(path: Path, here: Engine, there: Engine) -> None:
    text = path.read_text(encoding="utf-8")
    assert comparable(there.query(text)) == comparable(here.query(text))
