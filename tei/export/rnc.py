"""The XML of the Russian National Corpus, which Tsakorpus reads too."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from shlex import quote

from corpus.files import File
from corpus.model import Corpus, Document, Sentence
from tei.characters import DECLARATION, escape, escape_attribute
from tei.export.content import in_reading_order, readme, run_text
from tei.export.parallel_segments import parallel_segments
from tei.export.tool_names import version_names
from tei.formats.fields import known_fields
from tei.formats.lines import one_line

_NAMES = {"title": "header", "date": "created"}
"""The names that the Russian National Corpus has for metadata, where they are others."""


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
    yield File("conversion_settings.json", _settings(corpus))
    yield File("categories.json", _categories(corpus))
    yield _readme(corpus)


def _lines(corpus: Corpus) -> Iterator[str]:
    yield f"{DECLARATION}<html>\n<head>\n"
    yield from (f'<meta name="{name}" content="{escape_attribute(value)}"/>\n' for name, value in _metadata(corpus))
    yield "</head>\n<body>\n"
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


def _metadata(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield names and values of the metadata: as the corpus calls them for the pivot, with the version for others."""
    yield "header", one_line(corpus.pivot.metadata.title or corpus.name)
    for code, document in zip(version_names(corpus), corpus.documents, strict=True):
        end = "" if document is corpus.pivot else f"_{code}"
        for field, value in known_fields(document).items():
            if (field, end) != ("title", ""):
                yield f"{_NAMES.get(field, field)}{end}", value


def _settings(corpus: Corpus) -> Iterator[str]:
    languages = list(dict.fromkeys(document.language for document in corpus.documents))
    settings = {
        "corpus_type": "parallel",
        "meta_in_header": True,
        "meta_fields": [name for name, _ in _metadata(corpus)],
        "languages": languages,
        "language_codes": {language: language for language in languages},
        # Tsakorpus reads it from either of its two files of settings, and fails if this one lacks it.
        "json_indent": -1,
    }
    yield json.dumps(settings, ensure_ascii=False, indent=2) + "\n"


def _categories(corpus: Corpus) -> Iterator[str]:
    """Yield the grammatical categories of each language: none, since there is no morphology."""
    yield json.dumps({document.language: {} for document in corpus.documents}, indent=2) + "\n"


def _readme(corpus: Corpus) -> File:
    return readme(f"""
        # Russian National Corpus, Tsakorpus

        `{corpus.name}.xml` is in the format for parallel texts of the Russian National Corpus, without morphology. For
        [Tsakorpus](https://tsakorpus.readthedocs.io/en/latest/xml_rnc2json.html), the other two files are its settings.
        In this folder, with `TSAKORPUS` as the folder of Tsakorpus:

        ```sh
        mkdir -p TSAKORPUS/src_convertors/corpus/xml TSAKORPUS/src_convertors/corpus/conf_conversion
        cp {quote(f"{corpus.name}.xml")} TSAKORPUS/src_convertors/corpus/xml/
        cp conversion_settings.json categories.json TSAKORPUS/src_convertors/corpus/conf_conversion/
        cd TSAKORPUS/src_convertors && python3 xml_rnc2json.py
        ```

        A `para` is a link, and a `se` is the text of one version in it. Several versions of one language have a
        `variant_id`. Probabilities and ids are not kept. A `meta` is a piece of metadata: `header` (the title),
        `author`, `created` (the date) and others of the pivot; those of other versions end in their names.
    """)
