"""Folders of models that would run code when they are loaded, whatever the library would do."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from align.encoders import load_encoder
from corpus.errors import ModelError
from corpus.model_folder import check_model_folder
from corpus.segment import segmenter_for

CODE = "import pathlib\npathlib.Path(__file__).with_name('RAN').touch()\nfrom sentence_transformers.models import *\n"


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "model")


def change(path: Path, **values: object) -> None:
    content = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(content | values), "utf-8")


def change_module(model: Path, number: int, **values: object) -> None:
    path = model / "modules.json"
    modules = json.loads(path.read_text("utf-8"))
    modules[number] |= values
    path.write_text(json.dumps(modules), "utf-8")


@pytest.mark.parametrize(
    "kind",
    [
        "evil.Pooling",
        "os.system",
        "evil",
        "sentence_transformers_evil.Pooling",
        "sentence_transformers.models.Router",
        "sentence_transformers.models.WordEmbeddings",
        "sentence_transformers.models.Pooling.evil",
        "sentence_transformers.models.Pooling\n",
        "",
        None,
        ["sentence_transformers.models.Pooling"],
    ],
)
def test_only_classes_of_the_library_are_loaded(copy: Path, kind: object) -> None:
    (copy / "evil.py").write_text(CODE, "utf-8")
    change_module(copy, 1, type=kind)
    with pytest.raises(ModelError, match=r"has a module that is not one of a sentence encoder: .*; choose a model"):
        load_encoder(str(copy), device="cpu", cache=False).encode(["the dog"])
    assert not list(copy.rglob("RAN"))


@pytest.mark.parametrize(
    "kind", ["sentence_transformers.models.Pooling", "sentence_transformers.models.pooling.Pooling"]
)
def test_names_of_other_versions_of_the_library_are_known(copy: Path, kind: str) -> None:
    change_module(copy, 1, type=kind)
    check_model_folder(copy)


@pytest.mark.parametrize("path", ["../other", "/etc", "1_Pooling/../..", "C:\\models", "..\\other", "link", 5])
def test_a_module_outside_the_folder_is_refused(copy: Path, path: object) -> None:
    (copy / "link").symlink_to(copy.parent)
    change_module(copy, 1, path=path)
    with pytest.raises(ModelError, match="is outside the folder of the model"):
        load_encoder(str(copy))


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("RAN"),)  # type: ignore[return-value]


@pytest.mark.parametrize("suffix", ["bin", "pkl", "pt", "PTH", "ckpt"])
def test_weights_that_are_pickled_are_refused(copy: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    (copy / "model.safetensors").unlink()
    (copy / f"pytorch_model.{suffix}").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(ModelError, match=r"its weights \(\.\w+\) can run code when they are loaded; load it where you"):
        load_encoder(str(copy), device="cpu", cache=False).encode(["the dog"])
    assert not (copy / "RAN").exists()


def test_pickles_beside_safetensors_are_not_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    for name in ("pytorch_model.bin", "training_args.bin", "1_Pooling/notes.txt"):
        (copy / name).write_bytes(pickle.dumps(Bomb()))
    (copy / "modeling_evil.py").write_text(CODE, "utf-8")
    change(copy / "config.json", auto_map={"AutoModel": "modeling_evil.Model", "AutoConfig": "modeling_evil.Config"})
    change(copy / "tokenizer_config.json", auto_map={"AutoTokenizer": ["modeling_evil.Slow", "modeling_evil.Fast"]})
    change(copy / "sentence_bert_config.json", model_args={"trust_remote_code": True})
    assert load_encoder(str(copy), device="cpu", cache=False).encode(["the dog"]).shape == (1, 16)
    assert not list(copy.rglob("RAN"))


@pytest.mark.parametrize(
    ("file", "values", "problem"),
    [
        ("1_Pooling/config.json", {"activation_function": "evil.Function"}, "activation function is not one of torch"),
        ("1_Pooling/config.json", {"activation_function": "torch.hub.load"}, "activation function is not one of torch"),
        ("adapter_config.json", {"base_model_name_or_path": "../x"}, "an adapter, which names a model elsewhere"),
        ("model.safetensors.index.json", {"weight_map": {"a": "../x"}}, "names a file outside the folder: '../x'"),
        ("model.safetensors.index.json", {"weight_map": {"a": 1}}, "names a file outside the folder: 1"),
    ],
)
def test_settings_name_nothing_of_others(copy: Path, file: str, values: dict[str, object], problem: str) -> None:
    change(copy / file, **values)
    with pytest.raises(ModelError, match=problem):
        load_encoder(str(copy))


def test_a_folder_for_sat_is_checked_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.segment.libraries.require", lambda *_: None)
    monkeypatch.setitem(sys.modules, "wtpsplit", SimpleNamespace(SaT=None))
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelError, match="can run code"):
        segmenter_for(f"sat:{tmp_path}", "en")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
@pytest.mark.parametrize("name", ["config.json", "modules.json", "1_Pooling/config.json", "extra"])
def test_a_pipe_in_a_folder_is_refused_without_being_opened(copy: Path, name: str) -> None:
    (copy / name).unlink(missing_ok=True)
    os.mkfifo(copy / name)
    with pytest.raises(ModelError, match="is a pipe or a device"):
        load_encoder(str(copy), device="cpu", cache=False).encode(["the dog"])
