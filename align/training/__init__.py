"""
Training of static models: from translation pairs to a folder that `align.encoders` reads.

>>> from pathlib import Path
>>> from align.training import Settings, parse_source, train_model
>>> summary = train_model([parse_source("en-ru.tsv")], Path("my-model"), Settings(epochs=2))
"""

import warnings

from align.encoders.static_model import RetrievalScore
from align.training.model import Settings, Summary, train_model
from align.training.pairs import PairSource, TrainingPair, make_pair
from align.training.sources import parse_source

__all__ = [
    "PairSource",
    "RetrievalScore",
    "Settings",
    "Summary",
    "TrainingPair",
    "make_pair",
    "parse_source",
    "train_model",
]

_RENAMED = {"Pair": "TrainingPair", "Score": "RetrievalScore"}


def __getattr__(name: str) -> object:
    if name not in _RENAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn(f"{__name__}.{name} is now {_RENAMED[name]}", DeprecationWarning, stacklevel=2)
    return globals()[_RENAMED[name]]
