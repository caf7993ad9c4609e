"""Standard output in any encoding, closed, or cut short; and ``--debug`` before or after the command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ALIGN = [str(Path(sys.executable).with_name("align"))]
ENGLISH, RUSSIAN = (str(ROOT / "seeds" / f"deir-ez-zor.{version}.txt") for version in ("en", "ru"))


def align(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "COLUMNS": "80", **environment}
    return subprocess.run([*ALIGN, *map(str, arguments)], capture_output=True, check=False, env=variables)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams") / "corpus"
    assert align("run", ENGLISH, RUSSIAN, "-o", folder).returncode == 0
    return folder


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp1251:strict"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "TERM": "dumb"},
        {"NO_COLOR": "1", "COLUMNS": "20"},
    ],
    ids=str,
)
def test_reports_are_written_in_any_encoding(corpus: Path, environment: dict[str, str]) -> None:
    explained = align("explain", corpus, "en.s8", **environment)
    assert (explained.returncode, explained.stderr) == (0, b"")
    encoding = environment.get("PYTHONIOENCODING", "ascii").partition(":")[0]
    text = explained.stdout.decode(encoding if encoding != "ascii" else "utf-8")
    assert "Link 8 of en-ru" in " ".join(text.split())


def test_the_report_of_a_run_is_written_where_the_encoding_lacks_its_signs(tmp_path: Path) -> None:
    done = align("run", ENGLISH, RUSSIAN, "-o", tmp_path / "out", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"12x1-1" in done.stdout


def test_what_an_encoding_lacks_is_escaped_or_written_in_ascii(corpus: Path) -> None:
    shown = align("explain", corpus, "en.s8", PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert "\\u041e\\u043d\\u043e" in shown
    assert re.search(r"0\.\d{3} x 0\.\d{3}", shown)
    report = json.loads(align("explain", corpus, "en.s8", "--json", PYTHONIOENCODING="ascii").stdout)
    assert "Оно должно" in report[0]["bead"]["target"][1]["text"]


def test_sentences_are_not_replaced_in_silence() -> None:
    done = align("segment", RUSSIAN, PYTHONIOENCODING="latin-1")
    assert done.returncode == 2
    message = done.stderr.decode()
    assert message == ("error: standard output is iso8859-1 and lacks \\u041a; set PYTHONIOENCODING=utf-8 or use -o\n")
    assert align("segment", ENGLISH, PYTHONIOENCODING="cp1252").returncode == 0
    lines = align("segment", RUSSIAN, "--json", PYTHONIOENCODING="latin-1").stdout.splitlines()
    assert json.loads(lines[0])["text"].startswith("Комментарий")


def test_closed_streams(tmp_path: Path) -> None:
    command = f'"{ALIGN[0]}" run "{ENGLISH}" "{RUSSIAN}" -o "{tmp_path}/out" 1>&- 2>&-'
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert (tmp_path / "out" / "corpus.xml").exists()


def test_a_reader_that_stops_early(corpus: Path) -> None:
    command = f'"{ALIGN[0]}" explain "{corpus}" en.s8 | head -1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.stdout.startswith(b"Link 8")
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [["--debug", "check"], ["check", "--debug"]], ids=" ".join)
def test_debug_before_and_after_the_command(arguments: list[str]) -> None:
    done = align(*arguments, "nowhere")
    assert b"Traceback" in done.stderr
    assert b"nowhere" in done.stderr
    assert align("check", "nowhere").stderr.startswith(b"error: ")


def interrupted(tmp_path: Path, module: str, handler: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command that gets SIGINT as soon as a module is imported; what it inherits handles it as named."""
    arguments = ["align", "run", ENGLISH, RUSSIAN, "-o", str(tmp_path / "out")]
    code = (
        "import os, signal, sys; from align.cli import main\n"
        f"signal.signal(signal.SIGINT, signal.{handler})\n"
        "class Interrupter:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        f"sys.meta_path.insert(0, Interrupter()); sys.argv = {arguments!r}; main()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to one process")
@pytest.mark.parametrize("module", ["typer", "align.cli.score", "numpy", "lxml", "tei.writer"])
def test_an_interrupt_ends_without_a_traceback(tmp_path: Path, module: str) -> None:
    done = interrupted(tmp_path, module, "default_int_handler")
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to one process")
def test_signals_that_are_ignored_stay_ignored(tmp_path: Path) -> None:
    assert interrupted(tmp_path, "typer", "SIG_IGN").returncode == 0


@pytest.mark.parametrize("name", ["corpus.py", "align.py", "tei.py"])
def test_files_of_the_user_do_not_shadow_the_packages(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("raise SystemExit('shadowed')\n", "utf-8")
    done = subprocess.run([*ALIGN, "models"], capture_output=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
