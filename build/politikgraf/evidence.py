"""Does every pointer hold the words that were meant, and is every word accounted for?

Works on a text as coded (same SHA-256), and on another extraction of the same document:
there each passage is found again by its fingerprint.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph, Literal
from rdflib.namespace import RDF

from .codings import Coding, Range
from .errors import DataError, Problem, UnreadableError
from .namespaces import OA, document_namespace, new_graph
from .text import Span, Text, fingerprint

CONTEXT = 40
RECOGNISED = 0.5
"""Share of a document's passages that a file must hold to count as an extraction of it."""


@dataclass(frozen=True)
class Known:
    """A document's coding and, as document.ttl has them, the checksum, length and words of the text it was made on."""

    coding: Coding
    sha256: str
    length: int | None = None
    words: int | None = None


@dataclass
class Evidence:
    """What a text says about the coding of its document."""

    document: str
    text: Text
    exact: bool
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    words: int = 0
    coded: int = 0
    not_coded: dict[str, int] = field(default_factory=dict)
    unaccounted: list[Span] = field(default_factory=list)

    @property
    def unaccounted_words(self) -> int:
        return sum(len(self.text.words_in([s])) for s in self.unaccounted)


def passages(coding: Coding) -> Iterable[tuple[str, str, tuple[Range, ...]]]:
    """Every pointer of a coding: id, place in its table, ranges."""
    for items in (coding.sections, coding.statements, coding.ledger):
        for item in items:
            if item.passage:
                yield item.id, item.place, item.passage


def recognise(folder: Path, known: Mapping[str, Known]) -> dict[str, Text]:
    """Which file of a folder is the text of which document.

    Args:
        folder: where to look for `.txt` files.
        known: documents by name.

    Raises:
        UnreadableError: the folder is missing or has no texts.
        DataError: a text is none of the known.
    """
    if not folder.is_dir():
        raise UnreadableError(Problem(str(folder), "is no folder", "give the folder that holds the texts"))
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise UnreadableError(Problem(str(folder), "holds no .txt files", "put the documents' texts there"))
    found: dict[str, Text] = {}
    problems: list[Problem] = []
    by_sum = {k.sha256: name for name, k in known.items()}
    others: list[Text] = []
    for file in files:
        try:
            text = Text.read(file)
        except DataError as error:
            problems.extend(error.problems)
            continue
        if text.sha256 in by_sum:
            found[by_sum[text.sha256]] = text
        else:
            others.append(text)
    for text in others:
        scores = {name: _share_found(text, k.coding) for name, k in known.items() if name not in found}
        best = max(scores, key=scores.__getitem__, default=None)
        if best is not None and scores[best] >= RECOGNISED:
            found[best] = text
        else:
            problems.append(
                Problem(
                    str(text.path),
                    f"is none of the known texts (SHA-256 {text.sha256[:16]}...)",
                    "take it out of the folder, or code it in a folder of its own below graph/",
                )
            )
    if problems:
        raise DataError(problems)
    return found


def _share_found(text: Text, coding: Coding) -> float:
    sample = [r for _, _, ranges in passages(coding) for r in ranges if r.words >= 4][::5]
    return sum(bool(text.find_fingerprint(r.fingerprint)) for r in sample) / max(1, len(sample))


def examine(known: Known, text: Text) -> Evidence:
    """Check every pointer of a document against its text and account for every word."""
    coding = known.coding
    result = Evidence(coding.document, text, text.sha256 == known.sha256, words=len(text.words))
    anchors = [] if result.exact else _anchors(coding, text)
    for id_, place, ranges in passages(coding):
        spans = []
        for range_ in ranges:
            span = _as_coded(text, range_) if result.exact else _refound(text, range_, anchors)
            if span is None:
                result.problems.append(
                    Problem(place, f"{id_}: words with fingerprint {range_.fingerprint} are not at {range_.span}",
                            "point at the passage again with `politikgraf locate`")
                )  # fmt: skip
                continue
            if result.exact and len(text.words_in([span])) != range_.words:
                result.problems.append(
                    Problem(place, f"{id_}: {range_.span} holds {len(text.words_in([span]))} words, not {range_.words}")
                )
            spans.append(span)
        result.spans[id_] = tuple(spans)
    if result.exact:
        result.problems.extend(_outside_section(coding))
        result.problems.extend(_miscounted(known, text))
    _account(coding, text, result)
    return result


