"""The model that a corpus was aligned with, found by the signature of its alignment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from align.cli import progress
from align.cli.options import Spans
from corpus.errors import ModelError
from corpus.signature import Signature

if TYPE_CHECKING:
    from align.encoders import Encoder
    from corpus import Alignment

_MODEL_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class UsedModel:
    """
    What an alignment was made with, or is to be compared with.

    Attributes:
        name: the name or the folder of the model.
        prompt: its prompt; None for its own.
        spans: what the vector of a run is; None for the default.
        mixed: whether the surface of the texts was used as well.
        lexicon: the lexicon; None if there was none.
    """

    name: str
    prompt: str | None
    spans: Spans | None
    mixed: bool
    lexicon: Path | None


def used_model(
    alignment: Alignment,
    *,
    model: str = "",
    prompt: str | None = None,
    spans: Spans | None = None,
    lexicon: Path | None = None,
) -> UsedModel:
    """
    Return what is given, else what the alignment was made with.

    Raises:
        ModelError: it was made with a model in a folder or with a lexicon, and neither is given.
    """
    signature = Signature.parse(alignment.signature)
    name = model or _model_of(alignment, signature)
    if signature["encoder"] == "sentence-transformers" and Path(name).name == Path(signature["model"]).name:
        prompt = signature["prompt"] if prompt is None else prompt
        spans = spans or (Spans.encode_ if signature["spans"] == Spans.encode_ else Spans.pool)
    return UsedModel(name, prompt, spans, "surface" in signature, _lexicon(alignment, signature, lexicon))


def load_for(used: UsedModel, *, device: str | None = None, cache: bool = True) -> Encoder:
    """
    Load a model.

    Raises:
        ModelError: it cannot be loaded.
    """
    from align.encoders import LexiconEncoder, MixedEncoder, load_encoder, read_lexicon

    progress.show(f"loading {used.name}")
    spans = used.spans or Spans.pool
    encoder = load_encoder(used.name, device=device, prompt=used.prompt, cache=cache, spans=spans.value)
    encoder = MixedEncoder(encoder) if used.mixed else encoder
    return LexiconEncoder(encoder, read_lexicon(used.lexicon)) if used.lexicon else encoder


def _model_of(alignment: Alignment, signature: Signature) -> str:
    """Return the name of the model of the alignment, where it is one that can be loaded by name."""
    from align.encoders import EMBEDDED

    name = signature["model"] or EMBEDDED
    if name != EMBEDDED and (signature["encoder"] == "static" or not _MODEL_NAME.fullmatch(name)):
        # Only the last part of a folder's name is recorded.
        where = f"{alignment.source}-{alignment.target}"
        raise ModelError(
            f"aligned with the model {name!r} in a folder", where=where, remedy="give it as --model FOLDER"
        )
    return name


def _lexicon(alignment: Alignment, signature: Signature, path: Path | None) -> Path | None:
    """Return the lexicon of a pair; None for one that was aligned without."""
    if "lexicon" not in signature:
        return None
    if path is None:
        where = f"{alignment.source}-{alignment.target}"
        raise ModelError("aligned with a lexicon", where=where, remedy="give it as --lexicon FILE")
    return path
