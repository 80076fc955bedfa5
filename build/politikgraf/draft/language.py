"""Is it Danish? By py3langid (Lui and Baldwin 2012), whose model comes with the library."""

from __future__ import annotations

from functools import cache

from ..errors import Problem, UnreadableError

NAMES = {
    "da": "Danish", "no": "Norwegian", "nn": "Norwegian (nynorsk)", "sv": "Swedish", "en": "English", "de": "German",
    "nl": "Dutch", "fo": "Faroese", "is": "Icelandic", "fr": "French", "fi": "Finnish", "pl": "Polish", "es": "Spanish",
    "ar": "Arabic", "tr": "Turkish", "uk": "Ukrainian", "so": "", "la": "Latin",
}  # fmt: skip
_PIECE = 4_000


@cache
def _identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels) if not callable(identifier.labels) else set(identifier.labels())
    identifier.set_languages([language for language in NAMES if language in known])
    return identifier


def language_of(text: str) -> str:
    """The language of most of a text, as an ISO 639-1 code.

    Judged on pieces from all over the text, so that an English summary at the end of a Danish
    policy (or the reverse) does not decide.
    """
    size = max(_PIECE, len(text) // 12)
    pieces = [text[i : i + _PIECE] for i in range(0, len(text), size)]
    votes: dict[str, int] = {}
    for piece in pieces:
        language = str(_identifier().classify(piece)[0])
        votes[language] = votes.get(language, 0) + sum(c.isalpha() for c in piece)
    return max(votes, key=votes.__getitem__)


def check_danish(text: str, name: str) -> None:
    """Refuse a text that is mostly in another language.

    Raises:
        UnreadableError: saying which.
    """
    language = language_of(text)
    if language != "da":
        raise UnreadableError(
            Problem(name, f"is not in Danish but, it seems, in {NAMES.get(language) or language}",
                    "only Danish policies can be drafted")
        )  # fmt: skip
