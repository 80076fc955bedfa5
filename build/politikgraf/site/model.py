"""What the site tells of, as plain data. It is read from the graph by `reading`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LANGUAGES = ("da", "en")
MAX_AGE = 25
"""The right end of the scale of ages; a band without an upper end is drawn to it."""


@dataclass
class Thing:
    """Anything with a name: `label["da"]`, `label["en"]`, and notes by kind and language."""

    iri: str
    id: str
    label: dict[str, str]
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    other_names: dict[str, list[str]] = field(default_factory=dict)
    hidden_names: list[str] = field(default_factory=list)


@dataclass
class Passage:
    """One range of a text: code points, number of words."""

    start: int
    end: int
    words: int


@dataclass
class Section(Thing):
    level: int = 1
    parent: str = ""
    order: int = 0
    extent: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Statement(Thing):
    """One thing that a document says."""

    document: str = ""
    municipality: str = ""
    kind: str = ""
    form: str = ""
    section: str = ""
    order: int = 0
    sure: bool = True
    main: str = ""
    concepts: list[str] = field(default_factory=list)
    roles: list[tuple[str, str]] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    serves: list[str] = field(default_factory=list)
    belongs_to: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    number: str = ""
    quantity: str = ""
    deadline: str = ""
    due_after: str = ""
    recurrence: str = ""

    @property
    def key(self) -> str:
        """Unique over documents."""
        return f"{self.document}/{self.id}"


@dataclass
class Document(Thing):
    municipality: str = ""
    facts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    length: int = 0
    words: int = 0
    sha256: str = ""
    signatures: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    uncoded: list[tuple[str, str, list[Passage]]] = field(default_factory=list)


@dataclass
class Presence:
    """How much one municipality says of one concept."""

    count: int = 0
    broad: int = 0
    salience: float = 0.0
    word_salience: float = 0.0
    distinctiveness: float = 0.0
    second: bool | None = None
    sure: int = 0


@dataclass
class Concept(Thing):
    broader: list[str] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)
    theme: str = ""
    kind: str = "absent"
    shared_by: list[str] = field(default_factory=list)
    firm: bool = True
    fragile: list[str] = field(default_factory=list)
    agreement: Agreement | None = None
    presence: dict[str, Presence] = field(default_factory=dict)
    matches: list[tuple[str, str]] = field(default_factory=list)

    def count(self, municipality: str) -> int:
        """Statements of a municipality about this concept itself."""
        found = self.presence.get(municipality)
        return found.count if found else 0

    def doubts(self, municipality: str) -> list[str]:
        """The reasons of `fragile` that lie in whether this municipality has the concept."""
        found = self.presence.get(municipality, Presence())
        has = found.count > 0
        other = {
            "changesWhenBroad": found.broad > 0, "changesWithoutArguable": found.sure > 0,
            "changesWithSecondReader": has if found.second is None else found.second,
        }  # fmt: skip
        return [reason for reason, holds in other.items() if holds != has and reason in self.fragile]

    @property
    def total(self) -> int:
        return sum(p.count for p in self.presence.values())


@dataclass
class Actor(Thing):
    broader: list[str] = field(default_factory=list)
    body: bool = False


@dataclass
class Reference(Thing):
    """Something that documents cite; `sort` and `replaced_by` are IRIs, `in_force` is None where nothing is known."""

    sort: str = ""
    in_force: bool | None = None
    replaced_by: str = ""


@dataclass
class Age(Thing):
    low: int = 0
    high: int | None = None

    def covers(self, age: int) -> bool:
        return self.low <= age and (self.high is None or age <= self.high)


@dataclass
class Municipality(Thing):
    short: dict[str, str] = field(default_factory=dict)
    code: str = ""
    count: int = 0
    diversity: float = 0.0
    nicheness: float = 0.0
    documents: list[str] = field(default_factory=list)


@dataclass
class Overlap:
    both: int
    jaccard: float
    weighted: float


@dataclass
class Agreement:
    """How well two readers agreed on one thing: figures by metric (`alpha`, `alpha-low`, `percent`, ...)."""

    on: str
    variable: str
    figures: dict[str, float] = field(default_factory=dict)
    units: int = 0
    used: int = 0


@dataclass
class Model:
    """Everything the site shows, by identifier, in the order in which it is shown."""

    municipalities: dict[str, Municipality]
    documents: dict[str, Document]
    concepts: dict[str, Concept]
    actors: dict[str, Actor]
    ages: dict[str, Age]
    names: dict[str, dict[str, str]]
    definitions: dict[str, dict[str, str]]
    overlaps: dict[frozenset[str], Overlap]
    agreements: list[Agreement]
    dataset: Thing
    version: str
    license: str
    readers: list[Thing]
    codebooks: list[Thing]
    made: str = ""
    references: dict[str, Reference] = field(default_factory=dict)

    def statements(self) -> Iterator[Statement]:
        """All statements, in the order of documents and of their texts."""
        for document in self.documents.values():
            yield from document.statements

    def themes(self) -> list[Concept]:
        """The top concepts, those with most concepts below first."""
        tops = [c for c in self.concepts.values() if c.theme == c.id]
        return sorted(tops, key=lambda c: (-self._shared_weight(c), c.label["da"]))

    def _shared_weight(self, theme: Concept) -> float:
        return sum(p.salience for c in self.concepts.values() if c.theme == theme.id for p in c.presence.values())

    def members(self, theme: str) -> list[Concept]:
        """The concepts of a theme, from shared by all to absent, then by how much is said."""
        return sorted((c for c in self.concepts.values() if c.theme == theme), key=concept_order)

    def above(self, concept: str) -> set[str]:
        """Every concept above one."""
        found: set[str] = set()
        todo = list(self.concepts[concept].broader)
        while todo:
            parent = todo.pop()
            if parent not in found and parent in self.concepts:
                found.add(parent)
                todo.extend(self.concepts[parent].broader)
        return found

    def ages_of(self, statement: Statement) -> tuple[list[Age], str]:
        """The ages a statement covers and how that is known: `own`, `document` or `silent`."""
        if statement.ages:
            return [self.ages[a] for a in statement.ages], "own"
        ages = [self.ages[a] for a in self.documents[statement.document].ages]
        return ages, "document" if ages else "silent"


def concept_order(concept: Concept) -> tuple:
    """Shared by all first, unique and absent last; within, what is said most first."""
    return (-len(concept.shared_by), -sum(p.salience for p in concept.presence.values()), concept.label["da"])


def fallback(labels: dict[str, str], otherwise: str = "") -> dict[str, str]:
    """The same labels with a gap in one language filled from the other."""
    any_ = labels.get("da") or labels.get("en") or labels.get("") or otherwise
    return {language: labels.get(language) or any_ for language in LANGUAGES}


def danish_key(word: str) -> str:
    """Sorts Danish words: æ, ø, å come last.

    >>> sorted(["ånd", "øvelse", "zoo"], key=danish_key)
    ['zoo', 'øvelse', 'ånd']
    """
    return word.lower().translate(str.maketrans({"æ": "{", "ø": "|", "å": "}"}))
