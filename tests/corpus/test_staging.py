"""Temporary folders: locked while a living command uses them, and removed by the next when it was killed."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import corpus.locks
from corpus import staging
from corpus.files import staged, write_file
from corpus.locks import FolderLock, locked
from corpus.messages import collected_messages
from corpus.staging import temporary_folder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is made in a forked process")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of locks as Windows loads it, with a `msvcrt` whose locks are those of this system."""
    import fcntl

    def locking(descriptor: int, mode: int, size: int) -> None:
        try:
            fcntl.flock(descriptor, mode)
        except BlockingIOError:
            raise PermissionError(13, "Permission denied") from None

    functions = SimpleNamespace(locking=locking, LK_NBLCK=fcntl.LOCK_EX | fcntl.LOCK_NB, LK_UNLCK=fcntl.LOCK_UN)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "win32")
        patched.setitem(sys.modules, "msvcrt", functions)
        spec = importlib.util.spec_from_file_location("windows_locks", corpus.locks.__file__)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


def leave(folder: Path, path: str = "a.txt") -> None:
    """Stage a file in a process that is killed meanwhile."""
    process = os.fork()
    if not process:
        try:
            with staged(folder / path) as new:
                new.write_text("half")
                os.kill(os.getpid(), 9)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -9


@pytest.mark.parametrize("path", ["a.txt", "b.txt", "new/b.txt"])
def test_what_a_killed_command_left_is_removed_by_the_next(tmp_path: Path, path: str) -> None:
    leave(tmp_path, path)
    assert len(names(tmp_path)) == 1
    with collected_messages() as messages:
        write_file(tmp_path / "a.txt", ["new"])
    assert names(tmp_path) == ["a.txt"]
    assert [str(message) for message in messages] == [f"{tmp_path}: what an interrupted command left has been removed"]


def test_what_a_living_command_uses_is_left(tmp_path: Path) -> None:
    with collected_messages() as messages, staged(tmp_path / "a.txt") as new:
        new.write_text("a")
        process = os.fork()
        if not process:
            try:
                with collected_messages() as found:
                    write_file(tmp_path / "b.txt", ["b"])
                os._exit(len(found))
            finally:
                os._exit(99)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert names(tmp_path) == ["a.txt", "b.txt"]
    assert messages == []


def test_files_and_links_of_a_user_are_left(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "a").write_text("mine")
    (tmp_path / ".teialign-new-link").symlink_to("victim")
    (tmp_path / ".teialign-new-file").write_text("mine")
    (tmp_path / ".teialign-other").mkdir()
    before = names(tmp_path)
    write_file(tmp_path / "victim" / "b", ["new"])
    write_file(tmp_path / "c", ["new"])
    assert names(tmp_path) == sorted([*before, "c"])
    assert (tmp_path / "victim" / "a").read_text() == "mine"


def test_a_folder_that_another_command_removes_before_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = staging.mkdtemp
    taken = []

    def make(**options: str) -> str:
        folder = made(**options)
        if not taken:
            taken.append(folder)
            Path(folder).rmdir()
        return folder

    monkeypatch.setattr(staging, "mkdtemp", make)
    with temporary_folder(tmp_path) as folder:
        assert str(folder) not in taken
        assert folder.is_dir()
    assert names(tmp_path) == []


def test_nothing_is_taken_for_left_where_there_are_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(95, "Operation not supported")

    leave(tmp_path)
    left = names(tmp_path)
    monkeypatch.setattr(corpus.locks, "_lock", refuse)
    with locked(tmp_path):
        write_file(tmp_path / "a.txt", ["new"])
    assert names(tmp_path) == sorted([*left, "a.txt"])


def test_locks_of_windows(tmp_path: Path, windows: ModuleType) -> None:
    one, other = (windows.FolderLock(tmp_path) for _ in range(2))
    assert one.acquire()
    assert not other.acquire()
    one.release()
    other.release()
    assert names(tmp_path) == []


@contextmanager
def used(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(staging, "FolderLock", module.FolderLock)
        yield


def test_temporary_folders_on_windows(tmp_path: Path, windows: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with used(windows, monkeypatch):
        leave(tmp_path)
        with collected_messages() as messages, temporary_folder(tmp_path) as folder, temporary_folder(tmp_path):
            (folder / "file").write_text("new")
            assert len(names(tmp_path)) == 2
    assert len(messages) == 1
    assert names(tmp_path) == []


def test_a_lock_is_lifted_with_its_holder(tmp_path: Path) -> None:
    with locked(tmp_path), locked(tmp_path):
        lock = FolderLock(tmp_path)
        assert not lock.acquire()
    assert lock.acquire()
    lock.release()
