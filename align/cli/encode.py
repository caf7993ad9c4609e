"""``align encode``: sentence vectors for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.options import Cache, Device, Prompt
from align.cli.output import print_lines
from align.cli.outputs import Force, Output, check_outputs

if TYPE_CHECKING:
    from corpus import Document


def encode(
    text: Annotated[
        Path, typer.Argument(help="One sentence a line, a TEI file of align, or its folder.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="File for the vectors.", show_default=False)],
    model: Annotated[
        str, typer.Option(help="embedded, a folder that `align train` made, or a sentence-transformers name or folder.")
    ] = "embedded",
    prompt: Prompt = None,
    device: Device = None,
    cache: Cache = True,
    force: Force = False,
) -> None:
    """
    Write the vectors of sentences as .npy: float32, one row a sentence, of unit length.

    Blank lines keep their row, of zeros, as does every sentence whose words the model does not know. For a folder, the
    rows of the versions are in the order of corpus.xml, and the command prints the rows of each version.
    Example: align encode sentences.txt -o sentences.npy
    """
    from align.encoders import load_encoder
    from align.encoders.vector_file import read_sentences, write_vectors

    check_outputs([Output("-o", output)], source=text, force=force)
    encoder = load_encoder(model, device=device, prompt=prompt, cache=cache)
    if text.is_dir() or text.suffix == ".xml":
        documents = _documents(text)
        sentences = [sentence.text for document in documents for sentence in document.sentences]
        count = len(sentences)
        shape = write_vectors(sentences, count, encoder, output)
    else:
        documents = ()
        count = sum(1 for _ in read_sentences(text))
        shape = write_vectors(read_sentences(text), count, encoder, output)
    first = 0
    for document in documents:
        last = first + len(document.sentences)
        print_lines(f"{document.id}  rows {first} to {last - 1}" if last > first else f"{document.id}  no rows")
        first = last
    print_lines(f"Written to {output}: {shape[0]:,} rows, {shape[1]} dimensions")


def _documents(path: Path) -> tuple[Document, ...]:
    """Return the versions of a corpus, or the one of its versions that a file holds."""
    from tei import read_corpus
    from tei.names import CORPUS_FILE

    if path.is_dir() or path.name == CORPUS_FILE:
        return read_corpus(path).documents
    from tei.reader import read_document

    return (read_document(path),)