def _as_coded(text: Text, range_: Range) -> Span | None:
    inside = range_.span.end <= len(text)
    return range_.span if inside and text.fingerprint(range_.span) == range_.fingerprint else None


def _anchors(coding: Coding, text: Text) -> list[tuple[int, int]]:
    """Passages that stand once in another extraction: where each began and where it begins now."""
    found = {(0, 0)}
    for _, _, ranges in passages(coding):
        for range_ in ranges:
            hits = text.find_fingerprint(range_.fingerprint)
            if len(hits) == 1:
                found.add((range_.span.start, hits[0].start))
    return sorted(found)


def _refound(text: Text, range_: Range, anchors: list[tuple[int, int]]) -> Span | None:
    """A passage in another extraction: of several hits, the one nearest to what its neighbours suggest."""
    hits = text.find_fingerprint(range_.fingerprint)
    if len(hits) < 2:
        return hits[0] if hits else None
    at = range_.span.start
    place = bisect_right(anchors, (at, len(text)))
    before, now = anchors[place - 1]
    after, then = anchors[place] if place < len(anchors) else (before + 1, now + 1)
    expected = now + (at - before) * (then - now) / max(1, after - before)
    return min(hits, key=lambda s: abs(s.start - expected))


def _miscounted(known: Known, text: Text) -> Iterable[Problem]:
    place = f"{known.coding.document}/document.ttl"
    for name, said, real in (("length", known.length, len(text)), ("wordCount", known.words, len(text.words))):
        if said is not None and said != real:
            yield Problem(place, f"pol:{name} is {said}; the text has {real}", f"write {real}")


def _outside_section(coding: Coding) -> Iterable[Problem]:
    for statement in coding.statements:
        if coding.sections and coding.section(statement) is None:
            yield Problem(statement.place, f"{statement.id} stands in no section", "extend a section in sections.csv")


def _account(coding: Coding, text: Text, result: Evidence) -> None:
    coded = text.words_in(s for st in coding.statements for s in result.spans.get(st.id, ()))
    result.coded = len(coded)
    rest = set(range(len(text.words))) - coded
    reasons = [("heading", s.id) for s in coding.sections] + [(e.reason, e.id) for e in coding.ledger]
    for reason, id_ in reasons:
        words = text.words_in(result.spans.get(id_, ())) & rest
        rest -= words
        if words:
            result.not_coded[reason] = result.not_coded.get(reason, 0) + len(words)
    for index in sorted(rest):
        word = text.words[index]
        last = result.unaccounted[-1] if result.unaccounted else None
        if last and index - 1 in rest and last.end == text.words[index - 1].end:
            result.unaccounted[-1] = Span(last.start, word.end)
        else:
            result.unaccounted.append(word)
    for span in result.unaccounted:
        place = f"{text.path or result.document}:{text.line_of(span.start)}"
        result.problems.append(
            Problem(place, f"{len(text.words_in([span]))} words at {span} are accounted for by nothing",
                    "code them, or list them in ledger.csv with the reason")
        )  # fmt: skip


def quote_graph(evidence: Iterable[Evidence]) -> Graph:
    """The passages as `oa:TextQuoteSelector`s: for output beside the graph, never to be committed.

    Web Annotation Data Model (W3C 2017), section 4.2.4.
    """
    graph = new_graph()
    for result in evidence:
        namespace = document_namespace(result.document)
        for id_, spans in result.spans.items():
            for number, span in enumerate(spans, 1):
                target = namespace[f"{id_}-passage-{number}"]
                selector = namespace[f"{id_}-passage-{number}-quote"]
                before = Span(max(0, span.start - CONTEXT), span.start)
                after = Span(span.end, min(len(result.text), span.end + CONTEXT))
                graph.add((target, OA.hasSelector, selector))
                graph.add((selector, RDF.type, OA.TextQuoteSelector))
                graph.add((selector, OA.exact, Literal(result.text.quote(span))))
                graph.add((selector, OA.prefix, Literal(result.text.quote(before))))
                graph.add((selector, OA.suffix, Literal(result.text.quote(after))))
    return graph


__all__ = ["Evidence", "Known", "examine", "fingerprint", "passages", "quote_graph", "recognise"]
