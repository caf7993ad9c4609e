"""A kill or a fault at each file operation in turn: what is there is old or new, and the next command works."""

from __future__ import annotations

import errno
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from align.encoders.embedding_table import EmbeddingTable
from align.encoders.static_model import StaticModel, static_hash, write_static
from align.encoders.tokens import UNKNOWN, WORD_START
from corpus import locks
from corpus.errors import TeialignError
from corpus.files import staged, write_file, writing
from corpus.locks import locked
from corpus.messages import collected_messages
from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Excerpt, Metadata, Role, Sentence, Span
from corpus.transactions import complete_changes, publish
from tei import Note, check_corpus, export_corpus, import_links, read_corpus, write_corpus, write_notes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is made in a forked process")

OPERATIONS = ("mkdir", "replace", "rename", "link", "unlink", "rmdir", "fsync")
FAULTS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EINTR)


@contextmanager
def stopped_at(number: int, stop: Callable[[], None], *others: str) -> Iterator[Callable[[], bool]]:
    """Call a function before the n-th file operation inside; what is yielded tells whether it was called."""
    left = number

    def counted(operation: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if not left:
                stop()
            return operation(*arguments, **options)

        return call

    with (
        patch.multiple(os, **{name: counted(getattr(os, name)) for name in (*OPERATIONS, *others)}),
        patch.object(io, "open", counted(io.open) if "open" in others else io.open),
    ):
        yield lambda: left <= 0


@pytest.fixture(autouse=True)
def only_what_changes_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the disk is waited for, nor is what was written checked."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("tei.written.check_corpus", lambda _: ())


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do some work in a process that ends without a word before its n-th file operation; return whether it did."""
    process = os.fork()
    if not process:
        try:
            with stopped_at(number, lambda: os._exit(9)), collected_messages():
                work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 9


def document(language: str, role: Role) -> Document:
    texts = [f"Sentence {number} in {language}." for number in range(2)]
    starts = (0, len(texts[0]) + 1)
    sentences = tuple(
        Sentence(f"{language}.s{number}", text, Span(start, start + len(text)))
        for number, (text, start) in enumerate(zip(texts, starts, strict=True))
    )
    return Document(language, language, role, (Block(f"{language}.b1", "p", " ".join(texts), sentences),), Metadata())


def corpus(name: str = "text", attribution: Attribution | None = None) -> Corpus:
    beads = (Bead(range(1), range(1), 1.0 if attribution else 0.9, attribution), Bead(range(1, 2), range(1, 2), 0.5))
    versions = (document("en", "pivot"), document("ru", "version"))
    return Corpus(name, versions[0], versions[1:], (Alignment("en", "ru", beads, "encoder:static"),))


OLD, NEW = corpus(), corpus(attribution=Attribution("confirmed", "A. Person"))
MODEL = StaticModel((UNKNOWN, WORD_START), EmbeddingTable(np.eye(2, dtype=np.float32)), ("en", "ru"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def import_tables(folder: Path) -> None:
    import_links(folder / "c", "tsv", folder / "tables", by="A. Person", confirm=True)


def write_note(folder: Path, output: str) -> None:
    note = Note("number", "major", (Excerpt("en.s0", Span(0, 8)),), "60, 80", 0.5)
    write_notes(OLD, folder / "c", [note], "signature", folder / output)


def write_text(folder: Path, text: str, place: str = "a.txt") -> None:
    with writing(folder / place):
        write_file(folder / place, [text, text])


def write_model(folder: Path) -> None:
    with writing(folder / "model"), staged(folder / "model") as new:
        new.mkdir()
        write_static(MODEL, new)
        (new / "README.md").write_text(static_hash(new))


@dataclass(frozen=True)
class Command:
    """What a command finds in a folder, and what it does."""

    prepare: Callable[[Path], object]
    work: Callable[[Path], object]


def with_corpus(folder: Path) -> None:
    write_corpus(OLD, folder / "c")


def with_tables(folder: Path) -> None:
    with_corpus(folder)
    export_corpus(OLD, "tsv", folder / "tables")


COMMANDS = {
    "run": Command(lambda folder: folder.mkdir(), lambda folder: write_corpus(NEW, folder / "x" / "c")),
    "run --force": Command(with_corpus, lambda folder: write_corpus(NEW, folder / "c", force=True)),
    "run --force --name": Command(
        with_corpus, lambda folder: write_corpus(replace(NEW, name="renamed"), folder / "c", force=True)
    ),
    "import": Command(with_tables, import_tables),
    "score --tei CORPUS": Command(with_corpus, lambda folder: write_note(folder, "c")),
    "score --tei FILE": Command(with_corpus, lambda folder: write_note(folder, "notes.xml")),
    "export": Command(with_corpus, lambda folder: export_corpus(OLD, "opus", folder / "o")),
    "export --force": Command(
        lambda folder: export_corpus(OLD, "tsv", folder), lambda folder: export_corpus(NEW, "tsv", folder, force=True)
    ),
    "segment -o": Command(lambda folder: folder.mkdir(), lambda folder: write_text(folder, "new", "x/y/a.txt")),
    "segment -o --force": Command(lambda folder: write_text(folder, "old"), lambda folder: write_text(folder, "new")),
    "train": Command(lambda folder: folder.mkdir(), write_model),
}


def content(folder: Path) -> object:
    """What a command finds, after what was interrupted has been completed."""
    with collected_messages() as messages:
        for each in (folder, folder / "c"):
            complete_changes(each)
    assert all("interrupted" in message.problem for message in messages)
    return files(folder)


def states(tmp_path: Path, command: Command) -> tuple[object, object]:
    """The content of the folder before and after a command."""
    command.prepare(tmp_path / "whole")
    before = content(tmp_path / "whole")
    command.work(tmp_path / "whole")
    if (tmp_path / "whole" / "c").is_dir():
        assert check_corpus(tmp_path / "whole" / "c") == ()
    return before, content(tmp_path / "whole")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_at_each_operation(tmp_path: Path, name: str) -> None:
    command = COMMANDS[name]
    before, after = states(tmp_path, command)
    found = []
    for number in range(1, 200):
        folder = tmp_path / f"at-{number}"
        command.prepare(folder)
        if not killed_at(number, lambda folder=folder: command.work(folder)):
            break
        with collected_messages() as messages:
            found.append(content(folder))
            assert found[-1] in (before, after)
            # A command that does not replace its output is done only once.
            if found[-1] == before or "--force" in name:
                command.work(folder)
        assert all("interrupted" in message.problem for message in messages)
        assert content(folder) == after
        assert not list(folder.rglob(".teialign-*"))
    assert len(found) > 3
    assert found[0] == before
    assert found == sorted(found, key=lambda each: each == after)


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"run --force --name"}))
def test_a_fault_at_each_operation(tmp_path: Path, name: str) -> None:
    """The error is one line, and nothing but the old or the new content is there."""
    command = COMMANDS[name]
    before, after = states(tmp_path, command)
    for number in range(1, 200):
        code = FAULTS[number % len(FAULTS)]

        def fail(code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        folder = tmp_path / f"at-{number}"
        command.prepare(folder)
        with stopped_at(number, fail, "open") as stopped:
            try:
                command.work(folder)
            except (TeialignError, OSError) as error:
                # Where reading what is there fails, it is not known what it is.
                assert os.strerror(code).lower() in str(error).lower() or "neither empty nor" in str(error)
                assert "\n" not in str(error)
        assert files(folder) in (before, after)
        assert not list(folder.rglob(".teialign-*"))
        if files(folder) == before:
            command.work(folder)
        assert content(folder) == after
        if not stopped():
            return
    raise AssertionError("the work does not end")


@pytest.mark.parametrize("fault", [2, 4])
def test_an_error_and_then_a_kill_while_it_is_undone(
    tmp_path: Path, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = iter(range(1, 1000))
    move = Path.replace

    def failing(start: Path, end: Path) -> Path:
        if next(moves) == fault:
            raise OSError(5, "broken disk")
        return move(start, end)

    def work(folder: Path) -> None:
        monkeypatch.setattr(Path, "replace", failing)
        try:
            write_corpus(NEW, folder, force=True)
        except Exception:
            return

    for number in range(1, 200):
        folder = tmp_path / f"at-{number}"
        write_corpus(OLD, folder)
        if not killed_at(number, lambda folder=folder: work(folder)):
            return
        with collected_messages():
            assert read_corpus(folder) in (OLD, NEW)


def test_of_two_imports_at_once_neither_loses_its_changes(tmp_path: Path) -> None:
    """The second waits for the first, reads what it wrote, and says that it waited."""
    write_corpus(OLD, tmp_path / "c")
    export_corpus(OLD, "tsv", tmp_path / "tables")
    with locked(tmp_path / "c"):
        process = os.fork()
        if not process:
            try:
                locks._locked.set(frozenset())
                with collected_messages() as messages:
                    import_links(tmp_path / "c", "tsv", tmp_path / "tables", by="Second", confirm=True)
                os._exit(0 if "waiting" in messages[0].problem else 3)
            finally:
                os._exit(1)
        time.sleep(0.5)
        assert os.waitpid(process, os.WNOHANG) == (0, 0)
        write_corpus(NEW, tmp_path / "c", force=True)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    people = {
        bead.attribution.name
        for bead in read_corpus(tmp_path / "c").alignments[0].beads
        if bead.attribution is not None
    }
    assert people == {"A. Person", "Second"}


@pytest.mark.parametrize(
    "plan",
    [
        '{"written": ["../victim"], "removed": [], "kept": []}',
        '{"written": [], "removed": ["../victim"], "kept": []}',
        '{"written": [], "removed": [".."], "kept": []}',
        '{"written": [], "removed": "victim", "kept": []}',
        '{"written": [1], "removed": [], "kept": []}',
        '{"other": []}',
        "[" * 100_000,
        "not JSON",
    ],
)
def test_a_plan_from_outside_reaches_no_other_folder(tmp_path: Path, plan: str) -> None:
    (tmp_path / "victim").write_text("mine")
    write_corpus(OLD, tmp_path / "c")
    hostile = tmp_path / "c" / ".teialign-change-x"
    (hostile / "new").mkdir(parents=True)
    (hostile / "plan.json").write_text(plan)
    with collected_messages():
        assert read_corpus(tmp_path / "c") == OLD
    assert (tmp_path / "victim").read_text() == "mine"
    assert not hostile.exists()


def test_a_plan_that_is_a_device_is_not_read(tmp_path: Path) -> None:
    write_corpus(OLD, tmp_path / "c")
    hostile = tmp_path / "c" / ".teialign-change-x"
    hostile.mkdir()
    (hostile / "plan.json").symlink_to("/dev/zero")
    with collected_messages():
        assert read_corpus(tmp_path / "c") == OLD
    assert not hostile.exists()


def test_files_of_a_folder_are_kept_where_links_are_not_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "no links here")

    write_corpus(OLD, tmp_path / "c")
    shutil.copytree(tmp_path / "c", tmp_path / "before")
    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(IsADirectoryError):
        publish(tmp_path / "c", [], ["."])
    write_corpus(NEW, tmp_path / "c", force=True)
    assert read_corpus(tmp_path / "c") == NEW
