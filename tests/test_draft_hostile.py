"""Malformed, hostile and huge files are refused or read within bounds, and harm nothing."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from politikgraf.cli import main
from politikgraf.draft.limits import MAX_DEPTH
from politikgraf.draft.reading import read_source
from politikgraf.draft.sheet_reading import read_sheet
from politikgraf.draft.structure import read_structure
from politikgraf.errors import DataError, UnreadableError
from politikgraf.text import Text
from test_draft_page import NAME, make_draft

MATERIAL = Path(__file__).parent / "material"
BOUND = 90.0


def refused(path: Path, *said: str) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read_source(path)
    message = str(caught.value)
    assert path.name in message and str(path.parent) not in message
    assert any(word in message for word in said), message
    assert time.monotonic() - started < BOUND


def docx(path: Path, document: str, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def test_zip_bomb(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(300):
            file.write(b"\0" * 1_000_000)
    refused(tmp_path / "bomb.docx", "unpacks to")


def test_a_zip_that_lies_about_its_size(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    content = raw.getvalue().replace((5_000_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    (tmp_path / "liar.docx").write_bytes(content)
    refused(tmp_path / "liar.docx", "damaged", "missing", "unpacks")


def test_many_members(tmp_path):
    refused(docx(tmp_path / "many.docx", "<a/>", **{f"m{n}": b"" for n in range(6000)}), "unpacks to")


def test_xml_entities(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
    refused(docx(tmp_path / "entities.docx", bomb), "entities")
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    refused(docx(tmp_path / "outside.docx", outside), "entities")


def test_damaged_and_old_word_files(tmp_path):
    (tmp_path / "cut.docx").write_bytes((MATERIAL / "sejlby.docx").read_bytes()[:9000])
    refused(tmp_path / "cut.docx", "damaged")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    refused(tmp_path / "old.docx", "password")


def test_deeply_nested_html(tmp_path):
    for name, tag in (("div", "div"), ("b", "b"), ("font", "font"), ("x", "x-y")):
        path = tmp_path / f"{name}.html"
        path.write_text(f"<{tag}>" * 200_000 + "tekst om børn og unge i kommunen", encoding="utf-8")
        refused(path, "nested")


def test_html_as_deep_as_allowed_is_read(tmp_path):
    content = (MATERIAL / "sejlby.html").read_text(encoding="utf-8")
    deep = content.replace("<main>", "<main>" + "<div>" * (MAX_DEPTH - 10)).replace(
        "</main>", "</div>" * (MAX_DEPTH - 10) + "</main>"
    )
    (tmp_path / "deep.html").write_text(deep, encoding="utf-8")
    assert "Sejlby" in read_source(tmp_path / "deep.html").content


def test_pdf_whose_pages_loop(tmp_path):
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Pages /Count 9 /Parent 2 0 R /Kids [2 0 R] >>\nendobj\n"
        b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    (tmp_path / "loop.pdf").write_bytes(content)
    refused(tmp_path / "loop.pdf", "damaged", "no text", "cannot be read")


def test_pdf_whose_form_draws_itself(tmp_path):
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n"
        b"4 0 obj\n<< /Length 5 >>\nstream\n/X Do\nendstream\nendobj\n"
        b"5 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 /Resources << /XObject << /X 5 0 R >> >> >>\n"
        b"stream\n/X Do\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    )
    (tmp_path / "self.pdf").write_bytes(content)
    refused(tmp_path / "self.pdf", "no text", "damaged", "cannot be read")


def test_scanned_pdf(tmp_path):
    import sys

    sys.path.insert(0, str(MATERIAL))
    import make

    (tmp_path / "scan.pdf").write_bytes(make.pdf_bytes([[], [], []]))
    refused(tmp_path / "scan.pdf", "text recognition")


def test_encrypted_pdf(tmp_path):
    plain = (MATERIAL / "sejlby.pdf").read_bytes()
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"ab" * 32
        + b"> /U <"
        + b"cd" * 32
        + b"> >> /ID [<aa><aa>] /Root 1 0 R"
    )
    (tmp_path / "locked.pdf").write_bytes(plain.replace(b"/Root 1 0 R", lock))
    refused(tmp_path / "locked.pdf", "password")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "Norwegian",
            "Barn og unge i kommunen skal oppleve trygghet og mestring i hverdagen sin, og alle skal ha noen å være sammen med etter skoletid. ",
        ),
        (
            "Swedish",
            "Alla barn och unga i kommunen ska känna sig trygga och delaktiga, och skolan ska ge dem lust att lära sig mer varje dag. ",
        ),
        (
            "English",
            "Every child in the town should feel safe and have somebody to play with, and the school should make them want to learn more. ",
        ),
        (
            "German",
            "Jedes Kind in der Gemeinde soll sich sicher fühlen und jemanden zum Spielen haben, und die Schule soll neugierig machen. ",
        ),
    ],
)
def test_other_languages(tmp_path, language, words):
    (tmp_path / "other.txt").write_text(words * 20, encoding="utf-8")
    refused(tmp_path / "other.txt", language)


def test_binary_empty_unknown_missing(tmp_path):
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 400)
    refused(tmp_path / "noise.txt", "no text", "not in Danish")
    (tmp_path / "empty.pdf").write_bytes(b"")
    refused(tmp_path / "empty.pdf", "empty")
    (tmp_path / "a.odt").write_bytes(b"x")
    refused(tmp_path / "a.odt", "not read")
    refused(tmp_path / "gone.pdf", "cannot be read")


def test_ten_thousand_headings(tmp_path):
    lines = [
        f"# Overskrift nummer {n}\n\nAlle børn og unge skal trives i skolen og i fritiden.\n" for n in range(10_000)
    ]
    (tmp_path / "heads.md").write_text("\n".join(lines), encoding="utf-8")
    started = time.monotonic()
    source = read_source(tmp_path / "heads.md")
    segments = read_structure(Text(source.content), source.headings)
    assert len(segments) >= 10_000 and time.monotonic() - started < BOUND


def test_a_sheet_that_is_a_bomb_or_no_sheet(tmp_path, vocabulary):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 250_000_000)
    with pytest.raises(DataError, match="unpacks"):
        read_sheet(tmp_path, tmp_path / "bomb.xlsx", vocabulary)
    (tmp_path / "no.xlsx").write_bytes(b"no")
    with pytest.raises(DataError, match="damaged"):
        read_sheet(tmp_path, tmp_path / "no.xlsx", vocabulary)


# Sheets that a person has spoilt


@pytest.fixture(scope="module")
def place(tmp_path_factory, vocabulary):
    """A draft of the made-up policy, and its sheet."""
    place = tmp_path_factory.mktemp("sheets")
    make_draft(place, (MATERIAL / "sejlby.txt").read_text(encoding="utf-8"), vocabulary)
    assert main(["sheet", NAME, "--to", str(place / "s.xlsx"), *where(place)]) == 0
    return place


def where(place: Path) -> tuple[str, ...]:
    return ("--graph", str(place / "graph"), "--documents", str(place / "texts"))


def spoilt(place: Path, change) -> Path:
    book = load_workbook(place / "s.xlsx")
    header = [c.value for c in book["coding"][1]]
    change(book, book["coding"], lambda name: header.index(name) + 1)
    book.save(place / "spoilt.xlsx")
    return place / "spoilt.xlsx"


def nine(sheet, row: int) -> str:
    """Nine words of a row's passage."""
    return " ".join(sheet.cell(row, 2).value.split()[:9])


