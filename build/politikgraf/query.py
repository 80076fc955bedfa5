"""Asking a question: checking what is given for its parameters, setting them in, running it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from .engine import Engine, Result
from .errors import DataError, Problem
from .namespaces import ACTOR, AGE, CONCEPT, DATA, KINDS, MUNICIPALITY, REFERENCE
from .questions import ANY, LANGUAGES, Library, Parameter, Question, parse_question
from .tables import suggest

Value = str | int | float | Decimal | Sequence[str | int]

_PREFIXES = """PREFIX pol: <https://w3id.org/politikgraf/ontology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
# How the things that a parameter can name are found, and the namespace that its short names leave out.
THINGS: dict[str, tuple[str, str]] = {
    "municipality": (str(MUNICIPALITY), "?thing a pol:Municipality"),
    "concept": (str(CONCEPT), f"?thing skos:inScheme <{CONCEPT}>"),
    "actor": (str(ACTOR), "{ ?thing a pol:ActorKind } UNION { ?thing a pol:Body }"),
    "age": (str(AGE), "?thing a pol:AgeBand"),
    "document": (str(DATA), "?thing a pol:PolicyDocument"),
    "reference": (str(REFERENCE), "?thing a pol:Reference"),
    "statement": (str(DATA), "?thing a pol:Statement"),
}
_YEAR = re.compile(r"\d{4}")
_MAX_TEXT = 1000


class Asker:
    """Asks questions of an engine.

    >>> from politikgraf.project import Project
    >>> asker = Asker(Engine.embedded(Project.here().current))
    >>> answer = asker.ask("in-common", municipality="glostrup", other="ballerup", lang="en")
    >>> answer.variables[:2]
    ('concept', 'conceptLabel')
    """

    def __init__(self, engine: Engine, library: Library | None = None):
        self.engine = engine
        self._given = library
        self._known = lru_cache(maxsize=None)(self._find_names)

    @cached_property
    def library(self) -> Library:
        """The library that names are looked up in."""
        return self._given or Library.load()

    def question(self, name_or_text: str) -> Question:
        """A question of the library by name, or one made of a SPARQL text.

        A text is told from a name by its white space or braces.
        """
        if re.search(r"[\s{}]", name_or_text.strip()):
            return parse_question(name_or_text)
        return self.library[name_or_text.strip()]

    def ask(self, name_or_text: str | Question, **given: Value) -> Result:
        """Ask a question by name, or a SPARQL text.

        Args:
            name_or_text: `shared-by-all`, or SPARQL.
            given: values for the question's parameters; those left out keep their defaults.

        Raises:
            DataError: no such question or parameter, or a value that is not of its type or not in the graph.
            QuerySyntaxError: the text is not SPARQL.
        """
        question = name_or_text if isinstance(name_or_text, Question) else self.question(name_or_text)
        return self.engine.query(self.fill(question, given))

    def fill(self, question: Question, given: Mapping[str, Value]) -> str:
        """The SPARQL of a question with values set in for its parameters.

        Every value is turned into a term by its type, and names of things must be in the graph, so nothing
        that is given can become a part of the query's syntax.

        Raises:
            DataError: every parameter or value that cannot be used.
        """
        text, problems = question.sparql, []
        for name, value in given.items():
            try:
                parameter = question.parameter(name)
                text = self._set(text, parameter, value)
            except DataError as error:
                problems.extend(error.problems)
        if problems:
            raise DataError(problems)
        return text

    def names(self, type_: str) -> dict[str, str]:
        """What a parameter of a type can be given: short names to IRIs, e.g. `glostrup`.

        Raises:
            DataError: there is no such type.
        """
        if type_ not in THINGS:
            near = suggest(type_, THINGS) or "one of " + ", ".join(THINGS)
            raise DataError(Problem("type", f"there are no things of type {type_!r}", near))
        return self._known(type_)[0]

    def _set(self, text: str, parameter: Parameter, value: Value) -> str:
        values = _listed(value, parameter.several)
        place = f"--param {parameter.name}"
        if values == [ANY]:
            if not parameter.optional:
                raise DataError(Problem(place, "cannot be left open", f"e.g. {parameter.default}"))
            return parameter.line().sub(r"\g<indent># VALUES ?" + parameter.name + " { }", text)
        if not values or (len(values) > 1 and not parameter.several):
            raise DataError(Problem(place, "takes one value", f"e.g. {parameter.default}"))
        if parameter.choices and (wrong := [v for v in values if v not in parameter.choices]):
            near = suggest(wrong[0], parameter.choices) or "one of " + ", ".join(parameter.choices)
            raise DataError(Problem(place, f"cannot be {wrong[0]!r}", near))
        terms = " ".join(self._term(parameter.type, one, place) for one in values)
        # A function, so that a backslash in a term is not read as a reference to a group.
        return parameter.line().sub(lambda m: f"{m['indent']}VALUES ?{parameter.name} {{ {terms} }}", text)

    def _term(self, type_: str, value: str, place: str) -> str:
        if type_ in THINGS:
            return f"<{self.iri(type_, value, place)}>"
        if type_ not in _LITERALS:
            raise DataError(
                Problem(place, f"its type {type_!r} is unknown", "one of " + ", ".join([*THINGS, *_LITERALS]))
            )
        return _LITERALS[type_](value, place)

    def iri(self, type_: str, value: str, place: str = "") -> str:
        """The IRI of a thing by its short name (`glostrup`), its name in words (`Glostrup Kommune`) or its IRI.

        Raises:
            DataError: the graph holds none of that type; near spellings are offered.
        """
        names, spoken = self._known(type_)
        value = (
            value.replace(":", "/", 1)
            if type_ == "statement" and "//" not in value
            else value.removeprefix(type_ + ":")
        )
        if value in names:
            return names[value]
        if value in names.values():
            return value
        if value.casefold() in spoken:
            return spoken[value.casefold()]
        near = suggest(value, names) or suggest(value.casefold(), spoken)
        raise DataError(
            Problem(
                place or type_, f"{value!r} is no {type_} of the graph", near or f"e.g. {next(iter(names), 'none')}"
            )
        )

    def _find_names(self, type_: str) -> tuple[dict[str, str], dict[str, str]]:
        """Short names and, lower case, the names in words, each to its IRI."""
        namespace, pattern = THINGS[type_]
        query = f"{_PREFIXES}SELECT ?thing WHERE {{ {pattern} }}"
        if type_ != "statement":
            words = "UNION ".join(
                f"{{ ?thing {p} ?label }} " for p in ("skos:prefLabel", "skos:altLabel", "dcterms:title")
            )
            query = f"{_PREFIXES}SELECT ?thing ?label WHERE {{ {{ {pattern} }} {words}}}"
        found = self.engine.query(query)
        names: dict[str, str] = {}
        spoken: dict[str, str] = {}
        for row in found.rows:
            iri, label = row[0].value, row[1].value if len(row) > 1 and row[1] else ""
            names[iri.removeprefix(namespace)] = iri
            if label:
                spoken.setdefault(label.casefold(), iri)
        return dict(sorted(names.items())), spoken


