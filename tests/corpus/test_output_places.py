"""Output through links, into pipes, devices and descriptors."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from stat import S_ISCHR, S_ISFIFO

import pytest

from corpus.errors import CorpusError
from corpus.files import File, write_file
from corpus.transactions import publish

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("target", ["target", "other/target", "missing", "missing/folder/target"])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, target: str) -> None:
    (tmp_path / "other").mkdir()
    for name in ("target", "other/target"):
        (tmp_path / name).write_text("old")
    for link, to in (("link", target), ("link-to-link", "link")):
        (tmp_path / link).symlink_to(to)
    for link in ("link", "link-to-link"):
        write_file(tmp_path / link, [f"new {link}"])
        assert (tmp_path / link).is_symlink()
        assert (tmp_path / target).read_text() == f"new {link}"
        assert not (tmp_path / target).is_symlink()


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        write_file(tmp_path / "loop", ["new"])
    assert names(tmp_path) == ["loop"]


@pytest.mark.parametrize("through_link", [False, True])
def test_a_pipe_is_written_to(tmp_path: Path, through_link: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to("pipe")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_file(tmp_path / "link" if through_link else pipe, ["een\n", "twee\n"])
    reader.join(10)
    assert found == [b"een\ntwee\n"]
    assert S_ISFIFO(pipe.lstat().st_mode)
    assert names(tmp_path) == ["link", "pipe"]


def test_a_device_is_written_to(tmp_path: Path) -> None:
    write_file(Path("/dev/null"), ["new"])
    assert S_ISCHR(Path("/dev/null").stat().st_mode)
    (tmp_path / "link").symlink_to("/dev/null")
    write_file(tmp_path / "link", ["new"])
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without /dev/full")
def test_a_device_that_is_full(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="space"):
        write_file(Path("/dev/full"), ["new"])
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
@pytest.mark.parametrize("redirected", [False, True])
def test_standard_output(tmp_path: Path, place: str, redirected: bool) -> None:
    """Into a pipe or into a file, what is printed before and after stays before and after."""
    (tmp_path / "link").symlink_to("/dev/stdout")
    code = (
        "from pathlib import Path; from corpus.files import write_file\n"
        f"print('before'); write_file(Path({place!r}), ['data\\n']); print('after')"
    )
    with (tmp_path / "log").open("wb") as log:
        output = log if redirected else subprocess.PIPE
        done = subprocess.run([sys.executable, "-c", code], stdout=output, check=True, cwd=tmp_path)
    printed = (tmp_path / "log").read_bytes() if redirected else done.stdout
    assert printed == b"before\ndata\nafter\n"
    assert names(tmp_path) == ["link", "log"]


def test_a_folder_that_is_a_link(tmp_path: Path) -> None:
    for target in ("real", "missing"):
        (tmp_path / f"to-{target}").symlink_to(target)
    (tmp_path / "real").mkdir()
    for target in ("real", "missing"):
        assert publish(tmp_path / f"to-{target}", [File("a", ["1"])]) == (tmp_path / f"to-{target}" / "a",)
        assert (tmp_path / target / "a").read_text() == "1"
        assert (tmp_path / f"to-{target}").is_symlink()


def test_a_file_of_a_folder_that_is_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    publish(folder, [File("real", ["old"])])
    (folder / "link").symlink_to("real")
    publish(folder, [File("link", ["new"])], ["link", "real"])
    assert (folder / "link").is_symlink()
    assert (folder / "real").read_text() == "new"
    assert names(folder) == ["link", "real"]


@pytest.mark.parametrize("way", ["link", "pipe"])
def test_what_is_in_the_way_in_a_folder_is_left(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "folder"
    publish(folder, [File("a", ["old"])])
    (tmp_path / "outside").write_text("mine")
    if way == "link":
        (folder / "b").symlink_to("../outside")
    else:
        os.mkfifo(folder / "b")
    with pytest.raises(CorpusError, match=r"leads out of the folder|a pipe"):
        publish(folder, [File("a", ["new"]), File("b", ["new"])])
    assert (folder / "a").read_text() == "old"
    assert (tmp_path / "outside").read_text() == "mine"
    assert names(folder) == ["a", "b"]
