"""Every pointer against the texts, as coded and in other extractions."""

from __future__ import annotations

import random
import re
import shutil

import pytest
from politikgraf import paths
from politikgraf.errors import DataError
from politikgraf.evidence import examine, quote_graph, recognise
from politikgraf.pipeline import known_documents
from politikgraf.project import Project
from politikgraf.segment import read_segments, segments
from politikgraf.text import Text
from rdflib import Graph

pytestmark = pytest.mark.texts


@pytest.fixture(scope="module")
def known():
    from politikgraf.vocabulary import Vocabulary

    return known_documents(Project.here(), Vocabulary.load(paths.ontology_folder()))


@pytest.fixture(scope="module")
def texts(texts_folder, known):
    return recognise(texts_folder, known)


def test_every_document_has_its_text(texts, known):
    assert set(texts) == set(known)


def test_every_pointer_holds_and_every_word_is_accounted_for(texts, known):
    for name, text in texts.items():
        result = examine(known[name], text)
        assert result.exact and not result.problems, result.problems[:5]
        assert result.coded + sum(result.not_coded.values()) == result.words


def rewrapped(content: str) -> str:
    """The same words in lines of another width, without blank lines."""
    words, lines, line = content.split(), [], ""
    for word in words:
        if len(line) + len(word) > 57:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def rehyphenated(content: str) -> str:
    """Some long words broken at a line end, as a narrower column would."""
    dice = random.Random(7)

    def broken(match: re.Match) -> str:
        word = match.group()
        at = dice.randrange(3, len(word) - 3)
        return f"{word[:at]}-\n{word[at:]}" if dice.random() < 0.3 else word

    return re.sub(r"[a-zæøå]{9,}", broken, content)


def stripped(content: str) -> str:
    """The same lines without blank ones and without white space at either end."""
    return "\n".join(line.strip() for line in content.split("\n") if line.strip())


@pytest.mark.parametrize("change", [rewrapped, rehyphenated, stripped])
def test_the_check_passes_for_other_extractions(texts, known, tmp_path, change):
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(change(text.content), encoding="utf-8")
    found = recognise(tmp_path, known)
    assert set(found) == set(known)
    for name, text in found.items():
        result = examine(known[name], text)
        assert not result.exact and not result.problems, (name, result.problems[:5])


def test_a_text_that_is_none_of_the_known_is_named(texts_folder, known, tmp_path):
    (tmp_path / "other.txt").write_text("En helt anden kommunes politik.", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes("børn".encode("cp1252"))
    with pytest.raises(DataError) as caught:
        recognise(tmp_path, known)
    assert "other.txt" in str(caught.value) and "none of the known" in str(caught.value)
    assert "latin.txt" in str(caught.value) and "UTF-8" in str(caught.value)


def test_a_changed_word_is_found_out(texts, known, tmp_path):
    name, text = next(iter(texts.items()))
    changed = text.content.replace("børn", "fugle")
    (tmp_path / "t.txt").write_text(changed, encoding="utf-8")
    result = examine(known[name], Text.read(tmp_path / "t.txt"))
    assert result.problems


def test_quotes_hold_the_passages_words(texts, known):
    name, text = next(iter(texts.items()))
    graph: Graph = quote_graph([examine(known[name], text)])
    exacts = [str(o) for o in graph.objects(None, None) if " " in str(o)]
    assert exacts


def test_segments_are_what_the_segmenter_makes(texts):
    for name, text in texts.items():
        kept = read_segments(paths.graph_folder() / name / "segments.csv")
        assert [s for _, s in kept] == segments(text)
        assert text.words_in(s for _, s in kept) == set(range(len(text.words)))


def test_no_committed_file_holds_the_documents_words(texts):
    """No run of nine words of a document stands in any file of the project."""
    size = 9
    grams = set()
    for text in texts.values():
        words = re.findall(r"[^\W_]+", re.sub(r"-\s*\n\s*", "", text.content).lower())
        grams.update(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    root = paths.root()
    hits = []
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        skip = {".git", ".venv", "out", "documents", "node_modules", "__pycache__"} & set(parts)
        if skip or path.suffix not in {".ttl", ".csv", ".md", ".py", ".rq", ".toml", ".html", ".js", ".css", ".json"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            words = re.findall(r"[^\W_]+", line.lower())
            if any(tuple(words[i : i + size]) in grams for i in range(len(words) - size + 1)):
                hits.append(f"{path.relative_to(root)}:{number}")
    assert not hits


def test_no_text_is_fine_too(tmp_path, known):
    with pytest.raises(DataError, match="no folder"):
        recognise(tmp_path / "none", known)
    shutil.rmtree(tmp_path / "x", ignore_errors=True)
    with pytest.raises(DataError, match=r"no \.txt"):
        recognise(tmp_path, known)
