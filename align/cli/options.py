"""Options that several commands share: the model that encodes, and how."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Spans(StrEnum):
    """What the vector of a run of sentences is; see `align.encoders.Spans`."""

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
