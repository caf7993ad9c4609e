"""Runs of sentences that are encoded as one text: their vectors, and the beads that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import RunEncoder, load_encoder
from align.encoders.documents import encode_document
from align.engine.calibration import Calibration
from align.engine.corridor import Corridor
from align.engine.pair import LONGEST_RUN, TYPES
from align.engine.runs import EncodedRunScores, bead_scores
from align.engine.scores import BeadScores
from align.engine.sides import Side
from align.explain.explanation import Explainer
from align.pipeline import align_documents
from corpus import Document, LineSegmenter, build_document, read_text
from corpus.errors import ModelError


class Hashed:
    """An encoder that knows each text by a random vector, and a run by nothing but itself."""

    name = "hashed"
    signature = "encoder:hashed"
    similarity_prior = 0.0

    def __init__(self, alike: dict[str, str]) -> None:
        self._alike = alike

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self._vector(self._alike.get(text, text)) for text in texts], np.float32).reshape(-1, 64)

    def coverage(self, texts: Iterable[str]) -> float:
        return 1.0

    def _vector(self, text: str) -> np.ndarray:
        return np.random.default_rng(list(text.encode())).standard_normal(64)


def document(tmp_path: Path, name: str, lines: Sequence[str]) -> Document:
    path = tmp_path / f"{name}.txt"
    path.write_text("\n".join(lines), "utf-8")
    role = "pivot" if name == "en" else "version"
    return build_document(read_text(path, newlines="keep"), LineSegmenter(), id=name, language=name, role=role)


def side_of_sums(count: int, seed: int, longest: int) -> Side:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, 8)).astype(np.float32)
    runs = []
    for size in range(2, longest + 1):
        sums = [vectors[start : start + size].sum(axis=0) for start in range(count - size + 1)]
        runs.append(np.array(sums, np.float32).reshape(-1, 8))
    return Side(vectors, random.uniform(1, 9, count).astype(np.float32), tuple(runs))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 4))
def test_runs_that_are_sums_score_as_sums_do(rows: int, columns: int, radius: int) -> None:
    source, target = side_of_sums(rows, 1, LONGEST_RUN), side_of_sums(columns, 2, LONGEST_RUN)
    diagonal = np.linspace((0, 0), (rows, columns), 6).astype(np.int64)
    corridor = Corridor.around(diagonal, radius)
    encoded = bead_scores(source, target, corridor, TYPES, Calibration(1.3, -0.1))
    assert isinstance(encoded, EncodedRunScores)
    summed = BeadScores(source, target, corridor, TYPES, Calibration(1.3, -0.1))
    for first, last in ((0, rows + 1), (rows // 2, rows + 1)):
        held = corridor.high[first:last] - corridor.low[first:last]
        real = np.arange(summed(first, last).shape[1]) <= held[:, None]
        np.testing.assert_allclose(encoded(first, last)[real], summed(first, last)[real], atol=1e-3)


def test_a_run_that_means_what_its_parts_do_not_is_found(tmp_path: Path) -> None:
    english = [f"e{number}" for number in range(20)]
    russian = [f"e{number}" for number in range(20) if number not in (7, 8)]
    russian.insert(7, "idiom")
    encoder = RunEncoder(Hashed({"e7 e8": "idiom"}))
    source, target = document(tmp_path, "en", english), document(tmp_path, "ru", russian)
    [alignment] = align_documents(source, [target], encoder)
    assert [bead.type for bead in alignment.beads] == ["1-1"] * 7 + ["2-1"] + ["1-1"] * 11
    assert "encoder:hashed|spans:encode|" in alignment.signature
    [summed] = align_documents(source, [target], Hashed({"e7 e8": "idiom"}))
    assert summed.beads[7].type != "2-1"

    explanation = Explainer(source, target, alignment, encoder).explain(8)
    assert explanation.probability == pytest.approx(alignment.beads[7].confidence, abs=0.01)
    assert explanation.bead.similarity is not None
    assert explanation.bead.similarity.runs > 0.8


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_sentences(count: int, tmp_path: Path) -> None:
    encoder = RunEncoder(Hashed({}))
    lines = [f"s{number}" for number in range(count)]
    runs = encoder.encode_runs(lines, 4)
    assert [run.shape for run in runs] == [(max(0, count - size + 1), 64) for size in (2, 3, 4)]
    if count:
        one, other = (document(tmp_path, name, lines) for name in ("en", "ru"))
        [alignment] = align_documents(one, [other], encoder)
        assert [bead.type for bead in alignment.beads] == ["1-1"] * count


def test_runs_are_centred_and_cut_with_their_sentences(tmp_path: Path) -> None:
    encoder = RunEncoder(Hashed({}))
    side = encode_document(document(tmp_path, "en", [f"s{number}" for number in range(9)]), encoder).centred()
    part = side.part(range(3, 6))
    assert [len(run) for run in part.runs[:3]] == [2, 1, 0]
    np.testing.assert_array_equal(part.runs[0], side.runs[0][3:5])
    np.testing.assert_array_equal(part.run_vector(), side.runs[1][3])
    np.testing.assert_array_equal(part.part(range(1, 2)).run_vector(), side.vectors[4])


def test_more_runs_than_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.encoders.wrappers.MAX_BYTES", 1000)
    with pytest.raises(ModelError, match=r"hashed: the vectors of all runs of 50 .*; leave out --spans"):
        RunEncoder(Hashed({})).encode_runs(["s"] * 50, 3)


def test_static_models_have_no_encoded_spans() -> None:
    with pytest.raises(ModelError, match="encoded spans"):
        load_encoder("embedded", spans="encode")
