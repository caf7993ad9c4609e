"""Folders of sentence-transformers models: finding or fetching one, its prompt, and its hash."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from align.encoders.cache import VectorCache
from corpus.errors import ModelError, first_line
from corpus.model_folder import check_model_folder, module_folders, read_json

REMEDY = "give the folder of a model on this machine, or leave --model out for the default, embedded"

_TIMEOUT = 10.0
_HUB_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)
_SYMMETRIC = ("bitext-mining", "bitext", "text-matching", "sts", "query")
_FAMILIES = (
    (re.compile(r"(?:^|[_-])e5[_-].*instruct", re.IGNORECASE), "Instruct: Retrieve parallel sentences.\nQuery: "),
    (re.compile(r"(?:^|[_-])e5(?:$|[_-])", re.IGNORECASE), "query: "),
)
_WEIGHTS = ".safetensors"
_SETTINGS = (".json", ".txt", ".model")


def find_model(name: str) -> Path:
    """
    Return the folder of a model, downloaded from the Hugging Face hub if it is not on this machine.

    Args:
        name: a folder, or a name at the hub such as ``sentence-transformers/LaBSE``.

    Raises:
        ModelError: there is no such model, the hub cannot be reached, or loading the model could run code; see
            `corpus.model_folder.check_model_folder`.
    """
    folder = Path(name)
    if folder.is_dir():
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            problem = "the model cannot be loaded (the folder contains neither modules.json nor config.json)"
            raise ModelError(problem, where=name, remedy=REMEDY)
        check_model_folder(folder)
        return folder
    if not _HUB_NAME.fullmatch(name):
        raise ModelError("no such folder", where=name, remedy=REMEDY)
    repository = name if "/" in name else f"sentence-transformers/{name}"
    found = _snapshot(repository)
    if found is None:
        _download(repository, name)
        found = _snapshot(repository)
    if found is None:
        raise ModelError("the model has no weights in safetensors", where=name, remedy=REMEDY)
    check_model_folder(found)
    return found


def prompt_of(folder: Path, name: str) -> str:
    """
    Return the prompt that the model expects before each text; empty if it has none.

    Of the prompts in its settings, this is the default one, else the one for bitext mining or semantic similarity, else
    the one for queries: models with ``query`` and ``passage`` use the former for symmetric tasks. A model without
    prompts in its settings takes the one of its family: the E5 models (Wang et al. 2022, 2024) were trained with
    prompts that their settings do not include.

    Args:
        folder: the model.
        name: the name that the user gave; the name in the model's ``config.json`` counts too.
    """
    config = read_json(folder / "config_sentence_transformers.json")
    prompts = config.get("prompts") if isinstance(config, dict) else None
    if not isinstance(prompts, dict) or not any(prompts.values()):
        settings = read_json(folder / "config.json")
        known = (name, str(settings.get("_name_or_path", "")) if isinstance(settings, dict) else "")
        names = [Path(each).name for each in known]
        return next((prompt for pattern, prompt in _FAMILIES if any(map(pattern.search, names))), "")
    named = {str(name).lower().replace("_", "-"): prompt for name, prompt in prompts.items() if isinstance(prompt, str)}
    default = str(config.get("default_prompt_name")).lower().replace("_", "-")
    return next((named[name] for name in (default, *_SYMMETRIC) if name in named), "")


def model_hash(folder: Path, cache: VectorCache) -> str:
    """
    Return the digest, 64 hexadecimal digits, of the weights, settings and vocabularies in a model's folder.

    Duplicates of the weights in other formats, documentation and the name of the folder do not change it.
    """
    digest = hashlib.sha256()
    for home in module_folders(folder):
        for path in sorted(path for path in home.iterdir() if path.is_file()):
            if path.suffix in (_WEIGHTS, *_SETTINGS):
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(cache.file_hash(path))
    return digest.hexdigest()


def _snapshot(repository: str) -> Path | None:
    """Return the folder of a model that was downloaded before; None if there is none."""
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(repository, local_files_only=True))
    except (OSError, ValueError):
        return None
    return folder if any(path.suffix == _WEIGHTS for path in folder.rglob("*")) else None


def _download(repository: str, name: str) -> None:
    """Download the settings, vocabularies and weights of a model, and no code."""
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        # Without this request, the download of a model that the hub does not have would retry for minutes.
        HfApi().model_info(repository, timeout=_TIMEOUT)
    except HfHubHTTPError as error:
        raise ModelError("the Hugging Face hub has no such model", where=name, remedy=REMEDY) from error
    except Exception as error:  # The HTTP library's exceptions differ between its versions.
        problem = "the model is not on this machine and the Hugging Face hub cannot be reached"
        raise ModelError(problem, where=name, remedy=REMEDY) from error
    try:
        snapshot_download(repository, allow_patterns=[f"*{suffix}" for suffix in (_WEIGHTS, *_SETTINGS)])
    except Exception as error:  # The libraries' exceptions are undocumented and of many classes.
        problem = f"the model cannot be downloaded ({first_line(error)})"
        raise ModelError(problem, where=name, remedy=REMEDY) from error
