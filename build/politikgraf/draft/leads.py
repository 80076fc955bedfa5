"""What headings and lead-ins say of the text beneath them."""

from __future__ import annotations

import re

# Lead-ins of lists and the form (ontology/forms.ttl) that they give to the items below them.
_LEADS = (
    (r"(?:det|dette|sådan)\s+(?:gør|vil|sker|når)\s+(?:vi|det|kommunen)\b.*|det gør vi.*|vi vil(?: derfor)?|handlinger|hvad gør vi.*", "det-goer-vi-ved-at"),
    (r"(?:konkrete|særlige|nye)?\s*(?:tiltag|indsatser|initiativer|handlinger)|(?:konkrete )?indsatsområder", "konkrete-tiltag"),
    (r"(?:vores |overordnede |fælles )?(?:del)?mål(?:ene|sætninger(?:ne)?|et)?(?: for .*| er.*)?|vi (?:ønsker|arbejder for|stræber efter)", "maal"),
    (r"(?:fælles )pejlemærker.*|pejlemærker.*", "pejlemaerke"),
    (r"(?:det|dette) betyder.*", "det-betyder"),
    (r"(?:det|dette) kræver.*", "det-kraever"),
)  # fmt: skip
_LEAD = [(re.compile(pattern, re.IGNORECASE), form) for pattern, form in _LEADS]
GENERIC = re.compile(
    r"(?:\d+[.)]?\s*)?(?:forord|indledning|indhold(?:sfortegnelse)?|introduktion|baggrund|formål|vision(?:en)?|vores vision|"
    r"mission|(?:vores |fælles )?værdi(?:er|grundlag|sæt)(?:ne)?|lovgrundlag(?:et)?|lovgivning|opfølgning(?: og evaluering)?|evaluering|"
    r"implementering|(?:vores )?temaer(?:ne)?|principper|målsætninger|børne-?\s*(?:og|&)\s*unge?politik(?:ken)?|"
    r"(?:.* kommunes )?(?:sammenhængende )?børne-?\s*(?:og|&)\s*unge?politik(?:ken)?.*|politikken)\W*",
    re.IGNORECASE,
)
VISION = re.compile(r"\bvision", re.IGNORECASE)
VALUES = re.compile(r"\bværdi", re.IGNORECASE)


def lead_form(words: str) -> str:
    """The form that a lead-in gives to its list, or ""."""
    bare = words.strip(' :;•-–"”').lower()
    return next((form for pattern, form in _LEAD if len(bare.split()) <= 9 and pattern.fullmatch(bare)), "")
