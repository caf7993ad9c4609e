"""Prompts of transformers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from align.encoders.transformer import TransformerEncoder


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
def test_the_prompts_of_the_e5_models(name: str, original: str, prompt: str, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / name)
    (copy / "config_sentence_transformers.json").write_text('{"prompts": {"query": "", "document": ""}}')
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"_name_or_path": original}))
    assert TransformerEncoder(str(copy)).prompt == prompt


def test_the_prompt_is_before_the_text_and_in_the_signature(encoder: TransformerEncoder, folder: Path) -> None:
    prompted = TransformerEncoder(str(folder), device="cpu", prompt="the ")
    np.testing.assert_allclose(prompted.encode(["dog"]) / 3, encoder.encode(["the dog"]) / 7, atol=1e-6)
    assert prompted.signature == f"{encoder.signature}|prompt:the%20"
