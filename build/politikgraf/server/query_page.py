"""The page on which people ask: choose a question, set it, edit its SPARQL, run it, follow the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from ..errors import DataError
from .asked import PARAMETER, Asked, fingerprint
from .cells import Cell
from .data import Data, Table, read_table
from .evaluation import Job
from .exchange import Refusal, Request, Response, read_fields
from .labels import Labels, Value, value_of
from .negotiation import JSON_RESULTS, TURTLE
from .pages import page
from .problems import Wrong, no_question, wrong_values
from .words import group_name, words

if TYPE_CHECKING:
    from ..query import Asker
    from ..questions import Parameter, Question

FIRST_ROWS = 500
FIRST_CHARACTERS = 50_000
MOST_CHOICES = 2_000
LONGEST_ADDRESS = 4_000
_LABEL = "Label"
_HEAD = re.compile(r"\A(?:#[^\n]*\n)+\n*")
_FREE_TYPES = ("statement",)
START = """PREFIX pol: <https://w3id.org/politikgraf/ontology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?goal ?label
WHERE {
  ?goal a pol:Goal ;
    skos:prefLabel ?label .
  FILTER(LANG(?label) = "%s")
}
ORDER BY ?goal
LIMIT 100
"""


@dataclass(frozen=True)
class Shown:
    """An answer as it is shown: what went wrong, or one of a truth, a graph and a table."""

    error: str = ""
    details: str = ""
    line: int = 0
    column: int = 0
    truth: bool | None = None
    graph: str | None = None
    columns: Sequence[dict] = ()
    rows: Sequence[Sequence[Value]] | None = None
    more: bool = False
    first: int = FIRST_ROWS
    formats: Sequence[str] = ()


class QueryPage:
    """The page, over the data and the library of questions."""

    def __init__(self, data: Data, site: bool):
        self._data, self._site = data, site

    @cached_property
    def _asker(self) -> Asker | None:
        """The library of questions, None where there is none."""
        try:
            from ..query import Asker
            from ..questions import Library
        except ImportError:
            return None
        try:
            library = Library.load()
        except DataError:
            return None
        return Asker(self._data.engine(), library) if len(library) else None

    def post(self, request: Request, language: str) -> Response:
        """A form that was sent: to the address that shows its answer, if that is not too long."""
        asked = Asked.read(request.fields() + read_fields(request.body.decode("utf-8", "replace")))
        address = asked.address(language)
        if len(address) > LONGEST_ADDRESS:
            return self._show(asked, language, request)
        return Response.redirect(address + "#answer" if asked.run else address)

    def get(self, request: Request, language: str) -> Response:
        """The page that an address asks for."""
        return self._show(Asked.read(request.fields()), language, request)

    def _show(self, asked: Asked, language: str, request: Request) -> Response:
        question, problems = self._question(asked, language)
        text = asked.sparql if asked.edited else ""
        if not text and question:
            filled = (
                replace(asked, values={"lang": language} | dict(asked.values)) if _has_language(question) else asked
            )
            text, more = self._fill(question, filled, language)
            problems += more
        text = text or START % language
        answer: Shown | None = None
        status = 404 if problems and not question else 400 if problems else 200
        if asked.run and not problems:
            status, answer = self._answer(text, question, language, request)
        other = "en" if language == "da" else "da"
        there = _in_language(asked, question, language, other).address(other)
        return page(
            "query.html",
            language,
            status,
            here=there if len(there) < LONGEST_ADDRESS else f"/query?lang={other}",
            site=self._site,
            groups=self._groups(language),
            question=question,
            fields=self._fields(question, asked, language) if question else [],
            text=text,
            was="" if asked.edited else fingerprint(text),
            edited=asked.edited and bool(question),
            problems=problems,
            wrong={problem.field for problem in problems},
            answer=answer,
        )

    def _question(self, asked: Asked, language: str) -> tuple[Question | None, list[Wrong]]:
        if not asked.question or self._asker is None:
            return None, []
        try:
            return self._asker.library[asked.question], []
        except DataError as error:
            return None, [no_question(asked.question, error, language)]

    def _fill(self, question: Question, asked: Asked, language: str) -> tuple[str, list[Wrong]]:
        assert self._asker is not None
        if wrong := wrong_values(self._asker, question, asked, language):
            return _HEAD.sub("", question.sparql), wrong
        return _HEAD.sub("", self._asker.fill(question, asked.values)), []

    def _groups(self, language: str) -> list[dict]:
        """The questions by what they are about."""
        questions = list(self._asker.library) if self._asker else []
        return [
            {
                "name": group_name(group, language),
                "questions": [{"name": q.name, "text": q.question[language]} for q in some],
            }
            for group, some in groupby(questions, key=lambda q: q.group)
        ]

    def _fields(self, question: Question, asked: Asked, language: str) -> list[dict]:
        """The parameters as form fields: what can be chosen, and what is chosen."""
        fields = []
        for parameter in question.parameters:
            given = asked.values.get(parameter.name)
            default = language if parameter.type == "language" else parameter.default
            hints = [words(language)[flag] for flag in ("several", "optional") if getattr(parameter, flag)]
            fields.append(
                {
                    "id": PARAMETER + parameter.name,
                    "label": parameter.text[language],
                    "value": default if given is None else given,
                    "hint": "; ".join(hints),
                    "choices": self._choices(parameter, language),
                    "only": not parameter.several
                    and parameter.type in ("language", "kind", "municipality", "document"),
                }
            )
        return fields

    def _choices(self, parameter: Parameter, language: str) -> list[dict]:
        from ..namespaces import KINDS
        from ..query import THINGS

        if parameter.type == "language":
            return [{"value": code, "label": name} for code, name in (("da", "dansk"), ("en", "English"))]
        names = {name: str(iri) for name, iri in KINDS.items()} if parameter.type == "kind" else {}
        if parameter.type in THINGS and parameter.type not in _FREE_TYPES:
            assert self._asker is not None
            names = self._asker.names(parameter.type)
        labels = Labels(self._data.rows, language)
        labels.learn(list(names.values())[:MOST_CHOICES])
        choices = [{"value": name, "label": labels(iri)} for name, iri in list(names.items())[:MOST_CHOICES]]
        any_ = [{"value": "any", "label": "any"}] if parameter.optional else []
        return any_ + sorted(choices, key=lambda c: c["label"].casefold())

    def _answer(self, text: str, question: Question | None, language: str, request: Request) -> tuple[int, Shown]:
        """The status and the answer to show: a table, yes or no, a graph, or what went wrong."""
        reply = self._data.run(Job(text, JSON_RESULTS, TURTLE, first=FIRST_ROWS), request.gone)
        if not reply.ok:
            said = reply.body.decode("utf-8", "replace")
            why = words(language).get(f"why_{reply.status}", words(language)["why_400"])
            if reply.line:
                why = words(language)["why_syntax"].format(reply.line, reply.column)
            return reply.status, Shown(error=why, details=said, line=reply.line, column=reply.column)
        if reply.media_type == JSON_RESULTS:
            return 200, Shown(truth=json.loads(reply.body)["boolean"], formats=("json", "xml"))
        if reply.media_type == TURTLE:
            shown = reply.body.decode("utf-8", "replace")
            more = reply.more or len(shown) > FIRST_CHARACTERS
            return 200, Shown(graph=shown[:FIRST_CHARACTERS], more=more, formats=("ttl", "nt", "rdf", "jsonld"))
        return 200, self._show_table(read_table(reply), question, language)

    def _show_table(self, table: Table, question: Question | None, language: str) -> Shown:
        labels = Labels(self._data.rows, language)
        with suppress(Refusal):  # the answer counts; without its labels the names are read off the IRIs
            labels.learn({cell.value for row in table.rows for cell in row if cell.is_iri})
        notes = {c.name: c.text[language] for c in question.columns} if question else {}
        names = table.variables
        shown = [name for name in names if not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in names)]
        return Shown(
            columns=[{"name": name, "note": notes.get(name, "")} for name in shown],
            rows=[_row(dict(zip(names, row)), shown, labels, language) for row in table.rows],
            more=table.more,
            formats=("csv", "tsv", "json", "xml"),
        )


def _has_language(question: Question) -> bool:
    return any(p.name == "lang" and p.type == "language" for p in question.parameters)


def _in_language(asked: Asked, question: Question | None, language: str, other: str) -> Asked:
    """The same in the other language, its labels too."""
    names = {p.name for p in question.parameters if p.type == "language"} if question else set()
    values = {n: other if n in names and v == language else v for n, v in asked.values.items()}
    return replace(asked, values=values)


def _row(row: Mapping[str, Cell], shown: Sequence[str], labels: Labels, language: str) -> list[Value]:
    """The cells of a row; a thing and its label, where the query gives both, become one."""
    values = []
    for name in shown:
        value, label = value_of(row[name], labels, language), row.get(name + _LABEL, Cell())
        values.append(replace(value, text=label.value) if label.kind and value.href else value)
    return values
