"""Words, fingerprints and finding passages again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from politikgraf.errors import DataError, UnreadableError
from politikgraf.locate import locate
from politikgraf.text import Span, Text, fingerprint, letters, word_spans


def words(text: str) -> list[str]:
    return [letters(text[s.start : s.end]) for s in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("børne- og ungepolitik", ["børne", "og", "ungepolitik"]),
        ("fritids-\nog foreningsliv", ["fritids", "og", "foreningsliv"]),
        ("sammenhæng-\nende", ["sammenhængende"]),
        ("sammen\u00adhæng", ["sammenhæng"]),
        ("barnets/den unges", ["barnets", "den", "unges"]),
        ("SSP-samarbejdet", ["sspsamarbejdet"]),
        ("0 – 18 år", ["0", "18", "år"]),
        ("", []),
    ],
)
def test_words_are_joined_over_hyphens_but_not_over_suspended_ones(text, expected):
    assert words(text) == expected


@given(st.text(alphabet="abcæøå ,.\n", min_size=1, max_size=80))
def test_a_fingerprint_does_not_depend_on_layout(text):
    assert fingerprint(text) == fingerprint("  \n".join(text.split(" ")).upper().replace(",", ""))


def test_a_passage_is_found_again_in_another_layout():
    first = Text("Indledning\n\nAlle børn skal trives i fælles-\nskaber. Slut.")
    second = Text("Indledning Alle børn\nskal triv-\nes i fællesskaber.\nSlut.")
    span = first.find("Alle børn ... fællesskaber")[0]
    assert [second.quote(s) for s in second.find_fingerprint(first.fingerprint(span))] == [
        "Alle børn skal trives i fællesskaber"
    ]


def test_a_fingerprint_that_is_not_there_is_not_found():
    assert Text("Alle børn skal trives").find_fingerprint(fingerprint("unge skal trives")) == []


def test_lines_are_counted_from_one():
    text = Text("en\nto\n  tre  \n")
    assert text.quote(text.lines(2, 3)) == "to tre"
    assert text.line_of(text.content.index("tre")) == 3
    with pytest.raises(DataError, match="1 to"):
        text.lines(3, 9)


def test_words_that_stand_twice_need_a_line():
    text = Text("alle børn\nalle børn")
    with pytest.raises(DataError, match="stands 2 times"):
        locate(text, '"alle børn"')
    assert locate(text, 'L2: "alle børn"') == [Span(10, 19)]


@pytest.mark.parametrize("notation", ["L0", "L3-2", "120", '"not there"', "5-2", "0-9999", "hello", ""])
def test_bad_notation_is_refused(notation):
    with pytest.raises(DataError):
        locate(Text("alle børn\nskal trives"), notation)


def test_a_text_must_be_utf8_and_of_a_size(tmp_path, monkeypatch):
    path = tmp_path / "t.txt"
    path.write_bytes("børn".encode("cp1252"))
    with pytest.raises(UnreadableError, match="UTF-8"):
        Text.read(path)
    with pytest.raises(UnreadableError, match="cannot be read"):
        Text.read(tmp_path / "none.txt")
    monkeypatch.setattr("politikgraf.text.MAX_BYTES", 3)
    with pytest.raises(UnreadableError, match="larger"):
        Text.read(path)
