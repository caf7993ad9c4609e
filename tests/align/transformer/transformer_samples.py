"""Shared by the tests of transformers: texts, other weights, and a record of encoded texts."""

from __future__ import annotations

from pathlib import Path

from align.encoders.transformer import TransformerEncoder

TEXTS = ["the dog", "the dog sees the cat ", "", "  ", "cat"]


def counted(folder: Path, **options: object) -> tuple[TransformerEncoder, list[str]]:
    """Return an encoder, and a list that records the texts its model encodes."""
    encoder = TransformerEncoder(str(folder), device="cpu", **options)
    given: list[str] = []
    encode = encoder._model.encode
    encoder._model.encode = lambda texts, **rest: given.extend(texts) or encode(texts, **rest)
    return encoder, given


def change_weights(folder: Path, change: object) -> None:
    from safetensors.numpy import load_file, save_file

    path = next(folder.rglob("model.safetensors"))
    tensors = {key: change(tensor) for key, tensor in load_file(path).items()}
    save_file(tensors, path, metadata={"format": "pt"})
