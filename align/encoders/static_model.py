"""Static models as folders, which ``align train`` writes and `StaticEncoder` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders.embedding_table import EmbeddingTable
from align.encoders.tokens import UNKNOWN, WORD_START, tokenizer_json
from corpus.errors import ModelError, ReadError, first_line
from corpus.files import open_file, read_bytes

_CONFIG, _TENSORS, _TOKENIZER, _PIECES = "config.json", "model.safetensors", "tokenizer.json", "vocabulary.txt"
_FORMAT = 1
_REMEDY = "train or copy the model again"


@dataclass(frozen=True, slots=True)
class RetrievalScore:
    """
    Precision at one: the share of texts whose nearest neighbour in the other language is their translation.

    Attributes:
        language: BCP 47 tag of the language that is not English.
        pairs: the number of pairs, all of whose texts are candidates.
        forward: from English, 0 to 1.
        backward: to English, 0 to 1.
    """

    language: str
    pairs: int
    forward: float
    backward: float

    @property
    def mean(self) -> float:
        """The mean of both directions."""
        return (self.forward + self.backward) / 2


@dataclass(frozen=True, slots=True)
class StaticModel:
    """
    A static model: one vector per token.

    Attributes:
        pieces: the vocabulary in the order of the rows, as for `align.encoders.tokens.Tokenizer`.
        table: the vectors.
        languages: BCP 47 tags of the languages of its training data, English first.
        licence: the licence of the model, an SPDX expression; empty if not stated.
        scores: precision at one on the held-out set, by language; empty if there was none.
    """

    pieces: tuple[str, ...]
    table: EmbeddingTable
    languages: tuple[str, ...]
    licence: str = ""
    scores: tuple[RetrievalScore, ...] = ()


def is_static_folder(folder: Path) -> bool:
    """Return whether the configuration in the folder is that of a static model of this package."""
    try:
        return "teialign" in _read_config(folder)
    except ModelError:
        return False


def read_static(folder: Path) -> StaticModel:
    """
    Read a static model.

    Raises:
        ModelError: the folder is of another format, or a file is missing, truncated or damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    settings = _read_config(folder).get("teialign")
    if not isinstance(settings, dict) or settings.get("format") != _FORMAT:
        raise ModelError("the folder does not contain a static model of this format", where=str(folder))
    try:
        with open_file(folder / _TENSORS):
            pass
        tensors = load_file(folder / _TENSORS)
        pieces = _read_pieces(folder)
        names = ("embeddings",) if "embeddings" in tensors else ("codes", "scales")
        table = EmbeddingTable(*(tensors[name] for name in names))
        scores = tuple(
            RetrievalScore(str(s["language"]), int(s["pairs"]), float(s["forward"]), float(s["backward"]))
            for s in settings.get("scores", ())
        )
        model = StaticModel(tuple(pieces), table, tuple(settings["languages"]), str(settings["licence"]), scores)
    except ReadError as error:
        raise ModelError(error.problem, where=error.where, remedy=_REMEDY) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, SafetensorError) as error:
        raise ModelError(f"the model cannot be read: {first_line(error)}", where=str(folder), remedy=_REMEDY) from error
    _check(model, folder)
    return model


def write_static(model: StaticModel, folder: Path) -> None:
    """
    Write a static model into a folder that exists.

    A model in floating point is also readable by sentence-transformers and model2vec. A quantised one is a quarter to
    an eighth as large, and readable by this package only.

    Args:
        model: the model.
        folder: the folder; files of the same names are replaced.
    """
    from safetensors.numpy import save

    config: dict[str, object] = {
        "teialign": {
            "format": _FORMAT,
            "languages": list(model.languages),
            "licence": model.licence,
            "scores": [asdict(score) for score in model.scores],
        }
    }
    table = model.table
    if table.scales is None:
        config |= {"model_type": "model2vec", "normalize": True, "max_length": None, "embedding_dtype": "float32"}
        (folder / _TENSORS).write_bytes(save({"embeddings": table.codes}))
        _write_json(tokenizer_json(model.pieces), folder / _TOKENIZER)
        modules = (("", "StaticEmbedding"), ("1_Normalize", "Normalize"))
        _write_json(
            [
                {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
                for number, (path, kind) in enumerate(modules)
            ],
            folder / "modules.json",
        )
        (folder / "1_Normalize").mkdir(exist_ok=True)
    else:
        (folder / _TENSORS).write_bytes(save({"codes": table.codes, "scales": table.scales}))
        (folder / _PIECES).write_text("\n".join(model.pieces), encoding="utf-8")
    _write_json(config, folder / _CONFIG)


def static_hash(folder: Path) -> str:
    """Return the SHA-256, 64 hexadecimal digits, of the files with a static model's vectors and vocabulary."""
    digest = hashlib.sha256()
    for name in (_TENSORS, _PIECES, _TOKENIZER):
        if (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _read_config(folder: Path) -> Mapping[str, Any]:
    try:
        config = json.loads(read_bytes(folder / _CONFIG))
    except (ReadError, ValueError, RecursionError) as error:
        raise ModelError(f"{_CONFIG} cannot be read: {first_line(error)}", where=str(folder), remedy=_REMEDY) from error
    return config if isinstance(config, dict) else {}


def _read_pieces(folder: Path) -> list[str]:
    if (folder / _PIECES).is_file():
        return read_bytes(folder / _PIECES).decode().split("\n")
    content = json.loads(read_bytes(folder / _TOKENIZER))
    rows: dict[str, int] = content["model"]["vocab"]
    pieces = sorted(rows, key=rows.__getitem__)
    if content != tokenizer_json(pieces):
        raise ValueError(f"{_TOKENIZER} does not tokenise by the rules of this format")
    return pieces


def _check(model: StaticModel, folder: Path) -> None:
    table = model.table
    shapes = table.codes.ndim == 2 and (table.scales is None or table.scales.shape == (table.count,))
    kinds = {"float32": None, "int8": "float16", "uint8": "float16"}
    kind = None if table.scales is None else table.scales.dtype.name
    if not shapes or kinds.get(table.codes.dtype.name, "") != kind:
        problem = "the vectors have a wrong shape or type"
    elif model.pieces[:2] != (UNKNOWN, WORD_START) or len(model.pieces) != table.count:
        problem = f"{len(model.pieces)} tokens do not match {table.count} vectors"
    elif not np.isfinite(table.codes if table.scales is None else table.scales).all():
        problem = "some vectors are not numbers (NaN or infinite)"
    else:
        return
    raise ModelError(problem, where=str(folder), remedy=_REMEDY)


def _write_json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
