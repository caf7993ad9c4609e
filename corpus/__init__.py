"""Texts in: files read into blocks, blocks cut into sentences, and the data model that everything else shares."""

from corpus.document import build_document, version_ids
from corpus.errors import (
    AlignmentError,
    CorpusError,
    LanguageError,
    ModelError,
    ReadError,
    SegmentError,
    TeialignError,
    TextWarning,
)
from corpus.language import (
    Detection,
    declared_in_name,
    detect_language,
    parse_argument,
    parse_language,
    resolve_language,
    stem_without_language,
)
from corpus.model import (
    Alignment,
    Bead,
    Block,
    BlockKind,
    Corpus,
    Document,
    Metadata,
    Role,
    Sentence,
    Span,
)
from corpus.reader import Newlines, SourceBlock, SourceText, read_file, read_text
from corpus.segment import LineSegmenter, Segmenter, segmenter_for

__all__ = [
    "Alignment",
    "AlignmentError",
    "Bead",
    "Block",
    "BlockKind",
    "Corpus",
    "CorpusError",
    "Detection",
    "Document",
    "LanguageError",
    "LineSegmenter",
    "Metadata",
    "ModelError",
    "Newlines",
    "ReadError",
    "Role",
    "SegmentError",
    "Segmenter",
    "Sentence",
    "SourceBlock",
    "SourceText",
    "Span",
    "TeialignError",
    "TextWarning",
    "build_document",
    "declared_in_name",
    "detect_language",
    "parse_argument",
    "parse_language",
    "read_file",
    "read_text",
    "resolve_language",
    "segmenter_for",
    "stem_without_language",
    "version_ids",
]
