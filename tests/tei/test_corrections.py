"""Exported links, edited and brought back: what changes, what stays, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from export_samples import hard_corpus, seed_corpus, window_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tei_samples import make_block, make_corpus
from typer.testing import CliRunner

from align.cli import app
from corpus.errors import CorpusError, TeialignError, TextWarning
from corpus.model import Alignment, Attribution, Bead, Corpus, Document
from tei import IMPORT_FORMATS, check_corpus, export_corpus, import_links, read_corpus, write_corpus
from tei.corrections import CorrectionError

EXPORTED = sorted(set(IMPORT_FORMATS) - {"tei"})


def exported(corpus: Corpus, format_name: str, folder: Path) -> Path:
    """What a person gets to edit: an export, or a copy of the corpus."""
    if format_name == "tei":
        write_corpus(corpus, folder)
    else:
        export_corpus(corpus, format_name, folder)
    return folder


def digests(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("format_name", IMPORT_FORMATS)
@pytest.mark.parametrize("corpus", [seed_corpus, hard_corpus, make_corpus, window_corpus])
def test_an_export_that_nobody_edited_changes_nothing(tmp_path, corpus, format_name):
    corpus = corpus()
    if corpus == make_corpus() and format_name == "intertext":
        pytest.skip("InterText holds no links that cross")
    write_corpus(corpus, tmp_path / "c")
    before = digests(tmp_path / "c")
    assert import_links(tmp_path / "c", format_name, exported(corpus, format_name, tmp_path / "e")) == ()
    assert digests(tmp_path / "c") == before


def runs(draw, count: int) -> list[range]:
    result, start = [], 0
    while start < count:
        end = draw(st.integers(start + 1, min(count, start + 3)))
        result.append(range(start, end))
        start = end
    return result


@st.composite
def monotone(draw, source: int, target: int) -> tuple[Bead, ...]:
    """Any beads in the order of both texts."""
    left, right = runs(draw, source), runs(draw, target)
    beads = []
    while left or right:
        kind = draw(st.sampled_from(["1-1", "1-0", "0-1"]))
        one = left.pop(0) if left and (kind != "0-1" or not right) else range(0)
        other = right.pop(0) if right and (kind != "1-0" or not one) else range(0)
        beads.append(Bead(one, other, 0.5))
    return tuple(beads)


def plain(count: int, identifier: str) -> Document:
    texts = [f"{identifier} {'abc'[number % 3]}" for number in range(count)]
    return Document(identifier, identifier, "version", (make_block(f"{identifier}.b", "p", *texts),))


def keys(alignment: Alignment) -> set[tuple[range, range]]:
    return {(bead.source, bead.target) for bead in alignment.beads}


@pytest.mark.parametrize("format_name", IMPORT_FORMATS)
@given(data=st.data())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_correction_comes_back(tmp_path_factory, format_name, data):
    """The edited file is what the export of the right links would be."""
    folder = tmp_path_factory.mktemp("c")
    counts = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    english, russian = replace(plain(counts[0], "en"), role="pivot"), plain(counts[1], "ru")

    def corpus(beads: tuple[Bead, ...]) -> Corpus:
        return Corpus("x", english, (russian,), (Alignment("en", "ru", beads, "s"),))

    before, after = (corpus(data.draw(monotone(*counts))) for _ in range(2))
    write_corpus(before, folder / "c")
    texts = digests(folder / "c")
    edited = exported(after, format_name, folder / "e")
    changes = import_links(folder / "c", format_name, edited, by="Anna")
    found = read_corpus(folder / "c")
    wanted, known = after.alignments[0], keys(before.alignments[0])
    assert keys(found.alignments[0]) == keys(wanted)
    for bead in found.alignments[0].beads:
        new = (bead.source, bead.target) not in known
        assert bead.attribution == (Attribution("corrected", "Anna") if new else None)
        assert bead.confidence == (1.0 if new else 0.5)
    new = [link for change in changes for link in change.new]
    assert len(new) == len(keys(wanted) - known)
    assert sum(len(change.old) for change in changes) == len(known - keys(wanted))
    assert check_corpus(folder / "c") == ()
    changed = {name for name, content in digests(folder / "c").items() if content != texts[name]}
    assert changed == ({"x.alignment.xml"} if new else set())
    assert import_links(folder / "c", format_name, edited, by="Boris", force=True) == ()
    assert import_links(folder / "c", format_name, exported(found, format_name, folder / "f")) == ()


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8", newline="\n")


FIRST, SECOND = "He rose and went to the window.", "No one."
EDITS = {
    "beads": ("window.beads", ("[0]:[0, 1]", "[0]:[0]"), ("[1]:[2]", "[1]:[1, 2]")),
    "intertext": (
        "window.en.ru.xml",
        ('type="1-2" xtargets="1:1;1:1 1:2" status="auto"', 'type="1-1" xtargets="1:1;1:1" status="man"'),
        ('type="1-1" xtargets="1:2;1:3" status="auto"', 'type="1-2" xtargets="1:2;1:2 1:3" status="man"'),
    ),
    "tei": (
        "window.alignment.xml",
        (' window.ru.xml#ru.b1.2"', '"'),
        ("window.en.xml#en.b1.2 ", "window.en.xml#en.b1.2 window.ru.xml#ru.b1.2 "),
    ),
    "tmx by ids": (
        "window.tmx",
        ("ru.b1.1 ru.b1.2<", "ru.b1.1<"),
        (">ru.b1.3<", ">ru.b1.2 ru.b1.3<"),
    ),
    "tmx by texts": (
        "window.tmx",
        (" Подошёл к окну.<", "<"),
        (">Никого.", ">Подошёл  к окну. Никого."),
    ),
    "tmx without properties": (
        "window.tmx",
        ('<prop type="x-ids">ru.b1.1 ru.b1.2</prop>', ""),
        ('<prop type="x-ids">ru.b1.3</prop>', ""),
        (" Подошёл к окну.<", "<"),
        (">Никого.", ">Подошёл к окну. Никого."),
    ),
    "tsv by ids": ("window.tsv", ("ru.b1.1 ru.b1.2\t", "ru.b1.1\t"), ("\tru.b1.3", "\tru.b1.2, ru.b1.3")),
    "tsv by texts": (
        "window.tsv",
        ("Он встал. Подошёл к окну.", "Он встал."),
        ("Никого.", '"Подошёл к окну. Никого."'.strip('"')),
    ),
    "tsv by both, in rows without numbers": (
        "window.tsv",
        ("1\ten.b1.1\tru.b1.1 ru.b1.2", "\ten.b1.1\tru.b1.1"),
        ("Он встал. Подошёл к окну.", "Он встал."),
        ("2\ten.b1.2\tru.b1.3", "\ten.b1.2\t"),
        ("Никого.", "Подошёл к окну. Никого."),
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_an_edit_is_taken_over(tmp_path, case):
    format_name, (file, *changes) = case.split()[0], EDITS[case]
    write_corpus(window_corpus(), tmp_path / "c")
    exported(window_corpus(), format_name, tmp_path / "e")
    edit(tmp_path / "e" / file, *changes)
    (change,) = import_links(tmp_path / "c", format_name, tmp_path / "e" / file, by="Anna B.", date="2026-11-22")
    assert [(link.source_ids, link.target_ids) for link in change.old] == [
        (("en.b1.1",), ("ru.b1.1", "ru.b1.2")),
        (("en.b1.2",), ("ru.b1.3",)),
    ]
    assert [(link.source_text, link.target_text) for link in change.new] == [
        (FIRST, "Он встал."),
        (SECOND, "Подошёл к окну. Никого."),
    ]
    assert (change.kind, change.by, change.version) == ("corrected", "Anna B.", "ru")
    assert check_corpus(tmp_path / "c") == ()
    written = (tmp_path / "c" / "window.alignment.xml").read_text("utf-8")
    assert (
        '<link type="1-1" target="window.en.xml#en.b1.1 window.ru.xml#ru.b1.1" resp="#reviewer" ana="#corrected"/>'
        in written
    )
    assert written.count('<name type="person">Anna B.</name>') == 1
    assert (
        f'<change who="#reviewer" when="2026-11-22">Links edited ({format_name}): 1 corrected, 0 confirmed.</change>'
        in written
    )


def test_what_people_added_to_the_file_stays(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    exported(window_corpus(), "beads", tmp_path / "e")
    path = tmp_path / "c" / "window.alignment.xml"
    edit(
        path,
        ("<publicationStmt>\n        <p>", "<!-- ours --><publicationStmt>\n        <p>Edited at home. "),
        ('type="1-1"', 'n="2" ana="http://example.org/x" type="1-1"'),
        ("<TEI ", '<?xml-model href="tei_all.rng"?>\n<TEI '),
        ("      <link ", "      <!-- look here -->\n      <link "),
    )
    import_links(tmp_path / "c", "beads", tmp_path / "e" / "window.beads", by="A", confirm=True)
    written = path.read_text("utf-8")
    for kept in ("<!-- ours -->", "Edited at home.", '<?xml-model href="tei_all.rng"?>', "<!-- look here -->"):
        assert kept in written
    assert re.search(r'<link n="2" ana="http://example.org/x #confirmed" type="1-1" [^>]*resp="#reviewer"/>', written)
    assert "cert=" not in written
    assert check_corpus(tmp_path / "c") == ()


def test_a_person_is_declared_once_and_another_beside(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    exported(window_corpus(), "tsv", tmp_path / "e")
    table = tmp_path / "e" / "window.tsv"
    edit(table, ("aligned", "confirmed"))
    assert [change.kind for change in import_links(tmp_path / "c", "tsv", table, by="Anna")] == ["confirmed"]
    edit(table, ("aligned", "confirmed"))
    assert [change.by for change in import_links(tmp_path / "c", "tsv", table, by="Boris")] == ["Boris"]
    assert import_links(tmp_path / "c", "tsv", table, by="Boris") == ()
    beads = read_corpus(tmp_path / "c").alignments[0].beads
    assert [bead.attribution.name for bead in beads] == ["Anna", "Boris"]
    written = (tmp_path / "c" / "window.alignment.xml").read_text("utf-8")
    assert (written.count("<respStmt"), written.count("<taxonomy>")) == (3, 1)
    # What was corrected is there in other formats.
    found = read_corpus(tmp_path / "c")
    assert export_corpus(found, "tsv", tmp_path / "t")[0].read_text("utf-8").count("\tconfirmed\tBoris\n") == 1
    (links,) = (path for path in export_corpus(found, "intertext", tmp_path / "i") if path.name == "window.en.ru.xml")
    assert links.read_text("utf-8").count('status="man"') == 2
    assert '<prop type="x-by">Anna</prop>' in export_corpus(found, "tmx", tmp_path / "m")[0].read_text("utf-8")
    lines = export_corpus(found, "jsonl", tmp_path / "j")[0].read_text("utf-8").splitlines()
    assert [json.loads(line)["confidence"] for line in lines] == [None, None]


def test_the_link_of_a_person_gives_way_only_to_a_persons(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    for format_name in ("beads", "tsv"):
        exported(window_corpus(), format_name, tmp_path / format_name)
    beads, table = tmp_path / "beads" / "window.beads", tmp_path / "tsv" / "window.tsv"
    beads.write_text("[0]:[0]\n[1]:[1, 2]\n", "utf-8")
    import_links(tmp_path / "c", "beads", beads, by="Anna")
    before = digests(tmp_path / "c")
    with pytest.raises(CorrectionError, match=r"window.tsv:2: would replace the link .*, which Anna corrected .*; use"):
        import_links(tmp_path / "c", "tsv", table, by="Boris")
    assert digests(tmp_path / "c") == before
    edit(table, ("aligned", "corrected"), ("aligned", "corrected"))
    assert len(import_links(tmp_path / "c", "tsv", table, by="Boris")) == 1


def test_a_file_with_some_of_the_links_leaves_the_others(tmp_path):
    corpus = seed_corpus()
    write_corpus(corpus, tmp_path / "c")
    table = next(path for path in export_corpus(corpus, "tsv", tmp_path / "e") if path.name.endswith(".de.tsv"))
    header, first, *_, last = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text(header + first + last.replace("aligned", "confirmed"), "utf-8")
    with pytest.warns(TextWarning, match="does not mention stay as they are: "):
        (change,) = import_links(tmp_path / "c", "tsv", table, by="Anna")
    assert (change.version, change.kind) == ("de", "confirmed")
    found = read_corpus(tmp_path / "c")
    assert [keys(each) for each in found.alignments] == [keys(each) for each in corpus.alignments]


def test_a_forgotten_sentence_is_told_and_without_counterpart(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    exported(window_corpus(), "tsv", tmp_path / "e")
    edit(tmp_path / "e" / "window.tsv", ("ru.b1.1 ru.b1.2\t", "ru.b1.1\t"))
    with pytest.warns(TextWarning, match=r"en-ru: sentences that the file has in no link .*: ru.b1.2$"):
        import_links(tmp_path / "c", "tsv", tmp_path / "e")
    beads = read_corpus(tmp_path / "c").alignments[0].beads
    assert [bead.type for bead in beads] == ["1-1", "0-1", "1-1"]
    assert [bead.status for bead in beads] == ["corrected", "corrected", "aligned"]
    assert beads[0].attribution == Attribution("corrected", "anonymous")


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
    ("tei", "window.alignment.xml", ("<TEI", "<!DOCTYPE x><TEI"), "a document type declaration is not allowed"),
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


def test_the_opus_files_are_read_plain_and_turned(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    links = tmp_path / "links.xml"
    links.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n<cesAlign>\n'
        '<linkGrp fromDoc="ru/w.xml.gz" toDoc="en/w.xml.gz">\n<link xtargets="ru.b1.1 ru.b1.2;" />\n'
        '<link xtargets="ru.b1.3 ;en.b1.1 en.b1.2" status="corrected"/>\n</linkGrp></cesAlign>',
        "utf-8",
    )
    changes = import_links(tmp_path / "c", "opus", links)
    assert [bead.type for bead in read_corpus(tmp_path / "c").alignments[0].beads] == ["0-2", "2-1"]
    assert len(changes) == 1


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path):
    quoted = Document("en", "en", "pivot", (make_block("en.b", "p", '"Who?" he said.'),))
    russian = Document("ru", "ru", "version", (make_block("ru.b", "p", "«Кто?»"),))
    corpus = Corpus("x", quoted, (russian,), (Alignment("en", "ru", (Bead(range(1), range(1), 0.5),)),))
    write_corpus(corpus, tmp_path / "c")
    (table,) = export_corpus(corpus, "tsv", tmp_path / "e")
    text = table.read_text("utf-8").replace('"Who?" he said.', '"""Who?"" he said."').replace("aligned", "confirmed")
    table.write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    assert [change.kind for change in import_links(tmp_path / "c", "tsv", table)] == ["confirmed"]


