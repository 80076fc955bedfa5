"""The words of the interface in one language, and how numbers are written.

Text stands in tables, Danish and English side by side: kinds, roles and reasons here, what
pages say in `words_page` and `words_reader`, what pages of drafts say in `words_draft`, what scripts say in `words_js`.
"""

from __future__ import annotations

from collections.abc import Sequence

from .words_draft import DRAFT_TEXT
from .words_page import TEXT
from .words_reader import DEFINITE, READER_TEXT

NUMBERS = {
    "da": ["ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
    "en": ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}

NARROW = {"da": "\u00a0", "en": ""}
"""What stands between a figure and its sign of per cent."""

KINDS = {
    "vision": ("vision", "visioner", "vision", "visions"),
    "value": ("værdi", "værdier", "value", "values"),
    "theme": ("tema", "temaer", "theme", "themes"),
    "goal": ("mål", "mål", "goal", "goals"),
    "measure": ("tiltag", "tiltag", "measure", "measures"),
    "principle": ("princip", "principper", "principle", "principles"),
    "definition": ("definition", "definitioner", "definition", "definitions"),
    "rationale": ("begrundelse", "begrundelser", "rationale", "rationales"),
    "voice": ("citat", "citater", "voice", "voices"),
    "legal_basis": ("lov og rammer", "lov og rammer", "legal basis", "legal bases"),
    "follow_up": ("opfølgning", "opfølgninger", "follow-up", "follow-ups"),
    "document_fact": ("oplysning", "oplysninger", "fact", "facts"),
}
"""Kind of statement: Danish singular and plural, English singular and plural."""

FAMILIES = {
    "vision": "aim", "value": "aim", "theme": "aim", "goal": "goal", "measure": "deed", "follow_up": "deed",
    "principle": "view", "definition": "view", "rationale": "view", "voice": "voice",
    "legal_basis": "fact", "document_fact": "fact",
}  # fmt: skip
"""Kinds that share a colour; the kind is always also written."""

ROLES = {
    "responsible": ("ansvarlig", "responsible"),
    "contributing": ("medvirkende", "contributing"),
    "target": ("målgruppe", "target group"),
    "spoken_for": ("kommer til orde", "has a say"),
    "informed": ("orienteres", "is informed"),
    "signatory": ("underskriver", "signs"),
}
ROLE_HELP = {
    "responsible": ("Skal sørge for, at det sker.", "Is to see that it happens."),
    "contributing": ("Er med til det, men har ikke ansvaret.", "Takes part, but is not responsible."),
    "target": ("Er dem, det gælder.", "Are those it is for."),
    "spoken_for": ("Bliver hørt eller citeret.", "Are heard or quoted."),
    "informed": ("Får besked.", "Are told."),
    "signatory": ("Står som afsender.", "Signs the document."),
}

SILENT = {
    "created": ("hvornår det er skrevet", "when it was written"),
    "dateAccepted": ("hvornår det er vedtaget", "when it was adopted"),
    "validFrom": ("hvornår det gælder fra", "when it takes effect"),
    "validThrough": ("hvor længe det gælder", "how long it applies"),
    "documentAge": ("hvilke aldre det gælder for", "which ages it is for"),
    "hasSignature": ("hvem der står bag", "who signs it"),
    "replacesWhat": ("hvad det afløser", "what it replaces"),
    "preparedHow": ("hvordan det er blevet til", "how it was made"),
    "LegalBasis": ("hvilken lov det bygger på", "which law it rests on"),
}

FRAGILE = {
    "changesWhenBroad": (
        "Billedet bliver et andet, hvis snævrere begreber tælles med.",
        "The picture changes if narrower concepts are counted too.",
    ),
    "changesWithoutArguable": (
        "Billedet bliver et andet, hvis vi ser bort fra udsagn, hvis kodning kan diskuteres.",
        "The picture changes if statements whose coding is open to discussion are left out.",
    ),
    "belowAgreementBar": (
        "De to læsere var ikke enige nok om, hvornår et udsagn handler om begrebet.",
        "The two readers did not agree well enough on when a statement is about the concept.",
    ),
    "changesWithSecondReader": (
        "Den anden læser fandt begrebet hos andre kommuner end den første.",
        "The second reader found the concept in other municipalities than the first.",
    ),
}

MATCHES = {
    "exactMatch": ("svarer til", "is the same as"),
    "closeMatch": ("ligger tæt på", "is close to"),
    "relatedMatch": ("er beslægtet med", "is related to"),
    "broadMatch": ("er en del af", "is part of"),
    "narrowMatch": ("rummer", "includes"),
}


class Words:
    """The interface's text in one language.

    >>> Words("da").count(2, "kommune", "kommuner")
    'to kommuner'
    """

    def __init__(self, language: str):
        self.language = language
        self._at = 0 if language == "da" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The text of a name, with values filled in."""
        text = (TEXT.get(key) or READER_TEXT.get(key) or DRAFT_TEXT[key])[self._at]
        return text.format(**values) if values else text

    def of(self, table: dict[str, tuple[str, str]], key: str) -> str:
        """A word of one of the other tables; "" when it has none."""
        return table[key][self._at] if key in table else ""

    def kind(self, kind: str, count: int = 1) -> str:
        """The name of a kind of statement, in singular or plural."""
        return KINDS[kind][2 * self._at + (count != 1)]

    def definite(self, kind: str, count: int = 1) -> str:
        """A kind of statement with its article; its bare name where it has none."""
        return DEFINITE[kind][2 * self._at + (count != 1)] if kind in DEFINITE else self.kind(kind, count)

    def number(self, n: int) -> str:
        """Small numbers as words, large ones with a separator of thousands."""
        return NUMBERS[self.language][n] if n < len(NUMBERS[self.language]) else self.digits(n)

    def digits(self, n: int) -> str:
        """A whole number with the language's separator of thousands."""
        return f"{n:,}".replace(",", "." if self.language == "da" else ",")

    def decimal(self, value: float, digits: int = 2) -> str:
        """A number with the language's decimal mark."""
        return f"{value:.{digits}f}".replace(".", "," if self.language == "da" else ".")

    def percent(self, share: float) -> str:
        """A share in per cent, with one decimal below ten."""
        value = 100 * share
        digits = 0 if value >= 10 or value == 0 else 1
        return f"{self.decimal(value, digits)}{NARROW[self.language]}%"

    def whole_percent(self, share: float) -> str:
        """A share in whole per cent."""
        return f"{round(100 * share)}{NARROW[self.language]}%"

    def count(self, n: int, one: str, many: str) -> str:
        """A number in words with its noun."""
        return f"{self.number(n)} {one if n == 1 else many}"

    def listing(self, items: Sequence[str]) -> str:
        """Items joined as in running text."""
        items = list(items)
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + (" og " if self.language == "da" else " and ") + items[-1]
