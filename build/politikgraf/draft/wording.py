"""Faults of a coding's tables, said to the person who fills in a draft: which cell, and what to write there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import Problem
from ..namespaces import ROLES

_EMPTY = re.compile(r"(\w+): \(empty\) is not in the vocabulary")
_UNKNOWN = re.compile(r"actors: (.+) is not in the vocabulary")


def reworded(problems: Sequence[Problem]) -> list[Problem]:
    """The same faults in the same order; an actor without a role, and an empty cell, said as such.

    >>> unknown, empty = (Problem("row 3", f"actors: {x} is not in the vocabulary") for x in ("children", "(empty)"))
    >>> [str(p) for p in reworded([unknown, empty])]
    ["row 3: actors: 'children' has no role -> write role:actor, e.g. target:children"]
    """
    found: list[Problem] = []
    for index, one in enumerate(problems):
        after = problems[index + 1] if index + 1 < len(problems) else None
        before = problems[index - 1] if index else None
        if _no_role(one, after):
            actor = _UNKNOWN.fullmatch(one.what)[1]
            found.append(Problem(one.place, f"actors: {actor!r} has no role", f"write role:actor, e.g. target:{actor}"))
        elif not (before and _no_role(before, one)):
            found.append(_plain(one))
    return found


def _no_role(one: Problem, after: Problem | None) -> bool:
    unknown = _UNKNOWN.fullmatch(one.what)
    return bool(
        unknown
        and unknown[1] != "(empty)"
        and after
        and after.place == one.place
        and after.what == "actors: (empty) is not in the vocabulary"
    )


def _plain(one: Problem) -> Problem:
    if match := _EMPTY.fullmatch(one.what):
        if match[1] == "actors":
            return Problem(
                one.place, "actors: a role or an actor is missing", f"write role:actor; roles are {', '.join(ROLES)}"
            )
        return Problem(one.place, f"{match[1]} is empty", f"choose a value for {match[1]} from the list")
    if one.what == "no concept":
        return Problem(one.place, "concepts is empty", "choose from the list what the statement is about")
    if one.what == "no passage":
        return Problem(
            one.place,
            "passage is empty",
            'write the words there, e.g. "first words ... last words", or lines, e.g. L12-14',
        )
    if one.what == "quantity and unit go together":
        return Problem(one.place, one.what, "fill in both cells, or empty both")
    return one
