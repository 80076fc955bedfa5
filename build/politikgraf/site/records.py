"""Everything the graph says of the things of one class, fetched by one SPARQL query each."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from ..namespaces import PREFIXES

_HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())


def number(value: str | None) -> float:
    """A literal as a number; 0 when there is none."""
    try:
        return float(value) if value is not None else 0.0
    except ValueError:
        return 0.0


def expand(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, local = name.split(":", 1)
    return str(PREFIXES[prefix]) + local


class Kept:
    """What the graph says of one thing."""

    def __init__(self, iri: str):
        self.iri = iri
        self._values: dict[str, list] = defaultdict(list)

    def add(self, predicate: str, value: object) -> None:
        self._values[predicate].append(value)

    @property
    def name(self) -> str:
        """The last part of the IRI."""
        return self.iri.rstrip("/").rsplit("/", 1)[-1]

    def all(self, predicate: str) -> list:
        return self._values.get(expand(predicate), [])

    def one(self, predicate: str) -> str | None:
        """The first value as a string."""
        values = sorted(v.value for v in self.all(predicate))
        return values[0] if values else None

    def iris(self, predicate: str) -> list[str]:
        return sorted(v.value for v in self.all(predicate) if isinstance(v, ox.NamedNode))

    def ids(self, predicate: str) -> list[str]:
        """The last parts of the IRIs it points at."""
        return [iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] for iri in self.iris(predicate)]

    def id(self, predicate: str) -> str:
        return next(iter(self.ids(predicate)), "")

    def tagged(self, predicate: str) -> list[tuple[str, str]]:
        """Language and text of each literal."""
        return [(v.language or "", v.value) for v in self.all(predicate) if isinstance(v, ox.Literal)]

    def texts(self, predicate: str) -> dict[str, str]:
        """One text a language."""
        return {language: value for language, value in sorted(self.tagged(predicate), reverse=True)}


class Store:
    """The graph in Oxigraph, asked by class."""

    def __init__(self, turtle: bytes):
        self.store = ox.Store()
        self.store.bulk_load(turtle, format=ox.RdfFormat.TURTLE)

    def of(self, type_: str) -> list[Kept]:
        """All things of a class, sorted by IRI."""
        found: dict[str, Kept] = {}
        for s, p, o in self.store.query(_HEAD + f"SELECT ?s ?p ?o WHERE {{ ?s a {type_} ; ?p ?o }}"):
            if isinstance(s, ox.NamedNode):
                found.setdefault(s.value, Kept(s.value)).add(p.value, o)
        return [found[iri] for iri in sorted(found)]

    def rows(self, query: str) -> list[list[str | None]]:
        """The rows of a query as strings."""
        return [[None if v is None else v.value for v in row] for row in self.store.query(_HEAD + query)]
