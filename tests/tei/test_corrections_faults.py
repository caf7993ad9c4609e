"""Edited links that cannot be taken over: what is told, and that the corpus stays as it was."""

from __future__ import annotations

import re

import pytest
from correction_samples import digests, edit, exported
from export_samples import window_corpus

from corpus.errors import CorpusError, TeialignError
from tei import IMPORT_FORMATS, import_links, write_corpus

EXPORTED = sorted(set(IMPORT_FORMATS) - {"tei"})

FAULTS = [
    ("tsv", "window.tsv", ("ru.b1.3\t", "ru.b9\t"), "window.tsv:3: the corpus has no sentence 'ru.b9'"),
    ("tsv", "window.tsv", ("ru.b1.3\t", "ru.b1.2\t"), "window.tsv:3: ru.b1.2 is already in the link at line 2"),
    ("tsv", "window.tsv", ("ru.b1.1 ru.b1.2\t", "ru.b1.1 ru.b1.3\t"), "window.tsv:2: the sentences of one side"),
    ("tsv", "window.tsv", ("Никого.", "Нету никого."), "window.tsv:3: its text is not that of the corpus's"),
    ("tsv", "window.tsv", ("ru.b1.3", "ru.b1.2"), ("Никого.", "Он встал."), "window.tsv:3: its ids (ru.b1.2) and its"),
    ("tsv", "window.tsv", ("source_ids", "from"), "window.tsv:1: the columns source_ids and target_ids are missing"),
    ("beads", "window.beads", ("[1]:[2]", "[1]:[3]"), "window.beads:2: there is no sentence 3"),
    ("beads", "window.beads", ("[1]:[2]", "[1]-[2]"), "window.beads:2: not a bead"),
    ("intertext", "window.en.ru.xml", ("1:2;1:3", "1:2;1:4"), "window.en.ru.xml:4: there is no sentence 1:4"),
    (
        "intertext",
        "window.ru.xml",
        ("Никого.", "Никого!"),
        "window.ru.xml:6: the sentence 1:3 is not that of the corpus",
    ),
    ("intertext", "window.ids.tsv", ("ru.b1.3", "ru.s3"), "window.ids.tsv:6: 1:3 is not ru.s3 in the corpus"),
    ("intertext", "window.en.ru.xml", ('toDoc="window.en', 'toDoc="window.de'), "are not the files of the pivot"),
    ("intertext", "window.en.ru.xml", ("</linkGrp>", ""), "not well-formed"),
    ("tmx", "window.tmx", ("Никого.", "Никого"), "window.tmx:12: its text is not that"),
    ("tmx", "window.tmx", ("<body>", "<bodi>"), "not well-formed"),
    (
        "tmx",
        "window.tmx",
        ('<prop type="x-document">ru', '<prop type="x-document">de'),
        ('"ru"', '"de"'),
        "a text in de",
    ),
    ("tei", "window.alignment.xml", ("ru.b1.3", "ru.b9"), "the corpus has no sentence 'ru.b9'"),
    ("tei", "window.alignment.xml", ("<TEI", '<!DOCTYPE x [<!ENTITY a "">]><TEI'), "document type declares"),
]


@pytest.mark.parametrize(("format_name", "file", "changes", "problem"), [(a, b, c, d) for a, b, *c, d in FAULTS])
def test_what_cannot_be_taken_over_is_named(tmp_path, format_name, file, changes, problem):
    write_corpus(window_corpus(), tmp_path / "c")
    before = digests(tmp_path / "c")
    exported(window_corpus(), format_name, tmp_path / "e")
    edit(tmp_path / "e" / file, *changes)
    path = tmp_path / "e" if format_name == "intertext" else tmp_path / "e" / file
    with pytest.raises(TeialignError, match=re.escape(problem)):
        import_links(tmp_path / "c", format_name, path)
    assert digests(tmp_path / "c") == before


@pytest.mark.parametrize("file", ["beads/window.beads", "intertext/window.ids.tsv", "tsv/window.tsv"])
def test_a_file_in_another_encoding_is_refused(tmp_path, file):
    write_corpus(window_corpus(), tmp_path / "c")
    format_name = file.partition("/")[0]
    exported(window_corpus(), format_name, tmp_path / format_name)
    (tmp_path / file).write_bytes((tmp_path / file).read_bytes() + "é\n".encode("latin-1"))
    with pytest.raises(TeialignError, match="not UTF-8 text; save it as UTF-8"):
        import_links(tmp_path / "c", format_name, tmp_path / format_name)


def test_names_and_formats_that_cannot_be(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    with pytest.raises(CorpusError, match="choose one of beads, intertext, opus, tei, tmx, tsv"):
        import_links(tmp_path / "c", "docx", tmp_path)
    with pytest.raises(CorpusError, match="XML cannot hold"):
        import_links(tmp_path / "c", "tsv", tmp_path, by="\x00")
    with pytest.raises(CorpusError, match="is not a date"):
        import_links(tmp_path / "c", "tsv", tmp_path, date="today")
    with pytest.raises(TeialignError, match="no such file"):
        import_links(tmp_path / "c", "tsv", tmp_path / "nowhere.tsv")
    (tmp_path / "empty").mkdir()
    for format_name in EXPORTED:
        with pytest.raises(TeialignError, match="no file ending in"):
            import_links(tmp_path / "c", format_name, tmp_path / "empty")
