"""The command line as a product: help everywhere, exit codes, nothing but messages on faults."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest
from politikgraf import paths, tables
from politikgraf.cli import main, parser


def subcommands() -> dict[str, argparse.ArgumentParser]:
    action = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


@pytest.mark.parametrize("name", sorted(subcommands()))
def test_every_command_has_help_and_an_example(name):
    command = subcommands()[name]
    assert command.description and "example" in (command.epilog or ""), name
    for action in command._actions:
        if action.option_strings and not isinstance(action, argparse._HelpAction):
            assert action.help or action.choices, f"{name} {action.option_strings}"


def test_validate_says_valid_violations_and_unreadable(tmp_path, capsys):
    valid = paths.graph_folder() / "glostrup-2025" / "graph.ttl"
    assert main(["validate", str(valid)]) == 0
    assert "valid" in capsys.readouterr().out
    spoiled = tmp_path / "spoiled.ttl"
    spoiled.write_text(
        valid.read_text(encoding="utf-8").replace("concept:wellbeing", "concept:welbeing"), encoding="utf-8"
    )
    assert main(["validate", str(spoiled), "--lang", "da"]) == 1
    assert "welbeing" in capsys.readouterr().out
    assert main(["validate", str(spoiled), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["conforms"] and report["violations"][0]["message_da"] != report["violations"][0]["message_en"]


def test_validate_names_every_unreadable_file_at_once(tmp_path, capsys):
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c\n a:d a:e ; .", encoding="utf-8")
    latin = tmp_path / "latin.ttl"
    latin.write_bytes('<a:a> <a:b> "ø" .'.encode("cp1252"))
    huge = tmp_path / "huge.ttl"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    assert main(["validate", str(broken), str(latin), str(huge), str(tmp_path / "none.ttl")]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("broken.ttl", "latin.ttl", "huge.ttl", "none.ttl"))
    assert "Traceback" not in said


def test_build_of_a_broken_folder_changes_nothing(copied, tmp_path, capsys):
    (copied / "glostrup-2025" / "coding.csv").write_text("id,kidn\n")
    assert main(["build", "--graph", str(copied), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "did you mean kind" in said and "nothing was changed" in said
    assert not (tmp_path / "out").exists()


def test_build_with_a_missing_documents_folder_says_so(copied, tmp_path, capsys):
    assert (
        main(["build", "--graph", str(copied), "--out", str(tmp_path / "out"), "--documents", str(tmp_path / "none")])
        == 2
    )
    assert "is no folder" in capsys.readouterr().err


def test_stats_count_the_same_as_the_table(capsys):
    assert main(["stats", "--format", "json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["all"]["statements"] == sum(d["statements"] for d in counts["documents"].values())
    assert sum(counts["all"]["kinds"].values()) == counts["all"]["statements"]


def test_locate_prints_cells_and_fills_tables(tmp_path, capsys):
    text = tmp_path / "t.txt"
    text.write_text("Trivsel\nAlle børn skal trives i fællesskaber.\n", encoding="utf-8")
    assert main(["locate", "--text", str(text), '"skal trives"']) == 0
    assert "passage     18-29" in capsys.readouterr().out
    table = tmp_path / "ledger.csv"
    table.write_text("id;reason;passage\nu1;heading;L1\n", encoding="utf-8")
    assert main(["locate", "--text", str(text), "--fill", str(table)]) == 0
    assert "u1,heading,0-7,1,7." in table.read_text(encoding="utf-8")
    before = table.read_text(encoding="utf-8")
    table.write_text(before + "u2,heading,L99,,\n", encoding="utf-8")
    assert main(["locate", "--text", str(text), "--fill", str(table)]) == 1
    assert "u2,heading,L99" in table.read_text(encoding="utf-8")


def test_the_command_starts_quickly_and_says_its_version():
    done = subprocess.run(
        [sys.executable, "-m", "politikgraf", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("politikgraf ")


def test_wrong_arguments_are_exit_code_2():
    with pytest.raises(SystemExit) as caught:
        main(["no-such-command"])
    assert caught.value.code == 2


def test_validate_tells_ill_typed_values_with_their_line_and_finds_nothing_to_judge_in_strangers(tmp_path, capsys):
    valid = (paths.graph_folder() / "glostrup-2025" / "graph.ttl").read_text(encoding="utf-8")
    spoiled = tmp_path / "spoiled.ttl"
    spoiled.write_text(valid.replace('"2029"^^xsd:gYear', '"tyvenitten"^^xsd:gYear'), encoding="utf-8")
    assert main(["validate", str(spoiled), "--lang", "da"]) == 1
    said = capsys.readouterr()
    line = next(n for n, text in enumerate(spoiled.read_text(encoding="utf-8").split("\n"), 1) if ":s119 a " in text)
    assert f"linje {line}:" in said.out and "tyvenitten" in said.out and "Traceback" not in said.err
    strangers = {"empty.ttl": "", "foaf.ttl": "<http://a/b> a <http://xmlns.com/foaf/0.1/Person> ."}
    for name, content in strangers.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert main(["validate", str(tmp_path / name)]) == 1
        assert "nothing was judged" in capsys.readouterr().out
    odd = tmp_path / "odd.ttl"
    odd.write_text(
        valid + '\n<http://a/b> <http://a/c> "x"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n', encoding="utf-8"
    )
    assert main(["validate", str(odd)]) == 1
    assert "no valid xsd:decimal" in capsys.readouterr().out


def test_a_folder_that_lost_its_document_ttl_is_missed(copied: Path, tmp_path: Path, capsys) -> None:
    (copied / "glostrup-2025" / "document.ttl").unlink()
    assert main(["build", "--graph", str(copied), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "glostrup-2025" in said and "document.ttl" in said
    assert not (tmp_path / "out" / "politikgraf.ttl").exists()


def test_what_cannot_be_written_is_said_and_nothing_is_half_there(tmp_path: Path, capsys, monkeypatch) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert main(["codebook", str(tmp_path / "taken")]) == 2
    assert "taken" in capsys.readouterr().err
    kept = {tmp_path / name: "before" for name in ("one", "two", "three")}
    for path, content in kept.items():
        path.write_text(content, encoding="utf-8")
    real, opened = tables.os.fdopen, []

    def full(handle: int, mode: str):
        opened.append(handle)
        if len(opened) == 3:
            tables.os.close(handle)
            raise OSError(28, "No space left on device")
        return real(handle, mode)

    monkeypatch.setattr(tables.os, "fdopen", full)
    with pytest.raises(OSError, match="No space left") as caught:
        tables.write_all_atomically(dict.fromkeys(kept, "after"))
    assert caught.value.filename == str(tmp_path / "three")
    assert {p: p.read_text(encoding="utf-8") for p in tmp_path.iterdir() if p.name != "taken"} == kept


def test_a_full_output_ends_with_a_word(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this machine")
    with open("/dev/full", "w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "politikgraf", "queries"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 2 and "Traceback" not in ended.stderr and "No space left" in ended.stderr


@pytest.mark.parametrize("content", ["", "@prefix a: <b", "<a> <b> <c> ."])
def test_a_site_of_a_damaged_graph_is_refused(tmp_path: Path, content: str) -> None:
    from politikgraf.errors import UnreadableError
    from politikgraf.project import Project
    from politikgraf.site import write_site

    (tmp_path / "politikgraf.ttl").write_text(content, encoding="utf-8")
    project = Project(Project.here().ontology, tmp_path, tmp_path, tmp_path / "out")
    with pytest.raises(UnreadableError, match=r"politikgraf\.ttl"):
        write_site(project)
    assert not (tmp_path / "out" / "site").exists()


def test_a_state_that_is_none_is_no_obstacle(tmp_path: Path) -> None:
    from politikgraf.project import STATE, Project

    (tmp_path / STATE).write_text("[]", encoding="utf-8")
    assert Project(tmp_path, tmp_path, tmp_path, tmp_path).load_state() == {}


def test_tables_are_filled_in_together_or_not_at_all(copied: Path, tmp_path: Path, capsys) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Alle børn skal trives.\n\nAlle unge også.\n", encoding="utf-8")
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "sections.csv").write_text("id,title_da,title_en,extent\na,A,A,L1\n", encoding="utf-8")
    (folder / "ledger.csv").write_text("id,reason,passage\nu1,heading,L2\n", encoding="utf-8")
    before = (folder / "sections.csv").read_bytes()
    given = ["locate", "--text", str(text), "--fill", str(folder / "sections.csv"), str(folder / "ledger.csv")]
    assert main(given) == 1
    assert "holds no words" in capsys.readouterr().err and (folder / "sections.csv").read_bytes() == before
    assert main([*given[:4], str(folder / "other.csv")]) == 2


def test_counts_that_do_not_fit_the_text_are_faults() -> None:
    from politikgraf.codings import Coding
    from politikgraf.evidence import Known, examine
    from politikgraf.text import Text

    text = Text("Alle børn skal trives.")
    problems = examine(Known(Coding("town", (), (), ()), text.sha256, 5, 4), text).problems
    assert any("pol:length is 5; the text has 22" in str(p) for p in problems)
    assert not any("wordCount" in str(p) for p in problems)
