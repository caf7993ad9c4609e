"""Errors and warnings that a user can cause and correct."""

from __future__ import annotations


class TeialignError(Exception):
    """
    An input that cannot be used.

    The text of every such error is one line: where it is (a file, a file and line, an id), what is wrong, and how to
    correct it. The command line prints it and exits with code 2.

    Attributes:
        problem: what is wrong, without a full stop.
        where: the place, such as ``novel.ru.txt`` or ``novel.ru.txt:12``; empty when there is none.
        remedy: how to correct it, as an imperative; empty when the problem says it.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(": ".join(filter(None, (where, "; ".join(filter(None, (problem, remedy)))))))


class ReadError(TeialignError):
    """A file cannot be read as text: it is missing, empty, binary, undecodable or of no known format."""


class LanguageError(TeialignError):
    """A language code is not known, or the language of a text cannot be detected."""


class SegmentError(TeialignError):
    """A segmenter is unknown, or its result does not fit the text."""


class ModelError(TeialignError):
    """An embedding model cannot be found, loaded or trained."""


class AlignmentError(TeialignError):
    """Vectors or beads do not fit the sentences they belong to."""


class CorpusError(TeialignError):
    """A corpus is inconsistent, or a folder or file cannot be read or written as one."""


class TextWarning(UserWarning):
    """Something in a text is doubtful or was changed; processing continues."""
