"""What the server says when somebody follows one of the data's IRIs: a page, or the triples.

Sources: Cool URIs for the Semantic Web (W3C 2008); Web Annotation Data Model (W3C 2017), section
4.2.5 (positions in a text).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from ..namespaces import BASE, DCTERMS, OA, POL, RDF, RDFS, SKOS
from .cells import Cell
from .data import Data
from .description import write
from .exchange import Request, Response
from .labels import Labels, Value, link, path_of, value_of
from .negotiation import HTML, NAMES, SUFFIXES, by_name, is_html
from .pages import page

MOST_VALUES = 200
MOST_INCOMING = 30
_MOST_TRIPLES_TO_IT = 1_000
_TITLES = {str(SKOS.prefLabel), str(RDFS.label), str(DCTERMS.title)}
_LEAD = (str(SKOS.definition), str(DCTERMS.description))
_ELSEWHERE = {str(RDF.type), str(SKOS.hiddenLabel), str(POL.hasPassage), *_TITLES, *_LEAD}


@dataclass(frozen=True)
class Quote:
    """A passage's own words, with a little before and after."""

    before: str
    exact: str
    after: str


@dataclass
class Property:
    """A property on a page with its values."""

    name: str
    values: list[Value] = field(default_factory=list)
    count: int = 0
    more: str = ""


def iri_of(path: str) -> str | None:
    """The IRI that a path stands for, None when it cannot be one."""
    iri = BASE + path.lstrip("/")
    return None if any(c in iri for c in '<>"{}|^`\\ ') or any(ord(c) < 33 for c in iri) else iri


def triples(data: Data, iri: str, media_type: str) -> Response:
    """What the data says of a thing, and what points to it, for machines.

    An IRI that ends in a slash and names a graph (the ontology) gives that whole graph.
    """
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    whole = iri.endswith("/") and data.rows(f"SELECT ?p {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} LIMIT 1")
    if not whole:
        text = (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }} UNION"
            f" {{ SELECT ?s ?p ?o {{ VALUES ?o {{ <{iri}> }} ?s ?p ?o }} LIMIT {_MOST_TRIPLES_TO_IT} }} }}"
        )
    said = ox.parse(data.graph(text, NAMES["nt"]), format=ox.RdfFormat.N_TRIPLES)
    body = write([quad.triple for quad in said], media_type)
    return Response(200, media_type, body, {"Vary": "Accept", "Link": _links(iri)}, open_=True)


def show(data: Data, iri: str, language: str, quotes: Mapping[str, Quote], site: bool) -> Response:
    """The page of a thing: its names, its places in the texts, what it says and what points to it."""
    labels = Labels(data.rows, language)
    said = data.rows(f"SELECT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p ?o")
    counts = [
        (p.value, int(n.value)) for p, n in data.rows(f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p <{iri}> }} GROUP BY ?p")
    ]
    incoming = {p: _subjects(data, iri, p) for p, _ in counts}
    mentioned = [cell.value for pair in said for cell in pair if cell.is_iri] + [p for p, _ in counts]
    labels.learn([iri, *mentioned, *(s for subjects in incoming.values() for s in subjects)])
    places = _places(data, iri, labels, quotes, language)
    here = f"{quote(path_of(iri) or '/')}?lang={'en' if language == 'da' else 'da'}"
    return page(
        "resource.html",
        language,
        here=here,
        site=site,
        title=labels(iri),
        iri=iri,
        kinds=[link(o.value, labels, language) for p, o in said if p.value == str(RDF.type)],
        lead=[v.text for p in _LEAD for v in _values([o for q, o in said if q.value == p], labels, language)],
        places=places,
        properties=_properties(said, labels, language),
        incoming=_incoming(iri, counts, incoming, labels, language),
        formats=[
            {"name": name, "type": type_, "href": f"{path_of(iri)}?format={name}"} for type_, name in SUFFIXES.items()
        ],
        links=_links(iri),
    )


