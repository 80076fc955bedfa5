"""Whether two graphs say the same, in whatever form a server keeps what it was given.

Servers write a value anew: Oxigraph 0.5 keeps "1.0000" as "1" and a nonNegativeInteger as an integer, Virtuoso 7
a decimal without decimals as an integer, Jena language tags in another case. None of this is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from contextlib import suppress
from decimal import Decimal

import pyoxigraph as ox
from rdflib.namespace import XSD

_NUMBERS = (
    "decimal integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte"
    " unsignedLong unsignedInt unsignedShort unsignedByte"
)
_EXACT = frozenset(f"{XSD}{name}" for name in _NUMBERS.split())
_DIGITS = {str(XSD.double): 15, str(XSD.float): 6}
_TIMES = frozenset((str(XSD.dateTime), str(XSD.time), str(XSD.date)))
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_BLANK = ("blank",)
_TRUTHS = {"1": "true", "0": "false"}
_ZERO_FRACTION, _UTC = re.compile(r"(\.\d*?)0+(?=Z|[+-]|$)"), re.compile(r"[+-]00:00$")


def differences(one: bytes, other: bytes) -> tuple[list[str], list[str]]:
    """The triples that only the one and only the other of two graphs has, as lines of N-Triples.

    Args:
        one: N-Triples. What is compared is the set of triples: their order, and how often one stands, is not.
        other: likewise. Blank nodes are the same where all else is and there are as many of them.

    >>> differences(b'<a:a> <a:b> "1.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .', b'<a:a> <a:b> "2" .')
    (['<a:a> <a:b> "1.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .'], ['<a:a> <a:b> "2" .'])
    """
    mine, yours = set(one.splitlines()), set(other.splitlines())
    my_own, your_own = _by_key(mine - yours), _by_key(yours - mine)
    mine_only, yours_only = _unmatched(my_own, your_own), _unmatched(your_own, my_own)
    if mine_only or yours_only:  # two forms of one value on the one side may be a single one on the other
        shared = _by_key(mine & yours)
        mine_only = [key for key in mine_only if not _merged(key, shared)]
        yours_only = [key for key in yours_only if not _merged(key, shared)]
    return [line for key in mine_only for line in my_own[key]], [line for key in yours_only for line in your_own[key]]


def _by_key(lines: Iterable[bytes]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        triple = quad.triple
        key = (_key(triple.subject), triple.predicate.value, _key(triple.object))
        found.setdefault(key, []).append(f"{triple.subject} {triple.predicate} {triple.object} .")
    return found


def _unmatched(some: dict[Hashable, list[str]], others: dict[Hashable, list[str]]) -> list[Hashable]:
    counted = {key: len(lines) for key, lines in others.items()}
    return [
        key for key, lines in some.items() if not counted.get(key) or (_has_blank(key) and counted[key] != len(lines))
    ]


def _merged(key: Hashable, shared: dict[Hashable, list[str]]) -> bool:
    return key in shared and not _has_blank(key)


def _has_blank(key: Hashable) -> bool:
    return isinstance(key, tuple) and _BLANK in key


def _key(term: object) -> Hashable:
    """What is the same for all forms of a value."""
    if isinstance(term, ox.BlankNode):
        return _BLANK
    if not isinstance(term, ox.Literal):
        return str(term)
    if term.language:
        return (term.value, term.language.lower())
    datatype, value = term.datatype.value, term.value.strip()
    if datatype in _EXACT and _DECIMAL.fullmatch(value):
        return ("number", Decimal(value))
    if datatype in _DIGITS:
        with suppress(ValueError):
            return (datatype, f"{float(value):.{_DIGITS[datatype]}g}")
    if datatype == str(XSD.boolean):
        return (datatype, _TRUTHS.get(value, value))
    if datatype in _TIMES:
        return (datatype, _UTC.sub("Z", _ZERO_FRACTION.sub(lambda m: m[1].rstrip("."), value)))
    return (term.value, datatype)
