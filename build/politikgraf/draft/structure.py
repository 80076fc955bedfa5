"""What each segment of a text is: heading, lead-in, bullet, quotation, sentence, page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..segment import segments
from ..text import Span, Text
from .ages import find_ages
from .glued import cut_loose, hangs
from .grammar import read_clause
from .leads import GENERIC, VALUES, VISION, lead_form
from .limits import MAX_HEADINGS
from .runs import cut_long
from .source import Heading
from .voices import MARK, announces, is_quoted, spoken_places

_PLACEHOLDER = re.compile(
    r"\b(?:indsættes|indsæt|lorem ipsum|her kommer|tbd|skabelon)\b|\bxx+\b|\[[^\]]*\?\]|\bbillede af\b", re.IGNORECASE
)
_CHROME = re.compile(
    r"(?:skip|gå|spring) til (?:hoved|ind)|cookie|^(?:hjem|forside)\b.*politik|^(?:del|print|udskriv) (?:på|siden|side)|"
    r"^(?:læs (?:mere|op)|find information|søg|menu|kontakt os|tilbage til|hold dig orienteret|genveje)\b|åbningstider$|lukkedage$|"
    r"^\d{4} [A-ZÆØÅ]\w+$|^\w+(?:vej|gade|stræde|allé|plads|torv) \d+\w?$",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\b(?:borgmester|udvalgsformand|formand for|kommunaldirektør|direktør|på vegne af)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:[\"”]\s*)?(?:tema\s*)?(\d{1,2})(?:\.\d{1,2})*[.):•\s-]", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪–*-]\s|\d{1,2}[.)]\s")
HEADING_WORDS = 14


@dataclass(frozen=True)
class Segment:
    """One segment of a text.

    Attributes:
        span: where it stands, without its bullet.
        text: its words, white space folded.
        role: `heading`, `lead-in`, `bullet`, `quote`, `body`, or the reason why it is no statement:
            `page-furniture`, `placeholder`, `web-chrome`, `caption`, `attribution`; a `signature` is one.
        form: how it would be presented as a statement (ontology/forms.ttl).
        level: of a heading, from 1; 0 for everything else.
        lead: the words of the lead-in above a list's item.
        section: index of the heading that it stands under, or None.
    """

    span: Span
    text: str
    role: str
    form: str
    level: int = 0
    lead: str = ""
    section: int | None = None

    @property
    def is_generic(self) -> bool:
        """Whether a heading only says what part of a document this is."""
        return bool(GENERIC.fullmatch(self.text))


def read_structure(text: Text, headings: Sequence[Heading] | None) -> list[Segment]:
    """The segments of a text in order, with role, form and place.

    Args:
        text: the text.
        headings: those that the file's format marks; None where it marks none.
    """
    pieces = _cut(text, segments(text), headings or ())
    if not headings:
        pieces = [part for piece in pieces for part in cut_loose(text, piece)]
    pieces = [part for piece in pieces for part in cut_long(text, piece)]
    quotes = [text.quote(p) for p in pieces]
    spoken = spoken_places(text, pieces)
    repeated = _repeated(quotes)
    marked = {h.span.start: h.level for h in headings or ()}
    structure = _Structure(bool(headings))
    for index, (piece, words) in enumerate(zip(pieces, quotes)):
        level = next((marked[s] for s in marked if piece.start <= s < piece.end), 0) if len(marked) < 50 else marked.get(piece.start, 0)  # fmt: skip
        following = quotes[index + 1] if index + 1 < len(quotes) else ""
        structure.add(text, piece, words, level, following, words.lower() in repeated, piece.start in spoken)
    return structure.segments


def _cut(text: Text, pieces: Iterable[Span], headings: Sequence[Heading]) -> list[Span]:
    """Segments, cut where a marked heading begins and ends."""
    ends = sorted({p for h in headings[:MAX_HEADINGS] for p in (h.span.start, h.span.end)})
    found: list[Span] = []
    at = 0
    for piece in pieces:
        start = piece.start
        while at < len(ends) and ends[at] <= start:
            at += 1
        look = at
        while look < len(ends) and ends[look] < piece.end:
            found.append(_trim(text, Span(start, ends[look])))
            start = ends[look]
            look += 1
        found.append(_trim(text, Span(start, piece.end)))
    return _with_numbers(text, [s for s in found if any(c.isalnum() for c in text.content[s.start : s.end])])


def _with_numbers(text: Text, pieces: list[Span]) -> list[Span]:
    """A number that stands alone ("1.") joined to the heading or item that follows it."""
    joined: list[Span] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last
            and re.fullmatch(r"\d{1,2}[.)]", text.content[last.start : last.end])
            and "\n\n" not in text.content[last.end : piece.start]
            and any(c.isalpha() for c in text.content[piece.start : piece.end])
        ) or (last and _is_caption(text.quote(last), text.quote(piece)) and len(piece) + len(last) < 60):
            joined[-1] = Span(last.start, piece.end)
        else:
            joined.append(piece)
    return joined


def _is_caption(age: str, name: str) -> bool:
    """Whether a line that is only an age stands above the name of what is for that age, as in a diagram."""
    short = len(age.split()) <= 3 and len(name.split()) <= 4 and not re.search(r"[.!?:]$", name)
    return short and bool(find_ages(age)) and name[:1].isupper() and not find_ages(name)


def _trim(text: Text, span: Span) -> Span:
    raw = text.content[span.start : span.end]
    return Span(span.start + len(raw) - len(raw.lstrip()), span.start + len(raw.rstrip()))


def _repeated(quotes: Sequence[str]) -> set[str]:
    """Short lines that stand three times or more: page headers and footers."""
    counts = Counter(q.lower() for q in quotes if len(q.split()) <= 10 and not lead_form(q) and q[-1:] not in ".!?")
    return {q for q, n in counts.items() if n >= 3}


class _Structure:
    """Walks the segments and remembers which headings and lead-in they stand under."""

    def __init__(self, marked: bool):
        self.segments: list[Segment] = []
        self._marked = marked
        self._path: list[tuple[int, int]] = []
        self._lead, self._form = "", ""
        self._numbered = self._values = self._announced = False

    def add(
        self, text: Text, piece: Span, words: str, level: int, following: str, repeated: bool, spoken: bool
    ) -> None:
        role = self._role(text, piece, words, level, following, repeated)
        role = self._voice(text, piece, words, role, spoken)
        if role == "heading":
            level = self._level(words, level)
            while self._path and self._path[-1][1] >= level:
                self._path.pop()
            self._lead = self._form = ""
            section = self._path[-1][0] if self._path else None
            self._path.append((len(self.segments), level))
            form = "tema" if _NUMBERED.match(words) else "overskrift"
            self.segments.append(Segment(piece, words, role, form, level, "", section))
            return
        section = self._path[-1][0] if self._path else None
        if role == "lead-in":
            self._lead, self._form = words, lead_form(words) or self._form_of_place(words)
        elif role == "body" and self._lead and not words.endswith((";", ",")):
            self._lead = self._form = ""
        span = self._without_bullet(text, piece) if role == "bullet" else piece
        form = {"quote": "citat", "signature": "signatur"}.get(role) or self._form or self._form_of_place(words)
        lead = self._lead if role == "bullet" else ""
        self.segments.append(Segment(span, words, role, form, 0, lead, section))

    def _role(self, text: Text, piece: Span, words: str, level: int, following: str, repeated: bool) -> str:
        letters_ = sum(c.isalpha() for c in words)
        count = len(words.split())
        if letters_ < 2:
            return "page-furniture"
        if _PLACEHOLDER.search(words) and count < 25:
            return "placeholder"
        if _CHROME.search(words) and count < 14:
            return "web-chrome"
        bullet = bool(_BULLET.match(text.content[piece.start : piece.start + 4]))
        lead = lead_form(words)
        if (lead and (lead != "pejlemaerke" or words.endswith(":"))) or (
            words.endswith(":") and (following[:1] in "•·▪–-*" or following[:2].rstrip(".)").isdigit()) and count < 40
        ):
            return "lead-in"
        if level and count <= HEADING_WORDS + 2:
            return "heading"
        if repeated:
            return "page-furniture"
        spaced = sum(len(w) == 1 for w in words.split()) >= 3
        if not any(c.islower() for c in words) and (spaced or announces(words)):
            return "caption"
        names = count <= 6 and len(following.split()) <= 9 and not words.endswith((".", ":")) and words[:1].isupper()
        if (_SIGNS.search(words) and count <= 9 and not re.search(r"[.!?]$", words)) or (
            names and count > 1 and _SIGNS.search(following)
        ):
            return "signature"
        if (
            count <= 8
            and self.segments
            and self.segments[-1].role == "quote"
            and not re.search(r"[.!?:]$", words)
            and re.search(r",|\d", words)
        ):
            return "attribution"
        if self._looks_like_heading(words, count, bullet, following):
            return "heading"
        if bullet:
            return "bullet"
        return "quote" if is_quoted(words) else "body"

    def _voice(self, text: Text, piece: Span, words: str, role: str, spoken: bool) -> str:
        """A quotation where one is announced, or where the paragraph speaks; the document's own words in a vision are none."""
        between = text.content[self.segments[-1].span.end : piece.start] if self.segments else ""
        if role == "caption":
            self._announced = announces(words)
        elif role != "body" or MARK.search(between) or MARK.match(words):
            self._announced = False
        if role == "quote" and not spoken and self._form_of_place(words) == "vision":
            return "body"
        if (role == "body" and (spoken or self._announced)) or (
            role == "placeholder" and spoken and words[:1].isalpha()
        ):
            return "quote"
        return role

    def _looks_like_heading(self, words: str, count: int, bullet: bool, following: str) -> bool:
        if count > HEADING_WORDS or not following or re.search(r"[.!?,;:”\"]$", words):
            return False
        if count <= 4 and find_ages(words):
            return False
        numbered = bool(re.match(r"(?:[\"”]\s*)?tema\s*\d", words, re.IGNORECASE))
        if numbered:
            return True
        if self._marked:
            return False
        numbered_list = self._lead and not (self.segments and re.match(r"[•·▪–*-]", self.segments[-1].text))
        if re.match(r"\d{1,2}[.)]\s+[A-ZÆØÅ]", words) and not numbered_list:
            return count <= 10
        if bullet and not re.match(r"\d{1,2}[.)]\s+[A-ZÆØÅ]", words):
            return False
        return count <= 10 and not hangs(words) and read_clause(words).mood in {"none", "bare"}

    def _level(self, words: str, level: int) -> int:
        if level:
            return level
        if re.match(r"(?:[\"”]\s*)?(?:tema\s*\d|\d{1,2}[.)]?\s)", words, re.IGNORECASE):
            self._numbered, self._values = True, False
            return 1
        if GENERIC.fullmatch(words):
            self._values = bool(VALUES.search(words))
            return 1
        return 2 if self._numbered or self._values else 1

    def _without_bullet(self, text: Text, piece: Span) -> Span:
        match = re.match(r"(?:[•·▪–*-]|\d{1,2}[.)])\s+", text.content[piece.start : piece.end])
        return Span(piece.start + match.end(), piece.end) if match and match.end() < len(piece) else piece

    def _form_of_place(self, words: str) -> str:
        """Below a heading that says vision or values, statements are presented as such."""
        names = [self.segments[index].text for index, _ in self._path]
        if any(VISION.search(n) for n in names[-1:]):
            return "vision"
        if any(lead_form(n) == "pejlemaerke" for n in names):
            return "pejlemaerke"
        return "vaerdi" if any(VALUES.search(n) for n in names) else "broedtekst"


def kind_by_structure(segment: Segment, above: Sequence[Segment]) -> tuple[str, float] | None:
    """The kind that a segment's place decides, with how sure; None where it does not.

    Args:
        segment: what is judged.
        above: the headings that it stands under, innermost last.
    """
    if segment.role == "quote":
        return "voice", 0.9
    if segment.role == "body" and segment.form == "vision" and MARK.search(segment.text):
        return "vision", 0.8
    if segment.role == "heading" and not segment.is_generic:
        if VISION.search(segment.text):
            return "vision", 0.8
        if any(VALUES.search(h.text) for h in above):
            return "value", 0.85
        return ("theme", 0.8) if not lead_form(segment.text) or len(segment.text.split()) > 1 else None
    if segment.role == "signature":
        return "document_fact", 0.9
    if segment.role == "bullet" and re.search(r"\btema(?:er|erne)?\b", segment.lead, re.IGNORECASE):
        return "theme", 0.7
    return None
