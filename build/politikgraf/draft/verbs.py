"""Danish verbs as policies use them: their forms, and what sort of thing each class of them says.

The classes are what the codebook's kinds turn on: how somebody fares, what somebody does, wishes, holds,
what leads to what, what is demanded, what a word means. Verbs in none of them are `other`.
"""

from __future__ import annotations

from .terms import lemma


def words_in(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())


MODALS = {"skal": "shall", "bør": "shall", "må": "may", "vil": "will", "kan": "can", "kunne": "can", "ville": "will"}
CLASSES: dict[str, frozenset[str]] = {
    "fare": words_in(
        "opleve føle trives have få mestre kende lære møde indgå deltage opnå leve turde vide bevare tilegne lykkes mærke "
        "tro blive høre gennemføre bidrage erfare glædes udfolde træffe nyde holde vokse respektere"),
    "act": words_in(
        "sikre skabe etablere arbejde udarbejde tilbyde inddrage understøtte støtte styrke samarbejde tilrettelægge "
        "iværksætte igangsætte prioritere investere sætte tage anvende bruge indføre følge opspore forebygge reagere "
        "handle tilpasse facilitere implementere koordinere udpege afholde overføre formidle fremme hjælpe vejlede "
        "uddanne invitere motivere udfordre lave række øge videreføre fastholde afdække finde bygge vægte skærpe åbne "
        "forpligte reflektere ansætte oprette yde levere gøre ske drage lytte fokusere afsætte gribe samle fortsætte "
        "planlægge informere holde opfordre stå udføre lede stimulere besøge betale passe spørge hente opdage udvide udbygge sørge gennemgå varetage "
        "bistå kontakte orientere rådgive undervise opsøge måle dokumentere undersøge kortlægge udbyde bevilge finansiere drive "
        "forankre omsætte evaluere revidere justere indarbejde beskrive aftale inkludere integrere målrette samtænke samordne "
        "prøve beskytte behandle guide træne henvise visitere dele indhente udsende afprøve nedsætte opbygge læse vedtage godkende vurdere kvalificere forbedre tilføre løse drøfte "
        "tænke eksperimentere fungere udvikle ruste danne gå give vise vække binde foregå"),
    "wish": words_in("ønske tilstræbe stræbe sigte håbe drømme"),
    "hold": words_in("tro mene se anse forvente anerkende respektere værdsætte tillægge lægge tage hvile bygge bero"),
    "effect": words_in("betyde medføre medvirke føre gavne afhænge hænge skyldes starte begynde udgøre spille gælde vise ligge"),
    "demand": words_in("kræve fordre forudsætte stille forpligte"),
    "define": words_in("kalde definere forstå kendetegne bestå indeholde omfatte dække handle"),
    "be": words_in("være"), "have": words_in("have"),
}  # fmt: skip
IRREGULAR = {
    "er": "være", "har": "have", "får": "få", "gør": "gøre", "ser": "se", "går": "gå", "står": "stå", "ved": "vide", "tør": "turde",
    "beror": "bero", "tror": "tro", "sker": "ske", "trives": "trives", "lykkes": "lykkes", "findes": "findes", "skyldes": "skyldes",
    "glædes": "glædes", "ses": "se", "gøres": "gøre", "udgør": "udgøre", "indgår": "indgå", "foregår": "foregå", "opnår": "opnå",
    "når": "", "forstår": "forstå", "forstås": "forstå", "består": "bestå", "opstår": "opstå", "fås": "få", "sås": "se", "gås": "gå",
}  # fmt: skip
_PAST = {
    "vedtog": "vedtage", "blev": "blive", "var": "være", "havde": "have", "gav": "give", "fik": "få", "tog": "tage", "stod": "stå",
    "gik": "gå", "kom": "komme", "skrev": "skrive", "satte": "sætte", "valgte": "vælge", "så": "", "bad": "bede", "holdt": "holde",
}  # fmt: skip
_PASSIVES = words_in("trives lykkes findes synes glædes skyldes mislykkes")
_VERBS = frozenset().union(*CLASSES.values()) | words_in(
    "drage sende komme erstatte henvende gælde stamme udspringe træde føle danne lege fordybe forsøge vende spørge tale sige "
    "læse skrive mødes opfatte præge påvirke undgå mindske bo vokse falde stige ende ske fortælle lege svømme cykle spise sove "
    "slå skifte flytte savne mangle behøve vente huske glemme ligne virke passe lyde rumme afspejle dreje markere skitsere"
)
_NOUNS = words_in("kommune skole familie gruppe stemme ramme side")
NO_VERBS = words_in(
    "ikke både gerne alle mere samme måske selve hele disse ene eneste egne fremme ude inde hjemme tide"
)


def infinitive(word: str) -> str:
    """The infinitive that a verb form belongs to, or "" when it is no verb that is known."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in _VERBS:
        return word
    for ending in ("r", "s", "es", "t", "de", "ede", "et"):
        stem = word.removesuffix(ending) if word.endswith(ending) else ""
        for whole in (stem, f"{stem}e"):
            if stem and whole in _VERBS:
                return whole
    return ""


def present(word: str) -> str:
    """The infinitive of a present tense or s-passive, or ""."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in _PASSIVES:
        return word
    stem = word[:-1]
    known = stem in _VERBS or (word.endswith("es") and len(word) > 5 and lemma(word) == stem and stem not in _NOUNS)
    return stem if word.endswith(("r", "s")) and known else ""


def past(word: str) -> str:
    """The infinitive of a past tense, or ""."""
    if word in _PAST:
        return _PAST[word]
    stem = f"{word[:-2]}" if word.endswith(("ede", "te")) else ""
    return next((v for v in (stem, f"{stem}e") if stem and v in _VERBS), "")


def is_finite(word: str) -> bool:
    """Whether a word in lower case is, as far as is known, a finite verb."""
    return word in MODALS or bool(present(word))


def is_passive(word: str) -> bool:
    """Whether an infinitive or present tense is an s-passive."""
    return word.endswith("s") and word not in _PASSIVES


def class_of(verb: str) -> str:
    """The first class that holds a verb."""
    order = ("be", "have", "wish", "demand", "effect", "define", "hold", "fare", "act")
    return next((name for name in order if verb in CLASSES[name]), "other" if verb else "none")
