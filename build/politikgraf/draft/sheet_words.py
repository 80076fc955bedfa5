"""What the sheet says to the person who fills it in: each column's note, in Danish and English."""

from __future__ import annotations

from rdflib.namespace import SKOS

from ..namespaces import REASON
from ..vocabulary import Vocabulary
from .mark import DECIDED

BETWEEN = " · "
"""Between a name and what it is called in Danish; what follows it is not read back."""
DROP = "not a statement: "
STATE, WORDS, HELP = "decided", "passage: words", "to decide"
_YES = {DECIDED, "afgjort"}

NOTES = {
    STATE: "Vælg »decided«, når rækken er, som den skal være. Er stedet ikke et udsagn, så vælg »not a statement« med grunden.\n"
    "Choose “decided” when the row is as it should be. If the passage is no statement, choose “not a statement” with the reason.",
    WORDS: "Stedets ord; læses ikke ind igen.\nThe passage's words; not read back.",
    HELP: "Det, du skal tage stilling til, og hvad det ellers kunne være; læses ikke ind igen.\nWhat you must decide, and what else it might be; not read back.",
    "id": "Udsagnets nummer. Lad feltet stå tomt i en ny række.\nThe statement's id. Leave it empty in a new row.",
    "number": "Nummeret, teksten selv giver, fx 3.\nThe number that the text itself gives, e.g. 3.",
    "kind": "Art: hvilken slags udsagn det er (se kodebogen).\nWhat kind of statement it is (see the codebook).",
    "form": "Hvordan teksten fremsætter det.\nHow the text presents it.",
    "belongs_to": "Id på det tema, den værdi eller vision, udsagnet hører under.\nId of the theme, value or vision that it belongs to.",
    "serves": "Id på det mål, udsagnet skal være med til at nå; flere adskilles af |.\nId of the goal that it is to help bring about; several are separated by |.",
    "repeats": "Id på det udsagn, der gentages.\nId of the statement that it repeats.",
    "label_da": "Hvad udsagnet siger, med dine egne ord, højst tolv. Skriv ikke af.\nWhat it says, in Danish and in your own words, at most twelve. Do not copy.",
    "label_en": "Det samme på engelsk, højst tolv ord.\nThe same in English, at most twelve words.",
    "concepts": "Begreber, det vigtigste først.\nConcepts, the most important first.",
    "actors": "Aktører med deres rolle.\nActors with their role.",
    "ages": "Aldre, fx 3-5, 9, 13-plus eller to-17.\nAges, e.g. 3-5, 9, 13-plus or to-17.",
    "references": "Love og andet, som teksten henviser til.\nLaws and other things that the text cites.",
    "quantity": "Et tal, som teksten sætter som mål; skal stå sammen med enheden.\nA number that the text sets; goes together with the unit.",
    "unit": "Tallets enhed.\nThe number's unit.",
    "deadline": "Året, det skal være sket.\nThe year by which it is to be done.",
    "due_after": "Hvor længe efter politikkens start, fx P1Y for et år.\nHow long after the policy's start, e.g. P1Y for a year.",
    "recurrence": "Hvor tit det gentages, fx P1Y for hvert år.\nHow often it recurs, e.g. P1Y for every year.",
    "certainty": "sure, eller arguable, hvis det kunne kodes anderledes; så skal begge noter skrives.\nsure, or arguable where it could be coded otherwise; then both notes must be written.",
    "note_da": "Hvad der kunne bedømmes anderledes.\nWhat could be judged otherwise, in Danish.",
    "note_en": "Det samme på engelsk.\nWhat could be judged otherwise.",
    "passage": 'Hvor det står. Nyt sted: skriv ordene, fx "de første ord ... de sidste ord", eller linjer, fx L12-14.\n'
    'Where it stands. A new place: write the words, e.g. "first words ... last words", or lines, e.g. L12-14.',
    "words": "Regnes ud af stedet.\nWorked out from the passage.",
    "fingerprint": "Regnes ud af stedet.\nWorked out from the passage.",
    "title_da": "Afsnittets titel.\nThe section's title in Danish.",
    "title_en": "Titlen på engelsk, uden [to translate].\nThe title in English, without [to translate].",
    "part_of": "Id på det afsnit, det er en del af.\nId of the section that it is part of.",
    "extent": "Hvor afsnittet begynder og slutter.\nWhere the section begins and ends.",
}


def states(vocabulary: Vocabulary) -> dict[str, str]:
    """What may be chosen in the first column, and how it is shown."""
    shown = {DECIDED: f"{DECIDED}{BETWEEN}afgjort"}
    for reason in sorted(vocabulary.reasons):
        labels = vocabulary.graph.objects(REASON[reason], SKOS.prefLabel)
        label = next((str(o) for o in labels if o.language == "da"), reason)
        shown[DROP + reason] = f"{DROP}{reason}{BETWEEN}ikke et udsagn: {label}"
    return shown


def is_yes(value: str) -> bool:
    """Whether the first column says that a row is decided."""
    return value.lower() in _YES


def dropped(value: str) -> str | None:
    """The reason in a first column that says that a row is no statement; None where it does not."""
    return value.removeprefix(DROP).strip() if value.startswith(DROP.strip()) else None
