"""What can be wrong with input: said all at once, with place and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it stands, what it is, how to mend it."""

    place: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" -> {self.remedy}" if self.remedy else "")


class PolitikgrafError(Exception):
    """Base of every error that a user can mend."""


class DataError(PolitikgrafError):
    """Input that cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Problem | Iterable[Problem]):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UnreadableError(DataError):
    """Input that is not even of its format: missing, too large, wrong encoding, bad syntax."""
