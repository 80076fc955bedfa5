"""Units for agreement: sentences, bullets and headings of a text, always the same.

A rule-based segmenter for extracted Danish text: it knows abbreviations, grade ranges and
ordinals ("0.-3. klasse", "2. årgang"), bullets, sentences broken by line ends, hyphens and
blank lines, and headings that lack a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .tables import read_table, write_table
from .text import Span, Text

SEGMENT_COLUMNS = ("id", "start", "end", "words", "fingerprint")
ABBREVIATIONS = frozenset(
    [
        "bl.a",
        "ca",
        "dvs",
        "evt",
        "f.eks",
        "fx",
        "hhv",
        "inkl",
        "jf",
        "jvf",
        "kap",
        "kl",
        "m.fl",
        "m.m",
        "m.v",
        "max",
        "mht",
        "min",
        "mio",
        "mv",
        "nr",
        "o.l",
        "osv",
        "p.t",
        "pga",
        "pkt",
        "pr",
        "s",
        "sml",
        "stk",
        "str",
        "tlf",
        "vedr",
        "vha",
        "ift",
        "ifm",
        "bla",
        "feks",
        "mfl",
    ]
)
SHORT = 0.6
"""A line shorter than this share of the widest line near it may be a heading."""

_LINE = re.compile(r"[^\n]*")
_BULLET = re.compile(r"\s*(?:[•·▪–-]\s|\d{1,2}\.\s+(?=[A-ZÆØÅ]))")
_END = re.compile(r"[.!?:]+[\"”“’')\]]*(?=\s|$)")


def segments(text: Text) -> list[Span]:
    """The segments of a text, in order; together they hold every word once.

    >>> sample = Text("Trivsel\\nAlle børn skal tri-\\nves, jf. loven. De lærer i 0.-3. klasse.\\n\\n• Vi leger")
    >>> [sample.quote(s) for s in segments(sample)]
    ['Trivsel', 'Alle børn skal trives, jf. loven.', 'De lærer i 0.-3. klasse.', '• Vi leger']
    """
    found: list[Span] = []
    for block in _blocks(text):
        start = block.start
        for end in _sentence_ends(text.content, block):
            found.append(_trimmed(text, Span(start, end)))
            start = end
        found.append(_trimmed(text, Span(start, block.end)))
    return _merged_capitals(text, [s for s in found if any(c.isalnum() for c in text.content[s.start : s.end])])


def _merged_capitals(text: Text, spans: list[Span]) -> list[Span]:
    """Join neighbours without a small letter: page numbers and letter-spaced captions."""
    merged: list[Span] = []
    for span in spans:
        capital = not any(c.islower() for c in text.content[span.start : span.end])
        if merged and capital and not any(c.islower() for c in text.content[merged[-1].start : merged[-1].end]):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def _trimmed(text: Text, span: Span) -> Span:
    raw = text.content[span.start : span.end]
    return Span(span.start + len(raw) - len(raw.lstrip()), span.start + len(raw.rstrip()))


def _blocks(text: Text) -> Iterator[Span]:
    """Runs of lines that belong together: a paragraph, a bullet, a heading."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text.content) if m.group().strip()]
    start = previous = None
    for index, (begin, end) in enumerate(lines):
        if start is None:
            start = begin
        elif _breaks(text.content, lines, index, previous, first=previous[0] == start):
            yield Span(start, previous[1])
            start = begin
        previous = (begin, end)
    if start is not None:
        yield Span(start, previous[1])


def _breaks(content: str, lines: list[tuple[int, int]], index: int, previous: tuple[int, int], first: bool) -> bool:
    """Whether a new block begins at a line, given the one before it."""
    begin, end = lines[index]
    line, before = content[begin:end].strip(), content[previous[0] : previous[1]].strip()
    if _BULLET.match(content[begin:end]):
        return True
    opening = next((c for c in line if c.isalnum()), "")
    blank_between = content.count("\n", previous[1], begin) > 1
    if blank_between and re.search(r"[.!?][\"”“’')]*$", before):
        return True
    if before.endswith(("-", "\u00ad", ",")) or opening.islower():
        return False
    if blank_between:
        return True
    widths = [e - b for b, e in lines[max(0, index - 3) : index + 4]]
    return first and not re.search(r"[.!?:;,]$", before) and len(before) < SHORT * max(widths)


def _sentence_ends(content: str, block: Span) -> Iterator[int]:
    for match in _END.finditer(content, block.start, block.end):
        word = re.search(r"[\w.]*$", content[block.start : match.start()]).group().lower()
        following = content[match.end() : block.end].lstrip()
        if not following:
            return
        if match.group().startswith(".") and (word in ABBREVIATIONS or (word.isdigit() and not following[0].isupper())):
            continue
        opening = next((c for c in following if c.isalnum()), "")
        line_ends = "\n" in content[match.end() : match.end() + 3]
        if line_ends or opening.isupper() or opening.isdigit() or match.group()[0] in "!?":
            yield match.end()


def write_segments(path: Path, text: Text) -> int:
    """Keep the segments of a text by position and fingerprint; returns how many."""
    spans = segments(text)
    rows = [
        {
            "id": f"t{n:03d}",
            "start": str(s.start),
            "end": str(s.end),
            "words": str(len(text.words_in([s]))),
            "fingerprint": text.fingerprint(s),
        }
        for n, s in enumerate(spans, 1)
    ]
    write_table(path, SEGMENT_COLUMNS, rows)
    return len(rows)


def read_segments(path: Path) -> list[tuple[str, Span]]:
    """The kept segments: id and span.

    Raises:
        DataError: the table has faults.
    """
    return [
        (row["id"], Span(int(row["start"]), int(row["end"])))
        for row in read_table(path, SEGMENT_COLUMNS, SEGMENT_COLUMNS)
    ]
