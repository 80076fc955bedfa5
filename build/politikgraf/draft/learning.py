"""What the coded documents teach, put into a model that suggests judgements of a new passage.

Concepts and actors are ranked: for each label the numbers of `features` go into gradient boosting
(scikit-learn), which learns how much to trust them. What it learns from must look like what it will
meet. So each municipality in turn is held out with the word forms that only its texts have taught
the vocabulary, the features are learned from the others, and the ranker from those held out.
Kinds and ways of taking part are told by logistic regression. Everything is deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rdflib import Namespace
from rdflib.namespace import SKOS
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer
from threadpoolctl import threadpool_limits

from ..namespaces import ACTOR, CONCEPT, KINDS, POL
from ..vocabulary import Vocabulary
from .cues import marks, told
from .cutting import Cutter
from .examples import Example
from .features import FEATURES, LabelFeatures, Seen, see
from .roles import RoleModel
from .terms import Forms, words_of

NO_STATEMENT = frozenset({"page-furniture", "placeholder", "web-chrome", "caption", "attribution", "lead-in"})
SEED = 20260101
WORD_WEIGHT = 0.5
READ_SHARE = 0.35
PRONOUNS = (
    ("municipality", "vi"), ("municipality", "vores"), ("municipality", "os"), ("municipality", "kommunens"),
    ("children-and-young-people", "de"), ("children-and-young-people", "dem"), ("children-and-young-people", "deres"),
    ("children-and-young-people", "alle"), ("children", "det"), ("children", "dets"), ("children-and-young-people", "jeg"),
)  # fmt: skip
"""Words that stand for an actor; how far to trust each is learned."""

Labels = Callable[[Example], Sequence[str]]


def concepts_of(example: Example) -> Sequence[str]:
    return example.concepts


def actors_of(example: Example) -> Sequence[str]:
    return tuple(dict.fromkeys(actor for _, actor in example.actors))


@dataclass(frozen=True)
class Lexicon:
    """The Danish forms and definitions of one vocabulary's entries."""

    names: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    harvested: frozenset[tuple[str, str]]
    definitions: tuple[str, ...]

    @classmethod
    def of(
        cls, vocabulary: Vocabulary, namespace: Namespace, names: Iterable[str], more: Sequence[tuple[str, str]] = ()
    ) -> Lexicon:
        """The lexicon of a vocabulary.

        Hidden labels are forms that were found in coded texts (`harvested`); preferred and
        alternative labels are what one would search by.
        """
        order = tuple(sorted(names))
        graph = vocabulary.graph

        def texts(name: str, *predicates) -> list[str]:
            return sorted(str(o) for p in predicates for o in graph.objects(namespace[name], p) if o.language == "da")

        given = [(n, f) for n in order for f in texts(n, SKOS.prefLabel, SKOS.altLabel)]
        hidden = [(n, f) for n in order for f in texts(n, SKOS.hiddenLabel)]
        definitions = tuple(" ".join(texts(n, SKOS.definition, SKOS.scopeNote, SKOS.example)) for n in order)
        extra = [pair for pair in more if pair[0] in order]
        return cls(order, tuple(given + hidden + extra), frozenset(hidden), definitions)

    def without(self, municipality: str, places: dict[tuple[str, str], frozenset[str]]) -> Lexicon:
        """The lexicon as it would be, had a municipality's documents never been read."""
        gone = {f for f in self.harvested if places.get(f, frozenset()) == {municipality}}
        return replace(self, forms=tuple(f for f in self.forms if f not in gone)) if gone else self

    def documents(self) -> list[str]:
        """Each entry's definition with its forms, to compare passages with."""
        forms: dict[str, list[str]] = {}
        for name, form in self.forms:
            forms.setdefault(name, []).append(form)
        return [f"{d} {' '.join(forms.get(n, ()))}" for n, d in zip(self.names, self.definitions)]


def places_of(forms: Iterable[tuple[str, str]], examples: Iterable[Example]) -> dict[tuple[str, str], frozenset[str]]:
    """In which municipalities' examples each form stands, word for word."""
    words: dict[str, list[str]] = {}
    for example in examples:
        words.setdefault(example.municipality, []).append(" ".join(w.form for w in words_of(example.words)))
    joined = {m: f" {' | '.join(parts)} " for m, parts in words.items()}
    found = {}
    for form in forms:
        needle = f" {' '.join(w.form for w in words_of(form[1]))} "
        found[form] = frozenset(m for m, text in joined.items() if needle in text)
    return found


class Ranker:
    """Suggests labels for passages, each with a confidence."""

    def __init__(self, lexicon: Lexicon, of: Labels):
        self.lexicon, self._of = lexicon, of

    def fit(self, examples: Sequence[Example], places: dict[tuple[str, str], frozenset[str]]) -> Ranker:
        """Learn from examples of two municipalities or more."""
        numbers, answers = [], []
        for municipality in sorted({e.municipality for e in examples}):
            lexicon = self.lexicon.without(municipality, places)
            seen = see(examples, Forms(lexicon.forms))
            inner = [s for s in seen if s.example.municipality != municipality]
            outer = [s for s in seen if s.example.municipality == municipality and s.example.role != "label"]
            if not inner or not outer:
                continue
            learned = LabelFeatures(lexicon.names, lexicon.documents(), self._of).fit(inner)
            numbers.append(learned.transform(outer).reshape(-1, len(FEATURES)))
            answers.append(learned.targets(outer).ravel())
        self.forms = Forms(self.lexicon.forms)
        seen = see(examples, self.forms)
        self._features = LabelFeatures(self.lexicon.names, self.lexicon.documents(), self._of).fit(seen)
        if numbers:
            self._judge = HistGradientBoostingClassifier(
                max_iter=150, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=40, l2_regularization=1.0,
                early_stopping=False, random_state=SEED,
            ).fit(np.vstack(numbers), np.concatenate(answers))  # fmt: skip
        else:
            self._judge = None
        return self

    def see(self, examples: Sequence[Example]) -> list[Seen]:
        """The examples with the forms found in them."""
        return see(examples, self.forms)

    def confidences(self, seen: Sequence[Seen]) -> np.ndarray:
        """How likely each label is for each passage: passages x labels."""
        if not seen:
            return np.zeros((0, len(self.lexicon.names)))
        numbers = self._features.transform(seen)
        if self._judge is None:
            return np.clip(numbers[:, :, 8], 0, 1)
        flat = self._judge.predict_proba(numbers.reshape(-1, len(FEATURES)))[:, 1]
        return flat.reshape(len(seen), -1)


