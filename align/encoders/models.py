"""Loading encoders by name, and the list of static models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from align.encoders.protocol import Encoder
from align.encoders.static import StaticEncoder
from align.encoders.static_model import RetrievalScore, is_static_folder, read_static, static_hash
from align.encoders.surface import SURFACE, SurfaceEncoder
from align.encoders.wrappers import RunEncoder, RunMode
from corpus.errors import ModelError

EMBEDDED = "embedded"
"""The name of the model that is part of the package; the default."""

E5 = "e5"
"""The name of multilingual-e5-small; see `align.encoders.e5`."""

_HOME = Path(__file__).parent / EMBEDDED
_load_once = cache(StaticEncoder)  # several steps of a run need the same encoder, which is immutable


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """
    A static model on this machine.

    Attributes:
        name: its name for `load_encoder`.
        languages: BCP 47 tags of the languages of its training data, English first.
        dimensions: the number of dimensions of its vectors.
        tokens: the number of tokens in its vocabulary.
        size: bytes on disk.
        hash: SHA-256 of its files, as 64 hexadecimal digits.
        licence: an SPDX expression; empty if not stated.
        scores: precision at one on the held-out set, by language; empty if there was none.
    """

    name: str
    languages: tuple[str, ...]
    dimensions: int
    tokens: int
    size: int
    hash: str
    licence: str
    scores: tuple[RetrievalScore, ...]


def load_encoder(
    name_or_folder: str = EMBEDDED,
    *,
    device: str | None = None,
    prompt: str | None = None,
    cache: bool = True,
    spans: RunMode = "pool",
) -> Encoder:
    """
    Return the encoder of a name.

    Args:
        name_or_folder: ``embedded``, ``surface``, ``e5``, a folder that ``align train`` wrote, or the folder or name of
            a sentence-transformers model, which is looked for on this machine first and then at the Hugging Face hub.
        device: the device of a sentence-transformers model; see `align.encoders.transformer.TransformerEncoder`.
        prompt: text before each sentence that such a model encodes; None for the prompt in the model's settings.
        cache: whether the vectors of such a model are kept on disk for later runs.
        spans: the vector of a run of sentences: ``pool`` for the sum of its sentences' vectors, ``encode`` to encode
            the run as one text with such a model.

    Raises:
        ModelError: there is no such model, it cannot be loaded, or the option is for models of another kind.
    """
    if name_or_folder in (SURFACE, E5, EMBEDDED) or is_static_folder(Path(name_or_folder)):
        if device is not None or prompt is not None or spans == "encode":
            problem = "a device, a prompt and encoded spans are for models of sentence-transformers"
            raise ModelError(problem, where=name_or_folder, remedy="leave --device, --prompt and --spans out")
        if name_or_folder == E5:
            from align.encoders.e5 import E5Encoder

            return E5Encoder(E5, cache=cache)
        return SurfaceEncoder() if name_or_folder == SURFACE else load_static(name_or_folder)
    from align.encoders.transformer import TransformerEncoder

    encoder = TransformerEncoder(name_or_folder, device=device, prompt=prompt, cache=cache)
    return RunEncoder(encoder) if spans == "encode" else encoder


def load_static(name_or_folder: str) -> StaticEncoder:
    """
    Return the static encoder of a name: ``embedded`` or a folder that ``align train`` wrote.

    Raises:
        ModelError: there is no such folder, or it does not contain a readable static model.
    """
    if name_or_folder == EMBEDDED:
        return _load_once(_HOME, EMBEDDED)
    folder = Path(name_or_folder)
    if not folder.is_dir():
        raise ModelError("no such folder", where=name_or_folder, remedy="name embedded or a folder of align train")
    return StaticEncoder(folder, name_or_folder)


def list_models(*folders: Path) -> tuple[ModelEntry, ...]:
    """
    Describe the embedded model and the static models in the folders.

    Raises:
        ModelError: a folder does not contain a static model.
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
