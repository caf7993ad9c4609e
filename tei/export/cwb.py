"""CWB: the IMS Open Corpus Workbench, also known by its query processor CQP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.files import File
from corpus.model import Corpus
from tei.characters import escape, escape_attribute
from tei.export.content import readme, run_ids
from tei.export.queries import query_words
from tei.export.tool_names import corpus_names
from tei.export.vertical import Vertical, check_filled
from tei.formats.fields import FIELDS

_Link = tuple[range, range]
"""The sentences of both sides of a link, neither of which is empty."""


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a vertical for each version, alignments for both directions of each pair, and a script that loads them.

    A ``.align`` file is what ``cwb-align-encode`` reads: runs of token positions, in the order of its source. A
    ``.beads`` file has the same by sentence ids for ``cwb-align-import``. Both leave out unaligned sentences, for which
    the tools have no link. Targets may cross.

    Raises:
        CorpusError: a version has no sentences.
    """
    check_filled(corpus, "CWB")
    names = corpus_names(corpus)
    texts = [Vertical(*each) for each in zip(names, corpus.documents, strict=True)]
    yield from (File(f"{text.name}.vrt", text.lines(escape, escape_attribute)) for text in texts)
    pivot, *others = texts
    for other, alignment in zip(others, corpus.alignments, strict=True):
        linked = [(bead.source, bead.target) for bead in alignment.beads if bead.source and bead.target]
        turned = sorted(((target, source) for source, target in linked), key=lambda runs: runs[0].start)
        yield from _alignment(pivot, other, linked)
        yield from _alignment(other, pivot, turned)
    yield File("import.sh", _script(names))
    yield _readme(names, *query_words(corpus))


def _alignment(source: Vertical, target: Vertical, links: Sequence[_Link]) -> Iterator[File]:
    stem = f"{source.name}-{target.name}"
    yield File(f"{stem}.align", _positions(source, target, links))
    yield File(f"{stem}.beads", _ids(source, target, links))


def _positions(source: Vertical, target: Vertical, links: Sequence[_Link]) -> Iterator[str]:
    yield f"{source.name}\ts\t{target.name}\ts\n"
    starts, ends = source.starts, target.starts
    for left, right in links:
        yield (
            f"{starts[left.start]}\t{starts[left.stop] - 1}\t{ends[right.start]}\t{ends[right.stop] - 1}"
            f"\t{len(left)}:{len(right)}\n"
        )


def _ids(source: Vertical, target: Vertical, links: Sequence[_Link]) -> Iterator[str]:
    yield f"{source.name.upper()}\t{target.name.upper()}\ts\t{{id}}\n"
    sentences, others = source.document.sentences, target.document.sentences
    for left, right in links:
        yield f"{' '.join(run_ids(sentences, left))}\t{' '.join(run_ids(others, right))}\n"


def _script(names: tuple[str, ...]) -> Iterator[str]:
    pivot, *others = names
    yield """#!/bin/sh
# Loads the corpora into CWB: sh import.sh [DATA_FOLDER [REGISTRY_FOLDER]]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${1:-$here/data}
registry=${2:-$here/registry}
mkdir -p "$data" "$registry"
data=$(cd "$data" && pwd)
registry=$(cd "$registry" && pwd)
cd "$here"

load() {
    rm -rf "${data:?}/$1"
    mkdir "$data/$1"
    cwb-encode -c utf8 -d "$data/$1" -f "$1.vrt" -R "$registry/$1" -xsB \\
        -P lc -S text:0+id+lang+FIELDS -S p:0+id+type -S s:0+id
    cwb-makeall -r "$registry" -V "$2"
}

""".replace("FIELDS", "+".join(FIELDS))
    yield from (f"load {name} {name.upper()}\n" for name in names)
    yield "\n# The registry must name an aligned corpus before its alignment is encoded.\n"
    yield from (f'echo "ALIGNED {other}" >> "$registry/{pivot}"\n' for other in others)
    yield from (f'echo "ALIGNED {pivot}" >> "$registry/{other}"\n' for other in others)
    yield "\n"
    for stem in (stem for other in others for stem in (f"{pivot}-{other}", f"{other}-{pivot}")):
        yield f'cwb-align-encode -v -D -r "$registry" {stem}.align\n'


def _readme(names: tuple[str, ...], word: str, translated: str) -> File:
    pivot, other, *_ = names
    return readme(f"""
        # CWB

        Needs the [IMS Open Corpus Workbench](https://cwb.sourceforge.io) 3.4 or later. In this folder:

        ```sh
        sh import.sh
        cqp -e -r registry -D {pivot.upper()}
        ```

        `import.sh` takes a data folder and a registry folder; by default `data` and `registry` in this folder. It
        encodes each `.vrt`, names the aligned corpora in the registry, and encodes each `.align`, in both directions.
        A query, and one with a word in the aligned sentences too:

        ```
        [lc="{word}"];
        [lc="{word}"] :{other.upper()} [lc="{translated}"];
        ```

        Tokens have `word` and `lc` (lower case); `text`, `p` and `s` have the ids of the TEI files, and `text` has the
        metadata: `role`, `title`, `author`, `translator`, `date`, `licence`, `url`. Unaligned sentences are in the text
        but in no alignment. Each translation is aligned with the pivot, `{pivot.upper()}`, and not with the others; a
        query may name several: `:{other.upper()} [] :… []`.

        The `.beads` files have the same alignments by sentence id, for `cwb-align-import` (CWB/Perl):

        ```sh
        cwb-align-import -r registry {pivot}-{other}.beads
        ```
    """)
