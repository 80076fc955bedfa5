"""Where a text renders somebody's own words: by quotation marks, by "I", or by an announcement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import Span, Text

_SPEAKS = re.compile(r"\b(?:jeg|mig|min|mine|mit)\b|\bgod dag,? når\b|\bdet bedste er\b", re.IGNORECASE)
_OFFICIAL = re.compile(r"politik|kommune", re.IGNORECASE)
_ANNOUNCES = re.compile(r"SAGT|CITAT|UDSAGN")
MARK = re.compile('["”“»«„]')
MAX_SPOKEN = 60
"""A paragraph of more words is no quotation merely because it says "I"."""


def announces(caption: str) -> bool:
    """Whether a caption in capitals says that somebody's words follow."""
    return bool(_ANNOUNCES.search(caption.replace(" ", "")))


def is_quoted(words: str) -> bool:
    """Whether a sentence is mostly in quotation marks, or speaks as "I" of something else than the policy."""
    if len(words.split()) > 3 and len(MARK.findall(words)) > 1 and _share_quoted(words) > 0.6:
        return True
    return bool(_SPEAKS.search(words)) and not re.search(r"\bpolitik", words, re.IGNORECASE) and len(words.split()) < 40


def spoken_places(text: Text, pieces: Sequence[Span]) -> set[int]:
    """Where the segments of short paragraphs start in which somebody speaks as "I"."""
    found: set[int] = set()
    paragraph: list[Span] = []
    for index, piece in enumerate(pieces):
        paragraph.append(piece)
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if following is None or re.search(r"\n\s*\n", text.content[piece.end : following.start]):
            words = text.quote(Span(paragraph[0].start, piece.end))
            if _SPEAKS.search(words) and not _OFFICIAL.search(words) and len(words.split()) < MAX_SPOKEN:
                found |= {p.start for p in paragraph}
            paragraph = []
    return found


def _share_quoted(words: str) -> float:
    inside = sum(len(m) for m in re.findall(r"[\"”“»«„]([^\"”“»«„]*)[\"”“»«„]", words))
    return inside / max(1, len(words))
