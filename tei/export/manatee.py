"""Manatee: the engine of NoSketch Engine, KonText and Sketch Engine."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.files import File
from corpus.model import Alignment, Corpus, Document
from tei.export.content import in_reading_order, readme
from tei.export.queries import query_words
from tei.export.tool_names import corpus_names, language_name
from tei.export.vertical import Vertical, check_filled
from tei.formats.fields import FIELDS


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a vertical and a registry entry for each version, alignments for both directions, and a script.

    Manatee does not decode entities, so the verticals have plain characters. An alignment has a row for each bead: the
    numbers of the first and last sentence on either side, from 0, or -1. Rows leave no gap on either side.

    Raises:
        CorpusError: a version has no sentences, or links cross.
    """
    check_filled(corpus, "Manatee")
    corpus = in_reading_order(corpus, "Manatee")
    names = corpus_names(corpus)
    pivot, *others = names
    for name, document in zip(names, corpus.documents, strict=True):
        yield File(f"{name}.vert", Vertical(name, document).lines())
        yield File(f"{name}.registry", _registry(name, document, others if name == pivot else [pivot]))
    for other, alignment in zip(others, corpus.alignments, strict=True):
        yield File(f"{pivot}-{other}.txt", _rows(alignment, turned=False))
        yield File(f"{other}-{pivot}.txt", _rows(alignment, turned=True))
    yield File("compile.sh", _script(names))
    yield _readme(names, *query_words(corpus))


def _rows(alignment: Alignment, *, turned: bool) -> Iterator[str]:
    for bead in alignment.beads:
        sides = _numbers(bead.source), _numbers(bead.target)
        yield "\t".join(reversed(sides) if turned else sides) + "\n"


def _numbers(run: range) -> str:
    match len(run):
        case 0:
            return "-1"
        case 1:
            return str(run.start)
        case _:
            return f"{run.start},{run.stop - 1}"


def _registry(name: str, document: Document, aligned: list[str]) -> Iterator[str]:
    alignments = ",".join(f"@FOLDER@/{name}-{other}.txt" for other in aligned)
    known = "\n".join(f"    ATTRIBUTE {each}" for each in FIELDS)
    yield f"""NAME "{name}"
PATH "@FOLDER@/data/{name}"
VERTICAL "@FOLDER@/{name}.vert"
ENCODING "UTF-8"
LANGUAGE "{language_name(document.language)}"
DOCSTRUCTURE "text"
ALIGNED "{",".join(aligned)}"
ALIGNSTRUCT "s"
ALIGNDEF "{alignments}"
ATTRIBUTE word
ATTRIBUTE lc
STRUCTURE text {{
    ATTRIBUTE id
    ATTRIBUTE lang
{known}
}}
STRUCTURE p {{
    ATTRIBUTE id
    ATTRIBUTE type
}}
STRUCTURE s {{
    ATTRIBUTE id
}}
"""


def _script(names: tuple[str, ...]) -> Iterator[str]:
    yield """#!/bin/sh
# Compiles the corpora for Manatee: sh compile.sh [REGISTRY_FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
registry=${1:-$here/registry}
mkdir -p "$registry" "$here/data"
MANATEE_REGISTRY=$(cd "$registry" && pwd)
export MANATEE_REGISTRY
cd "$here"

folder=$(printf '%s' "$here" | sed 's/[&|\\\\]/\\\\&/g')
"""
    corpora = " ".join(names)
    yield f"""for corpus in {corpora}; do
    sed "s|@FOLDER@|$folder|g" "$corpus.registry" > "$MANATEE_REGISTRY/$corpus"
done

# In two passes: an alignment can only be compiled when both of its corpora are.
for corpus in {corpora}; do
    compilecorp --no-align --no-alignsizes "$corpus"
done
for corpus in {corpora}; do
    compilecorp --recompile-align --no-alignsizes "$corpus"
done
"""


def _readme(names: tuple[str, ...], word: str, translated: str) -> File:
    pivot, other, *_ = names
    return readme(f"""
        # Manatee (NoSketch Engine, KonText, Sketch Engine)

        Needs Manatee 2.2 with its tool `compilecorp`. In this folder:

        ```sh
        sh compile.sh
        MANATEE_REGISTRY=$PWD/registry corpquery {pivot} '[lc="{word}"] within {other}: [lc="{translated}"]'
        ```

        `compile.sh` takes the registry folder of a server; by default `registry` in this folder. It writes an entry for
        each `.registry` with the path of this folder in it, and compiles in two passes.

        Tokens have `word` and `lc` (lower case); `text`, `p` and `s` have the ids of the TEI files, and `text` has the
        metadata: `role`, `title`, `author`, `translator`, `date`, `licence`, `url`. The `.txt` files are the
        alignments: numbers of sentences from 0, first and last of a run, -1 for an empty side. Each translation is
        aligned with the pivot, `{pivot}`.
    """)