def test_a_memory_of_several_versions_keeps_the_links_inside_a_unit(tmp_path):
    corpus = hard_corpus()
    write_corpus(corpus, tmp_path / "c")
    (memory, _) = export_corpus(corpus, "tmx", tmp_path / "e")
    # One Chinese text dropped by a tool: its links stay; the others are as they were.
    text = memory.read_text("utf-8")
    variants = re.findall(r'<tuv xml:lang="zh-Hant">.*?</tuv>\n', text)
    memory.write_text(text.replace(variants[0], ""), "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        changes = import_links(tmp_path / "c", "tmx", memory)
    assert changes == ()


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


def test_the_command(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    table = exported(window_corpus(), "tsv", tmp_path / "e") / "window.tsv"
    edit(table, ("aligned", "confirmed"))
    shutil.copytree(tmp_path / "c", tmp_path / "d")
    shown = CliRunner().invoke(app, ["import", str(tmp_path / "c"), str(table), "--from", "tsv", "--by", "Anna"])
    assert shown.exit_code == 0
    assert "ru: en.b1.1 : ru.b1.1 ru.b1.2 confirmed\n    He rose" in shown.output
    assert shown.output.endswith("0 corrected, 1 confirmed\n")
    printed = CliRunner().invoke(app, ["import", str(tmp_path / "d"), str(table), "--from", "tsv", "--json"])
    result = json.loads(printed.output)
    assert (result["corrected"], result["confirmed"]) == (0, 1)
    assert result["changes"][0]["old"][0]["probability"] == 0.81
    assert result["changes"][0]["new"][0]["status"] == "confirmed"
    edit(table, ("ru.b1.3", "ru.b9"), ("en.b1.1", "en.b9"))
    failed = CliRunner().invoke(app, ["import", str(tmp_path / "d"), str(table), "--from", "tsv"])
    assert failed.exit_code == 2
    assert [line[:6] for line in failed.output.splitlines()] == ["error:"] * 2
