"""From files to an aligned corpus: the way that ``align run`` takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
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
from corpus.messages import warn
from corpus.signature import Signature

LEAST_COVERAGE, LEAST_COVERAGE_OF_OTHERS = 0.42, 0.5
"""
Below this `align.encoders.Encoder.coverage` the encoder does not know a document's language: one that it was trained
on, where the text may be of another all the same, and any other. The languages of the embedded model have 0.44 and
more; of others, close relatives have 0.52 and more, and most that are found badly have less than 0.5.
"""

STRANGERS = 0.4
"""Mean confidence below which texts are no translations: unrelated novels had .34 at most, others .61 at least."""

FEW_BEADS = 8
"""Fewer beads than this say nothing of whether texts are translations."""

_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Input:
    """
    A file and what the user says of it.

    Attributes:
        path: the file.
        language: its language, or None to take it from the file's name or its text.
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
    metadata: Sequence[MetadataEntry] = (),
    lexicon: Lexicon | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Corpus:
    """
    Read, segment and align some versions of a text.

    Where the encoder does not know the language of one of two texts, they are aligned by what can be seen on their
    surface as well, `align.encoders.MixedEncoder`, with a warning; the alignment's signature says so.

    Args:
        inputs: the files; the first is the pivot that each other one is aligned with, whatever its language.
        encoder: turns sentences into vectors.
        name: what the corpus and its files are called.
        segmenter: how sentences are found: a name that `segmenter_for` knows.
        encoding: the files' text encoding; by default it is found out for each.
        newlines: what a single newline means; see `read_file`. With the segmenter ``lines`` they are always kept.
        metadata: what the user says of the versions; see `corpus.apply_metadata`.
        lexicon: words that belong together; see `align_versions`.
        progress: called with what is being done, a few words at a time.

    Raises:
        TeialignError: a file cannot be read, a language not be told, there are fewer than two files or one twice, or a
            fact is about a version that is not there.
    """
    from corpus.xml.identity import identify

    _check(inputs)
    labels: list[str] = []
    documents: list[tuple[SourceText, str, Role]] = []
    for number, item in enumerate(inputs):
        declared = declared_in_name(item.path)
        progress(f"reading {item.path.name}")
        source = read_file(item.path, encoding=encoding, newlines="keep" if segmenter == "lines" else newlines)
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
        _warn_of_strangers(pivot, version, beads)
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
    Align versions with a pivot as `build_corpus` does: by their surface where the encoder does not know a language.

    Args:
        pivot: the source of every alignment.
        versions: the targets.
        encoder: turns sentences into vectors.
        progress: called with what is being done, a few words at a time.
        lexicon: words that belong together: counts for the versions whose words it pairs with those of the pivot.

    Returns:
        One alignment a version, in their order.

    Raises:
        ModelError: the encoder failed, or takes no lexicon.

    Warns:
        TextWarning: the encoder does not know a language, the lexicon is not of a version's, or a version does not
            look like a translation.
    """
    unknown = {document.id for document in (pivot, *versions) if not knows(encoder, document)}
    for document in (pivot, *versions):
        if document.id in unknown:
            _warn_of_language(encoder, document)
    joined = {version.id for version in versions if lexicon and _joins(lexicon, pivot, version)}
    found: list[Alignment] = []
    for strange, paired in product((False, True), repeat=2):
        chosen = [
            version
            for version in versions
            if bool(unknown & {pivot.id, version.id}) == strange and (version.id in joined) == paired
        ]
        if chosen:
            model = MixedEncoder(encoder) if strange else encoder
            found += align_documents(
                pivot, chosen, LexiconEncoder(model, lexicon) if lexicon and paired else model, progress
            )
    places = {version.id: place for place, version in enumerate(versions)}
    return tuple(sorted(found, key=lambda alignment: places[alignment.target]))


def _warn_of_strangers(pivot: Document, version: Document, beads: tuple[Bead, ...]) -> None:
    confidence = sum(bead.confidence for bead in beads) / max(1, len(beads))
    if len(beads) >= FEW_BEADS and confidence < STRANGERS:
        warn(
            f"{version.id} hardly looks like a translation of {pivot.id}: the mean confidence of its links is "
            f"{confidence:.2f}, and translations have 0.6 or more; check that the files belong together"
        )


def knows(encoder: Encoder, document: Document) -> bool:
    """Tell whether the encoder knows a document's language."""
    return _coverage(encoder, document) >= _wanted(encoder, document)


def _coverage(encoder: Encoder, document: Document) -> float:
    return encoder.coverage(_sample(document))


def _sample(document: Document) -> list[str]:
    step = len(document.sentences) // _SAMPLE + 1
    return [sentence.text for sentence in document.sentences[::step]]


def _joins(lexicon: Lexicon, pivot: Document, version: Document) -> bool:
    joins = lexicon.joins(_sample(pivot), _sample(version))
    if not joins:
        message = f"{version.id}: the lexicon hardly pairs its words with those of {pivot.id}, and is left out here"
        warn(message)
    return joins


def _wanted(encoder: Encoder, document: Document) -> float:
    trained = not isinstance(encoder, StaticEncoder) or document.language.partition("-")[0] in encoder.languages
    return LEAST_COVERAGE if trained else LEAST_COVERAGE_OF_OTHERS


def _warn_of_language(encoder: Encoder, document: Document) -> None:
    message = (
        f"{document.id}: the model {encoder.name} does not know the language {document.language} (coverage"
        f" {_coverage(encoder, document):.2f}, wanted {_wanted(encoder, document)}): links rest on lengths, names,"
        " numbers and few words; give a model that knows it (--model), or make one (align train)"
    )
    warn(message)


def _check(inputs: Sequence[Input]) -> None:
    if len(inputs) < 2:
        raise ReadError("one version only", remedy="give the pivot and at least one version to align it with")
    seen: dict[str, Path] = {}
    for item in inputs:
        path = os.path.realpath(item.path)
        if path in seen:
            raise ReadError("this file is given twice", where=str(item.path), remedy="give each version once")
        seen[path] = item.path
