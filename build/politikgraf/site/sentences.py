"""The few plain sentences that say what the picture shows, computed from the graph."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from .context import Context
from .model import Concept

MANY = 4
"""How many names a sentence lists before it says how many more there are."""


def links(ctx: Context, concepts: Iterable[Concept], most: int = MANY) -> Markup:
    """Concepts as links in running text, fragile ones with their sign; the rest as a number."""
    concepts = list(concepts)
    shown = [
        Markup('<a href="{}">{}</a>').format(ctx.href("concept", c.id), ctx.label(c)) + mark(ctx, c)
        for c in concepts[:most]
    ]
    if more := len(concepts) - len(shown):
        shown.append(escape(f"{ctx.t.digits(more)} {'flere' if ctx.language == 'da' else 'more'}"))
    return Markup(ctx.t.listing([str(s) for s in shown]))


def mark(ctx: Context, concept: Concept) -> Markup:
    """The sign of a fragile result, which leads to its reason; nothing for a firm one."""
    if concept.firm:
        return Markup("")
    text = Markup('\u00a0<a class="mark-fragile" href="{}" aria-label="{}">≈</a>')
    return text.format(ctx.href("concept", concept.id, "trust"), ctx.t("why_fragile", name=ctx.label(concept)))


def everyone(ctx: Context, noun: tuple[str, str, str, str]) -> str:
    """All of the municipalities or documents in words; `noun` in Danish one and many, English one and many.

    "kommunen", "begge kommuner", "alle tre kommuner".
    """
    n, t = len(ctx.model.municipalities), ctx.t
    at = 0 if ctx.language == "da" else 2
    if n == 1:
        return noun[at]
    both = n == 2
    if ctx.language == "da":
        return f"{'begge' if both else f'alle {t.number(n)}'} {noun[1]}"
    return f"{'both' if both else f'all {t.number(n)}'} {noun[3]}"


MUNICIPALITIES = ("kommunen", "kommuner", "the municipality", "municipalities")


def by_kind(ctx: Context, kind: str) -> list[Concept]:
    """Concepts of one kind of sharing, those with most to say first."""
    found = [c for c in ctx.model.concepts.values() if c.kind == kind]
    return sorted(found, key=lambda c: (-sum(p.salience for p in c.presence.values()), -c.total, ctx.label(c)))


def unique_of(ctx: Context, municipality: str) -> list[Concept]:
    """Concepts that only one municipality has, what it says most of first."""
    found = [c for c in ctx.model.concepts.values() if c.shared_by == [municipality]]
    return sorted(found, key=lambda c: (-c.count(municipality), ctx.label(c)))


def lead(ctx: Context) -> Markup:
    """The one sentence that answers: what do they share, and what is their own? How many are fragile stands with each."""
    m, t = ctx.model, ctx.t
    numbers = {kind: len(by_kind(ctx, kind)) for kind in ("all", "some", "one", "absent")}
    n = len(m.municipalities)
    weak = {kind: _weak(ctx, sum(not c.firm for c in by_kind(ctx, kind))) for kind in numbers}
    if ctx.language == "da":
        parts = [
            "<strong>{all}</strong> af {total} begreber "
            + ("går igen hos {everyone}" if n > 1 else "findes hos {everyone}")
            + weak["all"],
            "<strong>{some}</strong> deles af nogle" + weak["some"],
            "<strong>{one}</strong> findes kun hos en enkelt" + weak["one"]
            if numbers["one"]
            else "ingen findes kun hos en enkelt",
        ]
    else:
        parts = [
            "<strong>{all}</strong> of {total} concepts are found in {everyone}" + weak["all"],
            "<strong>{some}</strong> are shared by some" + weak["some"],
            "<strong>{one}</strong> belong to one alone" + weak["one"]
            if numbers["one"]
            else "none belongs to one alone",
        ]
    said = [part for part, least in zip(parts, (1, 3, 2), strict=True) if n >= least]
    text = (
        ", ".join(said[:-1]) + (", og " if ctx.language == "da" else ", and ") + said[-1] if len(said) > 1 else said[0]
    )
    numbers_ = {k: t.digits(v) for k, v in numbers.items()}
    return Markup(text + ".").format(
        total=t.digits(len(m.concepts)), everyone=everyone(ctx, MUNICIPALITIES), **numbers_
    )


def _weak(ctx: Context, n: int) -> str:
    """In parentheses, how many of some results are fragile; nothing where none is."""
    if not n:
        return ""
    few = ctx.t.digits(n)
    return f" (heraf {few} {'skrøbelige' if n > 1 else 'skrøbeligt'})" if ctx.language == "da" else f" ({few} fragile)"


def findings(ctx: Context) -> list[Markup]:
    """What is shared, absent and alike, a sentence each."""
    da = ctx.language == "da"
    said = []
    shared = by_kind(ctx, "all")
    if shared:
        who = {1: ("kommunen taler om", "the municipality speaks of"), 2: ("begge taler om", "both speak of")}.get(
            len(ctx.model.municipalities), ("alle taler om", "all of them speak of")
        )
        text = f"Af det, {who[0]}, fylder {{}} mest." if da else f"Of what {who[1]}, most is on {{}}."
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
        read = documents_read(ctx)
        text = (
            f"Ingen nævner {{}}, selv om {read} er læst helt."
            if da
            else f"None mentions {{}}, though {read} read in full."
        )
        said.append(
            Markup(text).format(
                links(ctx, absent).replace(" og ", " eller ") if da else links(ctx, absent).replace(" and ", " or ")
            )
        )
    return said


def documents_read(ctx: Context) -> str:
    """The documents as what was read: the start of "er læst helt" or of "read in full"."""
    n = len(ctx.model.documents)
    if ctx.language == "da":
        return {1: "dokumentet", 2: "begge dokumenter"}.get(n, "alle dokumenter")
    return {1: "the document was", 2: "both documents were"}.get(n, "every document was")


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
        who = everyone(ctx, MUNICIPALITIES)
        who = who[0].upper() + who[1:]
        return f"{who} siger noget om det." if da else f"{who} {'says' if total == 1 else 'say'} something about it."
    if concept.kind == "absent":
        return (
            f"Ingen af kommunerne siger noget om det, selv om {documents_read(ctx)} er læst helt."
            if da
            else f"None of the municipalities says anything about it, though {documents_read(ctx)} read in full."
        )
    if n == 1:
        return f"Kun {names[0]} siger noget om det." if da else f"Only {names[0]} says anything about it."
    who = t.listing(names[:6] + ([f"{n - 6} {'andre' if da else 'others'}"] if n > 6 else []))
    return f"{who} siger noget om det." if da else f"{who} say something about it."
