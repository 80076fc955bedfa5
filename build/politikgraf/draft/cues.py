"""Marks of a statement's kind: who acts, in which mood, and turns of phrase that the codebook goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .examples import Example
from .terms import Hit, words_of

CHILDREN = frozenset(
    ("children", "children-and-young-people", "young-people", "pupils", "infants", "peers", "vulnerable-children", "children-special-needs",)
)  # fmt: skip
MODALS = frozenset(
    ("skal", "vil", "kan", "må", "bør", "har", "er", "får", "kunne",)
)  # fmt: skip
RULES: tuple[tuple[str, str], ...] = (
    ("follow_up", r"\b(?:evaluer\w*|revider\w*|genbehandle\w*|følge[rs]? op|opfølgning\w*|implementer\w*|udmønt\w*|afrapporter\w*|orienteres|omsættes|handlingsplan\w*)\b"),
    ("voice", r"\b(?:jeg|mig|mine?)\b|\bkan godt lide\b|\bgod dag,? når\b|\bdet bedste er\b|\bdet er (?:sjov|dejlig|god)\w*"),
    ("legal_basis", r"§ ?\d+|\b(?:lovgivning\w*|\w*loven?\b(?! til)|konvention\w*|\w*reformen?|læreplan\w*|bekendtgørelse\w*|udviklingsstrategi)\b"),
    ("document_fact", r"^(?:\W*(?:med |i )?(?:denne|den|vores|formålet med)?\s*(?:ny\w*\s)?(?:\w+ kommunes )?(?:sammenhængende )?(?:\w+-?\s?og\s)?\w*politik(?:ken)?)\b(?!\w)|\bpolitikken (?:gælder|er (?:blevet )?(?:udviklet|til)|erstatter|bygger|henvender|omfatter|dækker)|\bpejlemærkerne\b|\bvedtog|\b\w+årig periode\b|\bworkshop\b"),
    ("definition", r"\b(?:handler (?:\w+ )?om|kendetegn\w*|forstå[sr] (?:vi|ved|som)|defin\w*|vil sige|man også kalder|begrebet|betyder, at man)\b"),
    ("goal", r"\b(?:det er vigtigt, at (?:børn|alle|unge)|formålet er|ambition\w*|ønsker (?:vi|institution\w*)|vi ønsker|tilstræber|stræber|målet er|skal (?:\w+ ){0,2}(?:opleve\w*|kunne|have|være|føle|trives|lære|møde\w*|udvikle sig|blive|opnå|mestre|deltage|rustes|kende|få)|får mulighed|har mulighed)\b"),
    ("rationale", r"\b(?:forudsætning\w*|fundament\w*|grundsten\w*|betydning for|afgørende (?:for|rolle|betydning)|spiller en|derfor er|bidrager til|fører til|fordi|ruster|medvirker til|nødvendigt|væsentlig\w* (?:for|rolle)|jo \w+ere|gavner|øger)\b"),
    ("principle", r"\b(?:tror på|vores udgangspunkt|tager (?:sit )?(?:udgangspunkt|afsæt)|har (?:brug for|ret til|krav på|værdi|tillid til|forventninger)|ressourcesyn|menneskesyn|børnesyn|ser (?:det|børn|alle)|er et (?:fælles )?ansvar|ansvar for|beror på|værdi i sig selv|skal (?:ses|tages|respekteres|høres|værdsættes)|styrende|en hjørnesten|mener)\b"),
    ("measure", r"\b(?:vi (?:skaber|arbejder|samarbejder|sikrer|understøtter|tilrettelægger|inddrager|styrker|støtter|investerer|lærer børn|møder|tilbyder|sætter|prioriterer)|kommune(?:n)? vil|vi vil|(?:udarbejde|etablere|afholde|ansætte|iværksætte|igangsætte|videreføre|sikre|skabe|styrke|udvikle|understøtte|inddrage|tilbyde|sætte|invitere)(?:s|lse|lsen)?\b|skal (?:\w+ ){0,2}(?:udarbejdes|sikre\w*|skabe\w*|arbejde\w*|samarbejde|inddrage\w*|understøtte\w*|støtte\w*|styrke\w*|gøres|ske|have fokus|tage udgangspunkt|tilrettelægge\w*))"),
    ("vision", r"\bvision\w*\b|\bfremtidens?\b.*\bskal\b"),
)  # fmt: skip
_RULES = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in RULES]
_WEIGHT = 1.6


def marks(example: Example, hits: Sequence[Hit]) -> dict[str, float]:
    """The marks of a passage, as named numbers.

    Args:
        example: the passage.
        hits: the actors named in it, in order.
    """
    words = words_of(example.words)
    forms = [w.form for w in words]
    modal = next((i for i, f in enumerate(forms) if f in MODALS), None)
    mood = forms[modal] if modal is not None else "none"
    subject = _subject(forms, hits, modal)
    found: dict[str, float] = {
        f"subject={subject}": 1, f"mood={mood}": 1, f"subject&mood={subject}&{mood}": 1,
        f"form={example.form}": 1, f"role={example.role or 'body'}": 1, f"form&subject={example.form}&{subject}": 1,
        "short": float(len(words) < 7), "long": float(len(words) > 25),
    }  # fmt: skip
    if modal is not None and modal + 1 < len(words):
        found[f"then={words[modal + 1].lemma}"] = 1
    if words:
        found |= {f"first={forms[0]}": 1, f"two={' '.join(forms[:2])}": 1}
        found["infinitive"] = float(example.role == "bullet" and forms[0] == words[0].lemma and forms[0].endswith("e"))
        found["-else af"] = float(forms[0].endswith(("else", "ning", "sen", "ingen")))
    told = [kind for kind, pattern in _RULES if pattern.search(example.words)]
    for order, kind in enumerate(told):
        found[f"rule={kind}"] = _WEIGHT if order == 0 else 1.0
        found[f"rule&subject={kind}&{subject}"] = 1
    found["no rule"] = float(not told)
    for name in example.context[-2:]:
        for word in words_of(name):
            found[f"above={word.lemma}"] = 0.5
    return found


def cites_law(words: str) -> bool:
    """Whether a passage speaks of a law, convention or reform."""
    return any(kind == "legal_basis" and pattern.search(words) for kind, pattern in _RULES)


def _subject(forms: Sequence[str], hits: Sequence[Hit], modal: int | None) -> str:
    """Who acts: `vi`, children, adults, the policy, a pronoun, or nobody."""
    limit = modal if modal is not None else 4
    if "vi" in forms[: max(4, limit + 2)]:
        return "vi"
    named = [
        h.name for h in hits if h.start < max(limit, 1) and h.form not in {"de", "det", "dem", "deres", "alle", "dets"}
    ]
    if named:
        return "children" if named[0] in CHILDREN else "adults"
    if forms and ("politik" in forms[0] or any("politik" in f for f in forms[:4])):
        return "policy"
    return forms[0] if forms and forms[0] in {"det", "dette", "den", "her", "de", "der", "hvor", "som"} else "none"
