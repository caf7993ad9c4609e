"""
Several files of a folder changed as one: after a kill at any moment they are all old or, at the next command, all new.

New files are written into a temporary folder beside the old ones, followed by a plan of what replaces what. The plan is
the point of no return: without it the temporary folder is removed, with it the change is completed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from corpus.errors import CorpusError, ReadError
from corpus.files import File, is_stream, read_bytes, refuse_folder, staged, sync_folder, write_synced
from corpus.locks import HeldError, locked
from corpus.messages import warn
from corpus.staging import PREFIX, remove_folder, remove_left_folders

_CHANGE = f"{PREFIX}change-"
_PLAN, _UNDO = "plan.json", "undo.json"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The names of the files that are written, of those that are removed, and of those that were there before."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> _Plan | None:
        """Return the plan of a temporary folder; None if it has none, or one that names anything but plain files."""
        try:
            plan = cls(**{key: tuple(names) for key, names in json.loads(read_bytes(path)).items()})
        except (ReadError, ValueError, TypeError, AttributeError, RecursionError):
            return None
        names = (*plan.written, *plan.removed, *plan.kept)
        plain = all(isinstance(name, str) and name == Path(name).name and name not in {"", ".."} for name in names)
        return plan if plain else None


def publish(
    folder: Path,
    files: Iterable[File],
    replaced: Iterable[str] = (),
    check: Callable[[Path], None] = lambda _: None,
) -> tuple[Path, ...]:
    """
    Write files into a folder, which is made when it is missing; whatever fails, all is as it was before.

    A missing folder is written beside its place and renamed into it. In one that exists the files replace the old ones
    one by one, so that the folder itself may be a mount point, a link or the current folder. A file that is a link to
    another of the folder is written through.

    Args:
        folder: the folder.
        files: the files to write, in this order.
        replaced: names of files of the folder that are removed, unless they are written.
        check: called with a folder of the new files before they are published; what it raises prevents that.

    Returns:
        The paths of the files.

    Raises:
        CorpusError: a file is a pipe, a device or a link that leads out of the folder.
        OSError: the file system fails, or a folder is where a file is to be.
    """
    if not folder.is_dir():
        with staged(folder) as new:
            new.mkdir()
            names = _write(new, files)
            check(new)
        return tuple(folder / name for name in names)
    replaced = list(replaced)
    for name in replaced:
        refuse_folder(folder / name)
    with locked(folder):
        _complete(folder)
        temporary = Path(mkdtemp(prefix=_CHANGE, dir=folder))
        try:
            for name in ("new", "old"):
                (temporary / name).mkdir()
            names = _write(temporary / "new", files)
            check(temporary / "new")
            written = tuple(_written_through(temporary, name) for name in names)
            removed = tuple(name for name in replaced if name not in {*names, *written})
            plan = _Plan(written, removed, tuple(name for name in (*written, *removed) if _keep(temporary, name)))
            write_synced(temporary / "plan", [json.dumps(asdict(plan))])
            (temporary / "plan").replace(temporary / _PLAN)
        except BaseException:
            remove_folder(temporary)
            raise
        sync_folder(temporary)
        try:
            _carry_out(temporary, plan)
        except BaseException:
            # Where this fails too, the next command completes or undoes the change.
            (temporary / _PLAN).replace(temporary / _UNDO)
            _undo(temporary, plan)
            _discard(temporary)
            raise
        _discard(temporary)
    return tuple(folder / name for name in names)


def complete_changes(folder: Path) -> None:
    """
    Complete or remove what a killed command left in a folder; a message reports it.

    Raises:
        CorpusError: a change cannot be completed.
    """
    remove_left_folders(folder)
    if any(folder.glob(f"{_CHANGE}*")):
        try:
            with locked(folder):
                _complete(folder)
        except HeldError:
            # The editor that holds the folder is alive, and completes its change itself.
            return
        except OSError as error:
            problem = f"a change was interrupted and cannot be completed: {error.strerror or error}"
            raise CorpusError(problem, where=str(folder)) from error


def _complete(folder: Path) -> None:
    for temporary in sorted(folder.glob(f"{_CHANGE}*")):
        if temporary.is_symlink() or not temporary.is_dir():
            continue
        if plan := _Plan.read(temporary / _PLAN):
            _carry_out(temporary, plan)
            warn("a change that was interrupted has been completed", where=str(folder))
        else:
            if plan := _Plan.read(temporary / _UNDO):
                _undo(temporary, plan)
            warn("what an interrupted command left has been removed", where=str(folder))
        _discard(temporary)


def _discard(temporary: Path) -> None:
    """Remove a temporary folder, its plan first, which is not to be carried out once more on what comes after it."""
    try:
        _remove_plans(temporary)
    except OSError:
        # After a fault it is tried once more.
        _remove_plans(temporary)
    remove_folder(temporary)


def _remove_plans(temporary: Path) -> None:
    for name in (_PLAN, _UNDO):
        (temporary / name).unlink(missing_ok=True)


def _write(folder: Path, files: Iterable[File]) -> tuple[str, ...]:
    names = []
    for file in files:
        write_synced(folder / file.name, file.chunks)
        names.append(file.name)
    return tuple(names)


def _written_through(temporary: Path, name: str) -> str:
    """Name a new file as the one that it replaces, where that is a link to another of the folder."""
    place = temporary.parent / name
    if is_stream(place):
        problem = "a pipe or a device is in the way"
        raise CorpusError(problem, where=str(place), remedy="move it elsewhere, or choose another folder")
    if not place.is_symlink():
        return name
    target = Path(os.path.realpath(place))
    if target.parent != Path(os.path.realpath(temporary.parent)) or target.is_symlink():
        raise CorpusError("a link that leads out of the folder", where=str(place), remedy="put the file in its place")
    (temporary / "new" / name).rename(temporary / "new" / target.name)
    return target.name


def _keep(temporary: Path, name: str) -> bool:
    """Keep the present file of a name, and return whether there is one."""
    present, kept = temporary.parent / name, temporary / "old" / name
    if not os.path.lexists(present):
        return False
    try:
        os.link(present, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(present, kept, follow_symlinks=False)
    return True


def _carry_out(temporary: Path, plan: _Plan) -> None:
    for name in plan.written:
        with suppress(FileNotFoundError):
            (temporary / "new" / name).replace(temporary.parent / name)
    for name in plan.removed:
        (temporary.parent / name).unlink(missing_ok=True)
    sync_folder(temporary.parent)


def _undo(temporary: Path, plan: _Plan) -> None:
    for name in (*plan.written, *plan.removed):
        if name not in plan.kept:
            (temporary.parent / name).unlink(missing_ok=True)
        elif os.path.lexists(temporary / "old" / name):
            (temporary / "old" / name).replace(temporary.parent / name)
    sync_folder(temporary.parent)
