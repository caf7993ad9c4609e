"""Options that several commands share: the model that encodes, and how."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Newlines(StrEnum):
    """What a single newline means; see `corpus.read_text`."""

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
        help="What a sentence-transformers model wants before each text, such as 'query: '; by default what it says of"
        " itself.",
        show_default=False,
    ),
]
Device = Annotated[
    str | None,
    typer.Option(
        "--device", help="Where such a model computes: cpu, cuda (in half precision), mps.", show_default=False
    ),
]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Keep the vectors of such a model for later runs.")]
SPANS_HELP = "Runs of sentences with such a model: pool sums their vectors, encode encodes each run."
Lexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        help="Words that belong together: lines of WORD, a tab and TRANSLATION, or a TEI dictionary as FreeDict has"
        " them.",
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
    str | None, typer.Option("--encoding", help="Text encoding of what is read, such as cp1251.", show_default=False)
]
Made = Annotated[
    str | None,
    typer.Option(
        "--made", help="When it was made, YYYY-MM-DD; by default SOURCE_DATE_EPOCH or not said.", show_default=False
    ),
]
