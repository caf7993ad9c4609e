"""Links that cross, found by the aligner: they reach the TEI files, the checks and every export, or are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tei_samples import make_block

from align import align_embeddings
from align.engine.crossings import crossing_links
from align.evaluation.metrics import bead_sets, read_beads
from corpus import Corpus, CorpusError, Document
from tei import check_corpus, export_corpus, read_corpus, write_corpus
from tei.export import FORMATS
from tei.export.verification import check_export

COUNT = 30
ORDER = (*range(5), *range(8, 20), *range(5, 8), *range(20, COUNT))
REFUSED = {"intertext", "manatee", "paraconc", "rnc"}


def moved_corpus() -> Corpus:
    """A text of 30 sentences, and its translation, in which three stand elsewhere; the links are the aligner's."""
    source = Document("en", "en", "pivot", (make_block("en.b1", "p", *(f"Here is {n}." for n in range(COUNT))),))
    target = Document("de", "de", "version", (make_block("de.b1", "p", *(f"Da ist {n}." for n in ORDER)),))
    vectors = np.random.default_rng(1).normal(0, 1, (COUNT, 32))
    lengths = [10.0] * COUNT
    alignment = align_embeddings(vectors, vectors[list(ORDER)], lengths, lengths)
    return Corpus("moved", source, (target,), (replace(alignment, source="en", target="de"),))


CORPUS = moved_corpus()


def test_the_corpus_has_such_links() -> None:
    assert len(crossing_links(CORPUS.alignments[0].beads)) == 3


def test_they_are_written_read_and_checked(tmp_path: Path) -> None:
    write_corpus(CORPUS, tmp_path / "out")
    assert check_corpus(tmp_path / "out") == ()
    assert read_corpus(tmp_path / "out").alignments == CORPUS.alignments


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_export_holds_or_refuses_them(format_name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    if format_name in REFUSED:
        with pytest.raises(CorpusError, match=r"^en-de: .* cannot hold links that cross: 1-1 from sentence \d+"):
            export_corpus(CORPUS, format_name, out)
        assert not out.exists()
        return
    export_corpus(CORPUS, format_name, out)
    assert check_export(CORPUS, out) == ()


def test_what_holds_them_pairs_what_belongs_together(tmp_path: Path) -> None:
    for format_name in ("beads", "jsonl", "moses"):
        export_corpus(CORPUS, format_name, tmp_path / format_name)
    assert read_beads(tmp_path / "beads" / "moved.beads") == bead_sets(CORPUS.alignments[0])
    links = map(json.loads, (tmp_path / "jsonl" / "moved.jsonl").read_text(encoding="utf-8").splitlines())
    texts = [(link["source_text"], link["target_text"]) for link in links]
    assert texts == [(f"Here is {n}.", f"Da ist {n}.") for n in range(COUNT)]
    sides = [
        (tmp_path / "moses" / f"moved.en-de.{name}").read_text(encoding="utf-8").splitlines() for name in ("en", "de")
    ]
    assert list(zip(*sides, strict=True)) == texts
