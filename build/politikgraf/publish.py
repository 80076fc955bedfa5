"""Putting the named graphs on a SPARQL server, each replaced whole or not at all.

SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013): sections 4.1 (indirect graph identification), 5.2
(GET), 5.3 (PUT), 5.4 (DELETE). A PUT replaces one graph; so that a failure half-way, or being told to
stop, leaves no mixture, every graph's former content is kept and put back.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from .engine import EndpointError
from .errors import Problem, UnreadableError
from .namespaces import BASE
from .sameness import differences
from .stopping import Stopped, Stopping
from .web import Answer, Client, Request, WebError

TIMEOUT_SECONDS = 300.0
MAX_GRAPH_BYTES = 2_000_000_000
PUT_BACK_SECONDS = 900.0
"""After so long no further graph is begun to be put back."""
_SETTLE_SECONDS = 1.0
DATASET = BASE + "dataset"
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
        removed: graphs that an earlier publication put there and that the data set lists no more.
        kept: graphs of an earlier publication that were left as they are.
    """

    store: str
    graphs: Mapping[str, int]
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class PublishingStopped(Stopped):
    """Publishing was told to stop; the message says what the server holds now.

    `left_changed` says that something on it was changed all the same.
    """

    def __init__(self, number: int, state: str, left_changed: bool):
        super().__init__(number)
        self.args = (f"stopped; {state}",)
        self.left_changed = left_changed


def read_graphs(path: Path) -> dict[str, bytes]:
    """The named graphs of a TriG or N-Quads file, each as N-Triples; the data set's description last.

    Raises:
        UnreadableError: the file is missing, not well-formed, or holds no named graph.
    """
    graphs: dict[str, dict[ox.Triple, None]] = {}
    try:
        for quad in ox.parse(path=str(path)):
            if isinstance(quad.graph_name, ox.NamedNode):
                graphs.setdefault(quad.graph_name.value, {})[quad.triple] = None
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(
            Problem(str(path), f"cannot be read: {error}", "make it with `politikgraf build`")
        ) from error
    if not graphs:
        raise UnreadableError(Problem(str(path), "holds no named graph", "give build/out/politikgraf.trig"))
    order = sorted(graphs, key=lambda iri: (iri == DATASET, iri))
    return {iri: _ntriples(list(graphs[iri])) for iri in order}


def publish(
    graphs: Mapping[str, bytes],
    endpoint: str,
    progress: Progress = lambda *_: None,
    patience: Callable[[], object] = lambda: None,
) -> Published:
    """Put graphs on a server; when one fails, or at a signal to stop, put all back as they were.

    At a signal the request that changes a graph is finished first; a second signal breaks it off.

    Graphs of an earlier publication are removed only when `graphs` holds the data set's description, and
    neither it lists them any more nor they are among `graphs`.

    Args:
        graphs: graph IRI to N-Triples.
        endpoint: the address of the graph store. For the address of the queries (`.../query`,
            `.../sparql`) or of the server alone, the usual places of Oxigraph, Virtuoso and Fuseki
            are tried.
        progress: called with (done, of, what).
        patience: called, inside a signal's handler, when told to stop while that must wait.

    Raises:
        EndpointError: no graph store there, refused, or a graph arrived otherwise than it was sent. The
            message says whether the server is as it was before.
        PublishingStopped: Ctrl-C, SIGTERM or SIGHUP came; a `KeyboardInterrupt`, whose message says the same.
    """
    before: dict[str, bytes | None] = {}
    with Stopping(patience) as stopping:
        try:
            store = _Store(_find(endpoint, next(iter(graphs))))
            others = _listed(store.get(DATASET)) - set(graphs)
            removed = sorted(others - _listed(graphs[DATASET])) if DATASET in graphs else []
            total = len(graphs) + len(removed)
            for done, iri in enumerate(graphs, 1):
                progress(done, total, iri)
                before[iri] = store.get(iri)
                with stopping.finishing():  # a request that is broken off may come true later
                    store.put(iri, graphs[iri])
                _check_whole(store, iri, graphs[iri])
            for done, iri in enumerate(removed, len(graphs) + 1):
                progress(done, total, f"removing {iri}")
                before[iri] = store.get(iri)
                with stopping.finishing():
                    store.delete(iri)
            stopping.shielded = True
        except BaseException as error:
            stopping.shielded = True
            left = _put_back(store, before) if before else []
            if isinstance(error, Stopped):
                raise PublishingStopped(error.number, _state(before, left), bool(left)) from error
            if not isinstance(error, EndpointError):
                raise
            problem = error.problems[0]
            said = EndpointError(problem.place, f"{problem.what}; {_state(before, left)}", problem.remedy, error.status)
            said.left_changed = bool(left)
            raise said from error
    counts = {iri: _count(body) for iri, body in graphs.items()}
    return Published(store.url, counts, tuple(removed), tuple(sorted(others - set(removed))))


def _state(before: Mapping[str, bytes | None], left: list[str]) -> str:
    """What the server holds after putting back, in words."""
    if not left:
        return "the graphs are as they were before" if before else "nothing on the server was changed"
    return f"NOT put back: {' '.join(left)}; these may be new, in part or removed, all others are as they were before"


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


def _listed(description: bytes | None) -> set[str]:
    """The graphs that a description of the data set lists as its parts."""
    triples = ox.parse(description or b"", format=ox.RdfFormat.N_TRIPLES)
    return {t.object.value for t in triples if t.predicate == _SUBSET and t.object.value.startswith(BASE)}


def _check_whole(store: _Store, graph: str, sent: bytes) -> None:
    """That the server holds what it was sent, each triple of it."""
    missing, strange = differences(sent, store.get(graph) or b"")
    if missing or strange:
        counted = (
            f"{len(missing)} of {_count(sent)} triples of <{graph}> are missing, {len(strange)} others stand there"
        )
        example = f"missing: {missing[0]}" if missing else f"not sent: {strange[0]}"
        what = f"holds something else than was sent: {counted} ({example:.300})"
        raise EndpointError(store.url, what, "look into the server's log and limits")


def _put_back(store: _Store, before: Mapping[str, bytes | None]) -> list[str]:
    """Restore graphs in reverse order, each a second time if need be; the IRIs of those that are not as they were."""
    left, until = [], time.monotonic() + PUT_BACK_SECONDS
    for graph, content in reversed(list(before.items())):
        if time.monotonic() > until or not (_restore(store, graph, content) or _restore(store, graph, content, True)):
            left.append(f"<{graph}>")
    return left


def _restore(store: _Store, graph: str, content: bytes | None, again: bool = False) -> bool:
    """Restore a graph; whether it is as it was. A request that was broken off may still be at work on the server."""
    if again:
        time.sleep(_SETTLE_SECONDS)
    with suppress(EndpointError):
        store.delete(graph) if content is None else store.put(graph, content)
    try:
        there = store.get(graph)
    except EndpointError:
        return False
    return (there or b"") == (content or b"") or not any(differences(content or b"", there or b""))


def _ntriples(triples: list[ox.Triple]) -> bytes:
    out = io.BytesIO()
    ox.serialize(triples, out, format=ox.RdfFormat.N_TRIPLES)
    return out.getvalue()


def _count(ntriples: bytes) -> int:
    return ntriples.count(b"\n")
