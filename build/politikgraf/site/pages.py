"""Rendering every page of the site, in both languages, with everything from the data escaped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..namespaces import KINDS as KIND_IRIS
from . import figures, network, references, sentences, urls
from .context import Context, Texts
from .model import LANGUAGES, Model, Statement, concept_order
from .reader import chunks, torn
from .ties import ties
from .words import FRAGILE, KINDS, ROLES, SILENT

FOLDER = Path(__file__).resolve().parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)
PROFILE_MOST = 12
OWNERS_MOST = 8
READERS = ("first", "second", "adjudicated")
"""The readers in the order in which they read, and what came of it; any others follow."""


def environment() -> Environment:
    """Jinja2 with everything escaped and nothing undefined let through."""
    env = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    env.filters["cap"] = capitalised
    return env


def capitalised(text: str) -> str:
    """A text with a capital first letter, the rest as it is.

    >>> capitalised("øvrige BFO-ledere")
    'Øvrige BFO-ledere'
    """
    return text[:1].upper() + text[1:]


def render(model: Model, texts: Texts, only: Container[str] | None = None) -> Iterator[tuple[str, str]]:
    """Path and content of every page, or of some sorts of page (`overview`, `concept`, ...)."""
    env = environment()
    for language in LANGUAGES:
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        for page, id_, gather in _pages(model):
            if only is not None and page not in only:
                continue
            here = urls.path(language, page, id_)
            ctx = Context(model, language, here, urls.path(other, page, id_), texts)
            values = {
                "page": page,
                "policy": POLICY,
                "sentences": sentences,
                "KINDS": KINDS,
                "ROLES": ROLES,
                "FRAGILE": FRAGILE,
                **gather(ctx),
            }
            if page == "network":
                yield here, network.render(ctx, env, **values)
            else:
                yield here, env.get_template(f"{page}.html").render(ctx=ctx, **values)


def _pages(model: Model) -> Iterator[tuple[str, str, object]]:
    yield "overview", "", _overview
    yield "network", "", _matrix
    yield "compare", "", lambda ctx: {}
    yield "municipalities", "", lambda ctx: {}
    yield "concepts", "", _matrix
    yield "actors", "", _actors
    yield "ages", "", _ages
    yield "figures", "", _figures
    yield "references", "", _references
    yield "about", "", _about
    for id_ in model.municipalities:
        yield "municipality", id_, lambda ctx, id_=id_: _municipality(ctx, id_)
    for id_ in model.concepts:
        yield "concept", id_, lambda ctx, id_=id_: _concept(ctx, id_)
    for id_ in model.actors:
        yield "actor", id_, lambda ctx, id_=id_: _actor(ctx, id_)
    for id_ in model.ages:
        yield "age", id_, lambda ctx, id_=id_: _age(ctx, id_)
    for id_ in model.documents:
        yield "document", id_, lambda ctx, id_=id_: _document(ctx, id_)


def _matrix(ctx: Context) -> dict:
    return {"themes": [(theme, ctx.model.members(theme.id)) for theme in ctx.model.themes()]}


def _overview(ctx: Context) -> dict:
    peak = max((p.salience for c in ctx.model.concepts.values() for p in c.presence.values()), default=1) or 1
    numbers = Counter(c.kind for c in ctx.model.concepts.values())
    owners = [m for m in ctx.model.municipalities.values() if sentences.unique_of(ctx, m.id)]
    owners = (
        sorted(owners, key=lambda m: -len(sentences.unique_of(ctx, m.id)))[:OWNERS_MOST]
        if len(owners) > OWNERS_MOST
        else owners
    )
    return {**_matrix(ctx), "owners": owners, "step": lambda salience: step(salience, peak), "numbers": numbers}


def step(salience: float, peak: float) -> int:
    """One of seven sizes of a mark, by area; 0 for nothing.

    >>> step(0, 0.1), step(0.001, 0.1), step(0.1, 0.1)
    (0, 1, 7)
    """
    return 0 if salience <= 0 else max(1, min(7, round(7 * (salience / peak) ** 0.5)))


def _municipality(ctx: Context, id_: str) -> dict:
    model = ctx.model
    municipality = model.municipalities[id_]
    mine = [c for c in model.concepts.values() if c.count(id_)]
    statements = [s for d in municipality.documents for s in model.documents[d].statements]
    by_theme: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.kind in ("goal", "measure") and statement.main in model.concepts:
            by_theme[model.concepts[statement.main].theme].append(statement)
    near = sorted(
        ((next(iter(pair - {id_})), o) for pair, o in model.overlaps.items() if id_ in pair and len(pair) == 2),
        key=lambda item: -item[1].jaccard,
    )
    return {
        "it": municipality,
        "most": sorted(mine, key=lambda c: (-c.presence[id_].salience, ctx.label(c)))[:PROFILE_MOST],
        "more": sorted(
            (c for c in mine if c.presence[id_].distinctiveness > 1), key=lambda c: -c.presence[id_].distinctiveness
        )[:PROFILE_MOST],
        "only": sentences.unique_of(ctx, id_),
        "lacks": sorted((c for c in model.concepts.values() if c.shared_by and not c.count(id_)), key=concept_order),
        "near": near,
        "statements": statements,
        "whole_ages": [model.ages[g] for d in municipality.documents for g in model.documents[d].ages],
        "tops": [s for s in statements if s.kind in ("vision", "value", "theme")],
        "by_theme": [(t, by_theme[t.id]) for t in model.themes() if by_theme[t.id]],
        "peak": max((c.presence[id_].salience for c in mine), default=1) or 1,
        "involved": ctx.involved(statements),
        "kinds": Counter(s.kind for s in statements),
    }


def _concept(ctx: Context, id_: str) -> dict:
    concept = ctx.model.concepts[id_]
    statements = ctx.about(id_)
    order = sorted(ctx.model.municipalities, key=lambda m: -concept.count(m))
    return {
        "it": concept, "statements": statements, "involved": ctx.involved_by(statements), "order": order,
        "peak": max((p.salience for p in concept.presence.values()), default=1) or 1,
        "only": {m: ctx.only_here(id_, m) for m in ctx.model.municipalities if concept.count(m)},
    }  # fmt: skip


def _actors(ctx: Context) -> dict:
    """Who takes part how often, by municipality and by role, and with whom."""
    by_municipality: dict[str, Counter] = defaultdict(Counter)
    by_role: dict[str, Counter] = defaultdict(Counter)
    together: dict[str, Counter] = defaultdict(Counter)
    for statement in ctx.model.statements():
        actors = {a for _, a in statement.roles}
        for actor in actors:
            by_municipality[actor][statement.municipality] += 1
            together[actor].update(actors - {actor})
        for role, actor in set(statement.roles):
            by_role[actor][role] += 1
    order = sorted(by_municipality, key=lambda a: (-by_municipality[a].total(), a))
    peak = max((n for c in by_municipality.values() for n in c.values()), default=1)
    return {
        **_matrix(ctx),
        "order": [ctx.model.actors[a] for a in order if a in ctx.model.actors],
        "by_municipality": by_municipality, "by_role": by_role, "together": together,
        "step": lambda n: step(n, peak),
    }  # fmt: skip


def _actor(ctx: Context, id_: str) -> dict:
    actor = ctx.model.actors[id_]
    roles: dict[str, list[Statement]] = {role: [] for role in ROLES}
    together: Counter = Counter()
    concepts: Counter = Counter()
    for statement in ctx.model.statements():
        mine = [role for role, a in statement.roles if a == id_]
        for role in mine:
            roles[role].append(statement)
        if mine:
            together.update({a for _, a in statement.roles} - {id_})
            concepts.update(statement.concepts)
    counts = Counter(s.municipality for found in roles.values() for s in found)
    return {
        "it": actor, "roles": {r: s for r, s in roles.items() if s}, "together": together.most_common(10),
        "concepts": concepts.most_common(10), "counts": counts,
        "below": ctx.sorted_by_name(a for a in ctx.model.actors.values() if id_ in a.broader),
    }  # fmt: skip


def _ages(ctx: Context) -> dict:
    """For each age band, who states it, and whether it is the age of a whole document."""
    own = {(g, s.municipality) for s in ctx.model.statements() for g in s.ages}
    whole = {(g, d.municipality) for d in ctx.model.documents.values() for g in d.ages}
    return {
        "owners": {
            g: [(m, (g, m) in whole) for m in ctx.model.municipalities if (g, m) in own | whole] for g in ctx.model.ages
        }
    }


def _age(ctx: Context, id_: str) -> dict:
    statements = [s for s in ctx.model.statements() if id_ in s.ages]
    return {
        "it": ctx.model.ages[id_],
        "statements": statements,
        "whole": [d for d in ctx.model.documents.values() if id_ in d.ages],
    }


def _document(ctx: Context, id_: str) -> dict:
    document = ctx.model.documents[id_]
    body, spans = ctx.texts.bodies.get(id_, ("", {}))
    reasons = Counter()
    for _, reason, passages in document.uncoded:
        reasons[reason] += sum(p.words for p in passages)
    empty = sum(reason.endswith("/placeholder") for _, reason, _ in document.uncoded)
    return {
        "it": document, "chunks": chunks(document, body, spans), "has_text": bool(body), "reasons": reasons.most_common(),
        "kinds": {s.id: s.kind for s in document.statements}, "torn": torn(document) if body else 0, "ties": lambda s: ties(ctx, s),
        "unheaded": any(ctx.label(s).endswith(ctx.t("no_heading")) for s in document.sections),
        "empty": empty, "silences": [ctx.t.of(SILENT, name) for name in document.silent if name in SILENT],
    }  # fmt: skip


def _figures(ctx: Context) -> dict:
    found = figures.groups(ctx)
    return {
        "groups": found,
        "shown": sum(len(g.rows) for g in found),
        "total": sum(g.of for g in found),
        "share": {g.kind: ctx.t("figures_count", n=ctx.t.digits(len(g.rows)), of=ctx.t.digits(g.of)) for g in found},
    }


def _references(ctx: Context) -> dict:
    return {"groups": references.groups(ctx), "in_force": lambda r: references.in_force(ctx, r)}


def _about(ctx: Context) -> dict:
    concepts = list(ctx.model.concepts.values())
    fragile = Counter(reason for c in concepts for reason in c.fragile)
    agreed = sorted((c for c in concepts if c.agreement), key=lambda c: (-c.agreement.figures["alpha"], ctx.label(c)))
    names = {str(iri): kind for kind, iri in KIND_IRIS.items()}
    overall = [a for a in ctx.model.agreements if a.on == ctx.model.dataset.iri and "alpha" in a.figures]
    kinds = sorted(
        ((names[a.on], a) for a in ctx.model.agreements if a.on in names and "alpha" in a.figures),
        key=lambda p: -p[1].figures["alpha"],
    )
    cuts = {a.on.rsplit("/", 1)[-1]: a.figures["boundaries"] for a in ctx.model.agreements if "boundaries" in a.figures}
    return {
        "readers": sorted(ctx.model.readers, key=lambda r: (READERS.index(r.id) if r.id in READERS else len(READERS), r.id)),
        "codebooks": sorted(ctx.model.codebooks, key=lambda c: [int(n) for n in re.findall(r"\d+", c.id)], reverse=True),
        "has_text": bool(ctx.texts.bodies), "fragile": fragile.most_common(), "agreed": agreed, "overall": overall, "kinds": kinds, "cuts": cuts,
        "arguable": sum(not s.sure for s in ctx.model.statements()), "total": sum(1 for _ in ctx.model.statements()),
    }  # fmt: skip
