"""Exported links, edited and brought back: what changes, what stays, and who corrected."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest
from correction_samples import digests, edit, exported, keys
from export_samples import CORPORA, seed_corpus, window_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tei_samples import make_block, make_corpus
from typer.testing import CliRunner

from align.cli.app import app
from corpus.errors import TextWarning
from corpus.model import Alignment, Attribution, Bead, Corpus, Document
from tei import IMPORT_FORMATS, check_corpus, export_corpus, import_links, read_corpus, write_corpus
from tei.corrections import CorrectionError


@pytest.mark.parametrize("format_name", IMPORT_FORMATS)
@pytest.mark.parametrize("corpus", CORPORA)
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
    with pytest.warns(TextWarning, match="are not in the file were kept as they are: "):
        (change,) = import_links(tmp_path / "c", "tsv", table, by="Anna")
    assert (change.version, change.kind) == ("de", "confirmed")
    found = read_corpus(tmp_path / "c")
    assert [keys(each) for each in found.alignments] == [keys(each) for each in corpus.alignments]


def test_a_forgotten_sentence_is_told_and_without_counterpart(tmp_path):
    write_corpus(window_corpus(), tmp_path / "c")
    exported(window_corpus(), "tsv", tmp_path / "e")
    edit(tmp_path / "e" / "window.tsv", ("ru.b1.1 ru.b1.2\t", "ru.b1.1\t"))
    with pytest.warns(TextWarning, match=r"en-ru: sentences that are in no link of the file .*: ru.b1.2$"):
        import_links(tmp_path / "c", "tsv", tmp_path / "e")
    beads = read_corpus(tmp_path / "c").alignments[0].beads
    assert [bead.type for bead in beads] == ["1-1", "0-1", "1-1"]
    assert [bead.status for bead in beads] == ["corrected", "corrected", "aligned"]
    assert beads[0].attribution == Attribution("corrected", "anonymous")


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
