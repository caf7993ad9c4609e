"""The command that writes vectors: one row per sentence or blank line, from text and from TEI."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from align.cli.app import app
from align.encoders import load_encoder
from align.encoders.embedding_table import quantise
from align.encoders.static_model import StaticModel, write_static
from align.encoders.vector_file import read_sentences, write_vectors
from corpus.errors import CorpusError, ModelError, ReadError
from corpus.model import Alignment, Bead, Block, Corpus, Document, Sentence, Span
from tei import write_corpus

PIECES = ("[UNK]", "▁", *"abcdeабвгд")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("model")
    vectors = np.random.default_rng(1).standard_normal((len(PIECES), 8)).astype(np.float32)
    vectors[:2] = 0
    write_static(StaticModel(PIECES, quantise(vectors, "none"), ("en", "ru")), folder)
    return str(folder)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["encode", *map(str, arguments)])
    if result.exception:
        raise result.exception
    return result.output


def test_one_row_per_line(tmp_path: Path, model: str) -> None:
    lines = ["ab ba", "", "zzz", "вг", "  ", "cab\u2028e"]
    (tmp_path / "t.txt").write_bytes(("\ufeff" + "\r\n".join(lines)).encode())
    assert "6 rows, 8 dimensions" in run(tmp_path / "t.txt", "-o", tmp_path / "t.npy", "--model", model)
    rows = np.load(tmp_path / "t.npy", allow_pickle=False)
    assert (rows.dtype, rows.shape) == (np.float32, (6, 8))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 0, 1, 0, 1], atol=1e-6)
    sums = load_encoder(model).encode(lines)
    np.testing.assert_allclose(rows * np.linalg.norm(sums, axis=1, keepdims=True), sums, atol=1e-5)


def test_batches_are_joined(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder(model)
    texts = ["a b", "c", "", "д е", "e"]
    write_vectors(iter(texts), 5, encoder, tmp_path / "whole.npy")
    monkeypatch.setattr("align.encoders.vector_file._BATCH", 2)
    write_vectors(iter(texts), 5, encoder, tmp_path / "parts.npy")
    assert (tmp_path / "whole.npy").read_bytes() == (tmp_path / "parts.npy").read_bytes()


def test_other_files_of_the_folder_remain(tmp_path: Path, model: str) -> None:
    (tmp_path / "t.txt").write_text("ab\n")
    (tmp_path / "t.npy.part").write_text("of the user")
    run(tmp_path / "t.txt", "-o", tmp_path / "t.npy", "--model", model)
    assert (tmp_path / "t.npy.part").read_text() == "of the user"
    assert {path.name for path in tmp_path.iterdir()} == {"t.txt", "t.npy", "t.npy.part"}


def test_an_empty_file_has_no_rows(tmp_path: Path, model: str) -> None:
    (tmp_path / "t.txt").touch()
    run(tmp_path / "t.txt", "-o", tmp_path / "t.npy", "--model", model)
    assert np.load(tmp_path / "t.npy").shape == (0, 8)


def document(identifier: str, language: str, text: str) -> Document:
    sentences = tuple(
        Sentence(f"{identifier}.s{number}", letter, Span(number, number + 1)) for number, letter in enumerate(text)
    )
    role = "pivot" if identifier == "a" else "version"
    return Document(identifier, language, role, (Block(f"{identifier}.b", "p", text, sentences),))


def test_a_corpus_and_a_file_of_it(tmp_path: Path, model: str) -> None:
    alignment = Alignment("a", "b", (Bead(range(3), range(2), 1.0),))
    corpus = Corpus("c", document("a", "en", "abc"), (document("b", "ru", "вг"),), (alignment,))
    folder = tmp_path / "corpus"
    write_corpus(corpus, folder)
    printed = run(folder, "-o", tmp_path / "all.npy", "--model", model)
    assert "a  rows 0 to 2" in printed
    assert "b  rows 3 to 4" in printed
    rows = np.load(tmp_path / "all.npy")
    sums = load_encoder(model).encode(list("abcвг"))
    np.testing.assert_allclose(rows, sums / np.linalg.norm(sums, axis=1, keepdims=True), atol=1e-6)
    [file] = [path for path in folder.glob("*.xml") if path.name.endswith("b.xml")]
    run(file, "-o", tmp_path / "b.npy", "--model", model)
    np.testing.assert_array_equal(np.load(tmp_path / "b.npy"), rows[3:])
    with pytest.raises(CorpusError, match="not a version"):
        run(next(folder.glob("*alignment.xml")), "-o", tmp_path / "x.npy", "--model", model)


@pytest.mark.parametrize(
    ("content", "error", "problem"),
    [
        (b"a\nb\n\xff\n", ReadError, "not UTF-8"),
        (None, ReadError, "no such file"),
        (b"a" * 1_000_001, ReadError, "t.txt:1"),
    ],
)
def test_files_that_are_not_lists_of_sentences(
    tmp_path: Path, model: str, content: bytes | None, error: type[Exception], problem: str
) -> None:
    if content is not None:
        (tmp_path / "t.txt").write_bytes(content)
    with pytest.raises(error, match=f"(?i){problem}"):
        run(tmp_path / "t.txt", "-o", tmp_path / "t.npy", "--model", model)
    assert not list(tmp_path.glob("t.npy*"))


def test_nothing_is_overwritten_and_a_model_is_needed(tmp_path: Path, model: str) -> None:
    (tmp_path / "t.txt").write_text("a\n")
    with pytest.raises(CorpusError, match="is the file that is read"):
        run(tmp_path / "t.txt", "-o", tmp_path / "t.txt", "--model", model)
    with pytest.raises(ModelError):
        run(tmp_path / "t.txt", "-o", tmp_path / "t.npy", "--model", tmp_path / "nowhere")
    assert list(read_sentences(tmp_path / "t.txt")) == ["a"]
