"""What the search reads beyond names: every statement in our own words, and the words of its passages where they are on hand."""

from __future__ import annotations

import re
from collections import defaultdict

from . import figures, references, urls
from .context import Context
from .data import script
from .model import Statement
from .words_reader import FIND_TEXT, PAGE_KEYS

WORD = re.compile(r"[^\W_]+")
COMMON = 0.25
"""A word of the passages that stands in a larger share of the statements than this is not searched for: it tells nothing."""


def index(ctx: Context) -> str:
    """Statements, pages and words in one language, as the one file that the search fetches when it is first used."""
    at = 0 if ctx.language == "da" else 1
    documents = list(ctx.model.documents)
    statements = list(ctx.model.statements())
    value: dict = {
        "text": {key: pair[at] for key, pair in FIND_TEXT.items()},
        "pages": [
            {"label": ctx.t(page), "url": urls.path(ctx.language, page), "keys": [ctx.t(page), *keys[at]] + (figures.years(ctx) if page == "figures" else [])}
            for page, keys in PAGE_KEYS.items()
        ],
        "references": [
            {"label": ctx.label(r), "url": f"{urls.path(ctx.language, 'references')}#{r.id}", "keys": [ctx.label(r), *ctx.other_names(r)]}
            for r in references.shown(ctx)
        ],
        "visible": {
            sort: {t.id: len({ctx.label(t), *ctx.other_names(t), *t.other_names.get("", [])}) for t in things.values()}
            for sort, things in (("concepts", ctx.model.concepts), ("actors", ctx.model.actors))
        },
        "documents": documents,
        "statements": [_entry(ctx, documents, s) for s in statements],
    }  # fmt: skip
    if words := _words(ctx, statements):
        value["words"] = words
    return script("window.politikgraf.addFind", value)


def _entry(ctx: Context, documents: list[str], statement: Statement) -> list:
    """Document, id, label, kind, and its figures and dates where it has any."""
    entry = [documents.index(statement.document), statement.id, ctx.label(statement), statement.kind]
    if not figures.has(statement):
        return entry
    row = figures.row(ctx, statement)
    return [
        *entry,
        " ".join(part for part in (row.figure, row.deadline and f"{ctx.t('deadline')} {row.deadline}") if part),
    ]


def _words(ctx: Context, statements: list[Statement]) -> dict[str, list[int]]:
    """Each word of the passages, in small letters, with the numbers of the statements it stands in."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, statement in enumerate(statements):
        for quote in ctx.quotes(statement):
            for word in WORD.findall(quote.lower()):
                if len(word) > 2:
                    found[word].add(number)
    most = max(20, COMMON * len(statements))
    return {word: sorted(found[word]) for word in sorted(found) if len(found[word]) <= most}
