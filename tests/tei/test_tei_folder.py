"""A corpus is written completely or not at all, and nothing of anybody else's is touched."""

from __future__ import annotations

import errno
import os
import stat
from contextvars import Context
from dataclasses import replace
from pathlib import Path

import pytest
from tei_samples import make_block, make_corpus

from corpus import transactions
from corpus.errors import CorpusError
from corpus.locks import HOLDER_FILE, held
from corpus.model import Corpus
from tei import check_folder, export_corpus, read_corpus, write_corpus

FILES = ["corpus.xml", "lighthouse.alignment.xml", "lighthouse.en-2.xml", "lighthouse.en.xml", "lighthouse.ru.xml"]


def other_corpus() -> Corpus:
    return replace(make_corpus(), name="other", versions=(), alignments=())


def snapshot(folder: Path) -> dict[str, bytes]:
    """Everything under a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


@pytest.fixture
def folder(tmp_path) -> Path:
    write_corpus(make_corpus(), tmp_path / "corpus")
    return tmp_path / "corpus"


def test_the_files(folder):
    assert sorted(snapshot(folder)) == FILES


def test_the_paths_are_in_the_order_of_the_corpus(tmp_path):
    paths = write_corpus(make_corpus(), tmp_path / "c")
    assert [path.name for path in paths] == [FILES[3], FILES[4], FILES[2], FILES[1], FILES[0]]
    assert {path.parent for path in paths} == {tmp_path / "c"}


def test_missing_parents_are_made(tmp_path):
    write_corpus(make_corpus(), tmp_path / "a" / "b" / "c")
    assert sorted(path.name for path in (tmp_path / "a" / "b" / "c").iterdir()) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_way_up_and_a_link_to_itself(tmp_path):
    write_corpus(make_corpus(), tmp_path / "a" / ".." / "c")
    assert [path.name for path in tmp_path.iterdir()] == ["c"]
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpusError, match="loop: cannot be written"):
        write_corpus(make_corpus(), tmp_path / "loop")


def test_a_relative_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = write_corpus(make_corpus(), Path("c"))
    assert paths[-1] == Path("c/corpus.xml")
    assert read_corpus(Path("c")) == make_corpus()


def test_the_current_folder_stays_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inode = tmp_path.stat().st_ino
    write_corpus(make_corpus(), Path())
    write_corpus(make_corpus(), Path(), force=True)
    assert tmp_path.stat().st_ino == inode
    assert sorted(snapshot(tmp_path)) == FILES


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_corpus(make_corpus(), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert sorted(snapshot(tmp_path / "real")) == FILES


def test_the_folder_has_the_usual_permissions(folder, tmp_path):
    (tmp_path / "plain").mkdir()
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_the_same_corpus_gives_the_same_bytes(folder, tmp_path):
    write_corpus(make_corpus(), tmp_path / "again")
    assert snapshot(tmp_path / "again") == snapshot(folder)


def test_a_date_is_told_only_when_it_is_given(folder, tmp_path):
    assert not any(b"revisionDesc" in content for content in snapshot(folder).values())
    write_corpus(make_corpus(), tmp_path / "c", date="2026-01-31")
    assert all(b'<change when="2026-01-31">' in content for content in snapshot(tmp_path / "c").values())


def test_the_bytes_are_plain(folder):
    for content in snapshot(folder).values():
        assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')
        assert b"\r" not in content
        assert content.endswith(b">\n")


def test_a_corpus_is_replaced_only_by_force(folder):
    before = snapshot(folder)
    with pytest.raises(CorpusError, match="a corpus is already there"):
        write_corpus(other_corpus(), folder)
    assert snapshot(folder) == before
    write_corpus(other_corpus(), folder, force=True)
    assert sorted(snapshot(folder)) == ["corpus.xml", "other.alignment.xml", "other.en.xml"]
    assert read_corpus(folder) == other_corpus()


def test_a_file_of_the_users_stops_even_force(folder):
    (folder / "notes.txt").write_text("mine")
    (folder / "more").mkdir()
    before = snapshot(folder)
    with pytest.raises(CorpusError, match=r"not of the corpus: more, notes\.txt; move them elsewhere"):
        write_corpus(make_corpus(), folder, force=True)
    assert snapshot(folder) == before


def test_a_corpus_that_is_edited_or_reviewed_is_not_replaced(folder):
    (folder / "lighthouse.review").mkdir()
    before = snapshot(folder)
    with held(folder, "`align review` of Ann"):
        for refused in (write_corpus, lambda _, place, force: check_folder(place, force=force)):
            with pytest.raises(CorpusError, match="is being edited by `align review` of Ann, process"):
                # What another command finds: locks are those of a task.
                Context().run(refused, make_corpus(), folder, force=True)
    (folder / HOLDER_FILE).write_text("a killed editor")
    with pytest.raises(CorpusError, match=r"reviewed: lighthouse\.review holds the decisions; choose"):
        write_corpus(make_corpus(), folder, force=True)
    assert snapshot(folder) == before
    (folder / "lighthouse.review").rmdir()
    (folder / HOLDER_FILE).write_text("a killed editor")
    write_corpus(other_corpus(), folder, force=True)
    assert sorted(snapshot(folder)) == ["corpus.xml", "other.alignment.xml", "other.en.xml"]


@pytest.mark.parametrize("content", [None, "<html/>", '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>', "<broken"])
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_anything_else_is_refused(tmp_path, content, force):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "novel.txt").write_text("mine")
    if content is not None:
        (tmp_path / "c" / "corpus.xml").write_text(content)
    before = snapshot(tmp_path)
    with pytest.raises(CorpusError, match="neither empty nor a teialign corpus"):
        write_corpus(make_corpus(), tmp_path / "c", force=force)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("place", ["file", "file/c", "c\0d", "x" * 300, "c/" + "x" * 300, "file/../file"])
def test_a_place_that_cannot_be_is_one_clear_line(tmp_path, place):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CorpusError) as caught:
        write_corpus(make_corpus(), tmp_path / place)
    assert "\n" not in str(caught.value)
    assert snapshot(tmp_path) == {"file": b"mine"}


def test_a_corpus_name_that_is_too_long(tmp_path):
    with pytest.raises(CorpusError, match="cannot be written: File name too long"):
        write_corpus(replace(make_corpus(), name="x" * 300), tmp_path / "c")
    assert snapshot(tmp_path) == {}


def fail_at(number: int, function):
    """Let `function` work until its call of that number, which fails as on a full disk."""
    calls = iter(range(1, 1000))

    def failing(*arguments, **options):
        if next(calls) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*arguments, **options)

    return failing


@pytest.mark.parametrize("number", range(1, 6))
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, number):
    monkeypatch.setattr(transactions, "write_synced", fail_at(number, transactions.write_synced))
    with pytest.raises(CorpusError, match="cannot be written: No space left on device"):
        write_corpus(make_corpus(), tmp_path / "a" / "c")
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize("number", range(1, 6))
def test_a_full_disk_leaves_the_old_corpus(folder, tmp_path, monkeypatch, number):
    before = snapshot(tmp_path)
    monkeypatch.setattr(transactions, "write_synced", fail_at(number, transactions.write_synced))
    with pytest.raises(CorpusError, match="No space left"):
        write_corpus(replace(make_corpus(), name="new"), folder, force=True)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("number", range(1, 5))
def test_a_failing_rename_leaves_the_old_corpus(folder, tmp_path, monkeypatch, number):
    before = snapshot(tmp_path)
    monkeypatch.setattr(Path, "replace", fail_at(number, Path.replace))
    with pytest.raises(CorpusError, match="No space left"):
        write_corpus(other_corpus(), folder, force=True)
    assert snapshot(tmp_path) == before


def test_a_failing_rename_leaves_nothing_new(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", fail_at(1, Path.replace))
    with pytest.raises(CorpusError, match="No space left"):
        write_corpus(make_corpus(), tmp_path / "a" / "c")
    assert snapshot(tmp_path) == {}


def test_an_interrupt_leaves_nothing(folder, tmp_path, monkeypatch):
    before = snapshot(tmp_path)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(transactions, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_corpus(other_corpus(), folder, force=True)
    assert snapshot(tmp_path) == before


def test_a_read_only_folder(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(transactions, "mkdtemp", refused)
    for call in (lambda: write_corpus(make_corpus(), tmp_path), lambda: export_corpus(make_corpus(), "tsv", tmp_path)):
        with pytest.raises(CorpusError, match="cannot be written: Permission denied"):
            call()
    assert snapshot(tmp_path) == {}


def test_a_block_of_everything_at_once(tmp_path):
    text = "Sentence. " * 20_000
    corpus = replace(other_corpus(), pivot=replace(make_corpus().pivot, blocks=(make_block("b", "p", text),)))
    write_corpus(corpus, tmp_path / "c")
    assert read_corpus(tmp_path / "c") == corpus


@pytest.mark.parametrize("present", [False, True])
def test_what_was_written_is_checked_before_it_is_published(tmp_path, monkeypatch, present):
    if present:
        write_corpus(make_corpus(), tmp_path / "c")
    before = snapshot(tmp_path)
    monkeypatch.setattr("tei.writer.link_elements", lambda *_: iter(()))
    with pytest.raises(CorpusError, match=r"read back before .*nothing was written; .*report this as a bug") as caught:
        write_corpus(make_corpus(), tmp_path / "c", force=True)
    assert "\n" not in str(caught.value)
    assert snapshot(tmp_path) == before
