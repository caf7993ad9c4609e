"""
A corpus under review: its files, those that it had when the review began, and the files that edits make of these.

What is written is always made of the first files and the edits. The same edits therefore give the same bytes, and
without any the files are as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import CorpusError
from corpus.files import File, read_bytes, writing
from corpus.model import Block, Corpus, Document
from corpus.transactions import publish
from tei.characters import DECLARATION
from tei.corrections.alignment_file import revised_file
from tei.edited_text import EditableText
from tei.manifest import Manifest, corpus_folder, read_manifest
from tei.markup_writer import write_into_markup
from tei.names import review_folder, sentence_of, split_reference
from tei.parser import TEI, content, parse
from tei.reader import read_corpus
from tei.written import replace_files

_BASE = "base"
_JOURNAL = "journal.jsonl"


class ReviewedCorpus:
    """
    The files of a corpus under review.

    Args:
        path: the folder of the corpus, or the ``corpus.xml`` in it.

    Raises:
        CorpusError: it is not a corpus, or has no version beside the pivot.

    Attributes:
        folder: the folder of the corpus.
        place: the folder in it that holds the journal and the files as they were when the review began.
    """

    def __init__(self, path: Path) -> None:
        self.folder = corpus_folder(path)
        self._manifest = read_manifest(self.folder)
        if len(self._manifest.documents) == 1:
            raise CorpusError("there is no version beside the pivot, and so no link", where=str(self.folder))
        self.place = self.folder / review_folder(self._manifest.name)
        self._editable: dict[str, EditableText] = {}

    @property
    def journal(self) -> Path:
        """The journal of the review."""
        return self.place / _JOURNAL

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file of the corpus, by its name."""
        return _digests(self._manifest)

    def base_digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file that was kept; empty if none are."""
        return _digests(read_manifest(self.place / _BASE)) if (self.place / _BASE).is_dir() else {}

    def read(self) -> Corpus:
        """Return the corpus as it is on the disk."""
        return read_corpus(self.folder)

    def keep(self) -> None:
        """Keep the files as they are now, as those that the review begins with."""
        with writing(self.place):
            files = [File(name, [read_bytes(self.folder / name)]) for name in sorted(self._manifest.names)]
            base = self.place / _BASE
            before = [path.name for path in base.iterdir()] if base.is_dir() else []
            publish(base, files, before)
        self._editable.clear()

    def base(self) -> Corpus:
        """Return the corpus as it was when the review began."""
        return read_corpus(self.place / _BASE)

    def faults(self) -> dict[str, tuple[str, ...]]:
        """Return what the notes of `align score` in the first files say, by the id of a sentence."""
        found: dict[str, list[str]] = {}
        for note in parse(read_manifest(self.place / _BASE).alignment).iter(f"{TEI}note"):
            if note.get("type") == "fault":
                for uri in note.get("target", "").split():
                    found.setdefault(sentence_of(split_reference(uri)[1]), []).append(content(note))
        return {identifier: tuple(texts) for identifier, texts in found.items()}

    def check_block(self, document: Document, block: Block) -> None:
        """
        Make sure that a block of a version, as it was at the beginning, can have a text and sentences.

        Raises:
            CorpusError: markup is inside the words that change or where a sentence ends, or XML forbids a character.
        """
        self._text(document).check(block)

    def files(self, before: Corpus, after: Corpus, summary: str, date: str | None) -> tuple[File, ...]:
        """
        Return the files of the corpus with its edits, those that differ from what is on the disk.

        Args:
            before: the corpus as it was when the review began.
            after: the edited corpus.
            summary: what was done, for the header.
            date: when, as YYYY-MM-DD, for the header.
        """
        base = read_manifest(self.place / _BASE)
        found = {name: read_bytes(base.alignment.parent / name) for name in base.names}
        for path, old, new in zip(base.documents, before.documents, after.documents, strict=True):
            if new.blocks != old.blocks:
                found[path.name] = self._written(old, new).encode()
        if after != before:
            [text] = revised_file(base, before, after, summary, date).chunks
            found[base.alignment.name] = text.encode() if isinstance(text, str) else text
        present = self.digests()
        return tuple(File(name, (data,)) for name, data in sorted(found.items()) if present.get(name) != _digest(data))

    def digests_with(self, files: Iterable[File]) -> dict[str, str]:
        """Return the SHA-256 of each file of the corpus once files are written."""
        return self.digests() | {file.name: _digest(b"".join(map(_bytes, file.chunks))) for file in files}

    def write(self, files: tuple[File, ...]) -> None:
        """
        Write files of the corpus, all of them or none.

        Raises:
            CorpusError: the file system fails, or what was written is not a corpus.
        """
        with writing(self.folder):
            replace_files(self._manifest, files)

    def _text(self, document: Document) -> EditableText:
        if document.id not in self._editable:
            self._editable[document.id] = EditableText(document)
        return self._editable[document.id]

    def _written(self, old: Document, new: Document) -> str:
        same = all(one.text == other.text for one, other in zip(old.blocks, new.blocks, strict=True))
        markup = old.markup if same else self._text(old).with_texts(new)
        edited = Document(new.id, new.language, new.role, new.blocks, new.metadata, new.signature, markup)
        return f"{DECLARATION}{write_into_markup(edited, None)}\n"


def _digests(manifest: Manifest) -> dict[str, str]:
    return {name: _digest(read_bytes(manifest.alignment.parent / name)) for name in sorted(manifest.names)}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _bytes(chunk: str | bytes) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk
