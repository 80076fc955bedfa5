"""What somebody asks on the query page, as the fields of a form and as an address to share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from .exchange import Fields

PARAMETER = "p."
"""What the names of fields for a question's parameters begin with."""


@dataclass(frozen=True)
class Asked:
    """What somebody asks on the page.

    Attributes:
        question: name of the library's question, "" for a query of one's own.
        values: what is given for its parameters.
        sparql: the text in the editor, "" when nothing was sent.
        was: the fingerprint of the text that the page had put into the editor.
        run: whether to run it, or only to show it.
    """

    question: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    sparql: str = ""
    was: str = ""
    run: bool = False

    @classmethod
    def read(cls, fields: Fields) -> Asked:
        """What the fields of an address or a form ask."""
        said = dict(reversed(fields))
        values = {name.removeprefix(PARAMETER): value for name, value in said.items() if name.startswith(PARAMETER)}
        text = said.get("sparql", "").replace("\r\n", "\n")
        return cls(said.get("question", ""), values, text, said.get("was", ""), bool(said.get("run")))

    @property
    def edited(self) -> bool:
        """Whether the text in the editor is the asker's own."""
        return bool(self.sparql) and fingerprint(self.sparql) != self.was

    def address(self, language: str) -> str:
        """The address of the page that shows this."""
        fields: list[tuple[str, str]] = [("lang", language)]
        if self.question:
            fields.append(("question", self.question))
        if self.edited:
            fields.append(("sparql", self.sparql))
        else:
            fields += [(PARAMETER + name, value) for name, value in self.values.items()]
        if self.run:
            fields.append(("run", "1"))
        return "/query?" + urlencode(fields)


def fingerprint(text: str) -> str:
    """A short mark by which an unchanged text is known."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]
