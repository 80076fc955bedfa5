"""From the segments of a text to suggestions: kind, concepts, actors, ages, each with a confidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from threadpoolctl import threadpool_limits

from ..namespaces import REFERENCE
from ..text import Span, Text
from ..vocabulary import Vocabulary
from .ages import find_ages
from .cues import CHILDREN, cites_law, obliges
from .examples import Example, context_of, places_to_cut, previous_of
from .learning import NO_STATEMENT, Model, bodies
from .source import Source
from .structure import Segment, kind_by_structure, read_structure
from .terms import Forms, is_term, words_of

CONCEPT_BAR, ACTOR_BAR, AGE_BAR = 0.33, 0.45, 0.7
MAX_CONCEPTS = 4
MAX_ACTORS = 5
SURE = 0.6
"""Below this, a person has to decide."""
REASONS = {"attribution": "signature", "signature": "signature"}
ALTERNATIVES = 3
LATEST_TITLE = 3
SPEAKERS, DOUBTFUL = "children-and-young-people", 0.4
"""Whose words a quotation most often renders in a policy for them, where nobody is named."""
NAMES_A_POLICY = re.compile(r"politik|\bplan\b|strategi|vision", re.IGNORECASE)
CANDIDATES = 30
LEGAL = "legal_basis"


@dataclass(frozen=True)
class Guess:
    """A suggested value, how sure, and what else it might be."""

    value: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass
class Suggestion:
    """What is suggested of one segment; `kind` is None for words that are no statement."""

    segment: Segment
    span: Span
    kind: Guess | None = None
    concepts: list[Guess] = field(default_factory=list)
    actors: list[Guess] = field(default_factory=list)
    ages: list[Guess] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    under: int | None = None
    reason: str = ""


@dataclass
class Drafted:
    """A whole document's suggestions, in order, and words that may call for new concepts."""

    text: Text
    title: str
    segments: list[Segment]
    suggestions: list[Suggestion]
    candidates: list[tuple[str, int]]


