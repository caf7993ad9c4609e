"""OPUS: zipped sentences and XCES links, laid out as the OPUS tools expect them."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from corpus.files import File
from corpus.model import Corpus
from tei.export.compression import gzipped, zipped
from tei.export.content import AlignedPair, aligned_pairs, readme
from tei.export.tool_names import tool_name
from tei.formats.sentence_xml import sentence_xml
from tei.formats.xces import XcesLink, xces_lines


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield the sentences of each version, and the links of each pair with the probability as ``certainty``.

    The ids of the versions are used as languages, so that there can be several versions of one language. As in OPUS,
    the links go from the id that is first in alphabetical order to the other.
    """
    name = tool_name(corpus.name, "corpus")
    for document in corpus.documents:
        part = f"{name}/raw/{document.id}/{name}.xml"
        yield File(f"{name}_latest_raw_{document.id}.zip", zipped(part, sentence_xml(document)))
    for pair in aligned_pairs(corpus):
        first, second = sorted((pair.source.id, pair.target.id))
        links = _links(pair, turned=first != pair.source.id)
        lines = xces_lines(f"{first}/{name}.xml.gz", f"{second}/{name}.xml.gz", links)
        yield File(f"{name}_latest_xml_{first}-{second}.xml.gz", gzipped(lines))
    yield _readme(name, corpus)


def _links(pair: AlignedPair, *, turned: bool) -> Iterator[XcesLink]:
    for bead in pair.alignment.beads:
        source, target = reversed(pair.ids(bead)) if turned else pair.ids(bead)
        yield XcesLink(source, target, bead.status, bead.probability)


def _readme(name: str, corpus: Corpus) -> File:
    source, target = quote(corpus.pivot.id), quote(corpus.versions[0].id)
    return readme(f"""
        # OPUS tools

        Needs `pip install opustools`. In this folder, print the links, write two files with a link on each line, or
        keep only links with a probability of at least 0.5:

        ```sh
        opus_read -d {name} -s {source} -t {target} -p raw -dl .
        opus_read -d {name} -s {source} -t {target} -p raw -dl . -wm moses -w {name}.{source} {name}.{target}
        opus_read -d {name} -s {source} -t {target} -p raw -dl . -a certainty -tr 0.5
        ```

        The zip files have the sentences, with the ids of the TEI files; the `.xml.gz` files are XCES links. Write TMX
        with `align export --to tmx`; `opus_read` fails for links of several sentences.
    """)
