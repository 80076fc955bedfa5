"""One document's share of the graph: read and mapped, then judged; several over the cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from rdflib.namespace import DCTERMS

from .coding_tables import read_coding
from .derive import Reading
from .errors import DataError, Problem
from .mapping import map_document
from .namespaces import DATA, new_graph
from .turtle import document_prefixes, turtle_body, turtle_head
from .validate import Validator
from .vocabulary import Vocabulary, parse_turtle, parse_turtle_text

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Part:
    """One document's Turtle body, what the comparison needs of it, and its number of triples."""

    document: str
    body: str
    reading: Reading
    triples: int


@cache
def _vocabulary(ontology: Path) -> Vocabulary:
    """One vocabulary a process, since loading it costs more than using it."""
    return Vocabulary.load(ontology)


@cache
def _validator(ontology: Path) -> Validator:
    return Validator(ontology, _vocabulary(ontology))


def make_part(ontology: Path, folder: Path) -> Part | list[Problem]:
    """The part of a document's folder, or everything that is wrong with its files."""
    problems: list[Problem] = []
    coding = description = None
    try:
        coding = read_coding(folder, _vocabulary(ontology))
    except DataError as error:
        problems.extend(error.problems)
    try:
        description = parse_turtle(folder / "document.ttl")
    except DataError as error:
        problems.extend(error.problems)
    if coding is None or description is None:
        return problems
    try:
        graph = map_document(coding, description, str(folder / "document.ttl"))
        body = turtle_body(graph, document_prefixes([folder.name]))
    except DataError as error:
        return error.problems
    municipality = str(description.value(DATA[folder.name], DCTERMS.publisher))
    return Part(folder.name, body, Reading.of(coding, municipality), len(graph))


def judge(ontology: Path, part: Part | None) -> list[Problem]:
    """What the shapes find wrong with a part, or, given None, with the vocabularies themselves."""
    if part is None:
        return _violations(ontology, "", True, str(ontology))
    turtle = turtle_head(document_prefixes([part.document])) + part.body
    return _violations(ontology, turtle, False, f"graph/{part.document}")


def _violations(ontology: Path, turtle: str, vocabularies: bool, place: str) -> list[Problem]:
    data = parse_turtle_text(turtle, place) if turtle else new_graph()
    report = _validator(ontology).validate(data, vocabularies)
    return [Problem(place, v.text("en")) for v in report.violations if v.severity == "Violation"]


def make_parts(ontology: Path, folders: Sequence[Path]) -> Iterator[Part | list[Problem]]:
    """Each folder's part or problems, in order."""
    return _over_cores(partial(make_part, ontology), folders)


def judge_all(ontology: Path, parts: Sequence[Part | None]) -> Iterator[list[Problem]]:
    """What is wrong with each part, in order."""
    return _over_cores(partial(judge, ontology), parts)


def _over_cores(work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
    if len(tasks) < 2 or (os.cpu_count() or 1) < 2:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor() as pool:
        yield from pool.map(work, tasks)
