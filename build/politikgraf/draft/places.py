"""Municipalities and age bands that a draft needs and the vocabularies lack: `additions.ttl`.

They go into the vocabularies when the draft is accepted; until then nothing else knows of them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib.namespace import DCTERMS, SKOS

from ..errors import DataError, Problem, UnreadableError
from ..namespaces import BASE, MUNICIPALITY, new_graph
from ..tables import suggest
from ..vocabulary import Vocabulary, parse_turtle

_NAME = re.compile(r"[^\W\d_][\w .,'’()-]{0,60}")
_CODE = re.compile(r"\d{4}", re.ASCII)
_BAND = re.compile(r"(\d{1,3})-(\d{1,3})|(\d{1,3})-plus|to-(\d{1,3})|(\d{1,3})", re.ASCII)
PREFIXES = """@prefix pol:          <https://w3id.org/politikgraf/ontology/> .
@prefix age:          <https://w3id.org/politikgraf/age/> .
@prefix municipality: <https://w3id.org/politikgraf/municipality/> .
@prefix adms:         <http://www.w3.org/ns/adms#> .
@prefix dcterms:      <http://purl.org/dc/terms/> .
@prefix m8g:          <http://data.europa.eu/m8g/> .
@prefix org:          <http://www.w3.org/ns/org#> .
@prefix rdfs:         <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema:       <https://schema.org/> .
@prefix skos:         <http://www.w3.org/2004/02/skos/core#> .
"""


@dataclass(frozen=True)
class Municipality:
    """A municipality: its name in IRIs, its official code, its names."""

    slug: str
    code: str
    name_da: str
    name_en: str


def slug(text: str, limit: int = 48) -> str:
    """A name for IRIs and folders: "Høje-Taastrup" gives "hoeje-taastrup"."""
    for danish, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        text = text.lower().replace(danish, plain)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:limit].strip("-")


@cache
def official() -> tuple[Municipality, ...]:
    """The 98 municipalities with their official codes (municipality codes of the CPR register)."""
    with (Path(__file__).parent / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Municipality(slug(r["short"]), r["code"], r["name_da"], r["name_en"]) for r in csv.DictReader(file)
        )


def find_municipality(name: str, code: str | None, vocabulary: Vocabulary) -> tuple[Municipality, bool]:
    """The municipality that a person means, and whether the vocabulary knows it already.

    Args:
        name: "Glostrup", "Glostrup Kommune", "hoeje-taastrup".
        code: its official code, for one that is not among the 98.

    Raises:
        UnreadableError: unknown, and no code given, or a code that is not its own.
    """
    bare = re.sub(r"\s+(?:regions)?kommune$", "", name.strip(), flags=re.IGNORECASE)
    wanted = slug(bare)
    if not wanted:
        raise UnreadableError(Problem("--municipality", "is empty", "give the municipality's name"))
    if not _NAME.fullmatch(name.strip()):
        raise UnreadableError(
            Problem(
                "--municipality",
                f"{name[:60]!r} is no name",
                "write it as the municipality does: letters, spaces, hyphens",
            )
        )
    for known in vocabulary.municipalities:
        labels = {str(o).lower() for o in vocabulary.graph.objects(MUNICIPALITY[known], SKOS.prefLabel | SKOS.altLabel)}
        if wanted == known or name.strip().lower() in labels:
            _check_code(code, str(vocabulary.graph.value(MUNICIPALITY[known], DCTERMS.identifier) or ""), name)
            return Municipality(known, "", "", ""), True
    for one in official():
        if wanted == one.slug or name.strip().lower() == one.name_da.lower() or wanted == slug(one.name_da):
            _check_code(code, one.code, name)
            return one, False
    if code is None:
        near = suggest(wanted, [m.slug for m in official()])
        raise UnreadableError(
            Problem(
                "--municipality",
                f"{name!r} is none of the 98 municipalities",
                near or "give its code, too: --code 0000",
            )
        )
    if not _CODE.fullmatch(code):
        raise UnreadableError(
            Problem("--code", f"{code!r} is not four digits", "write it with its leading zero, e.g. 0151")
        )
    taken = {
        str(c): k
        for k in vocabulary.municipalities
        for c in vocabulary.graph.objects(MUNICIPALITY[k], DCTERMS.identifier)
    }
    taken |= {m.code: m.slug for m in official()}
    if code in taken:
        raise UnreadableError(
            Problem("--code", f"{code} is the code of {taken[code]}", "give the municipality's own code, or that name")
        )
    return Municipality(wanted, code, f"{bare} Kommune", f"{bare} Municipality"), False


def _check_code(given: str | None, own: str, name: str) -> None:
    if given is not None and own and given != own:
        raise UnreadableError(
            Problem(
                "--code",
                f"{given[:20]!r} is not the code of {name.strip()}, which is {own}",
                f"write --code {own}, or leave it out",
            )
        )


def municipality_turtle(one: Municipality) -> str:
    """The municipality as `ontology/municipalities.ttl` has it."""
    da, en = _escaped(one.name_da), _escaped(one.name_en)
    return f"""
