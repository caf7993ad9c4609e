"""Which models there are, and how a name becomes an encoder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from align.encoders.protocol import Encoder
from align.encoders.spans import SpanEncoder, Spans
from align.encoders.static import StaticEncoder
from align.encoders.static_model import Score, is_static_folder, read_static, static_hash
from align.encoders.surface import SURFACE, SurfaceEncoder
from corpus.errors import ModelError

EMBEDDED = "embedded"
"""The name of the model that is part of the package, and the default."""

_HOME = Path(__file__).parent / EMBEDDED


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """
    What is known of a model on this machine.

    Attributes:
        name: what `load_encoder` takes.
        languages: BCP 47 tags of the languages that it was trained on, English first.
        dimensions: the length of a vector.
        tokens: the number of tokens that have one.
        size: bytes on disk.
        hash: SHA-256 of its files, as 64 hexadecimal digits.
        licence: as an SPDX expression; empty where it is not stated.
        scores: on pairs held out of its training, by language; empty where none were.
    """

    name: str
    languages: tuple[str, ...]
    dimensions: int
    tokens: int
    size: int
    hash: str
    licence: str
    scores: tuple[Score, ...]


def load_encoder(
    name_or_folder: str = EMBEDDED,
    *,
    device: str | None = None,
    prompt: str | None = None,
    cache: bool = True,
    spans: Spans = "pool",
) -> Encoder:
    """
    Return the encoder of a name.

    Args:
        name_or_folder: ``embedded``, ``surface``, a folder that ``align train`` wrote, or the folder or name of a
            sentence-transformers model, which is looked for on this machine first and then at the Hugging Face hub.
        device: where a sentence-transformers model computes; see `align.encoders.transformer.TransformerEncoder`.
        prompt: what stands before each text that such a model encodes; None takes what the model says of itself.
        cache: whether the vectors of such a model are kept on disk for later runs.
        spans: whether runs of sentences are summed, or encoded as one text each by such a model.

    Raises:
        ModelError: there is no such model, it cannot be loaded, or it takes no device, prompt or spans.
    """
    surface = name_or_folder == SURFACE
    if surface or name_or_folder == EMBEDDED or is_static_folder(Path(name_or_folder)):
        if device is not None or prompt is not None or spans == "encode":
            problem = "a device, a prompt and encoded spans are for models of sentence-transformers"
            raise ModelError(problem, where=name_or_folder, remedy="leave --device, --prompt and --spans out")
        return SurfaceEncoder() if surface else load_static(name_or_folder)
    from align.encoders.transformer import TransformerEncoder

    encoder = TransformerEncoder(name_or_folder, device=device, prompt=prompt, cache=cache)
    return SpanEncoder(encoder) if spans == "encode" else encoder


def load_static(name_or_folder: str) -> StaticEncoder:
    """
    Return the static encoder of a name: ``embedded`` or a folder that ``align train`` wrote.

    Raises:
        ModelError: there is no such folder, or it holds no static model that can be read.
    """
    if name_or_folder == EMBEDDED:
        return _embedded()
    folder = Path(name_or_folder)
    if not folder.is_dir():
        raise ModelError("no such folder", where=name_or_folder, remedy="name embedded or a folder of align train")
    return StaticEncoder(folder, name_or_folder)


@cache
def _embedded() -> StaticEncoder:
    # Several parts of a run want it, and it never changes.
    return StaticEncoder(_HOME, EMBEDDED)


def list_models(*folders: Path) -> tuple[ModelEntry, ...]:
    """
    Describe the embedded model and the static models in the folders.

    Raises:
        ModelError: a folder holds no static model.
    """
    return tuple(_entry(name, home) for name, home in ((EMBEDDED, _HOME), *((str(f), f) for f in folders)))


def _entry(name: str, folder: Path) -> ModelEntry:
    model = read_static(folder)
    return ModelEntry(
        name,
        model.languages,
        model.table.dimensions,
        model.table.count,
        sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        static_hash(folder),
        model.licence,
        model.scores,
    )
