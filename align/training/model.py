"""Training of a model: from pairs to a folder."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.encoders import StaticEncoder, load_static
from align.encoders.batch_tokenizer import BatchTokenizer
from align.encoders.embedding_table import EmbeddingTable, quantise
from align.encoders.static_model import RetrievalScore, StaticModel, static_hash, write_static
from align.training.checkpoint import Checkpoint
from align.training.model_card import model_card, read_licences
from align.training.pair_groups import PairGroup, balance, hold_out, read_pair_groups, weigh
from align.training.retrieval import score_groups
from align.training.settings import Settings
from align.training.sources import PairSource
from align.training.survey import Survey, survey_sources
from align.training.trainer import EarlyStopping, learn_vectors
from align.training.vocabulary import build_vocabulary, subword_features
from align.training.whitening import whiten_vectors
from corpus.errors import ModelError
from corpus.files import staged, writing
from corpus.messages import warn
from corpus.version import __version__

_RATE, _FINE_TUNING_RATE = 0.01, 0.003
_MIN_COVERAGE = 0.4

Progress = Callable[[str, int, int], None]
"""Called with the current task, the number of steps done, and the number of steps; 0 and 0 if it has no steps."""


@dataclass(frozen=True, slots=True)
class Summary:
    """
    The result of a training.

    Attributes:
        tokens: the number of tokens in the vocabulary.
        pairs: the number of pairs read.
        broken: the number of lines or units without a valid pair.
        same: the number of pairs with the same text in both languages.
        scores: precision at one on the held-out set, by language.
        hash: SHA-256 of the model's files, as 64 hexadecimal digits.
    """

    tokens: int
    pairs: int
    broken: int
    same: int
    scores: tuple[RetrievalScore, ...]
    hash: str


def train_model(
    sources: Sequence[PairSource],
    output: Path,
    settings: Settings,
    *,
    licences: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Summary:
    """
    Train a static model and write it with its model card.

    Once a minute the state is saved next to the output, as ``.NAME.checkpoint``. If the training is stopped, another
    with the same pairs and settings resumes from there and results in the same model. The file is deleted when the
    model is written.

    Args:
        sources: the sources of pairs.
        output: the folder to write; it must not exist, and appears when it is complete.
        settings: the settings.
        licences: a table in the format of `align.training.model_card.read_licences`.
        progress: called with the current task and its steps.

    Raises:
        ModelError: there are too few pairs, the folder exists, the model to start from does not exist, or a weight is
            given for a source that does not exist.
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
    progress("building the vocabulary", 0, 0)
    pieces = start.model.pieces if start else tuple(build_vocabulary(survey.words, settings.vocabulary))
    progress("tokenising texts", 0, 0)
    groups, held_out = hold_out(read_pair_groups(sources, survey, BatchTokenizer(pieces)), settings.seed)
    signature = start.signature if start else ""
    output.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = Checkpoint(
        output.with_name(f".{output.name}.checkpoint"),
        _digest((*groups, *held_out), pieces, settings, signature),
    )
    vectors = _learn(groups, held_out, pieces, settings, start, checkpoint, progress)
    table = quantise(vectors, settings.quantisation)
    languages = tuple(dict.fromkeys((*(start.languages if start else ()), *survey.languages)))
    scores = tuple(score_groups(held_out, table))
    model = StaticModel(pieces, table, languages, settings.licence, scores)
    progress("writing the model", 0, 0)
    with writing(output), staged(output) as folder:
        folder.mkdir()
        write_static(model, folder)
        digest = static_hash(folder)
        card = model_card(
            output.name,
            model,
            hash=digest,
            start=signature,
            command=_command(sources, settings),
            sources=survey.sources,
            licences=known,
        )
        (folder / "README.md").write_text(card, encoding="utf-8")
    checkpoint.remove()
    same = sum(count.same for count in survey.sources)
    return Summary(len(pieces), survey.pairs, survey.broken, same, scores, digest)


def _learn(
    groups: Sequence[PairGroup],
    held_out: Sequence[PairGroup],
    pieces: Sequence[str],
    settings: Settings,
    start: StaticEncoder | None,
    checkpoint: Checkpoint,
    progress: Progress,
) -> NDArray[np.float32]:
    def mean_score(vectors: NDArray[np.float32]) -> float:
        return float(np.mean([score.mean for score in score_groups(held_out, EmbeddingTable(vectors))]))

    patience = settings.effective_patience
    vectors = learn_vectors(
        balance(weigh(groups, dict(settings.weights))),
        subword_features(pieces),
        settings,
        rate=_FINE_TUNING_RATE if start else _RATE,
        start=start.model.table.rows(slice(None)) if start else None,
        stopping=EarlyStopping(mean_score, patience) if patience and held_out else None,
        checkpoint=checkpoint,
        progress=lambda step, steps, loss: progress(f"training, loss {loss:.3f}", step, steps),
    )
    if not np.isfinite(vectors).all():
        checkpoint.remove()
        raise ModelError("the training diverged", remedy="give more pairs or another seed")
    # The vectors of the initial model are whitened already.
    return vectors if start else whiten_vectors(vectors, groups, np.random.default_rng(settings.seed))


def _check_weights(settings: Settings, survey: Survey) -> None:
    known = sorted({count.source for count in survey.sources} - {""})
    for source, _ in settings.weights:
        if source not in known:
            remedy = f"choose from {', '.join(known)}" if known else "name it in the first of three columns"
            raise ModelError(f"no pairs are from the source {source!r}", remedy=remedy)


def _check_coverage(start: StaticEncoder, survey: Survey) -> None:
    for language, sample in survey.samples.items():
        coverage = start.coverage([sample])
        if coverage < _MIN_COVERAGE:
            problem = f"its vocabulary covers few words of {language} (coverage {coverage:.2f})"
            warn(problem, where=start.name, remedy="consider training from scratch, with a vocabulary of your texts")


def _digest(groups: Sequence[PairGroup], pieces: Sequence[str], settings: Settings, start: str) -> str:
    """Return a digest of the data and settings that the vectors depend on."""
    digest = hashlib.sha256(repr((__version__, settings, start)).encode())
    digest.update("\n".join(pieces).encode())
    for group in groups:
        digest.update(repr((group.language, group.source, group.weight)).encode())
        for bags in (group.english, group.other):
            digest.update(bags.tokens.tobytes())
            digest.update(bags.pointers.tobytes())
    return digest.hexdigest()


def _command(sources: Sequence[PairSource], settings: Settings) -> str:
    words = ["align", "train", *(source.label for source in sources)]
    if settings.start:
        words += ["--from", Path(settings.start).name]
    else:
        words += ["--dimensions", str(settings.dimensions), "--vocabulary", str(settings.vocabulary)]
    for source, factor in settings.weights:
        words += ["--weight", f"{source}={factor:g}"]
    words += ["--epochs", f"{settings.epochs:g}", "--batch", str(settings.batch), "--seed", str(settings.seed)]
    words += ["--patience", str(settings.effective_patience), "--quantise", settings.quantisation]
    return shlex.join(words)