municipality:{one.slug} a pol:Municipality, org:FormalOrganization, m8g:PublicOrganisation ;
    skos:prefLabel "{da}"@da , "{en}"@en ;
    skos:definition
        "Dansk kommune, hvis børne- og ungepolitik indgår i politikgraf."@da ,
        "Danish municipality whose child and youth policy is part of politikgraf."@en ;
    dcterms:identifier "{one.code}" ;
    adms:identifier <{BASE}municipality/{one.slug}/code> .

<{BASE}municipality/{one.slug}/code> a adms:Identifier ;
    rdfs:label "{da}: kommunekode"@da , "{en}: municipality code"@en ;
    skos:notation "{one.code}" .
"""


def _bounds(name: str) -> tuple[str | None, str | None]:
    match = _BAND.fullmatch(name)
    if not match:
        raise DataError(Problem(name, "is no age band", "write 3-5, 9, 13-plus or to-17"))
    if match[1]:
        if int(match[1]) >= int(match[2]):
            raise DataError(Problem(name, "is an age band that ends before it begins", "write the lower age first"))
        return match[1], match[2]
    return (match[3], None) if match[3] else (None, match[4]) if match[4] else (match[5], match[5])


def age_names(name: str) -> tuple[str, str]:
    """An age band's name in Danish and English.

    >>> age_names("13-plus")
    ('13 år og opefter', '13 years and over')

    Raises:
        DataError: it is no age band.
    """
    low, high = _bounds(name)
    if low and high:
        return (f"{low} år", f"{low} years") if low == high else (f"{low}-{high} år", f"{low}-{high} years")
    return (
        (f"{low} år og opefter", f"{low} years and over") if low else (f"til og med {high} år", f"up to {high} years")
    )


def age_turtle(name: str, comment: str) -> str:
    """An age band as `ontology/ages.ttl` has it, from its name (`3-5`, `13-plus`, `to-2`, `9`).

    Raises:
        DataError: it is no age band.
    """
    low, high = _bounds(name)
    bounds = [f"schema:requiredMinAge {low} ;"] * bool(low) + [f"schema:requiredMaxAge {high} ;"] * bool(high)
    da, en = age_names(name)
    lines = "\n    ".join(bounds)
    return f'\nage:{name} a pol:AgeBand ;   # {comment}\n    {lines}\n    skos:prefLabel "{da}"@da , "{en}"@en .\n'


def additions_turtle(municipality: Municipality | None, ages: Iterable[str], comment: str) -> str:
    """What a draft adds to the vocabularies; "" when nothing."""
    parts = [municipality_turtle(municipality)] if municipality else []
    parts += [age_turtle(name, comment) for name in sorted(set(ages))]
    head = "# What the vocabularies lack for this draft; accepting it moves this into ontology/.\n\n"
    return head + PREFIXES + "".join(parts) if parts else ""


def with_additions(vocabulary: Vocabulary, folder: Path, name: str) -> Vocabulary:
    """The vocabulary together with what a draft adds to it."""
    path = folder / name
    if not path.is_file():
        return vocabulary
    graph = new_graph()
    for triple in vocabulary.graph:
        graph.add(triple)
    parse_turtle(path, graph)
    return Vocabulary(graph)


def _escaped(text: str) -> str:
    return text.replace("\\", " ").replace('"', "'").replace("\n", " ")
