"""Building the graph: each document by itself, over the cores, and only where something changed.

Nothing is written until everything is made and judged; then each file is replaced whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib import Graph

from . import __version__
from .codings import read_coding
from .dataset import describe
from .derive import Reading, derive
from .errors import DataError, Problem
from .evidence import Evidence, Known, examine, quote_graph, recognise
from .mapping import document_iri, map_document
from .namespaces import BASE, DATA, DCTERMS, POL, SCHEMA
from .project import Project, digest, file_digest
from .reliability import alphas, measure_all, measurement_graph, read_readings, reading_graph
from .tables import write_atomically
from .turtle import document_prefixes, trig, turtle_body, turtle_head
from .validate import Report, Validator
from .vocabulary import ONTOLOGY_FILE, Vocabulary, parse_turtle

HEAD = "Built by politikgraf from the codings and the ontology; change those, not this file."
DOCUMENT_PREFIX = "document"


@dataclass
class Part:
    """One document's share of a build."""

    document: str
    body: str
    reading: Reading
    triples: int


@dataclass
class BuildResult:
    """What a build made."""

    changed: bool
    remade: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


Progress = Callable[[int, int, str], None]


def up_to_date(project: Project, documents: Path | None) -> dict | None:
    """The state of the last build when nothing it read or wrote has changed since, else None."""
    state = project.load_state()
    if not state or state.get("inputs") != _inputs(project, documents):
        return None
    same = all(file_digest(Path(path)) == sum_ for path, sum_ in state["outputs"].items())
    return state if same else None


def _inputs(project: Project, documents: Path | None) -> str:
    files = list(project.common_inputs())
    for folder in project.documents():
        files += project.document_inputs(folder)
    texts = sorted(documents.glob("*.txt")) if documents and documents.is_dir() else []
    return digest([*files, *texts], __version__, str(documents or ""))


def build(project: Project, documents: Path | None = None, progress: Progress = lambda *_: None) -> BuildResult:
    """Bring the Turtle files of a project up to date.

    Args:
        project: where to read and write.
        documents: folder of the texts, to check every pointer against them.
        progress: called with (done, of, what).

    Raises:
        DataError: everything that is wrong with the input; no file is touched then.
    """
    if state := up_to_date(project, documents):
        return BuildResult(False, counts=state["counts"])
    folders = project.documents()
    old = project.load_state()
    common = digest(project.common_inputs(), __version__)
    digests = {f.name: digest(project.document_inputs(f), common) for f in folders}
    parts: dict[str, Part] = {}
    todo = []
    for folder in folders:
        cached = _cached(project, folder.name, digests[folder.name], old)
        if cached:
            parts[folder.name] = cached
        else:
            todo.append(folder)
    problems: list[Problem] = []
    total = len(todo) + 2
    for done, (folder, result) in enumerate(_make_all(project, todo), 1):
        progress(done, total, folder.name)
        if isinstance(result, Part):
            parts[folder.name] = result
        else:
            problems.extend(result)
    vocabulary = Vocabulary.load(project.ontology)
    found = _evidence(project, folders, documents, vocabulary, problems)
    if problems:
        raise DataError(problems)
    progress(total - 1, total, "derived")
    result = _write(project, parts, vocabulary, found, todo, digests, documents)
    progress(total, total, "written")
    return result


