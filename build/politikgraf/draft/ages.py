"""Ages that a passage states: "0-18 år", "13-14-års alderen", "fra 15 år", "to til fire år".

Grades ("0.-3. klasse"), periods ("en 4-årig aftale", "om to år", "hvert 3. år") and years of the
calendar are no ages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..text import Span

OLDEST = 30
ADULT = 18
_WORDS = {
    "nul": 0, "et": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17,
    "atten": 18, "nitten": 19, "tyve": 20, "treogtyve": 23, "fireogtyve": 24, "femogtyve": 25, "tredive": 30,
}  # fmt: skip
_N = r"(?<![\d.,§])(\d{1,2}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?![\d.,%]\d|\d)"
_TO = r"\s*(?:-|–|—|‐|‑|/|til og med|til|og)\s*"
_YEARS = r"[\s\xa0-]*(?:års?\b|årig\w*|årsområdet|årsalderen)"
_RANGE = re.compile(rf"\b{_N}(?:\s*år)?{_TO}{_N}{_YEARS}", re.IGNORECASE)
_BARE = re.compile(
    rf"\b(?:fra\s+)?(0|nul){_TO}{_N}(?!\s*(?:\.|%|\w*klasse|kr))(?=[\s,.;:)]|$|-?(?:området|års))", re.IGNORECASE
)
_BETWEEN = re.compile(rf"\bmellem\s+{_N}\s+og\s+{_N}\s*år", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:fra\s+(?:de\s+er\s+|det\s+fyldte\s+)?|over\s+|mindst\s+|fyldt\s+){_N}{_YEARS}", re.IGNORECASE
)
_ONWARDS = re.compile(rf"\b{_N}{_YEARS}\s*(?:og\s+(?:opefter|op|ældre|derover)|\+)|\b{_N}\s*\+\s*år", re.IGNORECASE)
_UNDER = re.compile(rf"\bunder\s+{_N}{_YEARS}", re.IGNORECASE)
_UP_TO = re.compile(
    rf"\b(?:(?:op\s+)?til|indtil)\s+(?:og\s+med\s+|de\s+(?:er|fylder|bliver)\s+|det\s+(?:fyldte|fyldes)\s+)?{_N}(?:\s*\.)?{_YEARS}",
    re.IGNORECASE,
)
_OLD = re.compile(rf"\b{_N}[\s\xa0-]*(?:årige\b|åriges\b|årig\w*|års\s*-?\s*alderen|år\s+gam\w+)", re.IGNORECASE)
_PLAIN = re.compile(rf"\b{_N}\s*år(?:s\b|\b)", re.IGNORECASE)
_PERIOD = re.compile(
    r"\s*-?\s*(?:periode|aftale|plan\b|projekt|strategi|indsats|forløb|program|bevilling|budget|overenskomst|ramme|"
    r"kontrakt|forsøg|erfaring|siden|senere|frem\b|tid\b|ad\s+gangen|jubilæum|cyklus|rækkevidde|interval|gymnas|forberedelse|"
    r"uddannelse|mellemrum|skolegang)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:\b(?:om|i|de\s+(?:næste|sidste|seneste|første|kommende|to|tre|fire|fem)|næste|sidste|seneste|første|kommende|hvert?|"
    r"efter|gennem|igennem|inden\s+for|over\s+(?:de|en|et)|for|hver|på|mindst|maks\w*|højst|varer|løber|minimum|senest)\s+)$",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"(?:\b(?:periode|løbet|tidsrum|varighed|horisont)\s+(?:på|af)|\binden\s+for|\b(?:om|næste|sidste|seneste|første|kommende|hvert|efter|gennem|igennem))\s+(?:de\s+)?$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:barn\w*|børn\w*|ung\w*|pige\w*|dreng\w*|elev\w*|alder\w*|fylder|er|som|ved|fx|f\.eks\.)\b[\s,(]*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Age:
    """An age band as a text states it; an open end is None. Whole years, both ends included."""

    low: int | None
    high: int | None

    @property
    def name(self) -> str:
        """Its name in `ontology/ages.ttl`: `0-18`, `4`, `18-plus`, `to-17`."""
        if self.high is None:
            return f"{self.low}-plus"
        if self.low is None:
            return f"to-{self.high}"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True)
class Mention:
    """Where a passage states an age, and how sure that it is one."""

    age: Age
    span: Span
    confidence: float


def find_ages(text: str) -> list[Mention]:
    """The ages that a text states, in order.

    >>> [m.age.name for m in find_ages("Fra to til fire år, i 13-14-års alderen og fra 15 år")]
    ['2-4', '13-14', '15-plus']
    >>> find_ages("I 0.-3. klasse følger vi en 4-årig plan, der evalueres om to år")
    []
    """
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []

    def add(match: re.Match, low: int | None, high: int | None, confidence: float) -> None:
        if any(a < match.end() and match.start() < b for a, b in taken):
            return
        if any(x is not None and x > OLDEST for x in (low, high)) or (
            low is not None and high is not None and low > high
        ):
            return
        taken.append((match.start(), match.end()))
        found.append(Mention(Age(low, high), Span(match.start(), match.end()), confidence))

    for match in _BETWEEN.finditer(text):
        add(match, _number(match[1]), _number(match[2]), 0.97)
    for match in _RANGE.finditer(text):
        joined = text[match.start(1) : match.end(2)]
        low, high = _number(match[1]), _number(match[2])
        if re.search(r"\bog\b", joined, re.IGNORECASE):
            if not _is_period(text, match) and not any(a < match.end() and match.start() < b for a, b in taken):
                for number in (low, high):
                    found.append(Mention(Age(number, number), Span(match.start(), match.end()), 0.8))
                taken.append((match.start(), match.end()))
        elif not _is_period(text, match):
            add(match, low, high, 0.97)
    for match in _UNDER.finditer(text):
        add(match, None, _number(match[1]) - 1, 0.85)
    for match in _ONWARDS.finditer(text):
        add(match, _number(match[1] or match[2]), None, 0.95)
    for match in _FROM.finditer(text):
        lasting = (
            match[0].lower().startswith(("over", "mindst"))
            and "ig" not in match[0]
            and not _PEOPLE.search(text[: match.start()])
        )
        if not _PERIOD.match(text, match.end()) and not lasting:
            add(match, _number(match[1]), None, 0.95)
    for match in _OLD.finditer(text):
        if not _PERIOD.match(text, match.end()) and not _before_period(text, match):
            add(match, _number(match[1]), _number(match[1]), 0.9)
    for match in _UP_TO.finditer(text):
        if not _PERIOD.match(text, match.end()):
            add(match, None, _number(match[1]), 0.8)
    for match in _PLAIN.finditer(text):
        _add_plain(text, match, add)
    for match in _BARE.finditer(text):
        if _number(match[2]) >= 2:
            add(match, 0, _number(match[2]), 0.75)
    return sorted(found, key=lambda m: (m.span.start, m.age.low or 0))


def _add_plain(text: str, match: re.Match, add) -> None:
    """A bare "18 år": an age where it stands with people or by itself, else a period."""
    before = text[: match.start()]
    if _PERIOD.match(text, match.end()):
        return
    people = _PEOPLE.search(before)
    alone = not re.search(r"\w", before) or bool(re.search(r"[,(:\n]\s*$", before))
    follows = re.search(r"\d\s*år\s*(?:,|og)\s*$", before)
    if not (people or alone or follows) or (_AROUND.search(before) and not people):
        return
    number = _number(match[1])
    if number >= ADULT and not people:
        add(match, number, None, 0.55)
    else:
        add(match, number, number, 0.7)


def _is_period(text: str, match: re.Match) -> bool:
    return bool(_PERIOD.match(text, match.end()) or _LASTING.search(text[: match.start()]))


def _before_period(text: str, match: re.Match) -> bool:
    """ "en fireårig" followed at some distance by a plan or the like."""
    return bool(re.match(r"\s+\w+\s*(?:periode|aftale|plan|projekt|strategi|indsats)\b", text[match.end() :], re.IGNORECASE)) and "årige" not in match[0].lower()  # fmt: skip


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word.lower()]
