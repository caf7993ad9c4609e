"""Any sentence-transformers model as an encoder."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from align.encoders.cache import VectorCache, cache_path
from align.encoders.hub_model import REMEDY, find_model, first_line, model_hash, prompt_of
from align.encoders.protocol import Vectors
from corpus.errors import ModelError

_PROGRESS_FROM = 200
_PART = 1024
_BATCH, _BATCH_ON_CPU = 256, 32
_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


class TransformerEncoder:
    """
    Encodes with a sentence-transformers model.

    A row is the model's unit vector times the number of characters of the text, so that a run of sentences points
    where its longer sentences do, as it would if it were encoded at once. The model itself is loaded when a text comes
    whose vector is not in the cache.

    Args:
        name: a folder, or a name at the Hugging Face hub such as ``sentence-transformers/LaBSE``.
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps`` …; None takes a graphics processor if there is one. A device
            named ``cuda…`` computes in half precision; one that is found computes as a CPU does, so that a result
            does not hang on the machine.
        prompt: what stands before each text; None takes what the model says of itself.
        cache: whether vectors are kept on disk for later runs.

    Attributes:
        name: what the user called it.
        prompt: what stands before each text.
        similarity_prior: 0, its vectors tell what belongs together.

    Raises:
        ModelError: there is no such model, or it cannot be had without a network.
    """

    similarity_prior = 0.0

    def __init__(self, name: str, *, device: str | None = None, prompt: str | None = None, cache: bool = True) -> None:
        self.name = name
        self._folder = find_model(name)
        self.prompt = prompt_of(self._folder, name) if prompt is None else prompt
        self._device = device
        self._precision = "float16" if device and device.startswith("cuda") else "float32"
        self._cache = VectorCache(cache_path() if cache else None)
        self._batch = _BATCH

    @cached_property
    def signature(self) -> str:
        """How to name this encoder in a result: the hash of its files, the prompt, and the precision if it is half."""
        model = Path(self.name).name if Path(self.name).is_dir() else self.name
        parts = ["encoder:sentence-transformers", f"model:{model}", f"hash:{self._hash[:12]}"]
        if self.prompt:
            parts.append(f"prompt:{quote(self.prompt)}")
        if self._precision != "float32":
            parts.append(f"precision:{self._precision}")
        return "|".join(parts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Return each text's unit vector times its length in characters: float32, shape (n, d).

        Raises:
            ModelError: the model cannot be loaded or fails, or its vectors are no numbers or of a wrong shape.
        """
        if not texts:
            return self.encode([""])[:0]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        distinct = list(places)
        keys = [hashlib.sha256(self._identity + text.encode("utf-8", "surrogatepass")).digest() for text in distinct]
        units = self._cache.get(keys)
        missing = [place for place, unit in enumerate(units) if unit is None]
        for start in range(0, len(missing), _PART):
            part = missing[start : start + _PART]
            vectors = self._infer([distinct[place] for place in part])
            self._cache.put([keys[place] for place in part], vectors)
            for place, vector in zip(part, vectors, strict=True):
                units[place] = vector
        table = np.stack([unit for unit in units if unit is not None])
        weights = np.array([len(text.strip()) for text in texts], np.float32)
        rows: Vectors = table[[places[text] for text in texts]] * weights[:, None]
        return rows

    def coverage(self, texts: Iterable[str]) -> float:  # noqa: ARG002
        """Return 1: nothing tells how well a transformer knows a text but its results."""
        return 1.0

    @cached_property
    def _hash(self) -> str:
        return model_hash(self._folder, self._cache)

    @cached_property
    def _identity(self) -> bytes:
        return hashlib.sha256(json.dumps([self._hash, self._precision, self.prompt]).encode()).digest()

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            if not sys.stderr.isatty():
                logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            model = SentenceTransformer(str(self._folder), device=self._device, local_files_only=True)
        except Exception as error:  # What the libraries below raise is neither documented nor of one kind.
            problem = f"the model cannot be loaded ({first_line(error)})"
            remedy = REMEDY if self._device in (None, "cpu") else f"use --device cpu if there is no {self._device}"
            raise ModelError(problem, where=self.name, remedy=remedy) from error
        if model.device.type == "cpu":
            self._batch = _BATCH_ON_CPU
        return model.half() if self._precision == "float16" else model

    def _infer(self, texts: list[str]) -> Vectors:
        """Return the texts' unit vectors, normed in single precision; by smaller batches where memory is short."""
        model = self._model
        while True:
            try:
                found = model.encode(
                    texts,
                    prompt=self.prompt,
                    batch_size=self._batch,
                    show_progress_bar=len(texts) >= _PROGRESS_FROM and sys.stderr.isatty(),
                    convert_to_numpy=True,
                )
                break
            except (RuntimeError, ValueError, IndexError, MemoryError) as error:
                if not _is_of_memory(error):
                    problem = f"the model failed: {first_line(error)}"
                    raise ModelError(problem, where=self.name, remedy=REMEDY) from error
                if self._batch == 1:
                    device = model.device.type
                    remedy = "give a smaller model" if device == "cpu" else "use --device cpu"
                    problem = f"the memory of the device {device} does not suffice for one text at a time"
                    raise ModelError(problem, where=self.name, remedy=remedy) from error
                self._batch //= 2
            _free_memory()
        vectors = np.asarray(found, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise ModelError(f"the model gave vectors of shape {vectors.shape} for {len(texts)} texts", where=self.name)
        if not np.isfinite(vectors).all():
            raise ModelError("the model gave vectors that are not numbers (NaN)", where=self.name, remedy=REMEDY)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        units: Vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
        return units


def _free_memory() -> None:
    """Give back what a graphics processor keeps of a batch that failed, which would stand in the next one's way."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _is_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(phrase in str(error).lower() for phrase in _NO_MEMORY)
