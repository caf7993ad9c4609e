"""Lexicons: reading, similarity of translations, and alignment with them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from align import Input, build_corpus
from align.cli.app import app
from align.encoders import Lexicon, LexiconEncoder, RunEncoder, SurfaceEncoder, load_encoder, read_lexicon
from corpus import ModelError, ReadError, TextWarning

MODEL = load_encoder()

ENGLISH = """The dog slept near the river.
A woman bought bread and apples.
Nobody opened the old window.
The teacher wrote a long letter.
Children played in the garden.
The dog ate the bread.
A letter lay near the window.
The woman sold apples in the garden.
The river was long.
The teacher was old.
"""

MADE_UP = {
    "dog": "vurk", "slept": "zumni", "river": "olth", "woman": "quessa", "bought": "pradi", "bread": "grell",
    "apples": "moptu", "opened": "tsik", "old": "hurm", "window": "blavo", "teacher": "kenzu", "wrote": "ifri",
    "long": "yadd", "letter": "soqui", "children": "nibble", "played": "wof", "garden": "ruxti", "ate": "gnom",
    "lay": "duth", "sold": "pekk", "nobody": "zilch", "near": "omo",
}  # fmt: skip

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<entry><form><orth>dog</orth><pron>dɒg</pron></form><sense>
  <cit type="trans"><quote>pies, (old) kundel</quote></cit>
  <cit type="example"><quote>a barking dog</quote><cit type="trans"><quote>szczekający</quote></cit></cit>
</sense></entry>
<entry><form><orth>Fire Brigade</orth></form><sense><cit type="trans"><quote>straż</quote></cit></sense></entry>
</body></text></TEI>"""


def lexicon(*entries: tuple[str, str]) -> Lexicon:
    return Lexicon(entries, "lexicon:test")


def similarity(one: str, other: str, *entries: tuple[str, str]) -> float:
    rows = LexiconEncoder(NoModel(), lexicon(*entries)).encode([one, other])
    norms = np.linalg.norm(rows, axis=1)
    return float(rows[0] @ rows[1] / norms.prod()) if norms.all() else 0.0


class NoModel:
    """A model whose vectors are zeros."""

    name, signature, similarity_prior = "silent", "encoder:silent", 0.0

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.zeros((len(texts), 1), np.float32)


@pytest.mark.parametrize(
    ("one", "other", "entries"),
    [
        ("dog", "Hund", [("dog", "Hund")]),
        ("DOG!", "«hund»", [("dog", "Hund")]),
        ("Hund", "dog", [("dog", "Hund")]),
        ("the dogs", "die Hunden", [("doggy", "x"), ("dogs", "Hund")]),
        ("книгами", "books", [("books", "книга")]),
        ("a fire brigade", "Feuerwehr", [("fire brigade", "Feuerwehr"), ("fire", "Brand")]),
        ("他是老师吗", "teacher", [("老师", "teacher")]),
        ("ещё", "more", [("еще", "more")]),
    ],
)
def test_translations_are_similar(one: str, other: str, entries: list[tuple[str, str]]) -> None:
    assert similarity(one, other, *entries) == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other", "entries"),
    [
        ("dog", "Katze", [("dog", "Hund"), ("cat", "Katze")]),
        ("a brigade", "Feuerwehr", [("fire brigade", "Feuerwehr")]),
        ("inter", "Zwischen", [("international", "Zwischen")]),
        ("x " * 9, "y", [("x " * 9, "y")]),
    ],
)
def test_other_words_are_not_similar(one: str, other: str, entries: list[tuple[str, str]]) -> None:
    assert abs(similarity(one, other, *entries)) < 0.5


def test_a_translation_of_two_headwords_is_similar_to_both() -> None:
    entries = ("big", "grand"), ("large", "grand"), ("dog", "chien")
    assert 0.5 < similarity("big", "grand", *entries) < 0.9


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=20), max_size=5), st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))))
def test_any_text_and_any_lexicon(texts: list[str], entries: list[tuple[str, str]]) -> None:
    rows = LexiconEncoder(NoModel(), lexicon(*entries)).encode(texts)
    assert (rows.shape, rows.dtype, bool(np.isfinite(rows).all())) == ((len(texts), 513), np.float32, True)


