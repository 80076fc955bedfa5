"""Putting the named graphs on a SPARQL server, each replaced whole or not at all.

SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013): sections 4.1 (indirect graph identification), 5.2
(GET), 5.3 (PUT), 5.4 (DELETE). A PUT replaces one graph; so that a failure half-way leaves no
mixture, every graph's former content is kept and put back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from .engine import EndpointError
from .errors import Problem, UnreadableError
from .namespaces import BASE
from .web import Answer, Client, Request, WebError

TIMEOUT_SECONDS = 300.0
MAX_GRAPH_BYTES = 2_000_000_000
_TURTLE = "text/turtle"
_SUBSET = ox.NamedNode("http://rdfs.org/ns/void#subset")
# Where well-known servers keep the graph store, by the last part of the address of their queries.
_STORES = {
    "": ("store", "sparql-graph-crud-auth"),
    "query": ("store", "data"),
    "sparql": ("sparql-graph-crud-auth", "data"),
}

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Published:
    """What `publish` did.

    Attributes:
        store: the address of the graph store that took the graphs.
        graphs: graph IRI to its number of triples.
        removed: graphs that an earlier publication put there and that are no more.
    """

    store: str
    graphs: Mapping[str, int]
    removed: tuple[str, ...] = ()


def read_graphs(path: Path) -> dict[str, bytes]:
    """The named graphs of a TriG or N-Quads file, each as N-Triples; the data set's description last.

    Raises:
        UnreadableError: the file is missing, not well-formed, or holds no named graph.
    """
    graphs: dict[str, list[ox.Triple]] = {}
    try:
        for quad in ox.parse(path=str(path)):
            if isinstance(quad.graph_name, ox.NamedNode):
                graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(
            Problem(str(path), f"cannot be read: {error}", "make it with `politikgraf build`")
        ) from error
    if not graphs:
        raise UnreadableError(Problem(str(path), "holds no named graph", "give build/out/politikgraf.trig"))
    order = sorted(graphs, key=lambda iri: (iri == BASE + "dataset", iri))
    return {iri: _ntriples(graphs[iri]) for iri in order}


def publish(graphs: Mapping[str, bytes], endpoint: str, progress: Progress = lambda *_: None) -> Published:
    """Put graphs on a server; when one fails, put all back as they were.

    Args:
        graphs: graph IRI to N-Triples.
        endpoint: the address of the graph store. For the address of the queries (`.../query`,
            `.../sparql`) or of the server alone, the usual places of Oxigraph, Virtuoso and Fuseki
            are tried.
        progress: called with (done, of, what).

    Raises:
        EndpointError: no graph store there, refused, or a graph did not arrive whole. The
            message says whether the server is as it was before.
    """
    store = _Store(_find(endpoint, next(iter(graphs))))
    stale = sorted(_published_before(store) - set(graphs))
    before: dict[str, bytes | None] = {}
    total = len(graphs) + len(stale)
    try:
        for done, iri in enumerate(graphs, 1):
            progress(done, total, iri)
            before[iri] = store.get(iri)
            store.put(iri, graphs[iri])
            _check_whole(store, iri, graphs[iri])
        for done, iri in enumerate(stale, len(graphs) + 1):
            progress(done, total, iri)
            before[iri] = store.get(iri)
            store.delete(iri)
    except BaseException as error:
        left = _put_back(store, before)
        if not isinstance(error, EndpointError):
            raise
        state = "the graphs are as they were before" if not left else "NOT put back: " + " ".join(left)
        problem = error.problems[0]
        said = EndpointError(problem.place, f"{problem.what}; {state}", problem.remedy, error.status)
        said.left_changed = bool(left)
        raise said from error
    return Published(store.url, {iri: _count(body) for iri, body in graphs.items()}, tuple(stale))


class _Store:
    """One graph store, in the four requests that are made of it."""

    def __init__(self, url: str):
        self.url = url
        self._client = Client()

    def get(self, graph: str) -> bytes | None:
        """The graph as N-Triples, None when it is not there."""
        answer = self.ask("GET", graph, {"Accept": _TURTLE})
        if answer.status == 404:
            return None
        self._demand(answer, graph)
        if not answer.body.strip():
            return b""
        format_ = ox.RdfFormat.from_media_type(answer.media_type) or ox.RdfFormat.TURTLE
        try:
            return _ntriples([quad.triple for quad in ox.parse(answer.body, format=format_)])
        except (SyntaxError, ValueError) as error:
            raise EndpointError(self.url, f"answers something else than a graph for <{graph}>: {error}") from error

    def put(self, graph: str, body: bytes) -> None:
        self._demand(self.ask("PUT", graph, {"Content-Type": _TURTLE}, body), graph)

    def delete(self, graph: str) -> None:
        answer = self.ask("DELETE", graph, {})
        if answer.status != 404:
            self._demand(answer, graph)

    def ask(self, method: str, graph: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        url = f"{self.url}{'&' if '?' in self.url else '?'}{urlencode({'graph': graph})}"
        try:
            return self._client.send(Request(method, url, headers, body), TIMEOUT_SECONDS, MAX_GRAPH_BYTES)
        except WebError as error:
            raise EndpointError(self.url, error.what, error.remedy, error.status) from error

    def _demand(self, answer: Answer, graph: str) -> None:
        if not 200 <= answer.status < 300:
            what = f"answers {answer.status} for <{graph}>: {answer.excerpt()}"
            raise EndpointError(self.url, what, answer.remedy(), answer.status)


def _find(endpoint: str, graph: str) -> str:
    """The address of the graph store for what the user gave."""
    try:
        parts = urlsplit(endpoint)
    except ValueError:  # the first request says why
        return endpoint
    folder, _, last = parts.path.rpartition("/")
    if last not in _STORES or parts.query:
        return endpoint
    for name in _STORES[last]:
        candidate = urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", ""))
        answer = _Store(candidate).ask("GET", graph, {"Accept": _TURTLE})
        of_graph = answer.status == 404 and (not answer.body or graph in answer.excerpt(1000))
        if of_graph or answer.status in (200, 204, 401, 403):
            return candidate
    return endpoint


def _published_before(store: _Store) -> set[str]:
    """The graphs that the data set's description on the server lists as its parts."""
    description = store.get(BASE + "dataset")
    triples = ox.parse(description or b"", format=ox.RdfFormat.N_TRIPLES)
    return {t.object.value for t in triples if t.predicate == _SUBSET and t.object.value.startswith(BASE)}


