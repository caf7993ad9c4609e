"""The options of ``align score`` and ``align compare``, and the report that both make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli import progress
from align.cli.output import print_json, print_lines
from align.cli.outputs import Output, check_outputs
from corpus.messages import counted

if TYPE_CHECKING:
    from align.fidelity import FidelityReport, Reference
    from corpus import Corpus

CorpusFolder = Annotated[
    Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)
]
Original = Annotated[
    str,
    typer.Option(help="Id or language of the source; by default the version with that role, else the pivot."),
]
ReferenceText = Annotated[
    str, typer.Option(help="A version, or a file, that versions of its language are compared with by chrF, BLEU, TER.")
]
Ter = Annotated[bool, typer.Option("--ter", help="Compute TER as well; it takes ten times as long as chrF and BLEU.")]
Model = Annotated[str, typer.Option(help="Model to measure with, as for `align run`.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the random resampling.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", help="File for a table in long format, one figure or fault a line.", show_default=False),
]
Tei = Annotated[
    Path | None,
    typer.Option(
        "--tei", help="TEI file for notes on the faults; the folder of the corpus adds them to it.", show_default=False
    ),
]
Html = Annotated[
    Path | None,
    typer.Option("--html", help="File for a web page with charts and the texts side by side.", show_default=False),
]


def make_report(
    folder: Path,
    names: Sequence[str],
    *,
    rivals: bool,
    original: str,
    reference: str,
    ter: bool,
    model: str,
    seed: int,
    as_json: bool,
    csv: Path | None,
    tei: Path | None,
    html: Path | None,
    force: bool,
) -> None:
    """Read a corpus, assess its versions, and show or write the report."""
    from align.encoders import load_encoder
    from align.fidelity import assess
    from corpus.files import write_file, writing
    from tei import read_corpus

    corpus = read_corpus(folder)
    check_outputs(_outputs(folder, csv, tei, html), force=force)
    progress.show(f"loading {model}")
    encoder = load_encoder(model)
    report = assess(
        corpus,
        encoder,
        original=original,
        versions=names,
        rivals=rivals,
        reference=_reference(corpus, reference) if reference else None,
        ter=ter,
        seed=seed,
        progress=progress.show,
    )
    progress.show("")
    if csv:
        from align.fidelity import to_csv

        with writing(csv):
            write_file(csv, [to_csv(report)])
    if html:
        from align.fidelity.page import render_page

        with writing(html):
            write_file(html, [render_page(report)])
    if tei:
        _write_notes(corpus, folder, report, tei)
    if as_json:
        from align.fidelity import to_json

        print_json(json.loads(to_json(report)))
    else:
        from align.cli.fidelity_tables import print_report

        print_report(report)


def _outputs(folder: Path, csv: Path | None, tei: Path | None, html: Path | None) -> Iterator[Output]:
    """Yield the files that the options name; a folder for --tei is that of the corpus itself."""
    from align.fidelity.page import PAGE_MARK
    from align.fidelity.records import CSV_MARK
    from tei.manifest import corpus_folder
    from tei.notes import NOTES_MARK

    if csv:
        yield Output("--csv", csv, CSV_MARK)
    if html:
        yield Output("--html", html, PAGE_MARK)
    if tei and corpus_folder(tei).resolve() != corpus_folder(folder).resolve():
        yield Output("--tei", tei, NOTES_MARK)


def _reference(corpus: Corpus, argument: str) -> Reference:
    """Return the reference that an argument names: a version of the corpus, or a file."""
    from align.fidelity import Reference
    from corpus import build_document, language_of, parse_argument, read_file, segmenter_for

    for document in corpus.documents:
        if argument == document.id:
            return Reference(document.id, document)
    given, path = parse_argument(argument)
    source = read_file(path)
    language = language_of(source, path, given)
    segmenter = segmenter_for("rules", language)
    document = build_document(source, segmenter, id="reference", language=language, role="version")
    return Reference(path.name, document)


def _write_notes(corpus: Corpus, folder: Path, report: FidelityReport, output: Path) -> None:
    from tei import Note, write_notes

    notes = [
        Note(
            finding.fault.rule,
            finding.fault.severity,
            (*finding.source, *finding.target),
            finding.fault.evidence,
            finding.fault.confidence,
        )
        for version in report.versions
        for finding in version.findings
    ]
    path = write_notes(corpus, folder, notes, report.signature, output)
    print_lines(f"{counted(len(notes), 'note')} written to {path}", err=True)
