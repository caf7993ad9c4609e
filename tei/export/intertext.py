"""InterText: the editor of alignments made for InterCorp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Alignment, Bead, Corpus, Document
from tei.characters import DECLARATION, escape
from tei.export.aligned_pairs import in_reading_order, one_line
from tei.export.readme import readme
from tei.export.tool_names import tool_name, version_names


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a text for each version, a file of links for each pair, and a map of ids.

    InterText wants ids such as ``2:1``, the first sentence of the second block, and would spoil others; the map leads
    back to those of the TEI files. A link names the sentences of the pivot first (``toDoc``), and every sentence of
    both texts is in one.

    Raises:
        CorpusError: links cross.
    """
    corpus = in_reading_order(corpus, "InterText")
    text = tool_name(corpus.name, "corpus")
    names = version_names(corpus)
    numbers = [tuple(intertext_numbers(document)) for document in corpus.documents]
    for name, document in zip(names, corpus.documents, strict=True):
        yield File(f"{text}.{name}.xml", _text(document))
    for name, alignment, targets in zip(names[1:], corpus.alignments, numbers[1:], strict=True):
        head = f'<linkGrp toDoc="{text}.{names[0]}.xml" fromDoc="{text}.{name}.xml">\n'
        yield File(f"{text}.{names[0]}.{name}.xml", _links(head, alignment, numbers[0], targets))
    yield File(f"{text}.ids.tsv", _map(corpus, names, numbers))
    yield _readme(text, names)


def intertext_numbers(document: Document) -> Iterator[str]:
    """Yield the ids that the sentences of a version have in InterText: block and sentence, from 1."""
    for block_number, block in enumerate(document.blocks, start=1):
        for number in range(1, len(block.sentences) + 1):
            yield f"{block_number}:{number}"


def _text(document: Document) -> Iterator[str]:
    yield f'{DECLARATION}<text lang="{document.language}">\n'
    for block_number, block in enumerate(document.blocks, start=1):
        yield f'<p id="{block_number}" type="{block.kind}">\n'
        for number, sentence in enumerate(block.sentences, start=1):
            yield f'<s id="{block_number}:{number}">{escape(one_line(sentence.text))}</s>\n'
        yield "</p>\n"
    yield "</text>\n"


def _links(head: str, alignment: Alignment, sources: Sequence[str], targets: Sequence[str]) -> Iterator[str]:
    yield DECLARATION + head
    for bead in alignment.beads:
        left = " ".join(sources[bead.source.start : bead.source.stop])
        right = " ".join(targets[bead.target.start : bead.target.stop])
        yield f'<link type="{bead.type}" xtargets="{left};{right}" status="{_status(bead)}"/>\n'
    yield "</linkGrp>\n"


def _status(bead: Bead) -> str:
    return "man" if bead.attribution and bead.attribution.by_person else "auto"


def _map(corpus: Corpus, names: Sequence[str], numbers: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "version\tintertext_id\ttei_id\n"
    for name, document, ids in zip(names, corpus.documents, numbers, strict=True):
        for number, sentence in zip(ids, document.sentences, strict=True):
            yield f"{name}\t{number}\t{sentence.id}\n"


def _readme(text: str, names: tuple[str, ...]) -> File:
    pivot, other, *_ = names
    return readme(f"""
        # InterText

        For [InterText](https://wanthalf.saga.cz/intertext), where the links are edited. In the editor make a new
        alignment of the text `{text}` with the versions `{pivot}` and `{other}`, import `{text}.{pivot}.xml` and
        `{text}.{other}.xml` with `s` as the alignable element, then the links, `{text}.{pivot}.{other}.xml`. On a
        server import the same three files, in this order.

        Ids are block and sentence (`2:1`); `{text}.ids.tsv` has the id of the TEI file for each. Links that a person
        corrected or confirmed have the status `man`, others `auto`. Leave the texts as they are; when the links are
        right, export them from InterText into this folder, and bring them back:

        ```sh
        align import CORPUS {text}.{pivot}.{other}.xml --from intertext --by "Your Name"
        ```
    """)
