"""Files read into blocks, whatever their format, encoding and layout."""

from corpus.reader.dispatch import read_file, read_text
from corpus.reader.newlines import NEWLINES, Newlines
from corpus.reader.source import GivenSentence, SourceBlock, SourceText

__all__ = ["NEWLINES", "GivenSentence", "Newlines", "SourceBlock", "SourceText", "read_file", "read_text"]
