"""InterText: links that were edited in it, with ids of block and sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.files import named_inside
from corpus.model import Corpus, Document
from tei.corrections.edited_links import REVIEWED, EditedAlignment, EditedLink
from tei.corrections.opus import edited_groups
from tei.corrections.sentence_index import bare
from tei.export.tool_names import version_names
from tei.formats.intertext import ID_TABLE_SUFFIX, read_id_table, sentence_numbers, version_of
from tei.formats.xces import XcesGroup
from tei.parser import FileError, content, line, parse


def edited_alignments(path: Path, corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of files that InterText wrote, whose names end in ``.PIVOT.VERSION.xml``.

    The texts in the same folder, and the table of ids that `tei.export` wrote, are compared with the corpus. A text
    that was edited, or a table of another corpus, is a fault.

    Raises:
        ReadError: there is no such file, or one cannot be read.
    """
    documents = dict(zip(version_names(corpus), corpus.documents, strict=True))
    for file, group in edited_groups(path, ".xml"):
        yield _alignment(file, group, corpus, documents)


def _alignment(path: Path, group: XcesGroup, corpus: Corpus, documents: Mapping[str, Document]) -> EditedAlignment:
    files = (group.source, group.target)
    sides = [documents[name] for name in map(version_of, files) if name in documents]
    if len({side.id for side in sides}) != 2 or corpus.pivot not in sides:
        problem = f"{files[0]!r} and {files[1]!r} are not the files of the pivot and of a version"
        raise FileError(problem, path, group.line, remedy="name toDoc and fromDoc as they were exported")
    faults: list[FileError] = []
    tei_ids: list[dict[str, str]] = []
    for file, document in zip(files, sides, strict=True):
        ids = [sentence.id for sentence in document.sentences]
        tei_ids.append(dict(zip(sentence_numbers(document), ids, strict=True)))
        text = named_inside(path.parent, Path(file).name)
        if text is None:
            raise FileError(f"{file!r} leads out of the folder", path, group.line)
        faults += _text_faults(text, document, tei_ids[-1])
    known = {document.id: ids for document, ids in zip(sides, tei_ids, strict=True)}
    for table in sorted(path.parent.glob(f"*{ID_TABLE_SUFFIX}")):
        faults += _table_faults(table, known, documents)
    links = []
    for link in group.links:
        named = [(each, tei_ids[0]) for each in link.source] + [(each, tei_ids[1]) for each in link.target]
        unknown = next((identifier for identifier, ids in named if identifier not in ids), None)
        if unknown is None:
            sentences = tuple(ids[identifier] for identifier, ids in named)
            links.append(EditedLink(path, link.line, sentences, link.status in REVIEWED))
        else:
            faults.append(FileError(f"there is no sentence {unknown}", path, link.line))
    version = next(document.id for document in sides if document is not corpus.pivot)
    return EditedAlignment(path, version, tuple(links), tuple(faults))


def _text_faults(path: Path, document: Document, tei_ids: Mapping[str, str]) -> Iterator[FileError]:
    if not path.is_file():
        return
    texts = {sentence.id: bare(sentence.text) for sentence in document.sentences}
    count = 0
    for element in parse(path).iter("s"):
        identifier = element.get("id", "")
        count += 1
        if texts.get(tei_ids.get(identifier, "")) != bare(content(element)):
            yield FileError(f"the sentence {identifier} is not that of the corpus", path, line(element))
    if count != len(texts):
        yield FileError(f"{count} sentences, but {document.id} has {len(texts)}", path)


def _table_faults(
    path: Path, tei_ids: Mapping[str, Mapping[str, str]], documents: Mapping[str, Document]
) -> Iterator[FileError]:
    for number, (version, intertext_id, tei_id) in read_id_table(path):
        document = documents.get(version)
        if document is None or document.id not in tei_ids:
            continue
        if tei_ids[document.id].get(intertext_id) != tei_id:
            problem = f"{intertext_id} is not {tei_id} in the corpus"
            yield FileError(problem, path, number, remedy="export the corpus again")
