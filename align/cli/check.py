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
    exports: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder of an export to hold against the corpus; may be repeated.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """
    Check a corpus: ids, pointers, coverage, confidence, schema. Every fault is named with its file and line.

    Exit code 0 when there is none, 2 otherwise. Example: align check out --schema tei_all.rng --exports cwb
    """
    from tei import check_corpus, check_export, read_corpus

    findings = check_corpus(corpus, schema=schema, progress=_tell)
    if exports and findings:
        _tell("the corpus itself is at fault, so that the exports were not looked at")
    elif exports:
        whole = read_corpus(corpus)
        findings = tuple(finding for folder in exports for finding in check_export(whole, folder))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(f"{finding.file}:{finding.line}: {finding.message} [{finding.rule}]")
        count = f"{len(findings)} fault{'s' * (len(findings) > 1)}" if findings else "no fault found"
        typer.echo(f"{corpus}: {count}", err=bool(findings))
    if findings:
        raise typer.Exit(2)


def _tell(step: str) -> None:
    typer.echo(step, err=True)
