"""A kill at each file operation in turn: the corpus is the old or the new one, and the next command works."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tei_samples import make_corpus

from corpus import locks
from corpus.locks import locked
from corpus.messages import collected_messages
from corpus.model import Attribution, Bead, Corpus
from corpus.transactions import publish
from tei import check_corpus, export_corpus, import_links, read_corpus, write_corpus

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is made in a forked process")

OPERATIONS = ("mkdir", "replace", "rename", "link", "unlink", "rmdir", "fsync")


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do some work in a process that ends without a word before its n-th file operation; return whether it did."""
    process = os.fork()
    if not process:
        left = number

        def counted(operation: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **options: object) -> object:
                nonlocal left
                left -= 1
                if not left:
                    os._exit(9)
                return operation(*arguments, **options)

            return call

        try:
            for name in OPERATIONS:
                setattr(os, name, counted(getattr(os, name)))
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 9


def other_corpus() -> Corpus:
    corpus = make_corpus()
    beads = [*corpus.alignments[0].beads]
    place = next(place for place, bead in enumerate(beads) if bead.source and bead.target)
    bead = beads[place]
    beads[place] = Bead(bead.source, bead.target, 1.0, Attribution("corrected", "A. Person"))
    return replace(corpus, alignments=(replace(corpus.alignments[0], beads=tuple(beads)), *corpus.alignments[1:]))


def each_kill(tmp_path: Path, prepare: Callable[[Path], object], work: Callable[[Path], object]) -> list[Path]:
    """Return a folder for each operation before which the work was killed."""
    folders = []
    for number in range(1, 200):
        folder = tmp_path / f"at-{number}"
        prepare(folder)
        if not killed_at(number, lambda folder=folder: work(folder)):
            return folders
        folders.append(folder)
    raise AssertionError("the work does not end")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["same name", "another name"])
def test_a_corpus_that_is_replaced(tmp_path: Path, name: str) -> None:
    old, new = make_corpus(), other_corpus()
    if name == "another name":
        new = replace(new, name="renamed")
    folders = each_kill(
        tmp_path, lambda folder: write_corpus(old, folder), lambda folder: write_corpus(new, folder, force=True)
    )
    assert len(folders) > 20
    found = []
    for folder in folders:
        with collected_messages() as messages:
            found.append(read_corpus(folder))
        assert found[-1] in (old, new)
        assert all("interrupted" in message.problem for message in messages)
        assert check_corpus(folder) == ()
        assert len(names(folder)) == len(old.documents) + 2
        write_corpus(new, folder, force=True)
        assert read_corpus(folder) == new
    assert found[0] == old
    assert found[-1] == new
    assert found.count(new) < len(found)


def test_an_import(tmp_path: Path) -> None:
    corpus = make_corpus()
    export_corpus(corpus, "tsv", tmp_path / "tables")
    whole = tmp_path / "whole"
    write_corpus(corpus, whole)
    import_links(whole, "tsv", tmp_path / "tables", by="A. Person", confirm=True)
    confirmed = read_corpus(whole)
    assert confirmed != corpus
    folders = each_kill(
        tmp_path,
        lambda folder: write_corpus(corpus, folder),
        lambda folder: import_links(folder, "tsv", tmp_path / "tables", by="A. Person", confirm=True),
    )
    assert folders
    for folder in folders:
        with collected_messages():
            assert read_corpus(folder) in (corpus, confirmed)
        assert names(folder) == names(whole)
        import_links(folder, "tsv", tmp_path / "tables", by="A. Person", confirm=True)
        assert read_corpus(folder) == confirmed


def test_an_export_that_is_replaced(tmp_path: Path) -> None:
    corpus = make_corpus()
    export_corpus(corpus, "tsv", tmp_path / "whole")
    expected = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    folders = each_kill(
        tmp_path,
        lambda folder: export_corpus(corpus, "tsv", folder),
        lambda folder: export_corpus(corpus, "tsv", folder, force=True),
    )
    for folder in folders:
        with collected_messages():
            export_corpus(corpus, "tsv", folder, force=True)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == expected


@pytest.mark.parametrize("fault", [2, 4])
def test_an_error_and_then_a_kill_while_it_is_undone(
    tmp_path: Path, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = make_corpus(), other_corpus()
    moves = iter(range(1, 1000))
    move = Path.replace

    def failing(start: Path, end: Path) -> Path:
        if next(moves) == fault:
            raise OSError(5, "broken disk")
        return move(start, end)

    def work(folder: Path) -> None:
        monkeypatch.setattr(Path, "replace", failing)
        try:
            write_corpus(new, folder, force=True)
        except Exception:
            return

    for folder in each_kill(tmp_path, lambda folder: write_corpus(old, folder), work):
        with collected_messages():
            assert read_corpus(folder) in (old, new)


def test_of_two_imports_at_once_neither_loses_its_changes(tmp_path: Path) -> None:
    """The second waits for the first, reads what it wrote, and says that it waited."""
    corpus = make_corpus()
    write_corpus(corpus, tmp_path / "c")
    export_corpus(corpus, "tsv", tmp_path / "tables")
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
        first = other_corpus()
        write_corpus(first, tmp_path / "c", force=True)
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
    write_corpus(make_corpus(), tmp_path / "c")
    hostile = tmp_path / "c" / ".teialign-change-x"
    (hostile / "new").mkdir(parents=True)
    (hostile / "plan.json").write_text(plan)
    with collected_messages():
        assert read_corpus(tmp_path / "c") == make_corpus()
    assert (tmp_path / "victim").read_text() == "mine"
    assert not hostile.exists()


def test_a_plan_that_is_a_device_is_not_read(tmp_path: Path) -> None:
    write_corpus(make_corpus(), tmp_path / "c")
    hostile = tmp_path / "c" / ".teialign-change-x"
    hostile.mkdir()
    (hostile / "plan.json").symlink_to("/dev/zero")
    with collected_messages():
        assert read_corpus(tmp_path / "c") == make_corpus()
    assert not hostile.exists()


def test_files_of_a_folder_are_kept_where_links_are_not_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "no links here")

    write_corpus(make_corpus(), tmp_path / "c")
    shutil.copytree(tmp_path / "c", tmp_path / "before")
    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(IsADirectoryError):
        publish(tmp_path / "c", [], ["."])
    write_corpus(other_corpus(), tmp_path / "c", force=True)
    assert read_corpus(tmp_path / "c") == other_corpus()
