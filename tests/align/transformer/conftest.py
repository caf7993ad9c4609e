"""A small sentence-transformers model, and a separate cache for each test; `transformer_samples` is on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from align.encoders import load_encoder
from align.encoders.transformer import TransformerEncoder

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "teialign" / "vectors.sqlite3"


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def encoder(folder: Path) -> TransformerEncoder:
    encoder = load_encoder(str(folder), device="cpu", cache=False)
    assert isinstance(encoder, TransformerEncoder)
    return encoder
