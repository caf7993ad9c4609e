"""`align review` and `align realign` as commands."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from command_line import ROOT, align

from align.review.commands import change_of
from align.review.linking import Person
from align.review.session import Session
from corpus import Attribution, Corpus
from tei import check_corpus, read_corpus, write_corpus
from tei.reviewed import ReviewedCorpus

RUN = "import sys; sys.argv[0] = 'align'; from align.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seeds = ROOT / "seeds"
    done = align("run", seeds / "deir-ez-zor.en.txt", seeds / "deir-ez-zor.ru.txt", "-o", tmp_path / "corpus")
    assert done.returncode == 0, done.stderr
    return tmp_path / "corpus"


class Editor:
    """The command in a process of its own, and a client that has its cookie."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-P", "-c", RUN, "review", str(folder), "--no-browser", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        assert self.process.stderr
        self.told: list[str] = []
        for line in self.process.stderr:
            self.told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)(/enter\S+)", line):
                break
        else:
            raise AssertionError(self.told)
        self.port = int(found[1])
        self.cookie = ""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", found[2])
            self.cookie = connection.getresponse().headers["Set-Cookie"].partition(";")[0]

    def post(self, name: str, **values: object) -> dict[str, object]:
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("POST", f"/api/{name}", json.dumps(values), headers)
            response = connection.getresponse()
            answer: dict[str, object] = json.loads(response.read())
        assert response.status == 200, answer
        return answer

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def editor(folder: Path) -> Iterator[Editor]:
    running = Editor(folder, "--by", "Ann Lee")
    yield running
    running.process.kill()
    running.process.wait()
    assert running.process.stderr
    running.process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals end it")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_is_saved_at_the_end(folder: Path, editor: Editor, number: int) -> None:
    held = align("import", folder, folder, "--from", "tei")
    assert held.returncode == 2
    assert "is being edited by `align review` of Ann Lee, process" in held.stderr
    second = align("review", folder, "--no-browser")
    assert (second.returncode, "is being edited by" in second.stderr) == (2, True)
    editor.post("do", revision=0, version="ru", command="confirm", at="en.s1")
    assert editor.end(number) == 0
    assert read_corpus(folder).alignments[0].beads[0].attribution == Attribution("confirmed", "Ann Lee")
    assert not check_corpus(folder)
    log = align("review", folder, "--log")
    assert log.stdout == "Ann Lee: confirm [ru] en.s1 : ru.s1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals end it")
def test_a_killed_editor_loses_no_decision_and_no_lock_stays(folder: Path, editor: Editor) -> None:
    editor.post("do", revision=0, version="ru", command="confirm", at="en.s1")
    editor.end(signal.SIGKILL)
    done = align("realign", folder, "--by", "Bob")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "ru: 0 new links, 0 with another probability; 1 reviewed link kept\n"
    assert read_corpus(folder).alignments[0].beads[0].attribution == Attribution("confirmed", "Ann Lee")


def test_realigning_keeps_what_a_person_decided(folder: Path) -> None:
    before = read_corpus(folder).alignments[0].beads
    table = folder.parent / "table"
    assert align("export", folder, table, "--to", "tsv").returncode == 0
    path = table / "deir-ez-zor.tsv"
    header, *rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    ids = [header.index("source_ids"), header.index("target_ids")]
    for column in ids:
        # The aligner would not make a link of two sentences and one, and another of none and one.
        rows[4][column] = f"{rows[4][column]} {rows[5][column]}" if column == ids[0] else rows[4][column]
    rows[5][ids[0]] = ""
    texts = [header.index("source_text"), header.index("target_text")]
    lines = [[cell for place, cell in enumerate(row) if place not in texts] for row in (header, *rows)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")
    done = align("import", folder, path, "--from", "tsv", "--by", "Ann")
    assert done.returncode == 0, done.stderr
    done = align("realign", folder)
    assert done.returncode == 0, done.stderr
    after = read_corpus(folder).alignments[0].beads
    reviewed = [bead for bead in after if bead.attribution]
    assert [bead.attribution for bead in reviewed] == [Attribution("corrected", "Ann")] * 2
    assert [bead.type for bead in reviewed] == ["2-1", "0-1"]
    assert align("review", folder, "--log").stdout.splitlines()[1:] == [
        "not in this log, as after `align import`: 2 links corrected by Ann"
    ]
    runs = [{(bead.source, bead.target) for bead in beads} for beads in (before, after)]
    assert len(runs[1] - runs[0]) == 2
    assert not check_corpus(folder)
    assert align("realign", folder, "--version", "xx").returncode == 2


def test_realigning_logs_and_counts_what_it_changes(folder: Path) -> None:
    def probabilities() -> list[float]:
        return [bead.confidence for bead in read_corpus(folder).alignments[0].beads]

    journal = folder / "deir-ez-zor.review" / "journal.jsonl"
    before = probabilities()
    told = align("realign", folder, "--model", "surface").stdout
    changed = sum(one != other for one, other in zip(before, probabilities(), strict=True))
    assert told == f"ru: 0 new links, {changed} with another probability; 0 reviewed links kept\n"
    assert changed
    logged = journal.read_bytes()
    told = align("realign", folder, "--model", "surface").stdout
    assert told == "ru: 0 new links, 0 with another probability; 0 reviewed links kept\n"
    assert journal.read_bytes() == logged


def test_what_is_reviewed_is_gold(folder: Path) -> None:
    assert align("export", folder, folder.parent / "none", "--to", "tmx", "--reviewed").returncode == 2
    gold = folder.parent / "gold"
    done = align("export", folder, gold, "--to", "beads", "--reviewed")
    told = "error: deir-ez-zor: no link has been reviewed; confirm some with `align review`\n"
    assert (done.returncode, done.stderr, gold.exists()) == (2, told, False)
    with closing(Session(ReviewedCorpus(folder), Person("Ann"))) as review:
        values = {"command": "confirm", "version": "ru", "at": "en.s1"}
        review.do(change_of(review.draft, values, review.person, ()))
    done = align("export", folder, gold, "--to", "beads", "--reviewed")
    assert done.returncode == 0
    assert "that nobody has reviewed left out" in done.stderr
    assert (gold / "deir-ez-zor.beads").read_bytes() == b"[0]:[0]\n"


def test_what_cannot_be_reviewed_is_one_clear_line(folder: Path, tmp_path: Path) -> None:
    write_corpus(Corpus("lone", read_corpus(folder).pivot, (), ()), tmp_path / "lone")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for arguments, told in (
            ((tmp_path / "none",), "corpus.xml"),
            ((ROOT / "seeds",), "corpus.xml"),
            ((tmp_path / "lone",), "no version beside the pivot"),
            ((folder, "--made", "yesterday"), "is not a date"),
            ((folder, "--by", "a\x01b"), "characters that XML cannot hold"),
            ((folder, "--port", port), f"port {port}: cannot be used"),
            ((folder, "--port", 70000), "65535"),
            ((folder, "--version", "zz"), "no version 'zz'; choose one of ru"),
            ((folder, "--model", "nope"), "nope: "),
        ):
            done = align("review", *arguments, "--no-browser")
            assert done.returncode == 2
            assert told in done.stderr
            assert "Traceback" not in done.stderr
            assert "http://" not in done.stderr
    assert align("review", folder, "--log").stderr == "nothing has been reviewed\n"
    path = folder / "deir-ez-zor.alignment.xml"
    path.write_text(path.read_text("utf-8").replace("#ru.s2", "#ru.s999"), "utf-8")
    done = align("review", folder, "--no-browser")
    assert (done.returncode, "is not a sentence of the pair" in done.stderr) == (2, True)
