"""``align run``: texts in, an aligned TEI corpus out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli import progress
from align.cli.dates import header_date
from align.cli.options import (
    SPANS_HELP,
    Cache,
    Device,
    Encoding,
    KeepFurniture,
    Lexicon,
    Made,
    Newlines,
    Prompt,
    Segmenter,
    SingleNewlines,
    Spans,
)
from align.cli.output import print_json

if TYPE_CHECKING:
    from corpus import MetadataEntry, MetadataName

_OfVersions = Annotated[
    list[str] | None,
    typer.Option(help="As en=TEXT; may be repeated.", metavar="VERSION=TEXT", show_default=False),
]


def run(
    pivot: Annotated[
        str,
        typer.Argument(help="The text that all others are aligned with; - reads standard input.", show_default=False),
    ],
    versions: Annotated[
        list[str] | None,
        typer.Argument(
            help="Its translations or original: FILE or LANGUAGE=FILE, as ru=novel.txt.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Folder for the corpus; by default named after the pivot.", metavar="FOLDER"
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            help="embedded, a folder that `align train` made, a sentence-transformers name or folder, or surface."
        ),
    ] = "embedded",
    prompt: Prompt = None,
    device: Device = None,
    cache: Cache = True,
    spans: Annotated[Spans, typer.Option(help=SPANS_HELP)] = Spans.pool,
    lexicon: Lexicon = None,
    segmenter: Segmenter = "rules",
    newlines: SingleNewlines = Newlines.auto,
    encoding: Encoding = None,
    keep_furniture: KeepFurniture = False,
    name: Annotated[str | None, typer.Option(help="Name of the corpus and its files.", show_default=False)] = None,
    original: Annotated[
        str | None,
        typer.Option(
            help="The version that the others are translations of, as ru; the pivot itself may be a translation.",
            metavar="VERSION",
            show_default=False,
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="TOML file with a table for each version, as [ru], of title, author, translator, licence, date and"
            " source-url; the options of these names override it.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    title: _OfVersions = None,
    author: _OfVersions = None,
    translator: _OfVersions = None,
    licence: _OfVersions = None,
    date: Annotated[
        list[str] | None,
        typer.Option(help="Date of publication, as en=1920.", metavar="VERSION=DATE", show_default=False),
    ] = None,
    source_url: Annotated[
        list[str] | None,
        typer.Option(help="Source of the text, as en=https://…", metavar="VERSION=URL", show_default=False),
    ] = None,
    made: Made = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the corpus that the folder holds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """
    Align a text with its translations and write a TEI parallel corpus.

    The language of a file is taken from LANGUAGE=FILE, else from the file, its name (novel.ru.txt) or its text.
    Example: align run novel.en.txt novel.ru.txt de=roman.txt -o corpus --original ru --title "ru=Хаджи-Мурат"
    """
    from align.encoders import load_encoder, read_lexicon
    from align.evaluation.summary import summarise
    from align.pipeline import Input, build_corpus
    from corpus import parse_argument, stem_without_language
    from corpus.file_names import portable_name
    from tei import check_folder, write_corpus
    from tei.names import check_name

    given: dict[MetadataName, list[str] | None] = {
        "title": title,
        "author": author,
        "translator": translator,
        "licence": licence,
        "date": date,
        "source-url": source_url,
    }
    entries = _entries(metadata, original, given)
    day = header_date(made)
    inputs = [Input(path, language) for language, path in map(parse_argument, [pivot, *(versions or [])])]
    name = portable_name(stem_without_language(inputs[0].path).strip("-.")) or "text" if name is None else name
    check_name(name)
    folder = output or Path(f"{name}-tei")
    check_folder(folder, force=force)
    corpus = build_corpus(
        inputs,
        load_encoder(model, device=device, prompt=prompt, cache=cache, spans=spans.value),
        name=name,
        segmenter=segmenter,
        encoding=encoding,
        newlines=newlines.value,
        keep_furniture=keep_furniture,
        metadata=entries,
        lexicon=read_lexicon(lexicon) if lexicon else None,
        progress=progress.show,
    )
    progress.show("writing TEI")
    paths = write_corpus(corpus, folder, force=force, date=day)
    progress.show("")
    summaries = summarise(corpus)
    if as_json:
        result = {
            "corpus": str(folder),
            "files": [str(path) for path in paths],
            "versions": list(map(asdict, summaries)),
        }
        print_json(result)
    else:
        from align.cli.run_report import print_run_report

        print_run_report(corpus, summaries, folder, paths)


def _entries(
    file: Path | None, original: str | None, given: Mapping[MetadataName, list[str] | None]
) -> tuple[MetadataEntry, ...]:
    from corpus import MetadataEntry, override_entries, parse_entry, read_metadata

    entries = [parse_entry(name, argument) for name, arguments in given.items() for argument in arguments or ()]
    if original:
        entries.append(MetadataEntry(original, "original", "", "--original"))
    return override_entries(read_metadata(file) if file else (), entries)
