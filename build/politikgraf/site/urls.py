"""Where each page stands. Danish at the root, English below `en/`."""

from __future__ import annotations

from .model import Model

PAGES = {
    "overview": ("index", "index"),
    "network": ("netvaerk", "network"),
    "compare": ("sammenlign", "compare"),
    "municipalities": ("kommuner", "municipalities"),
    "concepts": ("begreber", "concepts"),
    "actors": ("aktoerer", "actors"),
    "ages": ("aldre", "ages"),
    "figures": ("tal", "figures"),
    "references": ("henvisninger", "references"),
    "about": ("om", "about"),
    "drafts": ("udkast", "drafts"),
}
FOLDERS = {
    "municipality": ("kommune", "municipality"),
    "concept": ("begreb", "concept"),
    "actor": ("aktoer", "actor"),
    "age": ("alder", "age"),
    "document": ("dokument", "document"),
    "draft": ("udkast", "draft"),
}


def path(language: str, page: str, id_: str = "") -> str:
    """The path of a page from the site's root.

    >>> path("da", "concept", "play"), path("en", "overview")
    ('begreb/play.html', 'en/index.html')
    """
    at = 0 if language == "da" else 1
    tree = "" if language == "da" else "en/"
    return f"{tree}{FOLDERS[page][at]}/{id_}.html" if page in FOLDERS else f"{tree}{PAGES[page][at]}.html"


def relative(from_: str, to: str) -> str:
    """The address of one path as seen from another.

    >>> relative("begreb/play.html", "en/index.html")
    '../en/index.html'
    """
    target, anchor = to.partition("#")[::2]
    return "../" * from_.count("/") + target + (f"#{anchor}" if anchor else "")


def statement_path(language: str, model: Model, document: str, statement: str) -> str:
    """The path of a statement: its place in the document reader."""
    return f"{path(language, 'document', document)}#{statement}"
