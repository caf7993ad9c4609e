"""Parquet in the layout of Hugging Face translation data sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType

from corpus.errors import CorpusError
from corpus.files import File
from corpus.model import Corpus
from tei.export.compression import OutputBuffer
from tei.export.content import AlignedPair, aligned_pairs, pair_file, readme
from tei.formats.fields import known_fields

_ROWS = 10_000


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a table for each pair, with a row for each link: ``id``, ``translation``, ``type``, ``confidence``.

    ``translation`` has a text for the id of each of the two versions; that of an empty side is empty. With one pair the
    file is ``NAME.parquet``, with several ``NAME.ID.parquet``.

    Raises:
        CorpusError: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise CorpusError("parquet needs pyarrow", remedy="install it: pip install pyarrow") from error
    for pair in aligned_pairs(corpus):
        yield File(pair_file(corpus, pair.alignment, "parquet"), _table(pyarrow, pair))
    yield _readme(corpus)


def _table(pyarrow: ModuleType, pair: AlignedPair) -> Iterator[bytes]:
    left, right = pair.source.id, pair.target.id
    translation = pyarrow.struct([(left, pyarrow.string()), (right, pyarrow.string())])
    columns = [
        ("id", pyarrow.string()),
        ("translation", translation),
        ("type", pyarrow.string()),
        ("confidence", pyarrow.float64()),
    ]
    schema = pyarrow.schema(columns, metadata={"huggingface": _info(pair)})
    buffer = OutputBuffer()
    beads = pair.alignment.beads
    with pyarrow.parquet.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for start in range(0, len(beads), _ROWS):
            rows = [
                {
                    "id": f"{left}-{right}.{number}",
                    "translation": dict(zip((left, right), pair.texts(bead), strict=True)),
                    "type": bead.type,
                    "confidence": bead.probability,
                }
                for number, bead in enumerate(beads[start : start + _ROWS], start=start + 1)
            ]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            yield buffer.take()
    yield buffer.take()


def _info(pair: AlignedPair) -> str:
    """Return what `datasets` knows of a data set: its features, by which a translation is one, and its metadata."""
    documents = (pair.source, pair.target)
    known = {document.id: known_fields(document) for document in documents}
    features = {
        "id": {"dtype": "string", "_type": "Value"},
        "translation": {"languages": [document.id for document in documents], "_type": "Translation"},
        "type": {"dtype": "string", "_type": "Value"},
        "confidence": {"dtype": "float64", "_type": "Value"},
    }
    info = {
        "features": features,
        "description": json.dumps(known, ensure_ascii=False),
        "license": "; ".join(dict.fromkeys(each["licence"] for each in known.values() if "licence" in each)),
        "homepage": next((each["url"] for each in known.values() if "url" in each), ""),
    }
    return json.dumps({"info": info})


def _readme(corpus: Corpus) -> File:
    file = pair_file(corpus, corpus.alignments[0], "parquet")
    left, right = corpus.pivot.id, corpus.versions[0].id
    return readme(f"""
        # Parquet (Hugging Face)

        A row for each link, in the layout of translation data sets. With `pip install datasets`:

        ```python
        from datasets import load_dataset

        links = load_dataset("parquet", data_files="{file}", split="train")
        links = links.filter(lambda link: link["translation"]["{left}"] and link["translation"]["{right}"])
        ```

        The metadata of both versions are the `description` in the information of the data set, as JSON.

        Columns: `id`, `translation` (its keys are the ids of the versions; the text of an empty side is empty), `type`,
        `confidence` (null if the link does not come from the aligner). To write this format, `align` needs
        `pip install pyarrow`.
    """)
