"""All text of the interface, Danish and English side by side, and how numbers are written."""

from __future__ import annotations

from collections.abc import Sequence

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
    "voice": ("stemme", "stemmer", "voice", "voices"),
    "legal_basis": ("lovgrundlag", "lovgrundlag", "legal basis", "legal bases"),
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
        "De to læsere var ikke enige nok om, hvornår begrebet er på spil.",
        "The two readers did not agree well enough on when the concept is present.",
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

TEXT = {
    "site": ("Hvad siger børne- og ungepolitikkerne?", "What do the child and youth policies say?"),
    "short_site": ("Politikgraf", "Politikgraf"),
    "skip": ("Gå til indholdet", "Skip to content"),
    "menu": ("Sider", "Pages"),
    "switch": ("English", "Dansk"),
    "overview": ("Overblik", "Overview"),
    "network": ("Netværk", "Network"),
    "compare": ("Sammenlign", "Compare"),
    "municipalities": ("Kommuner", "Municipalities"),
    "concepts": ("Begreber", "Concepts"),
    "actors": ("Aktører", "Actors"),
    "ages": ("Aldre", "Ages"),
    "about": ("Om siden", "About"),
    "find": ("Find begreb, aktør eller kommune", "Find a concept, actor or municipality"),
    "find_short": ("Søg", "Search"),
    "concept": ("Begreb", "Concept"),
    "actor": ("Aktør", "Actor"),
    "age": ("Alder", "Age"),
    "municipality": ("Kommune", "Municipality"),
    "document": ("Dokument", "Document"),
    "documents": ("Dokumenter", "Documents"),
    "theme": ("Tema", "Theme"),
    "all_themes": ("Alle temaer", "All themes"),
    "all": ("Alle", "All"),
    "all_concepts": ("Alle begreber", "All concepts"),
    "statements": ("Udsagn", "Statements"),
    "statement": ("Udsagn", "Statement"),
    "kind": ("Slags", "Kind"),
    "section": ("Afsnit", "Section"),
    "place": ("Sted", "Place"),
    "passage": ("Ordlyd", "Wording"),
    "share_of": ("andel af udsagn", "share of statements"),
    "take": ("Tag med", "Take away"),
    "png": ("Billede (PNG)", "Picture (PNG)"),
    "svg": ("Billede (SVG)", "Picture (SVG)"),
    "csv": ("Tabel (CSV)", "Table (CSV)"),
    "turtle": ("Data (Turtle)", "Data (Turtle)"),
    "print": ("Udskriv", "Print"),
    "cite": ("Henvisning", "Citation"),
    "copy": ("Kopiér", "Copy"),
    "read_how": ("Sådan læser du billedet", "How to read the picture"),
    "order_by": ("Ordn efter", "Order by"),
    "by_theme": ("Tema", "Theme"),
    "by_sharing": ("Fælles eller særegent", "Shared or unique"),
    "filter": ("Vis kun begreber med ordet", "Show only concepts with the word"),
    "show": ("Vis", "Show"),
    "empty_cell": ("Ikke nævnt. Hele dokumentet er læst.", "Not mentioned. The whole document was read."),
    "kind_all": ("Fælles for alle", "Shared by all"),
    "kind_some": ("Delt af nogle", "Shared by some"),
    "kind_one": ("Kun hos én", "Only one has it"),
    "kind_absent": ("Nævnes ikke", "Not mentioned"),
    "firm": ("Holdbart", "Firm"),
    "fragile": ("Skrøbeligt", "Fragile"),
    "firm_help": (
        "Det samme kommer ud, hvis vi tæller snævrere begreber med eller ser bort fra kodninger, der kan diskuteres.",
        "The result is the same if narrower concepts are counted, or codings open to discussion are left out.",
    ),
    "arguable": ("Kan diskuteres", "Open to discussion"),
    "arguable_help": (
        "Læseren var i tvivl om, hvordan udsagnet skulle kodes.",
        "The reader was in doubt about how to code this statement.",
    ),
    "agreement": ("Enighed mellem to læsere", "Agreement of two readers"),
    "agreement_help": (
        "1 er fuld enighed, 0 er som ved lodtrækning. Fra 0,67 regnes enigheden for god nok til forsigtige slutninger.",
        "1 is full agreement, 0 is as by chance. From 0.67 agreement counts as good enough for tentative conclusions.",
    ),
    "interval_help": (
        "I parentes står det interval, som tallet med 95 procents sikkerhed ligger i.",
        "In parentheses stands the interval in which the figure lies with 95 per cent confidence.",
    ),
    "agree_concepts": ("Hvilke begreber handler stedet om?", "Which concepts is the passage about?"),
    "agree_kind": ("Hvilken slags udsagn er det?", "What kind of statement is it?"),
    "agree_presence": ("Er begrebet på spil?", "Is the concept present?"),
    "by_kind": ("Enighed om hver slags udsagn", "Agreement on each kind of statement"),
    "by_concept": ("Enighed om hvert begreb", "Agreement on each concept"),
    "agree_cuts_help": (
        "Hvor ofte de to læsere lader et udsagn begynde og slutte samme sted.",
        "How often the two readers let a statement begin and end in the same place.",
    ),
    "agree_cuts": ("Hvor begynder og slutter et udsagn?", "Where does a statement begin and end?"),
    "definition": ("Hvad det betyder", "What it means"),
    "scopeNote": ("Hvornår det bruges", "When it is used"),
    "example": ("Eksempel", "Example"),
    "counterExample": ("Må ikke forveksles med", "Not to be confused with"),
    "also_called": ("Kaldes også", "Also called"),
    "broader": ("Hører under", "Belongs to"),
    "narrower": ("Rummer", "Includes"),
    "matches": ("I andre ordninger", "In other schemes"),
    "who_says": ("Hvem siger hvad", "Who says what"),
    "only_here": ("Det siger kun {name}", "Only {name} says this"),
    "only_here_help": (
        "Hvad kommunens udsagn om begrebet også handler om, og som ingen andre kommuner forbinder med det.",
        "What the municipality's statements about this concept also deal with, and no other municipality links to it.",
    ),
    "only_kinds": ("Har som den eneste", "Alone in having"),
    "only_concepts": ("Forbinder det som den eneste med", "Alone in linking it to"),
    "only_actors": ("Nævner som den eneste", "Alone in naming"),
    "only_ages": ("Nævner som den eneste alderen", "Alone in stating the age"),
    "involved": ("Hvem er involveret", "Who is involved"),
    "says_nothing": ("Siger intet om det.", "Says nothing about it."),
    "says_narrower": (
        "Siger intet om begrebet selv, men noget om et snævrere begreb.",
        "Says nothing about the concept itself, but something about a narrower one.",
    ),
    "whole_read": (
        "Hele dokumentet er læst ({words} ord) med en kodebog, der har begrebet.",
        "The whole document was read ({words} words) with a codebook that has the concept.",
    ),
    "whole_read_many": (
        "Alle {count} dokumenter er læst helt ({words} ord) med en kodebog, der har begrebet.",
        "All {count} documents were read from end to end ({words} words) with a codebook that has the concept.",
    ),
    "read_there": ("Læs det i dokumentet", "Read it in the document"),
    "place_in": ("{section}, {percent} inde i teksten", "{section}, {percent} into the text"),
    "place_start": ("{section}, i begyndelsen af teksten", "{section}, at the start of the text"),
    "no_text": ("Dokumentets ordlyd er ikke med her", "The wording is not included here"),
    "get_text": (
        "Dokumenterne tilhører kommunerne, så denne udgave viser kun, hvor udsagnene står. "
        "Har du teksterne i en mappe, så lav siden igen med",
        "The documents belong to the municipalities, so this edition only shows where the statements stand. "
        "If you have the texts in a folder, make the site again with",
    ),
    "get_text_2": ("så bliver ordlyden vist her.", "and the wording will be shown here."),
    "folder": ("mappe", "folder"),
    "profile_says": ("Hvad kommunen lægger vægt på", "What the municipality stresses"),
    "profile_more": ("Taler mere om end de andre", "Speaks more of than the others"),
    "profile_only": ("Har som den eneste", "Has as the only one"),
    "profile_lacks": ("Nævner ikke, selv om andre gør", "Does not mention, though others do"),
    "profile_near": ("Ligner mest", "Most alike"),
    "facts": ("Om dokumentet", "About the document"),
    "doc_from": ("Gælder fra", "In force from"),
    "doc_through": ("Gælder til", "In force to"),
    "doc_created": ("Skrevet", "Written"),
    "doc_accepted": ("Vedtaget", "Adopted"),
    "doc_replaces": ("Afløser", "Replaces"),
    "doc_prepared": ("Blevet til", "How it was made"),
    "doc_ages": ("Aldre", "Ages"),
    "doc_signed": ("Underskrevet af", "Signed by"),
    "doc_silent": ("Siger ikke", "Does not say"),
    "doc_length": ("Længde", "Length"),
    "words_count": ("{n} ord", "{n} words"),
    "goals": ("Mål", "Goals"),
    "measures": ("Tiltag", "Measures"),
    "visions_values": ("Vision, værdier og temaer", "Vision, values and themes"),
    "roles": ("Rolle", "Role"),
    "together": ("Sammen med", "Together with"),
    "times": ("Antal udsagn", "Number of statements"),
    "structure": ("Dokumentets opbygning", "Structure of the document"),
    "the_text": ("Teksten", "The text"),
    "colours": ("Farverne i teksten", "Colours in the text"),
    "uncoded": ("Ikke kodet", "Not coded"),
    "uncoded_help": (
        "Ord, der ikke er et udsagn, er heller ikke sprunget over: de står her med grunden.",
        "Words that are no statement were not skipped either: they are listed with the reason.",
    ),
    "recurs": ("Gentages", "Recurs"),
    "refers": ("Henviser til", "Refers to"),
    "after": ("{time} efter politikkens start", "{time} after the policy’s start"),
    "every": ("hvert {time}", "every {time}"),
    "year": ("år", "year"),
    "years_": ("år", "years"),
    "month": ("måned", "month"),
    "months": ("måneder", "months"),
    "day": ("dag", "day"),
    "days": ("dage", "days"),
    "decimal_mark": (",", "."),
    "quantity": ("Mængde", "Quantity"),
    "deadline": ("Frist", "Deadline"),
    "choose_two": ("Vælg mindst to kommuner", "Choose at least two municipalities"),
    "needs_script": (
        "Denne side skal bruge JavaScript. Overblikket og siderne om begreber og kommuner virker uden.",
        "This page needs JavaScript. The overview and the pages of concepts and municipalities work without.",
    ),
    "how_old": ("Hvor gammelt er barnet?", "How old is the child?"),
    "years": ("{n} år", "{n} years"),
    "open_end": ("og opefter", "and over"),
    "scale": ("År", "Years"),
    "layers": ("Vis også", "Also show"),
    "values": ("Værdier", "Values"),
    "themes": ("Temaer", "Themes"),
    "legend": ("Tegnforklaring", "Legend"),
    "as_table": ("Netværket som tabel", "The network as a table"),
    "how_many": ("Antal begreber", "Number of concepts"),
    "sharing": ("Deling", "Sharing"),
    "firm_only": ("Kun holdbare resultater", "Firm results only"),
    "reset": ("Nulstil", "Reset"),
    "zoom_in": ("Zoom ind", "Zoom in"),
    "zoom_out": ("Zoom ud", "Zoom out"),
    "fit": ("Vis det hele", "Show all"),
    "close": ("Luk", "Close"),
    "footer": (
        "Udsagnene er læst og kodet af sprogmodeller og gennemgået, men ikke efterprøvet af et menneske. "
        "Dokumenterne tilhører kommunerne.",
        "The statements were read and coded by language models and reviewed, but not verified by a human. "
        "The documents belong to the municipalities.",
    ),
    "how_made": ("Sådan er det lavet", "How it was made"),
    "version": ("Version", "Version"),
    "part": ("Del", "Part"),
}
"""Name to Danish and English text."""


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
        text = TEXT[key][self._at]
        return text.format(**values) if values else text

    def of(self, table: dict[str, tuple[str, str]], key: str) -> str:
        """A word of one of the other tables; "" when it has none."""
        return table[key][self._at] if key in table else ""

    def kind(self, kind: str, count: int = 1) -> str:
        """The name of a kind of statement, in singular or plural."""
        return KINDS[kind][2 * self._at + (count != 1)]

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
