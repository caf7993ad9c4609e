"""``align score``: how faithful each version is to its source."""

from __future__ import annotations

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


def score(
    corpus: CorpusFolder,
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
    Compare each version with its source: faults and their places, closeness, and confidence intervals.

    Faults can be checked; closeness only describes how literal or free a version is.
    Example: align score out --original ru
    """
    make_report(
        corpus,
        (),
        rivals=False,
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
