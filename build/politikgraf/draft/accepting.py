"""Accepting a draft: the mark goes, what it adds goes to the vocabularies, who and when is kept."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph
from rdflib.namespace import DCTERMS, RDF, SKOS

from .. import paths
from ..errors import DataError, Problem, UnreadableError
from ..namespaces import AGE, MUNICIPALITY, POL
from ..project import Project
from ..segment import write_segments
from ..tables import read_text_file, write_atomically
from ..text import Text
from ..validate import Validator
from ..vocabulary import Vocabulary, parse_turtle
from .folder import TEXTS, draft_text, now
from .mark import ADDITIONS, CANDIDATES, MARK, POINTS, folder_of, read_mark
from .places import Municipality, age_turtle, municipality_turtle, slug
from .review import remaining

_SHOWN = 10


def accept(project: Project, name: str, by: str, vocabulary: Vocabulary, texts: Path) -> list[str]:
    """Make a draft a document like the others.

    Provenance by PROV-O (W3C 2013): document.ttl gets an activity `doc:acceptance` with the person
    and the time, and the person stands beside the draft as one of those who did the coding.

    Args:
        project: where the draft and the vocabularies are.
        name: the draft's folder.
        by: who accepts it.
        vocabulary: without the draft's additions.
        texts: where texts are kept; the draft's moves to where the build looks.

    Returns:
        What was done, in words.

    Raises:
        UnreadableError: there is no such draft, `by` is no name, or vocabularies of an installed package would have to grow.
        DataError: something remains to be decided or is wrong; nothing is changed then.
    """
    folder = folder_of(project.graph, name)
    mark = read_mark(folder)
    person = slug(by)
    if not person or "\n" in by or len(by) > 100:
        raise UnreadableError(Problem("--by", f"{by[:40]!r} is no name", "give the name of the person who accepts"))
    rest = remaining(folder, vocabulary, texts, Validator(project.ontology, vocabulary))
    if rest.open or rest.faults:
        shown = [Problem(name, str(one)) for one in rest.open[:_SHOWN]]
        if rest.rows_open:
            shown.append(
                Problem(name, f"{len(rest.rows_open)} rows remain", "`politikgraf check` with --all shows them")
            )
        raise DataError([*rest.faults, *shown])
    done: list[str] = []
    grown = _grown(project.ontology, folder, vocabulary)
    if grown and not paths.is_checkout():
        what = f"the draft adds to {' and '.join(p.name for p in grown)}, which belong to the installed package"
        raise UnreadableError(Problem(name, what, "accept it in a checkout of the project"))
    for path, content in grown.items():
        write_atomically(path, content)
        done.append(f"{path.name}: what the draft needs is added")
    description = read_text_file(folder / "document.ttl")
    if "doc:acceptance" not in description:
        write_atomically(folder / "document.ttl", _drop_note(description) + _acceptance(by, person))
    text = draft_text(folder, mark.text, texts)
    if text is not None:
        write_segments(folder / "segments.csv", text)
        done.append(_move(text, texts, name))
    else:
        done.append("the text is not on hand: nothing could be checked against it")
    (folder / MARK).unlink()
    for side in (POINTS, CANDIDATES, ADDITIONS):
        (folder / side).unlink(missing_ok=True)
    return done


def _acceptance(by: str, person: str) -> str:
    who = by.replace("\\", " ").replace('"', "'")
    return f"""
doc:acceptance a prov:Activity ;
    skos:prefLabel "Godkendelse af kodningen"@da , "Acceptance of the coding"@en ;
    prov:used doc:coding ;
    prov:wasAssociatedWith reader:{person} ;
    prov:endedAtTime "{now()}"^^xsd:dateTime .

doc:coding prov:wasAssociatedWith reader:{person} .

reader:{person} a prov:Person ;
    skos:prefLabel "{who}"@da , "{who}"@en .
"""


def _drop_note(description: str) -> str:
    lines = description.split("\n")
    return "\n".join(line for line in lines if not line.startswith(("# A draft:", "# and pol:silentOn")))


def _grown(ontology: Path, folder: Path, vocabulary: Vocabulary) -> dict[Path, str]:
    """The vocabulary files with what the draft adds to them."""
    if not (folder / ADDITIONS).is_file():
        return {}
    added = parse_turtle(folder / ADDITIONS)
    towns = [
        municipality_turtle(_municipality(added, node)) for node in sorted(added.subjects(RDF.type, POL.Municipality))
        if str(node).removeprefix(str(MUNICIPALITY)) not in vocabulary.municipalities
    ]  # fmt: skip
    ages = [
        age_turtle(band, folder.name) for band in sorted(str(n).removeprefix(str(AGE)) for n in added.subjects(RDF.type, POL.AgeBand))
        if band not in vocabulary.ages
    ]  # fmt: skip
    grown = {}
    for path, parts in ((ontology / "municipalities.ttl", towns), (ontology / "ages.ttl", ages)):
        if parts:
            grown[path] = read_text_file(path).rstrip("\n") + "\n" + "".join(parts)
    return grown


def _municipality(graph: Graph, node) -> Municipality:
    names = {o.language: str(o) for o in graph.objects(node, SKOS.prefLabel)}
    code = str(graph.value(node, DCTERMS.identifier))
    return Municipality(str(node).removeprefix(str(MUNICIPALITY)), code, names.get("da", ""), names.get("en", ""))


def _move(text: Text, texts: Path, name: str) -> str:
    target = texts / f"{name}.txt"
    if text.path is not None and text.path != target:
        write_atomically(target, text.content)
        if text.path.parent.name == TEXTS:
            text.path.unlink()
    return f"{target.name}: the text is where the build looks for it"
