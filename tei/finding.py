"""A fault of a corpus or an export."""

from __future__ import annotations

from dataclasses import dataclass

from tei.parser import FileError


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A fault of a corpus or an export.

    Attributes:
        file: the name of the file in the corpus's folder.
        line: the line, from 1; 0 for the file as a whole.
        rule: the rule that is broken, one of `tei.check.RULES`.
        message: what is wrong.
    """

    file: str
    line: int
    rule: str
    message: str

    @classmethod
    def of(cls, error: FileError, rule: str) -> Finding:
        """Return a reading error as a finding."""
        return cls(error.path.name, error.line, rule, error.problem)
