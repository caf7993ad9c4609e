"""OPUS: where its tools find documents and links, which are sentence XML and XCES."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath

from corpus.compressed import open_compressed
from corpus.errors import ReadError
from corpus.files import named_inside, read_bytes
from corpus.reader.archive import Archive
from tei.formats.moses import MAX_UNPACKED
from tei.formats.sentence_xml import MarkedText, read_marked

_LAYERS = ("raw", "xml", "parsed")
"""Folders in which OPUS has documents; ``raw`` has no annotation, ``parsed`` has the most."""


class Documents:
    """
    The documents that links name, such as ``en/book.xml.gz``.

    Args:
        folders: the folders of the files of links. Documents are looked for in them, in their folders ``raw``, ``xml``
            and ``parsed``, and in their zip files, with and without the ``.gz`` of the name.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = list(dict.fromkeys(folders))

    def read(self, name: str) -> MarkedText:
        """
        Return a document.

        Raises:
            ReadError: it is missing or outside the folders, or it is broken or hostile.
        """
        inner = PurePosixPath(name)
        plain = str(inner).removesuffix(".gz")
        lexically = not inner.is_absolute() and ".." not in inner.parts and bool(inner.parts)
        for folder in self._folders:
            for each in (f"{layer}/{plain}{end}" for layer in (".", *_LAYERS) for end in ("", ".gz")):
                path = named_inside(folder, each) if lexically else None
                if path is None:
                    remedy = "copy it there, and do not link to it"
                    raise ReadError("a document outside the folder of the links", where=name, remedy=remedy)
                if path.is_file():
                    with open_compressed(path) as stream:
                        return read_marked(stream, str(path))
        if plain in self._zipped:
            archive, part = self._zipped[plain]
            return read_marked(BytesIO(archive.read(part)), f"{archive.where}/{part}")
        folders = ", ".join(map(str, self._folders))
        raise ReadError("no such document", where=name, remedy=f"put it, or the zip file that has it, into {folders}")

    @cached_property
    def _zipped(self) -> dict[str, tuple[Archive, str]]:
        found: dict[str, tuple[int, Archive, str]] = {}
        for path in (path for folder in self._folders for path in sorted(folder.glob("*.zip"))):
            if named_inside(path.parent, path.name) is None:
                continue
            archive = Archive(read_bytes(path, MAX_UNPACKED), str(path), MAX_UNPACKED)
            for part in archive:
                parts = PurePosixPath(part).parts
                rank, start = next(
                    ((rank, parts.index(layer) + 1) for rank, layer in enumerate(_LAYERS) if layer in parts[:-1]),
                    (0, 0),
                )
                name = "/".join(parts[start:])
                if part.endswith(".xml") and (name not in found or rank < found[name][0]):
                    found[name] = (rank, archive, part)
        return {name: (archive, part) for name, (_, archive, part) in found.items()}
