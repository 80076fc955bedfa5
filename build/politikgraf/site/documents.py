"""The documents of the graph: their facts, sections, statements and what was not coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from ..namespaces import KINDS, ROLES
from .model import Document, Passage, Section, Statement, fallback
from .records import Kept, Store, number

_KIND = {str(iri): name for name, iri in KINDS.items()}
_PASSAGES = """SELECT ?owner ?start ?end ?words WHERE {
  ?owner pol:hasPassage ?target . ?target oa:hasSelector ?place .
  ?place oa:start ?start ; oa:end ?end . OPTIONAL { ?target pol:wordCount ?words } }"""
_EXTENTS = """SELECT ?owner ?start ?end WHERE {
  ?owner pol:extent ?target . ?target oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end }"""


def read_documents(store: Store, thing: Callable) -> dict[str, Document]:
    """All policy documents, with everything in them, in the order of their texts."""
    documents: dict[str, Document] = {}
    texts = {k.iri: k for k in store.of("pol:Text")}
    for kept in store.of("pol:PolicyDocument"):
        text = next((texts[t] for t in kept.iris("pol:hasText") if t in texts), None)
        documents[kept.name] = thing(
            kept, Document, municipality=kept.id("dcterms:publisher"), facts=_facts(kept),
            silent=kept.ids("pol:silentOn"), ages=kept.ids("pol:documentAge"),
            length=int(number(text.one("pol:length"))) if text else 0,
            words=int(number(text.one("pol:wordCount"))) if text else 0,
            sha256=(text.one("schema:sha256") or "") if text else "",
        )  # fmt: skip
        documents[kept.name].other_names = {"": sorted(v for _, v in kept.tagged("dcterms:alternative"))}
    _add_signatures(store, documents)
    passages = _passages(store)
    extents: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for owner, start, end in store.rows(_EXTENTS):
        extents[owner].append((int(start), int(end)))
    for kept in store.of("pol:Section"):
        if document := documents.get(kept.id("pol:inDocument")):
            level = int(number(kept.one("pol:level")) or 1)
            order, extent = int(number(kept.one("pol:order"))), sorted(extents[kept.iri])
            parent = kept.id("pol:subsectionOf")
            document.sections.append(thing(kept, Section, level=level, parent=parent, order=order, extent=extent))
    for kept in store.of("pol:Statement"):
        if document := documents.get(kept.id("pol:inDocument")):
            document.statements.append(_statement(kept, document, passages[kept.iri], thing))
    for kept in store.of("pol:UncodedPassage"):
        if document := documents.get(kept.id("pol:inDocument")):
            document.uncoded.append((kept.name, (kept.iris("pol:reason") or [""])[0], passages[kept.iri]))
    for document in documents.values():
        document.sections.sort(key=lambda s: s.order)
        document.statements.sort(key=lambda s: s.order)
    return documents


def _facts(kept: Kept) -> dict[str, list[dict[str, str]]]:
    facts: dict[str, list[dict[str, str]]] = {}
    for name, predicate in (
        ("created", "dcterms:created"),
        ("accepted", "dcterms:dateAccepted"),
        ("from", "schema:validFrom"),
        ("through", "schema:validThrough"),
        ("replaces", "pol:replacesWhat"),
        ("prepared", "pol:preparedHow"),
    ):
        values = kept.tagged(predicate)
        by_language: dict[str, list[str]] = defaultdict(list)
        for language, value in values:
            by_language[language].append(value)
        if "" in by_language:
            facts[name] = [fallback({"": v}) for v in by_language[""]]
        elif by_language:
            facts[name] = [{"da": "; ".join(by_language["da"]), "en": "; ".join(by_language["en"])}]
    return facts


def _add_signatures(store: Store, documents: dict[str, Document]) -> None:
    found = {k.iri: (k.one("pol:signatoryName") or "", k.id("pol:inRole")) for k in store.of("pol:Signature")}
    for kept in store.of("pol:PolicyDocument"):
        documents[kept.name].signatures = [found[s] for s in kept.iris("pol:hasSignature") if s in found]


def _passages(store: Store) -> dict[str, list[Passage]]:
    passages: dict[str, list[Passage]] = defaultdict(list)
    for owner, start, end, words in store.rows(_PASSAGES):
        passages[owner].append(Passage(int(start), int(end), int(number(words))))
    for found in passages.values():
        found.sort(key=lambda p: p.start)
    return passages


def _statement(kept: Kept, document: Document, passages: list[Passage], thing: Callable) -> Statement:
    kind = next((_KIND[t] for t in kept.iris("rdf:type") if t in _KIND), "rationale")
    roles = [(role, a) for role, p in ROLES.items() for a in kept.ids("pol:" + str(p).rsplit("/", 1)[-1])]
    return thing(
        kept, Statement, document=document.id, municipality=document.municipality, kind=kind,
        form=(kept.iris("pol:presentedAs") or [""])[0], section=kept.id("pol:inSection"),
        order=int(number(kept.one("pol:order"))), sure=kept.id("pol:certainty") != "arguable",
        main=kept.id("pol:mainConcept"), concepts=_main_first(kept), roles=roles, ages=kept.ids("pol:forAge"),
        references=kept.iris("pol:cites"), serves=kept.ids("pol:serves"), belongs_to=kept.ids("pol:belongsTo"), repeats=kept.ids("pol:repeats"),
        passages=passages, number=kept.one("skos:notation") or "", quantity=_quantity(kept),
        deadline=(kept.one("pol:deadline") or "")[:4], due_after=kept.one("pol:dueAfter") or "",
        recurrence=kept.one("pol:recurrence") or "",
    )  # fmt: skip


def _main_first(kept: Kept) -> list[str]:
    main = kept.id("pol:mainConcept")
    return sorted(kept.ids("pol:about"), key=lambda c: (c != main, c))


def _quantity(kept: Kept) -> str:
    """Number and the IRI of its unit, parted by a space; "" when there is none."""
    value, unit = kept.one("pol:quantity"), (kept.iris("pol:unit") or [""])[0]
    return f"{number(value):g} {unit}" if value is not None else ""
