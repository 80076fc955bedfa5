"""The vocabulary's own health: what a librarian would look into, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rdflib import Graph
from rdflib.namespace import SKOS

from .derive import AGREEMENT_BAR, Reading
from .namespaces import CONCEPT, POL
from .vocabulary import Vocabulary

OFTEN = 0.15
"""Share of all statements above which a concept hardly tells one statement from another."""
TOGETHER = 0.6
"""Share of the rarer concept's statements above which two concepts nearly always go together."""
ENOUGH = 5
"""Statements below which two concepts' company is chance."""


@dataclass(frozen=True)
class Finding:
    """One thing to look into: which concept, what was seen, what to do."""

    check: str
    concept: str
    seen_da: str
    seen_en: str
    advice_da: str
    advice_en: str


def examine_vocabulary(
    vocabulary: Vocabulary, readings: Sequence[Reading], alphas: Mapping[str, float] | None = None
) -> list[Finding]:
    """Every finding, in the order of the checks.

    Args:
        vocabulary: the concepts.
        readings: what the documents use of them.
        alphas: agreement by concept, where it was measured.
    """
    statements = [set(b.concepts) for r in readings for b in r.statements]
    used = Counter(c for s in statements for c in s)
    return [
        *_rare(vocabulary, used),
        *_frequent(used, len(statements)),
        *_companions(vocabulary, statements, used),
        *_incomplete(vocabulary),
        *_one_sided(vocabulary.graph),
        *_disputed(alphas or {}),
    ]


def _rare(vocabulary: Vocabulary, used: Counter) -> Iterable[Finding]:
    parents = {p for above in vocabulary.broader.values() for p in above}
    for concept in sorted(vocabulary.concepts):
        if used[concept] == 0 and concept not in parents:
            yield Finding("never-used", concept, "bruges ikke i noget udsagn", "is used in no statement",
                          "slet det, eller sig hvilket spørgsmål det skal besvare", "delete it, or say which question it is to answer")  # fmt: skip
        elif used[concept] == 1:
            yield Finding("used-once", concept, "bruges i ét udsagn", "is used in one statement",
                          "saml det i et bredere begreb, medmindre netop det enestående er pointen",
                          "merge it into a broader concept, unless being unique is the point")  # fmt: skip


def _frequent(used: Counter, total: int) -> Iterable[Finding]:
    for concept, count in used.most_common():
        share = count / max(1, total)
        if share > OFTEN:
            yield Finding("nearly-always", concept, f"bruges i {share:.0%} af udsagnene", f"is used in {share:.0%} of the statements",
                          "del det op, eller snævr brugsnoten ind", "split it, or narrow its scope note")  # fmt: skip


def _companions(vocabulary: Vocabulary, statements: Sequence[set[str]], used: Counter) -> Iterable[Finding]:
    pairs = Counter(pair for s in statements for pair in combinations(sorted(s), 2))
    for (one, other), count in sorted(pairs.items()):
        rarer, commoner = sorted((one, other), key=lambda c: (used[c], c))
        if (
            used[rarer] >= ENOUGH
            and count / used[rarer] > TOGETHER
            and commoner not in vocabulary.broader.get(rarer, ())
        ):
            share = count / used[rarer]
            yield Finding("overlapping", rarer, f"står sammen med {commoner} i {share:.0%} af sine udsagn",
                          f"stands with {commoner} in {share:.0%} of its statements",
                          "skærp forskellen i begge brugsnoter, eller saml de to", "sharpen the difference in both scope notes, or merge the two")  # fmt: skip


_TEXTS = {
    "definition": SKOS.definition,
    "scope note": SKOS.scopeNote,
    "counter-example": POL.counterExample,
    "example": SKOS.example,
}
_TEXTS_DA = {
    "definition": "definition",
    "scope note": "brugsnote",
    "counter-example": "modeksempel",
    "example": "eksempel",
}


def _incomplete(vocabulary: Vocabulary) -> Iterable[Finding]:
    for concept in sorted(vocabulary.concepts):
        for name, predicate in _TEXTS.items():
            languages = {getattr(o, "language", None) for o in vocabulary.graph.objects(CONCEPT[concept], predicate)}
            for language in sorted({"da", "en"} - languages):
                yield Finding("missing-text", concept, f"mangler {_TEXTS_DA[name]} ({language})", f"lacks a {name} ({language})",
                              "skriv den", "write it")  # fmt: skip


def _one_sided(graph: Graph) -> Iterable[Finding]:
    for one, other in graph.subject_objects(SKOS.related):
        if (other, SKOS.related, one) not in graph:
            name, partner = (str(n).rsplit("/", 1)[1] for n in (one, other))
            yield Finding("asymmetric", name, f"er beslægtet med {partner}, men ikke omvendt", f"is related to {partner}, but not the reverse",
                          "sig det begge steder", "state it at both")  # fmt: skip


def _disputed(alphas: Mapping[str, float]) -> Iterable[Finding]:
    for concept, value in sorted(alphas.items(), key=lambda pair: pair[1]):
        if value < AGREEMENT_BAR:
            yield Finding("disputed", concept, f"læserne er uenige (alfa {value:.2f})", f"the readers disagree (alpha {value:.2f})",
                          "læs uenighederne, og skærp brugsnote og modeksempel", "read the disagreements, and sharpen scope note and counter-example")  # fmt: skip
