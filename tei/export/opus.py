"""OPUS: zipped sentences and XCES links, laid out as its tools find them."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from corpus.files import File
from corpus.model import Corpus, Document
from tei.characters import DECLARATION, escape
from tei.export.aligned_pairs import AlignedPair, aligned_pairs, one_line, run_ids
from tei.export.compression import gzipped, zipped
from tei.export.readme import readme
from tei.export.tool_names import tool_name


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield the sentences of each version, and the links of each pair with the probability as ``certainty``.

    The ids of the versions take the place of languages, so that there may be several of one language. As in OPUS, the
    links go from the id that comes first in the alphabet to the other.
    """
    name = tool_name(corpus.name, "corpus")
    for document in corpus.documents:
        inner = f"{name}/raw/{document.id}/{name}.xml"
        yield File(f"{name}_latest_raw_{document.id}.zip", zipped(inner, _sentences(document)))
    for pair in aligned_pairs(corpus):
        first, second = sorted((pair.source.id, pair.target.id))
        yield File(f"{name}_latest_xml_{first}-{second}.xml.gz", gzipped(_links(name, pair)))
    yield _readme(name, corpus)


def _sentences(document: Document) -> Iterator[str]:
    yield f'{DECLARATION}<text lang="{document.language}">\n'
    for block in document.blocks:
        yield f'<p id="{block.id}">\n'
        for sentence in block.sentences:
            yield f'<s id="{sentence.id}">{escape(one_line(sentence.text))}</s>\n'
        yield "</p>\n"
    yield "</text>\n"


def _links(name: str, pair: AlignedPair) -> Iterator[str]:
    turned = pair.source.id > pair.target.id
    documents = [pair.source, pair.target]
    first, second = reversed(documents) if turned else documents
    yield f'{DECLARATION}<cesAlign version="1.0">\n'
    yield (f'<linkGrp targType="s" fromDoc="{first.id}/{name}.xml.gz" toDoc="{second.id}/{name}.xml.gz">\n')
    sources, targets = pair.source.sentences, pair.target.sentences
    for number, bead in enumerate(pair.alignment.beads, start=1):
        ids = run_ids(sources, bead.source), run_ids(targets, bead.target)
        left, right = reversed(ids) if turned else ids
        status = f'status="{bead.status}"' if bead.probability is None else f'certainty="{bead.probability!r}"'
        yield f'<link xtargets="{left};{right}" id="SL{number}" {status}/>\n'
    yield "</linkGrp>\n</cesAlign>\n"


def _readme(name: str, corpus: Corpus) -> File:
    source, target = quote(corpus.pivot.id), quote(corpus.versions[0].id)
    return readme(f"""
        # OPUS tools

        Needs `pip install opustools`. In this folder, print the links, write two files with a link a line, or keep only
        links of a probability of at least 0.5:

        ```sh
        opus_read -d {name} -s {source} -t {target} -p raw -dl .
        opus_read -d {name} -s {source} -t {target} -p raw -dl . -wm moses -w {name}.{source} {name}.{target}
        opus_read -d {name} -s {source} -t {target} -p raw -dl . -a certainty -tr 0.5
        ```

        The zip files hold the sentences, with the ids of the TEI files; the `.xml.gz` files are XCES links. Do not
        write TMX with `opus_read`, which breaks where a link has several sentences: `align export --to tmx` does.
    """)