class Drafter:
    """Drafts documents with what was learned.

    Args:
        model: what was learned.
        vocabulary: references and bodies are taken from it.
    """

    def __init__(self, model: Model, vocabulary: Vocabulary):
        self._model = model
        self._bodies = bodies(vocabulary)
        self._references = Forms.of(vocabulary.graph, REFERENCE, vocabulary.references)
        self._common = Counter(model.words)

    @threadpool_limits.wrap(limits=1)
    def draft(self, source: Source, municipality: str) -> Drafted:
        """Suggest a coding of a text.

        Args:
            source: the text with what its format says of headings.
            municipality: its name in the vocabulary; bodies of others are not suggested.
        """
        text = Text(source.content)
        segments = read_structure(text, source.headings)
        title = next((i for i, s in enumerate(segments) if s.role == "heading"), None)
        named = title if title is not None and _is_title(title, segments, bool(source.headings)) else None
        suggestions: list[Suggestion] = []
        examples: list[Example] = []
        for index, segment in enumerate(segments):
            reason = self._reason(segment, index == named)
            if reason:
                suggestions.append(Suggestion(segment, segment.span, reason=reason))
                continue
            whole = Example(
                segment.text, context_of(segment, segments), segment.form, segment.role,
                previous=previous_of(index, segments), cuts=places_to_cut(text, segment),
            )  # fmt: skip
            for span in self._model.cutter.cut(text, segment, whole):
                suggestions.append(Suggestion(segment, span, Guess("", 0)))
                before = text.quote(Span(segment.span.start, span.start))
                examples.append(replace(whole, words=text.quote(span), before=before))
        judged = [s for s in suggestions if s.kind]
        self._judge(judged, examples, segments, municipality)
        for suggestion in judged:
            if named is not None and suggestion.segment is segments[named] and suggestion.kind.value != "vision":
                suggestion.kind = Guess("document_fact", SURE, ("theme", "vision"))
        self._place(suggestions, segments)
        heading = segments[title].text if title is not None else source.title or municipality
        return Drafted(text, heading, segments, suggestions, self._candidates(examples))

    def _reason(self, segment: Segment, is_title: bool) -> str:
        if segment.role in NO_STATEMENT:
            return REASONS.get(segment.role, segment.role)
        if segment.role == "heading" and not is_title and (segment.is_generic or not _is_named(segment)):
            return "heading"
        return ""

    def _judge(
        self, judged: list[Suggestion], examples: list[Example], segments: Sequence[Segment], municipality: str
    ) -> None:
        model = self._model
        seen_concepts, seen_actors = model.concepts.see(examples), model.actors.see(examples)
        concepts, actors = model.concepts.confidences(seen_concepts), model.actors.confidences(seen_actors)
        foreign = [
            i for i, a in enumerate(model.actors.lexicon.names) if self._bodies.get(a, municipality) != municipality
        ]
        actors[:, foreign] = 0
        kinds = model.kinds.confidences(examples)
        for row, suggestion in enumerate(judged):
            suggestion.references = self._cited(examples[row].words)
            suggestion.kind = self._kind(suggestion, examples[row].words, kinds[row], segments)
            suggestion.concepts = _chosen(
                model.concepts.lexicon.names, concepts[row], CONCEPT_BAR, MAX_CONCEPTS, at_least=1
            )
            suggestion.actors = self._roles(
                seen_actors[row], _chosen(model.actors.lexicon.names, actors[row], ACTOR_BAR, MAX_ACTORS), suggestion
            )
            suggestion.ages = [
                Guess(m.age.name, m.confidence)
                for m in {m.age: m for m in find_ages(examples[row].words)}.values()
                if m.confidence > 0
            ]

    def _cited(self, words: str) -> list[str]:
        return sorted({h.name for h in self._references.find(words_of(words)) if h.how != "compound"})

    def _kind(self, suggestion: Suggestion, words: str, confidences: np.ndarray, segments: Sequence[Segment]) -> Guess:
        names = self._model.kinds.kinds
        order = [names[i] for i in np.argsort(-confidences)]
        scores = dict(zip(names, confidences))
        if suggestion.references and LEGAL in names and cites_law(suggestion.segment.text):
            return Guess(LEGAL, 0.7, tuple(k for k in order if k != LEGAL)[:ALTERNATIVES])
        if not suggestion.references:
            order = [k for k in order if k != LEGAL]
        above = _above(suggestion.segment, segments)
        by_place = kind_by_structure(suggestion.segment, above)
        if by_place:
            kind, sure = by_place
            return Guess(kind, round(sure, 2), tuple(k for k in order if k != kind)[:ALTERNATIVES])
        if suggestion.segment.role != "heading":
            order = [k for k in order if k != "theme"] or order
        if suggestion.segment.form == "vision" and (
            order[0] == "goal" or (order[0] == "measure" and not obliges(words))
        ):
            order = ["vision", *(k for k in order if k != "vision")]
            return Guess(
                "vision", round(float(max(scores["goal"], scores["measure"])), 2), tuple(order[1 : 1 + ALTERNATIVES])
            )
        return Guess(order[0], round(float(scores[order[0]]), 2), tuple(order[1 : 1 + ALTERNATIVES]))

    def _roles(self, seen, chosen: list[Guess], suggestion: Suggestion) -> list[Guess]:
        fixed = {"signature": "signatory", "quote": "spoken_for"}.get(suggestion.segment.role)
        if fixed:
            speakers = [g for g in chosen if fixed == "signatory" or g.value in CHILDREN]
            if fixed == "spoken_for" and not speakers:
                speakers = [Guess(SPEAKERS, DOUBTFUL)]
            return [replace(g, value=f"{fixed}:{g.value}", alternatives=()) for g in speakers]
        found = []
        for guess in chosen:
            roles = self._model.roles.confidences(seen, guess.value, suggestion.kind.value)
            order = np.argsort(-roles)
            names = [self._model.roles.roles[i] for i in order]
            sure = guess.confidence * float(roles[order[0]])
            others = tuple(f"{r}:{guess.value}" for r in names[1:3])
            found.append(Guess(f"{names[0]}:{guess.value}", round(sure, 2), others))
        return found

    def _place(self, suggestions: list[Suggestion], segments: Sequence[Segment]) -> None:
        """Let each statement belong to the innermost theme, value or vision above it."""
        named = {id(s.segment): i for i, s in enumerate(suggestions) if s.kind and s.kind.value in {"theme", "value", "vision"} and s.segment.role == "heading"}  # fmt: skip
        for suggestion in suggestions:
            index = suggestion.segment.section
            while suggestion.kind and index is not None:
                if id(segments[index]) in named:
                    suggestion.under = named[id(segments[index])]
                    break
                index = segments[index].section

    def _candidates(self, examples: Sequence[Example]) -> list[tuple[str, int]]:
        """Words that recur, are rare elsewhere and belong to no form of a concept or actor."""
        counts: Counter[str] = Counter()
        for example in examples:
            words = words_of(example.words)
            covered = {
                i
                for ranker in (self._model.concepts, self._model.actors)
                for h in ranker.see([example])[0].hits
                for i in range(h.start, h.end)
            }
            counts.update({w.lemma for i, w in enumerate(words) if i not in covered and is_term(w)})
        total, size = sum(self._common.values()) + 1, max(1, len(examples))
        weighed = [(n / size / ((self._common[w] + 1) / total), w, n) for w, n in counts.items() if n >= 3]
        return [(w, n) for _, w, n in sorted(weighed, reverse=True)[:CANDIDATES]]


def _above(segment: Segment, segments: Sequence[Segment]) -> list[Segment]:
    found, index = [], segment.section
    while index is not None:
        found.insert(0, segments[index])
        index = segments[index].section
    return found


def _is_title(index: int, segments: Sequence[Segment], marked: bool) -> bool:
    """Whether the first heading is the document's name: it stands at the top and is marked as such, or says what it is."""
    return index <= LATEST_TITLE and (marked or bool(NAMES_A_POLICY.search(segments[index].text)))


def _is_named(segment: Segment) -> bool:
    """Whether a heading names something, not just a date, an address or a number."""
    return bool(re.search(r"[a-zæøå]{4}", segment.text.lower())) and not re.search(
        r"\b\d{4}\b.*\b\d{4}\b|telefon|cvr|@|www\.", segment.text.lower()
    )


def _chosen(names: Sequence[str], scores: np.ndarray, bar: float, most: int, at_least: int = 0) -> list[Guess]:
    """The labels above a bar, best first, each with the next best ones as alternatives."""
    order = np.argsort(-scores, kind="stable")
    taken = [i for i in order[:most] if scores[i] >= bar] or list(order[:at_least])
    others = tuple(names[i] for i in order[len(taken) : len(taken) + ALTERNATIVES] if scores[i] > 0.02)
    return [Guess(names[i], round(float(scores[i]), 2), others if n == 0 else ()) for n, i in enumerate(taken)]


__all__ = ["Drafted", "Drafter", "Guess", "Suggestion"]
