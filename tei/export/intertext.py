"""InterText: the editor of alignments made for InterCorp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Alignment, Corpus, slice_of
from tei.export.content import in_reading_order, readme
from tei.export.tool_names import tool_name, version_names
from tei.formats.intertext import ID_TABLE_SUFFIX, id_table, sentence_numbers, text_file
from tei.formats.sentence_xml import sentence_xml
from tei.formats.xces import XcesLink, intertext_lines


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a text for each version, a file of links for each pair, and a table of ids.

    InterText needs ids such as ``2:1``, the first sentence of the second block, and would change others; the table has
    the id in the TEI file for each. A link names the sentences of the pivot first (``toDoc``), and every sentence of
    both texts is in a link.

    Raises:
        CorpusError: links cross.
    """
    corpus = in_reading_order(corpus, "InterText")
    name = tool_name(corpus.name, "corpus")
    versions = version_names(corpus)
    numbers = [tuple(sentence_numbers(document)) for document in corpus.documents]
    for version, document, known in zip(versions, corpus.documents, numbers, strict=True):
        yield File(text_file(name, version), sentence_xml(document, known))
    pivot = text_file(name, versions[0])
    for version, alignment, targets in zip(versions[1:], corpus.alignments, numbers[1:], strict=True):
        lines = intertext_lines(text_file(name, version), pivot, _links(alignment, numbers[0], targets))
        yield File(f"{name}.{versions[0]}.{version}.xml", lines)
    ids = (
        (version, number, sentence.id)
        for version, document, known in zip(versions, corpus.documents, numbers, strict=True)
        for number, sentence in zip(known, document.sentences, strict=True)
    )
    yield File(f"{name}{ID_TABLE_SUFFIX}", id_table(ids))
    yield _readme(name, versions)


def _links(alignment: Alignment, pivot: Sequence[str], version: Sequence[str]) -> Iterator[XcesLink]:
    for bead in alignment.beads:
        status = "man" if bead.attribution and bead.attribution.by_person else "auto"
        yield XcesLink(tuple(version[slice_of(bead.target)]), tuple(pivot[slice_of(bead.source)]), status)


def _readme(text: str, names: tuple[str, ...]) -> File:
    pivot, other, *_ = names
    return readme(f"""
        # InterText

        For [InterText](https://wanthalf.saga.cz/intertext), an editor of alignments. In the editor make a new
        alignment of the text `{text}` with the versions `{pivot}` and `{other}`, import `{text}.{pivot}.xml` and
        `{text}.{other}.xml` with `s` as the alignable element, then the links, `{text}.{pivot}.{other}.xml`. On a
        server import the same three files, in this order.

        Ids are block and sentence (`2:1`); `{text}.ids.tsv` has the id of the TEI file for each. Links that a person
        corrected or confirmed have the status `man`, others `auto`. Do not edit the texts. When the links are correct,
        export them from InterText into this folder, and import them:

        ```sh
        align import CORPUS {text}.{pivot}.{other}.xml --from intertext --by "Your Name"
        ```
    """)
