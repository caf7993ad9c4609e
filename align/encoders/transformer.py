"""Any sentence-transformers model as an encoder."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders.protocol import Vectors
from corpus.errors import ModelError

_REMEDY = "give the folder of a model on this machine, or leave --model out for the default, embedded"
_PROGRESS_FROM = 200
_TIMEOUT = 10.0
_HUB_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)


class TransformerEncoder:
    """
    Encodes with a sentence-transformers model.

    A row is the model's unit vector times the number of characters of the text, so that a run of sentences points
    where its longer sentences do, as it would if it were encoded at once.

    Args:
        name: a folder, or a name at the Hugging Face hub such as ``sentence-transformers/LaBSE``.
        device: ``cpu``, ``cuda``, ``mps`` …; None takes a graphics processor if there is one.
        batch: texts encoded at once.

    Attributes:
        name: what the user called it.

    Raises:
        ModelError: there is no such model, or it cannot be loaded, for instance without a network.
    """

    def __init__(self, name: str, *, device: str | None = None, batch: int = 32) -> None:
        self.name = name
        self._batch = batch
        self._model = _load(name, device)

    @cached_property
    def signature(self) -> str:
        """How to name this encoder in a result; the hash is of its weights."""
        import torch

        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
        model = Path(self.name).name if Path(self.name).is_dir() else self.name
        return f"encoder:sentence-transformers|model:{model}|hash:{digest.hexdigest()[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Return each text's unit vector times its length in characters: float32, shape (n, d).

        Raises:
            ModelError: the model fails, or its vectors are no numbers or of a wrong shape.
        """
        if not texts:
            return self.encode([""])[:0]
        weights = np.array([len(text.strip()) for text in texts], np.float32)
        try:
            units = self._model.encode(
                list(texts),
                batch_size=self._batch,
                show_progress_bar=len(weights) >= _PROGRESS_FROM and sys.stderr.isatty(),
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError(f"the model failed: {_first_line(error)}", where=self.name, remedy=_REMEDY) from error
        vectors = np.asarray(units, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(weights):
            raise ModelError(
                f"the model gave vectors of shape {vectors.shape} for {len(weights)} texts", where=self.name
            )
        if not np.isfinite(vectors).all():
            raise ModelError("the model gave vectors that are not numbers (NaN)", where=self.name, remedy=_REMEDY)
        return vectors * weights[:, None]


def _load(name: str, device: str | None) -> Any:
    folder = Path(name)
    if not folder.is_dir() and not _HUB_NAME.fullmatch(name):
        raise ModelError("no such folder", where=name, remedy=_REMEDY)
    try:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(name, device=device, local_files_only=True)
        except OSError:
            if folder.is_dir():
                raise
            _ask_hub(name)
        return SentenceTransformer(name, device=device)
    except ModelError:
        raise
    except Exception as error:  # What the libraries below raise is neither documented nor of one kind.
        problem = f"the model cannot be loaded ({_first_line(error)})"
        raise ModelError(problem, where=name, remedy=_REMEDY) from error


def _ask_hub(name: str) -> None:
    """Make sure with one request that the model can be had: the download itself would retry for minutes."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    try:
        HfApi().model_info(name if "/" in name else f"sentence-transformers/{name}", timeout=_TIMEOUT)
    except HfHubHTTPError as error:
        raise ModelError("the Hugging Face hub has no such model", where=name, remedy=_REMEDY) from error
    except Exception as error:  # The HTTP library's errors, which differ between its versions.
        problem = "the model is not on this machine and the Hugging Face hub cannot be reached"
        raise ModelError(problem, where=name, remedy=_REMEDY) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
