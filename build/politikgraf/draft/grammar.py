"""The skeleton of a Danish clause: how it opens, who acts, in which mood, and with what sort of verb.

A shallow reading by word lists and word order (Danish puts the finite verb second; where something
else than the subject stands first, the subject follows the verb), in the terms that the codebook
judges kinds by. It is made for policy prose and guesses where a parser would know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .terms import lemma
from .verbs import CLASSES, IRREGULAR, MODALS, NO_VERBS, class_of, infinitive, is_passive, past, present, words_in

_TOKEN = re.compile(r"[\wæøåÆØÅ]+(?:[-/’'][\wæøåÆØÅ]+)*|[,;:.]")


OPENERS: tuple[tuple[str, str], ...] = (
    ("purpose", r"(?:for (?:\w+ )?at|med (?:det )?(?:formål|henblik på) at|(?:og )?for at|om at)\b"),
    ("result", r"(?:således |sådan )?så(?:ledes)?(?: at)?\b(?! vidt)"), ("cause", r"(?:fordi|da|idet|eftersom)\b"),
    ("where", r"(?:og )?hvor(?!dan)\b"), ("which", r"(?:og )?(?:som|der)\b(?! (?:skal|vil|kan|er|bliver|ligger|findes|voksne?)\b)"),
    ("means", r"det betyder(?: \w+){0,2},? at\b"), ("that", r"at\b"), ("and", r"(?:og|samt|men|eller)\b"),
)  # fmt: skip
_OPENERS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in OPENERS]
_PREPOSITIONS = words_in("for i på af med over til om mellem blandt omkring fra under ved gennem")
_NO_SUBJECT = words_in("at en et den de og")
_BETWEEN = words_in("der ikke også altid blevet ofte derfor således kun primært politikken")
_FRONT = words_in(
    "i på med gennem ved for fra til uanset ifølge derfor derudover desuden samtidig endelig ligeledes her sådan således "
    "herunder sammen allerede fremover ud når hvis under via efter inden dermed også i især langt"
)
SUBJECTS: tuple[tuple[str, str], ...] = (
    ("policy", r"(?:\w*-?politik(?:ken)?|pejlemærke\w*|temaer(?:ne)?|titlen|folder(?:en)?|hæfte\w*|evaluering(?:en|erne)?|handl(?:ing|e)splan(?:en)?)"),
    ("frame", r"(?:\w*strategi(?:en)?|\w*lov(?:en)?|\w*konvention(?:en)?|\w*reform(?:en)?|læreplan(?:en)?|principper(?:ne)?)"),
    ("we", r"(?:vi|kommunen?|\w+kommune|byråd(?:et)?|kommunalbestyrelsen?|udvalget|forvaltningen?|magistraten|regionen)"),
    ("children", r"(?:\w*børn(?:ene)?|\w*barn(?:et)?|unge|(?:barnet|børnene|den|de)/\w+|\w*elev(?:er|en|erne)?|jævnaldrende|jeg)"),
    ("family", r"(?:\w*forældre(?:ne)?|famili(?:e|en|er|erne)|borger(?:e|en|ne)?|søskende)"),
    ("staff", r"(?:\w*professionelle|\w*ansatte?|\w*medarbejder(?:e|en|ne)?|\w*pædagog(?:er|erne|iske)?|\w*lærere?(?:ne)?|voksne?|\w*ledere?(?:ne)?|personalet?|ppr|biblioteke(?:t|r)|\w*skolen?|\w*skoler(?:ne)?|\w*klub(?:ben|ber|berne)?|dagtilbud(?:det|dene)?|\w*institution(?:en|er|erne)?|\w*foreninger(?:ne)?|foreningsliv(?:et)?|frivillige|\w*plejersker?(?:ne)?|\w*konsulenter(?:ne)?|sagsbehandlere?(?:ne)?|politikere?(?:ne)?|\w*tilbud(?:dene|et)?|netværk(?:et)?|faggrupper?|\w*center(?:et)?|\w*råd(?:et)?|tovholder(?:en)?|virksomheder(?:ne)?|fagligheder(?:ne)?)"),
    ("effort", r"(?:\w*indsats(?:en|er|erne)?|\w*samarbejd(?:e|et)|arbejdet|\w*forløb(?:et)?|støtten?|\w*inddragelse(?:n)?|opgaven|sparring|videndeling|rolle(?:n)?|fokus|dialog(?:en)?|forebyggelse|rammer(?:ne)?|beredskab|projekter|beslutninger)"),
    ("aim", r"(?:ambition(?:en|er)?|mål(?:et|ene)?|formålet|målsætning(?:en|er)?|visionen?|ønsket)"),
    ("base", r"(?:udgangspunkt(?:et)?|afsæt(?:tet)?|menneskesyn|børnesyn\w*)"),
    ("milieu", r"(?:\w*miljø(?:et|er|erne)?|\w*fællesskab(?:et|er|erne)?|kultur(?:en)?|\w*liv(?:et)?|overgange(?:ne|n)?|aktiviteter(?:ne)?|hverdag(?:en)?|barndom(?:men)?)"),
)  # fmt: skip
_SUBJECTS = [(name, re.compile(pattern)) for name, pattern in SUBJECTS]
_GENITIVE = re.compile(
    r"(?:\w*børns|\w*børnenes|\w*barnets?|unges|elevernes|forældrenes|familiens|kommunens|kommunes|voksnes|\w+/\w*unges?|ansattes|professionelles|klubbens|skolens|personales|vores|deres)"
)


_PAIR = re.compile(r"\b(børn(?:ene)?|barnet)s?(?: og |/ ?)(?:de |den )?unges\b")


@dataclass(frozen=True)
class Clause:
    """How a clause is built.

    Attributes:
        opener: what it opens with; "" for an ordinary main clause.
        subject: who acts: a name of `SUBJECTS`, a pronoun, `same` (as in the clause before), `which`, `other` or `none`.
        mood: `shall`, `will`, `can`, `may`, `now` (present tense), `done` (perfect), `past`, `bare` (infinitive first) or `none`.
        verb: infinitive of the main verb, or "".
        verb_class: the class of the verb (a name of `CLASSES`), `other` or `none`.
        passive: whether something is done to the subject.
        after: what follows the verb, in lower case.
        of: whose the subject is, where a genitive stands before it: "children", "staff" ...
        head: the words of the subject.
    """

    opener: str = ""
    subject: str = "none"
    mood: str = "none"
    verb: str = ""
    verb_class: str = "none"
    passive: bool = False
    after: str = ""
    of: str = ""
    head: str = ""


def sort_of(words: list[str]) -> str:
    """What sort of actor a noun phrase names (a name of `SUBJECTS`), or ""."""
    return who(words)[0]


def who(words: list[str]) -> tuple[str, str]:
    """Whom a noun phrase names first, and whose it is."""
    owner = ""
    own = words[: next((i for i, w in enumerate(words) if i and w in _PREPOSITIONS), len(words))]
    if any(_kind(w) == "policy" for w in own):
        return "policy", ""
    for index, word in enumerate(words):
        if index and word in _PREPOSITIONS and words[0] not in _PREPOSITIONS:
            break
        if _GENITIVE.fullmatch(word) and word not in {"vores", "deres"}:
            owner = owner or _kind(re.sub(r"s$", "", word))
            continue
        kind = _kind(word)
        if kind:
            return kind, owner
    return "", owner


def _kind(word: str) -> str:
    return next((name for name, pattern in _SUBJECTS if pattern.fullmatch(word)), "")


@lru_cache(maxsize=20_000)
def read_clause(words: str) -> Clause:
    """How a clause is built.

    >>> read_clause("Derfor skal vi skabe rammer for leg").subject
    'we'
    >>> read_clause("Børn inddrages i valget").passive
    True
    """
    plain = _PAIR.sub(r"\1s", re.sub(r"\([^)]*\)?", "", words).lower().replace("é", "e"))
    opener, rest = _open(plain.strip(' •–-"”“'), words.lstrip(' •–-"”“')[:1].isupper())
    tokens = _TOKEN.findall(rest)
    if not tokens:
        return Clause(opener)
    at, verb, mood = _verb(tokens)
    if at is None:
        bare = infinitive(tokens[0]) if tokens[0].endswith("e") else ""
        if bare:
            return Clause(opener, "none", "bare", bare, class_of(bare), False, " ".join(tokens[1:]))
        kind, owner = who(tokens[:6])
        return Clause(opener, kind or "none", "none", "", "none", False, rest, owner, " ".join(tokens[:6]))
    front, behind = tokens[:at], tokens[at + 1 :]
    turned = not front or front[0] in _FRONT
    if not front and opener in {"and", "which"}:
        subject, owner, head = "same" if opener == "and" else "which", "", ""
    else:
        subject, owner, head = _subject(behind[:7] if turned else front, turned)
    main, passive, end = _main(behind, verb, mood, tokens[at])
    if end and mood == "now" and (tokens[at] == "har" or subject == "der"):
        mood = "done"
    return Clause(opener, subject, mood, main, class_of(main), passive, " ".join(behind[end:]), owner, head)


def _open(words: str, starts: bool) -> tuple[str, str]:
    for name, pattern in _OPENERS:
        match = pattern.match(words)
        if match and not (starts and name == "which"):
            return name, words[match.end() :].strip(" ,")
    return "", words


def _verb(tokens: list[str]) -> tuple[int | None, str, str]:
    """Where the finite verb of the main clause stands, its infinitive, and the mood."""
    start = 0
    if tokens[0] in {"når", "hvis"} and "," in tokens:
        start = tokens.index(",") + 1
    best: tuple[int | None, str, str] = (None, "", "none")
    inside = False
    for index in range(start, len(tokens)):
        word = tokens[index]
        if word == ",":
            inside = False
        previous = tokens[index - 1] if index else ""
        if word in {"der", "som", "hvor"} and index > start:
            inside = True
            continue
        if word in MODALS and word not in {"kunne", "ville"}:
            found = (index, "", MODALS[word])
        elif present(word) and (word in IRREGULAR or index == 1 or previous not in _NO_SUBJECT):
            found = (index, present(word), "now")
        elif past(word) and index and previous not in _NO_SUBJECT | _PREPOSITIONS:
            found = (index, past(word), "past")
        else:
            continue
        if inside:
            best = best if best[0] is not None else found
            inside = False
            continue
        return found
    return best


def _subject(words: list[str], turned: bool) -> tuple[str, str, str]:
    if turned and words and words[0] in {"vi", "der", "det", "de", "man", "jeg", "alle"}:
        words = words[:1] if words[0] not in {"de", "alle", "det"} else words[:3]
    cut = next((i for i, w in enumerate(words) if w in {"der", "som", "hvor", "at"} and i), len(words))
    head = words[:cut]
    first = head[0] if head else ""
    if first in {"der", "man", "dette"} or (first in {"det", "den"} and (len(head) == 1 or turned)):
        return first, "", " ".join(head)
    kind, owner = who(head)
    if kind:
        return kind, owner, " ".join(head)
    if first in {"de", "alle", "ingen", "hver", "hvert", "enhver", "ethvert"}:
        return "de" if first == "de" else "alle", owner, " ".join(head)
    return "other" if head else "none", owner, " ".join(head)


def _main(behind: list[str], verb: str, mood: str, finite: str) -> tuple[str, bool, int]:
    """The main verb, whether it is passive, and how many words of what follows belong to it."""
    if mood not in {"now", "past"}:
        for index, word in enumerate(behind[:14]):
            if word in {"at", "der", "som", "hvor"} and index:
                break
            whole = infinitive(word) if word.endswith(("e", "s", "å", "o")) else ""
            if not whole and word.endswith("es") and lemma(word) == word[:-1]:
                whole = word[:-1]
            if not whole and word.endswith("e") and lemma(word) == word and word not in NO_VERBS:
                whole = word
            if whole:
                if (
                    whole in {"blive", "være"}
                    and index + 1 < len(behind)
                    and re.fullmatch(r"\w+(?:et|t|de)", behind[index + 1])
                    and infinitive(behind[index + 1])
                ):
                    return infinitive(behind[index + 1]), True, index + 2
                if whole in {"kunne"} and index + 1 < len(behind) and infinitive(behind[index + 1]):
                    return infinitive(behind[index + 1]), is_passive(behind[index + 1]), index + 2
                return whole, is_passive(word), index + 1
        return "", False, 0
    if finite in {"bliver", "er", "blev", "var"}:
        index = next((i for i, w in enumerate(behind) if w not in _BETWEEN), len(behind))
        if index < len(behind) and re.fullmatch(r"\w+(?:et|t)", behind[index]) and infinitive(behind[index]):
            return infinitive(behind[index]), True, index + 1
    if finite in {"har", "havde"}:
        for index, word in enumerate(behind[:5]):
            if re.fullmatch(r"\w+(?:et|t)", word) and infinitive(word) in CLASSES["act"]:
                return infinitive(word), False, index + 1
    return verb, is_passive(finite), 0
