"""Nothing of a person's work on a draft is lost: sheets, texts, folders; what cannot be used is said, with exit code 2."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from politikgraf import paths
from politikgraf.cli import main
from politikgraf.draft.copied import Copies, plain_words
from politikgraf.draft.mark import MARK, POINTS
from politikgraf.draft.places import find_municipality
from politikgraf.draft.where import command, texts_folder
from politikgraf.errors import DataError, UnreadableError
from test_draft_page import NAME, make_draft

MATERIAL = Path(__file__).parent / "material"
TEXT = (MATERIAL / "sejlby.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory, vocabulary):
    place = tmp_path_factory.mktemp("made with space")
    make_draft(place, TEXT, vocabulary)
    return place


@pytest.fixture
def place(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "with space"))


def run(place: Path, *arguments: str) -> int:
    return main([*arguments, "--graph", str(place / "graph"), "--documents", str(place / "texts")])


def test_a_sheet_is_not_written_over_unless_it_is_told(place, capsys):
    path = place / "s.xlsx"
    assert run(place, "sheet", NAME, "--to", str(path)) == 0
    told = capsys.readouterr().out
    assert f"--read '{path}' --graph '{place / 'graph'}'" in told
    book = load_workbook(path)
    book["coding"]["A2"] = "decided"
    book.save(path)
    before = path.read_bytes()
    assert run(place, "sheet", NAME, "--to", str(path)) == 2
    assert "--read FILE" in capsys.readouterr().err and path.read_bytes() == before
    assert run(place, "sheet", NAME, "--to", str(path), "--replace") == 0
    assert load_workbook(path)["coding"]["A2"].value is None


def test_other_files_are_never_written_over(place, capsys):
    text, other = place / "precious.md", place / "other.xlsx"
    text.write_text("mine", encoding="utf-8")
    other.write_bytes(b"mine")
    for path in (text, other):
        assert run(place, "sheet", NAME, "--to", str(path), "--replace") == 2
        assert str(path) in capsys.readouterr().err and path.read_bytes() == b"mine"
    assert run(place, "sheet", NAME, "--to", str(place / "new.csv")) == 2
    assert "does not end in .xlsx" in capsys.readouterr().err
    assert run(place, "sheet", NAME, "--to", str(place / "nowhere" / "x.xlsx")) == 2
    assert "there is no folder" in capsys.readouterr().err and not (place / "nowhere").exists()
    shutil.copytree(place / "graph" / NAME, place / "graph" / "andenby")
    assert run(place, "sheet", NAME, "--to", str(place / "s.xlsx")) == 0
    assert run(place, "sheet", "andenby", "--to", str(place / "s.xlsx"), "--replace") == 2
    assert "no sheet of andenby" in capsys.readouterr().err


def test_the_text_of_another_draft_is_not_written_over(place, vocabulary):
    kept = place / "texts" / "drafts" / f"{NAME}.txt"
    (place / "graph").rename(place / "elsewhere")
    with pytest.raises(DataError, match="text of another draft"):
        make_draft(place, TEXT + "\nVi bygger en ny bro til alle.\n", vocabulary)
    assert kept.read_text(encoding="utf-8") == TEXT and not (place / "graph" / NAME).exists()


def test_texts_are_kept_beside_a_graph_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.delenv(paths.DOCUMENTS_VARIABLE, raising=False)
    assert texts_folder(None, tmp_path / "ga") == tmp_path / "documents"
    assert texts_folder(None, None) == texts_folder(None, paths.graph_folder()) == paths.root() / "documents"
    assert texts_folder(tmp_path / "t", tmp_path / "ga") == tmp_path / "t"


def test_a_sheet_says_that_its_text_is_missing(place, capsys):
    kept = place / "texts" / "drafts" / f"{NAME}.txt"
    kept.write_text("en anden tekst", encoding="utf-8")
    assert run(place, "sheet", NAME, "--to", str(place / "a.xlsx")) == 0
    assert f"{kept}: is not the text of {NAME}" in capsys.readouterr().err
    kept.unlink()
    assert run(place, "sheet", NAME, "--to", str(place / "b.xlsx")) == 0
    assert "is not on hand" in capsys.readouterr().err


def test_check_refuses_words_of_the_text(place, capsys):
    words = plain_words(TEXT)
    coding = place / "graph" / NAME / "coding.csv"
    lines = coding.read_text(encoding="utf-8").split("\n")
    column = lines[0].split(",").index("label_da")
    cells = lines[2].split(",")
    cells[column] = " ".join(words[40:49])
    coding.write_text("\n".join([*lines[:2], ",".join(cells), *lines[3:]]), encoding="utf-8")
    assert run(place, "check", NAME) == 1
    assert "coding.csv:3 s002: label_da holds 9 words" in capsys.readouterr().out
    assert not Copies(TEXT).within(" ".join(words[40:48]))


def test_without_a_checkout_a_graph_folder_of_ones_own_is_needed(place, capsys, monkeypatch):
    monkeypatch.setattr(paths, "is_checkout", lambda: False)
    for arguments in (
        ["draft", str(MATERIAL / "sejlby.txt"), "--municipality", "Odense"],
        ["check"],
        ["accept", NAME, "--by", "Anna Holm"],
        ["sheet", NAME],
    ):
        assert main(arguments) == 2
        assert "give a folder of your own: --graph DIR" in capsys.readouterr().err


def test_folders_that_are_none(place, capsys):
    graph = str(place / "nowhere")
    for arguments in (["check"], ["check", NAME], ["accept", NAME, "--by", "A B"], ["sheet", NAME], ["evaluate"]):
        assert main([*arguments, "--graph", graph]) == 2
        assert graph in capsys.readouterr().err
    draft = ["draft", str(MATERIAL / "sejlby.txt"), "--municipality", "Odense", "--graph", str(MATERIAL / "sejlby.txt")]
    assert main(draft) == 2 and "is a file, not a folder" in capsys.readouterr().err
    (place / "none").mkdir()
    assert main(["evaluate", "--documents", str(place / "none")]) == 2


@pytest.mark.parametrize("name", ["../../evil", "1a", ""])
def test_a_name_that_cannot_be_used(place, name):
    assert run(place, "draft", str(MATERIAL / "sejlby.txt"), "--municipality", "Odense", "--name", name) == 2


def test_a_damaged_draft_says_how_to_keep_the_corrections(place, capsys):
    folder = place / "graph" / NAME
    (folder / MARK).write_text("", encoding="utf-8")
    assert run(place, "check", NAME) == 2
    told = capsys.readouterr().err
    assert "missing in it: municipality, source, text, version" in told and "under another --name" in told
    (folder / MARK).write_text("= [", encoding="utf-8")
    assert run(place, "check") == 2 and "another --name" in capsys.readouterr().err


def test_an_unreadable_table_is_unusable_input(place):
    (place / "graph" / NAME / POINTS).write_bytes(b"\xff\xfe\x00")
    assert run(place, "check", NAME) == 2


def test_a_code_that_is_another_municipalitys(vocabulary):
    for name, code in (("Odense", "0461"), ("Glostrup", "0161")):
        with pytest.raises(UnreadableError, match=code):
            find_municipality(name, "0999", vocabulary)
        assert find_municipality(name, code, vocabulary)[0]


def test_commands_to_give_next_name_their_folders(place, capsys):
    assert command("check", graph=Path("g h"), documents=Path("t")) == "politikgraf check --graph 'g h' --documents t"
    assert run(place, "sheet", NAME, "--to", str(place / "s.xlsx")) == 0
    assert run(place, "sheet", NAME, "--read", str(place / "s.xlsx")) == 0
    assert f"politikgraf check {NAME} --graph '{place / 'graph'}'" in capsys.readouterr().out
