"""Messages reach the receiver of their own context, and users of the library as warnings."""

from __future__ import annotations

import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus import TextWarning
from corpus.messages import Message, collected_messages, messages_to, warn


def test_messages_are_collected_in_order_and_raise_no_warning() -> None:
    with warnings.catch_warnings(), collected_messages() as messages:
        warnings.simplefilter("error")
        warn("no title", where="novel.ru.txt", remedy="add one")
        warn("no author")
    assert messages == [Message("no title", "novel.ru.txt", "add one"), Message("no author")]
    assert list(map(str, messages)) == ["novel.ru.txt: no title; add one", "no author"]
    assert pickle.loads(pickle.dumps(messages)) == messages


def test_the_innermost_receiver_gets_a_message() -> None:
    outer: list[Message] = []
    with messages_to(outer.append):
        with collected_messages() as inner:
            warn("inside")
        warn("outside")
    assert [inner[0].problem, outer[0].problem] == ["inside", "outside"]


def test_each_thread_has_a_receiver_of_its_own() -> None:
    def work(name: str) -> list[Message]:
        with collected_messages() as messages:
            for _ in range(50):
                warn(name)
        return messages

    with ThreadPoolExecutor(4) as pool:
        for name, messages in zip("abcd", pool.map(work, "abcd"), strict=True):
            assert messages == [Message(name)] * 50


def test_without_a_receiver_a_message_is_a_warning_at_the_line_of_the_caller() -> None:
    with pytest.warns(TextWarning, match="^here: odd$") as caught:
        warn("odd", where="here")
    assert caught[0].filename == __file__
