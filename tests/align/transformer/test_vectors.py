"""Vectors of sentence-transformers models, and invalid vectors."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from transformer_samples import TEXTS, change_weights

from align.encoders.transformer import TransformerEncoder
from corpus.errors import ModelError


def test_rows_are_unit_vectors_times_the_length_of_the_text(encoder: TransformerEncoder, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((5, 16), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [7, 20, 0, 0, 3], rtol=1e-5)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    np.testing.assert_allclose(vectors[[0]] / 7, model.encode(TEXTS[:1], normalize_embeddings=True), atol=1e-6)
    np.testing.assert_allclose(vectors[[1]], encoder.encode(TEXTS[1:2]), atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)


def test_the_signature_depends_on_the_weights(encoder: TransformerEncoder, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    assert encoder.signature == TransformerEncoder(str(copy)).signature
    assert encoder.signature.startswith("encoder:sentence-transformers|model:model|hash:")
    change_weights(copy, lambda weights: weights + 1)
    assert encoder.signature != TransformerEncoder(str(copy)).signature


def test_vectors_that_are_not_numbers_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    change_weights(copy, lambda weights: weights * np.nan)
    with pytest.raises(ModelError, match="NaN"):
        TransformerEncoder(str(copy), device="cpu").encode(["the dog"])


def test_vectors_of_a_wrong_shape_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformerEncoder(str(folder), device="cpu")
    monkeypatch.setattr(encoder._model, "encode", lambda *_, **__: np.zeros((3, 16)))
    with pytest.raises(ModelError, match=r"shape \(3, 16\) for 1 texts"):
        encoder.encode(["the dog"])


def test_a_model_that_fails_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("index out of range\nmore lines")

    encoder = TransformerEncoder(str(folder), device="cpu")
    monkeypatch.setattr(encoder._model, "encode", fail)
    with pytest.raises(ModelError, match="index out of range") as caught:
        encoder.encode(["the dog"])
    assert "\n" not in str(caught.value)


def test_the_coverage_of_a_transformer_is_1(encoder: TransformerEncoder) -> None:
    assert encoder.coverage(["გამარჯობა"]) == 1.0
