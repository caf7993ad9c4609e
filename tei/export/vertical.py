"""Verticals: a token on each line, as corpus engines read them, and the token positions of each sentence."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from corpus.errors import CorpusError
from corpus.model import Corpus, Document
from tei.export.tokens import tokens
from tei.formats.fields import metadata_fields

_IN_ATTRIBUTES = str.maketrans({'"': "'", "<": "\u2039", ">": "\u203a"})


def plain_attribute(text: str) -> str:
    """
    Return a text as an attribute for engines without entities.

    A straight quotation mark becomes an apostrophe, angle brackets become single angle quotation marks.
    """
    return text.translate(_IN_ATTRIBUTES)


def check_filled(corpus: Corpus, tool: str) -> None:
    """
    Make sure that each version has a token.

    Raises:
        CorpusError: a version has none, so a corpus engine cannot index it.
    """
    for document in corpus.documents:
        if not document.sentences:
            raise CorpusError(f"{tool} cannot hold a text without sentences", where=document.id)


class Vertical:
    """
    A version in the format of corpus engines.

    Attributes:
        name: the name of its corpus in the engine.
        document: the version.
    """

    def __init__(self, name: str, document: Document) -> None:
        self.name = name
        self.document = document
        self._starts: array[int] | None = None

    @property
    def starts(self) -> Sequence[int]:
        """The number of tokens before each sentence, and at the end the number of all tokens."""
        if self._starts is None:
            for _ in self.lines():
                pass
        return self._starts or ()

    def lines(
        self, written: Callable[[str], str] = str, value: Callable[[str], str] = plain_attribute
    ) -> Iterator[str]:
        """
        Yield ``text``, ``p`` for a block, ``s``, and in it a line of word, tab, lower case for each token.

        Blocks without sentences are left out, since engines have no place for them. ``text`` has the metadata of the
        version.

        Args:
            written: how to escape tokens; it must keep tabs and line feeds.
            value: how to escape the values of attributes.
        """
        # The tokens are counted here, since tokenising takes most of the time.
        starts = array("Q", [0])
        document = self.document
        attributes = "".join(f' {name}="{value(each)}"' for name, each in metadata_fields(document))
        yield f'<text id="{document.id}" lang="{document.language}"{attributes}>\n'
        for block in document.blocks:
            if block.sentences:
                yield f'<p id="{block.id}" type="{block.kind}">\n'
                for sentence in block.sentences:
                    found = tokens(sentence.text)
                    starts.append(starts[-1] + len(found))
                    lines = "".join([f"{token}\t{token.lower()}\n" for token in found])
                    yield f'<s id="{sentence.id}">\n{written(lines)}</s>\n'
                yield "</p>\n"
        yield "</text>\n"
        self._starts = starts
