"""
Training of static models: pairs in, a folder that `align.encoders` reads out.

>>> from pathlib import Path
>>> from align.training import Settings, train_model
>>> summary = train_model(["en-ru.tsv"], Path("my-model"), Settings(epochs=2))
"""

from align.training.model import Settings, Summary, train_model
from align.training.scores import Score

__all__ = ["Score", "Settings", "Summary", "train_model"]
