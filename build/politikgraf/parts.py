"""One document's share of the graph: read, mapped, judged; several documents over the cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rdflib.namespace import DCTERMS

from .coding_tables import read_coding
from .derive import Reading
from .errors import DataError, Problem
from .mapping import map_document
from .namespaces import DATA, new_graph
from .turtle import document_prefixes, turtle_body
from .validate import Report, Validator
from .vocabulary import Vocabulary, parse_turtle


@dataclass(frozen=True)
class Part:
    """One document's Turtle body, what the comparison needs of it, and its number of triples."""

    document: str
    body: str
    reading: Reading
    triples: int


class PartMaker:
    """Makes parts; holds the vocabularies and shapes that all of them are judged by."""

    def __init__(self, ontology: Path):
        self._vocabulary = Vocabulary.load(ontology)
        self._validator = Validator(ontology, self._vocabulary)

    def make(self, folder: Path) -> Part | list[Problem]:
        """The part of a document's folder, or everything that is wrong with it."""
        problems: list[Problem] = []
        coding = description = None
        try:
            coding = read_coding(folder, self._vocabulary)
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
        if faults := _faults(self._validator.validate(graph, vocabularies=False), str(folder)):
            return faults
        municipality = str(description.value(DATA[folder.name], DCTERMS.publisher))
        return Part(folder.name, body, Reading.of(coding, municipality), len(graph))

    def judge_vocabularies(self, place: str) -> list[Problem]:
        """What the shapes find wrong with the vocabularies themselves."""
        return _faults(self._validator.validate(new_graph()), place)


def _faults(report: Report, place: str) -> list[Problem]:
    return [Problem(place, v.text("en")) for v in report.violations if v.severity == "Violation"]


_makers: dict[Path, PartMaker] = {}
"""One maker a process and ontology folder, since making one costs more than using it."""


def _make(task: tuple[Path, Path]) -> Part | list[Problem]:
    ontology, folder = task
    if ontology not in _makers:
        _makers[ontology] = PartMaker(ontology)
    if folder == ontology:
        return _makers[ontology].judge_vocabularies(str(ontology))
    return _makers[ontology].make(folder)


def make_parts(ontology: Path, folders: list[Path]) -> Iterator[tuple[Path, Part | list[Problem]]]:
    """Each folder with its part or its problems, in order; over the cores when there are several.

    The ontology's own folder among them means: judge the vocabularies.
    """
    tasks = [(ontology, folder) for folder in folders]
    if len(tasks) < 2 or (os.cpu_count() or 1) < 2:
        yield from zip(folders, map(_make, tasks))
        return
    with ProcessPoolExecutor() as pool:
        yield from zip(folders, pool.map(_make, tasks))
