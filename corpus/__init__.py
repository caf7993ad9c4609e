"""
Texts in: files read into blocks, blocks cut into sentences, and the data model that everything else shares.

What a name needs is imported when it is first asked for.
"""

from typing import TYPE_CHECKING

from corpus.facade import facade

if TYPE_CHECKING:
    from corpus.document import build_document, cut_blocks, language_of, version_ids
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
        detect_language,
        parse_argument,
        parse_language,
        resolve_language,
    )
    from corpus.language_names import declared_in_name, stem_without_language
    from corpus.messages import Message, collected_messages, messages_to, warn
    from corpus.metadata import (
        MetadataEntry,
        MetadataName,
        apply_metadata,
        override_entries,
        parse_entry,
        read_metadata,
    )
    from corpus.model import (
        Alignment,
        Attribution,
        AttributionKind,
        Bead,
        Block,
        BlockKind,
        Corpus,
        Document,
        Excerpt,
        Metadata,
        Role,
        Sentence,
        Span,
    )
    from corpus.reader import GivenSentence, Newlines, SourceBlock, SourceText, read_file, read_text
    from corpus.segment import GivenSegmenter, LineSegmenter, Segmenter, segmenter_for
    from corpus.signature import Signature

__all__ = [
    "Alignment",
    "AlignmentError",
    "Attribution",
    "AttributionKind",
    "Bead",
    "Block",
    "BlockKind",
    "Corpus",
    "CorpusError",
    "Detection",
    "Document",
    "Excerpt",
    "GivenSegmenter",
    "GivenSentence",
    "LanguageError",
    "LineSegmenter",
    "Message",
    "Metadata",
    "MetadataEntry",
    "MetadataName",
    "ModelError",
    "Newlines",
    "ReadError",
    "Role",
    "SegmentError",
    "Segmenter",
    "Sentence",
    "Signature",
    "SourceBlock",
    "SourceText",
    "Span",
    "TeialignError",
    "TextWarning",
    "apply_metadata",
    "build_document",
    "collected_messages",
    "cut_blocks",
    "declared_in_name",
    "detect_language",
    "language_of",
    "messages_to",
    "override_entries",
    "parse_argument",
    "parse_entry",
    "parse_language",
    "read_file",
    "read_metadata",
    "read_text",
    "resolve_language",
    "segmenter_for",
    "stem_without_language",
    "version_ids",
    "warn",
]

_HOMES = {
    "corpus.document": ("build_document", "cut_blocks", "language_of", "version_ids"),
    "corpus.errors": (
        "AlignmentError",
        "CorpusError",
        "LanguageError",
        "ModelError",
        "ReadError",
        "SegmentError",
        "TeialignError",
        "TextWarning",
    ),
    "corpus.language": (
        "Detection",
        "detect_language",
        "parse_argument",
        "parse_language",
        "resolve_language",
    ),
    "corpus.language_names": ("declared_in_name", "stem_without_language"),
    "corpus.messages": ("Message", "collected_messages", "messages_to", "warn"),
    "corpus.metadata": (
        "MetadataEntry",
        "MetadataName",
        "apply_metadata",
        "override_entries",
        "parse_entry",
        "read_metadata",
    ),
    "corpus.model": (
        "Alignment",
        "Attribution",
        "AttributionKind",
        "Bead",
        "Block",
        "BlockKind",
        "Corpus",
        "Document",
        "Excerpt",
        "Metadata",
        "Role",
        "Sentence",
        "Span",
    ),
    "corpus.reader": ("GivenSentence", "Newlines", "SourceBlock", "SourceText", "read_file", "read_text"),
    "corpus.segment": ("GivenSegmenter", "LineSegmenter", "Segmenter", "segmenter_for"),
    "corpus.signature": ("Signature",),
}

_RENAMED = {
    "Fact": "MetadataEntry",
    "FactName": "MetadataName",
    "describe": "apply_metadata",
    "overridden": "override_entries",
    "parse_fact": "parse_entry",
    "read_facts": "read_metadata",
}

if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = facade(__name__, _HOMES, _RENAMED)
