"""Asking a SPARQL query: of the store in this process, or of any SPARQL 1.1 server.

Sources: SPARQL 1.1 Query Language, section 13 (datasets); SPARQL 1.1 Protocol, section 2.1.
Terms in results are Oxigraph's (`NamedNode`, `BlankNode`, `Literal`): each has `.value`, and
`str()` of it is its N-Triples form.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from . import sparql
from .errors import DataError, Problem, UnreadableError
from .namespaces import BASE
from .project import Project
from .store import load_store
from .web import Client, Request, WebError

ENDPOINT_VARIABLE = "POLITIKGRAF_ENDPOINT"
DATASET = BASE + "dataset"
TIMEOUT_SECONDS = 60.0
MAX_ANSWER_BYTES = 500_000_000

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_PLACE = re.compile(r"(?:error at )?(\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_SAID = re.compile(r"[A-Z][a-z][^,\[\]]{12,}|The [^,\[\]]+")
# One type a question: Virtuoso 7 takes a list of types as leave to answer in a shape of its own, and
# writes literals in a draft form of the JSON format and durations wrongly as N-Triples.
_DURATION, _MONTHS = ox.NamedNode("http://www.w3.org/2001/XMLSchema#duration"), re.compile(r"-?\d+")
_TABLE_TYPE, _GRAPH_TYPE = "application/sparql-results+xml", "text/turtle"
_SERVICE, _FRESH = re.compile("service", re.IGNORECASE), "zervicx"


class QuerySyntaxError(UnreadableError):
    """A query that is not SPARQL; `line` and `column` count from 1, 0 where they are not known."""

    def __init__(self, what: str, line: int = 0, column: int = 0):
        self.what, self.line, self.column = what, line, column
        place = f"line {line}, column {column}" if line else "query"
        super().__init__(Problem(place, what, "see the SPARQL 1.1 grammar, or a question in queries/"))


class EndpointError(UnreadableError):
    """A SPARQL server that cannot be reached, or that refuses.

    `status` is its HTTP status or 0; `left_changed` says that something on it was changed all the same.
    """

    left_changed = False

    def __init__(self, url: str, what: str, remedy: str = "", status: int = 0):
        self.status = status
        super().__init__(Problem(url, what, remedy))


@dataclass(frozen=True)
class Result:
    """What a query gave; `kind` says which of the other attributes is filled.

    Attributes:
        kind: "select", "ask" or "graph" (from CONSTRUCT and DESCRIBE).
        variables: names of the columns, without question mark.
        rows: one tuple a solution, in the order of `variables`; None where unbound.
        boolean: the answer to ASK.
        triples: the graph, in the order in which the engine gave it.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] = ()

    @classmethod
    def of(cls, answer: object) -> Result:
        """The result in an answer of Oxigraph, run to its end."""
        if isinstance(answer, ox.QueryBoolean):
            return cls("ask", boolean=bool(answer))
        if isinstance(answer, ox.QuerySolutions):
            names = tuple(v.value for v in answer.variables)
            return cls("select", names, tuple(tuple(solution) for solution in answer))
        return cls("graph", triples=tuple(answer))  # type: ignore[arg-type]


