"""Messages about doubtful input, as data that a command line can print and a server can return."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from corpus.errors import TextWarning, statement


@dataclass(frozen=True, slots=True)
class Message:
    """
    Something in the input that is doubtful or was changed; processing continues.

    The attributes are as found; ``str`` is one line without control characters.

    Attributes:
        problem: what was found or done, without a full stop.
        where: the place, such as ``novel.ru.txt`` or ``en-ru``; empty when there is none.
        remedy: what the user can do, as an imperative; empty when the problem says it.
    """

    problem: str
    where: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        return statement(self.problem, self.where, self.remedy)


_PACKAGES = frozenset({"corpus", "align", "tei"})

_receiver: ContextVar[Callable[[Message], None] | None] = ContextVar("receiver", default=None)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural, such as ``1 fault`` and ``1,200 entries``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def warn(problem: str, *, where: str = "", remedy: str = "") -> None:
    """
    Pass a `Message` to the receiver of this context; when there is none, issue a `TextWarning`.

    The receiver belongs to the thread or task, unlike the filters of `warnings`, which are global to the process.

    Args:
        problem: what was found or done, without a full stop.
        where: the place, such as ``novel.ru.txt``.
        remedy: what the user can do, as an imperative.
    """
    message = Message(problem, where, remedy)
    if receiver := _receiver.get():
        receiver(message)
    else:
        warnings.warn(str(message), TextWarning, stacklevel=_caller_level())


def _caller_level() -> int:
    """Return the stack level, seen from `warn`, of the first caller outside our packages."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _PACKAGES:
        frame, level = frame.f_back, level + 1
    return level


@contextmanager
def messages_to(receiver: Callable[[Message], None]) -> Iterator[None]:
    """Pass each message of the code inside the context to a function as soon as it is reported."""
    token = _receiver.set(receiver)
    try:
        yield
    finally:
        _receiver.reset(token)


@contextmanager
def collected_messages() -> Iterator[list[Message]]:
    """
    Collect the messages of the code inside the context, in order.

    >>> with collected_messages() as messages:
    ...     warn("the file has no title", where="novel.ru.txt")
    >>> str(messages[0])
    'novel.ru.txt: the file has no title'
    """
    messages: list[Message] = []
    with messages_to(messages.append):
        yield messages
