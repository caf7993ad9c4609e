"""What Moses, OPUS and NLTK hold of each pair: read back here, by opustools and by NLTK."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from export_samples import CORPORA, hard_corpus, linked_texts, seed_corpus
from hypothesis import given, settings
from lxml import etree
from tei_samples import corpora, make_corpus

from corpus.errors import TextWarning
from tei import export_corpus
from tei.export.tokens import tokens


def read_lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8").split("\n")[:-1]


@pytest.mark.parametrize("make", CORPORA)
def test_moses(tmp_path, make):
    corpus = make()
    export_corpus(corpus, "moses", tmp_path)
    for version, _, texts in linked_texts(corpus):
        stem = f"{corpus.name}.{corpus.pivot.id}-{version.id}"
        sides = [read_lines(tmp_path / f"{stem}.{each}") for each in (corpus.pivot.id, version.id)]
        assert list(zip(*sides, strict=True)) == texts


@given(corpora())
@settings(deadline=None, max_examples=20)
def test_moses_of_any_corpus_has_a_line_for_each_link(tmp_path_factory, corpus):
    # Windows has no file whose name ends with a full stop, and the files end in the id.
    if corpus.versions and not any(each.id.endswith(".") for each in corpus.documents):
        folder = tmp_path_factory.mktemp("moses")
        paths = export_corpus(corpus, "moses", folder)
        for number, alignment in enumerate(corpus.alignments):
            for path in paths[2 * number : 2 * number + 2]:
                assert len(path.read_bytes().decode("utf-8").splitlines()) == len(alignment.beads)


@pytest.mark.parametrize("make", CORPORA)
def test_opus_read_gives_the_moses_pair(tmp_path, make):
    pytest.importorskip("opustools", reason="opustools is not installed: pip install opustools")
    corpus = make()
    export_corpus(corpus, "opus", tmp_path / "opus")
    export_corpus(corpus, "moses", tmp_path / "moses")
    name = (tmp_path / "opus").glob("*_latest_raw_en.zip").__next__().name.removesuffix("_latest_raw_en.zip")
    for version in corpus.versions:
        for source, target in ((corpus.pivot.id, version.id), (version.id, corpus.pivot.id)):
            script = (
                "from opustools import OpusRead\n"
                f"OpusRead(directory={name!r}, source={source!r}, target={target!r}, preprocess='raw', "
                "download_dir='.', write_mode='moses', write=['a', 'b']).printPairs()"
            )
            subprocess.run([sys.executable, "-c", script], cwd=tmp_path / "opus", check=True, capture_output=True)
            stem = f"{corpus.name}.{corpus.pivot.id}-{version.id}"
            for file, side in (("a", source), ("b", target)):
                assert read_lines(tmp_path / "opus" / file) == read_lines(tmp_path / "moses" / f"{stem}.{side}")


def test_opus_links(tmp_path):
    export_corpus(make_corpus(), "opus", tmp_path)
    root = etree.fromstring(gzip.decompress((tmp_path / "lighthouse_latest_xml_en-ru.xml.gz").read_bytes()))
    group = root.find("linkGrp")
    assert (group.get("fromDoc"), group.get("toDoc")) == ("en/lighthouse.xml.gz", "ru/lighthouse.xml.gz")
    assert [(link.get("xtargets"), link.get("certainty")) for link in group] == [
        ("en.b1.1;ru.b1.1", "0.98"),
        ("en.b2.1;ru.b2.1", "0.3333333333333333"),
        ("en.b2.2;ru.b2.2 ru.b2.3", "1e-07"),
        ("en.b2.3;", "1.0"),
    ]


def test_compressed_files_are_the_same_each_time(tmp_path):
    for folder in ("a", "b"):
        export_corpus(seed_corpus(), "opus", tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("make", CORPORA)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_nltk(tmp_path, monkeypatch, make):
    reader = pytest.importorskip("nltk.corpus.reader", reason="NLTK is not installed: pip install nltk")
    monkeypatch.setattr("nltk.data.path", [str(tmp_path)])
    corpus = make()
    paths = export_corpus(corpus, "nltk", tmp_path)
    for path, version, alignment in zip(paths, corpus.versions, corpus.alignments, strict=False):
        found = reader.AlignedCorpusReader(str(tmp_path), [path.name], encoding="utf-8").aligned_sents()
        expected = [
            [
                [token for s in document.sentences[run.start : run.stop] for token in tokens(s.text)]
                for document, run in ((corpus.pivot, bead.source), (version, bead.target))
            ]
            for bead in alignment.beads
            if bead.source and bead.target
        ]
        for link, (words, mots) in zip(found, expected, strict=True):
            assert [word.replace("\uff1d", "=") for word in link.words] == words
            assert link.mots == mots
            assert str(link.alignment) == "0-0"


def test_nltk_tells_what_it_leaves_out(tmp_path):
    with pytest.warns(TextWarning) as caught:
        export_corpus(hard_corpus(), "nltk", tmp_path)
    messages = [str(each.message) for each in caught]
    assert "en-ru: links with an empty side, which NLTK cannot read, were left out: 2" in messages
    assert "en.b3.2: an equals sign that NLTK would read as a rule was replaced by a full-width one" in messages
