"""``align eval``: how good is an alignment?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from align.evaluation.matching import Evaluation
    from align.evaluation.metrics import HitCounts


def eval(
    system: Annotated[
        Path,
        typer.Argument(help="TEI corpus, .beads file, InterText file, or folder of such files.", show_default=False),
    ],
    gold: Annotated[
        Path, typer.Argument(help="The alignment made by hand, in any of these forms (.gold too).", show_default=False)
    ],
    pair: Annotated[
        str,
        typer.Option(help="SOURCE-TARGET: the pair of a corpus to take, or whose .line files to merge by."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """
    Score alignments against hand-made ones: strict and lax precision, recall and F1, for each text and in all.

    Strict asks for the very same bead, lax for one source and one target sentence in common. A text that the system
    lacks counts as missed. Example: align eval out gold/en-ru.gold
    """
    from align.cli.readings import GOLD_FORMS, SYSTEM_FORMS, read_texts
    from align.evaluation.matching import evaluate

    comparison = evaluate(read_texts(system, SYSTEM_FORMS, pair), read_texts(gold, GOLD_FORMS, pair), pair)
    if as_json:
        typer.echo(json.dumps(_as_json(comparison), ensure_ascii=False, indent=2))
    else:
        _print(comparison)


def _as_json(comparison: Evaluation) -> dict[str, Any]:
    return {
        "texts": [{"name": text.name, **_figures(text.counts), "missing": text.missing} for text in comparison.texts],
        "total": _figures(comparison.total),
        "missing": list(comparison.missing),
        "left_out": list(comparison.left_out),
    }


def _figures(counts: HitCounts) -> dict[str, Any]:
    rates = {"strict": counts.strict_rates, "lax": counts.lax_rates}
    return {
        **{name: {key: round(value, 4) for key, value in asdict(each).items()} for name, each in rates.items()},
        "beads": {"system": counts.system, "gold": counts.gold_links},
    }


def _print(comparison: Evaluation) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("text", overflow="fold")
    for heading in ("beads", "gold", "strict P", "R", "F1", "lax P", "R", "F1"):
        table.add_column(heading, justify="right", no_wrap=True)
    rows = [(text.name, text.counts) for text in comparison.texts]
    if len(rows) > 1:
        rows.append((f"all {len(rows)}", comparison.total))
    for name, counts in rows:
        rates = (counts.strict_rates, counts.lax_rates)
        figures = [f"{value:.3f}" for each in rates for value in (each.precision, each.recall, each.f1)]
        table.add_row(Text(name), str(counts.system), str(counts.gold_links), *figures)
    console = Console(highlight=False)
    console.print(table)
    for heading, names in (
        ("Without output, counted as missed", comparison.missing),
        ("Not in the gold, left out", comparison.left_out),
    ):
        if names:
            console.print(Text(f"\n{heading}: {', '.join(names)}"))
