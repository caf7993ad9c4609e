"""The formats whose texts stand in the order of the links: InterText, RNC, ParaConc; and their groups of links."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from export_samples import hard_corpus, seed_corpus, window_corpus
from hypothesis import given, settings
from lxml import etree
from tei_samples import corpora, make_corpus

from corpus.errors import CorpusError
from tei import export_corpus
from tei.export.parallel_segments import parallel_segments
from tei.formats.lines import one_line

ORDERED = ("intertext", "manatee", "paraconc", "rnc")
"""Formats whose texts stand in the order of the links."""


@pytest.mark.parametrize("format_name", ORDERED)
def test_links_that_cross_are_refused(tmp_path, format_name):
    with pytest.raises(
        CorpusError, match=r"^en-en-2: .* cannot hold links that cross: 1-1 from sentence 1 to sentence 4"
    ):
        export_corpus(make_corpus(), format_name, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", [hard_corpus, seed_corpus, window_corpus])
def test_intertext(tmp_path, make):
    corpus = make()
    paths = export_corpus(corpus, "intertext", tmp_path)
    count = len(corpus.documents)
    texts = [[(s.get("id"), s.text) for s in etree.parse(path).getroot().iter("s")] for path in paths[:count]]
    for found, document in zip(texts, corpus.documents, strict=True):
        assert [text for _, text in found] == [one_line(s.text) for s in document.sentences]
        assert all(re.fullmatch(r"[1-9]\d*:[1-9]\d*", each) for each, _ in found)
        assert len({each for each, _ in found}) == len(found)
    for number, path in enumerate(paths[count : 2 * count - 1], start=1):
        group = etree.parse(path).getroot()
        assert (group.get("toDoc"), group.get("fromDoc")) == (paths[0].name, paths[number].name)
        sides = [link.get("xtargets").split(";") for link in group]
        assert [each for left, _ in sides for each in left.split()] == [each for each, _ in texts[0]]
        assert [each for _, right in sides for each in right.split()] == [each for each, _ in texts[number]]
        for link, (left, right) in zip(group, sides, strict=True):
            assert link.get("type") == f"{len(left.split())}-{len(right.split())}"
        assert {link.get("type") for link in group} == {bead.type for bead in corpus.alignments[number - 1].beads}
    rows = [line.split("\t") for line in paths[2 * count - 1].read_text("utf-8").splitlines()[1:]]
    assert [row[2] for row in rows] == [s.id for document in corpus.documents for s in document.sentences]
    assert [row[1] for row in rows] == [each for found in texts for each, _ in found]


def test_rnc(tmp_path):
    path, *_ = export_corpus(hard_corpus(), "rnc", tmp_path)
    root = etree.parse(path).getroot()
    assert [child.tag for child in root] == ["head", "body"]
    assert root.find("head/meta").get("content") == 'The "A & B"'
    by_version: dict[tuple[str, str | None], list[str]] = {}
    for unit in root.find("body"):
        assert unit.tag == "para"
        for text in unit:
            by_version.setdefault((text.get("lang"), text.get("variant_id")), []).append(text.text)
    keys = [("en", None), ("ru", "0"), ("ru", "1"), ("he", None), ("zh-Hant", None)]
    for key, document in zip(keys, hard_corpus().documents, strict=True):
        assert " ".join(by_version[key]) == " ".join(one_line(s.text) for s in document.sentences)


def test_paraconc(tmp_path):
    paths = export_corpus(seed_corpus(), "paraconc", tmp_path)
    ids = []
    for path, document in zip(paths, seed_corpus().documents, strict=False):
        segments = list(etree.parse(path).getroot())
        ids.append([segment.get("id") for segment in segments])
        text = " ".join(filter(None, (segment.text for segment in segments)))
        assert text == " ".join(one_line(s.text) for s in document.sentences)
    assert all(each == ids[0] for each in ids)


def test_paraconc_holds_four_texts(tmp_path):
    with pytest.raises(CorpusError, match="ParaConc can load 4 texts, the corpus has 5"):
        export_corpus(hard_corpus(), "paraconc", tmp_path)


@given(corpora())
@settings(deadline=None, max_examples=100)
def test_each_link_is_in_one_group(corpus):
    found = list(parallel_segments(corpus))
    assert [n for group in found for n in group.source] == list(range(len(corpus.pivot.sentences)))
    for version, alignment in enumerate(corpus.alignments):
        assert tuple(bead for group in found for bead in group.beads[version]) == alignment.beads
        for group in found:
            inside = [n for bead in group.beads[version] for n in bead.source]
            assert inside == list(group.source) or not group.source
    # No group could be cut: each boundary inside one is inside a link.
    for group in found:
        cuts = {n for beads in group.beads for bead in beads for n in list(bead.source)[1:]}
        assert set(list(group.source)[1:]) <= cuts


def test_a_loose_link_stands_where_its_text_does():
    found = [(group.source, *(len(beads) for beads in group.beads)) for group in parallel_segments(hard_corpus())]
    assert found == [(range(0), 0, 0, 0, 1), (range(4), 5, 3, 2, 2)]
    pairs = replace(hard_corpus(), versions=hard_corpus().versions[:2], alignments=hard_corpus().alignments[:2])
    found = [(group.source, *(len(beads) for beads in group.beads)) for group in parallel_segments(pairs)]
    assert found == [(range(1), 1, 1), (range(1, 3), 3, 1), (range(3, 4), 1, 1)]
