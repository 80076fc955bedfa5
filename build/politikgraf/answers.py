"""Answers as people and programs read them: table, CSV, JSON, Markdown, Turtle, N-Triples.

Sources: SPARQL 1.1 Query Results CSV and TSV Formats; SPARQL 1.1 Query Results JSON Format.
"""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
import unicodedata
from collections.abc import Callable, Sequence

import pyoxigraph as ox

from .engine import Result, Term
from .errors import DataError, Problem
from .namespaces import BASE, POL, PREFIXES
from .turtle import document_prefixes, natural_key

FORMATS = ("table", "csv", "json", "markdown", "turtle", "ntriples")
_DATA = re.compile(re.escape(BASE) + r"data/([a-z0-9-]+)(?:/([A-Za-z0-9-]+))?")
_NUMBERS = {"integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long"}
_YES_NO = {"da": {"true": "ja", "false": "nej"}, "en": {"true": "yes", "false": "no"}}
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = {
    "da": (("år", "år"), ("måned", "måneder"), ("uge", "uger"), ("dag", "dage")),
    "en": (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days")),
}
_NOTHING = {"da": "Intet svar.", "en": "Nothing found."}
_VOCABULARIES = {"pol", "concept", "actor", "age", "municipality", "reference", "reason", "unit", "form"}
_GAP = "  "
_NARROWEST = 9


def write_answer(result: Result, format_: str, language: str = "da", width: int = 100) -> str:
    """A result as text.

    Args:
        result: what a query gave.
        format_: one of `FORMATS`; `table` and `markdown` shorten IRIs, the others keep them whole.
        language: of yes and no in tables.
        width: columns of the terminal, for `table`.

    Raises:
        DataError: the format does not fit the kind of result.
    """
    if result.kind == "ask":
        truth = str(bool(result.boolean)).lower()
        if format_ == "json":
            return json.dumps({"head": {}, "boolean": bool(result.boolean)}) + "\n"
        if format_ in ("table", "markdown", "csv"):
            return (truth if format_ == "csv" else _YES_NO[language][truth]) + "\n"
    elif result.kind == "graph":
        if format_ in ("turtle", "table"):
            return _graph(result, ox.RdfFormat.TURTLE)
        if format_ == "ntriples":
            return _graph(result, ox.RdfFormat.N_TRIPLES)
    elif format_ in _WRITERS:
        return _WRITERS[format_](result, language, width)
    fits = {"ask": "table or json", "graph": "turtle or ntriples", "select": "table, csv, json or markdown"}[
        result.kind
    ]
    raise DataError(Problem(f"--format {format_}", "does not fit this query", f"use {fits}"))


def short(term: Term | None) -> str:
    """A term in brief: a prefixed name for what we know, the value of a literal.

    >>> short(ox.NamedNode("https://w3id.org/politikgraf/data/glostrup-2025/s012"))
    'glostrup-2025:s012'
    >>> short(ox.NamedNode("https://w3id.org/politikgraf/concept/play"))
    'concept:play'
    """
    if term is None:
        return ""
    if not isinstance(term, ox.NamedNode):
        return " ".join((term.value if isinstance(term, (ox.Literal, ox.BlankNode)) else str(term)).split())
    iri = term.value
    if match := _DATA.fullmatch(iri):
        return f"{match[1]}:{match[2]}" if match[2] else match[1]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(str(namespace)) and "/" not in iri[len(str(namespace)) :]:
            return f"{prefix}:{iri[len(str(namespace)) :]}"
    return iri


def spoken_duration(value: str, language: str) -> str:
    """A length of time in words; as it is where it has parts that we do not speak of.

    >>> spoken_duration("P1Y", "da"), spoken_duration("P1Y6M", "en")
    ('1 år', '1 year 6 months')
    """
    match = _DURATION.fullmatch(value)
    parts = [(int(count), unit) for count, unit in zip(match.groups(), _UNITS[language]) if count] if match else []
    return " ".join(f"{count} {one if count == 1 else many}" for count, (one, many) in parts) or value


def is_duration(datatype: str) -> bool:
    """Whether a datatype is that of a length of time."""
    return datatype.endswith(("XMLSchema#duration", "XMLSchema#yearMonthDuration", "XMLSchema#dayTimeDuration"))


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.rsplit("#", 1)[-1] in _NUMBERS


def _cell(term: Term | None, language: str) -> str:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith("#boolean"):
        return _YES_NO[language].get(term.value, term.value)
    if isinstance(term, ox.Literal) and is_duration(term.datatype.value):
        return spoken_duration(term.value, language)
    return "".join(c if c.isprintable() else " " for c in short(term))


def _csv(result: Result, language: str, width: int) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.variables)
    writer.writerows(
        ["" if t is None else t.value if hasattr(t, "value") else str(t) for t in row] for row in result.rows
    )
    return out.getvalue()


def _json(result: Result, language: str, width: int) -> str:
    bindings = [{v: _json_term(t) for v, t in zip(result.variables, row) if t is not None} for row in result.rows]
    document = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "literal", "value": str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        found["datatype"] = term.datatype.value
    return found


