"""Imports run one way, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "torch", "lxml", "numba", "sentence_transformers", "py3langid", "scipy"}
JOINERS = ("align/cli/", "align/pipeline.py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


MODULES = [path.relative_to(ROOT) for package in ("corpus", "align", "tei") for path in (ROOT / package).rglob("*.py")]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_arrows_run_one_way(module: Path) -> None:
    allowed = {"corpus": {"corpus"}, "tei": {"corpus", "tei"}, "align": {"corpus", "align"}}[module.parts[0]]
    if str(module).startswith(JOINERS):
        allowed = {"corpus", "align", "tei"}
    assert imported(ROOT / module) & {"corpus", "align", "tei"} <= allowed


@pytest.mark.parametrize("code", ["import corpus", "import align", "import tei", "import align.cli"])
def test_imports_are_light(code: str) -> None:
    script = f"import sys; {code}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    modules = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    assert HEAVY.isdisjoint(modules.split())


@pytest.mark.parametrize("arguments", ["--help", "run --help", "--version", "models --help"])
def test_help_is_light(arguments: str) -> None:
    script = (
        "import sys; from align.cli import main\n"
        f"sys.argv = ['align', *{arguments.split()!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print('MODULES', *{name.partition('.')[0] for name in sys.modules})"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    assert HEAVY.isdisjoint(printed.rpartition("MODULES")[2].split())
