"""Which statements give a figure or say when: goals, measures and follow-up apart."""

from __future__ import annotations

from dataclasses import dataclass

from .context import Context
from .model import Statement

GROUPS = ("goal", "measure", "follow_up")
"""The kinds that get a part of their own; the rest stands together at the end."""


@dataclass
class Group:
    """Statements of one kind with a figure or a deadline; `of` counts all of that kind."""

    kind: str
    rows: list[Row]
    of: int


@dataclass
class Row:
    """A statement with its figure, and with when it is to be done; "" where it has none."""

    statement: Statement
    figure: str
    deadline: str


def has(statement: Statement) -> bool:
    """Whether a statement gives a figure, a deadline or how often."""
    return bool(statement.quantity or statement.deadline or statement.due_after or statement.recurrence)


def row(ctx: Context, statement: Statement) -> Row:
    figure, when = "", []
    if statement.quantity:
        figure = ctx.quantity(statement)
    if statement.deadline:
        when.append(statement.deadline)
    if statement.due_after:
        when.append(ctx.t("after", time=ctx.duration(statement.due_after)))
    if statement.recurrence:
        when.append(ctx.recurring(statement.recurrence))
    return Row(statement, figure, ", ".join(when))


def groups(ctx: Context) -> list[Group]:
    """Goals, measures, follow-up, and the rest under the kind ""."""
    everything = list(ctx.model.statements())
    found = []
    for kind in (*GROUPS, ""):
        mine = [s for s in everything if (s.kind == kind if kind else s.kind not in GROUPS)]
        found.append(Group(kind, [row(ctx, s) for s in mine if has(s)], len(mine)))
    return found


def years(ctx: Context) -> list[str]:
    """The years and figures that statements name, so that the search finds the page by them."""
    with_any = [s for s in ctx.model.statements() if has(s)]
    numbers = {s.deadline for s in with_any if s.deadline} | {
        s.quantity.partition(" ")[0] for s in with_any if s.quantity
    }
    return sorted(n for n in numbers if len(n) > 1)