class Engine:
    """Where queries are asked. Make one with `embedded`, `remote` or `open_engine`.

    >>> store = ox.Store()
    >>> _ = store.add(ox.Quad(ox.NamedNode("ex:a"), ox.NamedNode("ex:b"), ox.Literal("c")))
    >>> result = Engine.of_store(store).query("SELECT ?o { ?s ?p ?o }")
    >>> result.variables, [str(term) for term in result.rows[0]]
    (('o',), ['"c"'])
    """

    def __init__(self, name: str, ask: Callable[[str], Result]):
        self.name = name
        self._ask = ask

    def __repr__(self) -> str:
        return f"<Engine {self.name}>"

    def query(self, text: str) -> Result:
        """Ask a SPARQL 1.1 query.

        Raises:
            QuerySyntaxError: it is not a query.
            DataError: it asks another server (SERVICE), which nothing in this process does.
            EndpointError: the server cannot be reached or refuses.
        """
        return self._ask(text)

    @classmethod
    def of_store(cls, store: ox.Store, name: str = "memory") -> Engine:
        """An engine over a store that is already filled."""

        def ask(text: str) -> Result:
            if asks_elsewhere(text):
                remedy = "ask that server itself: --endpoint, or politikgraf.load(endpoint=...)"
                raise DataError(Problem("query", "asks another server (SERVICE), which is refused here", remedy))
            try:
                return Result.of(store.query(text))
            except (SyntaxError, UnicodeEncodeError) as error:
                raise explain(error, text) from error

        return cls(name, ask)

    @classmethod
    def embedded(cls, path: str | Path) -> Engine:
        """Oxigraph in this process over a Turtle, TriG, N-Triples, N-Quads or RDF/XML file.

        Raises:
            UnreadableError: the file is missing, of another format or not well-formed.
        """
        return cls.of_store(load_store(path), str(path))

    @classmethod
    def remote(cls, url: str, graphs: Sequence[str] | None = None, timeout: float = TIMEOUT_SECONDS) -> Engine:
        """A SPARQL 1.1 server; user, password or token are read from the environment (`web`).

        Args:
            url: where it answers queries.
            graphs: the named graphs to ask, which also make up the default graph. When None, the server's own
                default graph if it holds the data set, else all graphs of this project (a server
                such as Oxigraph keeps named graphs out of the default graph unless told otherwise).
            timeout: seconds to wait for an answer.
        """
        chosen: list[Sequence[str]] = [] if graphs is None else [graphs]
        client = Client()

        def ask(text: str) -> Result:
            if not chosen:
                chosen.append(_own_graphs(client, url, timeout))
            return _ask_endpoint(client, url, text, chosen[0], timeout)

        return cls(url, ask)


def open_engine(endpoint: str | None = None, path: str | Path | None = None) -> Engine:
    """The engine a user asked for: `endpoint`, else POLITIKGRAF_ENDPOINT, else the file at `path`.

    Without any of them it is graph/politikgraf.ttl in this process. A `path` wins over the environment.
    """
    if endpoint is not None and not endpoint.strip():
        raise DataError(Problem("endpoint", "is empty", "give the address of a SPARQL server, or leave it out"))
    if endpoint and path:
        raise DataError(Problem("endpoint", "stands beside a file", "give one of them"))
    if endpoint := endpoint or (None if path else os.environ.get(ENDPOINT_VARIABLE)):
        return Engine.remote(endpoint)
    if path is None:
        path = Project.here().current
    return Engine.embedded(path)


def check_syntax(text: str) -> None:
    """Whether a text is a SPARQL 1.1 query, without asking it of any data.

    Raises:
        QuerySyntaxError: it is not.
    """
    try:
        ox.Store().query(text)
    except (SyntaxError, UnicodeEncodeError) as error:
        raise explain(error, text) from error
    except OSError:
        return


def asks_elsewhere(text: str) -> bool:
    """Whether a query would ask another server (SERVICE), told before anything of it is run.

    Whether SERVICE stands there as a keyword is left to the parser that would run it: if the query
    is still one with that word misspelt throughout, it was part of a string or a name.

    Raises:
        QuerySyntaxError: the text holds the word, and is not a query.
    """
    if not _SERVICE.search(text):
        return False
    fresh = _FRESH
    while fresh in text.lower():
        fresh += "x"
    try:
        check_syntax(_SERVICE.sub(fresh, text))
    except QuerySyntaxError as error:
        if sparql.has_word(text, "SERVICE") or "SERVICE" in error.what:
            return True
        raise
    return False


