"""Segmenters of other libraries: what they cut is the text and nothing else."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SegmentError
from corpus.segment import GivenSegmenter, LibrarySegmenter, check_spans, segmenter_for

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(" \n.!?。aB")), max_size=60
)


def library(*pieces: str) -> LibrarySegmenter:
    return LibrarySegmenter("segmenter:test", lambda _text: pieces)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_pieces_of_a_text_keep_the_law(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = library(*pieces).spans(text)
    check_spans(text, spans, "text")
    assert [span.of(text) for span in spans] == [piece.strip() for piece in pieces if piece.strip()]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One. Two.", ("One.",)),
        ("One. Two.", ("Two.", "One.")),
        ("One. Two.", ("One. ", "two.")),
        ("One.", ("One.", "One.")),
        ("“One.”", ('"One."',)),
    ],
)
def test_a_library_that_alters_the_text_is_told(text: str, pieces: tuple[str, ...]) -> None:
    with pytest.raises(SegmentError, match=r"segmenter:test: the library altered the text: .*choose --segmenter rules"):
        library(*pieces).spans(text)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValueError("tensor\nof no size"), "tensor"), (ValueError(), "ValueError"), (IndexError(" \n"), "IndexError")],
)
def test_a_library_that_fails_is_told(error: Exception, reason: str) -> None:
    def fail(_text: str) -> list[str]:
        raise error

    with pytest.raises(SegmentError, match=rf"^segmenter:x: the library failed \({reason}\); choose"):
        LibrarySegmenter("segmenter:x", fail).spans("One.")


@settings(deadline=None)
@given(TEXTS)
def test_given_keeps_the_law(text: str) -> None:
    check_spans(text, GivenSegmenter().spans(text), "text")
    assert len(GivenSegmenter().spans(text)) == bool(text.strip())


@pytest.mark.parametrize("module", ["sentencex", "wtpsplit"])
def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch, module: str) -> None:
    extra = {"sentencex": "sentencex", "wtpsplit": "sat"}[module]
    monkeypatch.setattr("corpus.extras.find_spec", lambda _name: None)
    with pytest.raises(SegmentError, match=rf"needs the library {module}, .* run pip install 'teialign\[{extra}\]'"):
        segmenter_for(f"{extra}:none" if extra == "sat" else extra, "en")


@settings(deadline=None)
@given(TEXTS)
def test_sentencex_keeps_the_law(text: str) -> None:
    pytest.importorskip("sentencex")
    check_spans(text, segmenter_for("sentencex", "en").spans(text), "text")


@pytest.mark.parametrize("sentence", ["Dr. Moss came.", "“Who?”", "😀 é 𝒳."])
def test_sentencex_leaves_a_sentence_whole(sentence: str) -> None:
    pytest.importorskip("sentencex")
    segmenter = segmenter_for("sentencex", "en-GB")
    assert [span.of(sentence) for span in segmenter.spans(sentence)] == [sentence]
    assert segmenter.signature.endswith("|language:en")


class FakeSaT:
    """What the adapter uses of ``wtpsplit.SaT``: it cuts behind each full stop and keeps the white space."""

    loaded: ClassVar[list[tuple[str, ...]]] = []

    def __init__(self, model: str, **keywords: str) -> None:
        if model == "unknown":
            raise OSError("unknown is not a model\nand more")
        self.loaded.append((model, *keywords.values()))

    def split(self, text: str, *, split_on_input_newlines: bool) -> list[str]:
        assert not split_on_input_newlines
        return [piece for piece in text.replace(".", ".\0").split("\0") if piece]


@pytest.fixture
def sat(monkeypatch) -> None:
    module = ModuleType("wtpsplit")
    module.SaT = FakeSaT  # type: ignore[attr-defined]
    module.__spec__ = ModuleSpec("wtpsplit", None)
    monkeypatch.setitem(sys.modules, "wtpsplit", module)
    monkeypatch.setattr("corpus.segment.libraries.version", lambda _name: "2.2.2")


def test_sat_cuts_where_the_model_does(sat, tmp_path: Path) -> None:
    segmenter = segmenter_for("sat", "en")
    assert segmenter.signature == "segmenter:sat|version:2.2.2|model:sat-3l-sm"
    text = " One.\nTwo. "
    assert [span.of(text) for span in segmenter.spans(text)] == ["One.", "Two."]
    assert [span.of("One.") for span in segmenter.spans("One.")] == ["One."]
    segmenter_for(f"sat:{tmp_path}", "en")
    assert (str(tmp_path), str(tmp_path)) in FakeSaT.loaded


def test_a_model_that_cannot_be_loaded_is_told(sat) -> None:
    with pytest.raises(SegmentError, match=r"model 'unknown' cannot be loaded \(unknown is not a model\); name a"):
        segmenter_for("sat:unknown", "en")
