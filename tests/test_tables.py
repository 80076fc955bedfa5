"""Tables as spreadsheets write them, and everything that can be wrong with one."""

from __future__ import annotations

import csv

import pytest
from politikgraf.coding_tables import read_coding
from politikgraf.errors import DataError, UnreadableError
from politikgraf.tables import read_table, write_atomically, write_table

COLUMNS = ("id", "label", "note")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_spreadsheets_csv_is_read(tmp_path, delimiter, encoding, newline):
    path = tmp_path / "t.csv"
    lines = [delimiter.join(COLUMNS), delimiter.join(["a1", f'"et, to{delimiter} tre"', "æøå"])]
    path.write_bytes(newline.join(lines).encode(encoding))
    assert [dict(r.cells) for r in read_table(path, COLUMNS)] == [
        {"id": "a1", "label": f"et, to{delimiter} tre", "note": "æøå"}
    ]


def test_what_is_written_is_read_back(tmp_path):
    rows = [{"id": "a1", "label": 'med "citat", komma\nog linje', "note": ""}]
    write_table(tmp_path / "t.csv", COLUMNS, rows)
    assert [dict(r.cells) for r in read_table(tmp_path / "t.csv", COLUMNS)] == rows


def test_row_numbers_are_those_of_the_file(tmp_path):
    (tmp_path / "t.csv").write_text('id,label,note\na1,"to\nlinjer",\n\na2,en,\n')
    assert [r.place.rsplit(":", 1)[1] for r in read_table(tmp_path / "t.csv", COLUMNS)] == ["2", "5"]


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", UnreadableError, "empty"),
        (b'id,label,note\na1,"never closed', UnreadableError, "quotation mark"),
        ("id,label\na1,børn".encode("cp1252"), UnreadableError, ":2: is not UTF-8"),
        (b"id,lable\na1,x", DataError, "did you mean label"),
        (b"id,id\na1,x", DataError, "stands twice"),
        (b"label\nx", DataError, "column 'id' is missing"),
        (b"id,label\na1,x,y", DataError, "3 cells under 2 columns"),
    ],
)
def test_a_broken_table_is_refused_with_place_and_remedy(tmp_path, content, error, said):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(error, match=said):
        read_table(tmp_path / "t.csv", COLUMNS)


def test_a_missing_and_a_huge_table_are_refused(tmp_path, monkeypatch):
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_table(tmp_path / "none.csv", COLUMNS)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableError, match="200 MB"):
        read_table(huge, COLUMNS)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "after \ud800")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["t.txt"]


SPOILS = {
    "concepts": ("welbeing", "did you mean wellbeing"),
    "kind": ("gaol", "did you mean goal"),
    "actors": ("responsible:techers", "did you mean teachers"),
    "ages": ("0-19", "ages: 0-19 is not in the vocabulary"),
    "belongs_to": ("s9999", "no row has id 's9999'"),
    "label_en": ("", "label_en is empty"),
    "label_da": ("et to tre fire fem seks syv otte ni ti elleve tolv tretten", "has 13 words"),
    "passage": ("10-5", "empty or backwards"),
    "fingerprint": ("nonsense", "not a word count or fingerprint"),
    "quantity": ("mange", "is no number"),
    "deadline": ("snart", "is no year"),
    "recurrence": ("hvert år", "no ISO 8601 duration"),
    "form": ("", "form is empty"),
    "certainty": ("maybe", "is not in the vocabulary"),
    "id": ("S 1", "is not usable"),
}


def spoil(folder, column, value, row=None):
    """Change one cell (by default of a row whose passage is one range); returns the row's line."""
    path = folder / "coding.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if row is None:
        row = next(n for n, cells in enumerate(rows) if n > 3 and "+" not in cells["passage"])
    rows[row][column] = value
    write_table(path, list(rows[0]), rows)
    return row + 2


@pytest.mark.parametrize("column", SPOILS)
def test_a_wrong_cell_is_named_by_file_row_and_remedy(copied, vocabulary, column):
    value, said = SPOILS[column]
    line = spoil(copied / "glostrup-2025", column, value)
    with pytest.raises(DataError) as caught:
        read_coding(copied / "glostrup-2025", vocabulary)
    assert any(f"coding.csv:{line}" in str(p) and said in str(p) for p in caught.value.problems), caught.value.problems


def test_all_problems_come_at_once(copied, vocabulary):
    folder = copied / "glostrup-2025"
    for row, (column, (value, _)) in enumerate(SPOILS.items()):
        spoil(folder, column, value, row)
    (folder / "ledger.csv").unlink()
    with pytest.raises(DataError) as caught:
        read_coding(folder, vocabulary)
    said = "\n".join(map(str, caught.value.problems))
    assert all(expected in said for _, expected in SPOILS.values())
    assert "ledger.csv" in said


def test_a_label_in_place_of_a_name_is_understood(vocabulary):
    assert (
        vocabulary.remedy("Fællesskab", vocabulary.concepts) == "write community, the name of what is called Fællesskab"
    )
    assert vocabulary.remedy("måske", {"sure", "arguable"}) == "one of arguable, sure"
