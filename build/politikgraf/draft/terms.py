"""Which concepts and actors a passage names, by the word forms of the vocabularies.

Words are compared as they stand, by lemma (simplemma), and as parts of compounds cut where both
parts are words: "klubfællesskab" names "fællesskab", but "uddannelse" no "dannelse" and
"muligheder" no "ulighed".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import simplemma
from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

from ..text import letters, word_spans
from ..vocabulary import Vocabulary


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


EXACT, LEMMA, COMPOUND = "exact", "lemma", "compound"
_PREFIXES = _set("af an be bi er for gen hen ind mis mod ned om op over på sam til u ud und under van ved vel ")
_LINKS = ("e", "s", "er", "")
_MIN_PART = 4
MAX_FORM_WORDS = 7
_DULL = _set(
    "skulle kunne ville måtte bliver første anden kommune politik mulighed arbejde forskellig vigtig sikre skabe "
)
STOPWORDS = _set(
    "af alle alt at blive bliver både da de dem den der deres det dette dig din disse du efter eller en end er "
    "et fra få får gennem går gør ham han hans har have hele hen hende her hos hun hvad hver hvis hvor hvordan "
    "i ikke ind ingen ja jeg jo kan kom kommer kun man mange med meget mellem men mere mig min mod må ned nej "
    "netop nok nu når og også om omkring op os over på samt selv sig sin sit skal som så sådan til ud uden "
    "under ved vi vil vore vores være været "
)


@dataclass(frozen=True)
class Word:
    """One word of a passage: as it stands in lower case, and its lemma."""

    form: str
    lemma: str


@dataclass(frozen=True)
class Hit:
    """A form of the vocabulary found in a passage: whose, how, and which words it covers."""

    name: str
    how: str
    form: str
    start: int
    end: int


@lru_cache(maxsize=60_000)
def lemma(word: str) -> str:
    """The Danish lemma of a word in lower case; the word itself where none is known."""
    return simplemma.lemmatize(word, lang="da").lower()


@lru_cache(maxsize=60_000)
def _is_word(word: str) -> bool:
    return simplemma.is_known(word, lang="da")


def words_of(text: str) -> list[Word]:
    """The words of a passage, hyphens joined; "børne- og ungepolitik" keeps its parts."""
    found = []
    for span in word_spans(text):
        form = letters(text[span.start : span.end])
        if form:
            found.append(Word(form, lemma(form)))
    return found


class Forms:
    """The forms of one vocabulary, ready to be looked for.

    >>> forms = Forms([("community", "fællesskab"), ("bildung", "dannelse")])
    >>> [h.name for h in forms.find(words_of("Klubfællesskaber og uddannelse"))]
    ['community']
    """

    def __init__(self, forms: Iterable[tuple[str, str]]):
        self._by_first: dict[str, list[tuple[str, str, tuple[Word, ...]]]] = defaultdict(list)
        self._heads: dict[str, set[str]] = defaultdict(set)
        for name, form in sorted(set(forms)):
            words = tuple(words_of(form))
            if not words or len(words) > MAX_FORM_WORDS:
                continue
            for key in {words[0].form, words[0].lemma}:
                self._by_first[key].append((name, form, words))
            if len(words) == 1 and len(words[0].lemma) >= _MIN_PART:
                self._heads[words[0].lemma].add(name)

    @classmethod
    def of(cls, graph: Graph, namespace: Namespace, names: Iterable[str]) -> Forms:
        """The Danish labels of the entries of a vocabulary."""
        return cls(
            (name, str(label))
            for name in names
            for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for label in graph.objects(namespace[name], predicate)
            if label.language == "da"
        )

    def find(self, words: list[Word]) -> list[Hit]:
        """Every form that stands in a passage; of two for the same words, the longer."""
        hits: set[Hit] = set()
        for at, word in enumerate(words):
            for key in {word.form, word.lemma}:
                for name, form, needed in self._by_first.get(key, ()):
                    window = words[at : at + len(needed)]
                    if len(window) == len(needed) and all(
                        a.form == b.form or a.lemma == b.lemma for a, b in zip(window, needed)
                    ):
                        how = EXACT if all(a.form == b.form for a, b in zip(window, needed)) else LEMMA
                        hits.add(Hit(name, how, form, at, at + len(needed)))
            for part in compound_parts(word.lemma):
                for name in self._heads.get(part, ()):
                    hits.add(Hit(name, COMPOUND, part, at, at + 1))
        return sorted(hits, key=lambda h: (h.start, -h.end, h.name, h.how, h.form))


@lru_cache(maxsize=60_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The lemmas of the two words that a compound is made of, or () when it is none.

    >>> compound_parts("børnefællesskab"), compound_parts("uddannelse"), compound_parts("mulighed")
    (('barn', 'fællesskab'), (), ())
    """
    parts: set[str] = set()
    for cut in range(3, len(word) - _MIN_PART + 1):
        first, last = word[:cut], word[cut:]
        if first in _PREFIXES or not _is_word(last):
            continue
        for link in _LINKS:
            stem = first.removesuffix(link) if first.endswith(link) else ""
            if len(stem) >= 3 and stem not in _PREFIXES and _is_word(stem):
                parts.update((lemma(stem), lemma(last)))
                break
    return tuple(sorted(parts))


def concept_forms(vocabulary: Vocabulary) -> Forms:
    """The forms of the concepts."""
    from ..namespaces import CONCEPT

    return Forms.of(vocabulary.graph, CONCEPT, vocabulary.concepts)


def actor_forms(vocabulary: Vocabulary) -> Forms:
    """The forms of the actors."""
    from ..namespaces import ACTOR

    return Forms.of(vocabulary.graph, ACTOR, vocabulary.actors)


def is_term(word: Word) -> bool:
    """Whether a word could name a concept: a longer word that Danish knows, or a compound."""
    plain = word.form not in STOPWORDS and word.lemma not in STOPWORDS and word.lemma.isalpha() and len(word.lemma) >= 6
    return plain and word.lemma not in _DULL and (_is_word(word.lemma) or bool(compound_parts(word.lemma)))


def content_lemmas(text: str) -> list[str]:
    """The lemmas of a text that carry meaning, compounds with their parts."""
    found = []
    for word in words_of(text):
        if word.form in STOPWORDS or word.lemma in STOPWORDS or re.fullmatch(r"\d+", word.form):
            continue
        found.append(word.lemma)
        found.extend(compound_parts(word.lemma))
    return found
