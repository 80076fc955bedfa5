"""Marks of a statement's kind: how its clause is built, and what the codebook would make of it.

`reading` goes through the codebook's rules in order and names the kind that the first fitting rule
gives. The model does not obey it: it is one mark among others, and how far to trust it, in which
form and with which subject, is learned from coded documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .examples import Example
from .grammar import Clause, read_clause
from .terms import words_of

CHILDREN = frozenset(
    ("children", "children-and-young-people", "young-people", "pupils", "infants", "peers", "vulnerable-children", "children-special-needs",)
)  # fmt: skip
TOLD, READ, PREVIOUS = 8.0, 1.0, 0.5
"""How much the codebook's reading weighs beside single words, before anything is learned."""


def _find(pattern: str):
    return re.compile(pattern, re.IGNORECASE).search


_follow_up = _find(
    r"\b(?:evaluer(?:es?|et|ing\w*)|revider(?:es?|ing\w*)|\w*revision|genbehandle\w*|udmønt\w*|implementer(?:ing|es)\w*|ud i livet|omsættes|omsat|"
    r"styringsredskab|handlingsplan\w*|orienteres|afrapporter\w*|følges op|gennemførelse\w*)\b"
)
_policy = _find(
    r"\b(?:politik(?:ken|kens)?|(?:børne|unge)\w*politik\w*|pejlemærke\w*|handlingsplan\w*|evaluering(?:en|er))\b"
)
_own_text = _find(r"\bpolitik(?:ken|kens)?\b|\b(?:børne|unge)\w*politik|\bpejlemærke|\btitlen\b|\btemaerne\b")
_law = _find(
    r"§ ?\d|\b(?:lov om|lovpligtig\w*|lovkrav\w*|lovgivning\w*|\w+loven|\w*konvention\w*|\w+reformen|\w*læreplan\w*|bekendtgørelse\w*)\b"
)
_frame = _find(
    r"\b(?:\w+strategi|(?!(?:børne|unge)\w*politik)\w+politik|principper(?: for \w+)?)\W+(?:sætter|danner|fastlægger)\b|politik\w* (?:udspringer af|følger af)"
)
_definition = _find(
    r"(?<!når det )\bhandler (?:\w+ ){0,3}om\b|\bkendetegnet (?:ved|af)\b|\bforstå[sr] (?:vi|ved|som|\w+ bredt|bredt)\b|\b(?:vil|skal) (?:sige|forstås)\b|"
    r"\bkalder\b|\w+begrebet\b|\bdefineres\b|\bbestår (?:i|af)\b|\bforstået som\b|\btaler om\b|\bbetyder også, at|\bi vores forståelse\b|forskellige former\b"
)
_follows_goals = _find(r"\bfølge[rs]?\b.{0,30}\bop på (?:mål|politik|pejlemærk)")
_vision = _find(r"\bvision(?:en)?\b(?! 20)")
_ambition = _find(r"^\W*det er \w+ (?:\w+ )?(?:mål|ambition|ønske|hensigt)\b")
_many = _find(r"^\W*(?:alle|flere|færre|hver[t]?|\d+ ?%)\b")
_given = _find(r"^\W*det er et (?:grund)?(?:vilkår|faktum)\b|\bhar (?:\w+ )?betydning\b")
_when_we = _find(r"^\W*når vi\b")
_value = _find(
    r"\b(?:ligger|tror på|tillægger|som)\b.*\bværdi(?:en)?\b|\bværdi i, at\b|\bværdigrundlag\b|\bvores værdier\b"
)
_vital = _find(
    r"\b(?:vigtig\w*|afgørende|væsentlig\w*|nødvendig\w*|central\w*|\w*forudsætning\w*|fundament\w*|grundsten\w*|betydning|"
    r"hjørnesten|nøgle\w*|omdrejningspunkt\w*|udgangspunkt\w*|defineren\w*|kendetegnende|vilkår|rolle)\b"
)
_duty = _find(
    r"\b(?:\w*ansvar(?:et)?|pligt(?:en)?|forpligtelse\w*|opgave(?:n|r)?|ret til|krav på|brug for|\w+syn|tillid til|forventninger|udgangspunkt|"
    r"afsæt|ambitioner|forpligtede|optaget af|værdi)\b"
)
_duty_to = _find(
    r"\b(?:\w*ansvar\w*|\w*opgave\w*|pligt\w*|forpligt\w*|vigtig rolle)\b(?:[ ,]+[\w/-]+){0,6}?,? (?:altid )?at (?:altid )?(?!(?:have|være)\b)\w+"
)
_starts_from = _find(r"\b(?:tager? (?:\w+ )?(?:udgangspunkt|afsæt)|bygge[rs]? på|beror på)\b")
_service = _find(r"\b(?:\w*samarbejde|\w*indsats\w*|\w*fokus|\w*fordeling|dialog|opmærksomhed|tilbud|plan)\b")
_such = _find(r"^\W*(?:på den måde|derved|dermed|herved|sammen sikrer)\b")
_thing_that = _find(r"^\W*([^,]{3,60}),? (?:der|som|hvor)\b")
_partner = _find(r"\b(?:aktører|samarbejdspartnere?|medspillere?|rollemodeller)\b")
_cleft = _find(r"^\W*(?:og )?det er (?:i|her|gennem|ved|nødvendigt for)\b")
_made = frozenset(["udarbejde", "udvikle", "præsentere", "afholde", "erstatte"])
_attitude = _find(r"\b(?:respekt\w*|ligeværd\w*|anerkend\w*|nysgerrig\w*|ressourcer)\b")
_LEADS = {"maal": "goal", "det-goer-vi-ved-at": "measure", "konkrete-tiltag": "measure"}
_PASSIVE_NORM = frozenset(["se", "respektere", "anerkende", "værdsætte", "høre", "tage", "forstå", "tænke"])
_STANCE = frozenset(
    ["tro", "mene", "se", "anse", "forvente", "anerkende", "respektere", "værdsætte", "tillægge", "lægge", "have"]
)


