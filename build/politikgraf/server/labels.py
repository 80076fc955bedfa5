"""What things are called: their label in the reader's language, or words that say what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from ..answers import is_duration, spoken_duration
from ..namespaces import BASE, DCTERMS, DQV, OA, OWL, POL, PROV, RDFS, SKOS
from .cells import Cell
from .words import LANGUAGES, TERMS, words

Ask = Callable[[str], list[list[Cell]]]
"""Runs a query and gives its rows."""

_LABEL = f"<{SKOS.prefLabel}>|<{RDFS.label}>|<{DCTERMS.title}>"
_PARTS = "|".join(
    f"<{p}>"
    for p in (POL.ofConcept, POL.inMunicipality, POL.between, POL.reason, OA.hasBody, DQV.isMeasurementOf, DQV.value)
)
_PARTS += f"|^<{POL.hasText}>|(<{PROV.used}>/^<{POL.hasText}>)"
_TERMS = {str(t) for t in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)}
_TYPES_TOO_BROAD = {str(OA.SpecificResource), str(POL.Statement), str(SKOS.Concept)}
_SPLIT = re.compile(r"[-_]|(?<=[a-z])(?=[A-Z])")
_AT_ONCE = 500


class Labels:
    """Finds labels with few queries, many at a time."""

    def __init__(self, ask: Ask, language: str):
        self._ask, self._language = ask, language
        self._known: dict[str, str] = {}

    def learn(self, iris: Iterable[str]) -> None:
        """Look up what these are called."""
        self._learn(iris, composing=True)

    def __call__(self, iri: str) -> str:
        """What a thing is called; for one never looked up, the end of its IRI in words."""
        return self._known.get(iri) or _standard(iri, self._language) or tail(iri)

    def _learn(self, iris: Iterable[str], composing: bool) -> None:
        todo = sorted({iri for iri in iris if iri not in self._known and _askable(iri)})
        found: dict[str, dict[str, str]] = {}
        for chunk in _chunks(todo):
            rows = self._ask(f"SELECT ?iri ?label {{ VALUES ?iri {{ {_values(chunk)} }} ?iri {_LABEL} ?label }}")
            for iri, label in rows:
                found.setdefault(iri.value, {}).setdefault(label.language, label.value)
        for name, said in found.items():
            order = (self._language, *LANGUAGES, *said)
            self._known[name] = next(said[language] for language in order if language in said)
        if composing:
            self._compose([iri for iri in todo if iri not in found and not _standard(iri, self._language)])

    def _compose(self, iris: list[str]) -> None:
        """Name what has no label by its kind, the things it is about, and its place in a text."""
        kinds: dict[str, set[str]] = {}
        parts: dict[str, set[str]] = {}
        spans: dict[str, tuple[str, str]] = {}
        for chunk in _chunks(iris):
            rows = self._ask(
                f"SELECT ?iri ?kind ?part ?start ?end {{ VALUES ?iri {{ {_values(chunk)} }} ?iri a ?kind"
                f" OPTIONAL {{ ?iri {_PARTS} ?part }}"
                f" OPTIONAL {{ ?iri <{OA.hasSelector}>? ?place . ?place <{OA.start}> ?start ; <{OA.end}> ?end }} }}"
            )
            for iri, kind, part, start, end in rows:
                kinds.setdefault(iri.value, set()).add(kind.value)
                if part.kind:
                    parts.setdefault(iri.value, set()).add(part.value)
                if start.kind and end.kind:
                    spans[iri.value] = start.value, end.value
        self._learn(
            {p for several in parts.values() for p in several} | {k for some in kinds.values() for k in some}, False
        )
        for name, some in kinds.items():
            if some & _TERMS:
                continue
            what = self(min(some - _TYPES_TOO_BROAD or some))
            about = ", ".join(sorted(self(part) if _askable(part) else part for part in parts.get(name, ())))
            where = words(self._language)["characters"].format(*spans[name]) if name in spans else ""
            self._known[name] = ": ".join(filter(None, (what, about or where)))


@dataclass(frozen=True)
class Value:
    """A term as it is read: its words, where they lead, and how they are set."""

    text: str = ""
    href: str = ""
    language: str = ""
    number: bool = False


def link(iri: str, labels: Labels, language: str) -> Value:
    """A thing by its label, leading to its page here, or to where its IRI leads."""
    path = path_of(iri)
    away = iri if iri.startswith(("http://", "https://")) else ""
    return Value(labels(iri), f"{quote(path)}?lang={language}" if path else away)


def value_of(cell: Cell, labels: Labels, language: str) -> Value:
    """A cell as it is read in a language."""
    if cell.is_iri:
        return link(cell.value, labels, language)
    if cell.is_boolean:
        return Value(words(language).get(cell.value, cell.value))
    if cell.kind == "literal" and is_duration(cell.extra):
        return Value(spoken_duration(cell.value, language))
    return Value(cell.value, language=cell.language, number=cell.is_number)


def tail(iri: str) -> str:
    """The end of an IRI as words.

    >>> tail("http://example.org/terms#shared-byAll")
    'shared by All'
    """
    end = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return " ".join(filter(None, _SPLIT.split(end))) or iri


def _standard(iri: str, language: str) -> str:
    return TERMS.get(iri, {}).get(language, "")


def _askable(iri: str) -> bool:
    return iri.startswith(("http://", "https://")) and not re.search(r"[\x00-\x20<>\"{}|^`\\]", iri)


def _values(iris: list[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _chunks(items: list[str]) -> list[list[str]]:
    return [items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE)]


def path_of(iri: str) -> str | None:
    """The path on this server of one of the data's IRIs, None for IRIs of others."""
    return "/" + iri.removeprefix(BASE) if iri.startswith(BASE) else None
