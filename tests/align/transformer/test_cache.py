"""The cache of vectors: texts encoded once, other models and prompts, and damaged caches."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from transformer_samples import TEXTS, change_weights, counted

from align.encoders import RunEncoder, load_encoder
from align.encoders.cache import VectorCache, cache_path
from align.encoders.transformer import TransformerEncoder
from corpus.errors import TextWarning


def test_a_text_is_encoded_once(folder: Path, cache: Path) -> None:
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


def test_vectors_of_another_model_or_prompt_are_not_used(folder: Path, tmp_path: Path) -> None:
    TransformerEncoder(str(folder), device="cpu").encode(["cat"])
    copy = shutil.copytree(folder, tmp_path / "other")
    change_weights(copy, lambda weights: weights * 2)
    for other, given in (counted(copy), counted(folder, prompt="the ")):
        other.encode(["cat"])
        assert given == ["cat"]


def test_runs_are_encoded_and_cached(folder: Path, cache: Path) -> None:
    encoder = load_encoder(str(folder), device="cpu", spans="encode")
    assert isinstance(encoder, RunEncoder)
    runs = encoder.encode_runs(["the", "dog", "cat"], 3)
    expected = load_encoder(str(folder), device="cpu", cache=False).encode(["the dog", "dog cat", "the dog cat"])
    np.testing.assert_allclose(np.concatenate(runs), expected, atol=1e-5)
    again, given = counted(folder)
    RunEncoder(again).encode_runs(["the", "dog", "cat"], 3)
    assert given == []


def damage(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def truncate_vectors(path: Path) -> None:
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


@pytest.mark.parametrize("harm", [damage, truncate_vectors, put_other_tables, put_a_folder])
def test_a_damaged_cache_is_not_used(harm: object, folder: Path, cache: Path) -> None:
    vectors = TransformerEncoder(str(folder), device="cpu").encode(TEXTS)
    harm(cache)
    with pytest.warns(TextWarning, match="delete the file, or use --no-cache") as caught:
        np.testing.assert_allclose(TransformerEncoder(str(folder), device="cpu").encode(TEXTS), vectors, atol=1e-5)
    assert len(caught) == 1


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """A connection that keeps a cache locked until it is closed."""
    monkeypatch.setattr("align.encoders.cache._LOCK_TIMEOUT", 0.05)
    path = tmp_path / "locked.sqlite3"
    VectorCache(path).put([b"key"], np.ones((1, 2), np.float32))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    yield other
    other.close()


def test_a_locked_cache_is_used_again_when_it_is_free(locked: sqlite3.Connection, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "locked.sqlite3")
    with pytest.warns(TextWarning, match="locked by another process") as caught:
        assert cache.get([b"key"]) == [None]
        cache.put([b"other"], np.ones((1, 2), np.float32))
    assert len(caught) == 1
    locked.close()
    [found] = cache.get([b"key"])
    assert found is not None
    cache.put([b"other"], np.ones((1, 2), np.float32))
    assert all(vector is not None for vector in cache.get([b"key", b"other"]))


def test_a_lock_that_is_short_is_waited_for(
    locked: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("align.encoders.cache._LOCK_TIMEOUT", 10.0)
    release = threading.Timer(0.1, locked.close)
    release.start()
    [found] = VectorCache(tmp_path / "locked.sqlite3").get([b"key"])
    assert found is not None
    release.join()


@pytest.mark.parametrize("place", ["file", "missing/place"])
def test_a_cache_whose_folder_cannot_be_made_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    (tmp_path / "file").write_text("in the way")
    if place != "file":
        monkeypatch.setattr(Path, "mkdir", refuse)
    cache = VectorCache(tmp_path / place / "vectors.sqlite3")
    with pytest.warns(TextWarning, match="vectors are not kept") as caught:
        assert cache.get([b"key"]) == [None]
        cache.put([b"key"], np.ones((1, 2), np.float32))
    assert len(caught) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a user always has a home")
def test_a_user_without_a_home_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.setattr("pwd.getpwuid", lambda _: {}[0])
    monkeypatch.chdir(tmp_path)
    cache = VectorCache(cache_path())
    cache.put([b"key"], np.ones((1, 2), np.float32))
    assert cache.get([b"key"]) == [None]
    assert list(tmp_path.iterdir()) == []


def test_above_the_maximum_size_the_oldest_vectors_are_deleted(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    cache = VectorCache(path, max_bytes=100_000)
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


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other cache folders")
def test_the_cache_is_in_the_users_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_path() == tmp_path / ".cache" / "teialign" / "vectors.sqlite3"
