"""Names that Windows cannot hold are refused wherever a name becomes that of a file, and mended where it is ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.file_names import name_fault, portable_name

FORBIDDEN = [
    *("", "a:b", "a/b", "a\\b", "a*", "a?", "<a", "a>", "a|b", 'a"b', "a\nb", "a\0", "a\x85"),
    *("CON", "con", "Prn", "aux", "NUL", "com1", "COM¹", "lpt9", "CONIN$", "con.en", "nul .x", "aux.tar.gz"),
    *("a.", "a ", "a. ", "..."),
]
ALLOWED = ["a", "a b", "a.b", ".a", "console", "com", "com10", "a-con", "lpt", "Хаджи-Мурат", "一", "a'b", "a;b,c&d"]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_names_that_are_refused(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize("name", ALLOWED)
def test_names_that_are_taken_as_they_are(name: str) -> None:
    assert not name_fault(name)
    assert portable_name(name).lstrip(".") == name.lstrip(".")


@given(st.text(st.sampled_from('con.CON1 :"/a\0é'), max_size=8) | st.text(max_size=8))
def test_a_portable_name_has_no_fault(text: str) -> None:
    name = portable_name(text)
    assert not name or not name_fault(name)
    assert portable_name(name) == name
