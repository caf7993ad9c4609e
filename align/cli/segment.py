"""``align segment``: the sentences of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.options import Encoding, KeepFurniture, Newlines, Segmenter, SingleNewlines
from align.cli.outputs import Force, Output, check_outputs
from align.cli.streams import is_unicode, require_all_characters
from corpus.escapes import visible, visible_json

if TYPE_CHECKING:
    from corpus import GivenSentence, SourceBlock


def segment(
    text: Annotated[
        str, typer.Argument(help="FILE or LANGUAGE=FILE, as ru=novel.txt; - reads standard input.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File for the sentences, instead of standard output."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language, as ru; else that of LANGUAGE=FILE, the file or its text.")
    ] = None,
    segmenter: Segmenter = "rules",
    newlines: SingleNewlines = Newlines.auto,
    encoding: Encoding = None,
    keep_furniture: KeepFurniture = False,
    force: Force = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: block, kind, start, end, text.")
    ] = False,
) -> None:
    """
    Segment a text and write its sentences, one a line.

    With --json, block is the number of the block, from 1; start and end are offsets in the block, in code points.
    Example: align segment novel.docx --language de -o novel.txt
    """
    from corpus import cut_blocks, language_of, parse_argument, read_file, segmenter_for
    from corpus.files import write_file, writing

    declared, path = parse_argument(text)
    if output is not None:
        check_outputs([Output("-o", output)], source=path, force=force)
    source = read_file(
        path,
        encoding=encoding,
        newlines="keep" if segmenter == "lines" else newlines.value,
        keep_furniture=keep_furniture,
    )
    blocks = cut_blocks(source, segmenter_for(segmenter, language_of(source, path, language or declared)))
    lines = (line for number, (block, cut) in enumerate(blocks, 1) for line in _lines(number, block, cut, as_json))
    if output is None:
        require_all_characters()
        # A terminal obeys control characters; a file or a program gets the sentences as they are.
        sys.stdout.writelines(map(visible, lines) if sys.stdout.isatty() else lines)
    else:
        # All sentences before the file, so that an error of the segmenter is not reported as one of writing.
        sentences = list(lines)
        with writing(output):
            write_file(output, sentences)


def _lines(number: int, block: SourceBlock, cut: Iterable[GivenSentence], as_json: bool) -> Iterator[str]:
    for sentence in cut:
        text = sentence.span.of(block.text)
        if as_json:
            start, end = sentence.span.start, sentence.span.end
            record = {"block": number, "kind": block.kind, "start": start, "end": end, "text": text}
            yield f"{visible_json(record, ascii_only=not is_unicode())}\n"
        else:
            yield f"{' '.join(text.split())}\n"
