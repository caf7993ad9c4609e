"""Files and folders appear whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.files import File, staged, write_file, writing
from corpus.transactions import publish


def chunks_until_full():
    yield "half "
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_text_is_utf8_with_bare_line_feeds(tmp_path):
    write_file(tmp_path / "a.txt", ["één\n", "twee\n"])
    assert (tmp_path / "a.txt").read_bytes() == "één\ntwee\n".encode()
    assert names(tmp_path) == ["a.txt"]


def test_a_file_is_replaced_in_one_step(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    replace = Path.replace

    def check(start, end):
        assert path.read_text() == "old"
        return replace(start, end)

    monkeypatch.setattr(Path, "replace", check)
    write_file(path, [b"new"])
    assert path.read_text() == "new"


@pytest.mark.parametrize("old", [None, "old"])
def test_a_failure_leaves_all_as_it_was(tmp_path, old):
    path = tmp_path / "a.txt"
    if old:
        path.write_text(old)
    with pytest.raises(OSError, match="space"):
        write_file(path, chunks_until_full())
    assert names(tmp_path) == (["a.txt"] if old else [])
    assert not old or path.read_text() == old


def test_the_file_of_a_user_beside_it_is_left(tmp_path):
    for name in ("a.txt.part", ".teialign-mine"):
        (tmp_path / name).write_text("mine")
    write_file(tmp_path / "a.txt", ["new"])
    with pytest.raises(OSError, match="space"):
        write_file(tmp_path / "a.txt", chunks_until_full())
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "new",
        "a.txt.part": "mine",
        ".teialign-mine": "mine",
    }


def test_missing_folders_are_made_with_the_file(tmp_path):
    write_file(tmp_path / "x" / "y" / "a.txt", ["new"])
    assert (tmp_path / "x" / "y" / "a.txt").read_text() == "new"
    with pytest.raises(OSError, match="space"):
        write_file(tmp_path / "z" / "a.txt", chunks_until_full())
    assert names(tmp_path) == ["a.txt", "x", "y"]


@pytest.mark.parametrize("place", [".", "/", "folder"])
def test_a_folder_is_not_replaced_by_a_file(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(CorpusError, match="cannot be written: Is a directory"), writing(Path(place)):
        write_file(Path(place), ["new"])
    assert names(tmp_path) == ["folder"]


def test_a_file_has_the_usual_permissions(tmp_path):
    write_file(tmp_path / "a.txt", ["new"])
    (tmp_path / "b.txt").write_text("new")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_a_folder_appears_whole(tmp_path):
    with staged(tmp_path / "model") as folder:
        folder.mkdir()
        (folder / "a").write_text("new")
        assert not (tmp_path / "model").exists()
    assert names(tmp_path) == ["a", "model"]
    with pytest.raises(FileExistsError), staged(tmp_path / "model") as folder:
        folder.mkdir()
        raise FileExistsError
    assert names(tmp_path) == ["a", "model"]


def test_files_are_published_together(tmp_path):
    publish(tmp_path / "new", [File("a", ["1"]), File("b", ["2"])])
    with pytest.raises(OSError, match="space"):
        publish(tmp_path / "new", [File("a", ["3"]), File("b", chunks_until_full())], ["a", "b"])
    assert [(tmp_path / "new" / name).read_text() for name in ("a", "b")] == ["1", "2"]


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path):
    (tmp_path / "file").write_text("old")
    with pytest.raises(OSError, match=r"file/a\.txt'$"):
        write_file(tmp_path / "file" / "a.txt", ["new"])
