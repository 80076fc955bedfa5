"""How good drafts are: each municipality in turn is drafted from what the others teach.

The municipality that is held out teaches nothing: neither its codings nor the word forms that the
vocabularies have from its texts alone. Beside the draft stand plain keywords (preferred and
alternative labels as they stand; ages as digits; the commonest kind) and, as a ceiling, how well a
second careful reader meets the first by the same measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..coding_tables import read_reading
from ..codings import Judgement, Statement
from ..errors import Problem, UnreadableError
from ..namespaces import ACTOR, CONCEPT
from ..project import Project
from ..segment import read_segments
from ..text import Span, Text
from ..vocabulary import Vocabulary
from .drafting import Drafted, Drafter
from .examples import Coded
from .learning import Lexicon, Model, learn
from .scoring import VARIABLES, Said, Score, confusions, lay, score, score_passages
from .source import Source
from .terms import EXACT, Forms, words_of
from .training import coded, material

Progress = Callable[[int, int, str], None]
DRAFT, KEYWORDS, READERS = "draft", "keywords", "readers"
FIRST, SECOND = "first.csv", "second.csv"


@dataclass
class Evaluation:
    """The figures, what was confused with what, and on what they rest."""

    scores: list[Score] = field(default_factory=list)
    confusions: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def of(self, system: str, variable: str, average: str = "micro") -> Score | None:
        """One figure."""
        return next((s for s in self.scores if (s.system, s.variable, s.average) == (system, variable, average)), None)


@dataclass
class _Laid:
    """Judgements of every document, laid on its units, and as passages."""

    units: list[dict[str, frozenset[str]]] = field(default_factory=list)
    passages: list[list[Said]] = field(default_factory=list)

    def add(self, units: Sequence[Span], said: list[Said]) -> None:
        self.units.extend(lay(units, said))
        self.passages.append(said)


def evaluate(project: Project, vocabulary: Vocabulary, texts: Path | None, progress: Progress = lambda *_: None,
             only: Iterable[str] | None = None, teach: Callable[..., Model] = learn,
    labels_only: bool = False,
) -> Evaluation:  # fmt: skip
    """Draft each municipality from the others and compare.

    Args:
        project: where the codings are.
        vocabulary: all of today's; the forms only a held-out municipality taught are withheld.
        texts: folder of the texts; documents whose text is not there only teach.
        progress: called with (done, of, what).
        only: hold out these municipalities only.
        teach: how to learn.
        labels_only: learn as where no text is on hand.

    Raises:
        UnreadableError: no text is on hand, or no such folder.
        DataError: a coding has faults.
    """
    documents = coded(project, vocabulary, texts)
    towns = sorted({d.municipality for d in documents if d.text is not None})
    if not towns:
        raise UnreadableError(
            Problem("--documents", "no text of a coded document is on hand", "give the folder that holds them")
        )
    result = Evaluation()
    gold, draft, keywords = _Laid(), _Laid(), _Laid()
    plain = _Plain(vocabulary)
    for done, town in enumerate(only or towns):
        progress(done, len(towns), f"{town}: learning from the others")
        own, others = [d for d in documents if d.municipality == town], [d for d in documents if d.municipality != town]
        examples, statements = material([replace(d, text=None) for d in others] if labels_only else others)
        model = teach(examples, statements, vocabulary, town, material(own)[0])
        drafter = Drafter(model, vocabulary)
        for document in own:
            if document.text is None:
                continue
            name = document.coding.document
            units = [span for _, span in read_segments(project.graph / name / "segments.csv")]
            drafted = drafter.draft(Source("txt", document.text.content), town)
            gold.add(units, said_of(document))
            draft.add(units, said_in(drafted))
            keywords.add(units, plain.said(drafted))
            result.documents[name] = (
                f"{len(drafted.suggestions)} segments, {sum(s.kind is not None for s in drafted.suggestions)} drafted"
            )
    for system, laid in ((DRAFT, draft), (KEYWORDS, keywords)):
        _compare(result, system, laid, gold)
    for variable in VARIABLES:
        result.confusions[variable] = confusions([u[variable] for u in draft.units], [u[variable] for u in gold.units])
    _readers(project, vocabulary, documents, result)
    return result


def _compare(result: Evaluation, system: str, answers: _Laid, reference: _Laid) -> None:
    for variable in VARIABLES:
        result.scores += score(
            system, variable, [u[variable] for u in answers.units], [u[variable] for u in reference.units]
        )
    result.scores += score_passages(system, list(zip(answers.passages, reference.passages)))


def _readers(project: Project, vocabulary: Vocabulary, documents: Sequence[Coded], result: Evaluation) -> None:
    """The second reader against the first, before their codings were reviewed together."""
    first, second = _Laid(), _Laid()
    for document in documents:
        path = project.graph / document.coding.document / SECOND
        if document.coding.document in result.documents and path.is_file() and path.with_name(FIRST).is_file():
            units = [span for _, span in read_segments(path.parent / "segments.csv")]
            for laid, table in ((first, path.with_name(FIRST)), (second, path)):
                laid.add(units, [_judged(j) for j in read_reading(table, vocabulary) if j.passage])
    if first.units:
        _compare(result, READERS, second, first)


def _judged(one: Judgement | Statement, spans: tuple[Span, ...] = ()) -> Said:
    return Said(
        spans or tuple(r.span for r in one.passage),
        {
            "kind": frozenset({one.kind}), "concept": frozenset(one.concepts), "age": frozenset(one.ages),
            "actor": frozenset(a for _, a in one.participations),
            "participation": frozenset(f"{r}:{a}" for r, a in one.participations),
        },
    )  # fmt: skip


def said_of(document: Coded) -> list[Said]:
    """What a coding says, in its text."""
    return [_judged(s, document.spans[s.id]) for s in document.coding.statements if document.spans.get(s.id)]


def said_in(drafted: Drafted) -> list[Said]:
    """What a draft says."""
    return [
        Said((s.span,), {
            "kind": frozenset({s.kind.value}), "concept": frozenset(g.value for g in s.concepts),
            "age": frozenset(g.value for g in s.ages), "actor": frozenset(g.value.partition(":")[2] for g in s.actors),
            "participation": frozenset(g.value for g in s.actors),
        })
        for s in drafted.suggestions if s.kind
    ]  # fmt: skip


class _Plain:
    """The baseline: words looked up as they stand, every sentence a passage, every kind the commonest."""

    def __init__(self, vocabulary: Vocabulary):
        self._concepts, self._actors = (
            Forms(pair for pair in lexicon.forms if pair not in lexicon.harvested)
            for lexicon in (
                Lexicon.of(vocabulary, CONCEPT, vocabulary.concepts),
                Lexicon.of(vocabulary, ACTOR, vocabulary.actors),
            )
        )

    def said(self, drafted: Drafted) -> list[Said]:
        text: Text = drafted.text
        found = []
        for segment in drafted.segments:
            words = words_of(text.quote(segment.span))
            concepts, actors = (
                frozenset(h.name for h in forms.find(words) if h.how == EXACT)
                for forms in (self._concepts, self._actors)
            )
            ages = frozenset(
                f"{int(a)}-{int(b)}" for a, b in re.findall(r"(\d{1,2})\s*-\s*(\d{1,2})\s*år", segment.text)
            )
            labels = {"kind": frozenset({"measure"}), "concept": concepts, "actor": actors, "age": ages,
                      "participation": frozenset(f"target:{a}" for a in actors)}  # fmt: skip
            found.append(Said((segment.span,), labels))
        return found
