"""What a statement is tied to: the goal that a measure serves, the measures that serve a goal, the theme it stands under, what it repeats."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .context import Context
from .model import Statement
from .words import KINDS

MOST = 6
"""How many statements a tie lists before it says how many more there are."""


@dataclass
class Tie:
    """A few words and the statements they lead to; `more` are not listed."""

    words: str
    statements: list[Statement]
    more: int


def ties(ctx: Context, statement: Statement) -> list[Tie]:
    """Theme first, then what it serves, what it repeats, and what serves it; nothing where there is nothing."""
    known, served = _index(ctx, statement.document)
    found = [
        _tie(ctx, "tie_belongs", group) for group in _by_kind([known[i] for i in statement.belongs_to if i in known])
    ]
    found += [_tie(ctx, "tie_serves", group) for group in _by_kind([known[i] for i in statement.serves if i in known])]
    if again := [known[i] for i in statement.repeats if i in known]:
        found.append(_tie(ctx, "tie_repeats", again))
    found += [_tie(ctx, "tie_served", group, statement) for group in _by_kind(served.get(statement.id, []))]
    return found


def _index(ctx: Context, document: str) -> tuple[dict[str, Statement], dict[str, list[Statement]]]:
    held = ctx.model.__dict__.setdefault("_ties", {})
    if document not in held:
        statements = ctx.model.documents[document].statements
        served: dict[str, list[Statement]] = defaultdict(list)
        for one in statements:
            for goal in one.serves:
                served[goal].append(one)
        held[document] = ({s.id: s for s in statements}, served)
    return held[document]


def _by_kind(statements: list[Statement]) -> list[list[Statement]]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (list(KINDS).index(s.kind), s.order)):
        groups[statement.kind].append(statement)
    return list(groups.values())


def _tie(ctx: Context, key: str, group: list[Statement], of: Statement | None = None) -> Tie:
    """One line of a card: named by the kind of what it leads to, or of what it is served by."""
    kind = ctx.t.kind(group[0].kind, len(group))
    the = ctx.t.definite(of.kind, 1) if of else ctx.t.definite(group[0].kind, len(group))
    return Tie(ctx.t(key, kind=kind[:1].upper() + kind[1:], the=the), group[:MOST], max(0, len(group) - MOST))
