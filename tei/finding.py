"""One thing that is wrong with a corpus."""

from __future__ import annotations

from dataclasses import dataclass

from tei.parser import FileError


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that is wrong with a corpus.

    Attributes:
        file: the file, by its name in the corpus's folder.
        line: the line, from 1; 0 for the file as a whole.
        rule: which rule is broken, one of `tei.check.RULES`.
        message: what is wrong.
    """

    file: str
    line: int
    rule: str
    message: str

    @classmethod
    def of(cls, error: FileError, rule: str) -> Finding:
        """Return an error of reading as a finding."""
        return cls(error.path.name, error.line, rule, error.problem)
