"""The commands with a model of sentence-transformers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from align.cli.app import app
from align.encoders.transformer import TransformerEncoder
from corpus.errors import TextWarning


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
