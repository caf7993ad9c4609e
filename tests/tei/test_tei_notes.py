"""Notes on a corpus: valid TEI that points at the very characters, and leaves all else as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from tei_samples import make_corpus

from corpus import CorpusError, Excerpt, Span
from tei import Note, check_corpus, read_corpus, write_corpus, write_notes

ROOT = Path(__file__).parents[2]
TEI_ALL = Path(os.environ.get("TEI_ALL_RNG", ROOT.parent / "shared" / "schema" / "tei_all.rng"))
NS = {"t": "http://www.tei-c.org/ns/1.0"}
RANGE = re.compile(r"(.*)#string-range\((.+),(\d+),(\d+)\)")

NOTES = (
    Note(
        "number",
        "major",
        (Excerpt("en.b2.2", Span(7, 14)), Excerpt("ru.b2.2", Span(0, 3))),
        "<there> & \x00 „там“",
        0.25,
    ),
    Note("omission", "critical", (Excerpt("en.b2.3", Span(0, 7)),), "no counterpart", 1.0),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_corpus(make_corpus(), tmp_path / "corpus")
    return tmp_path / "corpus"


def pointed(path: Path) -> list[str]:
    """Follow the pointers of a file of notes."""
    found = []
    for note in etree.parse(path).iterfind(".//t:note[@type='fault']", NS):
        for uri in note.get("target", "").split():
            file, identifier, offset, length = RANGE.fullmatch(uri).groups()
            [sentence] = etree.parse(path.parent / file).xpath(f"//*[@xml:id='{identifier}']")
            text = "".join(sentence.itertext())
            found.append(text[int(offset) : int(offset) + int(length)])
    return found


@pytest.mark.parametrize("place", ["notes.xml", "corpus", "corpus/corpus.xml", "corpus/notes.xml"])
def test_notes_point_at_the_characters(folder: Path, place: str) -> None:
    output = folder.parent / place
    path = write_notes(read_corpus(folder), folder, NOTES, "signature", output)
    assert path == (folder / "lighthouse.alignment.xml" if place in ("corpus", "corpus/corpus.xml") else output)
    assert pointed(path) == ["<there>", "Кто", "No one."]
    [number, omission] = etree.parse(path).findall(".//t:note[@type='fault']", NS)
    assert "".join(number.itertext()) == "major: <there> & \ufffd „там“"
    assert (number.get("subtype"), number.get("cert"), omission.get("cert")) == ("number", "0.25", "1.0")


@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
@pytest.mark.skipif(not TEI_ALL.is_file(), reason="TEI_ALL_RNG does not name a tei_all.rng")
def test_notes_are_tei(folder: Path) -> None:
    corpus = read_corpus(folder)
    paths = [
        write_notes(corpus, folder, notes, "signature", output)
        for notes, output in ((NOTES, folder.parent / "notes.xml"), ((), folder.parent / "none.xml"), (NOTES, folder))
    ]
    done = subprocess.run(["jing", str(TEI_ALL), *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_corpus_with_notes_is_sound_and_the_same(folder: Path) -> None:
    corpus = read_corpus(folder)
    path = folder / "lighthouse.alignment.xml"
    before = path.read_text(encoding="utf-8").replace(
        "<standOff>", "<!-- by hand --><standOff>\n    <note>Mine.</note>"
    )
    path.write_text(before, encoding="utf-8")
    write_notes(corpus, folder, NOTES, "first", folder)
    write_notes(corpus, folder, NOTES[:1], "second", folder)
    after = path.read_text(encoding="utf-8")
    assert check_corpus(folder) == ()
    assert read_corpus(folder) == corpus
    # All that was there is there still, and of the two reports the second.
    report = re.compile(r"\s*<note type=\"fidelity\">.*</note>\n    </note>", re.DOTALL)
    assert report.sub("", after) == before
    assert "second" in after
    assert "<desc>first" not in after


def test_check_follows_the_pointers(folder: Path) -> None:
    write_notes(read_corpus(folder), folder, NOTES, "signature", folder)
    path = folder / "lighthouse.alignment.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("(en.b2.3,", "(en.b9.9,"), encoding="utf-8")
    assert [finding.rule for finding in check_corpus(folder)] == ["pointer"]


def test_a_file_of_the_corpus_is_not_overwritten(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CorpusError, match="a file of the corpus"):
        write_notes(read_corpus(folder), folder, NOTES, "", folder / "lighthouse.ru.xml")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_is_not_there(folder: Path) -> None:
    path = write_notes(read_corpus(folder), folder, NOTES, "", folder.parent / "new" / "notes.xml")
    assert pointed(path) == ["<there>", "Кто", "No one."]
    with pytest.raises(CorpusError, match="cannot be written"):
        write_notes(read_corpus(folder), folder, NOTES, "", path / "notes.xml")


@pytest.mark.parametrize("sound", [True, False])
def test_notes_in_a_corpus_are_checked_unless_it_had_faults_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: bool
) -> None:
    corpus = make_corpus()
    write_corpus(corpus, tmp_path)
    alignment = tmp_path / "lighthouse.alignment.xml"
    if not sound:
        alignment.write_text(alignment.read_text("utf-8").replace("<standOff>", '<standOff xml:id="ru">'), "utf-8")
    before = alignment.read_bytes()
    monkeypatch.setattr("tei.notes._report", lambda *_: '<note xmlns="http://www.tei-c.org/ns/1.0" xml:id="en"/>')
    if sound:
        with pytest.raises(CorpusError, match=r"read back before .*; nothing was written"):
            write_notes(corpus, tmp_path, [], "signature", tmp_path)
        assert alignment.read_bytes() == before
    else:
        write_notes(corpus, tmp_path, [], "signature", tmp_path)
        assert alignment.read_bytes() != before
    assert not list(tmp_path.glob(".teialign-*"))
