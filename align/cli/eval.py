"""``align eval``: precision, recall and F1 of an alignment."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from align.cli.output import print_json

if TYPE_CHECKING:
    from align.evaluation.matching import Evaluation
    from align.evaluation.metrics import HitCounts

_FIGURES = 58
"""Width of the table's figures."""


def eval(
    system: Annotated[
        Path,
        typer.Argument(help="TEI corpus, .beads file, InterText file, or folder of such files.", show_default=False),
    ],
    gold: Annotated[
        Path, typer.Argument(help="The hand-made alignment, in any of these formats (.gold too).", show_default=False)
    ],
    pair: Annotated[
        str,
        typer.Option(help="SOURCE-TARGET: the pair of a corpus to score, or the order of languages in .line files."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """
    Score alignments against hand-made ones: strict and lax precision, recall and F1, for each text and in total.

    A strict hit is the same bead; a lax hit has a source and a target sentence in common. A text that the system
    lacks counts as missed. Example: align eval out gold/en-ru.gold
    """
    from align.cli.alignments import GOLD_FORMS, SYSTEM_FORMS, read_texts
    from align.evaluation.matching import evaluate

    evaluation = evaluate(read_texts(system, SYSTEM_FORMS, pair), read_texts(gold, GOLD_FORMS, pair), pair)
    if as_json:
        print_json(_as_json(evaluation))
    else:
        _print(evaluation)


def _as_json(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "texts": [{"name": text.name, **_figures(text.counts), "missing": text.missing} for text in evaluation.texts],
        "total": _figures(evaluation.total),
        "missing": list(evaluation.missing),
        "left_out": list(evaluation.left_out),
    }


def _figures(counts: HitCounts) -> dict[str, Any]:
    rates = {"strict": counts.strict_rates, "lax": counts.lax_rates}
    return {
        **{name: {key: round(value, 4) for key, value in asdict(each).items()} for name, each in rates.items()},
        "beads": {"system": counts.system, "gold": counts.gold_links},
    }


def _print(evaluation: Evaluation) -> None:
    from align.cli.tables import as_text, new_console, new_table, print_fields, print_text

    names = [text.name for text in evaluation.texts]
    console = new_console()
    # Names that would be wrapped in their cells are listed below the table.
    labels = names if max(map(len, names)) <= console.width - _FIGURES else [str(n) for n in range(1, len(names) + 1)]
    rows = [(label, text.counts) for label, text in zip(labels, evaluation.texts, strict=True)]
    if len(rows) > 1:
        rows.append((f"all {len(rows)}" if labels is names else "all", evaluation.total))
    table = new_table()
    for number, heading in enumerate(("text", "beads", "gold", "P", "R", "F1", "P", "R", "F1")):
        over = {3: "strict", 6: "lax"}.get(number, "")
        table.add_column(f"{over}\n{heading}", justify="right" if number else "left", no_wrap=True)
    for label, counts in rows:
        rates = (counts.strict_rates, counts.lax_rates)
        figures = [f"{value:.3f}" for each in rates for value in (each.precision, each.recall, each.f1)]
        table.add_row(as_text(label), str(counts.system), str(counts.gold_links), *figures)
    console.print(table)
    if labels is not names:
        console.print()
        print_fields(console, zip(labels, names, strict=True))
    for heading, texts in (
        ("Not in the system, counted as missed", evaluation.missing),
        ("Not in the gold, left out", evaluation.left_out),
    ):
        if texts:
            console.print()
            print_text(console, f"{heading}: {', '.join(texts)}")
