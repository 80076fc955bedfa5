"""Counts of what the codings hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .coding_tables import read_coding
from .codings import Coding, Statement
from .project import Project
from .vocabulary import Vocabulary


def statistics(project: Project) -> dict:
    """Numbers of statements by kind, and of concepts, actors, ages and references named.

    Returns:
        {"documents": {name: counts}, "all": counts}.

    Raises:
        DataError: a coding has faults.
    """
    vocabulary = Vocabulary.load(project.ontology)
    codings = [read_coding(folder, vocabulary) for folder in project.documents()]
    return {"documents": {c.document: _counts([c]) for c in codings}, "all": _counts(codings)}


def _counts(codings: Iterable[Coding]) -> dict:
    codings = list(codings)
    statements: list[Statement] = [s for c in codings for s in c.statements]
    return {
        "statements": len(statements),
        "kinds": dict(Counter(s.kind for s in statements)),
        "arguable": sum(s.certainty == "arguable" for s in statements),
        "concepts": len({c for s in statements for c in s.concepts}),
        "actors": len({a for s in statements for _, a in s.participations}),
        "ages": len({a for s in statements for a in s.ages}),
        "references": len({r for s in statements for r in s.references}),
        "sections": sum(len(c.sections) for c in codings),
    }
