"""What a review needs of the files of a corpus; `tei.reviewed` has what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from corpus.files import File
from corpus.model import Block, Corpus, Document


class Storage(Protocol):
    """The files of a corpus, and those that it had when the review began. All methods raise `CorpusError`."""

    @property
    def folder(self) -> Path:
        """The folder of the corpus."""

    @property
    def place(self) -> Path:
        """The folder in it for the journal and the files as they were."""

    @property
    def journal(self) -> Path:
        """The journal of the review."""

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file of the corpus, by its name."""

    def base_digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file that was kept; empty if none are."""

    def read(self) -> Corpus:
        """Return the corpus as it is on the disk."""

    def keep(self) -> None:
        """Keep the files as they are now, as those that the review begins with."""

    def base(self) -> Corpus:
        """Return the corpus as it was when the review began."""

    def faults(self) -> Mapping[str, tuple[str, ...]]:
        """Return what the notes of `align score` in the first files say, by the id of a sentence."""

    def check_block(self, document: Document, block: Block) -> None:
        """Make sure that a block of a version, as it was at the beginning, can have a text and sentences."""

    def files(self, before: Corpus, after: Corpus, summary: str, date: str | None) -> tuple[File, ...]:
        """Return the files of the corpus with its edits, those that differ from what is on the disk."""

    def digests_with(self, files: tuple[File, ...]) -> Mapping[str, str]:
        """Return the SHA-256 of each file of the corpus once files are written."""

    def write(self, files: tuple[File, ...]) -> None:
        """Write files of the corpus, all of them or none."""