def explain(error: SyntaxError | UnicodeEncodeError, text: str) -> QuerySyntaxError:
    """Oxigraph's syntax error, with its place as numbers and in words a reader can use.

    Oxigraph names the furthest place where its parser tried something, which may be past the
    mistake; what the tokens alone show to be wrong is told instead.
    """
    match = _PLACE.match(str(error))
    said = _SAID.match(match[3]) if match else None
    if certain := sparql.fault(text) or (None if said else sparql.unclosed(text)):
        return QuerySyntaxError(certain.what, *sparql.place(text, certain.start))
    if not match:
        return QuerySyntaxError(" ".join(str(error).split())[:300])
    line, column = int(match[1]), int(match[2])
    if said:
        return QuerySyntaxError(said[0].strip(), line, column)
    wanted = [word for word in " ".join(match[3].split()).split(", ") if word != "[_]"]
    words = [word for word in wanted if word.isalnum()]
    index = sum(map(len, text.splitlines(keepends=True)[: line - 1])) + column - 1
    if words and len(words) == len(wanted):  # a word that was not found counts as tried to its end
        index = max(index - len(word) for word in words)
    here = next((t for t in sparql.tokens(text) if t.start + len(t.text) > index), None)
    if here is None:
        what = "something is missing or wrong before this place" if text.strip() else "the query is empty"
        return QuerySyntaxError(what, line, column)
    what = f"cannot be read from {here.text[:40]!r} on"
    if 1 < len(wanted) < 8 and not words:
        what += f"; expected {' or '.join(wanted)}"
    return QuerySyntaxError(what, *sparql.place(text, here.start))


def _ask_endpoint(client: Client, url: str, text: str, graphs: Sequence[str], timeout: float) -> Result:
    """Ask one query by POST (SPARQL 1.1 Protocol, section 2.1.2)."""
    form = [("query", text)] + [(f"{kind}-graph-uri", graph) for kind in ("default", "named") for graph in graphs]
    wanted = _GRAPH_TYPE if sparql.form(text) in ("CONSTRUCT", "DESCRIBE") else _TABLE_TYPE
    head = {"Content-Type": "application/x-www-form-urlencoded", "Accept": wanted}
    try:
        answer = client.send(Request("POST", url, head, urlencode(form).encode()), timeout, MAX_ANSWER_BYTES)
    except WebError as error:
        raise EndpointError(url, error.what, error.remedy, error.status) from error
    if not 200 <= answer.status < 300:
        if answer.status == 400:
            check_syntax(text)
        raise EndpointError(url, f"answers {answer.status}: {answer.excerpt()}", answer.remedy(), answer.status)
    try:
        return _mend(_read(answer.media_type, answer.body), sparql.form(text))
    except (SyntaxError, ValueError) as error:
        raise EndpointError(
            url, f"answers something that cannot be read: {error}", "is this a SPARQL endpoint?"
        ) from error


def _read(media_type: str, body: bytes) -> Result:
    if kind := ox.QueryResultsFormat.from_media_type(media_type):
        return Result.of(ox.parse_query_results(body, format=kind))
    if rdf := ox.RdfFormat.from_media_type(media_type):
        return Result("graph", triples=tuple(quad.triple for quad in ox.parse(body, format=rdf)))
    raise ValueError(f"its type is {media_type or 'not given'}")


def _mend(result: Result, form: str) -> Result:
    """What Virtuoso 7 means: it answers ASK with a table, and writes a duration as its number of months."""
    if form == "ASK" and result.kind == "select":
        said = [term.value for (term,) in result.rows if isinstance(term, ox.Literal)]
        return Result("ask", boolean=any(value not in ("0", "false") for value in said))
    rows = tuple(tuple(_duration(t) if isinstance(t, ox.Literal) else t for t in row) for row in result.rows)
    return replace(result, rows=rows)


def _duration(term: ox.Literal) -> ox.Literal:
    if term.datatype != _DURATION or not _MONTHS.fullmatch(term.value):
        return term
    years, months = divmod(abs(int(term.value)), 12)
    parts = "".join(f"{count}{unit}" for count, unit in ((years, "Y"), (months, "M")) if count) or "0M"
    return ox.Literal(("-" if term.value.startswith("-") else "") + "P" + parts, datatype=_DURATION)


def _own_graphs(client: Client, url: str, timeout: float) -> Sequence[str]:
    if _ask_endpoint(client, url, f"ASK {{ <{DATASET}> ?p ?o }}", (), timeout).boolean:
        return ()
    found = _ask_endpoint(client, url, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", (), timeout)
    return sorted(g.value for (g,) in found.rows if isinstance(g, ox.NamedNode) and g.value.startswith(BASE))
