"""InterText: links edited in it, with ids of block and sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from corpus.beads import numbered_lines
from corpus.errors import ReadError
from corpus.model import Corpus, Document
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink, files_of
from tei.corrections.sentence_index import bare
from tei.export.intertext import intertext_numbers
from tei.export.tool_names import version_names
from tei.parser import FileError, content, line, parse
from tei.xces import XcesGroup, is_xces, read_groups


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of files that InterText wrote, of which the names end in ``.PIVOT.VERSION.xml``.

    The texts that stand beside them, and the map of ids that `tei.export` wrote, are held against the corpus: a text
    that was edited, or a map of another corpus, is a fault.

    Raises:
        ReadError: there is no such file, or one cannot be read.
    """
    names = dict(zip(version_names(corpus), corpus.documents, strict=True))
    found = False
    for file in files_of(path, ".xml"):
        if not path.is_dir() or is_xces(file):
            found = True
            for group in read_groups(file):
                yield _sheet(file, group, corpus, names)
    if not found:
        raise ReadError("no file of links in the folder", where=str(path))


def _sheet(path: Path, group: XcesGroup, corpus: Corpus, names: Mapping[str, Document]) -> EditedAlignment:
    files = (group.source, group.target)
    sides = [names[handle] for handle in map(_handle, files) if handle in names]
    if len({side.id for side in sides}) != 2 or corpus.pivot not in sides:
        problem = f"{files[0]!r} and {files[1]!r} are not the files of the pivot and of a version"
        raise FileError(problem, path, group.line, remedy="name toDoc and fromDoc as they were exported")
    faults: list[FileError] = []
    maps: list[dict[str, str]] = []
    for file, document in zip(files, sides, strict=True):
        ids = [sentence.id for sentence in document.sentences]
        maps.append(dict(zip(intertext_numbers(document), ids, strict=True)))
        faults += _text_faults(path.parent / Path(file).name, document, maps[-1])
    for table in sorted(path.parent.glob("*.ids.tsv")):
        faults += _map_faults(table, {known.id: mapping for known, mapping in zip(sides, maps, strict=True)}, names)
    links = []
    for link in group.links:
        named = [(identifier, maps[0]) for identifier in link.source] + [(each, maps[1]) for each in link.target]
        unknown = next((identifier for identifier, known in named if identifier not in known), None)
        if unknown is None:
            ids = [known[identifier] for identifier, known in named]
            links.append(EditedLink(link.line, tuple(ids), link.status in REVIEWED))
        else:
            faults.append(FileError(f"there is no sentence {unknown}", path, link.line))
    version = next(document.id for document in sides if document is not corpus.pivot)
    return EditedAlignment(path, version, tuple(links), tuple(faults))


def _handle(file: str) -> str:
    return Path(file).name.removesuffix(".xml").rpartition(".")[2]


def _text_faults(path: Path, document: Document, numbers: Mapping[str, str]) -> Iterator[FileError]:
    if not path.is_file():
        return
    texts = {sentence.id: bare(sentence.text) for sentence in document.sentences}
    seen = 0
    for element in parse(path).iter("s"):
        identifier = element.get("id", "")
        seen += 1
        if texts.get(numbers.get(identifier, "")) != bare(content(element)):
            yield FileError(f"the sentence {identifier} is not that of the corpus", path, line(element))
    if seen != len(texts):
        yield FileError(f"{seen} sentences, where {document.id} has {len(texts)}", path)


def _map_faults(
    path: Path, maps: Mapping[str, Mapping[str, str]], names: Mapping[str, Document]
) -> Iterator[FileError]:
    for number, row in islice(numbered_lines(path), 1, None):
        handle, identifier, tei = [*row.split("\t"), "", "", ""][:3]
        document = names.get(handle)
        if document is not None and document.id in maps and maps[document.id].get(identifier) != tei:
            remedy = "export the corpus again"
            yield FileError(f"{identifier} is not {tei} in the corpus", path, number, remedy=remedy)
