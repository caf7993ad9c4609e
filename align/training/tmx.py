"""Translation memories in TMX 1.4b, the exchange format of translators' tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from align.training.pairs import PIVOT, TrainingPair, make_pair
from corpus import parse_language
from corpus.errors import LanguageError
from corpus.memory import Memory


def is_tmx(path: Path) -> bool:
    """Tell whether a file is named as a translation memory, perhaps compressed."""
    return path.name.lower().endswith((".tmx", ".tmx.gz", ".tmx.xz"))


@dataclass(frozen=True, slots=True)
class TmxFile:
    """
    A translation memory: in each unit, English is paired with every other language.

    It is read as a stream. Nothing is fetched, a document type is passed over, and entities of its own are refused.

    Attributes:
        path: the file, as it is or compressed (``.xz``, ``.gz``).
        language: BCP 47 tag of the only other language to take; None for all.
    """

    path: Path
    language: str | None = None

    @property
    def label(self) -> str:
        """``FILE.tmx`` or ``en-ru=FILE.tmx``."""
        return self.path.name if self.language is None else f"{PIVOT}-{self.language}={self.path.name}"

    def read(self) -> Iterator[TrainingPair | None]:
        """
        Yield the pairs, and None for each unit that holds none of the languages asked for.

        A language is told by its first subtag, since tools write ``ru-RU`` for ``ru``; of variants of one language in
        a unit, the first counts.

        Raises:
            ReadError: the file cannot be read, is no TMX, or declares entities.
        """
        for unit in Memory(self.path).units():
            texts: dict[str, str] = {}
            for variant in unit.variants:
                language = _language(variant.language)
                if language is not None:
                    texts.setdefault(language, " ".join(variant.text.split()))
            english = texts.pop(PIVOT, "")
            chosen = {self.language: texts.get(self.language, "")} if self.language is not None else texts
            yield from (make_pair(language, "", english, other) for language, other in chosen.items())
            if not chosen:
                yield None


@cache
def _language(code: str) -> str | None:
    try:
        return parse_language(code.replace("_", "-").partition("-")[0])
    except LanguageError:
        return None
