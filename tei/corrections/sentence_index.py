"""The sentences that ids or a text in an edited file stand for."""

from __future__ import annotations

from itertools import accumulate

from corpus.errors import CorpusError
from corpus.model import Document

_MAX_TRIES = 1000
"""How many places in the middle of a sentence are tried for a text; only a text of a letter or two has more."""


def bare(text: str) -> str:
    """Return a text without white space, which tools change."""
    return "".join(text.split())


class SentenceIndex:
    """
    The sentences of a version, found by id or by text.

    Args:
        document: the version.
    """

    def __init__(self, document: Document) -> None:
        sentences = document.sentences
        self._ids = [sentence.id for sentence in sentences]
        self._numbers = {identifier: number for number, identifier in enumerate(self._ids)}
        texts = [bare(sentence.text) for sentence in sentences]
        self._starts = [0, *accumulate(map(len, texts))]
        self._places = {start: number for number, start in enumerate(self._starts)}
        self._all = "".join(texts)

    def text(self, ids: tuple[str, ...]) -> str | None:
        """Return the bare text of sentences; None if one of them is not in the version."""
        numbers = [self._numbers.get(identifier) for identifier in ids]
        if None in numbers:
            return None
        return "".join(self._all[self._starts[n] : self._starts[n + 1]] for n in numbers if n is not None)

    def find(self, text: str, near: str = "") -> tuple[str, ...] | None:
        """
        Return the ids of the consecutive sentences whose text this is; None if there are none.

        Args:
            text: a bare text, not empty.
            near: the id of a sentence; of several places the first that is not before it is taken.
        """
        for start in (self._starts[self._numbers.get(near, 0)], 0):
            found = self._all.find(text, start)
            for _ in range(_MAX_TRIES):
                if found < 0:
                    break
                first, last = self._places.get(found), self._places.get(found + len(text))
                if first is not None and last is not None:
                    return tuple(self._ids[first:last])
                found = self._all.find(text, found + 1)
        return None

    def resolve(
        self, ids: tuple[str, ...], text: str | None, before: tuple[str, ...] | None, near: str = ""
    ) -> tuple[str, ...]:
        """
        Return the ids of the sentences that an edited file means: of ids and text, the one that was edited counts.

        A text that was cleared is no edit, since a person who needs the ids only may clear it.

        Args:
            ids: the ids in the file.
            text: the text in the file; None if the file has no column for it.
            before: the ids that were exported there; None if that is unknown.
            near: a sentence after which an edited text is looked for first, if `before` is empty or unknown.

        Raises:
            CorpusError: the text is not that of any sentences, or both ids and text were edited and disagree.
        """
        if text is None or bare(text) == self.text(ids):
            return ids
        wanted = bare(text)
        if not wanted and ids:
            return ids
        if before is not None and wanted == self.text(before):
            return ids
        edited = bool(ids) if before is None else ids != before
        if edited:
            raise CorpusError(f"its ids ({' '.join(ids) or 'none'}) and its text disagree")
        found = self.find(wanted, before[0] if before else near) if wanted else ()
        if found is None:
            raise CorpusError("its text is not that of the corpus's sentences")
        return found
