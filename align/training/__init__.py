"""
Training of static models: pairs in, a folder that `align.encoders` reads out.

>>> from pathlib import Path
>>> from align.training import Settings, parse_source, train_model
>>> summary = train_model([parse_source("en-ru.tsv")], Path("my-model"), Settings(epochs=2))
"""

from align.encoders.static_model import Score
from align.training.model import Settings, Summary, train_model
from align.training.pairs import Pair, PairSource, make_pair
from align.training.sources import parse_source

__all__ = ["Pair", "PairSource", "Score", "Settings", "Summary", "make_pair", "parse_source", "train_model"]
