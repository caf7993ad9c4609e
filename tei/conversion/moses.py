"""Moses pairs: files whose lines translate each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import IO

from corpus.compressed import open_compressed
from corpus.errors import CorpusError, LanguageError, ReadError
from corpus.language import declared_in_name
from corpus.model import Corpus
from corpus.reader.archive import Archive
from tei.conversion.request import Request, labels_of, language_of
from tei.conversion.segments import Segments

MOST_UNPACKED = 2**31
"""How many bytes the texts of a corpus may unpack to."""

_LONGEST_LINE = 2**20


def convert(request: Request) -> Corpus:
    """
    Return files of lines as a corpus: a version for each file, a link for each line; the first file is the pivot.

    The language of a file is the end of its name, ``NAME.en``, unless languages were given. One zip file, as OPUS has
    them, stands for the two files in it.

    Raises:
        ReadError: a file cannot be read or is not UTF-8, or one has more lines than another.
        LanguageError: a name does not tell its language.
        CorpusError: there are fewer than two files.
    """
    with ExitStack() as stack:
        files = _zipped(request.paths[0]) if request.paths[0].suffix.lower() == ".zip" else _plain(request.paths, stack)
        if len(files) < 2:
            raise CorpusError("one file of lines only", where=request.file, remedy="give the files of all languages")
        languages = [language_of(code, name) for (name, _), code in zip(files, _codes(request, files), strict=True)]
        labels = labels_of(languages)
        segments = Segments(request)
        lines = zip_longest(*(read_lines(stream, name) for name, stream in files))
        for row, texts in enumerate(lines, start=1):
            if None in texts:
                name = files[texts.index(None)][0]
                raise ReadError(
                    f"it ends before line {row} of the others", where=name, remedy="give files of as many lines"
                )
            for label, language, text in zip(labels, languages, texts, strict=True):
                segments.add(row, label, language, text or "", f"{request.file}:{row}")
    return segments.corpus()


def _plain(paths: tuple[Path, ...], stack: ExitStack) -> list[tuple[str, IO[bytes]]]:
    return [(str(path), stack.enter_context(open_compressed(path))) for path in paths]


def _zipped(path: Path) -> list[tuple[str, IO[bytes]]]:
    """Return the files of lines in an archive: two names that are alike but for the language at their end."""
    archive = Archive(path.read_bytes(), str(path), MOST_UNPACKED)
    names = [name for name in archive if _declared(name)]
    stems = [name.rpartition(".")[0] for name in names]
    found = [name for name, stem in zip(names, stems, strict=True) if stems.count(stem) > 1]
    return [(f"{path}/{name}", BytesIO(archive.read(name))) for name in found]


def _codes(request: Request, files: list[tuple[str, IO[bytes]]]) -> list[str]:
    if request.languages:
        if len(request.languages) != len(files):
            raise LanguageError(f"{len(request.languages)} languages for {len(files)} files", where=request.file)
        return list(request.languages)
    codes = []
    for name, _ in files:
        code = _declared(name)
        if not code:
            raise LanguageError("its name does not tell its language", where=name, remedy="add --languages en,ru")
        codes.append(code)
    return codes


def _declared(name: str) -> str:
    path = Path(name)
    plain = path.with_suffix("") if path.suffix.lower() in (".gz", ".xz") else path
    declared = declared_in_name(plain)
    return declared[0] if declared else ""


def read_lines(stream: IO[bytes], name: str) -> Iterator[str]:
    """
    Yield the lines of a file in UTF-8.

    Raises:
        ReadError: it is in another encoding, or a line is longer than any text.
    """
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise ReadError(f"a line of more than {_LONGEST_LINE // 2**20} MiB", where=f"{name}:{number}")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ReadError("not UTF-8 text", where=f"{name}:{number}", remedy="save it as UTF-8") from error
