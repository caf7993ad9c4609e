"""From pairs to a model in a folder."""

from __future__ import annotations

import hashlib
import shlex
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.encoders import StaticEncoder, load_static
from align.encoders.batch_tokenizer import Cutter
from align.encoders.static_model import Score, StaticModel, static_hash, write_static
from align.encoders.table import Quantisation, Table, quantise
from align.training.card import Making, model_card, read_licences
from align.training.checkpoint import Checkpoint
from align.training.composition import compose_tokens
from align.training.examples import Group, Survey, balance, hold_out, read_groups, survey_sources, weigh
from align.training.pairs import PairSource
from align.training.refinement import refine_vectors
from align.training.scores import score_groups
from align.training.stopping import Judge
from align.training.trainer import Schedule, learn_vectors
from align.training.vocabulary import build_vocabulary
from corpus.errors import ModelError
from corpus.messages import warn

_PATIENCE = 3
_FITTING_RATE = 0.003
_LEAST_COVERAGE = 0.4

Report = Callable[[str, int, int], None]
"""Called with what is being done, the steps that are done, and the number of all; 0 and 0 where there are none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How a model is to be made.

    Attributes:
        dimensions: length of the vectors; even for ``int4``. Those of `start` count instead.
        vocabulary: the most tokens, of all languages. Those of `start` count instead.
        epochs: how often a sentence pair is seen, on average over the languages; terms are seen less.
        batch: pairs a step.
        seed: of all that is random.
        quantisation: how the vectors are stored.
        licence: of the model, as an SPDX expression; empty for that of `start`, or none stated.
        start: the static model whose vocabulary and vectors to begin with: ``embedded`` or a folder; empty for none.
        patience: the vectors are judged 20 times on the pairs held out, and learning ends when the best are so many
            judgements old; 0 learns to the end and keeps the last. None is 3 with `start`, else 0: from scratch the
            learning rate's fall to zero is what raises the score.
        weights: sources, and by how much their pairs are seen more often (above 1) or less.
    """

    dimensions: int = 256
    vocabulary: int = 150_000
    epochs: float = 8.0
    batch: int = 1024
    seed: int = 1
    quantisation: Quantisation = "none"
    licence: str = ""
    start: str = ""
    patience: int | None = None
    weights: tuple[tuple[str, float], ...] = ()

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
        broken: the number of lines or units that held none.
        same: the number of pairs with the same text on both sides.
        scores: on the pairs held out, by language.
        hash: SHA-256 of the model's files, as 64 hexadecimal digits.
    """

    tokens: int
    pairs: int
    broken: int
    same: int
    scores: tuple[Score, ...]
    hash: str


def train_model(
    sources: Sequence[PairSource],
    output: Path,
    settings: Settings,
    *,
    licences: Path | None = None,
    progress: Report = lambda *_: None,
) -> Summary:
    """
    Train a static model and write it with its card.

    Once a minute the state is saved beside the output, as ``.NAME.checkpoint``. A training of the same pairs with the
    same settings goes on from there after it was stopped, and gives the model it would have given; the file is removed
    when the model is written.

    Args:
        sources: where the pairs are.
        output: the folder to write; it must not exist, and appears only when all is done.
        settings: how to make it.
        licences: a table as `align.training.card.read_licences` takes it.
        progress: called with what is being done.

    Raises:
        ModelError: there is nothing to train on, the folder exists, there is no model to start from, or no source of
            a name that has a weight.
        ReadError: a source cannot be read.
    """
    if not sources:
        raise ModelError("no files of pairs are given", remedy="name one, such as en-ru.tsv")
    if output.exists():
        raise ModelError("exists already", where=str(output), remedy="name another folder for the model")
    known = read_licences(licences) if licences else {}
    start = load_static(settings.start) if settings.start else None
    if start:
        settings = replace(
            settings,
            dimensions=start.model.table.dimensions,
            vocabulary=start.model.table.count,
            licence=settings.licence or start.model.licence,
        )
    progress("counting words", 0, 0)
    survey = survey_sources(sources)
    _check_weights(settings, survey)
    if start:
        _check_coverage(start, survey)
    progress("choosing tokens", 0, 0)
    pieces = start.model.pieces if start else tuple(build_vocabulary(survey.words, settings.vocabulary))
    progress("cutting texts into tokens", 0, 0)
    groups, held_out = hold_out(read_groups(sources, survey, Cutter(pieces)), settings.seed)
    checkpoint = Checkpoint(
        _parent(output) / f".{output.name}.checkpoint",
        _digest((*groups, *held_out), pieces, settings, start.signature if start else ""),
    )
    vectors = _learn(groups, held_out, pieces, settings, start, checkpoint, progress)
    table = quantise(vectors, settings.quantisation)
    languages = tuple(dict.fromkeys((*(start.languages if start else ()), *survey.languages)))
    scores = tuple(score_groups(held_out, table))
    progress("writing the model", 0, 0)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        write_static(StaticModel(pieces, table, languages, settings.licence, scores), folder)
        making = Making(
            name=output.name,
            languages=languages,
            licence=settings.licence,
            tokens=len(pieces),
            dimensions=settings.dimensions,
            storage=settings.quantisation,
            start=start.signature if start else "",
            command=_command(sources, settings),
            version=_version(),
            hash=static_hash(folder),
        )
        (folder / "README.md").write_text(model_card(making, survey.sources, known, scores), encoding="utf-8")
        folder.rename(output)
    checkpoint.remove()
    same = sum(count.same for count in survey.sources)
    return Summary(len(pieces), survey.pairs, survey.broken, same, scores, making.hash)


def _learn(
    groups: Sequence[Group],
    held_out: Sequence[Group],
    pieces: Sequence[str],
    settings: Settings,
    start: StaticEncoder | None,
    checkpoint: Checkpoint,
    progress: Report,
) -> NDArray[np.float32]:
    schedule = Schedule(
        dimensions=settings.dimensions, batch=settings.batch, epochs=settings.epochs, seed=settings.seed
    )
    if start:
        schedule = replace(schedule, rate=_FITTING_RATE)
    patience = _patience(settings)
    vectors = learn_vectors(
        balance(weigh(groups, dict(settings.weights))),
        compose_tokens(pieces),
        schedule,
        start=start.model.table.rows(slice(None)) if start else None,
        judge=Judge(lambda vectors: _mean_score(held_out, vectors), patience) if patience and held_out else None,
        checkpoint=checkpoint,
        progress=lambda step, steps, loss: progress(f"learning, loss {loss:.3f}", step, steps),
    )
    if not np.isfinite(vectors).all():
        checkpoint.remove()
        raise ModelError("the training diverged", remedy="give more pairs or another seed")
    # The vectors of a model that was started from are refined already.
    return vectors if start else refine_vectors(vectors, groups, np.random.default_rng(settings.seed))


def _mean_score(held_out: Sequence[Group], vectors: NDArray[np.float32]) -> float:
    return float(np.mean([score.mean for score in score_groups(held_out, Table(vectors))]))


def _patience(settings: Settings) -> int:
    if settings.patience is None:
        return _PATIENCE if settings.start else 0
    return settings.patience


def _check_weights(settings: Settings, survey: Survey) -> None:
    known = sorted({count.source for count in survey.sources} - {""})
    for source, _ in settings.weights:
        if source not in known:
            names = f"choose of {', '.join(known)}" if known else "name it in the first of three columns"
            raise ModelError(f"no pairs are of the source {source!r}", remedy=names)


def _check_coverage(start: StaticEncoder, survey: Survey) -> None:
    for language, sample in survey.samples.items():
        coverage = start.coverage([sample])
        if coverage < _LEAST_COVERAGE:
            warn(
                f"{start.name} knows few words of {language} (coverage {coverage:.2f}); its vocabulary remains as it "
                "is, so that a model from scratch may do better"
            )


def _digest(groups: Sequence[Group], pieces: Sequence[str], settings: Settings, start: str) -> str:
    """Return a digest of all that decides how a training goes."""
    digest = hashlib.sha256(repr((_version(), settings, start)).encode())
    digest.update("\n".join(pieces).encode())
    for group in groups:
        digest.update(repr((group.language, group.source, group.weight)).encode())
        for bags in (group.english, group.other):
            digest.update(bags.tokens.tobytes())
            digest.update(bags.pointers.tobytes())
    return digest.hexdigest()


def _parent(output: Path) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    return output.parent


def _version() -> str:
    from align import __version__

    return __version__


def _command(sources: Sequence[PairSource], settings: Settings) -> str:
    words = ["align", "train", *(source.label for source in sources)]
    if settings.start:
        words += ["--from", Path(settings.start).name]
    else:
        words += ["--dimensions", str(settings.dimensions), "--vocabulary", str(settings.vocabulary)]
    for source, factor in settings.weights:
        words += ["--weight", f"{source}={factor:g}"]
    words += ["--epochs", f"{settings.epochs:g}", "--batch", str(settings.batch), "--seed", str(settings.seed)]
    words += ["--patience", str(_patience(settings)), "--quantise", settings.quantisation]
    return shlex.join(words)
