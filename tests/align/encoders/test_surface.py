"""The surface encoder, and when it is used."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from align import Input, build_corpus
from align.cli.app import app
from align.encoders import MixedEncoder, SurfaceEncoder, load_encoder
from align.encoders.surface import in_latin
from align.engine.sides import Side
from corpus.errors import TextWarning
from tei import write_corpus

ENGLISH = (
    "The conference in Tbilisi began on 14 May 1998. Nobody was late. "
    "Professor Lomidze spoke for forty minutes about Byzantium! Was it too long? "
    "In 2003 he went to Paris, and in 2007 to London. He wrote 12 books there. His wife stayed at home."
)
GEORGIAN = (
    "კონფერენცია თბილისში 1998 წლის 14 მაისს დაიწყო. არავის დაუგვიანია. "
    "პროფესორმა ლომიძემ ორმოცი წუთი ილაპარაკა ბიზანტიაზე! ძალიან გრძელი იყო? "
    "2003 წელს პარიზში წავიდა, 2007 წელს კი ლონდონში. იქ 12 წიგნი დაწერა. მისი ცოლი სახლში დარჩა."
)
GERMAN = (
    "Die Konferenz in Tiflis begann am 14. Mai 1998. Niemand kam zu spät. "
    "Professor Lomidse sprach vierzig Minuten über Byzanz! War es zu lang? "
    "2003 ging er nach Paris und 2007 nach London. Dort schrieb er 12 Bücher. Seine Frau blieb zu Hause."
)

MODEL = load_encoder()


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("London", "london"),
        ("Лондон", "london"),
        ("ლონდონ", "london"),
        ("Λονδον", "london"),
        ("Münster", "munster"),
        ("Россия", "rosia"),
        ("объём", "obem"),
        ("Жуков", "iukov"),
        ("Philipp", "filip"),
        ("東京", "東京"),
        ("", ""),
    ],
)
def test_words_in_latin_letters(word: str, latin: str) -> None:
    assert in_latin(word) == latin


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("1998 წელს", "im Jahre 1998", "im Jahre 1997"),
        ("ლონდონში", "nach London", "nach Paris"),
        ("٣٤", "34", "35"),
        ("რა?", "what?", "what!"),
    ],
)
def test_similar_spellings_are_similar(one: str, other: str, apart: str) -> None:
    rows = SurfaceEncoder().encode([one, other, apart])
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert units[0] @ units[1] > units[0] @ units[2] + 0.005


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_rows_are_additive(texts: list[str]) -> None:
    encoder = SurfaceEncoder()
    rows = encoder.encode(texts)
    assert (rows.shape, rows.dtype) == ((len(texts), 512), np.float32)
    np.testing.assert_allclose(encoder.encode([" ".join(texts)])[0], rows.sum(axis=0), atol=1e-4)


def test_without_vectors_lengths_remain() -> None:
    side = Side(np.zeros((3, 2), np.float32), np.array([10, 20, 30], np.float32)).with_similarity_prior(0.5)
    np.testing.assert_allclose(side.vectors, [[0, 0, 0.25], [0, 0, 0.5], [0, 0, 0.75]])


def write(folder: Path, **texts: str) -> list[Input]:
    for language, text in texts.items():
        (folder / f"text.{language}.txt").write_text(text, encoding="utf-8")
    return [Input(folder / f"text.{language}.txt") for language in texts]


def test_a_language_without_coverage_is_reported_and_aligned_by_its_surface(tmp_path: Path) -> None:
    inputs = write(tmp_path, en=ENGLISH, ka=GEORGIAN, de=GERMAN)
    with pytest.warns(TextWarning) as caught:
        corpus = build_corpus(inputs, load_encoder(), name="text")
    [message] = [str(warning.message) for warning in caught]
    for part in ("ka: ", "embedded", "coverage 0.0", "lengths, names, numbers and few words", "--model", "align train"):
        assert part in message
    assert [alignment.target for alignment in corpus.alignments] == ["ka", "de"]
    mixed, static = corpus.alignments
    assert all(each.signature.startswith("encoder:static|model:embedded|") for each in corpus.alignments)
    assert "|surface:0.5|" in mixed.signature
    assert "|surface:" not in static.signature
    assert [bead.type for bead in mixed.beads] == ["1-1"] * 7


def test_without_coverage_of_the_pivot_all_versions_are_aligned_by_the_surface(tmp_path: Path) -> None:
    with pytest.warns(TextWarning, match="^ka: "):
        corpus = build_corpus(write(tmp_path, ka=GEORGIAN, en=ENGLISH, de=GERMAN), load_encoder(), name="text")
    assert all("|surface:0.5|" in alignment.signature for alignment in corpus.alignments)


BASQUE = "Etxea mendiaren ondoan dago eta ibaia handik gertu igarotzen da. Umeak arratsaldero jolasten dira bertan."
GALICIAN = "A casa está xunto á montaña e o río pasa preto de alí. Os nenos xogan alí todas as tardes coas súas amigas."


@pytest.mark.parametrize(("language", "text", "reported"), [("eu", BASQUE, True), ("gl", GALICIAN, False)])
def test_close_relatives_of_the_models_languages_are_covered(
    language: str, text: str, reported: bool, tmp_path: Path
) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", TextWarning)
        corpus = build_corpus(write(tmp_path, en=ENGLISH, **{language: text}), load_encoder(), name="text")
    assert any("does not know the language" in str(warning.message) for warning in warned) == reported
    assert ("|surface:0.5|" in corpus.alignments[0].signature) == reported


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_mixed_rows_are_both_concatenated(texts: list[str]) -> None:
    model, mixed = MODEL, MixedEncoder(MODEL)
    rows = mixed.encode(texts)
    known = rows[:, : model.encode([]).shape[1]]
    for part, whole in ((known, model.encode(texts)), (rows[:, known.shape[1] :], SurfaceEncoder().encode(texts))):
        size = np.linalg.norm(part, axis=1).mean() if texts else 0
        expected = whole / (np.linalg.norm(whole, axis=1).mean() or 1) if texts else whole
        np.testing.assert_allclose(part, size * expected, atol=1e-5)


def test_a_mixed_alignment_is_explained_with_the_same_encoder(tmp_path: Path) -> None:
    corpus = tmp_path / "out"
    with pytest.warns(TextWarning, match="^ka: "):
        write_corpus(build_corpus(write(tmp_path, en=ENGLISH, ka=GEORGIAN), load_encoder(), name="text"), corpus)
    done = CliRunner().invoke(app, ["explain", str(corpus), "en.s2", "--json"])
    [report] = json.loads(done.stdout)
    assert report["same"] is True
    assert report["probability"] == pytest.approx(report["confidence"], abs=2e-3)


def test_signatures() -> None:
    assert SurfaceEncoder().signature == "encoder:surface|model:surface|version:2"
    assert MixedEncoder(SurfaceEncoder()).signature == "encoder:surface|model:surface|version:2|surface:0.5"


def test_the_surface_encoder_by_name(tmp_path: Path) -> None:
    corpus = build_corpus(write(tmp_path, ka=GEORGIAN, en=ENGLISH), load_encoder("surface"), name="text")
    assert [bead.type for bead in corpus.alignments[0].beads] == ["1-1"] * 7
