"""Imports run one way, without circles, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "torch", "lxml", "numba", "sentence_transformers", "py3langid", "scipy", "starlette", "uvicorn"}

ALLOWED = {
    "corpus": set(),
    "tei": {"corpus"},
    "align.engine": {"corpus"},
    "align.encoders": {"corpus", "align.engine"},
    "align.training": {"corpus", "align.engine", "align.encoders"},
    "align.evaluation": {"corpus", "align.engine"},
    "align.explain": {"corpus", "align.engine", "align.encoders"},
    "align.pipeline": {"corpus", "align.engine", "align.encoders"},
    "align.fidelity": {"corpus", "align.engine", "align.encoders", "align.pipeline"},
    "align.review": {"corpus", "align.engine", "align.encoders", "align.explain"},
    "align.cli": {
        *("corpus", "tei", "align", "align.engine", "align.encoders", "align.training", "align.evaluation"),
        *("align.explain", "align.pipeline", "align.fidelity", "align.review"),
    },
    "align": {"corpus", "align.engine", "align.encoders", "align.pipeline"},
}
"""What each part may import; docs/architecture.md draws it. ``align`` is the façade itself."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for package in ("corpus", "align", "tei") for path in (ROOT / package).rglob("*.py")}


def part_of(module: str) -> str:
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "align" else names[0]


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of ours that a module imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{module}: a relative import"
            assert not node.level, f"{module}: a relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in inner}
    return frozenset(found & MODULES.keys())


@pytest.mark.parametrize("module", sorted(MODULES))
def test_each_part_imports_only_what_is_below_it(module: str) -> None:
    own = part_of(module)
    assert {part_of(other) for other in imported(module)} - {own} <= ALLOWED[own]


def test_modules_import_each_other_in_no_circle() -> None:
    order = tuple(TopologicalSorter({module: imported(module) - {module} for module in MODULES}).static_order())
    assert set(order) == MODULES.keys()


def test_no_part_has_more_than_a_third_of_all_lines() -> None:
    lines: dict[str, int] = {}
    for module, path in MODULES.items():
        lines[part_of(module)] = lines.get(part_of(module), 0) + len(path.read_bytes().splitlines())
    assert max(lines.values()) < sum(lines.values()) / 3


@pytest.mark.parametrize(
    "code", ["import corpus", "import align", "import tei", "import align.cli", "import align.cli.program"]
)
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