def language_of(request: Request, default: str) -> str:
    """The language that an address asks for, else `default`."""
    said = request.field("lang")
    return said if said in ("da", "en") else default


def wanted_type(request: Request) -> str | None:
    """The media type that `format` asks for, "" when there is none for a graph; None when it does not ask.

    Raises:
        Refusal: the format is not known.
    """
    if not (name := request.format):
        return None
    return HTML if is_html(name) else by_name(name)[1] or ""


def _subjects(data: Data, iri: str, predicate: str) -> list[str]:
    rows = data.rows(f"SELECT ?s {{ ?s <{predicate}> <{iri}> }} LIMIT {MOST_INCOMING}")
    return [s.value for (s,) in rows if s.is_iri]


def _values(cells: list[Cell], labels: Labels, language: str) -> list[Value]:
    """Values as read: in the reader's language where there is one."""
    mine = any(cell.language == language for cell in cells)
    kept = [cell for cell in cells if cell.language in ("", language) or not mine]
    values = [value_of(cell, labels, language) for cell in kept]
    return sorted(values, key=lambda v: v.text.casefold()) if all(v.href for v in values) else values


def _properties(said: list[list[Cell]], labels: Labels, language: str) -> list[Property]:
    grouped: dict[str, list[Cell]] = {}
    for p, o in said:
        if p.value not in _ELSEWHERE:
            grouped.setdefault(p.value, []).append(o)
    properties = []
    for predicate, cells in grouped.items():
        values = _values(cells, labels, language)
        more = "more" if len(values) > MOST_VALUES else ""
        properties.append(Property(labels(predicate), values[:MOST_VALUES], len(values), more))
    return sorted(properties, key=lambda p: p.name.casefold())


def _incoming(
    iri: str, counts: list[tuple[str, int]], subjects: Mapping[str, list[str]], labels: Labels, language: str
) -> list[Property]:
    properties = []
    for predicate, count in counts:
        values = [link(s, labels, language) for s in subjects[predicate]]
        text = f"SELECT ?it WHERE {{\n  ?it <{predicate}> <{iri}> .\n}}\nORDER BY ?it"
        more = "/query?" + urlencode({"lang": language, "sparql": text, "run": 1}) if count > len(values) else ""
        properties.append(Property(labels(predicate), sorted(values, key=lambda v: v.text.casefold()), count, more))
    return sorted(properties, key=lambda p: p.name.casefold())


def _places(data: Data, iri: str, labels: Labels, quotes: Mapping[str, Quote], language: str) -> list[dict]:
    """The passages of a statement or section, or the passage itself, in the order of the text."""
    rows = data.rows(
        f"SELECT ?place ?text ?start ?end ?words {{ {{ <{iri}> <{POL.hasPassage}> ?place }} UNION"
        f" {{ VALUES ?place {{ <{iri}> }} ?place a <{POL.Passage}> }}"
        f" ?place <{OA.hasSource}> ?text ; <{OA.hasSelector}> ?selector ."
        f" ?selector <{OA.start}> ?start ; <{OA.end}> ?end . OPTIONAL {{ ?place <{POL.wordCount}> ?words }} }} ORDER BY ?start"
    )
    labels.learn(text.value for _, text, *_ in rows)
    return [
        {"start": start.value, "end": end.value, "words": count.value, "quote": quotes.get(place.value),
         "text": link(text.value, labels, language)}
        for place, text, start, end, count in rows
    ]  # fmt: skip


def _links(iri: str) -> str:
    path = quote(path_of(iri) or "/")
    others = [f'<{path}?format={name}>; rel="alternate"; type="{type_}"' for type_, name in SUFFIXES.items()]
    return ", ".join([f'<{quote(iri, safe=":/#%")}>; rel="canonical"', *others])


__all__ = ["HTML", "Quote", "iri_of", "language_of", "show", "triples", "wanted_type"]
