"""Errors and warnings that a user can cause and correct."""

from __future__ import annotations

from corpus.escapes import visible


class TeialignError(Exception):
    """
    An input that cannot be used.

    The text of every such error is one line: where it is (a file, a file and line, an id), what is wrong, and how to
    correct it. Control characters in it are escaped, because names and texts of others stand in it. The command line
    prints it and exits with code 2.

    Attributes:
        problem: what is wrong, without a full stop.
        where: the place, such as ``novel.ru.txt`` or ``novel.ru.txt:12``; empty when there is none.
        remedy: how to correct it, as an imperative; empty when the problem says it.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(statement(problem, where, remedy))


class ReadError(TeialignError):
    """A file cannot be read as text: it is missing, empty, binary, undecodable or of no known format."""


class LanguageError(TeialignError):
    """A language code is not known, or the language of a text cannot be detected."""


class SegmentError(TeialignError):
    """A segmenter is unknown, or its result does not fit the text."""


class ModelError(TeialignError):
    """A model cannot be found, loaded or trained, or could run code when it is loaded."""


class AlignmentError(TeialignError):
    """Vectors or beads do not fit the sentences they belong to."""


class CorpusError(TeialignError):
    """A corpus is inconsistent, or a folder or file cannot be read or written as one."""


class TextWarning(UserWarning):
    """Something in a text is doubtful or was changed; processing continues."""


def statement(problem: str, where: str = "", remedy: str = "") -> str:
    """Return a place, what is wrong there and how to correct it as one line, without control characters."""
    text = ": ".join(filter(None, (where, "; ".join(filter(None, (problem, remedy))))))
    return " ".join(visible(text).split())


def first_line(error: Exception) -> str:
    """Return the first line of a library's error, at most 200 characters; the name of its class if it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
