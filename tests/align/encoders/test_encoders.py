"""The static encoder: its tokens, vectors and folders, and that other programs read them identically."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import list_models, load_encoder
from align.encoders.batch_tokenizer import BatchTokenizer
from align.encoders.embedding_table import quantise
from align.encoders.static import StaticEncoder
from align.encoders.static_model import StaticModel, read_static, write_static
from align.encoders.tokens import MAX_WORD_LENGTH, UNKNOWN, WORD_START, Tokenizer, fold, normalise, tokenizer_json
from corpus.errors import ModelError

ALPHABET = "abcdeghilnorstuöšаеийклмнорстяβοσاسکلمیहिनद中国人民日本のか0123456789한국어"
PIECES = (
    UNKNOWN,
    WORD_START,
    *dict.fromkeys(ALPHABET),
    *("▁the", "▁do", "▁dog", "s", "▁кот", "ами", "▁2", "01", "中国", "人民", "日本", "▁한국", "▁हिन्दी", "▁السل", "cat"),
)
PIECES = tuple(dict.fromkeys(PIECES))

TEXTS = st.lists(
    st.text(st.sampled_from(ALPHABET + "ABCÖŠКОТЁёςΣأإآيىكة٠١۲२ַً́̈ـ­‍ ﬁ①½Ⅷ!?.,’-_▁\n\tqωž😀㍿İ")) | st.text(),
    min_size=1,
    max_size=8,
)


def write_model(folder: Path, storage: str = "none", *, pieces: tuple[str, ...] = PIECES) -> Path:
    vectors = np.random.default_rng(7).standard_normal((len(pieces), 16), np.float32)
    vectors[:2] = 0
    folder.mkdir(parents=True, exist_ok=True)
    write_static(StaticModel(pieces, quantise(vectors, storage), ("en", "ru"), "CC0-1.0"), folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("static") / "model")


@contextmanager
def compiled() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("align.encoders.batch_tokenizer.MIN_STEPS", -1)
        patch.setattr("align.engine.jit.MIN_STEPS", -1)
        yield


@pytest.fixture(scope="module")
def encoder(folder: Path) -> StaticEncoder:
    return StaticEncoder(folder, str(folder))


def units(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        (" \n", []),
        ("The dogs", ["▁the", "▁dog", "s"]),
        ("котами, КОТ!", ["▁кот", "ами", "▁кот"]),
        ("Ко\u0301т", ["▁кот"]),
        ("2010", ["▁2", "01", "0"]),
        ("中国人民2日本の", ["中国", "人民", "▁2", "日本", "の"]),
        ("the中国", ["▁the", "中国"]),
        ("dogω the", ["▁dog", "▁the"]),
        ("ab", ["▁", "a", "b"]),
        ("السّلام", ["▁السل", "ا", "م"]),
        ("٢٠١٠", ["▁2", "01", "0"]),
        ("हिन्दी", ["▁", "ह", "ि", "न", "▁", "द"]),
        ("𝐓𝐡𝐞 ①", ["▁the", "▁", "1"]),
        ("😀…", []),
    ],
)
def test_tokens(text: str, pieces: list[str]) -> None:
    assert [PIECES[row] for row in Tokenizer(PIECES).rows(text)] == pieces


def test_words_above_the_maximum_length_have_no_tokens() -> None:
    tokenizer = Tokenizer(PIECES)
    assert len(tokenizer.rows("中" * MAX_WORD_LENGTH)) == MAX_WORD_LENGTH
    assert tokenizer.rows("中" * (MAX_WORD_LENGTH + 1)) == []
    assert tokenizer.rows("a" * MAX_WORD_LENGTH) == []


@settings(deadline=None)
@given(TEXTS)
def test_the_tokenizers_library_tokenises_identically(texts: list[str]) -> None:
    own = Tokenizer(PIECES)
    other = library_tokenizer()
    for text in texts:
        assert own.rows(text) == other.encode(text, add_special_tokens=False).ids


def library_tokenizer(known: list[object] = []) -> object:  # noqa: B006  (made once for all examples)
    if not known:
        from tokenizers import Tokenizer as LibraryTokenizer

        known.append(LibraryTokenizer.from_str(json.dumps(tokenizer_json(PIECES))))
    return known[0]


@settings(deadline=None)
@given(st.text())
def test_folding_and_normalising_are_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(normalise(text))) == fold(normalise(text))


@settings(deadline=None)
@given(TEXTS)
def test_a_text_has_the_sum_of_its_tokens_in_any_batch(encoder: StaticEncoder, texts: list[str]) -> None:
    tokenizer = Tokenizer(PIECES)
    table = encoder.model.table
    expected = np.array([table.rows(tokenizer.rows(text)).sum(axis=0) for text in texts])
    together = encoder.encode(texts)
    assert together.dtype == np.float32
    np.testing.assert_allclose(together, expected, atol=1e-4)
    np.testing.assert_array_equal(together, np.concatenate([encoder.encode([text]) for text in texts]))


def test_no_texts_and_texts_without_tokens(encoder: StaticEncoder) -> None:
    assert encoder.encode([]).shape == (0, 16)
    assert not encoder.encode(["ωωω", ""]).any()


@settings(deadline=None)
@given(TEXTS)
def test_compiled_code_tokenises_and_sums_identically(encoder: StaticEncoder, texts: list[str]) -> None:
    tokenizer = Tokenizer(PIECES)
    with compiled():
        bags = BatchTokenizer(PIECES).tokenize(texts)
        sums = bags.sums(encoder.model.table)
    expected = [tokenizer.rows(text) for text in texts]
    assert bags.tokens.tolist() == [row for rows in expected for row in rows]
    assert np.diff(bags.pointers).tolist() == list(map(len, expected))
    np.testing.assert_array_equal(sums, sums_in_order(encoder, expected))


def test_compiled_code_tokenises_hard_cases_identically() -> None:
    pieces = ("▁abcdefghij", "abc", "b", "cd", "def", "▁ab", "zzz", "zzzzzz", "z", "中国人民日本", "人民")
    pieces = (*PIECES, *(piece for piece in pieces if piece not in PIECES), *"fjyz")
    texts = [
        "abcdefghi abcdefghij",
        "z" * 1005,
        "z" * (MAX_WORD_LENGTH - 1),
        "中" * 1005,
        "中国人民日本人民",
        "\u0301中",
        "",
        "😀a",
    ]
    tokenizer = Tokenizer(pieces)
    with compiled():
        bags = BatchTokenizer(pieces).tokenize(texts)
    assert bags.tokens.tolist() == [row for text in texts for row in tokenizer.rows(text)]


def sums_in_order(encoder: StaticEncoder, tokens: list[list[int]]) -> np.ndarray:
    sums = np.zeros((len(tokens), 16), np.float32)
    for text, rows in enumerate(tokens):
        for row in encoder.model.table.rows(rows):
            sums[text] += row
    return sums


@settings(deadline=None, max_examples=30)
@given(TEXTS)
def test_model2vec_and_sentence_transformers_give_the_same_unit_vectors(folder: Path, texts: list[str]) -> None:
    own = units(load_encoder(str(folder)).encode(texts))
    for other in readers(folder):
        np.testing.assert_allclose(units(np.asarray(other.encode(texts), np.float32)), own, atol=2e-5)


def readers(folder: Path, known: dict[Path, list[object]] = {}) -> list[object]:  # noqa: B006  (loaded once)
    if folder not in known:
        from model2vec import StaticModel as LibraryModel
        from sentence_transformers import SentenceTransformer

        known[folder] = [
            LibraryModel.from_pretrained(folder),
            SentenceTransformer(str(folder), device="cpu", local_files_only=True),
        ]
    return known[folder]


@settings(deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([("none", 0.0), ("int8", 0.02), ("int4", 0.25)]))
def test_quantised_rows_are_close(seed: int, storage: tuple[str, float]) -> None:
    values = np.random.default_rng(seed).standard_normal((20, 64), np.float32)
    values[0] = 0
    table = quantise(values, storage[0])
    assert (table.count, table.dimensions, table.quantisation) == (20, 64, storage[0])
    rows = table.rows(slice(None))
    assert not rows[0].any()
    errors = np.linalg.norm(rows - values, axis=1) / np.maximum(np.linalg.norm(values, axis=1), 1e-9)
    assert errors.max() <= storage[1]
    np.testing.assert_array_equal(table.rows([3, 3, 1]), rows[[3, 3, 1]])


@pytest.mark.parametrize("storage", ["none", "int8", "int4"])
def test_a_model_is_read_as_it_was_written(tmp_path: Path, storage: str) -> None:
    folder = write_model(tmp_path / "m", storage)
    model = read_static(folder)
    assert (model.pieces, model.languages, model.licence) == (PIECES, ("en", "ru"), "CC0-1.0")
    assert model.table.quantisation == storage
    again = write_model(tmp_path / "again", storage)
    first, second = load_encoder(str(folder)), load_encoder(str(again))
    assert first.signature.split("hash:")[1] == second.signature.split("hash:")[1]
    np.testing.assert_array_equal(first.encode(["the dogs"]), second.encode(["the dogs"]))
    assert first.encode(["the dogs"]).any()


def truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def poison(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(folder / "model.safetensors")
    tensors["embeddings"][5, 5] = np.nan
    save_file(tensors, folder / "model.safetensors")


def shorten(folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"embeddings": np.zeros((3, 4), np.float32)}, folder / "model.safetensors")


def retype(folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"embeddings": np.zeros((len(PIECES), 4), np.int16)}, folder / "model.safetensors")


def change_rules(folder: Path) -> None:
    path = folder / "tokenizer.json"
    path.write_text(path.read_text("utf-8").replace('"Lowercase"', '"NFC"'), "utf-8")


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (truncate, "cannot be read"),
        (poison, "not numbers"),
        (shorten, "do not match"),
        (retype, "wrong shape or type"),
        (change_rules, "does not tokenise by the rules"),
        (lambda folder: (folder / "model.safetensors").unlink(), "no such file"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "no such file"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "cannot be read"),
        (lambda folder: (folder / "tokenizer.json").write_text('{"model": {"vocab": 5}}'), "cannot be read"),
        (lambda folder: (folder / "tokenizer.json").write_text("[" * 100_000), "cannot be read"),
        (
            lambda folder: (folder / "config.json").write_text('{"teialign": {"format": 99}}'),
            "a static model of this format",
        ),
        (lambda folder: (folder / "config.json").write_text('{"teialign": {"format": 1}}'), "cannot be read"),
    ],
)
def test_a_damaged_folder_is_named_in_one_line(tmp_path: Path, damage: object, problem: str) -> None:
    folder = write_model(tmp_path / "model")
    damage(folder)
    with pytest.raises(ModelError, match=problem) as caught:
        load_encoder(str(folder))
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_coverage_distinguishes_words_from_short_tokens(encoder: StaticEncoder) -> None:
    assert encoder.coverage(["the dog", "кот", "中国人民"]) == 1.0
    assert encoder.coverage(["...", ""]) == 1.0
    assert encoder.coverage(["ქართული ენა"]) == 0.0
    assert encoder.coverage(["bonedri"]) == 0.0
    assert encoder.coverage(["dog ქართ"]) == pytest.approx(3 / 7)


def test_the_embedded_model_is_listed() -> None:
    entry = list_models()[0]
    assert load_encoder().signature == f"encoder:static|model:embedded|hash:{entry.hash[:12]}"
    assert entry.name == "embedded"
    assert entry.languages[0] == "en"
    assert {"ru", "de", "fr", "zh", "uk"} < set(entry.languages)
    assert len(entry.hash) == 64
    assert entry.size < 32_000_000
    assert entry.licence


PARALLEL = [
    ("The weather is beautiful today.", "Сегодня прекрасная погода.", "Das Wetter ist heute schön."),
    ("My brother bought a new car.", "Мой брат купил новую машину.", "Mein Bruder hat ein neues Auto gekauft."),
    (
        "The government published a report.",
        "Правительство опубликовало доклад.",
        "Die Regierung veröffentlichte einen Bericht.",
    ),
    ("She wrote a letter to her mother.", "Она написала письмо матери.", "Sie schrieb ihrer Mutter einen Brief."),
    ("The river flows into the sea.", "Река впадает в море.", "Der Fluss mündet ins Meer."),
]


def test_the_embedded_model_finds_translations() -> None:
    encoder = load_encoder()
    english, russian, german = (units(encoder.encode(side)) for side in zip(*PARALLEL, strict=True))
    for other in (russian, german):
        assert (english @ other.T).argmax(axis=1).tolist() == list(range(len(PARALLEL)))


def test_the_embedded_model_has_the_same_vectors_in_other_programs(tmp_path: Path) -> None:
    from model2vec import StaticModel as LibraryModel

    encoder = load_encoder()
    model = encoder.model
    whole = StaticModel(model.pieces, quantise(model.table.rows(slice(None)), "none"), model.languages, model.licence)
    write_static(whole, tmp_path)
    texts = [text for row in PARALLEL for text in row] + ["今日は天気がいいです。", "वह घर गया।", "ذهب إلى البيت"]
    other = LibraryModel.from_pretrained(tmp_path).encode(texts)
    np.testing.assert_allclose(units(encoder.encode(texts)), units(other), atol=2e-5)


def test_the_embedded_model_needs_neither_torch_nor_a_network() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "from align.encoders import load_encoder\n"
        "assert load_encoder().encode(['Hello', 'Привет']).any(axis=1).all()\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'tokenizers', 'numba'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
