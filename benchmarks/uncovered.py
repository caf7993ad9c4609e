"""
Languages that the model hardly knows: accuracy and calibration with most words hidden from it.

    python -m benchmarks.uncovered --data ../shared/gold

Gold alignments of languages that the model does not know are few. Here, a share of the words of the target are hidden
from the model, always the same ones, as if its vocabulary lacked them; the surface encoder sees the whole text. Texts
of up to 700 sentences are taken, three of each set. F1 is strict, in the mean of the texts; the calibration error (ECE)
is that of all beads of a set.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import numpy as np
import regex
import typer

from align.encoders import Encoder, MixedEncoder, SurfaceEncoder, Vectors, load_encoder
from benchmarks.accuracy import GoldSet, Trial, trials
from benchmarks.calibration import calibration, right

SETS = (
    GoldSet("textberg/dev", "de", "fr", "", ""),
    GoldSet("bilinguator_en_ru/dev", "en", "ru", "", ""),
    GoldSet("bilinguator_en_fr/dev", "en", "fr", "", ""),
    GoldSet("bilinguator_en_de/dev", "en", "de", "", ""),
    GoldSet("mac_zh_en/dev", "zh", "en", "", ""),
)
KNOWN = (0.1, 0.3, 0.5)

_MAX_SENTENCES, _TEXTS = 700, 3
_WORD = regex.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class HidingEncoder:
    """
    An encoder that sees a share of the words of one language.

    Attributes:
        encoder: the model.
        texts: the sentences whose words are hidden.
        known: the share of words that it sees.
    """

    encoder: Encoder
    texts: frozenset[str]
    known: float

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.encoder.name

    @property
    def signature(self) -> str:
        """The signature of the model."""
        return self.encoder.signature

    @property
    def similarity_prior(self) -> float:
        """The prior of the model."""
        return self.encoder.similarity_prior

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts, without the words that are hidden."""
        return self.encoder.encode([_WORD.sub(self._seen, text) if text in self.texts else text for text in texts])

    def coverage(self, texts: Iterable[str]) -> float:
        """Return the coverage of the model."""
        return self.encoder.coverage(texts)

    def _seen(self, match: regex.Match[str]) -> str:
        word: str = match[0]
        return word if zlib.crc32(word.lower().encode()) % 1000 < 1000 * self.known else "§"


def texts_of(gold_set: GoldSet, data: Path) -> frozenset[str]:
    """Return the target sentences of a set."""
    files = (data / gold_set.folder).glob(f"*.{gold_set.target}")
    return frozenset(line.strip() for file in files for line in file.read_text(encoding="utf-8").split("\n"))


def main(
    data: Annotated[Path, typer.Option(help="Folder of the gold sets.")] = Path("../shared/gold"),
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
) -> None:
    """Print F1 and calibration error of the model, of surface and lengths, and of both."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the gold data with --data")
    encoder = load_encoder(model)
    print(f"{encoder.signature}\n\n{'set':24}{'known':>6}   {'model':15}{'surface':15}{'both'}")
    for gold_set in SETS:
        hidden = texts_of(gold_set, data)
        for known in KNOWN:
            hiding = HidingEncoder(encoder, hidden, known)
            cells = [_measured(gold_set, data, each) for each in (hiding, SurfaceEncoder(), MixedEncoder(hiding))]
            print(f"{gold_set.folder:24}{known:6.0%}   " + "".join(f"{f1:.3f} ({error:.3f})  " for f1, error in cells))


def _measured(gold_set: GoldSet, data: Path, encoder: Encoder) -> tuple[float, float]:
    found: list[Trial] = list(islice(trials(gold_set, data, encoder, _MAX_SENTENCES), _TEXTS))
    confidence = np.array([bead.confidence for trial in found for bead in trial.alignment.beads])
    hits = np.array([hit for trial in found for hit in right(trial)])
    return float(np.mean([trial.counts.strict_rates.f1 for trial in found])), calibration(confidence, hits)[0]


if __name__ == "__main__":
    typer.run(main)
