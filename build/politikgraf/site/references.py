"""What the documents point to outside themselves: laws first, who cites them, and whether they are in force."""

from __future__ import annotations

from dataclasses import dataclass

from .context import Context
from .model import Reference, Statement, danish_key

FIRST = ("Law", "Convention", "Reform")
"""The sorts that bind from outside; the others follow by name."""


@dataclass
class Row:
    """A reference, and the statements that cite it by municipality."""

    reference: Reference
    cited: dict[str, list[Statement]]


def groups(ctx: Context) -> list[tuple[str, list[Row]]]:
    """Name of the sort and its references: those that are cited, and those that replace one that is."""
    cited: dict[str, dict[str, list[Statement]]] = {}
    for statement in ctx.model.statements():
        for iri in statement.references:
            cited.setdefault(iri, {}).setdefault(statement.municipality, []).append(statement)
    listed = {iri for iri in ctx.model.references if iri in cited}
    listed |= {r for iri in listed if (r := ctx.model.references[iri].replaced_by) in ctx.model.references}
    by_sort: dict[str, list[Row]] = {}
    for iri in listed:
        found = ctx.model.references[iri]
        by_sort.setdefault(found.sort, []).append(Row(found, cited.get(iri, {})))
    order = sorted(by_sort, key=lambda s: (_rank(s), danish_key(ctx.name(s))))
    return [
        (ctx.name(s), sorted(by_sort[s], key=lambda r: (not r.cited, danish_key(ctx.label(r.reference)))))
        for s in order
    ]


def _rank(sort: str) -> int:
    name = sort.rsplit("/", 1)[-1]
    return FIRST.index(name) if name in FIRST else len(FIRST)


def in_force(ctx: Context, reference: Reference) -> str:
    """Whether a reference is in force, in words; "" where the graph says nothing."""
    if reference.in_force is None:
        return ""
    if reference.in_force:
        return ctx.t("in_force_yes")
    newer = ctx.model.references.get(reference.replaced_by)
    return ctx.t("in_force_replaced", name=ctx.label(newer)) if newer else ctx.t("in_force_no")


def shown(ctx: Context) -> list[Reference]:
    """Every reference on the page, in its order."""
    return [row.reference for _, rows in groups(ctx) for row in rows]