SPOILT = {
    "a formula": (lambda b, s, c: (s.cell(4, c("label_da"), "=1+1"), s.cell(5, c("concepts 2"), "=A1")), ["coding!K4: holds a formula", "coding!N5: holds a formula"]),
    "a date": (lambda b, s, c: setattr(s.cell(3, c("ages 1")), "value", datetime.date(2026, 5, 3)), ["coding!X3: has become a date"]),
    "merged cells": (lambda b, s, c: s.merge_cells("K3:K5"), ["K3:K5: the cells are merged", "coding!4: label_da is empty"]),
    "columns gone": (lambda b, s, c: (s.delete_cols(c("label_da")), s.delete_cols(c("kind"))), ["the column 'kind' is missing", "the column 'label_da' is missing"]),
    "a column twice": (lambda b, s, c: s.cell(1, c("label_en"), "label_da"), ["the column 'label_da' stands twice"]),
    "an id twice": (lambda b, s, c: (s.cell(3, c("id"), "s001"), s.cell(5, c("kind"), "gaol")), ["coding!3: id s001 stands already in row 2", "coding!5: kind: gaol"]),
    "an odd first column": (lambda b, s, c: (s.cell(3, 1, "nej"), s.cell(4, 1, "not a statement: x")), ["'nej' is not in the list", "x is no reason"]),
    "a row deleted": (lambda b, s, c: s.delete_rows(4), ["row s003, which is gone", "stand in no row any more"]),
    "words left out": (lambda b, s, c: s.cell(4, c("passage"), "hver eneste af dem"), ["coding!4: ", "words of it stand in no row"]),
    "no such words": (lambda b, s, c: (s.cell(3, c("passage"), "ikke i teksten her"), s.cell(4, c("passage"), "L9999")), ["coding!3: passage:", "coding!4: passage:"]),
    "no such age": (lambda b, s, c: (s.cell(3, c("ages 1"), "fem"), s.cell(4, c("ages 1"), "9-3")), ["fem is no age band", "9-3 is an age band that ends before it begins"]),
    "sheets gone": (lambda b, s, c: (b.remove(s), b.remove(b["sections"])), ["has no sheet named 'coding'", "has no sheet named 'sections'"]),
    "an odd section": (lambda b, s, c: b["sections"].cell(3, 1, "nowhere"), ["sections!3: there is no section 'nowhere'", "which is gone: no section is deleted"]),
    "a section deleted": (lambda b, s, c: b["sections"].delete_rows(4), ["no section is deleted in the sheet"]),
    "words copied": (lambda b, s, c: (s.cell(4, c("label_da"), nine(s, 4)), s.cell(5, c("note_en"), "It says: " + nine(s, 4))), ["coding!4: label_da holds 9 words", "coding!5: note_en holds 9 words"]),
    "a row that others point at": (lambda b, s, c: (s.cell(4, 1, "not a statement: caption"), s.cell(5, c("belongs_to"), "s003")), ["coding!5: belongs_to: s003 (row 4) is marked 'not a statement'", "empty belongs_to"]),
    "cells half filled": (lambda b, s, c: (s.cell(3, c("actors 1"), "children"), s.cell(4, c("form")).__setattr__("value", None), s.cell(5, c("concepts 1")).__setattr__("value", None)), ["coding!3: actors: 'children' has no role -> write role:actor, e.g. target:children", "coding!4: form is empty", "coding!5: concepts is empty"]),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_sheet_says_everything_and_changes_nothing(place, capsys, what):
    change, said = SPOILT[what]
    before = {p.name: p.read_bytes() for p in (place / "graph" / NAME).iterdir()}
    capsys.readouterr()
    assert main(["sheet", NAME, "--read", str(spoilt(place, change)), *where(place)]) in (1, 2)
    errors = capsys.readouterr().err
    assert all(one in errors for one in said), errors
    assert errors.count("\n") < 30 and "/tmp" not in errors.replace(str(place), "")
    assert {p.name: p.read_bytes() for p in (place / "graph" / NAME).iterdir()} == before


def test_faults_of_every_sort_are_said_in_the_order_of_the_rows(place, capsys):
    def change(book, sheet, column):
        sheet.cell(8, column("kind"), "gaol")
        sheet.cell(3, column("concepts 1"), "komunity")
        sheet.cell(4, column("passage"), " ".join(sheet.cell(4, 2).value.split()[:2]))
        sheet.cell(6, column("passage"), "ikke i teksten her")
        for row in (5, 11):
            sheet.cell(row, column("label_da"), "Den samme etiket")
            sheet.cell(row, column("kind"), "goal")
        book["sections"].cell(3, 1, "nowhere")

    assert main(["sheet", NAME, "--read", str(spoilt(place, change)), *where(place)]) == 1
    errors = capsys.readouterr().err.splitlines()
    rows = [int(m[1]) for line in errors if (m := re.search(r"coding!(\d+):", line))]
    assert rows == sorted(rows) and set(rows) == {3, 4, 6, 8, 11}, errors
    assert "sections!3" in " ".join(errors[len(rows) :]) and errors[0].startswith(str(place / "spoilt.xlsx"))


def test_a_row_split_and_a_row_that_says_nothing(place, tmp_path, vocabulary):
    shutil.copytree(place, tmp_path / "p")
    here = tmp_path / "p"

    def change(book, sheet, column):
        words, last = sheet.cell(4, 2).value.split(), sheet.max_row + 1
        for number in range(1, sheet.max_column + 1):
            sheet.cell(last, number, sheet.cell(4, number).value)
        sheet.cell(last, column("id")).value = None
        sheet.cell(4, column("passage"), " ".join(words[:9]))
        sheet.cell(last, column("passage"), f"“{words[9]} … {' '.join(words[-2:])}”")
        sheet.cell(2, 1, "not a statement: caption")
        sheet.cell(3, 1, "decided")

    assert main(["sheet", NAME, "--read", str(spoilt(here, change)), *where(here)]) == 0
    coding = (here / "graph" / NAME / "coding.csv").read_text(encoding="utf-8")
    ledger = (here / "graph" / NAME / "ledger.csv").read_text(encoding="utf-8")
    assert "\ns001," not in coding and ",caption," in ledger and "\ns050," not in coding
    assert coding.count("\n") == (place / "graph" / NAME / "coding.csv").read_text(encoding="utf-8").count("\n")
    points = (here / "graph" / NAME / "draft.csv").read_text(encoding="utf-8")
    assert "\ns001," not in points and points.count(",decided") >= 3
    from politikgraf.draft.folder import judge

    assert judge(here / "graph" / NAME, vocabulary, None, Text.read(here / "texts" / "drafts" / f"{NAME}.txt")) == []


GONE = {
    "tables": (
        ("ledger.csv", "sections.csv", "document.ttl"),
        ["ledger.csv", "sections.csv", "document.ttl: is missing"],
    ),
    "points": (("draft.csv",), ["draft.csv: is missing"]),
    "mark": (("draft.toml",), ["is no draft"]),
}


@pytest.mark.parametrize("what", GONE)
@pytest.mark.parametrize("command", [("check", NAME), ("accept", NAME, "--by", "Anna Holm")])
def test_a_draft_half_deleted(place, tmp_path, capsys, what, command):
    shutil.copytree(place, tmp_path / "p")
    names, said = GONE[what]
    for name in names:
        (tmp_path / "p" / "graph" / NAME / name).unlink()
    assert main([*command, *where(tmp_path / "p")]) in (1, 2)
    told = capsys.readouterr()
    assert all(one in told.err + told.out for one in said)


def test_a_text_that_is_another_is_a_fault(place, tmp_path, capsys):
    shutil.copytree(place, tmp_path / "p")
    (tmp_path / "p" / "texts" / "drafts" / f"{NAME}.txt").write_text("andet", encoding="utf-8")
    assert main(["check", NAME, *where(tmp_path / "p")]) == 1
    assert "is not the text that was drafted" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["../graph/proeveby", "a/b", "", ".", "proeveb", "æøå"])
