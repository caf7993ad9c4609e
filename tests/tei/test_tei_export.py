"""The derived formats."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tei_samples import ANY_TEXT, corpora, make_block, make_corpus

import tei
from corpus.errors import CorpusError
from corpus.model import Alignment, Bead, Corpus, Document, Metadata
from tei import FORMATS, export_corpus


def pair() -> Corpus:
    """The sample without its last version."""
    sample = make_corpus()
    return replace(sample, versions=sample.versions[:1], alignments=sample.alignments[:1])


def test_beads_of_one_pair(tmp_path):
    path, _ = export_corpus(pair(), "beads", tmp_path / "out")
    assert path == tmp_path / "out" / "lighthouse.beads"
    assert path.read_bytes() == b"[0]:[0]\n[1]:[1]\n[2]:[2, 3]\n[3]:[]\n"


def test_beads_of_several_pairs(tmp_path):
    paths = export_corpus(make_corpus(), "beads", tmp_path)
    assert [path.name for path in paths] == ["lighthouse.ru.beads", "lighthouse.en-2.beads", "README.md"]
    assert paths[1].read_text() == "[0]:[3]\n[1]:[2]\n[2, 3]:[0, 1]\n"


def test_tsv(tmp_path):
    path, _ = export_corpus(pair(), "tsv", tmp_path)
    assert path.read_text("utf-8") == (
        "link\tsource_ids\ttarget_ids\ttype\tconfidence\tsource_text\ttarget_text\tstatus\tby\n"
        "1\ten.b1.1\tru.b1.1\t1-1\t0.98\tThe Lighthouse\tМаяк\taligned\t\n"
        "2\ten.b2.1\tru.b2.1\t1-1\t0.3333333333333333\tHe rose. \tОн встал.\taligned\t\n"
        "3\ten.b2.2\tru.b2.2 ru.b2.3\t1-2\t1e-07\t“Who's <there>?”\tКто там? И всё?\taligned\t\n"
        "4\ten.b2.3\t\t1-0\t1.0\tNo one.\t\taligned\t\n"
    )


def test_what_is_known_of_a_version_is_in_the_formats_that_have_a_place(tmp_path):
    corpus = pair()
    known = Metadata('A "B" & C', authors=("Ann", "Ben"), licence="CC0-1.0")
    corpus = replace(corpus, pivot=replace(corpus.pivot, metadata=known))
    for name in ("cwb", "manatee", "tmx"):
        export_corpus(corpus, name, tmp_path / name)
    values = 'title="{}" author="Ann; Ben" translator="" date="" licence="CC0-1.0" url=""'
    assert (
        values.format("A &quot;B&quot; &amp; C")
        in (tmp_path / "cwb" / "lighthouse_en.vrt").read_text("utf-8").partition("\n")[0]
    )
    assert (
        values.format("A 'B' & C")
        in (tmp_path / "manatee" / "lighthouse_en.vert").read_text("utf-8").partition("\n")[0]
    )
    memory = (tmp_path / "tmx" / "lighthouse.tmx").read_text("utf-8").partition("</header>")[0]
    assert '<prop type="x-title-en">A "B" &amp; C</prop>\n<prop type="x-author-en">Ann; Ben</prop>' in memory


@given(corpora(ANY_TEXT))
@settings(deadline=None, max_examples=60)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_every_line_of_a_tsv_is_one_link(tmp_path_factory, corpus):
    if corpus.versions:
        *paths, _ = export_corpus(corpus, "tsv", tmp_path_factory.mktemp("tsv"))
        for path, alignment in zip(paths, corpus.alignments, strict=True):
            lines = path.read_bytes().decode("utf-8").splitlines()
            assert [line.count("\t") for line in lines] == [8] * (len(alignment.beads) + 1)
            cells = [line.split("\t") for line in lines[1:]]
            assert [cell[4] and float(cell[4]) for cell in cells] == [
                "" if bead.attribution else bead.confidence for bead in alignment.beads
            ]


@given(corpora())
@settings(deadline=None, max_examples=60)
def test_beads_read_back(tmp_path_factory, corpus):
    if corpus.versions:
        *paths, _ = export_corpus(corpus, "beads", tmp_path_factory.mktemp("beads"))
        for path, alignment in zip(paths, corpus.alignments, strict=True):
            found = [
                tuple([int(number) for number in re.findall(r"\d+", side)] for side in line.split(":"))
                for line in path.read_text().splitlines()
            ]
            assert found == [(list(bead.source), list(bead.target)) for bead in alignment.beads]


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"parquet"}))
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_nothing_is_overwritten_without_force(tmp_path, format_name):
    paths = export_corpus(pair(), format_name, tmp_path)
    before = [path.read_bytes() for path in paths]
    names = [path.name for path in paths]
    (tmp_path / "notes.txt").write_text("mine")
    paths[0].write_text("mine")
    with pytest.raises(CorpusError, match=f"already there: {', '.join(names)}; choose another folder"):
        export_corpus(pair(), format_name, tmp_path)
    assert paths[0].read_text() == "mine"
    export_corpus(pair(), format_name, tmp_path, force=True)
    assert [path.read_bytes() for path in paths] == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([*names, "notes.txt"])


def test_a_folder_in_the_way(tmp_path):
    (tmp_path / "lighthouse.beads").mkdir()
    with pytest.raises(CorpusError, match="a folder is in the way"):
        export_corpus(pair(), "beads", tmp_path, force=True)


def test_an_unknown_format_lists_the_known(tmp_path):
    with pytest.raises(
        CorpusError, match=r"unknown format 'doc'; choose one of beads, blacklab, .*, tmx, tmx-all, tsv"
    ):
        export_corpus(pair(), "doc", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_without_versions(tmp_path):
    with pytest.raises(CorpusError, match="no version to export"):
        export_corpus(replace(pair(), versions=(), alignments=()), "beads", tmp_path)


def test_a_name_with_a_folder_in_it(tmp_path):
    with pytest.raises(CorpusError, match="cannot be called"):
        export_corpus(replace(pair(), name="../x"), "beads", tmp_path / "out")


@given(st.text(st.sampled_from("a\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), min_size=1).filter(str.strip))
@settings(deadline=None, max_examples=60)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_breaks_in_a_text_become_spaces(tmp_path_factory, text):
    documents = [Document(name, "en", "pivot", (make_block(f"{name}.b", "p", text),)) for name in ("a", "b")]
    alignment = Alignment("a", "b", (Bead(range(1), range(1), 0.5),))
    path, _ = export_corpus(
        Corpus("x", documents[0], (documents[1],), (alignment,)), "tsv", tmp_path_factory.mktemp("tsv")
    )
    row = path.read_bytes().decode("utf-8").rstrip("\n").splitlines()[1].split("\t")
    assert row[5] == row[6] == "".join("a" if character == "a" else " " for character in text)


def test_the_facade():
    assert set(dir(tei)) == set(tei.__all__)
    for name in tei.__all__:
        assert getattr(tei, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(tei, "no" + "thing")
