"""Texts in, an aligned corpus out: what ``align run`` does."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.encoders import Encoder, Lexicon, LexiconEncoder, MixedEncoder, StaticEncoder
from align.encoders.documents import encode_document
from align.engine.aligner import SIGNATURE, align_sides
from align.engine.sides import Side
from corpus import (
    Alignment,
    Bead,
    Corpus,
    Document,
    MetadataEntry,
    Newlines,
    ReadError,
    Role,
    SourceText,
    apply_metadata,
    build_document,
    declared_in_name,
    language_of,
    read_file,
    segmenter_for,
    version_ids,
)
from corpus.language import primary_subtag
from corpus.messages import warn
from corpus.signature import Signature

MIN_COVERAGE, MIN_COVERAGE_UNTRAINED = 0.42, 0.5
"""
The lowest `align.encoders.Encoder.coverage` of a document whose language the encoder knows: for languages that it was
trained on, and for others. The languages of the embedded model have 0.44 and more. Of others, close relatives have 0.52
and more, and most that are aligned badly have less than 0.5.
"""

MIN_MEAN_CONFIDENCE = 0.4
"""Below this, texts are unrelated: unrelated novels had a mean confidence of .34 at most, translations .61 or more."""

MIN_BEADS = 8
"""With fewer beads than this, the mean confidence does not show whether texts are translations."""

_SAMPLE, _SAMPLE_CHARACTERS = 200, 10_000
"""About how many sentences of a document, and how much of each, are looked at to see whether an encoder knows it."""


@dataclass(frozen=True, slots=True)
class Input:
    """
    A file to read as one version.

    Attributes:
        path: the file.
        language: its BCP 47 tag; None takes the language from the file's name or its text.
    """

    path: Path
    language: str | None = None


def build_corpus(
    inputs: Sequence[Input],
    encoder: Encoder,
    *,
    name: str,
    segmenter: str = "rules",
    encoding: str | None = None,
    newlines: Newlines = "auto",
    keep_furniture: bool = False,
    metadata: Sequence[MetadataEntry] = (),
    lexicon: Lexicon | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Corpus:
    """
    Read, segment and align versions of a text.

    Where the encoder does not know the language of one of two texts, their surface is used as well
    (`align.encoders.MixedEncoder`). A message reports this, and the alignment's signature shows it.

    Args:
        inputs: the files; the first is the pivot, in any language.
        encoder: turns sentences into vectors.
        name: the name of the corpus and its files.
        segmenter: a name that `segmenter_for` knows.
        encoding: the files' text encoding; by default it is detected for each.
        newlines: what a single newline means; see `read_file`. The segmenter ``lines`` always keeps them.
        keep_furniture: whether to keep what publishers put around a text; see `read_file`.
        metadata: metadata of the versions; see `corpus.apply_metadata`.
        lexicon: pairs of words; see `align_versions`.
        progress: called with what is being done, a few words at a time.

    Raises:
        TeialignError: a file cannot be read, a language is not known, there are fewer than two files or one is given
            twice, or metadata is of a version that does not exist.
    """
    from corpus.identity import identify

    _check(inputs)
    labels: list[str] = []
    documents: list[tuple[SourceText, str, Role]] = []
    for number, item in enumerate(inputs):
        declared = declared_in_name(item.path)
        progress(f"reading {item.path.name}")
        policy: Newlines = "keep" if segmenter == "lines" else newlines
        source = read_file(item.path, encoding=encoding, newlines=policy, keep_furniture=keep_furniture)
        language = language_of(source, item.path, item.language)
        labels.append(declared[1] if declared and declared[0] == language else language)
        documents.append((source, language, "version" if number else "pivot"))
    built: list[Document] = []
    ids = version_ids(labels)
    texts, taken = identify([source for source, *_ in documents], ids)
    for identifier, source, (_, language, role) in zip(ids, texts, documents, strict=True):
        progress(f"segmenting {source.metadata.source}")
        cutter = segmenter_for(segmenter, language)
        built.append(build_document(source, cutter, id=identifier, language=language, role=role, taken=taken))
    pivot, *versions = apply_metadata(built, metadata)
    return Corpus(name, pivot, tuple(versions), align_versions(pivot, versions, encoder, progress, lexicon=lexicon))


def align_documents(
    pivot: Document, versions: Sequence[Document], encoder: Encoder, progress: Callable[[str], None] = lambda _: None
) -> tuple[Alignment, ...]:
    """
    Align versions of a text with a pivot.

    Args:
        pivot: the source of every alignment.
        versions: the targets, in any language that the encoder knows.
        encoder: turns sentences into vectors; each document is encoded once.
        progress: called with what is being done, a few words at a time.

    Returns:
        One alignment a version, in their order.

    Raises:
        AlignmentError: the encoder's vectors do not fit the sentences.
        ModelError: the encoder failed.

    Warns:
        TextWarning: a version does not look like a translation of the pivot.
    """

    def encoded(document: Document) -> Side:
        progress(f"encoding {document.id}")
        return encode_document(document, encoder)

    def aligned(source: Side, version: Document) -> Alignment:
        target = encoded(version)
        progress(f"aligning {pivot.id} with {version.id}")
        beads = align_sides(source, target, encoder.similarity_prior)
        _warn_if_unrelated(pivot, version, beads)
        return Alignment(pivot.id, version.id, beads, str(Signature.parse(encoder.signature) + SIGNATURE))

    source = encoded(pivot)
    return tuple(aligned(source, version) for version in versions)


def align_versions(
    pivot: Document,
    versions: Sequence[Document],
    encoder: Encoder,
    progress: Callable[[str], None] = lambda _: None,
    *,
    lexicon: Lexicon | None = None,
) -> tuple[Alignment, ...]:
    """
    Align versions with a pivot as `build_corpus` does, with their surface where the encoder does not know a language.

    Args:
        pivot: the source of every alignment.
        versions: the targets.
        encoder: turns sentences into vectors.
        progress: called with what is being done, a few words at a time.
        lexicon: pairs of words; used for the versions whose words it pairs with those of the pivot.

    Returns:
        One alignment a version, in their order.

    Raises:
        ModelError: the encoder failed, or does not support a lexicon.

    Warns:
        TextWarning: the encoder does not know a language, the lexicon does not cover a version, or a version does not
            look like a translation.
    """
    unknown = {document.id for document in (pivot, *versions) if not knows(encoder, document)}
    for document in (pivot, *versions):
        if document.id in unknown:
            _warn_of_unknown_language(encoder, document)
    uses = {
        version.id: (bool(unknown & {pivot.id, version.id}), _covers(lexicon, pivot, version)) for version in versions
    }
    found: dict[str, Alignment] = {}
    for use in dict.fromkeys(uses.values()):
        mixed, paired = use
        model = MixedEncoder(encoder) if mixed else encoder
        if lexicon and paired:
            model = LexiconEncoder(model, lexicon)
        chosen = [version for version in versions if uses[version.id] == use]
        found |= {alignment.target: alignment for alignment in align_documents(pivot, chosen, model, progress)}
    return tuple(found[version.id] for version in versions)


def _warn_if_unrelated(pivot: Document, version: Document, beads: tuple[Bead, ...]) -> None:
    confidence = sum(bead.confidence for bead in beads) / max(1, len(beads))
    if len(beads) >= MIN_BEADS and confidence < MIN_MEAN_CONFIDENCE:
        warn(
            f"hardly looks like a translation of {pivot.id}: the mean confidence of its links is {confidence:.2f}, and"
            " translations have 0.6 or more",
            where=version.id,
            remedy="check that the files belong together",
        )


def knows(encoder: Encoder, document: Document) -> bool:
    """Return whether the encoder knows the language of a document."""
    return _coverage(encoder, document) >= _min_coverage(encoder, document)


def _coverage(encoder: Encoder, document: Document) -> float:
    return encoder.coverage(_sample(document))


def _sample(document: Document) -> list[str]:
    step = len(document.sentences) // _SAMPLE + 1
    return [sentence.text[:_SAMPLE_CHARACTERS] for sentence in document.sentences[::step]]


def _covers(lexicon: Lexicon | None, pivot: Document, version: Document) -> bool:
    if lexicon is None:
        return False
    covers = lexicon.joins(_sample(pivot), _sample(version))
    if not covers:
        warn(f"the lexicon pairs hardly any of its words with those of {pivot.id}, and is not used", where=version.id)
    return covers


def _min_coverage(encoder: Encoder, document: Document) -> float:
    trained = not isinstance(encoder, StaticEncoder) or primary_subtag(document.language) in encoder.languages
    return MIN_COVERAGE if trained else MIN_COVERAGE_UNTRAINED


def _warn_of_unknown_language(encoder: Encoder, document: Document) -> None:
    from align.encoders.e5 import INSTALL, is_installed

    warn(
        f"the model {encoder.name} does not know the language {document.language} (coverage"
        f" {_coverage(encoder, document):.2f}, at least {_min_coverage(encoder, document)} is needed): links rest on"
        " lengths, names, numbers and few words",
        where=document.id,
        remedy=f"use --model e5, which knows 100 languages{'' if is_installed() else f' ({INSTALL})'}, or make a model"
        " (align train)",
    )


def _check(inputs: Sequence[Input]) -> None:
    if len(inputs) < 2:
        raise ReadError("only one text", remedy="give the pivot and at least one version to align with it")
    seen: dict[str, Path] = {}
    for item in inputs:
        path = os.path.realpath(item.path)
        if path in seen:
            raise ReadError("this file is given twice", where=str(item.path), remedy="give each version once")
        seen[path] = item.path
