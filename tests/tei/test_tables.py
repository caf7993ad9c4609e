"""Tables of programs and spreadsheets: the delimiter and the quoting are found, and no text is changed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from conversion_samples import links, sound, texts
from export_samples import window_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import TeialignError
from tei import convert_corpus, export_corpus, import_links, read_corpus, write_corpus
from tei.formats.table import Table

TABLES = {
    "doubled marks and a line end": ('en\tfr\n"Say ""yes""."\t"Dis\n""oui""."\n', ['Say "yes".'], ['Dis "oui".']),
    "all cells": ('"en"\t"fr"\n"Yes."\t"Oui."\n', ["Yes."], ["Oui."]),
    "all cells but the first row": ('en\tfr\n"Yes."\t"Oui."\n"No."\t""\n', ["Yes.", "No."], ["Oui."]),
    "one column": ('en\tfr\n"Yes."\tOui.\n"No."\tNon.\n', ["Yes.", "No."], ["Oui.", "Non."]),
    "a tab in a cell": ('en\tfr\n"A\tB"\tC\n', ["A\tB"], ["C"]),
    "no quoting": ('en\tfr\n"Yes," he said.\tOui.\n"No."\tNon.\n', ['"Yes," he said.', '"No."'], ["Oui.", "Non."]),
    "no quoting, marks that never close": ('en\tfr\n"Yes.\tOui.\nNo.\tNon.\n', ['"Yes.', "No."], ["Oui.", "Non."]),
    "marks inside": ('en\tfr\n5" and 6"\tA "B"\n', ['5" and 6"'], ['A "B"']),
    "commas": ('en,fr\n"Yes, you.","Oui, toi."\nNo.,Non.\n', ["Yes, you.", "No."], ["Oui, toi.", "Non."]),
    "commas, quoted here and there": ('en,fr\n"Yes.",Oui.\nNo.,"Non."\n', ["Yes.", "No."], ["Oui.", "Non."]),
    "commas and marks that do not fit": ('en,fr\n"Yes" he said.,Oui.\n', ['"Yes" he said.'], ["Oui."]),
    "commas and spaces": ('en, fr\n"Yes, you.", "Oui, toi."\n', ["Yes, you."], ["Oui, toi."]),
    "semicolons": ('en;fr\r\nYes, you.;Oui, toi.\r\n"A;B";C\r\n', ["Yes, you.", "A;B"], ["Oui, toi.", "C"]),
    "names of languages": ("English,French\nYes.,Oui.\n", ["Yes."], ["Oui."]),
    "bars": ("en|fr\nYes, you; all.|Oui.\n", ["Yes, you; all."], ["Oui."]),
    "tabs before commas": ("en\tfr\nA, b.\tC, d.\n", ["A, b."], ["C, d."]),
    "a blank line between": ('en\tfr\n\nYes.\tOui.\n\n"A\n\nB"\tC\n', ["Yes.", "A B"], ["Oui.", "C"]),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("case", TABLES)
def test_tables(tmp_path, case, encoding):
    content, english, french = TABLES[case]
    (tmp_path / "t.csv").write_bytes(content.encode(encoding))
    corpus = convert_corpus([tmp_path / "t.csv"])
    assert texts(corpus) == {"en": english, "fr": french}
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("en,fr\nA, b.,C\n", "t.csv:2: 3 cells, but 2 in the first row; quote each cell that has a comma in its text"),
        (
            'en\tfr\n"A" b\tC\nD\n',
            "t.csv:3: 1 cells, but 2 in the first row, and the quotation marks of the cell at line 2",
        ),
        ("en\n" + "a" * 2**21, "t.csv:2: a line of more than 1 MiB"),
        ('en\tfr\nA\tB\n"' + "a\n" * 700_000, "t.csv:3: 1 cells, but 2 in the first row, and the quotation marks"),
    ],
)
def test_tables_that_are_refused(tmp_path, content, problem):
    (tmp_path / "t.csv").write_text(content, "utf-8")
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / "t.csv"])


def test_broken_utf_16(tmp_path):
    (tmp_path / "t.csv").write_bytes("en\tfr\nA\tB\n".encode("utf-16") + b"\xd8")
    with pytest.raises(TeialignError, match=r"t\.csv:3: not UTF-16 text; save it as UTF-8"):
        convert_corpus([tmp_path / "t.csv"])


CELLS = st.text(st.sampled_from("ab\"\t,;|' \nя"), min_size=1, max_size=8)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
    st.sampled_from("\t,;|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_programs_write_is_read(tmp_path_factory, rows, delimiter, quoting):
    """Any cells, with a first row that shows the delimiter; a line end in a cell is read as a space."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting)
    writer.writerows([("en", "ru"), ("x", "y"), *rows])
    path: Path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_text(stream.getvalue(), "utf-8", newline="")
    found = [tuple(cell.split() for cell in row.cells) for row in Table(path).rows()]
    wanted = [tuple(cell.split() for cell in row) for row in rows]
    assert list(filter(any, found[2:])) == list(filter(any, wanted))


def test_tables_in_several_files_follow_each_other(tmp_path):
    for name, rows in {"a": "en\tfr\nOne.\tUn.\n", "b": "fr,en\nDeux.,Two.\n"}.items():
        (tmp_path / f"{name}.csv").write_text(rows, "utf-8")
    corpus = convert_corpus([tmp_path])
    assert texts(corpus) == {"en": ["One.", "Two."], "fr": ["Un.", "Deux."]}
    assert links(corpus) == [([0], [0]), ([1], [1])]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_of_links_that_became_csv_is_imported(tmp_path, delimiter):
    write_corpus(window_corpus(), tmp_path / "c")
    table, *_ = export_corpus(window_corpus(), "tsv", tmp_path / "e")
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8")), dialect="excel-tab"))
    rows[1][2], rows[2][2] = "ru.b1.1", "ru.b1.2 ru.b1.3"
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert len(import_links(tmp_path / "c", "tsv", tmp_path / "x.csv")) == 1
    assert [bead.type for bead in read_corpus(tmp_path / "c").alignments[0].beads] == ["1-1", "1-2"]


@pytest.mark.parametrize("format_name", ["tsv", "tmx"])
def test_clearing_the_texts_is_no_edit(tmp_path, format_name):
    write_corpus(window_corpus(), tmp_path / "c")
    path, *_ = export_corpus(window_corpus(), format_name, tmp_path / "e")
    text = path.read_text("utf-8")
    for sentence in ("No one.", "Никого.", "Он встал. Подошёл к окну."):
        assert sentence in text
        text = text.replace(sentence, "")
    path.write_text(text, "utf-8")
    assert import_links(tmp_path / "c", format_name, path) == ()
