"""Fine-tuning, early stopping, and resuming a training that was stopped."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from align.cli.app import app
from align.encoders import StaticEncoder, list_models, load_static
from align.training import PairSource, Settings, parse_source, train_model
from align.training.trainer import EarlyStopping
from corpus.errors import ModelError, TextWarning

TINY = Settings(dimensions=16, vocabulary=900, epochs=4, batch=64, seed=3)
LETTERS = ("abdegilmnorstu", "абвгдиклмнорсту")


def write_pairs(path: Path, *, words: int = 1, seed: int = 2) -> PairSource:
    """Write sentences of invented words, word for word; `words` seeds the dictionary."""
    invent = random.Random(words)
    lexicon = [tuple("".join(invent.choices(letters, k=6)) for letters in LETTERS) for _ in range(200)]
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for _ in range(600):
            chosen = rng.sample(lexicon, rng.randint(5, 9))
            file.write("\t".join(" ".join(word[side] for word in chosen) for side in (0, 1)) + "\n")
    return parse_source(str(path))


class KilledError(Exception):
    """What the test raises in the middle of a training."""


def kill_at(step: int) -> object:
    def report(what: str, done: int, total: int) -> None:
        if done == step:
            raise KilledError

    return report


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("base")
    train_model([write_pairs(home / "en-ru.tsv")], home / "base", replace(TINY, licence="CC0-1.0"))
    return home / "base"


@pytest.mark.parametrize("settings", [TINY, replace(TINY, patience=20)], ids=["to the end", "judged"])
def test_a_resumed_training_has_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    source = write_pairs(tmp_path / "en-ru.tsv")
    whole = train_model([source], tmp_path / "whole", settings)
    monkeypatch.setattr("align.training.checkpoint._INTERVAL", 0.0)
    steps = []
    for step in (7, 20):
        with pytest.raises(KilledError):
            train_model([source], tmp_path / "model", settings, progress=kill_at(step))
        assert (tmp_path / ".model.checkpoint").is_file()
    resumed = train_model([source], tmp_path / "model", settings, progress=lambda _, done, __: steps.append(done))
    assert min(filter(None, steps)) == 21
    assert resumed == whole
    for name in ("model.safetensors", "config.json"):
        assert (tmp_path / "model" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("damage", ["seed", "bytes", "cut"])
def test_a_checkpoint_of_another_training_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr("align.training.checkpoint._INTERVAL", 0.0)
    source = write_pairs(tmp_path / "en-ru.tsv")
    with pytest.raises(KilledError):
        train_model([source], tmp_path / "model", TINY, progress=kill_at(5))
    file = tmp_path / ".model.checkpoint"
    if damage != "seed":
        file.write_bytes(b"nonsense" if damage == "bytes" else file.read_bytes()[:5000])
    settings = replace(TINY, seed=9) if damage == "seed" else TINY
    steps = []
    with pytest.warns(TextWarning, match=r"\.model\.checkpoint: the checkpoint is damaged or of another training"):
        train_model([source], tmp_path / "model", settings, progress=lambda _, done, __: steps.append(done))
    assert min(filter(None, steps)) == 1
    assert not file.exists()


def test_starting_from_a_model_keeps_its_tokens_and_learns_new_words(tmp_path: Path, base: Path) -> None:
    source = write_pairs(tmp_path / "en-ru.tsv", words=5)
    settings = Settings(start=str(base), epochs=60, batch=64, patience=0)
    before = load_static(str(base))
    with pytest.warns(TextWarning) as caught:
        summary = train_model([source], tmp_path / "model", settings)
    assert {"its vocabulary covers few words of en", "its vocabulary covers few words of ru"} <= {
        " ".join(str(warning.message).split()[1:8]) for warning in caught
    }
    after = load_static(str(tmp_path / "model"))
    assert after.model.pieces == before.model.pieces
    assert (after.languages, after.model.licence, summary.tokens) == (("en", "ru"), "CC0-1.0", len(after.model.pieces))
    assert mean_precision(after, tmp_path / "en-ru.tsv") > mean_precision(before, tmp_path / "en-ru.tsv") + 0.1
    card = (tmp_path / "model" / "README.md").read_text("utf-8")
    assert f"started from `{before.signature}`" in card
    assert "en-ru.tsv --from base --epochs 60 --batch 64 --seed 1 --patience 0 --quantise none" in card


def mean_precision(encoder: StaticEncoder, path: Path) -> float:
    from align.training.retrieval import precision_at_one

    sides = zip(*(line.split("\t") for line in path.read_text("utf-8").splitlines()), strict=True)
    return float(np.mean(precision_at_one(*(encoder.encode(side) for side in sides))))


def test_fine_tuning_never_lowers_the_score_on_the_held_out_set(tmp_path: Path, base: Path) -> None:
    source = write_pairs(tmp_path / "en-ru.tsv")
    steps = []
    settings = Settings(start=str(base), epochs=40, batch=64, patience=1)
    train_model([source], tmp_path / "model", settings, progress=lambda _, done, total: steps.append((done, total)))
    before, after = (
        np.mean([score.mean for score in load_static(str(path)).model.scores]) for path in (base, tmp_path / "model")
    )
    assert after >= before - 1e-9
    done, total = max(steps)
    assert 0 <= done < total


@pytest.mark.parametrize(
    ("scores", "patience", "kept", "looks"),
    [([1, 2, 3], 2, 3, 3), ([3, 1, 2, 9], 2, 3, 3), ([1, 1, 1], 1, 1, 2), ([1, 0, 2, 0, 0], 2, 2, 5)],
)
def test_the_best_is_kept(scores: list[float], patience: int, kept: float, looks: int) -> None:
    stopping = EarlyStopping(lambda vectors: float(vectors[0, 0]), patience)
    seen = 0
    for score in scores:
        if stopping.should_stop:
            break
        stopping.evaluate(np.full((1, 1), score, np.float32))
        seen += 1
    assert (stopping.score, stopping.best[0, 0], seen) == (kept, kept, looks)


def test_scores_are_stored_with_the_model(base: Path) -> None:
    embedded, entry = list_models(base)
    assert [(score.language, score.pairs) for score in entry.scores] == [("ru", 12)]
    assert len(embedded.scores) == len(embedded.languages) - 1
    printed = CliRunner().invoke(app, ["models", str(base)]).output
    assert f"{entry.scores[0].mean:.1%} of 12 held-out pairs found" in printed


def test_options_that_contradict_the_model(tmp_path: Path, base: Path) -> None:
    write_pairs(tmp_path / "en-ru.tsv")
    arguments = ["train", str(tmp_path / "en-ru.tsv"), "-o", str(tmp_path / "m"), "--from", str(base)]
    caught = CliRunner().invoke(app, [*arguments, "--dimensions", "32"]).exception
    assert isinstance(caught, ModelError)
    assert "leave them out" in str(caught)


def test_an_odd_number_of_dimensions_does_not_become_int4(tmp_path: Path) -> None:
    source = write_pairs(tmp_path / "en-ru.tsv")
    train_model([source], tmp_path / "odd", replace(TINY, dimensions=9, epochs=1))
    with pytest.raises(ModelError, match="even number of dimensions, not 9"):
        train_model([source], tmp_path / "model", Settings(start=str(tmp_path / "odd"), quantisation="int4"))


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    write_pairs(tmp_path / "en-ru.tsv")
    arguments = ["train", "en-ru.tsv", "-o", "m", "--dimensions", "8", "--vocabulary", "300", "--epochs", "0.5"]
    code = f"import sys; from align.cli import main; sys.argv = ['align', *{arguments!r}]; main()"
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    assert result.stderr == ""
    assert "Written to m" in result.stdout
    assert "\x1b" not in result.stdout
