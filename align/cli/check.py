"""``align check``: the faults of a corpus and of its exports."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from align.cli.output import print_json_list, print_lines
from corpus.messages import counted, warn


def check(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    schema: Annotated[
        Path | None,
        typer.Option(help="RELAX NG schema to validate against as well, such as tei_all.rng.", show_default=False),
    ] = None,
    exports: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder of an export to compare with the corpus; may be repeated.",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """
    Check a corpus: ids, pointers, coverage, confidence, schema. Every fault is reported with its file and line.

    Exit code 0 when there is none, 2 otherwise. Example: align check out --schema tei_all.rng --exports cwb
    """
    from tei import check_corpus, check_export, read_corpus

    findings = check_corpus(corpus, schema=schema, progress=_print_step)
    if exports and findings:
        warn("exports were not checked, since the corpus has faults", remedy="mend the corpus first")
    elif exports:
        whole = read_corpus(corpus)
        findings = tuple(finding for folder in exports for finding in check_export(whole, folder))
    if as_json:
        print_json_list([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_lines(f"{finding.file}:{finding.line}: {finding.message} [{finding.rule}]")
        count = counted(len(findings), "fault") if findings else "no fault found"
        print_lines(f"{corpus}: {count}", err=bool(findings))
    if findings:
        raise typer.Exit(2)


def _print_step(step: str) -> None:
    print_lines(step, err=True)
