"""Files read into blocks, whatever their encoding and layout."""

from corpus.reader.newlines import NEWLINES, Newlines
from corpus.reader.source import SourceBlock, SourceText
from corpus.reader.text import read_text

__all__ = ["NEWLINES", "Newlines", "SourceBlock", "SourceText", "read_text"]
