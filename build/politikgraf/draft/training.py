"""Learning from the project's documents, once; the model is kept in the output folder for the next time."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import joblib

from ..errors import DataError, Problem
from ..evidence import Known, recognise
from ..pipeline import known_documents
from ..project import Project, digest
from ..tables import write_atomically
from ..text import Text
from ..vocabulary import Vocabulary
from .examples import Coded, Example, coded_documents, examples_of, statements_of
from .learning import Model, learn
from .mark import is_draft

MODEL = "draft-model.joblib"
_CODE = Path(__file__).resolve().parent


def coded(project: Project, vocabulary: Vocabulary, texts: Path | None) -> list[Coded]:
    """The project's coded documents with those of their texts that are on hand; drafts teach nothing.

    Raises:
        DataError: a coding cannot be read, or there is none.
    """
    known = {n: k for n, k in known_documents(project, vocabulary).items() if not is_draft(project.graph / n)}
    if not known:
        raise DataError(
            Problem(str(project.graph), "holds no coded document to learn from", "give the project's own --graph")
        )
    found = _texts(known, texts)
    return coded_documents([project.graph / n for n in known], known, found)


def _texts(known: dict[str, Known], texts: Path | None) -> dict[str, Text]:
    """The texts in a folder that are of known documents; others in it are passed over."""
    if texts is None or not texts.is_dir():
        return {}
    by_sum = {k.sha256: name for name, k in known.items()}
    found: dict[str, Text] = {}
    for path in sorted(texts.glob("*.txt")):
        try:
            text = Text.read(path)
        except DataError:
            continue
        if text.sha256 in by_sum:
            found[by_sum[text.sha256]] = text
    if not found and any(texts.glob("*.txt")):
        try:
            return recognise(texts, known)
        except DataError:
            return {}
    return found


def material(documents: Sequence[Coded]) -> tuple[list[Example], list[tuple[Example, float]]]:
    """The examples of documents, and all their statements by themselves."""
    return [e for c in documents for e in examples_of(c)], [pair for c in documents for pair in statements_of(c)]


def trained(
    project: Project, vocabulary: Vocabulary, texts: Path | None, progress=lambda *_: None
) -> tuple[Model, bytes]:
    """The model that the coded documents give, from the last time where nothing has changed.

    Returns:
        The model, and its bytes to hand to other processes.
    """
    documents = coded(project, vocabulary, texts)
    inputs = [*project.common_inputs(), *sorted(_CODE.glob("*.py"))]
    for document in documents:
        inputs += project.document_inputs(project.graph / document.coding.document)
    key = digest(inputs, joblib.__version__, *(d.text.sha256 if d.text else "" for d in documents))
    path = project.out / MODEL
    if path.is_file():
        content = path.read_bytes()
        if content[:64] == key.encode():
            raw = content[128:]
            if hashlib.sha256(raw).hexdigest().encode() == content[64:128]:
                return load(raw), raw
    progress(0, 1, "learning from the coded documents (about a minute, the first time)")
    model = learn(*material(documents), vocabulary)
    buffer = io.BytesIO()
    joblib.dump(model, buffer, compress=1)
    raw = buffer.getvalue()
    with contextlib.suppress(OSError):  # an output folder that cannot be written: learn again next time
        write_atomically(path, key.encode() + hashlib.sha256(raw).hexdigest().encode() + raw)
    return model, raw


def load(raw: bytes) -> Model:
    """A model from its bytes."""
    return joblib.load(io.BytesIO(raw))
