"""Segmenters of other libraries, with the same interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from corpus.errors import SegmentError, first_line
from corpus.extras import require
from corpus.language import primary_subtag
from corpus.model import Span
from corpus.model_folder import check_model_folder
from corpus.signature import Signature

SAT_MODEL = "sat-3l-sm"
"""The default model of ``sat``: the smallest that its authors recommend."""


@dataclass(frozen=True, slots=True)
class LibrarySegmenter:
    """
    Segments a text with a library, and checks that the library did not alter the text.

    Attributes:
        signature: the library, its version and settings.
        split: takes a text and returns its sentences in order, with or without the white space between them.
    """

    signature: str
    split: Callable[[str], Iterable[str]] = field(compare=False)

    def spans(self, text: str) -> list[Span]:
        """
        Return the sentences of one block; see `Segmenter.spans`.

        Raises:
            SegmentError: the library failed, or its sentences are not the text.
        """
        spans = []
        end = 0
        for sentence in filter(None, map(str.strip, self._split(text))):
            start = end
            while start < len(text) and text[start].isspace():
                start += 1
            if not text.startswith(sentence, start):
                raise self._altered(text, start)
            end = start + len(sentence)
            spans.append(Span(start, end))
        if text[end:].strip():
            raise self._altered(text, end)
        return spans

    def _split(self, text: str) -> list[str]:
        try:
            return list(self.split(text))
        except (ValueError, RuntimeError, IndexError) as error:
            problem = f"the library failed ({first_line(error)})"
            raise SegmentError(problem, where=self.signature, remedy="choose --segmenter rules") from error

    def _altered(self, text: str, at: int) -> SegmentError:
        problem = f"the library altered the text: none of its sentences holds {text[at : at + 40]!r}"
        return SegmentError(problem, where=self.signature, remedy="choose --segmenter rules")


def sentencex_segmenter(language: str) -> LibrarySegmenter:
    """
    Return the segmenter of sentencex (Wikimedia, MIT), which supports about 240 languages, most by a related one.

    Raises:
        SegmentError: it is not installed.
    """
    require("sentencex", "the segmenter sentencex", "sentencex", SegmentError)
    from sentencex import segment

    code = primary_subtag(language)
    signature = Signature.of(segmenter="sentencex", version=version("sentencex"), language=code)
    return LibrarySegmenter(str(signature), lambda text: segment(code, text))


@cache
def sat_segmenter(model: str) -> LibrarySegmenter:
    """
    Return a segmenter of wtpsplit: Segment any Text (Frohmann et al. 2024), a neural model for 85 languages.

    Args:
        model: a name such as ``sat-3l-sm``, which is downloaded once, or a folder with the model and its tokenizer.

    Raises:
        SegmentError: the library is not installed, or the model cannot be loaded.
        ModelError: loading the folder could run code.
    """
    require("wtpsplit", "the segmenter sat", "sat", SegmentError)
    from wtpsplit import SaT

    folder = Path(model)
    if folder.is_dir():
        check_model_folder(folder)
    try:
        loaded = SaT(model, tokenizer_name_or_path=model) if folder.is_dir() else SaT(model)
    except (OSError, ValueError) as error:
        remedy = "name a folder that holds it: --segmenter sat:FOLDER"
        raise SegmentError(f"the model {model!r} cannot be loaded ({first_line(error)})", remedy=remedy) from error
    signature = Signature.of(segmenter="sat", version=version("wtpsplit"), model=folder.name)
    return LibrarySegmenter(str(signature), lambda text: loaded.split(text, split_on_input_newlines=False))
