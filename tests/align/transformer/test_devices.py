"""Transformers on devices: the batch, the precision, and insufficient memory."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from transformer_samples import TEXTS

from align.encoders.transformer import TransformerEncoder
from corpus.errors import ModelError


@pytest.mark.parametrize("problem", [RuntimeError("CUDA out of memory"), MemoryError()])
def test_batches_are_halved_until_memory_is_sufficient(
    problem: Exception, folder: Path, encoder: TransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = TransformerEncoder(str(folder), device="cpu")
    encode, batches = small._model.encode, []

    def limited(texts: list[str], *, batch_size: int, **rest: object) -> object:
        batches.append(batch_size)
        if batch_size > 4:
            raise problem
        return encode(texts, batch_size=batch_size, **rest)

    monkeypatch.setattr(small._model, "encode", limited)
    np.testing.assert_allclose(small.encode(TEXTS), encoder.encode(TEXTS), atol=1e-5)
    small.encode(["dog"])
    assert batches == [32, 16, 8, 4, 4]


class OtherDevice:
    """A substitute for a sentence-transformers model on a graphics processor."""

    def __init__(self, _: str, *, device: str | None, local_files_only: bool, **options: object) -> None:
        assert options == {"trust_remote_code": False, "model_kwargs": {"use_safetensors": True}}
        if device == "mps":
            raise AssertionError("PyTorch is not linked with support for mps devices")
        self.device = SimpleNamespace(type=device.partition(":")[0] if device else "cuda")
        self.batches: list[int] = []
        self.type = np.float32
        self.room = 256

    def half(self) -> OtherDevice:
        self.type = np.float16
        return self

    def encode(self, texts: list[str], *, batch_size: int, **_: object) -> np.ndarray:
        self.batches.append(batch_size)
        if batch_size > self.room:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB\nmore lines")
        return np.array([[300, len(text)] for text in texts], self.type)


@pytest.fixture
def other_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentence_transformers.SentenceTransformer", OtherDevice)


@pytest.mark.parametrize(
    ("device", "kind", "batch"),
    [(None, np.float32, 256), ("cuda", np.float16, 256), ("cuda:1", np.float16, 256), ("cpu", np.float32, 32)],
)
def test_the_precision_and_the_batch_are_those_of_the_device(
    device: str | None, kind: type, batch: int, folder: Path, other_device: None
) -> None:
    encoder = TransformerEncoder(str(folder), device=device)
    # 300² overflows half precision.
    np.testing.assert_allclose(encoder.encode(["dog"]), [[2.99985, 0.02999850]], rtol=1e-6)
    assert (encoder._model.type, encoder._model.batches) == (kind, [batch])
    assert ("precision:float16" in encoder.signature) == (kind is np.float16)


def test_vectors_of_half_precision_have_their_own_cache_entries(folder: Path, other_device: None) -> None:
    for device in ("cuda", None):
        encoder = TransformerEncoder(str(folder), device=device)
        encoder.encode(["dog"])
        assert encoder._model.batches == [256]


@pytest.mark.parametrize(("device", "remedy"), [("cuda", "use --device cpu"), ("cpu", "give a smaller model")])
def test_insufficient_memory_for_one_text(
    device: str, remedy: str, folder: Path, other_device: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed = []
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.empty_cache", lambda: freed.append(True))
    encoder = TransformerEncoder(str(folder), device=device)
    encoder._model.room = 0
    with pytest.raises(ModelError, match=f"memory of the device {device} is not sufficient .*; {remedy}") as caught:
        encoder.encode(["dog"])
    assert "\n" not in str(caught.value)
    assert encoder._model.batches[-3:] == [4, 2, 1]
    assert len(freed) == len(encoder._model.batches) - 1


@pytest.mark.parametrize("fake", [False, True])
def test_a_device_that_is_not_there(fake: bool, folder: Path, request: pytest.FixtureRequest) -> None:
    if fake:
        request.getfixturevalue("other_device")
    device = "mps" if fake else "abacus"
    with pytest.raises(ModelError, match=f"cannot be loaded .*; use --device cpu if there is no {device}"):
        TransformerEncoder(str(folder), device=device).encode(["dog"])
