"""What encoders of slow models have in common: unit vectors that are kept on disk, weighted by length."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

import numpy as np

from align.encoders.cache import VectorCache, cache_path
from align.encoders.protocol import Vectors

_PART = 1024


class CachedEncoder(ABC):
    """
    An encoder whose unit vectors are kept on disk, so that no text is encoded twice.

    A row is the model's unit vector, weighted by the number of characters of the text. The vector of a run of sentences
    then depends most on its longer sentences, as if the run were encoded as one text.

    Args:
        name: the name that the user gave.
        cache: whether vectors are kept on disk for later runs.

    Attributes:
        name: the name that the user gave.
        similarity_prior: 0: its vectors are enough to find translations.
    """

    similarity_prior = 0.0

    def __init__(self, name: str, *, cache: bool) -> None:
        self.name = name
        self._cache = VectorCache(cache_path() if cache else None)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Return each text's unit vector times its length in characters: float32, shape (n, d).

        Raises:
            ModelError: the model cannot be loaded or fails, or its vectors are not numbers or have a wrong shape.
        """
        if not texts:
            return self.encode([""])[:0]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        distinct = list(places)
        identity = self._identity()
        keys = [hashlib.sha256(identity + text.encode("utf-8", "surrogatepass")).digest() for text in distinct]
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
        """Return 1: the coverage of such a model cannot be estimated from its vocabulary."""
        return 1.0

    @abstractmethod
    def _identity(self) -> bytes:
        """Return a digest of all that vectors depend on, beside the text."""

    @abstractmethod
    def _infer(self, texts: list[str]) -> Vectors:
        """Return unit vectors: float32, shape (n, d)."""