def test_names_that_are_no_draft(place, capsys, name):
    for command in (("check", name), ("accept", name, "--by", "Anna Holm"), ("sheet", name)):
        assert main([*command, *where(place)]) == 2
        assert "no draft" in (said := capsys.readouterr().err) or "no document" in said


@pytest.mark.parametrize(
    ("town", "code", "said"),
    [
        ("A/../B", "0998", "is no name"),
        ('X" ; <x>', "0998", "is no name"),
        ("Nyby", "12", "four digits"),
        ("Nyby", "0161", "code of glostrup"),
    ],
)
def test_odd_municipalities(tmp_path, capsys, town, code, said):
    arguments = ["draft", str(MATERIAL / "sejlby.txt"), "--municipality", town, "--code", code, "--name", "ny"]
    assert main([*arguments, *where(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_files_that_cannot_be_drafted_are_said_before_anything_is_learned(place, tmp_path, capsys):
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "folder.pdf").mkdir()
    os.symlink("two.pdf", tmp_path / "one.pdf")
    os.symlink("one.pdf", tmp_path / "two.pdf")
    files = [str(tmp_path / n) for n in ("empty.pdf", "folder.pdf", "one.pdf", "gone.pdf", "empty.pdf")]
    started = time.monotonic()
    assert main(["draft", *files, "--municipality", "Odense", *where(place)]) == 1
    errors = capsys.readouterr().err
    assert all(
        one in errors
        for one in ("is empty", "is a folder", "one.pdf: cannot be read", "gone.pdf: cannot be read", "is given twice")
    )
    assert "learning" not in errors and time.monotonic() - started < 20


def test_where_nothing_can_be_written(place, tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for target in (tmp_path, tmp_path / "file" / "s.xlsx"):
        assert main(["sheet", NAME, "--to", str(target), *where(place)]) == 2
        errors = capsys.readouterr().err
        assert "is a folder" in errors or "cannot be written" in errors
