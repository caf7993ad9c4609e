"""What is written is read back, whatever it was."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tei_samples import ANY_TEXT, KINDS, corpora, make_block, make_corpus

from corpus.errors import CorpusError, TextWarning
from corpus.model import Alignment, Corpus, Document, Metadata
from tei import check_corpus, read_corpus, write_corpus
from tei.characters import legal


def only(document: Document) -> Corpus:
    return Corpus("x", document, (), ())


@given(corpora())
@settings(deadline=None, max_examples=80)
def test_read_gives_back_what_was_written(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("corpora") / "corpus"
    paths = write_corpus(corpus, folder)
    assert read_corpus(folder) == corpus
    assert check_corpus(folder) == ()
    assert {path.name for path in folder.iterdir()} == {path.name for path in paths}


@given(corpora(ANY_TEXT))
@settings(deadline=None, max_examples=40)
def test_illegal_characters_are_replaced_one_for_one(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("corpora") / "corpus"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        write_corpus(corpus, folder)
        expected = legal(corpus)
        assert read_corpus(folder) == expected
    for before, after in zip(corpus.documents, expected.documents, strict=True):
        assert [block.text.translate(REPLACED) for block in before.blocks] == [block.text for block in after.blocks]


REPLACED = {
    **dict.fromkeys((*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
    **dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F), " "),
    0x09: "\t",
    0x0A: "\n",
    0x0D: "\r",
}


@given(st.lists(st.sampled_from(KINDS), max_size=12))
@settings(deadline=None, max_examples=50)
def test_any_sequence_of_kinds_comes_back(tmp_path_factory, kinds):
    folder = tmp_path_factory.mktemp("corpora") / "corpus"
    blocks = tuple(make_block(f"b{number}", kind, "A.", "B.") for number, kind in enumerate(kinds))
    write_corpus(only(Document("en", "en", "pivot", blocks)), folder)
    assert tuple(block.kind for block in read_corpus(folder).pivot.blocks) == tuple(kinds)
    assert check_corpus(folder) == ()


def test_the_corpus_file_names_the_corpus_too(tmp_path):
    write_corpus(make_corpus(), tmp_path / "c")
    assert read_corpus(tmp_path / "c" / "corpus.xml") == make_corpus()


def test_a_carriage_return_survives(tmp_path):
    block = make_block("b", "p", "one\r\ntwo\rthree")
    write_corpus(only(Document("en", "en", "pivot", (block,))), tmp_path / "c")
    assert b"one&#13;\ntwo&#13;three" in (tmp_path / "c" / "x.en.xml").read_bytes()
    assert read_corpus(tmp_path / "c").pivot.blocks == (block,)


def test_one_warning_a_document_counts_all_replaced_characters(tmp_path):
    block = make_block("b", "p", "a\x00b\x01", "c")
    document = Document("en", "en", "pivot", (block,), Metadata("t\ud800", "s\uffff", ""), "x\x02")
    with pytest.warns(TextWarning, match="^en: .*: 5$") as caught:
        write_corpus(only(document), tmp_path / "c")
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert read_corpus(tmp_path / "c").pivot.metadata == Metadata("t\ufffd", "s\ufffd", "")


def test_a_page_break_between_sentences_stays_white_space(tmp_path):
    block = make_block("b", "p", "One.", "Two.", gap="\x0c")
    with pytest.warns(TextWarning, match=": 1$"):
        write_corpus(only(Document("en", "en", "pivot", (block,))), tmp_path / "c")
    assert read_corpus(tmp_path / "c").pivot.blocks[0].text == "One. Two."


def test_a_pair_without_sentences_keeps_its_signature(tmp_path):
    empty = [Document(identifier, identifier, "translation", ()) for identifier in ("en", "ru")]
    corpus = Corpus("x", empty[0], (empty[1],), (Alignment("en", "ru", (), "encoder:none"),))
    write_corpus(corpus, tmp_path / "c")
    assert read_corpus(tmp_path / "c") == corpus
    assert check_corpus(tmp_path / "c") == ()


def test_the_id_of_the_aligner_is_its_own(tmp_path):
    names = ("aligner", "aligner-2")
    documents = [Document(name, "en", "pivot", (make_block(f"b{name}", "p", "A."),)) for name in names]
    alignment = Alignment(*names, make_corpus().alignments[0].beads[:1])
    write_corpus(Corpus("x", documents[0], (documents[1],), (alignment,)), tmp_path / "c")
    assert 'resp="#aligner-3"' in (tmp_path / "c" / "x.alignment.xml").read_text("utf-8")
    assert check_corpus(tmp_path / "c") == ()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_people_add_is_read_through(tmp_path):
    write_corpus(make_corpus(), tmp_path)
    edit(tmp_path / "lighthouse.en.xml", "No one.", "<hi>No <!-- really --><pb/><q>one</q></hi>.")
    edit(tmp_path / "lighthouse.en.xml", "<body>", "<!-- by hand --><body>")
    edit(tmp_path / "lighthouse.en.xml", "</titleStmt>", '<editor role="translator">K.</editor></titleStmt>')
    english = make_corpus().pivot
    english = replace(english, metadata=replace(english.metadata, translators=("K.",)))
    assert read_corpus(tmp_path) == replace(make_corpus(), pivot=english)
    assert check_corpus(tmp_path) == ()


def test_a_link_without_cert_is_certain(tmp_path):
    write_corpus(make_corpus(), tmp_path)
    edit(tmp_path / "lighthouse.alignment.xml", ' cert="0.98"', "")
    assert read_corpus(tmp_path).alignments[0].beads[0].confidence == 1.0
    assert check_corpus(tmp_path) == ()


def test_an_edited_title_is_read(tmp_path):
    write_corpus(make_corpus(), tmp_path)
    edit(tmp_path / "lighthouse.en-2.xml", '<title type="short">lighthouse<', '<title type="short">A Rival<')
    assert read_corpus(tmp_path).versions[1].metadata.title == "A Rival"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda corpus: replace(corpus, name=""), "cannot be called ''"),
        (lambda corpus: replace(corpus, name="../x"), "cannot be called '../x'"),
        (lambda corpus: replace(corpus, name="a\nb"), "cannot be called"),
        (lambda corpus: replace(corpus, name="a\ud800"), "cannot be called"),
        (lambda corpus: only(replace(corpus.pivot, language="English!")), "en: 'English!' is not a language code"),
        (lambda corpus: only(replace(corpus.pivot, language="")), "en: '' is not a language code"),
        (lambda corpus: only(replace(corpus.pivot, id="1en")), "x: the id '1en' is not an XML name"),
        (lambda corpus: only(replace(corpus.pivot, id="alignment")), "the name of another"),
        (
            lambda corpus: replace(
                corpus,
                versions=(replace(corpus.versions[0], id="EN"),),
                alignments=(replace(corpus.alignments[0], target="EN"),),
            ),
            "the id 'EN' would give a file the name of another",
        ),
    ],
)
def test_names_that_cannot_be_written_are_refused(tmp_path, change, message):
    with pytest.raises(CorpusError, match=message):
        write_corpus(change(make_corpus()), tmp_path / "c")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("date", ["2026-13-01", "20260101", "today", "", "2026-W01-1"])
def test_a_date_that_is_none_is_refused(tmp_path, date):
    with pytest.raises(CorpusError, match="is not a date"):
        write_corpus(make_corpus(), tmp_path / "c", date=date)