def _write(
    project: Project, parts: dict[str, Part], vocabulary: Vocabulary, found: list[Evidence],
    todo: list[Path], digests: dict[str, str], documents: Path | None,
) -> BuildResult:  # fmt: skip
    names = sorted(parts)
    prefixes = document_prefixes(names)
    ontology = Graph(bind_namespaces="none")
    for triple in vocabulary.graph:
        ontology.add(triple)
    parse_turtle(project.ontology / ONTOLOGY_FILE, ontology)
    twice = [r for r in (read_readings(project.graph / n, vocabulary) for n in names) if r]
    figures = measure_all(twice)
    second = {r.document: r.second_concepts for r in twice}
    readings = [replace(parts[n].reading, second=second.get(n)) for n in names]
    derived = derive(readings, vocabulary, alphas(figures))
    for graph in (measurement_graph(figures, [r.boundaries for r in twice]), *map(reading_graph, second)):
        for triple in graph:
            derived.add(triple)
    bodies = {
        BASE + "ontology/": turtle_body(ontology, prefixes),
        **{str(document_iri(n)): parts[n].body for n in names},
        BASE + "derived/": turtle_body(derived, prefixes),
    }
    triples = {str(document_iri(n)): parts[n].triples for n in names}
    triples |= {BASE + "ontology/": len(ontology), BASE + "derived/": len(derived)}
    dataset = describe(parse_turtle(project.ontology / "dataset.ttl"), triples)
    bodies[BASE + "dataset"] = turtle_body(dataset, prefixes)
    outputs: dict[Path, str] = {}
    for name in names:
        outputs[project.part(name)] = turtle_head(document_prefixes([name]), HEAD) + parts[name].body
    outputs[project.whole] = turtle_head(prefixes, HEAD) + "\n".join(bodies.values())
    outputs[project.trig] = trig(bodies, prefixes)
    if found:
        quotes = quote_graph(found)
        outputs[project.out / "passages.ttl"] = turtle_head(prefixes, "Passages; not to be published.") + turtle_body(quotes, prefixes)
    written = []
    for path, content in outputs.items():
        if not path.is_file() or path.read_bytes() != content.encode("utf-8"):
            write_atomically(path, content)
            written.append(path)
    counts = {"documents": len(names), "triples": sum(triples.values()) + len(dataset)}
    counts["statements"] = sum(len(parts[n].reading.statements) for n in names)
    project.save_state(
        {
            "inputs": _inputs(project, documents),
            "outputs": {str(path): file_digest(path) for path in outputs},
            "documents": {n: {"digest": digests[n], "reading": parts[n].reading.as_dict(), "triples": parts[n].triples} for n in names},
            "counts": counts,
        }
    )
    return BuildResult(True, [f.name for f in todo], written, found, counts)


def _cached(project: Project, document: str, digest_: str, state: dict) -> Part | None:
    kept = state.get("documents", {}).get(document)
    path = project.part(document)
    if not kept or kept["digest"] != digest_ or file_digest(path) != state["outputs"].get(str(path)):
        return None
    head = turtle_head(document_prefixes([document]), HEAD)
    return Part(document, path.read_text(encoding="utf-8").removeprefix(head), Reading.from_dict(kept["reading"]), kept["triples"])


def _make_all(project: Project, folders: list[Path]) -> Iterator[tuple[Path, Part | list[Problem]]]:
    """Make the parts of documents, over the cores when there are several."""
    if len(folders) < 2 or (os.cpu_count() or 1) < 2:
        _start_worker(project.ontology)
        for folder in folders:
            yield folder, make_part(folder)
        return
    with ProcessPoolExecutor(initializer=_start_worker, initargs=(project.ontology,)) as pool:
        yield from zip(folders, pool.map(make_part, folders))


_worker: tuple[Vocabulary, Validator] | None = None


def _start_worker(ontology: Path) -> None:
    global _worker
    vocabulary = Vocabulary.load(ontology)
    _worker = vocabulary, Validator(ontology, vocabulary)


def make_part(folder: Path) -> Part | list[Problem]:
    """Read, map and judge one document: its part, or what is wrong with it."""
    assert _worker is not None
    vocabulary, validator = _worker
    problems: list[Problem] = []
    coding = description = None
    try:
        coding = read_coding(folder, vocabulary)
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
    report: Report = validator.validate(graph)
    if not report.conforms:
        return [Problem(str(folder), v.text("en")) for v in report.violations if v.severity == "Violation"]
    municipality = str(description.value(DATA[folder.name], DCTERMS.publisher))
    return Part(folder.name, body, Reading.of(coding, municipality), len(graph))


def known_documents(project: Project, vocabulary: Vocabulary) -> dict[str, Known]:
    """The codings of all documents and the checksums of their texts.

    Raises:
        DataError: everything that is wrong with any of them.
    """
    known, problems = {}, []
    for folder in project.documents():
        try:
            description = parse_turtle(folder / "document.ttl")
            text = description.value(DATA[folder.name], POL.hasText)
            known[folder.name] = Known(read_coding(folder, vocabulary), str(description.value(text, SCHEMA.sha256)))
        except DataError as error:
            problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    return known


def _evidence(
    project: Project, folders: list[Path], documents: Path | None, vocabulary: Vocabulary, problems: list[Problem]
) -> list[Evidence]:
    if documents is None or problems:
        return []
    try:
        known = known_documents(project, vocabulary)
        results = [examine(known[name], text) for name, text in sorted(recognise(documents, known).items())]
    except DataError as error:
        problems.extend(error.problems)
        return []
    for result in results:
        problems.extend(result.problems)
    return results