def write(folder: Path, text: str | bytes, name: str = "words.tsv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("text", ["\ufeffdog\tpies\tnoun\r\n\nFire brigade \t straż\n", TEI, f"\ufeff{TEI}"])
def test_files(text: str, tmp_path: Path) -> None:
    found = read_lexicon(write(tmp_path, text))
    assert list(found.senses("A dog and a fire brigade: pies, straż")) == [
        frozenset({headword}) for headword in ("dog", "fire brigade", "dog", "fire brigade")
    ]
    assert not list(found.senses("old barking szczekający noun"))
    assert found.signature.startswith("lexicon:")
    assert found.signature != read_lexicon(write(tmp_path, f"{text}\n")).signature


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dog\tpies\ncat\n", r"words\.tsv:2: no pair of words; write it as WORD<tab>TRANSLATION"),
        ("dog\t \n", r":1: no pair"),
        (b"dog\t\xff\n", "not UTF-8 text"),
        ("\n \n", "contains no pairs of words"),
        ("", "the file is empty"),
        ("<TEI>", r"words\.tsv:1: not well-formed"),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "contains no pairs of words"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "its document type declares entities"),
    ],
)
def test_a_faulty_file(text: str | bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=problem):
        read_lexicon(write(tmp_path, text))


def test_the_signature_names_the_lexicon() -> None:
    assert LexiconEncoder(NoModel(), lexicon()).signature == "encoder:silent|lexicon:test"


def test_encoded_runs_take_no_lexicon() -> None:
    with pytest.raises(ModelError, match="a lexicon needs summed vectors; leave out --spans encode"):
        LexiconEncoder(RunEncoder(SurfaceEncoder()), lexicon())


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    """An English text; its translation into an invented language, without the sixth sentence; and a lexicon."""
    lines = ENGLISH.splitlines()
    made_up = [
        " ".join(MADE_UP.get(word.strip(".").lower(), "uu") for word in reversed(line.split())) for line in lines
    ]
    return [
        write(tmp_path, ENGLISH, "text.en.txt"),
        write(tmp_path, "\n".join(f"{line.capitalize()}." for line in made_up[:5] + made_up[6:]), "text.eu.txt"),
        write(tmp_path, "\n".join("\t".join(pair) for pair in MADE_UP.items()), "words.tsv"),
    ]


@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_a_language_that_no_model_covers(texts: list[Path]) -> None:
    inputs = [Input(path) for path in texts[:2]]

    def links(words: Lexicon | None) -> list[tuple[int, ...]]:
        corpus = build_corpus(inputs, MODEL, name="text", segmenter="lines", lexicon=words)
        assert ("|lexicon:" in corpus.alignments[0].signature) == bool(words)
        return [(*bead.source, *bead.target) for bead in corpus.alignments[0].beads if bead.type == "1-1"]

    right = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (6, 5), (7, 6), (8, 7), (9, 8)]
    assert links(read_lexicon(texts[2])) == right
    assert links(None) != right


def test_a_lexicon_of_other_languages_is_left_out(texts: list[Path]) -> None:
    german = write(texts[0].parent, "Der Hund schlief am Fluss. Die Frau kaufte Brot und Äpfel.", "text.de.txt")
    with pytest.warns(TextWarning, match=r"^de: the lexicon pairs hardly any of its words with those of en"):
        corpus = build_corpus([Input(texts[0]), Input(german)], MODEL, name="text", lexicon=read_lexicon(texts[2]))
    assert "lexicon" not in corpus.alignments[0].signature


@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_the_commands(texts: list[Path], tmp_path: Path) -> None:
    corpus, words = str(tmp_path / "out"), str(texts[2])
    run = [*map(str, texts[:2]), "--segmenter", "lines", "--lexicon", words, "-o", corpus]
    assert CliRunner().invoke(app, ["run", *run]).exit_code == 0
    done = CliRunner().invoke(app, ["explain", corpus, "en.s2", "--lexicon", words, "--json"])
    [report] = json.loads(done.stdout)
    assert report["same"] is True
    assert report["bead"]["similarity"]["mean"] > 0.5
    done = CliRunner().invoke(app, ["explain", corpus, "en.s2"])
    assert isinstance(done.exception, ModelError)
    assert str(done.exception) == "en-eu: aligned with a lexicon; give it as --lexicon FILE"
