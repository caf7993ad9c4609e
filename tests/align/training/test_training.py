"""Training: files of pairs, the vocabulary, the training of vectors, and the folder that is written."""

from __future__ import annotations

import gzip
import lzma
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from align.cli.app import app
from align.encoders import load_encoder
from align.encoders.token_bags import TokenBags
from align.encoders.tokens import Tokenizer
from align.training import Settings, parse_source, train_model
from align.training.model_card import read_licences
from align.training.pair_groups import PairGroup, balance, hold_out, weigh
from align.training.retrieval import precision_at_one
from align.training.sources import PairFile, TrainingPair
from align.training.survey import SourceCount, survey_sources
from align.training.vocabulary import build_vocabulary, subword_features
from align.training.whitening import whiten_vectors
from corpus.errors import LanguageError, ModelError, ReadError

TINY = Settings(dimensions=32, vocabulary=1200, epochs=6, batch=64, seed=3)


def invented_pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Sentences of invented words in two languages, word for word, in different orders."""
    words = random.Random(1)
    spell = lambda letters: "".join(words.choice(letters) for _ in range(words.randint(4, 8)))  # noqa: E731
    lexicon = [(spell("abdegilmnorstu"), spell("абвгдиклмнорсту")) for _ in range(300)]
    rng = random.Random(seed)
    pairs = []
    for _ in range(count):
        chosen = [rng.choice(lexicon) for _ in range(rng.randint(5, 9))]
        shuffled = rng.sample(chosen, len(chosen))
        pairs.append((" ".join(word for word, _ in chosen), " ".join(word for _, word in shuffled)))
    return pairs


def write_pairs(path: Path, pairs: list[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{english}\t{other}\n" for english, other in pairs), "utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("training")
    file = write_pairs(home / "en-ru.tsv", invented_pairs(1500, 2))
    train_model([parse_source(str(file))], home / "model", TINY)
    return home / "model"


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("a\tб\n", TrainingPair("ru", "", "a", "б")),
        ("src\ta\tб\r\n", TrainingPair("ru", "src", "a", "б")),
        (" a \t б ", TrainingPair("ru", "", "a", "б")),
        ("a\n", None),
        ("\n", None),
        ("a\t\n", None),
        ("src\ta\t \n", None),
        ("a\tb\tc\td\n", None),
        ("a\t" + "b" * 2001 + "\n", None),
        ("a\t" + "b" * 100_000 + "\n", None),
    ],
)
def test_lines_of_pairs(tmp_path: Path, line: str, pair: TrainingPair | None) -> None:
    path = tmp_path / "en-ru.tsv"
    path.write_text(f"x\ty\n{line}", "utf-8", newline="")
    assert list(PairFile("ru", path).read()) == [TrainingPair("ru", "", "x", "y"), pair]


@pytest.mark.parametrize("opener", [lzma.open, gzip.open, open])
def test_compressed_pairs(tmp_path: Path, opener: object) -> None:
    path = tmp_path / {lzma.open: "a.xz", gzip.open: "a.gz", open: "a.tsv"}[opener]
    with opener(path, "wb") as file:
        file.write("\ufeffone\tодин\nbroken \xff\t".encode() + b"\xff\n")
    assert list(PairFile("ru", path).read()) == [TrainingPair("ru", "", "one", "один"), None]


@pytest.mark.parametrize("name", ["bad.xz", "bad.gz"])
def test_a_file_that_is_not_in_the_format_of_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("one\tодин\n")
    with pytest.raises(ReadError, match="cannot be read"):
        list(PairFile("ru", tmp_path / name).read())


@pytest.mark.parametrize(
    ("label", "name", "language"),
    [
        ("", "en-ru.tsv", "ru"),
        ("", "en_pt-BR.tsv.xz", "pt-BR"),
        ("en-uk=", "texts.txt", "uk"),
    ],
)
def test_the_language_of_a_file(tmp_path: Path, label: str, name: str, language: str) -> None:
    path = tmp_path / name
    path.touch()
    assert parse_source(f"{label}{path}") == PairFile(language, path)


@pytest.mark.parametrize(
    ("argument", "error"),
    [("texts.tsv", LanguageError), ("ru=texts.tsv", LanguageError), ("en-ru.tsv", ReadError), ("en-=x", LanguageError)],
)
def test_a_file_without_language_or_none_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, error: type[Exception]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts.tsv").touch()
    with pytest.raises(error):
        parse_source(argument)


def test_a_vocabulary_has_its_size_and_every_character() -> None:
    pairs = invented_pairs(400, 5)
    words = {
        "en": Counter(word for english, _ in pairs for word in english.split()),
        "ru": Counter(word for _, other in pairs for word in other.split()),
    }
    pieces = build_vocabulary(words, 300)
    assert 250 <= len(pieces) <= 300
    assert len(set(pieces)) == len(pieces)
    tokenizer = Tokenizer(pieces)
    for word in words["en"] | words["ru"]:
        assert "".join(pieces[row] for row in tokenizer.pieces(word)).lstrip("▁") == word
    assert build_vocabulary(words, 300) == pieces
    assert build_vocabulary(words, 5) == pieces[: len(build_vocabulary(words, 5))]


def test_a_token_has_its_own_row_and_those_of_shared_ngrams() -> None:
    composition = subword_features(["[UNK]", "▁", "▁дома", "▁домик", "▁2019", "中国", "中文"])
    features = np.split(composition.features, composition.pointers[1:-1])
    shared = set(features[2][1:]) & set(features[3][1:])
    assert [list(found[:1]) for found in features] == [[token] for token in range(7)]
    assert len(shared) == 3
    assert [len(features[token]) for token in (0, 1, 4)] == [1, 1, 1]
    assert features[5][1] == features[6][1]
    assert composition.size == 7 + 3 + 1
    weights = np.split(composition.weights, composition.pointers[1:-1])
    np.testing.assert_allclose([np.square(found[1:]).sum() for found in weights], [0, 0, 1, 1, 0, 1, 1], rtol=1e-6)


def test_above_the_maximum_number_of_words_the_rarest_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(f"word{number} often", "часто") for number in range(500)]
    file = PairFile("ru", write_pairs(tmp_path / "en-ru.tsv", pairs))
    monkeypatch.setattr("align.training.survey._MAX_WORDS", 50)
    survey = survey_sources([file])
    assert len(survey.words["en"]) <= 51
    assert survey.words["en"]["often"] == 500
    assert survey.sources == (SourceCount("ru", "", 500, 2.0),)


def group(language: str, count: int, weight: float = 1.0) -> PairGroup:
    bags = TokenBags(np.arange(2 * count, dtype=np.int32), np.arange(0, 2 * count + 1, 2))
    return PairGroup(language, "", bags, bags, weight, weight < 1)


def test_small_languages_are_seen_more_often() -> None:
    balanced = balance([group("ru", 1600), group("he", 100), group("ru", 0)])
    assert [round(found.weight, 6) for found in balanced] == [0.5, 2.0, 0.5]


def test_sources_may_be_seen_more_often() -> None:
    groups = [replace(group("ru", 10), source=source, weight=0.5) for source in ("tales", "manuals", "")]
    assert [found.weight for found in weigh(groups, {"tales": 4.0, "manuals": 0.5})] == [2.0, 0.25, 0.5]


@pytest.mark.parametrize(
    ("weight", "problem"),
    [
        ("tales", "--weight tales: not SOURCE=FACTOR"),
        ("tales=0", "give a factor from 0.01 to 100"),
        ("tales=many", "not SOURCE=FACTOR"),
        ("tails=2", "no pairs are from the source 'tails'; choose from tales"),
    ],
)
def test_invalid_weights(tmp_path: Path, weight: str, problem: str) -> None:
    file = tmp_path / "en-ru.tsv"
    file.write_text("".join(f"tales\t{one}\t{other}\n" for one, other in invented_pairs(60, 2)), "utf-8")
    result = CliRunner().invoke(app, ["train", str(file), "--weight", weight, "--output", str(tmp_path / "model")])
    assert isinstance(result.exception, ModelError)
    assert problem in str(result.exception)
    assert not (tmp_path / "model").exists()


def test_what_is_held_out_is_not_trained_on() -> None:
    groups = [group("ru", 1000), group("ru", 5000, 0.3), group("he", 200, 0.3), group("de", 10)]
    training, held_out = hold_out(groups, seed=1)
    assert [(found.language, found.count) for found in held_out] == [("ru", 20), ("he", 4)]
    assert [found.count for found in training] == [980, 5000, 196, 10]
    kept = set(training[0].english.tokens.tolist())
    assert not kept & set(held_out[0].english.tokens.tolist())
    assert hold_out(groups, seed=1)[1][0].english.tokens.tolist() == held_out[0].english.tokens.tolist()


def test_partial_whitening() -> None:
    random = np.random.default_rng(5)
    vectors = random.standard_normal((400, 8)).astype(np.float32) * np.linspace(1, 3, 8, dtype=np.float32)
    vectors[:2] = 0
    whitened = whiten_vectors(vectors, [group("ru", 200)], np.random.default_rng(1))
    assert not whitened[:2].any()

    def spread(rows: np.ndarray) -> float:
        variances = np.linalg.eigvalsh(np.cov(units_of_pairs(rows).T))
        return float(variances[-1] / variances[0])

    assert 1 < spread(whitened) < 0.7 * spread(vectors)
    np.testing.assert_array_equal(whiten_vectors(vectors, [group("ru", 200, 0.3)], random), vectors)


def units_of_pairs(vectors: np.ndarray) -> np.ndarray:
    sums = vectors[0::2] + vectors[1::2]
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def test_precision_at_one() -> None:
    english = np.eye(3, dtype=np.float32)
    other = np.array([[1, 0, 0], [0, 5, 0], [0, 2, 1]], np.float32)
    assert precision_at_one(english, other) == pytest.approx((1.0, 2 / 3))
    assert precision_at_one(english[:0], other[:0]) == (0.0, 0.0)


def test_a_trained_model_generalises_to_new_sentences(trained: Path) -> None:
    encoder = load_encoder(str(trained))
    english, other = zip(*invented_pairs(200, 99), strict=True)
    assert min(precision_at_one(encoder.encode(english), encoder.encode(other))) > 0.95


def test_the_folder_is_read_by_model2vec_and_sentence_transformers(trained: Path) -> None:
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    texts = [text for pair in invented_pairs(20, 7) for text in pair]
    own = load_encoder(str(trained)).encode(texts)
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    np.testing.assert_allclose(StaticModel.from_pretrained(trained).encode(texts), own, atol=1e-5)
    model = SentenceTransformer(str(trained), device="cpu", local_files_only=True)
    np.testing.assert_allclose(model.encode(texts), own, atol=1e-5)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, trained: Path) -> None:
    file = write_pairs(tmp_path / "en-ru.tsv", invented_pairs(1500, 2))
    again = train_model([parse_source(str(file))], tmp_path / "model", TINY)
    for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md"):
        assert (tmp_path / "model" / name).read_bytes() == (trained / name).read_bytes()
    other = train_model([parse_source(str(file))], tmp_path / "other", Settings(32, 1200, 6, 64, seed=4))
    assert other.hash != again.hash


def test_the_command_writes_a_model_and_its_card(tmp_path: Path) -> None:
    lines = [f"tales\t{english}\t{other}\n" for english, other in invented_pairs(600, 2)]
    (tmp_path / "pairs.txt").write_text("".join(lines) + "nothing\n", "utf-8")
    (tmp_path / "licences.tsv").write_text("# source\tlicence\n\ntales\tCC0-1.0\tinvented tales\n", "utf-8")
    result = CliRunner().invoke(
        app,
        [
            *("train", "--pair", f"en-ru={tmp_path / 'pairs.txt'}", "--output", str(tmp_path / "model")),
            *("--dimensions", "16", "--vocabulary", "500", "--epochs", "1", "--batch", "64", "--quantise", "int4"),
            *("--licences", str(tmp_path / "licences.tsv"), "--licence", "CC0-1.0", "--weight", "tales=2"),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "Lines or units without a pair, skipped: 1" in result.output
    card = (tmp_path / "model" / "README.md").read_text("utf-8")
    assert "| tales | invented tales | CC0-1.0 | 600 | ru |" in card
    assert "license: cc0-1.0" in card
    assert "--weight tales=2" in card
    assert str(tmp_path) not in card
    listed = CliRunner().invoke(app, ["models", str(tmp_path / "model"), "--json"])
    assert listed.exit_code == 0
    assert '"dimensions": 16' in listed.output
    assert "embedded" in CliRunner().invoke(app, ["models"]).output
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [("", "no pair"), ("one column\n", "no pair"), ("1\t2\n" * 3, "too few pairs"), ("!\t?\n", "too few pairs")],
)
def test_too_little_to_train_on(tmp_path: Path, lines: str, problem: str) -> None:
    (tmp_path / "en-ru.tsv").write_text(lines)
    with pytest.raises(ModelError, match=problem):
        train_model([parse_source(str(tmp_path / "en-ru.tsv"))], tmp_path / "model", TINY)
    assert not (tmp_path / "model").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_pairs(tmp_path / "en-ru.tsv", invented_pairs(20, 1))
    with pytest.raises(ModelError, match="exists already"):
        train_model([parse_source(str(tmp_path / "en-ru.tsv"))], tmp_path, TINY)
    with pytest.raises(ModelError, match="even number"):
        Settings(dimensions=33, quantisation="int4")
    with pytest.raises(ModelError, match="no files"):
        train_model([], tmp_path / "new", TINY)


def test_a_table_of_licences_with_a_bad_line(tmp_path: Path) -> None:
    (tmp_path / "l.tsv").write_text("a\tb\nonly\n")
    with pytest.raises(ReadError, match=r"l\.tsv:2"):
        read_licences(tmp_path / "l.tsv")
