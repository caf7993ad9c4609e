"""Models of sentence-transformers: a tiny one, made here."""

from __future__ import annotations

import json
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from align.cli import app
from align.encoders import SpanEncoder, load_encoder
from align.encoders.cache import VectorCache, cache_path
from align.encoders.transformer import TransformerEncoder
from corpus.errors import ModelError, TextWarning

TEXTS = ["the dog", "the dog sees the cat ", "", "  ", "cat"]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "teialign" / "vectors.sqlite3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    home = tmp_path_factory.mktemp("transformer")
    (home / "vocab.txt").write_text("\n".join(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "dog", "cat")))
    torch.manual_seed(1)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=8, **size)).save_pretrained(home / "bert")
    BertTokenizerFast(vocab=str(home / "vocab.txt")).save_pretrained(home / "bert")
    SentenceTransformer(str(home / "bert"), device="cpu", local_files_only=True).save(str(home / "model"))
    return home / "model"


@pytest.fixture(scope="module")
def encoder(folder: Path) -> TransformerEncoder:
    encoder = load_encoder(str(folder), device="cpu", cache=False)
    assert isinstance(encoder, TransformerEncoder)
    return encoder


def test_rows_point_where_the_model_does_and_are_as_long_as_the_text(encoder: TransformerEncoder, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((5, 16), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [7, 20, 0, 0, 3], rtol=1e-5)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    np.testing.assert_allclose(vectors[[0]] / 7, model.encode(TEXTS[:1], normalize_embeddings=True), atol=1e-6)
    np.testing.assert_allclose(vectors[[1]], encoder.encode(TEXTS[1:2]), atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)


def test_the_signature_is_of_the_weights(encoder: TransformerEncoder, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    assert encoder.signature == TransformerEncoder(str(copy)).signature
    assert encoder.signature.startswith("encoder:sentence-transformers|model:model|hash:")
    change_weights(copy, lambda weights: weights + 1)
    assert encoder.signature != TransformerEncoder(str(copy)).signature


def test_vectors_that_are_not_numbers_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    change_weights(copy, lambda weights: weights * np.nan)
    with pytest.raises(ModelError, match="NaN"):
        TransformerEncoder(str(copy), device="cpu").encode(["the dog"])


def test_vectors_of_a_wrong_shape_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformerEncoder(str(folder), device="cpu")
    monkeypatch.setattr(encoder._model, "encode", lambda *_, **__: np.zeros((3, 16)))
    with pytest.raises(ModelError, match=r"shape \(3, 16\) for 1 texts"):
        encoder.encode(["the dog"])


def test_a_model_that_fails_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("index out of range\nmore lines")

    encoder = TransformerEncoder(str(folder), device="cpu")
    monkeypatch.setattr(encoder._model, "encode", fail)
    with pytest.raises(ModelError, match="index out of range") as caught:
        encoder.encode(["the dog"])
    assert "\n" not in str(caught.value)


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_encoder(str(tmp_path))
    assert "embedded" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_cut_off(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    weights = next(copy.rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(copy)).encode(["the dog"])


@pytest.mark.parametrize("name", ["/no/such/folder", "./missing", "a/b/c", "~/model", "..", "with space"])
def test_what_is_neither_a_folder_nor_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError):
        load_encoder(name)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_a_name_without_a_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    asked = []

    def refuse(_: object, repository: str, **__: object) -> None:
        asked.append(repository)
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    with pytest.raises(ModelError, match=r"hub cannot be reached; give the folder .* embedded") as caught:
        load_encoder(name)
    assert str(caught.value).startswith(f"{name}: ")
    assert asked == [name if "/" in name else f"sentence-transformers/{name}"]


def test_a_name_that_the_hub_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub
    from huggingface_hub.errors import HfHubHTTPError

    def refuse(*_: object, **__: object) -> None:
        error = HfHubHTTPError.__new__(HfHubHTTPError)
        raise error

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    with pytest.raises(ModelError, match="has no such model"):
        load_encoder("nobody/no-such-model")


def counted(folder: Path, **options: object) -> tuple[TransformerEncoder, list[str]]:
    """Return an encoder and the list of the texts that its model will have been given."""
    encoder = TransformerEncoder(str(folder), device="cpu", **options)
    given: list[str] = []
    encode = encoder._model.encode
    encoder._model.encode = lambda texts, **rest: given.extend(texts) or encode(texts, **rest)
    return encoder, given


def test_a_text_is_encoded_once_ever(folder: Path, cache: Path) -> None:
    first, given = counted(folder)
    vectors = first.encode([*TEXTS, "cat"])
    assert sorted(given) == sorted(TEXTS)
    again, given = counted(folder)
    np.testing.assert_array_equal(again.encode([*TEXTS, "cat"]), vectors)
    assert given == []
    again.encode(["dog", "cat"])
    assert given == ["dog"]
    assert cache_path() == cache


def test_a_second_run_loads_no_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    vectors = TransformerEncoder(str(folder), device="cpu").encode(TEXTS)
    monkeypatch.delattr(sentence_transformers, "SentenceTransformer")
    again = TransformerEncoder(str(folder), device="cpu")
    assert again.signature
    np.testing.assert_array_equal(again.encode(TEXTS), vectors)


def test_without_a_cache_nothing_is_written(folder: Path, cache: Path) -> None:
    encoder, given = counted(folder, cache=False)
    encoder.encode(TEXTS)
    assert not cache.exists()
    encoder.encode(["cat"])
    assert given.count("cat") == 2


def test_vectors_of_another_model_or_prompt_are_not_taken(folder: Path, tmp_path: Path) -> None:
    TransformerEncoder(str(folder), device="cpu").encode(["cat"])
    copy = shutil.copytree(folder, tmp_path / "other")
    change_weights(copy, lambda weights: weights * 2)
    for other, given in (counted(copy), counted(folder, prompt="the ")):
        other.encode(["cat"])
        assert given == ["cat"]


def damage(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def cut_vectors(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE vectors SET value = x'010203'")
    database.close()


def put_other_tables(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE vectors (something)")
    database.close()


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [damage, cut_vectors, put_other_tables, put_a_folder])
def test_a_damaged_cache_is_left_aside(harm: object, folder: Path, cache: Path) -> None:
    vectors = TransformerEncoder(str(folder), device="cpu").encode(TEXTS)
    harm(cache)
    with pytest.warns(TextWarning, match="delete the file, or use --no-cache") as told:
        np.testing.assert_allclose(TransformerEncoder(str(folder), device="cpu").encode(TEXTS), vectors, atol=1e-5)
    assert len(told) == 1


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("align.encoders.cache._PATIENCE", 0.05)
    path = tmp_path / "locked.sqlite3"
    VectorCache(path).put([b"key"], np.ones((1, 2), np.float32))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield path
    other.close()


def test_a_locked_cache_is_left_aside(locked: Path) -> None:
    cache = VectorCache(locked)
    with pytest.warns(TextWarning, match="locked"):
        assert cache.get([b"key"]) == [None]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cache.put([b"key"], np.ones((1, 2), np.float32))


def test_the_cache_is_bounded_and_drops_the_oldest(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    cache = VectorCache(path, largest=100_000)
    for number in range(40):
        keys = [bytes([number, place]) for place in range(16)]
        cache.put(keys, np.full((16, 64), number, np.float32))
    assert path.stat().st_size < 150_000
    assert cache.get([bytes([0, 0])]) == [None]
    [last] = cache.get([bytes([39, 15])])
    assert last is not None
    assert last.tolist() == [39.0] * 64


def test_a_file_is_hashed_again_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, path = VectorCache(tmp_path / "vectors.sqlite3"), tmp_path / "weights"
    path.write_bytes(b"one")
    first = cache.file_hash(path)
    with monkeypatch.context() as patch:
        patch.delattr("hashlib.file_digest")
        assert cache.file_hash(path) == first
    path.write_bytes(b"three")
    assert cache.file_hash(path) != first


@pytest.mark.parametrize(
    ("config", "prompt"),
    [
        ({"prompts": {"query": "query: ", "passage": "passage: "}, "default_prompt_name": None}, "query: "),
        ({"prompts": {"query": "q ", "Bitext_Mining": "b "}}, "b "),
        ({"prompts": {"query": "q ", "mine": "m "}, "default_prompt_name": "mine"}, "m "),
        ({"prompts": {"classification": "c "}}, ""),
        ({"prompts": {"query": 5}}, ""),
        ({"prompts": "query"}, ""),
        ([], ""),
        ({}, ""),
    ],
)
def test_the_prompt_is_what_the_model_declares(config: object, prompt: str, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "model")
    (copy / "config_sentence_transformers.json").write_text(json.dumps(config))
    assert TransformerEncoder(str(copy)).prompt == prompt
    assert TransformerEncoder(str(copy), prompt="").prompt == ""


def test_the_prompt_stands_before_the_text_and_in_the_signature(encoder: TransformerEncoder, folder: Path) -> None:
    prompted = TransformerEncoder(str(folder), device="cpu", prompt="the ")
    np.testing.assert_allclose(prompted.encode(["dog"]) / 3, encoder.encode(["the dog"]) / 7, atol=1e-6)
    assert prompted.signature == f"{encoder.signature}|prompt:the%20"


@pytest.mark.parametrize("problem", [RuntimeError("CUDA out of memory"), MemoryError()])
def test_batches_shrink_until_memory_suffices(
    problem: Exception, folder: Path, encoder: TransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = TransformerEncoder(str(folder), device="cpu")
    encode, batches = small._model.encode, []

    def limited(texts: list[str], *, batch_size: int, **rest: object) -> object:
        batches.append(batch_size)
        if batch_size > 4:
            raise problem
        return encode(texts, batch_size=batch_size, **rest)

    monkeypatch.setattr(small._model, "encode", limited)
    np.testing.assert_allclose(small.encode(TEXTS), encoder.encode(TEXTS), atol=1e-5)
    small.encode(["dog"])
    assert batches == [32, 16, 8, 4, 4]


class OtherDevice:
    """What sentence-transformers gives where there is a graphics processor, as far as the encoder asks."""

    def __init__(self, _: str, *, device: str | None, local_files_only: bool) -> None:
        if device == "mps":
            raise AssertionError("PyTorch is not linked with support for mps devices")
        self.device = SimpleNamespace(type=device.partition(":")[0] if device else "cuda")
        self.batches: list[int] = []
        self.type = np.float32
        self.room = 256

    def half(self) -> OtherDevice:
        self.type = np.float16
        return self

    def encode(self, texts: list[str], *, batch_size: int, **_: object) -> np.ndarray:
        self.batches.append(batch_size)
        if batch_size > self.room:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB\nmore lines")
        return np.array([[300, len(text)] for text in texts], self.type)


@pytest.fixture
def other_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentence_transformers.SentenceTransformer", OtherDevice)


@pytest.mark.parametrize(
    ("device", "kind", "batch"),
    [(None, np.float32, 256), ("cuda", np.float16, 256), ("cuda:1", np.float16, 256), ("cpu", np.float32, 32)],
)
def test_the_precision_and_the_batch_are_those_of_the_device(
    device: str | None, kind: type, batch: int, folder: Path, other_device: None
) -> None:
    encoder = TransformerEncoder(str(folder), device=device)
    # 300² is more than half precision holds.
    np.testing.assert_allclose(encoder.encode(["dog"]), [[2.99985, 0.02999850]], rtol=1e-6)
    assert (encoder._model.type, encoder._model.batches) == (kind, [batch])
    assert ("precision:float16" in encoder.signature) == (kind is np.float16)


def test_vectors_of_half_precision_are_kept_apart(folder: Path, other_device: None) -> None:
    for device in ("cuda", None):
        encoder = TransformerEncoder(str(folder), device=device)
        encoder.encode(["dog"])
        assert encoder._model.batches == [256]


@pytest.mark.parametrize(("device", "remedy"), [("cuda", "use --device cpu"), ("cpu", "give a smaller model")])
def test_memory_that_does_not_suffice_for_one_text(
    device: str, remedy: str, folder: Path, other_device: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed = []
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.empty_cache", lambda: freed.append(True))
    encoder = TransformerEncoder(str(folder), device=device)
    encoder._model.room = 0
    with pytest.raises(ModelError, match=f"memory of the device {device} does not suffice .*; {remedy}") as caught:
        encoder.encode(["dog"])
    assert "\n" not in str(caught.value)
    assert encoder._model.batches[-3:] == [4, 2, 1]
    assert len(freed) == len(encoder._model.batches) - 1


@pytest.mark.parametrize("fake", [False, True])
def test_a_device_that_is_not_there(fake: bool, folder: Path, request: pytest.FixtureRequest) -> None:
    if fake:
        request.getfixturevalue("other_device")
    device = "mps" if fake else "abacus"
    with pytest.raises(ModelError, match=f"cannot be loaded .*; use --device cpu if there is no {device}"):
        TransformerEncoder(str(folder), device=device).encode(["dog"])


@pytest.mark.parametrize(
    ("name", "original", "prompt"),
    [
        ("multilingual-e5-base", "", "query: "),
        ("e5-small-v2", "", "query: "),
        ("tuned", "intfloat/multilingual-E5-large", "query: "),
        ("multilingual-e5-large-instruct", "", "Instruct: Retrieve parallel sentences.\nQuery: "),
        ("LaBSE", "", ""),
        ("base5", "google/bert", ""),
    ],
)
def test_the_e5_models_tell_nothing_of_their_prompts(
    name: str, original: str, prompt: str, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / name)
    (copy / "config_sentence_transformers.json").write_text('{"prompts": {"query": "", "document": ""}}')
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"_name_or_path": original}))
    assert TransformerEncoder(str(copy)).prompt == prompt


@pytest.mark.parametrize("option", [{"device": "cpu"}, {"prompt": "query: "}, {"spans": "encode"}])
@pytest.mark.parametrize("name", ["embedded", "surface"])
def test_other_models_take_no_prompt_no_device_and_no_spans(name: str, option: dict[str, str]) -> None:
    with pytest.raises(ModelError, match="leave --device, --prompt and --spans out"):
        load_encoder(name, **option)


def test_spans_are_encoded_and_kept(folder: Path, cache: Path) -> None:
    encoder = load_encoder(str(folder), device="cpu", spans="encode")
    assert isinstance(encoder, SpanEncoder)
    runs = encoder.encode_runs(["the", "dog", "cat"], 3)
    expected = load_encoder(str(folder), device="cpu", cache=False).encode(["the dog", "dog cat", "the dog cat"])
    np.testing.assert_allclose(np.concatenate(runs), expected, atol=1e-5)
    again, given = counted(folder)
    SpanEncoder(again).encode_runs(["the", "dog", "cat"], 3)
    assert given == []


def test_a_transformer_does_not_tell_what_it_knows(encoder: TransformerEncoder) -> None:
    assert encoder.coverage(["გამარჯობა"]) == 1.0


def change_weights(folder: Path, change: object) -> None:
    from safetensors.numpy import load_file, save_file

    path = next(folder.rglob("model.safetensors"))
    tensors = {key: change(tensor) for key, tensor in load_file(path).items()}
    save_file(tensors, path, metadata={"format": "pt"})


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output or result.exception
    return result


@pytest.mark.parametrize("options", [["--spans", "encode", "--prompt", "the "], ["--prompt", ""], []])
def test_a_corpus_is_explained_as_it_was_aligned(options: list[str], folder: Path, tmp_path: Path) -> None:
    texts = []
    for language in ("en", "de"):
        texts.append(tmp_path / f"text.{language}.txt")
        texts[-1].write_text("\n".join(("the dog", "the cat", "dog dog cat", "cat the dog", "the the cat")))
    model = ["--model", folder, "--device", "cpu"]
    run("run", *texts, "-o", tmp_path / "out", "--segmenter", "lines", *model, *options)
    report = json.loads(run("explain", tmp_path / "out", "en.s2", "--json", *model).stdout)[0]
    assert report["same"] is True
    assert ("spans:encode" in report["aligned_with"]) == ("encode" in options)
    assert ("prompt:the%20" in report["aligned_with"]) == ("the " in options)
    assert report["probability"] == pytest.approx(report["confidence"], abs=2e-3)


def test_what_is_given_to_explain_counts(folder: Path, tmp_path: Path) -> None:
    for language in ("en", "de"):
        (tmp_path / f"text.{language}.txt").write_text("the dog\nthe cat\ndog dog")
    texts = [tmp_path / f"text.{language}.txt" for language in ("en", "de")]
    run("run", *texts, "-o", tmp_path / "out", "--segmenter", "lines", "--model", folder, "--device", "cpu")
    with pytest.warns(TextWarning, match="another model"):
        done = run("explain", tmp_path / "out", "en.s2", "--json", "--model", folder, "--spans", "encode", "--no-cache")
    assert "spans:encode" in json.loads(done.stdout)[0]["explained_with"]


def test_the_vectors_of_a_model_with_a_prompt(folder: Path, encoder: TransformerEncoder, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("dog\n")
    run(
        "encode",
        tmp_path / "text.txt",
        "-o",
        tmp_path / "v.npy",
        "--model",
        folder,
        "--prompt",
        "the ",
        "--device",
        "cpu",
    )
    np.testing.assert_allclose(np.load(tmp_path / "v.npy"), encoder.encode(["the dog"]) / 7, atol=1e-6)
