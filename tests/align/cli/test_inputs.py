"""Files that a command line names and that are no ordinary files, or without end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, align

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")

SEED = ROOT / "seeds" / "deir-ez-zor.en.txt"
ODD = ("pipe", "link")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/dev/zero")
    (folder / "m.tsv").write_text("One.\tEins.\nTwo.\tZwei.\n", "utf-8")
    assert align("convert", "m.tsv", "--languages", "en,de", "-o", "c", cwd=folder).returncode == 0
    (folder / "a.beads").write_text("[0]:[0]\n")
    return folder


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "command",
    [
        "run {} en={seed} -o out",
        "run {seed} ru={} -o out",
        "run {seed} ru={seed} --metadata {} -o out",
        "run {seed} ru={seed} --lexicon {} -o out",
        "convert {} -o out",
        *(f"convert {{}} --from {kind} -o out" for kind in ("moses", "opus", "tei", "tmx", "tsv")),
        "convert m.tsv {} --from moses -o out",
        *(f"import c {{}} --from {kind}" for kind in ("beads", "intertext", "opus", "tei", "tmx", "tsv")),
        "check {}",
        "check c --schema {}",
        "check c --exports {}",
        "eval {} a.beads",
        "eval a.beads {}",
        "score {}",
        "score c --reference {}",
        "explain {} en.s1",
        "export {} out --to tsv",
        "segment {} --language en",
        "encode {} -o out.npy",
        "train en-de={} -o out",
        "train en-de=m.tsv --licences {} -o out",
        "models {}",
    ],
)
def test_what_is_no_file_is_refused(folder: Path, command: str, odd: str) -> None:
    before = sorted(folder.iterdir())
    words = [word.replace("{}", odd).replace("{seed}", str(SEED)) for word in command.split()]
    done = align(*words, cwd=folder)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert odd in done.stderr
    assert sorted(folder.iterdir()) == before


def test_files_of_a_corpus_and_of_an_export(folder: Path) -> None:
    for name in ("corpus.xml", "export"):
        assert align("export", "c", name, "--to", "tsv", cwd=folder).returncode == 0
    [table] = (folder / "export").glob("*.tsv")
    table.unlink()
    os.mkfifo(table)
    done = align("check", "c", "--exports", "export", cwd=folder)
    assert done.returncode == 2
    assert "is a pipe or a device" in done.stdout


@pytest.mark.parametrize("command", [f"run - {SEED} -o out", "segment - --language en"])
def test_standard_input_is_bounded_or_closed(tmp_path: Path, command: str) -> None:
    code = (
        "import corpus.files, sys; from align.cli import main\n"
        "corpus.files.MAX_BYTES = 2 << 20\n"
        f"sys.argv = ['align', *{command.split()!r}]; main()"
    )
    for source, problem in (("</dev/zero", b"is larger than 2 MiB"), ("<&-", b"is closed")):
        line = f'"$0" -c "$1" {source}'
        done = subprocess.run(
            ["sh", "-c", line, sys.executable, code], cwd=tmp_path, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 2
        assert done.stderr.startswith(b"error: standard input: " + problem)
        assert done.stderr.count(b"\n") == 1
