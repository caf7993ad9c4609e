"""``align run``: texts in, an aligned TEI corpus out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    Lexicon,
    Made,
    Newlines,
    Prompt,
    Segmenter,
    SingleNewlines,
    Spans,
)

if TYPE_CHECKING:
    from rich.console import Console

    from align.evaluation.summary import QuotedLink, VersionSummary
    from corpus import Corpus, MetadataEntry, MetadataName

_Said = Annotated[
    list[str] | None,
    typer.Option(help="As en=TEXT; may be repeated.", metavar="VERSION=TEXT", show_default=False),
]


SHOWN_MOVES = 5
"""How many of a version's links that cross are printed."""


def run(
    pivot: Annotated[
        str,
        typer.Argument(help="The text that every other is aligned with; - reads standard input.", show_default=False),
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
    name: Annotated[str | None, typer.Option(help="Name of the corpus and its files.", show_default=False)] = None,
    original: Annotated[
        str | None,
        typer.Option(
            help="The version that the others were translated from, as ru; the pivot may be a translation.",
            metavar="VERSION",
            show_default=False,
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="TOML file with a table for each version, as [ru], of title, author, translator, licence, date and"
            " source-url; the options of these names go before it.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    title: _Said = None,
    author: _Said = None,
    translator: _Said = None,
    licence: _Said = None,
    date: Annotated[
        list[str] | None,
        typer.Option(help="When the text was published, as en=1920.", metavar="VERSION=DATE", show_default=False),
    ] = None,
    source_url: Annotated[
        list[str] | None,
        typer.Option(help="Where the text is from, as en=https://…", metavar="VERSION=URL", show_default=False),
    ] = None,
    made: Made = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the corpus that the folder holds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """
    Align a text with its translations and write a TEI parallel corpus.

    The language of a file is taken from LANGUAGE=FILE, else from its name (novel.ru.txt), else from its text.
    Example: align run novel.en.txt novel.ru.txt de=roman.txt -o corpus --original ru --title "ru=Хаджи-Мурат"
    """
    from align.encoders import load_encoder, read_lexicon
    from align.evaluation.summary import summarise
    from align.pipeline import Input, build_corpus
    from corpus import parse_argument, stem_without_language
    from tei import check_folder, write_corpus

    said: dict[MetadataName, list[str] | None] = {
        "title": title,
        "author": author,
        "translator": translator,
        "licence": licence,
        "date": date,
        "source-url": source_url,
    }
    entries = _entries(metadata, original, said)
    day = header_date(made)
    inputs = [Input(path, language) for language, path in map(parse_argument, [pivot, *(versions or [])])]
    name = name or stem_without_language(inputs[0].path).strip("-") or "text"
    folder = output or Path(f"{name}-tei")
    check_folder(folder, force=force)
    corpus = build_corpus(
        inputs,
        load_encoder(model, device=device, prompt=prompt, cache=cache, spans=spans.value),
        name=name,
        segmenter=segmenter,
        encoding=encoding,
        newlines=newlines.value,
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
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _print(corpus, summaries)
        typer.echo(f"Written to {folder}: {', '.join(path.name for path in paths)}")


def _entries(
    file: Path | None, original: str | None, said: Mapping[MetadataName, list[str] | None]
) -> tuple[MetadataEntry, ...]:
    from corpus import MetadataEntry, override_entries, parse_entry, read_metadata

    entries = [parse_entry(name, argument) for name, arguments in said.items() for argument in arguments or ()]
    if original:
        entries.append(MetadataEntry(original, "original", "", "--original"))
    return override_entries(read_metadata(file) if file else (), entries)


def _print(corpus: Corpus, summaries: tuple[VersionSummary, ...]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    pivot = corpus.pivot
    console.print(Text(f"{corpus.name}: {len(pivot.sentences)} sentences of the pivot {pivot.id}, aligned with\n"))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("version", "language", "sentences", "omitted", "added", "moved", "confidence", "beads"):
        words = heading in ("version", "language", "beads")
        table.add_column(heading, justify="left" if words else "right", min_width=len(heading))
    for summary in summaries:
        beads = ", ".join(f"{count}×{kind}" for kind, count in summary.beads.items())
        counts = (summary.omissions, summary.additions, len(summary.moved))
        figures = (*map(str, counts), f"{summary.confidence:.3f}")
        table.add_row(summary.id, summary.language, str(summary.sentences), *figures, beads)
    console.print(table)
    for summary in summaries:
        pair = f"{pivot.id}-{summary.id}"
        _print_links(console, f"Least certain links, {pair}:", summary.uncertain)
        first, count = summary.moved[:SHOWN_MOVES], len(summary.moved)
        _print_links(console, f"{count} moved, {pair}{f', the first {len(first)}' * (len(first) < count)}:", first)
    console.print()


def _print_links(console: Console, heading: str, links: Sequence[QuotedLink]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if links:
        console.print(Text(f"\n{heading}"))
    for link in links:
        console.print(Text(f"  {link.confidence:.3f}  {' '.join(link.source) or '∅'} : {' '.join(link.target) or '∅'}"))
        for text in (link.source_text, link.target_text):
            console.print(Padding(Text(text or "(nothing)"), (0, 0, 0, 9), expand=False))
