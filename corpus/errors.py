"""The errors and warnings that a user can cause and mend."""

from __future__ import annotations


class TeialignError(Exception):
    """
    Something the user gave cannot be worked with.

    Every such error is one line: where it is (a file, a file and line, an id), what is wrong, and how to mend it. The
    command line prints it and exits with code 2.

    Attributes:
        problem: what is wrong, without a full stop.
        where: the place, such as ``novel.ru.txt`` or ``novel.ru.txt:12``; empty when there is none.
        remedy: how to mend it, as an imperative; empty when the problem says it all.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(": ".join(filter(None, (where, "; ".join(filter(None, (problem, remedy)))))))


class ReadError(TeialignError):
    """A file cannot be read as text: it is missing, empty, binary, undecodable or of no known format."""


class LanguageError(TeialignError):
    """A language code is not known, or a language is needed and cannot be told."""


class SegmentError(TeialignError):
    """A segmenter is unknown, or what it returned does not fit the text it was given."""


class ModelError(TeialignError):
    """An embedding model cannot be found, loaded or trained."""


class AlignmentError(TeialignError):
    """Vectors or beads do not fit the sentences they belong to."""


class CorpusError(TeialignError):
    """A corpus contradicts itself, or a folder or file is not one that can be read or written."""


class TextWarning(UserWarning):
    """Something in a text was doubtful or had to be changed; the work goes on."""
