"""JSON lines: a JSON object for each link, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from corpus.files import File
from corpus.model import Corpus
from tei.export.content import AlignedPair, aligned_pairs, pair_file, readme


def files(corpus: Corpus) -> Iterator[File]:
    """
    Yield a file for each pair: a JSON object for each link.

    With one pair the file is ``NAME.jsonl``, with several ``NAME.ID.jsonl``. All objects have the same keys; the ids
    and the text of an empty side are empty.
    """
    for pair in aligned_pairs(corpus):
        yield File(pair_file(corpus, pair.alignment, "jsonl"), _lines(pair))
    yield _readme(corpus)


def _lines(pair: AlignedPair) -> Iterator[str]:
    for number, bead in enumerate(pair.alignment.beads, start=1):
        (source_ids, target_ids), (source_text, target_text) = pair.ids(bead), pair.texts(bead)
        link = {
            "link": number,
            "source": pair.source.id,
            "target": pair.target.id,
            "source_language": pair.source.language,
            "target_language": pair.target.language,
            "type": bead.type,
            "confidence": bead.probability,
            "status": bead.status,
            "by": bead.attribution.name if bead.attribution else "",
            "source_ids": source_ids,
            "target_ids": target_ids,
            "source_text": source_text,
            "target_text": target_text,
        }
        yield json.dumps(link, ensure_ascii=False) + "\n"


def _readme(corpus: Corpus) -> File:
    file = pair_file(corpus, corpus.alignments[0], "jsonl")
    return readme(f"""
        # JSON lines

        A JSON object for each link: `link` (its number), `source` and `target` (the versions), `source_language`,
        `target_language`, `type`, `confidence` (null if the link comes from a person or another corpus), `status`
        (`aligned`, `corrected`, `confirmed`, `given`), `by`, `source_ids`, `target_ids`, `source_text`, `target_text`.

        ```python
        import json

        with open("{file}", encoding="utf-8") as lines:
            links = [json.loads(line) for line in lines]
        doubtful = [link for link in links if link["status"] == "aligned" and link["confidence"] < 0.5]
        ```

        Or `pandas.read_json("{file}", lines=True)`, or `datasets.load_dataset("json", data_files="{file}")`.
    """)