def _check_whole(store: _Store, graph: str, sent: bytes) -> None:
    there = store.get(graph)
    if there is None or _count(there) != _count(sent):
        what = f"holds {_count(there or b'')} triples of <{graph}> instead of {_count(sent)}"
        raise EndpointError(store.url, what, "look into the server's log and limits")


def _put_back(store: _Store, before: Mapping[str, bytes | None]) -> list[str]:
    """Restore graphs in reverse order; the IRIs of those that could not be."""
    left = []
    for graph, content in reversed(list(before.items())):
        try:
            store.delete(graph) if content is None else store.put(graph, content)
        except EndpointError:
            if not _is_still(store, graph, content):
                left.append(f"<{graph}>")
    return left


def _is_still(store: _Store, graph: str, content: bytes | None) -> bool:
    """Whether a graph that could not be put back was never changed."""
    try:
        there = store.get(graph)
    except EndpointError:
        return False
    return _lines(there) == _lines(content)


def _lines(ntriples: bytes | None) -> list[bytes]:
    return sorted((ntriples or b"").splitlines())


def _ntriples(triples: list[ox.Triple]) -> bytes:
    out = io.BytesIO()
    ox.serialize(triples, out, format=ox.RdfFormat.N_TRIPLES)
    return out.getvalue()


def _count(ntriples: bytes) -> int:
    return ntriples.count(b"\n")
