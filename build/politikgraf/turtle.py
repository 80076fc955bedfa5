"""Turtle, TriG and N-Quads that are the same bytes every time and read well in a diff.

Subjects stand in natural order (`s9` before `s10`), their type and labels first, a blank
line between them. Graphs hold no blank nodes, so equal graphs give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from .errors import DataError, Problem
from .namespaces import BASE, PREFIXES

_FIRST = {RDF.type: "0", SKOS.prefLabel: "1", RDFS.label: "1"}
_DIGITS = re.compile(r"(\d+)")
_PREFIX_LINE = "@prefix "
_PREFIX = re.compile(r"(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:<([^>\s]+)>|([\w.-]*):([^\s;,]+))(?:\s|$)")

Triple = tuple[Node, Node, Node]


@lru_cache(maxsize=1 << 16)
def natural_key(iri: str) -> tuple:
    """A sort key by which numbers inside names count as numbers.

    >>> sorted(["s10", "s9", "s9-passage"], key=natural_key)
    ['s9', 's9-passage', 's10']
    """
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in _DIGITS.split(iri) if p)


def to_oxigraph(node: Node) -> ox.NamedNode | ox.Literal:
    """The same term for Oxigraph.

    Raises:
        DataError: the term is a blank node, which has no stable place in a diff.
    """
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return (
            ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))
        )
    raise DataError(Problem(str(node), "is a blank node", "give it an IRI"))


def from_oxigraph(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    """The same term for rdflib, its lexical form untouched."""
    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return BNode(node.value)
    if node.language:
        return Literal(node.value, lang=node.language)
    datatype = URIRef(node.datatype.value)
    return Literal(node.value) if datatype == XSD.string else Literal(node.value, datatype=datatype, normalize=False)


def ordered(triples: Iterable[Triple]) -> list[Triple]:
    """Triples in the order in which they are written."""
    return sorted(
        triples,
        key=lambda t: (
            natural_key(t[0]),
            _FIRST.get(t[1], "2"),
            t[1],
            t[2].language or "" if isinstance(t[2], Literal) else "",
            natural_key(str(t[2])),
        ),
    )


def turtle_body(graph: Graph, prefixes: Mapping[str, str]) -> str:
    """The triples of a graph as Turtle without its prefix lines: bodies can be joined."""
    triples = [ox.Triple(*map(to_oxigraph, t)) for t in ordered(graph)]
    raw = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_plain(prefixes))
    lines = []
    for line in raw.decode("utf-8").split("\n"):
        if line.startswith(_PREFIX_LINE):
            continue
        if line and not line.startswith("\t") and lines:
            lines.append("")
        lines.append(line.replace("\t", "    ", 1) if line.startswith("\t") else line)
    return "\n".join(lines).strip("\n") + "\n"


def subject_lines(content: str) -> Iterator[tuple[URIRef, int]]:
    """The subjects whose description begins at the start of a line, each with the line's number from 1.

    It reads the layout that Turtle is usually written in, not the grammar; for telling people where to look.

    >>> list(subject_lines("@prefix a: <http://a/> .\\n\\na:b a:c 1 ."))
    [(rdflib.term.URIRef('http://a/b'), 3)]
    """
    prefixes: dict[str, str] = {}
    for number, line in enumerate(content.split("\n"), 1):
        if match := _PREFIX.match(line):
            prefixes[match[1]] = match[2]
        elif match := _SUBJECT.match(line):
            if match[1]:
                yield URIRef(match[1]), number
            elif match[2] in prefixes:
                yield URIRef(prefixes[match[2]] + match[3]), number


def turtle_head(prefixes: Mapping[str, str], comment: str = "") -> str:
    """A comment and the prefix lines for bodies that use these prefixes."""
    notes = "".join(f"# {line}\n" for line in comment.splitlines())
    return notes + "".join(f"{_PREFIX_LINE}{p}: <{iri}> .\n" for p, iri in sorted(_plain(prefixes).items())) + "\n"


def trig(bodies: Mapping[str, str], prefixes: Mapping[str, str]) -> str:
    """Named graphs as TriG (W3C 2014): graph IRI to Turtle body."""
    return turtle_head(prefixes) + "\n".join(f"GRAPH <{iri}> {{\n{body}}}\n" for iri, body in bodies.items())


def document_prefixes(documents: Iterable[str]) -> dict[str, str]:
    """The project's prefixes and one for each document's data."""
    return {**_plain(PREFIXES), **{d: f"{BASE}data/{d}/" for d in documents}}


def _plain(prefixes: Mapping[str, object]) -> dict[str, str]:
    return {p: str(iri) for p, iri in prefixes.items()}
