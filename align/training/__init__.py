"""
Training of static models: from translation pairs to a folder that `align.encoders` reads.

>>> from pathlib import Path
>>> from align.training import Settings, parse_source, train_model
>>> summary = train_model([parse_source("en-ru.tsv")], Path("my-model"), Settings(epochs=2))
"""

from align.encoders.static_model import RetrievalScore
from align.training.model import Summary, train_model
from align.training.settings import Settings
from align.training.sources import PairSource, TrainingPair, make_pair, parse_source
from corpus.facade import facade

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


__getattr__ = facade(__name__, {}, _RENAMED)
