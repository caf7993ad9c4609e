"""``align check``: is this a sound corpus?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def check(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    schema: Annotated[
        Path | None,
        typer.Option(help="RELAX NG schema to validate against as well, such as tei_all.rng.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """
    Check a corpus: ids, pointers, coverage, confidence, schema. Every fault is named with its file and line.

    Exit code 0 when there is none, 2 otherwise. Example: align check out --schema tei_all.rng
    """
    from tei import check_corpus

    findings = check_corpus(corpus, schema=schema)
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(f"{finding.file}:{finding.line}: {finding.message} [{finding.rule}]")
        typer.echo(f"{corpus}: {f'{len(findings)} faults' if findings else 'no fault found'}", err=bool(findings))
    if findings:
        raise typer.Exit(2)
