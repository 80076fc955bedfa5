"""The codebook, made from the ontology and the vocabularies: a page in each language and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from .errors import DataError, Problem
from .namespaces import ACTOR, CONCEPT, KINDS, POL, ROLES
from .vocabulary import ONTOLOGY_FILE, Vocabulary, parse_turtle

RULES_FILE = "coding-rules.md"
CODEBOOK_COLUMNS = ("group", "name", "label_da", "label_en", "broader", "definition_da", "definition_en",
                    "use_da", "use_en", "not_da", "not_en", "example_da", "example_en")  # fmt: skip
_WORDS = {
    "da": {"title": "Kodebog", "kind": "Arter af udsagn", "role": "Aktørers roller", "concept": "Begreber", "actor": "Aktører",
           "use": "Brug", "not": "Ikke", "example": "Eksempel", "under": "under", "version": "version",
           "made": "Lavet af ontologien og ordforrådet; ret dem og ikke denne side."},
    "en": {"title": "Codebook", "kind": "Kinds of statement", "role": "Roles of actors", "concept": "Concepts", "actor": "Actors",
           "use": "Use", "not": "Not", "example": "Example", "under": "under", "version": "version",
           "made": "Made from the ontology and the vocabularies; change those, not this page."},
}  # fmt: skip


def entries(ontology_folder: Path, vocabulary: Vocabulary) -> list[dict[str, str]]:
    """Every kind, role, concept and actor with its texts, as rows of `CODEBOOK_COLUMNS`."""
    graph = Graph(bind_namespaces="none")
    for triple in vocabulary.graph:
        graph.add(triple)
    parse_turtle(ontology_folder / ONTOLOGY_FILE, graph)
    rows = [_entry(graph, "kind", name, term) for name, term in KINDS.items()]
    rows += [_entry(graph, "role", name, term) for name, term in ROLES.items()]
    rows += [_entry(graph, "concept", name, CONCEPT[name]) for name in _tree(graph)]
    rows += [_entry(graph, "actor", name, ACTOR[name]) for name in sorted(vocabulary.actors)]
    return rows


def _tree(graph: Graph) -> Iterator[str]:
    """Concept names, each top concept followed by what is below it, in order of their Danish labels."""

    def label(node: URIRef) -> str:
        return next((str(o) for o in graph.objects(node, SKOS.prefLabel) if o.language == "da"), str(node))

    def below(node: URIRef) -> Iterator[URIRef]:
        yield node
        for child in sorted(graph.subjects(SKOS.broader, node), key=label):
            yield from below(child)

    scheme = URIRef(str(CONCEPT))
    for top in sorted(graph.subjects(SKOS.topConceptOf, scheme), key=label):
        for node in below(top):
            yield str(node).removeprefix(str(CONCEPT))


def _entry(graph: Graph, group: str, name: str, node: URIRef) -> dict[str, str]:
    def text(predicate: URIRef, language: str) -> str:
        return next((str(o) for o in graph.objects(node, predicate) if getattr(o, "language", None) == language), "")

    row = {"group": group, "name": name}
    parent = graph.value(node, SKOS.broader)
    row["broader"] = str(parent).rsplit("/", 1)[1] if parent else ""
    for language in ("da", "en"):
        row[f"label_{language}"] = text(SKOS.prefLabel, language) or text(RDFS.label, language)
        row[f"definition_{language}"] = text(SKOS.definition, language)
        row[f"use_{language}"] = text(SKOS.scopeNote, language)
        row[f"not_{language}"] = text(POL.counterExample, language)
        row[f"example_{language}"] = text(SKOS.example, language)
    return row


def version(vocabulary_folder: Path) -> str:
    """The version of the data set's codebook that no other replaces.

    Raises:
        DataError: the data set describes none.
    """
    graph = parse_turtle(vocabulary_folder / "dataset.ttl")
    books = set(graph.subjects(RDF.type, POL.Codebook)) - set(graph.objects(None, DCTERMS.replaces))
    if not books:
        raise DataError(
            Problem(str(vocabulary_folder / "dataset.ttl"), "describes no codebook", "describe the one in use")
        )
    return max(str(graph.value(book, OWL.versionInfo)) for book in books)


def table(rows: list[dict[str, str]]) -> str:
    """The codebook as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, CODEBOOK_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def page(rows: list[dict[str, str]], rules: str, version_: str, language: str) -> str:
    """The codebook as a Markdown page in `da` or `en`."""
    words = _WORDS[language]
    lines = [
        f"# {words['title']}, {words['version']} {version_}",
        "",
        f"*{words['made']}*",
        "",
        _rules(rules, language),
        "",
    ]
    for group in ("kind", "role", "concept", "actor"):
        lines += [f"## {words[group]}", ""]
        for row in (r for r in rows if r["group"] == group):
            under = f", {words['under']} `{row['broader']}`" if row["broader"] else ""
            lines += [f"### {row[f'label_{language}']} (`{row['name']}`{under})", "", row[f"definition_{language}"], ""]
            for part in ("use", "not", "example"):
                if row[f"{part}_{language}"]:
                    lines.append(f"- **{words[part]}:** {row[f'{part}_{language}']}")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _rules(rules: str, language: str) -> str:
    """The part of the coding rules in one language."""
    return rules.split(f"<!-- {language} -->", 1)[1].split("<!--", 1)[0].strip()


def files(ontology_folder: Path, vocabulary: Vocabulary) -> dict[str, str]:
    """The codebook's files by name: two pages and a table."""
    rows = entries(ontology_folder, vocabulary)
    rules = (ontology_folder / RULES_FILE).read_text(encoding="utf-8")
    number = version(ontology_folder)
    pages = {"kodebog.md": "da", "codebook.md": "en"}
    return {**{name: page(rows, rules, number, lang) for name, lang in pages.items()}, "codebook.csv": table(rows)}
