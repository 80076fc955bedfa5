"""Which form of an answer a client gets: HTTP Semantics (RFC 9110), section 12."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

HTML = "text/html"
TURTLE = "text/turtle"
JSON_RESULTS = "application/sparql-results+json"

# What is offered, first the one that a client without preference gets.
TABLES: dict[str, ox.QueryResultsFormat] = {
    JSON_RESULTS: ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS: dict[str, ox.RdfFormat] = {
    TURTLE: ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
}
# Short names for `format=` in an address, so that a plain link can ask for a form.
NAMES = {
    "json": JSON_RESULTS,
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": TURTLE,
    "turtle": TURTLE,
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "n3": TURTLE,
    "rdf+xml": "application/rdf+xml",
    "html": HTML,
}
_GRAPH_NAMES = NAMES | {"json": "application/ld+json", "xml": "application/rdf+xml"}
SUFFIXES = {TURTLE: "ttl", "application/n-triples": "nt", "application/rdf+xml": "rdf", "application/ld+json": "jsonld"}

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,;]*)*)")
_QUALITY = re.compile(r";\s*q\s*=\s*(\d(?:\.\d*)?)\s*(?:;|$)", re.IGNORECASE)
MAX_RANGES = 100


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that suits an Accept header best, None when none does.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> choose(None, ["text/csv", "application/json"])
    'text/csv'
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best: tuple[float, int] | None = None
    for index, media_type in enumerate(offered):
        quality = _quality(media_type, ranges)
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, index
    return offered[best[1]] if best else None


def by_name(name: str) -> tuple[str | None, str | None]:
    """The media types for a table and for a graph that a short name, or a media type, stands for.

    >>> by_name("xml")
    ('application/sparql-results+xml', 'application/rdf+xml')
    """
    name = _plain(name)
    table, graph = NAMES.get(name, name), _GRAPH_NAMES.get(name, name)
    return (table if table in TABLES else None, graph if graph in GRAPHS else None)


def is_html(name: str) -> bool:
    """Whether a short name, or a media type, stands for a page."""
    return _plain(name) in ("html", HTML)


def is_known(name: str) -> bool:
    """Whether anything is given in the form that a short name, or a media type, stands for.

    >>> is_known("CSV"), is_known("application/sparql-results+json"), is_known("bogus")
    (True, True, False)
    """
    return is_html(name) or any(by_name(name))


def prefers_html(accept: str | None, offered: Sequence[str]) -> bool:
    """Whether an Accept header puts a page before every one of the media types that are offered, as a browser's does.

    >>> prefers_html("text/html, */*;q=0.8", ["text/csv"]), prefers_html("*/*", ["text/csv"])
    (True, False)
    """
    return HTML in (accept or "").lower() and choose(accept, [*offered, HTML]) == HTML


def _plain(name: str) -> str:
    """A name as written in the tables; the `+` of a type that an address gave without coding it is a space."""
    return name.strip().lower().replace(" ", "+")


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    ranges = []
    for part in accept.split(",")[:MAX_RANGES]:
        if match := _RANGE.fullmatch(part.rstrip()):
            said = _QUALITY.search(match[3])
            ranges.append((match[1].lower(), match[2].lower(), min(1.0, float(said[1])) if said else 1.0))
    return ranges


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The quality that the most specific fitting range gives to a type."""
    major, _, minor = media_type.partition("/")
    fitting = [
        ((range_major != "*") + (range_minor != "*"), quality)
        for range_major, range_minor, quality in ranges
        if range_major in ("*", major) and range_minor in ("*", minor) and (range_major != "*" or range_minor == "*")
    ]
    return max(fitting)[1] if fitting else 0.0
