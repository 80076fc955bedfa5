"""What the coded documents teach: passages with the judgements that a reader gave them.

With the texts on hand an example is a segment of a text. Without them (no text of a document is
in the repository) an example is a statement's Danish label, written in our own words, beside the
definitions and examples of the codebook; the drafts are then somewhat less good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib.namespace import DCTERMS

from ..codings import Coding, Statement
from ..evidence import Known, examine
from ..namespaces import DATA, MUNICIPALITY
from ..text import Span, Text
from ..vocabulary import parse_turtle
from .structure import Segment, read_structure

LABEL_WEIGHT = 0.4
SHARE = 0.5
"""Share of the shorter of two passages that must lie in the other for them to belong together."""


_PLACES = re.compile(
    r"(?P<sign>[,–-]?)\s+(?=(?:så|der|som|hvor|for at|for dermed|om at|med det formål at|fordi|da|idet|samtidig med|men|og|samt|hvilket)\b)|"
    r"(?P<stop>[;:])\s+|\s(?P<dash>[–-])\s",
    re.IGNORECASE,
)
NEAR = 12
"""A statement that starts within so many characters of a place was cut there."""


@dataclass(frozen=True)
class Cut:
    """A place where a sentence might be cut: the words on both sides, the sign there, and whether it was."""

    at: int
    left: str
    right: str
    sign: str
    made: bool = False


@dataclass(frozen=True)
class Example:
    """A passage and what was judged of it.

    Attributes:
        words: the passage's words (or a statement's label).
        context: headings above it, innermost last, and the lead-in of its list.
        before: what the same segment says before it.
        previous: the segment before it in the text.
        cuts: where it might be cut into several statements.
        form: how it is presented (ontology/forms.ttl).
        role: its role in the structure; "" for a label.
        document, municipality: where it comes from.
        kinds, concepts, actors, ages: what it was judged to be; concepts, most important first.
    """

    words: str
    context: tuple[str, ...] = ()
    form: str = "broedtekst"
    role: str = ""
    document: str = ""
    municipality: str = ""
    kinds: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    actors: tuple[tuple[str, str], ...] = ()
    ages: tuple[str, ...] = ()
    before: str = ""
    previous: str = ""
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Coded:
    """A coded document with its text where it is on hand, and its municipality."""

    coding: Coding
    municipality: str
    text: Text | None = None
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def overlap(first: Sequence[Span], second: Sequence[Span]) -> int:
    """Code points that two passages share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)


def coded_documents(folders: Iterable[Path], known: Mapping[str, Known], texts: Mapping[str, Text]) -> list[Coded]:
    """The documents to learn from.

    Args:
        folders: the documents' folders.
        known: their codings by name.
        texts: those of their texts that are on hand; in another extraction, too.

    Raises:
        DataError: a document.ttl cannot be read.
    """
    found = []
    for folder in folders:
        name = folder.name
        publisher = parse_turtle(folder / "document.ttl").value(DATA[name], DCTERMS.publisher)
        municipality = str(publisher or "").removeprefix(str(MUNICIPALITY))
        text = texts.get(name)
        spans = examine(known[name], text).spans if text else {}
        found.append(Coded(known[name].coding, municipality, text, spans))
    return found


def examples_of(coded: Coded) -> list[Example]:
    """The examples that a document gives."""
    if coded.text is None:
        return [from_label(s, coded) for s in coded.coding.statements]
    segments = read_structure(coded.text, None)
    return [_from_segment(index, segments, coded) for index in range(len(segments))]


def statements_of(coded: Coded) -> list[tuple[Example, float]]:
    """Each statement by itself, with how much it counts: its passage in full, its label less.

    A passage cut as a reader cut it teaches kinds better than a segment that holds several.
    """
    found: list[tuple[Example, float]] = []
    segments = read_structure(coded.text, None) if coded.text else []
    for statement in coded.coding.statements:
        label = from_label(statement, coded)
        spans = coded.spans.get(statement.id, ())
        if coded.text is None or not spans:
            found.append((label, 1.0))
            continue
        at = next((i for i, s in enumerate(segments) if s.span.start <= spans[0].start < s.span.end), None)
        words = " ".join(coded.text.quote(s) for s in spans)
        if at is not None:
            host, before = segments[at], coded.text.quote(Span(segments[at].span.start, spans[0].start))
            label = replace(label, context=context_of(host, segments), form=host.form, role=host.role,
                            before=before, previous=previous_of(at, segments))  # fmt: skip
        found += [(replace(label, words=words), 1.0), (label, LABEL_WEIGHT)]
    return found


def from_label(statement: Statement, coded: Coded) -> Example:
    above = {s.id: s for s in coded.coding.statements}
    context = tuple(above[i].label_da for i in statement.belongs_to if i in above)
    return Example(
        statement.label_da, context, statement.form, "", coded.coding.document, coded.municipality,
        (statement.kind,), statement.concepts, statement.participations, statement.ages,
    )  # fmt: skip


def _from_segment(index: int, segments: Sequence[Segment], coded: Coded) -> Example:
    segment = segments[index]
    said = statements_at(segment.span, coded)
    return Example(
        segment.text, context_of(segment, segments), segment.form, segment.role, coded.coding.document, coded.municipality,
        tuple(dict.fromkeys(s.kind for s in said)),
        tuple(dict.fromkeys(c for s in said for c in s.concepts)),
        tuple(dict.fromkeys(p for s in said for p in s.participations)),
        tuple(dict.fromkeys(a for s in said for a in s.ages)), "", previous_of(index, segments),
        places_to_cut(coded.text, segment, [x.start for spans in coded.spans.values() for x in spans]),
    )  # fmt: skip


def places_to_cut(text: Text, segment: Segment, starts: Sequence[int] = ()) -> tuple[Cut, ...]:
    """The places where a sentence or item might be cut.

    Args:
        text: the text.
        segment: the sentence or item.
        starts: where statements are known to start.
    """
    if segment.role not in {"body", "bullet"}:
        return ()
    found = []
    for match in _PLACES.finditer(text.content, segment.span.start, segment.span.end):
        left, right = Span(segment.span.start, match.start()), Span(match.end(), segment.span.end)
        if min(len(left), len(right)) > NEAR:
            made = any(abs(start - match.end()) <= NEAR for start in starts)
            sign = match["sign"] or match["stop"] or match["dash"] or ""
            found.append(Cut(match.end(), text.quote(left), text.quote(right), sign, made))
    return tuple(found)


def previous_of(index: int, segments: Sequence[Segment]) -> str:
    """The words of the sentence or item before a segment under the same heading; "" where there is none."""
    last = segments[index - 1] if index else None
    return (
        last.text
        if last and last.section == segments[index].section and last.role in {"body", "bullet", "quote"}
        else ""
    )


def statements_at(span: Span, coded: Coded) -> list[Statement]:
    """The statements that belong to a segment: half of the shorter lies in the other; most words first."""
    found = []
    for statement in coded.coding.statements:
        spans = coded.spans.get(statement.id, ())
        shared = overlap([span], spans)
        longest = max((len(s) for s in spans), default=0)
        if shared and shared >= SHARE * min(len(span), longest):
            found.append((-shared, statement))
    return [s for _, s in sorted(found, key=lambda pair: pair[0])]


def context_of(segment: Segment, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The words of the headings above a segment, innermost last, then of its list's lead-in."""
    names: list[str] = []
    index = segment.section
    while index is not None:
        names.insert(0, segments[index].text)
        index = segments[index].section
    return (*names, segment.lead) if segment.lead else tuple(names)
