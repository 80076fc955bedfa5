"""What a template may ask for, in one language and as seen from one page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from . import urls
from .model import MAX_AGE, Agreement, Concept, Document, Model, Passage, Statement, Thing, danish_key
from .words import FAMILIES, FRAGILE, MATCHES, ROLES, Words

TONES = 6
"""How many municipalities get a colour of their own; beyond it, colour would no longer tell them apart."""


@dataclass
class Texts:
    """The wording of statements, where the texts are on hand.

    Attributes:
        quotes: statement key to its passages as people read them.
        bodies: document to (whole text, spans by id).
    """

    quotes: Mapping[str, list[str]] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, Mapping[str, tuple]]] = field(default_factory=dict)


class Context:
    """The model in one language, with addresses relative to one page."""

    def __init__(self, model: Model, language: str, here: str, other: str, texts: Texts):
        self.model, self.language, self.here, self.other, self.texts = model, language, here, other, texts
        self.t = Words(language)

    # Addresses

    def href(self, page: str, id_: str = "", anchor: str = "") -> str:
        """The address of a page from here."""
        return urls.relative(self.here, urls.path(self.language, page, id_) + (f"#{anchor}" if anchor else ""))

    def file(self, name: str) -> str:
        """The address of a file by its path from the site's root; "" for the root itself."""
        return urls.relative(self.here, name)

    def asset(self, name: str) -> str:
        return self.file(f"assets/{name}")

    def switch(self) -> str:
        """The same page in the other language."""
        return urls.relative(self.here, self.other)

    # Names

    def label(self, thing: Thing) -> str:
        return thing.label[self.language]

    def short(self, municipality: str) -> str:
        return self.model.municipalities[municipality].short[self.language]

    def name(self, iri: str) -> str:
        """The label of anything by its IRI."""
        return self.model.names.get(iri, {}).get(self.language, "")

    def note(self, thing: Thing, kind: str) -> str:
        return thing.notes.get(kind, {}).get(self.language, "")

    def tone(self, municipality: str) -> int:
        """The number of a municipality's colour; 0 for none."""
        order = list(self.model.municipalities)
        return order.index(municipality) + 1 if len(order) <= TONES else 0

    def period(self, municipality: str) -> tuple[str, str]:
        """The years that a municipality's documents name for themselves, and the last of them in which one applies.

        "2013–2017" and "2017"; "2025" and "" where only the year of writing is known; "" and "" where nothing is.
        """
        said, last = [], ""
        for document in (self.model.documents[d] for d in self.model.municipalities[municipality].documents):
            start, end, made = (
                next((v["da"][:4] for v in document.facts.get(fact, [])), "") for fact in ("from", "through", "created")
            )
            said.append(f"{start}–{end}" if start or end else made)
            last = max(last, end)
        return ", ".join(dict.fromkeys(filter(None, said))), last

    def other_names(self, thing: Thing) -> list[str]:
        return thing.other_names.get(self.language, [])

    def sorted_by_name(self, things: Iterable[Thing]) -> list[Thing]:
        return sorted(things, key=lambda t: danish_key(self.label(t)))

    # Statements

    def place(self, statement: Statement) -> str:
        """Where a statement stands, in words."""
        document = self.model.documents[statement.document]
        section = self.section_path(document, statement.section)
        at = self.position(document, statement.passages)
        if at < 0.005:
            return self.t("place_start", section=section)
        return self.t("place_in", section=section, percent=self.t.whole_percent(at))

    def section_path(self, document: Document, id_: str) -> str:
        """A section's title after that of the section it is part of."""
        sections = {s.id: s for s in document.sections}
        titles: list[str] = []
        while id_ in sections and len(titles) < 3:
            titles.insert(0, self.label(sections[id_]).removesuffix(self.t("no_heading")).strip())
            id_ = sections[id_].parent
        return " › ".join(titles[-2:]) or self.label(document)

    def position(self, document: Document, passages: list[Passage]) -> float:
        """How far into the text a passage begins, 0 to 1."""
        return passages[0].start / document.length if passages and document.length else 0.0

    def reader(self, statement: Statement) -> str:
        """The address of a statement in the document reader."""
        return self.href("document", statement.document, statement.id)

    def quotes(self, statement: Statement) -> list[str]:
        return list(self.texts.quotes.get(statement.key, ()))

    def details(self, statement: Statement) -> list[tuple[str, str]]:
        """What a statement says in figures, dates and references: name and value."""
        found = []
        if statement.quantity:
            found.append((self.t("quantity"), self.quantity(statement)))
        if statement.deadline:
            found.append((self.t("deadline"), statement.deadline))
        if statement.due_after:
            found.append((self.t("deadline"), self.t("after", time=self.duration(statement.due_after))))
        if statement.recurrence:
            found.append((self.t("recurs"), self.recurring(statement.recurrence)))
        if cited := [r for iri in statement.references if (r := self.model.references.get(iri))]:
            link = Markup('<a href="{}">{}</a>')
            found.append(
                (
                    self.t("refers"),
                    Markup(", ").join(link.format(self.href("references", anchor=r.id), self.label(r)) for r in cited),
                )
            )
        return found

    def quantity(self, statement: Statement) -> str:
        """A figure with its unit, as the language writes it."""
        value, _, unit = statement.quantity.partition(" ")
        number = self.t.digits(int(value)) if value.isdigit() else value.replace(".", self.t("decimal_mark"))
        return f"{number} {self.name(unit)}".strip()

    def duration(self, iso: str) -> str:
        """An ISO 8601 duration in words."""
        units = {"Y": ("year", "years_"), "M": ("month", "months"), "D": ("day", "days")}
        parts = []
        for value, unit in re.findall(r"(\d+)([YMD])", iso):
            parts.append(f"{self.t.number(int(value))} {self.t(units[unit][int(value) != 1])}")
        return self.t.listing(parts)

    def recurring(self, iso: str) -> str:
        """How often, in words: every year, every 2 years."""
        found = re.fullmatch(r"P(\d+)([YMD])", iso)
        if not found:
            return self.t("every", time=self.duration(iso))
        return self.t(f"every_{found[2]}{'' if found[1] == '1' else 's'}", n=found[1])

    def family(self, kind: str) -> str:
        return FAMILIES.get(kind, "view")

    def role(self, role: str) -> str:
        return self.t.of(ROLES, role)

    def about(self, concept: str, municipality: str = "") -> list[Statement]:
        """The statements about a concept itself."""
        return [s for s in self._by_concept().get(concept, ()) if municipality in ("", s.municipality)]

    def _by_concept(self) -> dict[str, list[Statement]]:
        if not hasattr(self.model, "_by_concept"):
            index: dict[str, list[Statement]] = defaultdict(list)
            for statement in self.model.statements():
                for concept in statement.concepts:
                    index[concept].append(statement)
            self.model._by_concept = index  # type: ignore[attr-defined]
        return self.model._by_concept  # type: ignore[attr-defined]

    # Concepts

    def fragile(self, concept: Concept) -> list[str]:
        """In words, why the claim about a concept is not firm, and of whom that is so."""
        return [f"{self.t.of(FRAGILE, r)} {self.concerns(concept, r)}".strip() for r in concept.fragile if r in FRAGILE]

    def concerns(self, concept: Concept, reason: str) -> str:
        """In which municipalities a reason of fragility lies; "" where it lies in none of them."""
        names = [self.short(m) for m in self.model.municipalities if reason in concept.doubts(m)]
        return self.t("concerns", names=self.t.listing(names)) if names else ""

    def interval(self, agreement: Agreement) -> str:
        """An alpha with its interval of 95 per cent, as text."""
        figures = agreement.figures
        text = self.t.decimal(figures["alpha"])
        if "alpha-low" in figures and "alpha-high" in figures:
            text += f" ({self.t.decimal(figures['alpha-low'])}–{self.t.decimal(figures['alpha-high'])})"
        return text

    def matches(self, concept: Concept) -> list[tuple[str, str]]:
        return [(self.t.of(MATCHES, relation), self.name(iri)) for relation, iri in concept.matches]

    def read_whole(self, municipality: str) -> str:
        """What an empty cell rests on."""
        documents = [self.model.documents[d] for d in self.model.municipalities[municipality].documents]
        words = self.t.digits(sum(d.words for d in documents))
        if len(documents) == 1:
            return self.t("whole_read", words=words)
        if len(documents) == 2:
            return self.t("whole_read_both", words=words)
        return self.t("whole_read_many", count=self.t.number(len(documents)), words=words)

    def only_here(self, concept: str, municipality: str) -> dict[str, list[str]]:
        """What only this municipality's statements about a concept also deal with."""
        mine, theirs = defaultdict(Counter), defaultdict(set)
        for statement in self.about(concept):
            for group, items in (
                ("kinds", [statement.kind] if statement.kind not in ("document_fact", "rationale") else []),
                ("concepts", [c for c in statement.concepts if c != concept]),
                ("actors", [a for _, a in statement.roles]),
                ("ages", statement.ages),
            ):
                if statement.municipality == municipality:
                    mine[group].update(set(items))
                else:
                    theirs[group].update(items)
        return {g: [i for i, _ in found.most_common(8) if i not in theirs[g]] for g, found in mine.items()}

    def involved(self, statements: Iterable[Statement]) -> list[tuple[str, list[tuple[str, int]]]]:
        """Who takes part in some statements: role, then actors with how often."""
        found: dict[str, Counter] = {role: Counter() for role in ROLES}
        for statement in statements:
            for role, actor in statement.roles:
                found[role][actor] += 1
        return [(role, counter.most_common()) for role, counter in found.items() if counter]

    def involved_by(self, statements: Iterable[Statement]) -> list[tuple[str, dict[str, list[tuple[str, int]]]]]:
        """Who takes part in some statements: role, then by municipality the actors with how often."""
        statements = list(statements)
        by = {m: dict(self.involved(s for s in statements if s.municipality == m)) for m in self.model.municipalities}
        return [
            (role, {m: found[role] for m, found in by.items() if role in found})
            for role in ROLES
            if any(role in f for f in by.values())
        ]

    # Ages

    def age_bar(self, low: int, high: int | None) -> tuple[float, float]:
        """Left end and width of an age bar in per cent of the scale."""
        end = MAX_AGE + 1 if high is None else min(high, MAX_AGE) + 1
        return 100 * low / (MAX_AGE + 1), 100 * max(0, end - low) / (MAX_AGE + 1)
