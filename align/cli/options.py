"""Options that several commands share: the model that encodes, and how."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Newlines(StrEnum):
    """The meaning of a single newline; see `corpus.read_text`."""

    auto = "auto"
    wrap = "wrap"
    break_ = "break"


class Spans(StrEnum):
    """What the vector of a run of sentences is; see `align.encoders.RunMode`."""

    pool = "pool"
    encode_ = "encode"


Prompt = Annotated[
    str | None,
    typer.Option(
        "--prompt",
        help="Prompt of a sentence-transformers model before each text, such as 'query: '; by default its own.",
        show_default=False,
    ),
]
Device = Annotated[
    str | None,
    typer.Option("--device", help="Device for such a model: cpu, cuda (half precision) or mps.", show_default=False),
]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Cache the vectors of such a model for later runs.")]
SPANS_HELP = (
    "Vectors of runs of sentences with such a model: pool sums those of the sentences, encode encodes each run."
)
Lexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        help="Bilingual lexicon: lines of WORD, a tab and TRANSLATION, or a TEI dictionary of FreeDict.",
        metavar="FILE",
        show_default=False,
    ),
]
Segmenter = Annotated[
    str,
    typer.Option("--segmenter", help="rules, lines (one sentence a line), given (s or seg of TEI), sentencex or sat."),
]
SingleNewlines = Annotated[
    Newlines, typer.Option("--newlines", help="Single newlines: wrap joins lines, break ends a block.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Character encoding of the input, such as cp1251.", show_default=False)
]
KeepFurniture = Annotated[
    bool,
    typer.Option(
        "--keep-furniture",
        help="Keep Project Gutenberg's licence, [Illustration], lines of ornaments, page headers of plain text.",
    ),
]
Made = Annotated[
    str | None,
    typer.Option(
        "--made", help="Date for the headers, YYYY-MM-DD; by default SOURCE_DATE_EPOCH, else none.", show_default=False
    ),
]