def _markdown(result: Result, language: str, width: int) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(re.sub(r"([|\\<>`*_\[\]])", r"\\\1", c) for c in cells) + " |"

    numeric = [_numeric(result, i) for i in range(len(result.variables))]
    lines = [line(result.variables), "|" + "|".join(" ---: " if n else " --- " for n in numeric) + "|"]
    lines += [line([_cell(t, language) for t in row]) for row in result.rows]
    return "\n".join(lines) + "\n"


def _graph(result: Result, format_: ox.RdfFormat) -> str:
    triples = sorted(
        result.triples, key=lambda t: (natural_key(str(t.subject)), str(t.predicate), natural_key(str(t.object)))
    )
    documents = {m[1] for t in triples if isinstance(t.subject, ox.NamedNode) and (m := _DATA.match(t.subject.value))}
    prefixes = document_prefixes(sorted(documents)) if format_ == ox.RdfFormat.TURTLE else None
    return ox.serialize(triples, format=format_, prefixes=prefixes).decode("utf-8")


def _numeric(result: Result, column: int) -> bool:
    terms = [row[column] for row in result.rows if row[column] is not None]
    return bool(terms) and all(map(_is_number, terms))


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> display_width("børn"), display_width("e\\u0301")
    (4, 1)
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _table(result: Result, language: str, width: int) -> str:
    """Columns that say the same in every row stand above; a name and its label share a column."""
    if not result.rows:
        return _NOTHING[language] + "\n"
    columns: list[tuple[str, bool, list[str]]] = []
    above: list[str] = []
    labels = {v: i for i, v in enumerate(result.variables)}
    for i, variable in enumerate(result.variables):
        if variable.endswith("Label") and variable.removesuffix("Label") in labels:
            continue
        cells = _without_prefix([_cell(row[i], language) for row in result.rows])
        if (label := labels.get(variable + "Label")) is not None:
            spoken = [_cell(row[label], language) for row in result.rows]
            ours = [isinstance(row[i], ox.NamedNode) and row[i].value.startswith(str(POL)) for row in result.rows]
            cells = [s if s and (own or not c) else f"{s} ({c})" if s else c for s, c, own in zip(spoken, cells, ours)]
        if len(cells) > 2 and len(set(cells)) == 1:
            above.append(f"{variable}: {cells[0] or '-'}")
        else:
            columns.append((variable, _numeric(result, i), cells))
    head = "".join(f"{line}\n" for line in above) + ("\n" if above else "")
    if not columns:
        return head
    widths = _widths([[name, *cells] for name, _, cells in columns], width)
    if widths is None:
        return head + _records(columns, width)
    lines = _wrapped([name for name, *_ in columns], widths, [False] * len(columns))
    lines.append(_GAP.join("─" * w for w in widths))
    for row in zip(*(cells for *_, cells in columns)):
        lines += _wrapped(row, widths, [number for _, number, _ in columns])
    return head + "\n".join(lines) + "\n"


def _without_prefix(cells: list[str]) -> list[str]:
    """Names of one vocabulary without its prefix, as `--param` takes them: `play` for `concept:play`."""
    prefixes = {c.split(":", 1)[0] for c in cells if c}
    if (
        len(prefixes) != 1
        or (prefix := prefixes.pop()) not in _VOCABULARIES
        or not all(c.startswith(prefix + ":") for c in cells if c)
    ):
        return cells
    return [c.removeprefix(prefix + ":") for c in cells]


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column may be; None when they cannot all stand side by side."""
    natural = [max(map(display_width, column)) for column in columns]
    room = width - len(_GAP) * (len(columns) - 1)
    least = [min(n, max(_NARROWEST, display_width(c[0]))) for n, c in zip(natural, columns)]
    if sum(least) > room:
        return None
    widths = list(natural)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        widths[widest] = max(least[widest], widths[widest] - max(1, (sum(widths) - room) // len(widths)))
    return widths


def _wrapped(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    parts = [textwrap.wrap(_breakable(c, w), w, break_on_hyphens=False) or [""] for c, w in zip(cells, widths)]
    lines = []
    for level in range(max(map(len, parts))):
        line = []
        for part, wide, to_right in zip(parts, widths, right):
            text = part[level] if level < len(part) else ""
            pad = " " * max(0, wide - display_width(text))
            line.append(pad + text if to_right else text + pad)
        lines.append(_GAP.join(line).rstrip())
    return lines


def _breakable(text: str, width: int) -> str:
    """Words too long for a line, parted after hyphens, colons and slashes where each part then fits."""
    words = []
    for word in text.split(" "):
        parts = re.findall(r"[^-:/]*[-:/]+|[^-:/]+", word)
        if display_width(word) <= width or any(display_width(p) > width for p in parts):
            words.append(word)
            continue
        lines = [""]
        for part in parts:
            if display_width(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
        words += lines
    return " ".join(words)


def _records(columns: Sequence[tuple[str, bool, list[str]]], width: int) -> str:
    """Rows below each other, one line a cell: for answers with more columns than fit."""
    wide = max(display_width(name) for name, *_ in columns)
    blocks = []
    for row in zip(*(cells for *_, cells in columns)):
        lines = []
        for (name, *_), cell in zip(columns, row):
            if cell:
                lines += _wrapped([name, cell], [wide, max(_NARROWEST, width - wide - len(_GAP))], [False, False])
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


_WRITERS: dict[str, Callable[[Result, str, int], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
}
