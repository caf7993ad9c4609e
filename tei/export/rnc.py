"""The XML of the Russian National Corpus, which Tsakorpus reads too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Corpus, Document, Sentence
from tei.characters import escape
from tei.export.content import in_reading_order, readme, run_text
from tei.export.parallel_segments import parallel_segments
from tei.formats.lines import one_line


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield one file: a ``para`` for each link, and in it a ``se`` for each version.

    With several versions a ``para`` is a parallel segment (see `tei.export.parallel_segments`). Several versions of one
    language are numbered from 0 by ``variant_id``. Texts are in reading order.

    Raises:
        CorpusError: links cross.
    """
    corpus = in_reading_order(corpus, "the XML of the Russian National Corpus")
    yield File(f"{corpus.name}.xml", _lines(corpus))
    yield _readme(corpus)


def _lines(corpus: Corpus) -> Iterator[str]:
    title = corpus.pivot.metadata.title or corpus.name
    content = escape(one_line(title)).replace('"', "&quot;")
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<html>\n<head>\n<meta name="header" content="{content}"/>\n'
        "</head>\n<body>\n"
    )
    tags = list(_tags(corpus.documents))
    sentences = [document.sentences for document in corpus.documents]
    for number, group in enumerate(parallel_segments(corpus), start=1):
        runs = [[group.source], *([bead.target for bead in beads] for beads in group.beads)]
        sides = zip(tags, sentences, runs, strict=True)
        yield f'<para id="{number}">\n{"".join(_side(tag, texts, run) for tag, texts, run in sides)}</para>\n'
    yield "</body>\n</html>\n"


def _side(tag: str, sentences: Sequence[Sentence], runs: Sequence[range]) -> str:
    text = " ".join(run_text(sentences, run) for run in runs if run)
    return f"{tag}{escape(text)}</se>\n" if text else ""


def _tags(documents: Sequence[Document]) -> Iterator[str]:
    total = Counter(document.language for document in documents)
    seen: Counter[str] = Counter()
    for document in documents:
        language = document.language
        variant = f' variant_id="{seen[language]}"' if total[language] > 1 else ""
        seen[language] += 1
        yield f'<se lang="{language}"{variant}>'


def _readme(corpus: Corpus) -> File:
    languages = list(dict.fromkeys(document.language for document in corpus.documents))
    names = ", ".join(f'"{language}"' for language in languages)
    codes = ", ".join(f'"{language}": "{language}"' for language in languages)
    return readme(f"""
        # Russian National Corpus, Tsakorpus

        `{corpus.name}.xml` is in the format for parallel texts of the Russian National Corpus, without morphology. In
        [Tsakorpus](https://tsakorpus.readthedocs.io/en/latest/xml_rnc2json.html) copy it to
        `src_convertors/corpus/xml/`, and set in `src_convertors/conf_conversion/conversion_settings.json`:

        ```
        "corpus_type": "parallel", "meta_in_header": true,
        "languages": [{names}], "language_codes": {{{codes}}}
        ```

        Then:

        ```sh
        cd src_convertors && python3 xml_rnc2json.py
        ```

        A `para` is a link, and a `se` is the text of one version in it. Several versions of one language have a
        `variant_id`. Probabilities and ids are not kept.
    """)
