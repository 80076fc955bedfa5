"""The table of agreement as a page, in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .agreement import Agreement
from .reliability import SIDES, Readings, Recoding

NAME = "agreement.md"
_HEAD = """# Enighed mellem læserne / Agreement between the readers

*Lavet af `politikgraf agreement --write docs` ud fra de frosne læsninger `graph/*/first.csv` og `second.csv`.*
*Made by `politikgraf agreement --write docs` from the frozen readings `graph/*/first.csv` and `second.csv`.*

Forklaring: [paalidelighed.md](paalidelighed.md). Explanation: [reliability.md](reliability.md).
"""
_ANEW = """To nye læsere, som kun så kodebogen og teksten, har kodet disse dokumenter igen (`graph/*/recoding-*`). Alfa på de samme enheder: *før* de to første læsninger, *igen* de to nye læsere indbyrdes, *grafen* den kodning, som grafen viser, over for den første af dem. Af begreberne kun dem, som mindst ti enheder har alle tre gange.

Two fresh readers, who saw the codebook and the text alone, coded these documents again (`graph/*/recoding-*`). Alpha on the same units: *before* the first two readings, *anew* the two fresh readers with each other, *the graph* the coding that the graph shows against the first of them. Of the concepts only those that at least ten units have all three times."""
_COLUMNS = ("", "enheder / units", "brugt / used", "ens / alike", "alfa / alpha", "95 %")


def page(
    figures: Sequence[Agreement], readings: Sequence[Readings], recodings: Sequence[Recoding],
    labels: Mapping[str, tuple[str, str]],
) -> str:  # fmt: skip
    """The page.

    Args:
        figures: all figures of agreement.
        readings: the readings they were computed from.
        recodings: the documents that were coded anew.
        labels: Danish and English label of each kind, concept and document, by name.
    """
    lines = [_HEAD]
    for scope, title in (
        ("overall", "I alt / Overall"),
        ("document", "Efter dokument / By document"),
        ("kind", "Efter art / By kind"),
        ("concept", "Efter begreb / By concept"),
    ):
        rows = [f for f in figures if f.scope == scope]
        if scope == "concept":
            rows.sort(key=lambda f: (f.alpha is None, f.alpha))
        lines += [f"## {title}", "", _row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
        lines += [_row(_cells(f, labels)) for f in rows] + [""]
    lines += ["## Passagernes grænser / The passages' boundaries", ""]
    lines += [_row(["", "første / first", "anden / second", "F1", "genfundet / matched"]), _row(["---"] * 5)]
    for reading in readings:
        cut = reading.boundaries
        cells = [_name(cut.document, labels), str(cut.first), str(cut.second), f"{cut.f1:.2f}", f"{cut.matched:.0%}"]
        lines.append(_row(cells))
    for recoding in recodings:
        lines += ["", *_anew(recoding, labels)]
    return "\n".join(lines) + "\n"


def _anew(recoding: Recoding, labels: Mapping[str, tuple[str, str]]) -> list[str]:
    """Agreement before and after a codebook was sharpened, on the documents coded anew."""
    version = recoding.version
    lines = [f"## Kodet igen efter kodebog {version} / Coded anew by codebook {version}", "", _ANEW, ""]
    titles = ("før / before", "95 %", "igen / anew", "95 %", "grafen / the graph", "95 %")
    lines += [_row(("", "enheder / units", *titles)), _row(["---"] * 8)]
    for row in recoding.rows():
        name, units, *_ = _cells(row["anew"], labels)
        lines.append(_row((name, units, *(c for side in SIDES for c in _cells(row[side], labels)[-2:]))))
    return lines


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _name(name: str, labels: Mapping[str, tuple[str, str]]) -> str:
    return " / ".join(dict.fromkeys(labels.get(name, (name,))))


_VARIABLES = {"kind": "art / kind", "concepts": "begreber / concepts"}


def _cells(figure: Agreement, labels: Mapping[str, tuple[str, str]]) -> list[str]:
    variable = _VARIABLES.get(figure.variable, "")
    name = ": ".join(filter(None, (_name(figure.name, labels) if figure.name else "", variable)))
    alpha = "" if figure.alpha is None else f"{figure.alpha:.2f}"
    low_high = "" if figure.low is None else f"{figure.low:.2f} – {figure.high:.2f}"
    return [name, str(figure.units), str(figure.used), f"{figure.percent:.0%}", alpha, low_high]
