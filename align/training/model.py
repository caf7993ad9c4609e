"""From files of pairs to a model in a folder."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.encoders.folder import StaticModel, static_hash, write_static
from align.encoders.table import Quantisation, quantise
from align.encoders.tokens import Tokenizer
from align.training.card import Making, model_card, read_licences
from align.training.composition import compose_tokens
from align.training.examples import Group, balance, hold_out, read_groups, survey_files
from align.training.pairs import PIVOT, parse_pair_file
from align.training.refinement import refine_vectors
from align.training.scores import Score, score_groups
from align.training.trainer import Schedule, learn_vectors
from align.training.vocabulary import build_vocabulary
from corpus.errors import ModelError


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How a model is to be made.

    Attributes:
        dimensions: length of the vectors; even for ``int4``.
        vocabulary: the most tokens, of all languages.
        epochs: how often a sentence pair is seen, on average over the languages; terms are seen less.
        batch: pairs a step.
        seed: of all that is random.
        quantisation: how the vectors are stored.
        licence: of the model, as an SPDX expression; empty for none stated.
    """

    dimensions: int = 256
    vocabulary: int = 150_000
    epochs: float = 8.0
    batch: int = 1024
    seed: int = 1
    quantisation: Quantisation = "none"
    licence: str = ""

    def __post_init__(self) -> None:
        if self.quantisation == "int4" and self.dimensions % 2:
            raise ModelError(f"int4 needs an even number of dimensions, not {self.dimensions}")


@dataclass(frozen=True, slots=True)
class Summary:
    """
    What became of a training.

    Attributes:
        tokens: the number of vectors.
        pairs: the number of pairs read.
        broken: the number of lines that held none.
        scores: on the pairs held out, by language.
        hash: SHA-256 of the model's files, as 64 hexadecimal digits.
    """

    tokens: int
    pairs: int
    broken: int
    scores: tuple[Score, ...]
    hash: str


def train_model(
    arguments: Sequence[str],
    output: Path,
    settings: Settings,
    *,
    licences: Path | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Summary:
    """
    Train a static model and write it with its card.

    Args:
        arguments: the files of pairs, as `align.training.pairs.parse_pair_file` takes them.
        output: the folder to write; it must not exist, and appears only when all is done.
        settings: how to make it.
        licences: a table as `align.training.card.read_licences` takes it.
        report: called with what is being done.

    Raises:
        ModelError: there is nothing to train on, or the folder exists.
        ReadError: a file cannot be read.
        LanguageError: a file's language is not named.
    """
    if not arguments:
        raise ModelError("no files of pairs are given", remedy="name one, such as en-ru.tsv")
    if output.exists():
        raise ModelError("exists already", where=str(output), remedy="name another folder for the model")
    files = [parse_pair_file(argument) for argument in arguments]
    known = read_licences(licences) if licences else {}
    report("counting words")
    survey = survey_files(files)
    report("choosing tokens")
    pieces = build_vocabulary(survey.words, settings.vocabulary)
    report("cutting texts into tokens")
    groups, held_out = hold_out(read_groups(files, survey, Tokenizer(pieces)), settings.seed)
    table = quantise(_learn(groups, pieces, settings, report), settings.quantisation)
    languages = tuple(dict.fromkeys((PIVOT, *(file.language for file in files))))
    scores = tuple(score_groups(held_out, table))
    report("writing the model")
    with tempfile.TemporaryDirectory(dir=_parent(output), prefix=f".{output.name}-") as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        write_static(StaticModel(tuple(pieces), table, languages, settings.licence), folder)
        making = Making(
            name=output.name,
            languages=languages,
            licence=settings.licence,
            tokens=len(pieces),
            dimensions=settings.dimensions,
            storage=settings.quantisation,
            command=_command(arguments, settings),
            version=_version(),
            hash=static_hash(folder),
        )
        (folder / "README.md").write_text(model_card(making, survey.sources, known, scores), encoding="utf-8")
        folder.rename(output)
    pairs = sum(count.pairs for count in survey.sources)
    return Summary(len(pieces), pairs, sum(survey.broken.values()), scores, making.hash)


def _learn(
    groups: Sequence[Group], pieces: Sequence[str], settings: Settings, report: Callable[[str], None]
) -> NDArray[np.float32]:
    schedule = Schedule(
        dimensions=settings.dimensions, batch=settings.batch, epochs=settings.epochs, seed=settings.seed
    )
    vectors = learn_vectors(
        balance(groups),
        compose_tokens(pieces),
        schedule,
        lambda step, steps, loss: report(f"learning, step {step} of {steps}, loss {loss:.3f}"),
    )
    if not np.isfinite(vectors).all():
        raise ModelError("the training diverged", remedy="give more pairs or another seed")
    return refine_vectors(vectors, groups, np.random.default_rng(settings.seed))


def _parent(output: Path) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    return output.parent


def _version() -> str:
    from align import __version__

    return __version__


def _command(arguments: Sequence[str], settings: Settings) -> str:
    names = [shlex.quote(Path(argument).name) for argument in arguments]
    options = f"--dimensions {settings.dimensions} --vocabulary {settings.vocabulary} --epochs {settings.epochs:g}"
    chosen = f"--batch {settings.batch} --seed {settings.seed} --quantise {settings.quantisation}"
    return f"align train {' '.join(names)} {options} {chosen}"