def _marks(examples: Sequence[Example]) -> list[dict[str, float]]:
    return [marks(e) for e in examples]


def _less(words):
    return WORD_WEIGHT * words


def _surface(examples: Sequence[Example]) -> list[str]:
    return [e.words.lower() for e in examples]


class KindModel:
    """Tells the kind of a statement from how its clause is built, its form, its place and its words."""

    def fit(self, weighed: Sequence[tuple[Example, float]]) -> KindModel:
        """Learn from statements, each with how much it counts."""
        self._model = make_pipeline(
            make_union(
                make_pipeline(FunctionTransformer(_marks), DictVectorizer()),
                make_pipeline(
                    FunctionTransformer(_surface),
                    TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\w+"),
                    FunctionTransformer(_less),
                ),
            ),
            LogisticRegression(C=0.1, max_iter=500, random_state=SEED),
        )
        examples = [e for e, _ in weighed]
        weights = [w for _, w in weighed]
        self._model.fit(examples, [e.kinds[0] for e in examples], logisticregression__sample_weight=weights)
        self.kinds: list[str] = [str(k) for k in self._model.classes_]
        return self

    def confidences(self, examples: Sequence[Example]) -> np.ndarray:
        """How likely each of `kinds` is for each passage: what was learned, mixed with the codebook's reading."""
        if not examples:
            return np.zeros((0, len(self.kinds)))
        read = np.array([[kind == told(e) for kind in self.kinds] for e in examples], dtype=float)
        return (1 - READ_SHARE) * self._model.predict_proba(list(examples)) + READ_SHARE * read


@dataclass
class Model:
    """Everything learned, and from what.

    Attributes:
        source: for each document learned from, whether its text or its labels were used.
        words: how often each lemma stands in the examples.
    """

    concepts: Ranker
    actors: Ranker
    kinds: KindModel
    roles: RoleModel
    cutter: Cutter
    source: dict[str, str]
    words: dict[str, int]


@threadpool_limits.wrap(limits=1)
def learn(examples: Sequence[Example], statements: Sequence[tuple[Example, float]], vocabulary: Vocabulary, held_out: str | None = None,
          held_out_examples: Sequence[Example] = ()) -> Model:  # fmt: skip
    """Learn from the examples of coded documents.

    Args:
        examples: from texts, or labels where a text is not on hand.
        statements: all statements by themselves, with how much each counts.
        vocabulary: concepts and actors.
        held_out: a municipality whose forms must not be known either, for evaluation.
        held_out_examples: its examples, to tell which forms are only its own.

    One thread does it all: so little material is learned faster so, and many times faster where
    the machine has other work.
    """
    used = [e for e in examples if e.role not in NO_STATEMENT]
    more = [replace(e, role="label") for e, weight in statements if weight < 1]
    all_examples = [*used, *more]
    concept_lexicon = Lexicon.of(vocabulary, CONCEPT, vocabulary.concepts)
    actor_lexicon = Lexicon.of(vocabulary, ACTOR, _actors(vocabulary), PRONOUNS)
    texts = [*used, *held_out_examples]
    lexicons = []
    for lexicon in (concept_lexicon, actor_lexicon):
        places = places_of(lexicon.forms, texts)
        if held_out:
            lexicon = lexicon.without(held_out, places)  # noqa: PLW2901
            places = {form: where - {held_out} for form, where in places.items()}
        lexicons.append((lexicon, places))
    concepts = Ranker(lexicons[0][0], concepts_of).fit(all_examples, lexicons[0][1])
    actors = Ranker(lexicons[1][0], actors_of).fit(all_examples, lexicons[1][1])
    source = {e.document: "text" if e.role else "labels" for e in examples}
    words = Counter(w.lemma for e in used for w in words_of(e.words))
    return Model(
        concepts,
        actors,
        KindModel().fit(statements),
        RoleModel().fit(actors.see(used)),
        Cutter().fit(used),
        source,
        dict(words),
    )


def _actors(vocabulary: Vocabulary) -> list[str]:
    return sorted(vocabulary.actors)


def bodies(vocabulary: Vocabulary) -> dict[str, str]:
    """Named bodies that belong to one municipality, with that municipality."""
    from ..namespaces import MUNICIPALITY

    return {
        str(body).removeprefix(str(ACTOR)): str(owner).removeprefix(str(MUNICIPALITY))
        for body, owner in vocabulary.graph.subject_objects(POL.ofMunicipality)
    }


__all__ = ["KINDS", "Model", "bodies", "learn"]
