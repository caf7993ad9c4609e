"""``align convert``: a corpus from files that are aligned already."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.cli.dates import header_date
from align.cli.options import Made
from align.cli.output import print_json, print_lines
from corpus.messages import counted


def convert(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="The files, or a folder: TMX, XLIFF, PO, XCES (OPUS), Moses, tables, TEI.", show_default=False
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the corpus.", metavar="FOLDER", show_default=False)
    ],
    format_name: Annotated[
        str,
        typer.Option("--from", help="Format: moses, opus, po, tei, tmx, tsv or xliff; by default that of the content."),
    ] = "",
    pivot: Annotated[
        str, typer.Option(help="Language of the version that the others are linked with.", show_default=False)
    ] = "",
    languages: Annotated[
        str, typer.Option(help="Languages of columns, files or documents, such as en,ru, where they do not name them.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the corpus and its files.", show_default=False)] = "",
    made: Made = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the corpus that the folder holds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """
    Make a TEI corpus of files that are aligned: translation memories, XLIFF, PO, XCES of OPUS, lines, tables, TEI.

    Sentences and links are those of the files; none are added. Example: align convert memory.tmx -o corpus
    """
    from tei import check_folder, convert_corpus, write_corpus
    from tei.names import check_name

    if name:
        check_name(name)
    check_folder(output, force=force)
    chosen = [code.strip() for code in languages.split(",") if code.strip()]
    corpus = convert_corpus(sources, format_name, name=name, pivot=pivot, languages=chosen)
    paths = write_corpus(corpus, output, force=force, date=header_date(made))
    versions = [
        {"id": document.id, "language": document.language, "sentences": len(document.sentences)}
        for document in corpus.documents
    ]
    links = [sum(bool(bead.source and bead.target) for bead in alignment.beads) for alignment in corpus.alignments]
    if as_json:
        pairs = [
            {"source": alignment.source, "target": alignment.target, "links": count}
            for alignment, count in zip(corpus.alignments, links, strict=True)
        ]
        print_json({"corpus": str(output), "files": list(map(str, paths)), "versions": versions, "pairs": pairs})
        return
    roles = ["pivot", *(f"{counted(count, 'link')} with the pivot" for count in links)]
    for document, role in zip(corpus.documents, roles, strict=True):
        print_lines(f"{document.id}: {counted(len(document.sentences), 'sentence')}, {role}")
    print_lines(f"Written to {output}: {', '.join(path.name for path in paths)}")