def _listed(value: Value, several: bool) -> list[str]:
    if isinstance(value, str):
        return [v.strip() for v in value.split(",") if v.strip()] if several else [value.strip()]
    if isinstance(value, Sequence):
        return [str(v).strip() for v in value]
    return [str(value)]


def _integer(value: str, place: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", value):
        raise DataError(Problem(place, f"{value!r} is no whole number", "write digits, e.g. 16"))
    return str(int(value))


def _decimal(value: str, place: str) -> str:
    try:
        number = Decimal(value)
        if not number.is_finite() or len(value) > 30:
            raise InvalidOperation
    except InvalidOperation as error:
        raise DataError(
            Problem(place, f"{value!r} is no number", "write digits, with a point for decimals, e.g. 0.05")
        ) from error
    written = format(number, "f")
    return written if "." in written else written + ".0"


def _year(value: str, place: str) -> str:
    if not (value.isascii() and _YEAR.fullmatch(value)):
        raise DataError(Problem(place, f"{value!r} is no year", "write four digits, e.g. 2029"))
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#gYear>'


def _language(value: str, place: str) -> str:
    if value not in LANGUAGES:
        raise DataError(Problem(place, f"{value!r} is no language of the graph", "da or en"))
    return f'"{value}"'


def _kind(value: str, place: str) -> str:
    name = value.removeprefix("pol:")
    known = {**KINDS, **{str(k).rsplit("/", 1)[1]: k for k in KINDS.values()}}
    if name not in known:
        raise DataError(
            Problem(place, f"{value!r} is no kind of statement", suggest(name, known) or "one of " + ", ".join(KINDS))
        )
    return f"<{known[name]}>"


def _text(value: str, place: str) -> str:
    # SPARQL 1.1, section 19.2: \uXXXX is replaced before parsing, so a backslash is refused, not escaped.
    if len(value) > _MAX_TEXT or "\\" in value or not value.isprintable():
        raise DataError(
            Problem(place, f"holds a backslash or control character, or over {_MAX_TEXT} characters", "leave them out")
        )
    return '"' + value.replace('"', '\\"') + '"'


_LITERALS: dict[str, Callable[[str, str], str]] = {
    "integer": _integer,
    "decimal": _decimal,
    "year": _year,
    "language": _language,
    "kind": _kind,
    "text": _text,
}
