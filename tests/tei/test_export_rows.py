"""What JSON Lines and Parquet hold: read back here, by pyarrow and by datasets."""

from __future__ import annotations

import builtins
import json

import pytest
from export_samples import CORPORA, linked_texts, seed_corpus, window_corpus

from corpus.errors import CorpusError
from tei import export_corpus


@pytest.mark.parametrize("make", CORPORA)
def test_jsonl(tmp_path, make):
    corpus = make()
    paths = export_corpus(corpus, "jsonl", tmp_path)
    for path, (version, alignment, texts) in zip(paths, linked_texts(corpus), strict=False):
        rows = [json.loads(line) for line in path.read_bytes().decode("utf-8").splitlines()]
        assert [(row["source_text"], row["target_text"]) for row in rows] == texts
        assert [row["confidence"] for row in rows] == [bead.confidence for bead in alignment.beads]
        assert [row["type"] for row in rows] == [bead.type for bead in alignment.beads]
        assert [each for row in rows for each in row["source_ids"]] == [s.id for s in corpus.pivot.sentences]
        assert sorted(each for row in rows for each in row["target_ids"]) == sorted(s.id for s in version.sentences)
        assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("make", CORPORA)
def test_parquet(tmp_path, make):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    corpus = make()
    paths = export_corpus(corpus, "parquet", tmp_path)
    for path, (version, alignment, texts) in zip(paths, linked_texts(corpus), strict=False):
        rows = parquet.read_table(path).to_pylist()
        assert [row["translation"] for row in rows] == [{corpus.pivot.id: a, version.id: b} for a, b in texts]
        assert [row["confidence"] for row in rows] == [bead.confidence for bead in alignment.beads]
        assert len({row["id"] for row in rows}) == len(rows)


def test_parquet_in_several_row_groups(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    monkeypatch.setattr("tei.export.parquet._ROWS", 5)
    path, *_ = export_corpus(seed_corpus(), "parquet", tmp_path)
    file = parquet.ParquetFile(path)
    assert file.metadata.num_row_groups > 2
    assert file.read().num_rows == len(seed_corpus().alignments[0].beads)


def test_datasets_knows_a_translation(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    datasets = pytest.importorskip("datasets", reason="datasets is not installed: pip install datasets")
    path, *_ = export_corpus(window_corpus(), "parquet", tmp_path)
    loaded = datasets.Dataset.from_parquet(str(path), cache_dir=str(tmp_path / "cache"))
    assert loaded.features["translation"] == datasets.Translation(["en", "ru"])
    assert loaded[1]["translation"] == {"en": "No one.", "ru": "Никого."}


def test_parquet_without_pyarrow_tells_how_to_install_it(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **options):
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CorpusError, match=r"^parquet needs pyarrow; install it: pip install pyarrow$"):
        export_corpus(window_corpus(), "parquet", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
