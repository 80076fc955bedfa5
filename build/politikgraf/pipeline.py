"""Building the graph: only what changed is made again, and nothing is written until all is well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib import Graph

from . import __version__
from .coding_tables import read_coding
from .dataset import describe
from .derive import Reading, derive
from .errors import DataError, Problem
from .evidence import Evidence, Known, examine, quote_graph, recognise
from .mapping import document_iri
from .namespaces import BASE, DATA, POL, SCHEMA, new_graph
from .parts import Part, judge_all, make_parts
from .project import Project, digest, file_digest
from .reliability import Reliability, alphas, measurement_graph, read_readings, read_recodings, reading_files
from .tables import write_all_atomically
from .turtle import document_prefixes, trig, turtle_body, turtle_head
from .vocabulary import ONTOLOGY_FILE, Vocabulary, parse_turtle

HEAD = "Built by politikgraf from the codings and the ontology; change those, not this file."
PASSAGES_HEAD = "Passages of the texts, for use on this machine; not to be published."
ONTOLOGY_GRAPH, DERIVED_GRAPH, DATASET_GRAPH = BASE + "ontology/", BASE + "derived/", BASE + "dataset"

Progress = Callable[[int, int, str], None]


@dataclass
class BuildResult:
    """What a build made."""

    changed: bool
    remade: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def build(project: Project, documents: Path | None = None, progress: Progress = lambda *_: None) -> BuildResult:
    """Bring the Turtle files of a project up to date.

    Args:
        project: where to read and write.
        documents: folder of the texts, to check every pointer against them.
        progress: called with (done, of, what).

    Raises:
        DataError: everything that is wrong with the input; no file is touched then.
    """
    inputs = _inputs(project, documents)
    old = project.load_state()
    if old.get("inputs") == inputs and all(file_digest(Path(p)) == sum_ for p, sum_ in old["outputs"].items()):
        return BuildResult(False, counts=old["counts"])
    folders = project.documents()
    common = digest(project.common_inputs(), __version__)
    digests = {f.name: digest(project.document_inputs(f), common) for f in folders}
    parts = {f.name: p for f in folders if (p := _kept(project, f.name, digests[f.name], old))}
    todo = [f for f in folders if f.name not in parts]
    made = _made(project, todo)
    vocabulary = Vocabulary.load(project.ontology)
    evidence = _evidence(project, documents, vocabulary)
    unjudged = [*made] if old.get("common") == common else [None, *made]
    _judge(project, unjudged, progress)
    parts |= {part.document: part for part in made}
    parts = dict(sorted(parts.items()))
    kept = _reliability(project, folders, vocabulary, common, old)
    bodies, triples = _bodies(project, parts, vocabulary, Reliability.from_dict(kept["figures"]))
    outputs = _outputs(project, parts, bodies, evidence)
    written = [path for path, content in outputs.items() if _differs(path, content)]
    write_all_atomically({path: outputs[path] for path in written})
    counts = {
        "documents": len(parts),
        "statements": sum(len(p.reading.statements) for p in parts.values()),
        "triples": triples,
    }
    project.save_state(
        {
            "inputs": inputs,
            "common": common,
            "reliability": kept,
            "outputs": {str(path): file_digest(path) for path in outputs},
            "documents": {n: _keep(part, digests[n]) for n, part in parts.items()},
            "counts": counts,
        }
    )
    return BuildResult(True, [f.name for f in todo], written, evidence, counts)


def _made(project: Project, folders: list[Path]) -> list[Part]:
    """The parts of folders; all that is wrong with any of them is raised at once."""
    results = list(make_parts(project.ontology, folders))
    problems = [problem for result in results if not isinstance(result, Part) for problem in result]
    if problems:
        raise DataError(problems)
    return [result for result in results if isinstance(result, Part)]


def _judge(project: Project, parts: list[Part | None], progress: Progress) -> None:
    """Raise all that the shapes find wrong with the parts, or with the vocabularies (None)."""
    problems: list[Problem] = []
    for done, (part, found) in enumerate(zip(parts, judge_all(project.ontology, parts)), 1):
        progress(done, len(parts), part.document if part else "vocabularies")
        problems.extend(found)
    if problems:
        raise DataError(problems)


def _inputs(project: Project, documents: Path | None) -> str:
    files = list(project.common_inputs())
    for folder in project.documents():
        files += project.document_inputs(folder)
    texts = sorted(documents.glob("*.txt")) if documents and documents.is_dir() else []
    return digest([*files, *texts], __version__, str(documents or ""))


def _keep(part: Part, digest_: str) -> dict:
    return {"digest": digest_, "reading": part.reading.as_dict(), "triples": part.triples}


def _kept(project: Project, document: str, digest_: str, state: dict) -> Part | None:
    """A document's part from the last build, where neither its input nor its file has changed."""
    kept = state.get("documents", {}).get(document)
    path = project.part(document)
    if not kept or kept["digest"] != digest_ or file_digest(path) != state["outputs"].get(str(path)):
        return None
    body = path.read_text(encoding="utf-8").removeprefix(turtle_head(document_prefixes([document]), HEAD))
    return Part(document, body, Reading.from_dict(kept["reading"]), kept["triples"])


