"""The few plain sentences that say what the picture shows, computed from the graph."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from .context import Context
from .model import Concept

MANY = 4
"""How many names a sentence lists before it says how many more there are."""


def links(ctx: Context, concepts: Iterable[Concept], most: int = MANY) -> Markup:
    """Concepts as links in running text; the rest as a number."""
    concepts = list(concepts)
    shown = [Markup('<a href="{}">{}</a>').format(ctx.href("concept", c.id), ctx.label(c)) for c in concepts[:most]]
    if more := len(concepts) - len(shown):
        shown.append(escape(f"{ctx.t.digits(more)} {'flere' if ctx.language == 'da' else 'more'}"))
    return Markup(ctx.t.listing([str(s) for s in shown]))


def by_kind(ctx: Context, kind: str) -> list[Concept]:
    """Concepts of one kind of sharing, those with most to say first."""
    found = [c for c in ctx.model.concepts.values() if c.kind == kind]
    return sorted(found, key=lambda c: (-min((p.salience for p in c.presence.values()), default=0), -c.total, ctx.label(c)))


def unique_of(ctx: Context, municipality: str) -> list[Concept]:
    """Concepts that only one municipality has, what it says most of first."""
    found = [c for c in ctx.model.concepts.values() if c.shared_by == [municipality]]
    return sorted(found, key=lambda c: (-c.count(municipality), ctx.label(c)))


def lead(ctx: Context) -> Markup:
    """The one sentence that answers: what do they share, and what is their own?"""
    m, t = ctx.model, ctx.t
    n = len(m.municipalities)
    numbers = {kind: len(by_kind(ctx, kind)) for kind in ("all", "some", "one", "absent")}
    if ctx.language == "da":
        text = (
            "<strong>{all}</strong> af {total} begreber går igen hos alle {n} kommuner, <strong>{some}</strong> deles af nogle, "
            + ("og <strong>{one}</strong> findes kun hos en enkelt." if numbers["one"] else "og ingen findes kun hos en enkelt.")
        )
    else:
        text = (
            "<strong>{all}</strong> of {total} concepts are found in all {n} municipalities, <strong>{some}</strong> are shared by "
            + ("some, and <strong>{one}</strong> belong to one alone." if numbers["one"] else "some, and none belongs to one alone.")
        )
    numbers_ = {k: t.digits(v) for k, v in numbers.items()}
    return Markup(text).format(total=t.digits(len(m.concepts)), n=t.number(n), **numbers_)


def findings(ctx: Context) -> list[Markup]:
    """What is shared, absent and alike, a sentence each."""
    da = ctx.language == "da"
    said = []
    shared = by_kind(ctx, "all")
    if shared:
        text = "Alle taler mest om {}." if da else "All of them speak most of {}."
        said.append(Markup(text).format(links(ctx, shared[:MANY])))
    if pair := nearest(ctx):
        first, second, overlap = pair
        text = (
            "{} og {} ligner hinanden mest: De har {} af deres begreber til fælles."
            if da
            else "{} and {} are most alike: they have {} of their concepts in common."
        )
        said.append(Markup(text).format(ctx.short(first), ctx.short(second), ctx.t.percent(overlap)))
    absent = by_kind(ctx, "absent")
    if absent:
        text = "Ingen nævner {}, selv om alle dokumenter er læst helt." if da else "None mentions {}, though every document was read in full."
        said.append(Markup(text).format(links(ctx, absent).replace(" og ", " eller ") if da else links(ctx, absent).replace(" and ", " or ")))
    return said


def nearest(ctx: Context) -> tuple[str, str, float] | None:
    """The two municipalities with the largest overlap (Jaccard)."""
    best = max(ctx.model.overlaps.items(), key=lambda item: item[1].jaccard, default=None)
    if best is None or len(best[0]) != 2:
        return None
    order = [m for m in ctx.model.municipalities if m in best[0]]
    return (order[0], order[1], best[1].jaccard) if len(order) == 2 else None


def sharing(ctx: Context, concept: Concept) -> str:
    """In one sentence, who has a concept."""
    names = [ctx.short(m) for m in ctx.model.municipalities if m in concept.shared_by]
    n, total = len(names), len(ctx.model.municipalities)
    da, t = ctx.language == "da", ctx.t
    if concept.kind == "all":
        return f"Alle {t.number(total)} kommuner siger noget om det." if da else f"All {t.number(total)} municipalities say something about it."
    if concept.kind == "absent":
        return (
            "Ingen af kommunerne siger noget om det, selv om alle dokumenter er læst helt."
            if da
            else "None of the municipalities says anything about it, though every document was read in full."
        )
    if n == 1:
        return f"Kun {names[0]} siger noget om det." if da else f"Only {names[0]} says anything about it."
    who = t.listing(names[:6] + ([f"{n - 6} {'andre' if da else 'others'}"] if n > 6 else []))
    return f"{who} siger noget om det." if da else f"{who} say something about it."
