"""Answering one query over a store, within bounds: a function of the store and the job alone.

It runs in a worker process. Source: SPARQL 1.1 Protocol, sections 2.1.4 (dataset), 2.1.6 (success),
2.1.7 (failure).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import islice

import pyoxigraph as ox

from .. import sparql
from ..engine import QuerySyntaxError, asks_elsewhere, explain
from .description import write
from .negotiation import GRAPHS, NAMES, TABLES

BAD_REQUEST, FORBIDDEN, NOT_ACCEPTABLE = 400, 403, 406


@dataclass(frozen=True)
class Job:
    """One query and how its answer is wanted.

    Attributes:
        query: the SPARQL text.
        table: media type for SELECT and ASK, None when the client takes none.
        graph: media type for CONSTRUCT and DESCRIBE, likewise.
        default_graphs, named_graphs: the dataset as the protocol gives it; both None when it does not.
        rows, answer_bytes: bounds of the answer.
        first: with a number, give only so many rows or triples, and say whether there are more.
    """

    query: str
    table: str | None = NAMES["json"]
    graph: str | None = NAMES["ttl"]
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int = 200_000
    answer_bytes: int = 64_000_000
    first: int | None = None

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Job:
        return cls(**json.loads(data))


@dataclass(frozen=True)
class Reply:
    """The answer to a job: an HTTP status, a media type, and the bytes (for an error a sentence)."""

    status: int
    media_type: str
    body: bytes
    line: int = 0
    column: int = 0
    more: bool = field(default=False)

    @classmethod
    def refusal(cls, status: int, sentence: str, line: int = 0, column: int = 0) -> Reply:
        return cls(status, "text/plain", sentence.encode("utf-8", "replace"), line, column)

    @property
    def ok(self) -> bool:
        return self.status == 200


class _TooLarge(Exception):
    pass


class _Bounded:
    """A file that takes so many bytes and no more."""

    def __init__(self, limit: int):
        self.parts: list[bytes] = []
        self._left = limit

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass


def evaluate(store: ox.Store, job: Job) -> Reply:
    """Answer a job; whatever is wrong with the query comes back as a reply."""
    if refused := refuse(job.query):
        return refused
    try:
        return _answer(store, job)
    except (SyntaxError, UnicodeEncodeError) as error:
        return _syntax(explain(error, job.query))
    except _TooLarge:
        return Reply.refusal(BAD_REQUEST, _bound(job))
    except (ValueError, OSError, RuntimeError) as error:
        return Reply.refusal(BAD_REQUEST, f"The query cannot be answered: {str(error)[:200]}")


def refuse(text: str) -> Reply | None:
    """Why a text is not run at all: it changes data, asks another server, or nests without end."""
    if sparql.depth(text) > sparql.MAX_DEPTH:
        return Reply.refusal(BAD_REQUEST, f"Brackets are nested more than {sparql.MAX_DEPTH} deep.")
    if (form := sparql.form(text)) in sparql.UPDATE_FORMS:
        return Reply.refusal(FORBIDDEN, f"This endpoint is read-only: {form} is refused.")
    try:
        if asks_elsewhere(text):
            return Reply.refusal(FORBIDDEN, "Queries that ask other servers (SERVICE) are refused here.")
    except QuerySyntaxError as error:
        return _syntax(error)
    return None


def _answer(store: ox.Store, job: Job) -> Reply:
    dataset: dict[str, list[ox.NamedNode]] = {}
    if job.default_graphs is not None or job.named_graphs is not None:
        dataset["default_graph"] = [ox.NamedNode(iri) for iri in job.default_graphs or ()]
        dataset["named_graphs"] = [ox.NamedNode(iri) for iri in job.named_graphs or ()]
    result = store.query(job.query, **dataset)  # type: ignore[arg-type]
    if job.first is not None and isinstance(result, ox.QuerySolutions):
        return _first(result, job.first)
    if job.first is not None and isinstance(result, ox.QueryTriples):
        return _beginning(result, job.first)
    graph = isinstance(result, ox.QueryTriples)
    wanted = job.graph if graph else job.table
    if wanted is None:
        offered = ", ".join(GRAPHS if graph else TABLES)
        return Reply.refusal(NOT_ACCEPTABLE, f"The answer to this query can be given as {offered}.")
    out = _Bounded(job.answer_bytes)
    if graph:
        result.serialize(out, format=GRAPHS[wanted])  # type: ignore[call-overload,arg-type]
    else:
        result.serialize(out, format=TABLES[wanted])  # type: ignore[arg-type]
    body = b"".join(out.parts)
    if not isinstance(result, ox.QueryBoolean) and _more_rows_than(job.rows, body, wanted, graph):
        return Reply.refusal(BAD_REQUEST, _bound(job))
    return Reply(200, wanted, body)


def _more_rows_than(bound: int, body: bytes, media_type: str, graph: bool) -> bool:
    """Whether an answer has more rows; short ones cannot, long ones are read again and counted."""
    if len(body) < 2 * bound:
        return False
    if graph:
        counted = ox.parse(body, format=GRAPHS[media_type])
    elif TABLES[media_type] == ox.QueryResultsFormat.CSV:
        return body.count(b"\n") - 1 > bound
    else:
        counted = ox.parse_query_results(body, format=TABLES[media_type])  # type: ignore[assignment]
    return any(number >= bound for number, _ in enumerate(counted))


def _first(solutions: ox.QuerySolutions, count: int) -> Reply:
    """The first rows, as JSON of this project: names, and each term as kind, value, language or type."""
    rows: list[list[object]] = []
    more = False
    for solution in solutions:
        if len(rows) == count:
            more = True
            break
        rows.append([_plain(term) for term in solution])
    body = json.dumps({"variables": [v.value for v in solutions.variables], "rows": rows}, ensure_ascii=False)
    return Reply(200, "application/json", body.encode(), more=more)


def _beginning(triples: ox.QueryTriples, count: int) -> Reply:
    """The first triples, as Turtle with short names."""
    some = list(islice(triples, count + 1))
    return Reply(200, NAMES["ttl"], write(some[:count], NAMES["ttl"]), more=len(some) > count)


def _plain(term: object) -> list[str]:
    if isinstance(term, ox.NamedNode):
        return ["iri", term.value, ""]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, f"@{term.language}" if term.language else term.datatype.value]
    return ["", "", ""] if term is None else ["blank", str(term), ""]


def _syntax(error: QuerySyntaxError) -> Reply:
    where = f"line {error.line}, column {error.column}: " if error.line else ""
    what = sparql.readable(error.what)
    return Reply.refusal(BAD_REQUEST, f"This is not a SPARQL 1.1 query: {where}{what}", error.line, error.column)


def _bound(job: Job) -> str:
    return (
        f"The answer has more than {job.rows} rows or {job.answer_bytes // 1_000_000} MB, which is more than this"
        " server gives at once. Ask for less, or page with ORDER BY, LIMIT and OFFSET."
    )
