"""``align compare``: which of several versions has fewer faults, where the evidence is sound."""

from __future__ import annotations

from typing import Annotated

import typer

from align.cli.fidelity import (
    AsJson,
    CorpusFolder,
    Csv,
    Html,
    Model,
    Original,
    ReferenceText,
    Seed,
    Tei,
    Ter,
    make_report,
)
from align.cli.outputs import Force


def compare(
    corpus: CorpusFolder,
    versions: Annotated[
        list[str] | None,
        typer.Argument(help="Ids or languages of the versions; by default all but the source.", show_default=False),
    ] = None,
    original: Original = "",
    reference: ReferenceText = "",
    model: Model = "embedded",
    ter: Ter = False,
    seed: Seed = 12345,
    as_json: AsJson = False,
    csv: Csv = None,
    tei: Tei = None,
    html: Html = None,
    force: Force = False,
) -> None:
    """
    Compare versions of one language: faults per 1,000 source words, shared wording, and a verdict where one is sound.

    Versions of different languages are each compared with the source only.
    Example: align compare out en en-2 --original ru
    """
    make_report(
        corpus,
        versions or (),
        rivals=True,
        original=original,
        reference=reference,
        ter=ter,
        model=model,
        seed=seed,
        as_json=as_json,
        csv=csv,
        tei=tei,
        html=html,
        force=force,
    )
