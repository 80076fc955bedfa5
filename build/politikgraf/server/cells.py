"""A cell of an answer as the pages handle it."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

_NUMBERS = ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")


class Cell(NamedTuple):
    """One term of an answer.

    Attributes:
        kind: `iri`, `literal` or `blank`; "" where the variable is unbound.
        value: the IRI, the literal's text, or the blank node's name.
        extra: of a literal `@language`, or the IRI of its datatype.
    """

    kind: str = ""
    value: str = ""
    extra: str = ""

    @property
    def is_iri(self) -> bool:
        return self.kind == "iri"

    @property
    def language(self) -> str:
        """The language of a literal that has one."""
        return self.extra[1:] if self.extra.startswith("@") else ""

    @property
    def is_number(self) -> bool:
        return self.kind == "literal" and self.extra.rpartition("#")[2] in _NUMBERS

    @property
    def is_boolean(self) -> bool:
        return self.kind == "literal" and self.extra.endswith("#boolean")

    def term(self) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
        """The term for Oxigraph, None where unbound."""
        if not self.kind:
            return None
        if self.is_iri:
            return ox.NamedNode(self.value)
        if self.kind == "blank":
            return ox.BlankNode(self.value.removeprefix("_:"))
        if self.language:
            return ox.Literal(self.value, language=self.language)
        return ox.Literal(self.value, datatype=ox.NamedNode(self.extra))
