"""The libraries that some formats need and not everybody has."""

from __future__ import annotations

from importlib.util import find_spec

from corpus.errors import ReadError


def require(module: str, format: str, where: str) -> None:
    """
    Make sure that a module is installed.

    Args:
        module: what is imported.
        format: what it reads, for the message.
        where: the file's name, for the message.

    Raises:
        ReadError: it is not.
    """
    if find_spec(module) is None:
        problem = f"{format} is read with {module}, which is not installed"
        raise ReadError(problem, where=where, remedy="run pip install 'teialign[formats]'")