def _reliability(project: Project, folders: list[Path], vocabulary: Vocabulary, common: str, state: dict) -> dict:
    """The readers' agreement, measured anew only when a reading, or the vocabulary, has changed."""
    key = digest([file for folder in folders for file in reading_files(folder)], common, *(f.name for f in folders))
    kept = state.get("reliability", {})
    if kept.get("key") == key:
        return kept
    readings = [r for r in (read_readings(folder, vocabulary) for folder in folders) if r]
    recodings = read_recodings(folders, vocabulary, readings)
    return {"key": key, "figures": Reliability.of(readings, recodings).as_dict()}


def _bodies(
    project: Project, parts: dict[str, Part], vocabulary: Vocabulary, reliability: Reliability
) -> tuple[dict[str, str], int]:
    """The Turtle body of each named graph, and the number of triples of all."""
    prefixes = document_prefixes(parts)
    ontology = new_graph()
    for triple in vocabulary.graph:
        ontology.add(triple)
    parse_turtle(project.ontology / ONTOLOGY_FILE, ontology)
    derived = _derived(parts, vocabulary, reliability)
    triples = {ONTOLOGY_GRAPH: len(ontology), DERIVED_GRAPH: len(derived)}
    triples |= {str(document_iri(n)): part.triples for n, part in parts.items()}
    dataset = describe(parse_turtle(project.ontology / "dataset.ttl"), triples)
    bodies = {
        ONTOLOGY_GRAPH: turtle_body(ontology, prefixes),
        **{str(document_iri(n)): part.body for n, part in parts.items()},
        DERIVED_GRAPH: turtle_body(derived, prefixes),
        DATASET_GRAPH: turtle_body(dataset, prefixes),
    }
    return bodies, sum(triples.values()) + len(dataset)


def _derived(parts: dict[str, Part], vocabulary: Vocabulary, reliability: Reliability) -> Graph:
    """Presence, sharing and overlap, and the agreement of the readings."""
    found = {n: reliability.found.get(n, (None, None)) for n in parts}
    readings = [replace(part.reading, first=found[n][0], second=found[n][1]) for n, part in parts.items()]
    graph = derive(readings, vocabulary, alphas(reliability.figures))
    for triple in measurement_graph(reliability.figures, reliability.cuts, reliability.recodings):
        graph.add(triple)
    return graph


def _outputs(
    project: Project, parts: dict[str, Part], bodies: dict[str, str], evidence: list[Evidence]
) -> dict[Path, str]:
    """Every file of the build with its content."""
    prefixes = document_prefixes(parts)
    outputs = {project.part(n): turtle_head(document_prefixes([n]), HEAD) + part.body for n, part in parts.items()}
    outputs[project.whole] = turtle_head(prefixes, HEAD) + "\n".join(bodies.values())
    outputs[project.trig] = trig(bodies, prefixes)
    if evidence:
        quotes = turtle_body(quote_graph(evidence), prefixes)
        outputs[project.passages] = turtle_head(prefixes, PASSAGES_HEAD) + quotes
    return outputs


def _differs(path: Path, content: str) -> bool:
    return not path.is_file() or path.read_bytes() != content.encode("utf-8")


def known_documents(project: Project, vocabulary: Vocabulary) -> dict[str, Known]:
    """The codings of all documents and the checksums of their texts.

    Raises:
        DataError: everything that is wrong with any of them.
    """
    known: dict[str, Known] = {}
    problems: list[Problem] = []
    for folder in project.documents():
        try:
            description = parse_turtle(folder / "document.ttl")
            text = description.value(DATA[folder.name], POL.hasText)
            counts = [_whole(description.value(text, p)) for p in (POL.length, POL.wordCount)]
            checksum = str(description.value(text, SCHEMA.sha256))
            known[folder.name] = Known(read_coding(folder, vocabulary), checksum, *counts)
        except DataError as error:
            problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    return known


def _whole(value: object) -> int | None:
    """A literal as a whole number; None where it is none, which the shapes report."""
    return int(str(value)) if value is not None and str(value).isdigit() else None


def examine_all(project: Project, documents: Path, vocabulary: Vocabulary) -> list[Evidence]:
    """Check every document whose text is in a folder against it.

    Raises:
        DataError: the folder or a coding cannot be used.
    """
    known = known_documents(project, vocabulary)
    return [examine(known[name], text) for name, text in sorted(recognise(documents, known).items())]


def _evidence(project: Project, documents: Path | None, vocabulary: Vocabulary) -> list[Evidence]:
    """The documents examined against their texts; [] without texts.

    Raises:
        DataError: the folder cannot be used, or a pointer does not hold.
    """
    results = examine_all(project, documents, vocabulary) if documents else []
    if problems := [problem for result in results for problem in result.problems]:
        raise DataError(problems)
    return results
