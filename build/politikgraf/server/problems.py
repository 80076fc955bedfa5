"""What is wrong with what somebody asks on the page, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import DataError
from ..questions import ANY
from .asked import PARAMETER, Asked
from .words import words

if TYPE_CHECKING:
    from ..query import Asker
    from ..questions import Parameter, Question

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Wrong:
    """One thing wrong: in words, in the words of the program (English), and the field it stands in."""

    text: str
    details: str = ""
    field: str = ""


def no_question(name: str, error: DataError, language: str) -> Wrong:
    """That the library has no question of a name."""
    return Wrong(words(language)["no_question"].format(name[:LONGEST_SHOWN]), _said(error))


def wrong_values(asker: Asker, question: Question, asked: Asked, language: str) -> list[Wrong]:
    """What is wrong with each of the values that are given for a question's parameters."""
    found = []
    for name, value in asked.values.items():
        try:
            asker.fill(question, {name: value})
        except DataError as error:
            parameter = next((p for p in question.parameters if p.name == name), None)
            text = (
                _value(parameter, value, language)
                if parameter
                else words(language)["no_parameter"].format(name[:LONGEST_SHOWN])
            )
            found.append(Wrong(text, _said(error), PARAMETER + name))
    return found


def _value(parameter: Parameter, value: str, language: str) -> str:
    w = words(language)
    label = parameter.text[language]
    if not value.strip():
        said = w["value_missing"].format(label)
    elif value.strip() == ANY:
        said = w["value_open"].format(label)
    else:
        said = w["value_wrong"].format(value[:LONGEST_SHOWN], label)
    example = "" if parameter.default == ANY else w["for_example"].format(parameter.default)
    return f"{said} {w.get('value_' + parameter.type, w['value_thing'])}{example}."


def _said(error: DataError) -> str:
    return "; ".join(str(problem).replace("--param ", "") for problem in error.problems)