def reading(words: str, form: str, context: Sequence[str], clause: Clause) -> str:
    """The kind that the codebook's first fitting rule gives a passage.

    Args:
        words: the passage.
        form: how it is presented.
        context: the headings above it.
        clause: how it is built.
    """
    if _follows_goals(words):
        return "follow_up"
    if clause.mood == "past" or (clause.mood == "done" and _own_text(words)):
        return "document_fact"
    if _follow_up(words) and (
        _policy(words) or clause.subject in {"den", "det"} or any(_policy(c) or _follow_up(c) for c in context[-1:])
    ):
        return "follow_up"
    if _law(words) or _frame(words):
        return "legal_basis"
    if _own_text(words) and clause.mood == "shall" and clause.subject not in {"policy", "we"}:
        return "follow_up"
    told_of = clause.subject in {"aim", "det", "der", "we"} and clause.verb_class not in {"act", "wish"}
    if clause.subject == "policy" or (_own_text(words) and (told_of or clause.verb in _made)):
        return "principle" if clause.verb in {"tage", "hvile", "bygge"} else "document_fact"
    if _definition(words) and form not in _LEADS:
        return "definition"
    if _value(words):
        return "value"
    if _vision(words) and clause.subject in {"aim", "we"}:
        return "vision"
    if clause.opener in {"result", "purpose"} or _such(words) or _ambition(words):
        return "goal"
    if clause.opener == "cause" or _cleft(words) or _given(words) or (_when_we(words) and clause.mood == "now"):
        return "rationale"
    if form in _LEADS:
        return _LEADS[form]
    return _by_clause(words, form, clause)


def _by_clause(words: str, form: str, clause: Clause) -> str:
    subject, verb, now = clause.subject, clause.verb_class, clause.mood == "now"
    if _duty_to(words):
        return "measure"
    thing = _thing_that(words)
    if verb == "wish" or subject == "aim" or (thing and read_clause(thing[1]).mood == "none"):
        return "goal"
    if subject == "family" and verb != "fare":
        return "principle" if verb in {"be", "have"} and now else "measure"
    if subject in {"children", "family", "de", "alle"} or (clause.of == "children" and (not now or clause.passive)):
        return _fares(words, form, clause)
    if subject == "det" and clause.mood == "shall" and not clause.passive:
        return "goal"
    if subject in {"det", "dette", "den"} and now:
        return (
            "principle"
            if verb in {"demand", "be", "hold", "have"}
            else "measure"
            if clause.verb in {"ske", "gøre", "gælde"}
            else "rationale"
        )
    if subject == "der":
        if clause.mood == "shall":
            return "measure" if clause.passive or verb != "be" or _service(words) else "goal"
        if clause.passive:
            return "principle" if verb == "hold" else "measure"
        return "principle" if _duty(words) else "rationale" if now else "measure"
    if subject in {"we", "staff", "none", "same"}:
        return _ours(words, clause)
    if clause.opener in {"where", "which"} or clause.mood == "may" or (subject == "milieu" and not now):
        return "rationale" if verb == "effect" else "goal"
    if subject in {"effort", "base"} and (verb in {"be", "have", "hold", "demand"} or clause.verb in {"ske", "foregå"}):
        return "principle"
    if verb == "be" and now:
        return "rationale"
    if clause.mood == "shall":
        return "principle" if verb in {"be", "hold"} or clause.verb == "ske" else "measure"
    return "measure" if clause.mood == "none" or (clause.passive and subject == "effort") else "rationale"


