"""Folders of neural models, checked before a library loads them: what they name is data and never code."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import ModelError, ReadError
from corpus.files import read_bytes

_MODULE = re.compile(
    r"sentence_transformers(?:\.\w+)*\."
    r"(?:Dense|Dropout|LayerNorm|Normalize|Pooling|StaticEmbedding|Transformer|WeightedLayerPooling)",
    re.ASCII,
)
"""The classes of sentence-transformers that read settings and tensors only; others import what their settings name."""

_ACTIVATION = re.compile(r"torch\.nn\.modules\.(?:activation\.\w+|linear\.Identity)", re.ASCII)

_PICKLES = frozenset({".bin", ".ckpt", ".pickle", ".pkl", ".pt", ".pth"})
"""Formats of weights that run code while they are read."""

_INDEX = "model.safetensors.index.json"
_SAVE = "load it where you trust it, and save it with sentence-transformers, which writes safetensors"


def check_model_folder(folder: Path) -> None:
    """
    Refuse a folder of a sentence-transformers or transformers model that could run code when it is loaded.

    A library would import the classes that ``modules.json`` and the settings name, also from Python files in the
    folder, and unpickle weights. Whatever its version does, nothing else is accepted than the classes of the library
    that a sentence encoder needs, and weights in safetensors.

    Raises:
        ModelError: the folder names a class of others or a file outside it, its weights are not in safetensors, or it
            holds a pipe or a device.
    """
    where = str(folder)
    modules = read_json(folder / "modules.json")
    for module in modules if isinstance(modules, list) else []:
        kind = module.get("type") if isinstance(module, dict) else None
        if not isinstance(kind, str) or not _MODULE.fullmatch(kind):
            problem = f"the model has a module that is not one of a sentence encoder: {kind!r}"
            raise ModelError(problem, where=where, remedy="choose a model that needs no code of its own")
    for home in module_folders(folder):
        _check_home(home)


def module_folders(folder: Path) -> tuple[Path, ...]:
    """
    Return the folder of a model and those of its modules, in the order of their names.

    Raises:
        ModelError: a module is outside the folder.
    """
    modules = read_json(folder / "modules.json")
    homes = {folder}
    for module in modules if isinstance(modules, list) else []:
        name = module.get("path", "") if isinstance(module, dict) else ""
        home = folder / name if isinstance(name, str) and not _leads_out(name) else None
        # The files of a downloaded model are links into a store, its folders are not.
        if home is None or not home.resolve().is_relative_to(folder.resolve()):
            raise ModelError(f"the module {name!r} is outside the folder of the model", where=str(folder))
        homes.add(home)
    return tuple(sorted(home for home in homes if home.is_dir()))


def read_json(path: Path) -> Any:
    """Return the content of a settings file; an empty object if it is missing or broken."""
    try:
        return json.loads(read_bytes(path))
    except (ReadError, ValueError, RecursionError):
        return {}


def _check_home(home: Path) -> None:
    where = str(home)
    for path in home.iterdir():
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise ModelError("is a pipe or a device, not a file of a model", where=str(path))
    suffixes = {path.suffix.lower() for path in home.iterdir() if path.is_file()}
    if ".safetensors" not in suffixes and (found := sorted(suffixes & _PICKLES)):
        raise ModelError(f"its weights ({found[0]}) can run code when they are loaded", where=where, remedy=_SAVE)
    if (home / "adapter_config.json").exists():
        problem = "an adapter, which names a model elsewhere"
        raise ModelError(problem, where=where, remedy="merge it with its model, and save the whole")
    config, index = read_json(home / "config.json"), read_json(home / _INDEX)
    activation = config.get("activation_function") if isinstance(config, dict) else None
    # Transformer models have the short name of a function here.
    if isinstance(activation, str) and "." in activation and not _ACTIVATION.fullmatch(activation):
        raise ModelError(f"its activation function is not one of torch: {activation!r}", where=where)
    parts = index.get("weight_map") if isinstance(index, dict) else None
    for name in parts.values() if isinstance(parts, dict) else []:
        if not isinstance(name, str) or _leads_out(name):
            raise ModelError(f"{_INDEX} names a file outside the folder: {name!r}", where=where)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name
