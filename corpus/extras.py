"""Libraries that only some formats and segmenters need: the optional dependencies of the distribution."""

from __future__ import annotations

from importlib.util import find_spec

from corpus.errors import TeialignError


def require(module: str, purpose: str, extra: str, error: type[TeialignError], *, where: str = "") -> None:
    """
    Check that the module of an optional dependency is installed.

    Args:
        module: the name it is imported by.
        purpose: what needs it, for the message.
        extra: the extra of the distribution that installs it.
        error: the class of the error to raise.
        where: the file that needs it; empty when there is none.

    Raises:
        TeialignError: it is not installed.
    """
    if find_spec(module) is None:
        problem = f"{purpose} needs the library {module}, which is not installed"
        raise error(problem, where=where, remedy=f"run pip install 'teialign[{extra}]'")
