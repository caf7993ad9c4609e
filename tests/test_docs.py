"""The examples of the README and of every page in docs, executed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
from command_line import align

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = re.compile(r"^<!-- (example|run command) -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

PLAIN_COMMAND = re.compile(r"align ([^|>$#]*(?: #.*)?)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run(page: Path, folder: Path) -> None:
    for kind, language, code in EXAMPLE.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            run_alone([sys.executable, "-W", "error", "-c", code], folder)
        else:
            # The install before it is what .ci/run does.
            run_script(code.rpartition("&&")[2] if kind == "run command" else code, folder)


def run_script(script: str, folder: Path) -> None:
    """Run a shell script whose lines are each complete; plain commands of ours are run in this process."""
    for plain, lines in groupby(script.strip().splitlines(), PLAIN_COMMAND.fullmatch):
        if plain:
            done = align(*shlex.split(plain[1], comments=True), cwd=folder)
            assert done.returncode == 0, f"{plain[0]}\n{done.stdout}\n{done.stderr}"
        else:
            run_alone(["bash", "-euc", "\n".join(lines)], folder)


def run_alone(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_readme_has_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^<!-- (?:run|test) command -->\n```sh\n(.*)\n```$", text, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert shlex.split(command)[:3] == ["python3", "-m", "venv"]
        assert "-c constraints.txt" in command
