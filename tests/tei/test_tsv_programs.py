"""Tables of links that CSV programs read and write: nothing changes, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tei_samples import make_block

from corpus.errors import TeialignError
from corpus.model import Alignment, Attribution, Bead, Corpus, Document
from corpus.spreadsheet import protect, unprotect
from tei import convert_corpus, export_corpus, import_links, write_corpus

SIGNS = st.sampled_from(["'", '"', '""', "=", "+", "-", "@", "＝", "\t", "a", " ", "—", ","])
TEXTS = st.lists(SIGNS, min_size=1, max_size=7).map("".join)
SENTENCES = st.tuples(TEXTS, st.sampled_from("aя.")).map("".join).map(str.strip)
FORMULA = tuple("=+-@＝＋－＠\t\r")


@given(st.one_of(TEXTS, st.text()))
def test_the_protection_is_undone(text: str) -> None:
    cell = protect(text)
    assert not cell.lstrip().startswith(FORMULA)
    assert unprotect(cell) == text
    assert cell == text or cell == f"'{text}"


def corpus_of(english: list[str], russian: list[str], person: str = "Ann") -> Corpus:
    source = Document("en", "en", "pivot", (make_block("en.b", "p", *english),))
    target = Document("ru", "ru", "version", (make_block("ru.b", "p", *russian),))
    count, by = min(len(english), len(russian)), Attribution("corrected", person)
    beads = [Bead(range(n, n + 1), range(n, n + 1), 0.5) for n in range(count)]
    beads += [Bead(range(n, n + 1), range(count, count), 1.0, by) for n in range(count, len(english))]
    beads += [Bead(range(count, count), range(n, n + 1), 0.5) for n in range(count, len(russian))]
    return Corpus("x", source, (target,), (Alignment("en", "ru", tuple(beads)),))


def through_csv(text: str, **options: object) -> str:
    """What a program that reads and writes CSV makes of a table."""
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    stream = io.StringIO(newline="")
    csv.writer(stream, dialect="excel-tab", **options).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    english=st.lists(SENTENCES, min_size=1, max_size=4),
    russian=st.lists(SENTENCES, min_size=1, max_size=4),
    person=SENTENCES.map(lambda text: " ".join(text.split())),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_csv_program_changes_nothing(tmp_path_factory, english, russian, person, quoting, encoding) -> None:
    folder: Path = tmp_path_factory.mktemp("t")
    corpus = corpus_of(english, russian, person)
    write_corpus(corpus, folder / "c")
    table, _ = export_corpus(corpus, "tsv", folder / "e")
    text = table.read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    assert len(rows) == 1 + len(corpus.alignments[0].beads)
    assert {len(row) for row in rows} == {9}
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(FORMULA)]
    table.write_bytes(through_csv(text, quoting=quoting).encode(encoding))
    assert import_links(folder / "c", "tsv", table) == ()
    if encoding != "utf-16":
        found = convert_corpus([table], "tsv", languages=["en", "ru"])
        assert [each.text.split() for each in found.pivot.sentences] == [text.split() for text in english]


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [
        ('"Who?"', True),
        ('"""Who?"""', True),
        ("Who?", True),
        ('"Who?', False),
        ('\'"Who?"', False),
        ('"What?"', False),
    ],
)
def test_quotation_marks_that_a_person_wrote(tmp_path: Path, cell: str, accepted: bool) -> None:
    corpus = corpus_of(['"Who?"'], ["- Кто?"])
    write_corpus(corpus, tmp_path / "c")
    table, _ = export_corpus(corpus, "tsv", tmp_path / "e")
    text = table.read_text("utf-8")
    assert '\t"""Who?"""\t\'- Кто?\t' in text
    table.write_text(text.replace('"""Who?"""', cell).replace("'- Кто?", "- Кто?"), "utf-8")
    if accepted:
        assert import_links(tmp_path / "c", "tsv", table) == ()
    else:
        with pytest.raises(TeialignError, match=r"x\.tsv:2: its text is not that of the corpus's sentences$"):
            import_links(tmp_path / "c", "tsv", table)
