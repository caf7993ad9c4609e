"""Models of sentence-transformers: a tiny one, made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from align.encoders import load_encoder
from align.encoders.transformer import TransformerEncoder
from corpus.errors import ModelError

TEXTS = ["the dog", "the dog sees the cat ", "", "  ", "cat"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    home = tmp_path_factory.mktemp("transformer")
    (home / "vocab.txt").write_text("\n".join(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "dog", "cat")))
    torch.manual_seed(1)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=8, **size)).save_pretrained(home / "bert")
    BertTokenizerFast(vocab=str(home / "vocab.txt")).save_pretrained(home / "bert")
    SentenceTransformer(str(home / "bert"), device="cpu", local_files_only=True).save(str(home / "model"))
    return home / "model"


@pytest.fixture(scope="module")
def encoder(folder: Path) -> TransformerEncoder:
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, TransformerEncoder)
    return encoder


def test_rows_point_where_the_model_does_and_are_as_long_as_the_text(encoder: TransformerEncoder, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((5, 16), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [7, 20, 0, 0, 3], rtol=1e-5)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    np.testing.assert_allclose(vectors[[0]] / 7, model.encode(TEXTS[:1], normalize_embeddings=True), atol=1e-6)
    np.testing.assert_allclose(vectors[[1]], encoder.encode(TEXTS[1:2]), atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)


def test_the_signature_is_of_the_weights(encoder: TransformerEncoder, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    assert encoder.signature == TransformerEncoder(str(copy)).signature
    assert encoder.signature.startswith("encoder:sentence-transformers|model:model|hash:")
    change_weights(copy, lambda weights: weights + 1)
    assert encoder.signature != TransformerEncoder(str(copy)).signature


def test_vectors_that_are_not_numbers_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    change_weights(copy, lambda weights: weights * np.nan)
    with pytest.raises(ModelError, match="NaN"):
        TransformerEncoder(str(copy)).encode(["the dog"])


def test_vectors_of_a_wrong_shape_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformerEncoder(str(folder))
    monkeypatch.setattr(encoder._model, "encode", lambda *_, **__: np.zeros((3, 16)))
    with pytest.raises(ModelError, match=r"shape \(3, 16\) for 1 texts"):
        encoder.encode(["the dog"])


def test_a_model_that_fails_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA out of memory\nmore lines")

    encoder = TransformerEncoder(str(folder))
    monkeypatch.setattr(encoder._model, "encode", fail)
    with pytest.raises(ModelError, match="CUDA out of memory") as caught:
        encoder.encode(["the dog"])
    assert "\n" not in str(caught.value)


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_encoder(str(tmp_path))
    assert "embedded" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_cut_off(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    weights = next(copy.rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(copy))


@pytest.mark.parametrize("name", ["/no/such/folder", "./missing", "a/b/c", "~/model", "..", "with space"])
def test_what_is_neither_a_folder_nor_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError):
        load_encoder(name)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_a_name_without_a_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    asked = []

    def refuse(_: object, repository: str, **__: object) -> None:
        asked.append(repository)
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    with pytest.raises(ModelError, match=r"hub cannot be reached; give the folder .* embedded") as caught:
        load_encoder(name)
    assert str(caught.value).startswith(f"{name}: ")
    assert asked == [name if "/" in name else f"sentence-transformers/{name}"]


def test_a_name_that_the_hub_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub
    from huggingface_hub.errors import HfHubHTTPError

    def refuse(*_: object, **__: object) -> None:
        error = HfHubHTTPError.__new__(HfHubHTTPError)
        raise error

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    with pytest.raises(ModelError, match="has no such model"):
        load_encoder("nobody/no-such-model")


def change_weights(folder: Path, change: object) -> None:
    from safetensors.numpy import load_file, save_file

    path = next(folder.rglob("model.safetensors"))
    tensors = {key: change(tensor) for key, tensor in load_file(path).items()}
    save_file(tensors, path, metadata={"format": "pt"})
