"""Files of a corpus that were written, read back and checked before they take their place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import CorpusError
from corpus.files import File
from corpus.transactions import publish
from tei.check import check_corpus
from tei.manifest import Manifest


class UnsoundError(CorpusError):
    """What was written is not a corpus; only a bug, or a broken disk, makes this happen."""


def check_written(folder: Path) -> None:
    """
    Make sure that the files in a folder are a corpus, as ``align check`` does.

    Raises:
        UnsoundError: they are not.
    """
    if findings := check_corpus(folder):
        first = findings[0]
        place = f"{first.file}:{first.line}" if first.line else first.file
        problem = f"{place}, read back before it was published: {first.message} [{first.rule}]"
        raise UnsoundError(f"{problem}; nothing was written", remedy="if the disk is sound, report this as a bug")


def replace_files(manifest: Manifest, files: Sequence[File]) -> None:
    """
    Write files of a corpus, in place of those that are there.

    They are checked with the other files before, unless the corpus had faults already.

    Args:
        manifest: the files of the corpus.
        files: the new ones; their content can be read more than once.

    Raises:
        UnsoundError: what was written is not a corpus.
        OSError: the file system fails.
    """
    folder = manifest.alignment.parent

    def check(new: Path) -> None:
        for name in manifest.names - {file.name for file in files}:
            try:
                os.link(folder / name, new / name)
            except OSError:
                shutil.copyfile(folder / name, new / name)
        check_written(new)

    try:
        publish(folder, files, check=check)
    except UnsoundError:
        if not check_corpus(folder):
            raise
        publish(folder, files)
