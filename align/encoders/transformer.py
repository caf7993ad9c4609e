"""Encoding with a sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders.cached import CachedEncoder
from align.encoders.hub_model import REMEDY, find_model, model_hash, prompt_of
from align.encoders.protocol import Vectors
from corpus.errors import ModelError, first_line
from corpus.signature import Signature

_MIN_FOR_PROGRESS = 200
_BATCH, _BATCH_ON_CPU = 256, 32
_MEMORY_ERRORS = ("out of memory", "can't allocate memory", "not enough memory")


class TransformerEncoder(CachedEncoder):
    """
    An encoder with a sentence-transformers model, which is loaded when the vector of a text is not in the cache.

    Args:
        name: a folder, or a name at the Hugging Face hub such as ``sentence-transformers/LaBSE``.
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps`` …; None for a graphics processor if there is one. With
            ``cuda…`` the model computes in half precision. With None it computes in single precision on any device,
            so that results do not depend on the machine.
        prompt: text before each sentence; None for the prompt in the model's settings.
        cache: whether vectors are kept on disk for later runs.

    Attributes:
        prompt: text before each sentence; may be empty.

    Raises:
        ModelError: there is no such model, it is not on this machine and the hub cannot be reached, or loading it could
            run code.
    """

    def __init__(self, name: str, *, device: str | None = None, prompt: str | None = None, cache: bool = True) -> None:
        super().__init__(name, cache=cache)
        self._folder = find_model(name)
        self.prompt = prompt_of(self._folder, name) if prompt is None else prompt
        self._device = device
        self._precision = "float16" if device and device.startswith("cuda") else "float32"
        self._batch = _BATCH

    @cached_property
    def signature(self) -> str:
        """The encoder's part of a result's signature: the hash of its files, the prompt, and half precision."""
        model = Path(self.name).name if Path(self.name).is_dir() else self.name
        options = {"prompt": self.prompt} if self.prompt else {}
        if self._precision != "float32":
            options["precision"] = self._precision
        return str(Signature.of(encoder="sentence-transformers", model=model, hash=self._hash[:12], **options))

    @cached_property
    def _hash(self) -> str:
        return model_hash(self._folder, self._cache)

    def _identity(self) -> bytes:
        return hashlib.sha256(json.dumps([self._hash, self._precision, self.prompt]).encode()).digest()

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            if not sys.stderr.isatty():
                logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            model = SentenceTransformer(
                str(self._folder),
                device=self._device,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # The libraries' exceptions are undocumented and of many classes.
            problem = f"the model cannot be loaded ({first_line(error)})"
            remedy = REMEDY if self._device in (None, "cpu") else f"use --device cpu if there is no {self._device}"
            raise ModelError(problem, where=self.name, remedy=remedy) from error
        if model.device.type == "cpu":
            self._batch = _BATCH_ON_CPU
        return model.half() if self._precision == "float16" else model

    def _infer(self, texts: list[str]) -> Vectors:
        """Return unit vectors, normalised in single precision; the batch is halved if memory is not sufficient."""
        model = self._model
        while True:
            try:
                found = model.encode(
                    texts,
                    prompt=self.prompt,
                    batch_size=self._batch,
                    show_progress_bar=len(texts) >= _MIN_FOR_PROGRESS and sys.stderr.isatty(),
                    convert_to_numpy=True,
                )
                break
            except (RuntimeError, ValueError, IndexError, MemoryError) as error:
                memory = isinstance(error, MemoryError) or any(words in str(error).lower() for words in _MEMORY_ERRORS)
                if not memory:
                    problem = f"the model failed: {first_line(error)}"
                    raise ModelError(problem, where=self.name, remedy=REMEDY) from error
                if self._batch == 1:
                    device = model.device.type
                    remedy = "give a smaller model" if device == "cpu" else "use --device cpu"
                    problem = f"the memory of the device {device} is not sufficient for one text at a time"
                    raise ModelError(problem, where=self.name, remedy=remedy) from error
                self._batch //= 2
            _free_memory()
        vectors = np.asarray(found, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            problem = f"the model returned vectors of shape {vectors.shape} for {len(texts)} texts"
            raise ModelError(problem, where=self.name)
        if not np.isfinite(vectors).all():
            raise ModelError("the model returned vectors that are not numbers (NaN)", where=self.name, remedy=REMEDY)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        units: Vectors = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
        return units


def _free_memory() -> None:
    """Release the memory that a graphics processor still holds for a batch that failed."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
