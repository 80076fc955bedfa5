"""Suggestions as the rows of a document's tables, all of them marked as draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib.namespace import SKOS

from ..codings import MAX_LABEL_WORDS
from ..locate import passage_cells
from ..namespaces import CONCEPT
from ..text import Span, Text
from ..vocabulary import Vocabulary
from .drafting import SURE, Drafted, Suggestion
from .links import find_links
from .mark import LABEL_DA, LABEL_EN, SUGGESTED, TITLE_EN, TO_DECIDE
from .places import slug
from .terms import words_of

KIND_NAMES = {
    "vision": ("vision", "vision"), "value": ("værdi", "value"), "theme": ("tema", "theme"),
    "principle": ("princip", "principle"), "goal": ("mål", "goal"), "measure": ("tiltag", "measure"),
    "definition": ("definition", "definition"), "voice": ("stemme", "voice"), "legal_basis": ("lovgrundlag", "legal basis"),
    "follow_up": ("opfølgning", "follow-up"), "rationale": ("begrundelse", "rationale"),
    "document_fact": ("oplysning", "fact"),
}  # fmt: skip
FRONT_DA, FRONT_EN = "Indledende ord", "Opening words"
OPENING = "indledende-ord"


@dataclass
class Tables:
    """The rows of every table of a draft."""

    sections: list[dict[str, str]] = field(default_factory=list)
    statements: list[dict[str, str]] = field(default_factory=list)
    ledger: list[dict[str, str]] = field(default_factory=list)
    points: list[dict[str, str]] = field(default_factory=list)
    candidates: list[dict[str, str]] = field(default_factory=list)

    @property
    def ages(self) -> set[str]:
        """Every age band that a statement names."""
        return {a for row in self.statements for a in row["ages"].split("|") if a}


def tabulate(drafted: Drafted, vocabulary: Vocabulary) -> Tables:
    """The tables of a draft.

    A label says what is suggested in the words of the codebook and waits for a person's words; no
    words of the text stand in a table, but for headings as section titles.
    """
    tables = Tables()
    _sections(drafted, tables)
    ids = _ids(drafted.suggestions)
    for index, suggestion in enumerate(drafted.suggestions):
        cells = passage_cells(drafted.text, [suggestion.span])
        if suggestion.kind is None:
            if suggestion.reason != "heading":
                tables.ledger.append({"id": f"u{len(tables.ledger) + 1:03d}", "reason": suggestion.reason, **cells})
            continue
        tables.statements.append({**_statement(ids[index], suggestion, ids, vocabulary), **cells})
        tables.points.extend(_points(ids[index], suggestion))
    _link(drafted, ids, tables)
    _account(drafted, tables)
    tables.candidates = _candidates(drafted, ids)
    return tables


def _link(drafted: Drafted, ids: dict[int, str], tables: Tables) -> None:
    """Put the suggested links into the rows, each marked for a person to decide."""
    rows = {r["id"]: r for r in tables.statements}
    for link in find_links(drafted):
        source, target = ids[link.source], ids[link.target]
        rows[source][link.what] = target
        point = {"id": source, "what": link.what, "suggested": target, "confidence": f"{link.confidence:.2f}"}
        tables.points.append({**point, "alternatives": "", "state": TO_DECIDE})


def _candidates(drafted: Drafted, ids: dict[int, str]) -> list[dict[str, str]]:
    """The words that may call for new concepts, each with the statements in which it stands."""
    lemmas = {index: {w.lemma for w in words_of(drafted.text.quote(drafted.suggestions[index].span))} for index in ids}
    return [
        {
            "word": word,
            "count": str(count),
            "statements": "|".join(ids[i] for i, found in lemmas.items() if word in found),
        }
        for word, count in drafted.candidates
    ]


def _ids(suggestions: Iterable[Suggestion]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, suggestion in enumerate(suggestions):
        if suggestion.kind is not None:
            found[index] = f"s{len(found) + 1:03d}"
    return found


def _statement(id_: str, suggestion: Suggestion, ids: dict[int, str], vocabulary: Vocabulary) -> dict[str, str]:
    concepts = [g.value for g in suggestion.concepts]
    kind = suggestion.kind.value
    number = re.match(r"(?:tema\s*)?(\d{1,2})[.):•\s]", suggestion.segment.text, re.IGNORECASE)
    return {
        "id": id_, "number": number[1] if number and suggestion.segment.role == "heading" else "",
        "kind": kind, "form": suggestion.segment.form,
        "belongs_to": ids.get(suggestion.under, "") if suggestion.under is not None else "",
        "label_da": _label(LABEL_DA, KIND_NAMES[kind][0], id_, concepts, vocabulary, "da"),
        "label_en": _label(LABEL_EN, KIND_NAMES[kind][1], id_, concepts, vocabulary, "en"),
        "concepts": "|".join(concepts), "actors": "|".join(dict.fromkeys(g.value for g in suggestion.actors)),
        "ages": "|".join(dict.fromkeys(g.value for g in suggestion.ages)),
        "references": "|".join(suggestion.references), "certainty": "sure",
    }  # fmt: skip


def _label(mark: str, kind: str, id_: str, concepts: list[str], vocabulary: Vocabulary, language: str) -> str:
    names = [
        str(o)
        for c in concepts[:2]
        for o in vocabulary.graph.objects(CONCEPT[c], SKOS.prefLabel)
        if o.language == language
    ]
    return " ".join(f"{mark} {kind} {id_}: {', '.join(names)}".split()[:MAX_LABEL_WORDS])


def _points(id_: str, suggestion: Suggestion) -> Iterable[dict[str, str]]:
    """What was suggested of a statement and how surely; what a person must decide is marked."""

    def point(
        what: str, suggested: str, confidence: float, alternatives: Iterable[str] = (), must: bool = False
    ) -> dict[str, str]:
        state = TO_DECIDE if must or confidence < SURE else SUGGESTED
        return {"id": id_, "what": what, "suggested": suggested, "confidence": f"{confidence:.2f}",
                "alternatives": "|".join(alternatives), "state": state}  # fmt: skip

    yield point("kind", suggestion.kind.value, suggestion.kind.confidence, suggestion.kind.alternatives)
    concepts = suggestion.concepts
    others = [a for g in concepts for a in g.alternatives]
    yield point(
        "concepts", "|".join(g.value for g in concepts), max((g.confidence for g in concepts), default=0.0), others
    )
    if suggestion.actors:
        others = [a for g in suggestion.actors for a in g.alternatives]
        values = dict.fromkeys(g.value for g in suggestion.actors)
        yield point("actors", "|".join(values), min(g.confidence for g in suggestion.actors), others)
    if suggestion.ages:
        yield point(
            "ages",
            "|".join(dict.fromkeys(g.value for g in suggestion.ages)),
            min(g.confidence for g in suggestion.ages),
        )
    if suggestion.under is not None:
        yield point("belongs_to", "", 0.9)


def _sections(drafted: Drafted, tables: Tables) -> None:
    """One section a heading, down to the next heading of its level or above; the words before the first."""
    text, segments = drafted.text, drafted.segments
    heads = [(i, s) for i, s in enumerate(segments) if s.role == "heading"]
    if not heads:
        return
    end_of_text = max(s.span.end for s in segments)
    ids: dict[int, str] = {}
    first = min(s.span.start for s in segments)
    if first < heads[0][1].span.start:
        tables.sections.append(_section(OPENING, "", FRONT_DA, FRONT_EN, Span(first, heads[0][1].span.start)))
    for order, (index, head) in enumerate(heads):
        end = next((h.span.start for _, h in heads[order + 1 :] if h.level <= head.level), end_of_text)
        id_ = _unique(slug(head.text, 40), [*ids.values(), OPENING])
        ids[index] = id_
        title = re.sub(r"\s+", " ", head.text)[:120]
        row = _section(id_, ids.get(head.section, ""), title, f"{TITLE_EN} {title}", Span(head.span.start, end))
        tables.sections.append({**row, **passage_cells(text, [head.span])})
        tables.points.append(
            {
                "id": id_,
                "what": "title_en",
                "suggested": row["title_en"],
                "confidence": "0.00",
                "alternatives": "",
                "state": TO_DECIDE,
            }
        )


def _section(id_: str, above: str, title_da: str, title_en: str, extent: Span) -> dict[str, str]:
    return {"id": id_, "part_of": above, "title_da": title_da, "title_en": title_en, "extent": str(extent)}


def _unique(wanted: str, taken: Iterable[str]) -> str:
    if not wanted or not wanted[0].isalpha() or re.fullmatch(r"[su]\d+", wanted):
        wanted = f"afsnit-{wanted}".strip("-")
    taken, name, number = set(taken), wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _account(drafted: Drafted, tables: Tables) -> None:
    """List in the ledger what no statement, heading or entry takes in yet: bullets' numbers, stray words."""
    text: Text = drafted.text
    covered = text.words_in(s.span for s in drafted.suggestions)
    run: list[int] = []
    for index in [*range(len(text.words)), None]:
        if index is not None and index not in covered:
            run.append(index)
            continue
        if run:
            span = Span(text.words[run[0]].start, text.words[run[-1]].end)
            number = bool(re.fullmatch(r"[\d\W]+", text.content[span.start : span.end]))
            row = {"id": f"u{len(tables.ledger) + 1:03d}", "reason": "page-furniture" if number else "connective"}
            tables.ledger.append({**row, **passage_cells(text, [span])})
            run = []
