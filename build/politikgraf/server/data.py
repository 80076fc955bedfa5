"""What the pages ask of the data, through the same workers and bounds as everybody's queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..engine import Engine, QuerySyntaxError, Result
from .cells import Cell
from .evaluation import Job, Reply
from .exchange import Refusal

MOST_ROWS = 20_000


class Runner(Protocol):
    """Whatever runs jobs: `pool.Pool`, or a stand-in for it."""

    def run(self, job: Job, cancelled: Callable[[], bool] = ...) -> Reply: ...


@dataclass(frozen=True)
class Table:
    """The first rows of an answer."""

    variables: list[str]
    rows: list[list[Cell]]
    more: bool


class Data:
    """The data behind the pages."""

    def __init__(self, pool: Runner):
        self._pool = pool

    def run(self, job: Job, gone: Callable[[], bool] = lambda: False) -> Reply:
        """The reply to a job, as it is."""
        return self._pool.run(job, gone)

    def table(self, query: str, first: int = MOST_ROWS) -> Table:
        """The first rows of a SELECT.

        Raises:
            Refusal: the query is refused, wrong, or took too long.
        """
        reply = self._pool.run(Job(query, first=first))
        if not reply.ok:
            raise Refusal(reply.status, reply.body.decode("utf-8", "replace"))
        return read_table(reply)

    def rows(self, query: str) -> list[list[Cell]]:
        """The rows of a SELECT."""
        return self.table(query).rows

    def graph(self, query: str, media_type: str) -> bytes:
        """The graph of a CONSTRUCT in one of the graph formats."""
        reply = self._pool.run(Job(query, None, media_type))
        if not reply.ok:
            raise Refusal(reply.status, reply.body.decode("utf-8", "replace"))
        return reply.body

    def exists(self, iri: str) -> bool:
        """Whether the data says anything of an IRI."""
        return bool(self.rows(f"SELECT ?p {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }} LIMIT 1"))

    def engine(self) -> Engine:
        """The same data as an `Engine`, for the library of questions."""

        def ask(text: str) -> Result:
            try:
                table = self.table(text)
            except Refusal as refusal:
                raise QuerySyntaxError(refusal.sentence) from refusal
            return Result("select", tuple(table.variables), tuple(tuple(c.term() for c in row) for row in table.rows))

        return Engine("server", ask)


def read_table(reply: Reply) -> Table:
    """The table in the reply to a job that asked for the first rows."""
    said = json.loads(reply.body)
    return Table(said["variables"], [[Cell(*cell) for cell in row] for row in said["rows"]], reply.more)
