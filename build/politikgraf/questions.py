"""The library of questions: each a SPARQL file whose head says in words what it asks.

A head is the comment lines at the top of the file, `# key: value`, continued by lines
that begin with `#` and three spaces:

    # question-da: Hvad taler kun én kommune om?
    # question-en: What does only one municipality speak of?
    # why-da: ...
    # why-en: ...
    # group: sharing
    # param: municipality (municipality, several, optional) = any | kun disse | only these
    # column: concept | begrebet | the concept

A text of which only some values have a meaning names them: `basis (text, one of goal|measure) = goal`.
A parameter is one line of its own in the body, `VALUES ?municipality { municipality:glostrup }`;
an optional one that is left open is the same line as a comment, `# VALUES ?municipality { }`.
So every file runs as it stands, on any SPARQL 1.1 engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .errors import DataError, Problem
from .tables import read_text_file, suggest

QUALITY = "quality/"
"""Questions whose name begins so must return nothing: a row is a fault in the data."""

ANY = "any"
LANGUAGES = ("da", "en")
GROUPS = ("sharing", "concepts", "goals", "actors", "ages", "law", "making", "trust", "graph", "quality")
_KEY = re.compile(r"# ([a-z-]+): (.*)")
_MORE = "#   "
_PARAMETER = re.compile(r"(\w+) \(([a-z|, -]+)\) = (.*)")
_ONE_OF = "one of "
_LINE = r"^(?P<indent>[ ]*)(?P<open># )?VALUES \?{name} \{{(?P<values>[^{{}}]*)\}}[ ]*$"
_KEYS = {"question-da", "question-en", "why-da", "why-en", "group", "param", "column"}


@dataclass(frozen=True)
class Parameter:
    """What can be set in a question.

    Attributes:
        name: its variable, without the question mark.
        type: a kind of thing in the graph (`concept`, `municipality` ...) or of value (`integer` ...).
        several: whether more than one value may be given.
        optional: whether it may be left open (`any`).
        default: the default as people write it, e.g. `glostrup`, or `any`.
        text: what it means, by language.
        choices: the only values that it takes; none when any value of its type will do.
    """

    name: str
    type: str
    several: bool
    optional: bool
    default: str
    text: dict[str, str]
    choices: tuple[str, ...] = ()

    def line(self) -> re.Pattern:
        """Finds this parameter's line in a query."""
        return re.compile(_LINE.format(name=re.escape(self.name)), re.MULTILINE)


@dataclass(frozen=True)
class Column:
    """A column of the answer, and what it means by language."""

    name: str
    text: dict[str, str]


