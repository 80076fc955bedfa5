"""Reading the text of a SPARQL query as tokens: what it is, and where it goes wrong.

A help for messages, not a parser: the engine judges. Source: SPARQL 1.1 Query Language,
section 19.8 (grammar), the terminals from [139] on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .namespaces import PREFIXES
from .tables import suggest

MAX_DEPTH = 128
"""Brackets within brackets that a query may have: deeper ones only exhaust a parser's stack."""

MOST_SHOWN = 40
"""Characters of a query's own words that a message repeats."""
LONGEST_MESSAGE = 300
"""Characters of a message on what is wrong."""

QUERY_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
UPDATE_FORMS = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_SYNTAX = (
    "DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH"
    " SERVICE SILENT BIND MINUS UNION FILTER NOT EXISTS IN A TRUE FALSE SEPARATOR INTO DEFAULT ALL USING DATA"
)
_FUNCTIONS = (
    "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR"
    " ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS"
    " MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM"
    " ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LATERAL"
    " STRLANGDIR LANGDIR HASLANG HASLANGDIR ADJUST"
)
KEYWORDS = frozenset((*QUERY_FORMS, *UPDATE_FORMS, *_PROLOGUE, *_SYNTAX.split(), *_FUNCTIONS.split()))

_LETTER = r"[^\W\d_]"
_NAME = r"[\w·]"
_LOCAL = r"(?:[\w:·.\-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%])"
_PATTERNS = {
    "space": r"\s+",
    "comment": r"#[^\r\n]*",
    "iri": r"<[^<>\"{}|^`\\\x00-\x20]*>",
    "string": r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'",
    "variable": rf"[?$](?:\w{_NAME}*)",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "blank": r"_:\w[\w·.\-]*",
    "name": rf"(?:{_LETTER}[\w·.\-]{{0,100}}+)?:{_LOCAL}*",
    "number": r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?",
    "word": r"[^\W\d]\w*",
    "sign": r"\^\^|&&|\|\||!=|<=|>=|<<|>>|\{\||\|\}|[-+*/|^?!=<>(){}\[\];,.~]",
    "other": r".",
}
_TOKENS = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.DOTALL)
_QUOTES = ("'", '"')
_CLASSES = re.compile(r"\.\.=|\[_\]|\['|\\u\{")  # sets of characters, as the engine's parser writes them
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_CLOSING = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True)
class Token:
    """One token; `kind` is a key of the table of patterns, `start` its index in the text."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Fault:
    """Something wrong in a query: what, and the index in the text."""

    what: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments, up to a string that is not closed."""
    for match in _TOKENS.finditer(text):
        if match.lastgroup not in ("space", "comment"):
            yield Token(str(match.lastgroup), match[0], match.start())
        if match[0] in _QUOTES:
            return


def form(text: str) -> str:
    """The word that says what a request does: SELECT, ..., INSERT, ...; "" when there is none.

    >>> form("PREFIX x: <http://example.org/> # SELECT\\nselect * {}")
    'SELECT'
    """
    wanted = {*QUERY_FORMS, *UPDATE_FORMS}
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in wanted), "")


def has_word(text: str, word: str) -> bool:
    """Whether a word stands in a query as a token of its own, in any case."""
    return any(token.kind == "word" and token.text.upper() == word for token in tokens(text))


def depth(text: str) -> int:
    """How many brackets stand open at most, counted so that no reading of the text has more."""
    most = now = 0
    for sign in re.findall(r"[({\[)}\]]", text):
        now = now + 1 if sign in _CLOSING else max(0, now - 1)
        most = max(most, now)
    return most


def place(text: str, start: int) -> tuple[int, int]:
    """Line and column, from 1, of an index in a text."""
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def fault(text: str) -> Fault | None:
    """The first thing that is certainly wrong in a query, if the tokens alone show one."""
    declared: set[str] = set()
    open_: list[Token] = []
    previous: Token | None = None
    based = has_word(text, "BASE")
    for token in tokens(text):
        if token.kind == "other":
            what = "a string is not closed" if token.text in _QUOTES else f"unexpected {token.text!r}"
            return Fault(what, token.start)
        if token.kind == "iri" and not based and not _SCHEME.match(token.text):
            return Fault(f"{_short(token.text)} is not a whole IRI, and no BASE is given", token.start)
        if token.kind == "name":
            prefix = token.text.split(":", 1)[0]
            if previous is not None and previous.kind == "word" and previous.text.upper() == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                known = PREFIXES.get(prefix)
                help_ = f"; put PREFIX {prefix}: <{known}> at the top" if known else ""
                return Fault(f"prefix {_short(prefix) + ':'!r} is not declared{help_}", token.start)
        elif token.kind == "word" and token.text.upper() not in KEYWORDS:
            near = suggest(token.text.upper(), KEYWORDS) if len(token.text) <= MOST_SHOWN else ""
            return Fault(f"unknown word {_short(token.text)!r}" + (f" ({near})" if near else ""), token.start)
        elif token.kind == "sign":
            if token.text in _CLOSING:
                open_.append(token)
            elif token.text in _CLOSING.values():
                if not open_ or _CLOSING[open_[-1].text] != token.text:
                    return Fault(f"unexpected {token.text!r}" + _awaited(text, open_), token.start)
                open_.pop()
        previous = token
    return None


def readable(message: str) -> str:
    """A message of a parser on what is wrong, without its names for sets of characters, and of a bounded length.

    >>> readable("cannot be read from '-' on; expected OFFSET or ['0'..='9']")
    "cannot be read from '-' on"
    """
    said, _, expected = message.partition("; expected ")
    kept = said if _CLASSES.search(expected) else message
    return kept if len(kept) <= LONGEST_MESSAGE else kept[: LONGEST_MESSAGE - 1] + "…"


def named(text: str) -> dict[str, str]:
    """The prefixed names in a query, with the IRI that each stands for.

    >>> named("PREFIX x: <http://example.org/> SELECT * { ?s x:a y:b }")
    {'x:a': 'http://example.org/a'}
    """
    prefixes: dict[str, str] = {}
    names: list[str] = []
    last: list[Token] = []
    for token in tokens(text):
        if token.kind == "iri" and len(last) == 2 and last[0].text.upper() == "PREFIX":
            prefixes[last[1].text.removesuffix(":")] = token.text[1:-1]
        elif token.kind == "name":
            names.append(token.text)
        last = [*last, token][-2:]
    split = {name: name.split(":", 1) for name in names}
    return {name: prefixes[p] + local for name, (p, local) in split.items() if p in prefixes and local}


def unclosed(text: str) -> Fault | None:
    """The innermost bracket that is never closed."""
    open_: list[Token] = []
    for token in tokens(text):
        if token.kind == "sign" and token.text in _CLOSING:
            open_.append(token)
        elif token.kind == "sign" and token.text in _CLOSING.values() and open_:
            open_.pop()
    return Fault(f"{open_[-1].text!r} is not closed", open_[-1].start) if open_ else None


def _awaited(text: str, open_: list[Token]) -> str:
    if not open_:
        return ": nothing is open here"
    line, column = place(text, open_[-1].start)
    return f": {open_[-1].text!r} of line {line}, column {column} is still open"


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
