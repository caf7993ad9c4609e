"""Models of sentence-transformers that cannot be loaded: folders, names and options."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from align.encoders import load_encoder
from corpus.errors import ModelError


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_encoder(str(tmp_path))
    assert "embedded" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_truncated_weights(folder: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("option", [{"device": "cpu"}, {"prompt": "query: "}, {"spans": "encode"}])
@pytest.mark.parametrize("name", ["embedded", "surface"])
def test_other_models_take_no_prompt_no_device_and_no_spans(name: str, option: dict[str, str]) -> None:
    with pytest.raises(ModelError, match="leave --device, --prompt and --spans out"):
        load_encoder(name, **option)
