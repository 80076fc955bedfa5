"""The house: imports run one way, modules stay small, only the command line prints."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import networkx as nx
import pytest
from politikgraf import paths

PACKAGE = paths.root() / "build" / "politikgraf"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 310


def name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name(p) for p in MODULES}


def imports(path: Path) -> set[str]:
    """Modules of the package that a module imports when it is loaded (not inside functions)."""
    own = name(path)
    base = own if path.name == "__init__.py" else own.rpartition(".")[0]
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            parent = base.split(".")[: len(base.split(".")) - node.level + 1]
            target = ".".join([*parent, *(node.module.split(".") if node.module else [])])
            found |= {t for a in node.names if (t := f"{target}.{a.name}") in NAMES} or ({target} & NAMES)
    return found - {own}


@pytest.fixture(scope="module")
def graph() -> nx.DiGraph:
    found = nx.DiGraph()
    found.add_nodes_from(NAMES)
    found.add_edges_from((name(p), target) for p in MODULES for target in imports(p))
    return found


def test_imports_run_one_way(graph):
    assert not list(nx.simple_cycles(graph))


def test_the_core_does_not_know_its_edges(graph):
    edges = ("politikgraf.cli", "politikgraf.commands", "politikgraf.server", "politikgraf.site")
    for one, other in graph.edges:
        if not one.startswith(edges) and one != "politikgraf.__main__":
            assert not other.startswith(edges), (one, other)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_small_and_says_what_it_does(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(source)), "a module says in one line what its job is"


def test_only_the_command_line_prints():
    allowed = {"politikgraf.cli", "politikgraf.__main__"}
    for path in MODULES:
        if name(path) in allowed or name(path).startswith("politikgraf.commands"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        prints = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
        assert not [c.lineno for c in prints if not any(k.arg == "file" for k in c.keywords)], path


def test_no_registry_host_and_no_path_of_a_machine():
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb." + "debian"]
    forbidden = re.compile("|".join([*map(re.escape, hosts), r"/(?:work|home|root|Users)/"]))
    skip = {
        ".git",
        ".venv",
        "out",
        "documents",
        "node_modules",
        "__pycache__",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".mypy_cache",
    }
    hits = []
    for path in paths.root().rglob("*"):
        if (
            not path.is_file()
            or skip & set(path.relative_to(paths.root()).parts)
            or path.suffix in {".png", ".xlsx", ".docx", ".pdf"}
        ):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        hits += [f"{path}:{text.count(chr(10), 0, m.start()) + 1}" for m in forbidden.finditer(text)]
    assert not hits