def _fares(words: str, form: str, clause: Clause) -> str:
    """How children fare, ought to fare, or are to be seen."""
    now = clause.mood == "now"
    if not now and clause.mood != "none":
        return "principle" if clause.passive and clause.verb in _PASSIVE_NORM else "goal"
    if clause.verb_class in {"have", "be"} and (_duty(words) or _vital(words)):
        return "principle"
    if clause.verb_class == "act" and clause.subject == "alle" and not clause.passive:
        return "measure"
    listed = clause.opener or _many(words) or form in {"pejlemaerke", "det-betyder", "det-kraever"}
    return "goal" if listed or clause.passive or clause.verb in {"få", "blive", "opleve"} else "rationale"


def _ours(words: str, clause: Clause) -> str:
    """What somebody who works with children does, holds or wants."""
    after = clause.after.lstrip(", ")
    if clause.subject == "we" and (
        clause.mood == "can" or clause.verb == "lykkes" or (clause.verb == "sikre" and after.startswith("at "))
    ):
        return "goal"
    if clause.verb in {"ruste", "danne"} or (clause.subject == "same" and clause.verb_class == "fare"):
        return "goal"
    if _starts_from(words) or (clause.verb in _STANCE and clause.verb_class not in {"have", "be"}):
        return "principle"
    if (
        clause.verb_class in {"have", "be"}
        and clause.mood == "now"
        and (_duty(words) or _vital(words) or _partner(words))
    ):
        return "principle"
    if clause.verb_class == "be" and (clause.mood == "now" or clause.subject == "we"):
        return "principle"
    return "principle" if clause.verb == "møde" and _attitude(words) else "measure"


def clause_of(example: Example) -> Clause:
    """How a passage is built, with subject and mood from the words before it where it goes on from them."""
    clause = read_clause(example.words)
    if clause.subject not in {"same", "none"} or not example.before or clause.opener not in {"and", ""}:
        return clause
    first = read_clause(example.before)
    mood = first.mood if clause.mood in {"none", "bare"} else clause.mood
    return replace(clause, subject=first.subject, of=first.of, mood=mood)


def told(example: Example) -> str:
    """The kind that the codebook's rules give a passage, a fragment that of the sentence before it."""
    lead = example.context[-1] if example.role == "bullet" and example.context else ""
    if lead and example.form not in _LEADS and _definition(lead):
        return "definition"
    clause = clause_of(example)
    if clause.mood == "none" and example.role == "body" and example.previous and not example.before:
        return reading(example.previous, example.form, example.context, read_clause(example.previous))
    if clause.verb == "gælde" and clause.subject in {"det", "dette"} and example.previous:
        return reading(example.previous, example.form, example.context, read_clause(example.previous))
    return reading(example.words, example.form, example.context, clause)


def marks(example: Example) -> dict[str, float]:
    """The marks of a passage, as named numbers."""
    words = words_of(example.words)
    clause, kind = clause_of(example), told(example)
    subject, verb = clause.subject, clause.verb_class
    act = f"{clause.mood}&{verb}{'&passive' if clause.passive else ''}"
    place = example.form if example.form != "vaerdi" else "broedtekst"
    found: dict[str, float] = {
        f"read={kind}": TOLD, f"read&subject={kind}&{subject}": READ, f"read&form={kind}&{place}": READ,
        f"read&verb={kind}&{act}": READ, f"subject={subject}": 1, f"act={act}": 1, f"subject&act={subject}&{act}": 1,
        f"verb={clause.verb}": 1, f"mood={clause.mood}": 0.5, f"opens={clause.opener}": 1, f"of={clause.of}": 0.5,
        f"form={example.form}": 1, f"role={example.role or 'body'}": 1, f"opens&form={clause.opener}&{place}": 0.5,
        "short": float(len(words) < 7), "long": float(len(words) > 25), "passive": float(clause.passive),
    }  # fmt: skip
    if example.previous:
        found[f"previous={reading(example.previous, example.form, example.context, read_clause(example.previous))}"] = (
            PREVIOUS
        )
    if example.before:
        first = reading(example.before, example.form, example.context, read_clause(example.before))
        found |= {f"before={first}": 1, f"before&opens={first}&{clause.opener}": 1}
    for name, test in _MARKS.items():
        if test(example.words):
            found |= {f"has={name}": 1, f"has&subject={name}&{subject}": 0.7, f"has&verb={name}&{verb}": 0.5}
    if words:
        found |= {f"first={words[0].form}": 0.7, f"two={' '.join(w.form for w in words[:2])}": 0.7}
    for name in example.context[-2:]:
        for word in words_of(name):
            found[f"above={word.lemma}"] = 0.3
    return found


_MARKS = {
    "follow-up": _follow_up, "policy": _own_text, "law": _law, "frame": _frame, "definition": _definition, "value": _value,
    "vital": _vital, "duty": _duty, "service": _service, "such": _such, "thing that": _thing_that, "attitude": _attitude,
}  # fmt: skip


def cites_law(words: str) -> bool:
    """Whether a passage speaks of a law, convention or reform."""
    return bool(_law(words))


def obliges(words: str) -> bool:
    """Whether a passage says what somebody shall do, or names an act only."""
    return read_clause(words).mood in {"shall", "bare", "none"}