@dataclass(frozen=True)
class Question:
    """A question that can be asked of the graph.

    Attributes:
        name: its name in the library, e.g. `shared-by-all`; "" for a text that was typed.
        question: in words, by language.
        why: why it matters, by language.
        group: what it is about; one of `GROUPS`.
        parameters: what can be set.
        columns: what the answer holds.
        sparql: the whole text of the file.
    """

    name: str
    question: dict[str, str]
    why: dict[str, str]
    group: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str

    @property
    def is_quality(self) -> bool:
        """Whether the answer must be empty."""
        return self.name.startswith(QUALITY)

    def parameter(self, name: str) -> Parameter:
        """One parameter by name.

        Raises:
            DataError: there is none of that name; near spellings are offered.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = [p.name for p in self.parameters]
        has = "it has " + ", ".join(names) if names else "it has none"
        raise DataError(Problem(self.name or "query", f"has no parameter {name!r}", suggest(name, names) or has))

    def matches(self, words: Iterable[str]) -> bool:
        """Whether name, question, reason or group hold every one of the words, in either language."""
        text = " ".join([self.name, self.group, *self.question.values(), *self.why.values()]).casefold()
        return all(word.casefold() in text for word in words)


def parse_question(text: str, name: str = "", strict: bool = False) -> Question:
    """A question from the text of a file; without a head it has no parameters.

    Raises:
        DataError: the head is not as it should be; every fault at once. With `strict`, a missing
            head is a fault too.
    """
    place = name or "query"
    said: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for number, key, value in _head(text):
        if key in _KEYS:
            said.setdefault(key, []).append(value)
        elif strict:
            problems.append(Problem(f"{place}:{number}", f"unknown key {key!r} in the head", suggest(key, _KEYS)))
    parameters, columns = [], []
    for value in said.get("param", ()):
        try:
            parameters.append(_parameter(value))
        except ValueError as error:
            problems.append(Problem(place, str(error), "write: name (type, several, optional) = default | da | en"))
    for value in said.get("column", ()):
        parts = [p.strip() for p in value.split(" | ")]
        if len(parts) == 3:
            columns.append(Column(parts[0], {"da": parts[1], "en": parts[2]}))
        else:
            problems.append(Problem(place, f"column {value[:40]!r} is not understood", "write: name | da | en"))
    if strict:
        problems += [Problem(place, f"the head lacks {k}") for k in sorted(_KEYS - {"param", "column"} - set(said))]
    for parameter in parameters:
        if not parameter.line().search(text):
            what = f"parameter {parameter.name} has no line of its own in the query"
            problems.append(Problem(place, what, f"write VALUES ?{parameter.name} {{ ... }} on one line"))
    if problems:
        raise DataError(problems)
    one = {key: values[0] for key, values in said.items()}
    return Question(
        name=name,
        question={lang: one.get(f"question-{lang}", "") for lang in LANGUAGES},
        why={lang: one.get(f"why-{lang}", "") for lang in LANGUAGES},
        group=one.get("group", ""),
        parameters=tuple(parameters),
        columns=tuple(columns),
        sparql=text,
    )


def _head(text: str) -> Iterator[tuple[int, str, str]]:
    number = key = value = None
    for at, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            break
        if match := _KEY.fullmatch(line.rstrip()):
            if key is not None:
                yield number, key, value
            number, key, value = at, match[1], match[2].strip()
        elif key is not None and line.startswith(_MORE):
            value = f"{value} {line[len(_MORE) :].strip()}"
    if key is not None:
        yield number, key, value


def _parameter(value: str) -> Parameter:
    parts = [p.strip() for p in value.split(" | ")]
    match = _PARAMETER.fullmatch(parts[0])
    if not match or len(parts) != 3:
        raise ValueError(f"parameter {value[:40]!r} is not understood")
    type_, *said = (f.strip() for f in match[2].split(","))
    listed = [f.removeprefix(_ONE_OF) for f in said if f.startswith(_ONE_OF)]
    choices = tuple(c.strip() for c in "|".join(listed).split("|")) if listed else ()
    default, flags = match[3].strip(), [f for f in said if not f.startswith(_ONE_OF)]
    if unknown := set(flags) - {"several", "optional"}:
        raise ValueError(f"parameter {match[1]}: unknown word {sorted(unknown)[0]!r}")
    if choices and default not in (*choices, ANY):
        raise ValueError(f"parameter {match[1]}: its default {default!r} is none of its values")
    text = {"da": parts[1], "en": parts[2]}
    return Parameter(match[1], type_, "several" in flags, "optional" in flags, default, text, choices)


class Library:
    """The questions of a folder, by name, in order of their groups.

    >>> library = Library.load()
    >>> library["shared-by-all"].question["en"]
    'Which concepts do all the municipalities speak of?'
    """

    def __init__(self, questions: Sequence[Question]):
        order = {group: number for number, group in enumerate(GROUPS)}
        self._questions = {q.name: q for q in sorted(questions, key=lambda q: (order.get(q.group, len(order)), q.name))}

    @classmethod
    def load(cls, folder: Path | None = None) -> Library:
        """The library of a folder (the project's own by default).

        Raises:
            DataError: a head is not as it should be; every fault of every file at once.
        """
        folder = folder or paths.queries_folder()
        questions, problems = [], []
        for path in sorted(folder.rglob("*.rq")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            try:
                questions.append(parse_question(read_text_file(path), name, strict=True))
            except DataError as error:
                problems.extend(error.problems)
        if problems:
            raise DataError(problems)
        return cls(questions)

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())

    def __len__(self) -> int:
        return len(self._questions)

    def __contains__(self, name: object) -> bool:
        return name in self._questions

    def __getitem__(self, name: str) -> Question:
        """One question by name.

        Raises:
            DataError: there is none of that name; near spellings are offered.
        """
        if name not in self._questions:
            near = suggest(name, self._questions) or "see `politikgraf queries`"
            raise DataError(Problem(name, "is no question of the library", near))
        return self._questions[name]

    def search(self, words: Iterable[str]) -> list[Question]:
        """The questions that hold every one of the words; all of them without words."""
        wanted = list(words)
        return [q for q in self if q.matches(wanted)]
