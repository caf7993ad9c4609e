"""TSV: a table of the links with their texts, for a spreadsheet or a data frame."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from corpus.files import File
from corpus.model import Corpus, Sentence
from tei.export.content import AlignedPair, aligned_pairs, pair_file, readme
from tei.formats.tsv import LinkRow, link_table


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair: a line with the names of the columns, then one for each link, numbered from 1.

    Cells are separated by tabs. One with a quotation mark is quoted. One that a spreadsheet would take for a formula
    has an apostrophe before it. Ids, and the sentences of one side, are separated by spaces; a tab or
    line end in a text becomes a space. A link that does not come from the aligner has no confidence; ``status`` and
    ``by`` give its origin. With one pair the file is ``NAME.tsv``, with several ``NAME.ID.tsv``.
    """
    for pair in aligned_pairs(corpus):
        yield File(pair_file(corpus, pair.alignment, "tsv"), link_table(_rows(pair)))
    yield _readme(pair_file(corpus, corpus.alignments[0], "tsv"))


def _rows(pair: AlignedPair) -> Iterator[LinkRow]:
    sources, targets = pair.sentences
    for number, bead in enumerate(pair.alignment.beads, start=1):
        yield LinkRow(
            number,
            *pair.ids(bead),
            _text(sources, bead.source),
            _text(targets, bead.target),
            bead.status,
            bead.attribution.name if bead.attribution else "",
            bead.probability,
        )


def _text(sentences: tuple[Sentence, ...], run: range) -> str:
    return " ".join(sentence.text for sentence in sentences[run.start : run.stop])


def _readme(file: str) -> File:
    return readme(f"""
        # TSV

        A line with the names of the columns, then one for each link: `link` (its number), `source_ids`, `target_ids`,
        `type`, `confidence`, `source_text`, `target_text`, `status`, `by`. LibreOffice: open `{file}` with the encoding
        UTF-8 and the separator *Tab*. In Python, with `pip install pandas`:

        ```python
        import pandas

        links = pandas.read_csv("{file}", sep="\\t", keep_default_na=False)
        texts = links["source_text"].str.replace("^'(?='*[=+@-])", "", regex=True)
        ```

        A cell with a quotation mark is quoted as in CSV. A cell that begins with `=`, `+`, `-` or `@` has an apostrophe
        before it, since a spreadsheet would compute it as a formula; the last line above removes it. Correct the links
        by their ids, and import the table:

        ```sh
        align import CORPUS {quote(file)} --from tsv --by "Your Name"
        ```
    """)
