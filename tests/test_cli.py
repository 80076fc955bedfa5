"""The command line as a product: help everywhere, exit codes, nothing but messages on faults."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

import pytest
from politikgraf import paths
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
        == 1
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
