"""What the scripts read: plain data as `.js` files, since a page opened from a file may not fetch."""

from __future__ import annotations

import json

import pyoxigraph as ox

from ..namespaces import DATA, KINDS, PREFIXES, ROLES
from . import urls
from .context import Context
from .model import Statement, Thing
from .words import FAMILIES, FRAGILE
from .words_js import SCRIPT_TEXT


def script(call: str, value: object) -> str:
    """One call with one JSON value, with nothing in it that could end a script or a line early."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f"{call}({text});\n"


def search_names(ctx: Context, thing: Thing) -> list[str]:
    """Every name by which a thing should be found."""
    names = [ctx.label(thing), *ctx.other_names(thing), *thing.other_names.get("", [])]
    return list(dict.fromkeys(names + thing.hidden_names if ctx.language == "da" else names))


def core(ctx: Context) -> str:
    """Municipalities, concepts, actors, ages and documents: what every page has at once."""
    m, t = ctx.model, ctx.t
    at = 0 if ctx.language == "da" else 1

    def address(page: str, id_: str) -> str:
        return urls.path(ctx.language, page, id_)

    involved: dict[str, dict[str, int]] = {}
    for statement in m.statements():
        for actor in {a for _, a in statement.roles}:
            counts = involved.setdefault(actor, {})
            counts[statement.municipality] = counts.get(statement.municipality, 0) + 1
    value = {
        "language": ctx.language,
        "base": str(DATA),
        "version": m.version,
        "made": m.made,
        "title": ctx.label(m.dataset),
        "site": t("site"),
        "text": {key: pair[at] for key, pair in SCRIPT_TEXT.items()},
        "fragile": {key: pair[at] for key, pair in FRAGILE.items()},
        "kinds": {k: [t.kind(k), t.kind(k, 2), FAMILIES[k]] for k in KINDS},
        "roles": {r: ctx.role(r) for r in ROLES},
        "municipalities": [
            {
                "id": x.id, "name": ctx.label(x), "short": x.short[ctx.language], "url": address("municipality", x.id),
                "tone": ctx.tone(x.id), "count": x.count, "period": ctx.period(x.id)[0], "ages": t.listing([ctx.label(m.ages[g]) for d in x.documents for g in m.documents[d].ages]), "through": ctx.period(x.id)[1], "read": ctx.read_whole(x.id), "keys": search_names(ctx, x),
            }
            for x in m.municipalities.values()
        ],
        "documents": {
            d.id: {"title": ctx.label(d), "m": d.municipality, "url": address("document", d.id), "text": d.id in ctx.texts.bodies}
            for d in m.documents.values()
        },
        "concepts": [
            {
                "id": c.id, "label": ctx.label(c), "keys": search_names(ctx, c), "url": address("concept", c.id), "theme": c.theme,
                "kind": c.kind, "firm": c.firm, "fragile": c.fragile, "w": {k: why for k in m.municipalities if (why := c.doubts(k))},
                "iri": c.iri, "definition": ctx.note(c, "definition"),
                "n": {k: p.count for k, p in c.presence.items() if p.count},
                "b": {k: p.broad for k, p in c.presence.items() if p.broad > p.count},
                "s": {k: p.salience for k, p in c.presence.items() if p.count},
            }
            for c in m.concepts.values()
        ],
        "themes": [c.id for c in m.themes()],
        "actors": [
            {
                "id": a.id, "label": ctx.label(a), "keys": search_names(ctx, a), "url": address("actor", a.id), "iri": a.iri,
                "definition": ctx.note(a, "definition"), "n": involved.get(a.id, {}),
            }
            for a in m.actors.values()
        ],
        "ages": [
            {"id": a.id, "label": ctx.label(a), "low": a.low, "high": a.high, "url": address("age", a.id), "iri": a.iri} for a in m.ages.values()
        ],
    }  # fmt: skip
    return script("window.politikgraf.start", value)


def statement_value(ctx: Context, s: Statement) -> dict:
    """One statement as the scripts show it."""
    ages, how = ctx.model.ages_of(s)
    value = {
        "id": s.id, "d": s.document, "m": s.municipality, "k": s.kind, "l": ctx.label(s), "c": s.concepts, "r": s.roles,
        "a": [[a.low, a.high] for a in ages], "how": how, "p": ctx.place(s),
    }  # fmt: skip
    if s.ages:
        value["g"] = s.ages
    if not s.sure:
        value["u"] = ctx.note(s, "codingNote")
    if quotes := ctx.quotes(s):
        value["q"] = quotes
    return value


def statements(ctx: Context, municipality: str) -> str:
    """All statements of one municipality."""
    documents = [ctx.model.documents[d] for d in ctx.model.municipalities[municipality].documents]
    values = [statement_value(ctx, s) for d in documents for s in d.statements]
    return script("window.politikgraf.add", {"m": municipality, "statements": values})


def excerpts(turtle: bytes, ctx: Context, municipality: str) -> str:
    """The Turtle of each statement of one municipality, as it stands in the graph, without wording."""
    if not hasattr(ctx.model, "_triples"):
        groups: dict[str, list[ox.Triple]] = {}
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            groups.setdefault(quad.subject.value, []).append(quad.triple)
        ctx.model._triples = groups  # type: ignore[attr-defined]
    groups = ctx.model._triples  # type: ignore[attr-defined]
    prefixes = {p: str(iri) for p, iri in PREFIXES.items()}
    blocks = {}
    for document in ctx.model.municipalities[municipality].documents:
        prefixes[document] = next(iter(s.iri for s in ctx.model.documents[document].statements)).rsplit("/", 1)[0] + "/"
        for s in ctx.model.documents[document].statements:
            subjects = [s.iri, s.iri + "-annotation"]
            for number in range(1, len(s.passages) + 1):
                subjects += [f"{s.iri}-passage-{number}", f"{s.iri}-passage-{number}-selector"]
            triples = [t for subject in subjects for t in groups.get(subject, ())]
            lines = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes).decode("utf-8").split("\n")
            blocks[s.key] = "\n".join(line for line in lines if not line.startswith("@prefix")).strip() + "\n"
    return script("window.politikgraf.addTurtle", {"m": municipality, "prefixes": prefixes, "blocks": blocks})
