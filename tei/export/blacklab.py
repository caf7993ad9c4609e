"""BlackLab 4: a search engine for annotated and parallel text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Corpus, Document, Sentence, slice_of
from tei.characters import escape, escape_attribute
from tei.export.content import readme
from tei.export.queries import query_words
from tei.export.tokens import tokens
from tei.export.tool_names import tool_name, version_names
from tei.formats.fields import known_fields
from tei.formats.lines import one_line


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield one document with the tokens of all versions, and the configuration that indexes it.

    A link of several sentences is a ``link`` from each sentence of one side to each of the other, in both directions,
    since the engine has no relations between runs of sentences. Unaligned sentences have none.
    """
    name, codes = tool_name(corpus.name, "corpus"), version_names(corpus)
    yield File(f"{name}.xml", _document(corpus, codes))
    yield File(f"{name}.blf.yaml", _configuration(codes, corpus.documents))
    yield _readme(name, codes, *query_words(corpus))


def _document(corpus: Corpus, codes: Sequence[str]) -> Iterator[str]:
    title = escape(one_line(corpus.pivot.metadata.title or corpus.name))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<doc>\n<title>{title}</title>\n'
    sentences = [document.sentences for document in corpus.documents]
    for number, (code, document) in enumerate(zip(codes, corpus.documents, strict=True)):
        known = "".join(f' {field}="{escape_attribute(value)}"' for field, value in known_fields(document).items())
        yield f'<text lang="{document.language}" version="{code}"{known}>\n'
        yield from _blocks(document)
        for other, alignment in enumerate(corpus.alignments, start=1):
            for bead in alignment.beads:
                left, right = sentences[0][slice_of(bead.source)], sentences[other][slice_of(bead.target)]
                if number == 0:
                    yield from _links(left, right, codes[other])
                elif number == other:
                    yield from _links(right, left, codes[0])
        yield "</text>\n"
    yield "</doc>\n"


def _blocks(document: Document) -> Iterator[str]:
    for block in filter(lambda block: block.sentences, document.blocks):
        yield f'<p xml:id="{block.id}" type="{block.kind}">\n'
        for sentence in block.sentences:
            words = " ".join([f"<w>{token}</w>" for token in map(escape, tokens(sentence.text))])
            yield f'<s xml:id="{sentence.id}">{words}</s>\n'
        yield "</p>\n"


def _links(sources: Sequence[Sentence], targets: Sequence[Sentence], version: str) -> Iterator[str]:
    for source in sources:
        for target in targets:
            yield f'<link source="{source.id}" target="{target.id}" version="{version}" type="s"/>\n'


def _configuration(codes: Sequence[str], documents: Sequence[Document]) -> Iterator[str]:
    yield "processor: saxon\ndocumentPath: //doc\nannotatedFields:\n"
    for code in codes:
        yield f"""  contents__{code}:
    containerPath: text[@version='{code}']
    wordPath: .//w
    annotations:
      - name: word
        valuePath: .
        sensitivity: sensitive_insensitive
    standoffAnnotations:
      - path: .//link
        type: relation
        relationClass: al
        targetVersionPath: "@version"
        valuePath: "@type"
        sourcePath: "@source"
        targetPath: "@target"
    inlineTags:
      - path: .//s
        tokenIdPath: "@xml:id"
      - path: .//p
"""
    yield "metadata:\n  containerPath: .\n  fields:\n    - name: title\n      valuePath: title\n"
    for code, document in zip(codes, documents, strict=True):
        for field in known_fields(document):
            yield f"    - name: {field}_{code}\n      valuePath: text[@version='{code}']/@{field}\n"


def _readme(name: str, codes: Sequence[str], word: str, translated: str) -> File:
    pivot, other, *_ = codes
    fields = ", ".join(f"`{code}`" for code in codes)
    return readme(f"""
        # BlackLab

        Needs [BlackLab](https://blacklab.ivdnt.org) 4. In this folder, with `blacklab.jar` and its `lib` folder:

        ```sh
        java -cp blacklab.jar:lib nl.inl.blacklab.tools.IndexTool create index {name}.xml {name}.blf.yaml
        java -cp blacklab.jar:lib nl.inl.blacklab.tools.QueryTool index
        ```

        Queries: the sentences aligned with those that have a word; the same, with a word in the aligned sentence too:

        ```
        <s/> containing "{word}" =s=>{other} _
        <s/> containing "{word}" =s=>{other} (<s/> containing "{translated}")
        ```

        `{name}.xml` has all versions, each as a field `contents__CODE`: {fields}.
        If no field is named, the first, `{pivot}`, is searched. The metadata of the versions are fields such as
        `role_{pivot}` and `title_{other}`.
    """)
