"""politikgraf from Python: load the graph, ask it questions, compare municipalities.

>>> import politikgraf
>>> graph = politikgraf.load(language="en")
>>> answer = graph.query("in-common", municipality="glostrup", other="ballerup")
>>> answer.columns[:3]
('concept', 'conceptLabel', 'statements')
>>> comparison = graph.compare("glostrup", "ballerup")
>>> "wellbeing" in comparison.shared
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pyoxigraph as ox

from .answers import short, write_answer
from .compare import Comparison, compare, network
from .engine import Engine, Result, Term, open_engine
from .errors import DataError, Problem
from .query import Asker, Value
from .questions import LANGUAGES, Library, Question
from .turtle import natural_key

if TYPE_CHECKING:
    import networkx
    import pandas

_WHOLE = {"integer", "nonNegativeInteger", "int", "long", "short"}
_BROKEN = {"decimal", "double", "float"}
_TRIPLE = ("subject", "predicate", "object")


class Answer:
    """What a question gave.

    SELECT gives rows, which read as dictionaries of Python values: IRIs and strings come as `str`, whole
    numbers as `int`, others as `float`, truth as `bool`, an empty cell as None. CONSTRUCT and DESCRIBE
    give triples, which read the same way, as rows of `subject`, `predicate` and `object`, in an order of
    their own. ASK gives yes or no, which is the answer's truth (`bool(answer)`, `answer.boolean`); it has
    no rows, and says so when it is asked for some.

    >>> import politikgraf
    >>> graph = politikgraf.load()
    >>> answer = graph.query("SELECT (1 + 1 AS ?sum) {}")
    >>> len(answer), answer[0]
    (1, {'sum': 2})
    >>> graph.query("ASK { ?s ?p 'no such thing' }")
    <Answer: False>
    """

    def __init__(self, result: Result, language: str = "da", question: Question | None = None):
        self.result = result
        self.question = question
        self._language = language

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: `subject`, `predicate` and `object` for CONSTRUCT, none for ASK."""
        return _TRIPLE if self.result.kind == "graph" else self.result.variables

    @property
    def boolean(self) -> bool | None:
        """The answer to ASK, else None."""
        return self.result.boolean

    @cached_property
    def _rows(self) -> Sequence[Sequence[Term | None]]:
        """The rows; triples in an order that is the same every time.

        Raises:
            DataError: it is an answer to ASK.
        """
        if self.result.kind == "ask":
            what = "this answer to ASK is yes or no, and has no rows"
            raise DataError(Problem("answer", what, "use bool(answer) or answer.boolean"))
        if self.result.kind == "graph":
            return sorted(((t.subject, t.predicate, t.object) for t in self.result.triples), key=_in_order)
        return self.result.rows

    def __bool__(self) -> bool:
        return self.result.boolean is True if self.result.kind == "ask" else bool(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._read, self._rows)

    @overload
    def __getitem__(self, number: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, number: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, number: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(number, slice):
            return [self._read(row) for row in self._rows[number]]
        return self._read(self._rows[number])

    def _read(self, row: Sequence[Term | None]) -> dict[str, Any]:
        return {name: python_value(term) for name, term in zip(self.columns, row)}

    def __repr__(self) -> str:
        name = f" to {self.question.name}" if self.question and self.question.name else ""
        if self.result.kind == "ask":
            return f"<Answer{name}: {self.boolean}>"
        unit = "triple" if self.result.kind == "graph" else "row"
        return f"<Answer{name}: {len(self)} {unit}{'' if len(self) == 1 else 's'}>"

    def __str__(self) -> str:
        return self.to("table")

    def to(self, format: str, width: int = 100) -> str:
        """The answer as text: `table`, `csv`, `json`, `markdown`, or for a graph `turtle` or `ntriples`.

        Raises:
            DataError: the format does not fit the answer.
        """
        return write_answer(self.result, format, self._language, width)

    def names(self, column: str) -> list[str]:
        """The cells of a column in brief, e.g. `glostrup-2025:s012`.

        Raises:
            DataError: there is no such column, or it is an answer to ASK.
        """
        rows = self._rows
        if column not in self.columns:
            raise DataError(Problem(column, "is no column of this answer", "one of " + ", ".join(self.columns)))
        return [short(row[self.columns.index(column)]) for row in rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame.

        Raises:
            DataError: pandas is not installed, or it is an answer to ASK.
        """
        rows = list(self)
        try:
            import pandas
        except ImportError as error:
            raise DataError(
                Problem("pandas", "is not installed", "pip install pandas, or use the rows as they are")
            ) from error
        return pandas.DataFrame(rows, columns=list(self.columns))


def _in_order(triple: Sequence[Term]) -> tuple:
    subject, predicate, object_ = map(str, triple)
    return natural_key(subject), predicate, natural_key(object_)


class Graph:
    """The knowledge graph, ready to be asked. Make one with `politikgraf.load`."""

    def __init__(self, engine: Engine, language: str = "da", library: Library | None = None):
        if language not in LANGUAGES:
            raise DataError(Problem("language", f"{language!r} is no language of the graph", "da or en"))
        self.language = language
        self._asker = Asker(engine, library)

    def __repr__(self) -> str:
        return f"<politikgraf.Graph {self._asker.engine.name}>"

    @property
    def questions(self) -> Library:
        """The library of questions.

        >>> import politikgraf
        >>> politikgraf.load().questions["unique-to-one"].question["en"]
        'What does only one municipality speak of?'
        """
        return self._asker.library

    def query(self, name_or_text: str, **parameters: Value) -> Answer:
        """Ask a question of the library by name, or any SPARQL text.

        >>> import politikgraf
        >>> graph = politikgraf.load(language="en")
        >>> [row["measureLabel"] for row in graph.query("goals-and-measures", municipality="ballerup")][:1] != []
        True

        Raises:
            DataError: no such question, parameter or value; near spellings are offered.
            QuerySyntaxError: the text is not SPARQL; with line and column.
        """
        question = self._asker.question(name_or_text)
        if any(p.name == "lang" for p in question.parameters):
            parameters.setdefault("lang", self.language)
        return Answer(self._asker.ask(question, **parameters), str(parameters.get("lang", self.language)), question)

    def names(self, type: str) -> list[str]:
        """The short names of all things of a type: `municipality`, `concept`, `actor`, `document` ...

        >>> import politikgraf
        >>> politikgraf.load().names("municipality")
        ['ballerup', 'glostrup', 'hoeje-taastrup', 'lyngby-taarbaek']
        """
        return list(self._asker.names(type))

    def compare(self, *municipalities: str) -> Comparison:
        """Two or more municipalities side by side.

        >>> import politikgraf
        >>> comparison = politikgraf.load(language="en").compare("glostrup", "lyngby-taarbaek")
        >>> comparison.label("wellbeing")
        'well-being'
        >>> set(comparison.only("glostrup")) & set(comparison.shared)
        set()

        Raises:
            DataError: fewer than two, the same twice, or one that is not in the graph.
        """
        return compare(self._asker, municipalities, self.language)

    def network(self) -> networkx.Graph:
        """Municipalities and the concepts they speak of, as a bipartite networkx graph.

        >>> import politikgraf
        >>> network = politikgraf.load().network()
        >>> network.nodes["glostrup"]["kind"], network["glostrup"]["wellbeing"]["statements"] > 0
        ('municipality', True)
        """
        return network(self._asker, self.language)


def load(path: str | Path | None = None, *, endpoint: str | None = None, language: str = "da") -> Graph:
    """The graph: this project's by default, a file, or a SPARQL 1.1 server.

    Args:
        path: a Turtle, TriG, N-Triples, N-Quads or RDF/XML file.
        endpoint: URL of a server; without it and `path`, the environment variable POLITIKGRAF_ENDPOINT counts.
        language: of labels, `da` or `en`.

    >>> import politikgraf
    >>> politikgraf.load().query("ASK { ?s ?p ?o }").boolean
    True

    Raises:
        DataError: the file cannot be read or the language is unknown.
    """
    return Graph(open_engine(endpoint, path), language)


def python_value(term: Term | None) -> Any:
    """A term as a Python value.

    >>> python_value(ox.Literal(3)), python_value(ox.Literal(True)), python_value(None)
    (3, True, None)
    """
    if not isinstance(term, ox.Literal):
        return None if term is None else term.value if isinstance(term, (ox.NamedNode, ox.BlankNode)) else str(term)
    datatype = term.datatype.value.rsplit("#", 1)[-1]
    with suppress(ValueError):  # a literal need not be what its datatype says
        if datatype in _WHOLE:
            return int(term.value)
        if datatype in _BROKEN:
            return float(term.value)
    if datatype == "boolean":
        return term.value in ("true", "1")
    return term.value
