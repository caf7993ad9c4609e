"""An export that is not what the corpus has is found, whatever the format."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from export_samples import window_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from tei_samples import make_corpus

from corpus.errors import CorpusError
from corpus.model import Bead, Corpus
from tei import FORMATS, check_export, export_corpus


def three() -> Corpus:
    """The pages' corpus with its version once more, as a version of the same language."""
    corpus = window_corpus()
    text = corpus.versions[0]
    block = text.blocks[0]
    sentences = tuple(replace(each, id=each.id.replace("ru", "ru-2")) for each in block.sentences)
    again = replace(text, id="ru-2", blocks=(replace(block, id="ru-2.b1", sentences=sentences),))
    links = replace(corpus.alignments[0], target="ru-2")
    return replace(corpus, versions=(text, again), alignments=(corpus.alignments[0], links))


def exported(format_name: str, folder: Path) -> list[Path]:
    if format_name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    paths = export_corpus(three(), format_name, folder)
    return [path for path in paths if path.name != "README.md"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_export_as_it_was_made_has_no_findings(tmp_path, format_name):
    exported(format_name, tmp_path)
    assert check_export(three(), tmp_path) == ()
    (tmp_path / "README.md").unlink(missing_ok=True)
    (tmp_path / "registry").mkdir()
    assert check_export(three(), tmp_path) == ()


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"cwb", "blacklab"}))
def test_an_export_of_an_older_corpus_is_found(tmp_path, format_name):
    exported(format_name, tmp_path)
    links = replace(three().alignments[1], beads=(Bead(range(1), range(1), 0.5), Bead(range(1, 2), range(1, 3), 0.5)))
    newer = replace(three(), alignments=(three().alignments[0], links))
    assert check_export(newer, tmp_path)


@pytest.mark.parametrize("format_name", ["cwb", "blacklab"])
def test_links_of_an_older_corpus_are_found_by_their_lines(tmp_path, format_name):
    exported(format_name, tmp_path)
    links = replace(three().alignments[1], beads=(Bead(range(1), range(1), 0.5), Bead(range(1, 2), range(1, 3), 0.5)))
    findings = check_export(replace(three(), alignments=(three().alignments[0], links)), tmp_path)
    changed = {"cwb": 4, "blacklab": 1}[format_name]
    assert len({finding.file for finding in findings}) == changed
    assert all(finding.line > 1 for finding in findings)


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"opus", "parquet"}))
def test_each_damaged_line_of_each_file_is_named(tmp_path, format_name):
    paths = exported(format_name, tmp_path)
    for path in paths:
        lines = path.read_text("utf-8").split("\n")
        number = len(lines) // 2 + 1 if len(lines) > 2 else 1
        damaged = [*lines]
        damaged[number - 1] += "7"
        path.write_text("\n".join(damaged), "utf-8")
        (finding,) = check_export(three(), tmp_path)
        assert (finding.file, finding.line, finding.rule) == (str(path), number, "export")
        assert "; the corpus has " in finding.message
        path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_missing_file_is_named(tmp_path, format_name):
    for path in exported(format_name, tmp_path):
        content = path.read_bytes()
        path.unlink()
        if any(tmp_path.glob("window*")):
            assert [(finding.file, finding.line) for finding in check_export(three(), tmp_path)] == [(str(path), 0)]
        path.write_bytes(content)


def test_a_row_too_few_and_a_row_too_many(tmp_path):
    exported("manatee", tmp_path)
    path = tmp_path / "window_en-window_ru.txt"
    rows = path.read_text().splitlines(keepends=True)
    path.write_text("".join(rows[:-1]))
    (finding,) = check_export(three(), tmp_path)
    assert (finding.line, finding.message) == (2, r"ends here; the corpus has '1\t2'")
    path.write_text("".join([*rows, "2\t3\n"]))
    (finding,) = check_export(three(), tmp_path)
    assert (finding.line, finding.message) == (3, r"'2\t3' is not in the corpus")


def test_many_differences_are_counted(tmp_path):
    exported("cwb", tmp_path)
    path = tmp_path / "window_ru.vrt"
    path.write_text(path.read_text("utf-8").replace("\t", "\tx"), "utf-8")
    count = path.read_text("utf-8").count("\t")
    assert len(check_export(three(), tmp_path)) == count


def test_columns_may_be_added_to_a_vertical(tmp_path):
    exported("cwb", tmp_path)
    path = tmp_path / "window_en.vrt"
    tagged = [f"{line}\tNN" if "\t" in line else line for line in path.read_text("utf-8").split("\n")]
    path.write_text("\n".join(tagged), "utf-8")
    assert check_export(three(), tmp_path) == ()


def test_lines_inside_zipped_files(tmp_path):
    exported("opus", tmp_path)
    path = tmp_path / "window_latest_xml_en-ru.xml.gz"
    sound = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(sound.replace(b'certainty="0.81"', b'certainty="0.9"')))
    (finding,) = check_export(three(), tmp_path)
    assert (finding.file, finding.line) == (str(path), 4)
    path.write_bytes(gzip.compress(sound, 1))
    assert check_export(three(), tmp_path) == ()
    path.write_bytes(gzip.compress(sound)[:-9])
    assert "cannot be read" in check_export(three(), tmp_path)[0].message
    path.write_bytes(gzip.compress(sound))
    texts = tmp_path / "window_latest_raw_ru.zip"
    with zipfile.ZipFile(texts, "a") as archive:
        archive.writestr("more", "text")
    assert [finding.file for finding in check_export(three(), tmp_path)] == [str(texts)]
    texts.write_bytes(b"PK no zip")
    assert check_export(three(), tmp_path)[0].message == "cannot be read: File is not a zip file"


def test_rows_of_a_table(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    path, _ = exported("parquet", tmp_path)
    table = parquet.read_table(path)
    parquet.write_table(table, path, compression="none")
    assert check_export(three(), tmp_path) == ()
    parquet.write_table(table.slice(0, 1), path)
    (finding,) = check_export(three(), tmp_path)
    assert (finding.file, finding.line) == (str(path), 2)
    path.write_bytes(b"PAR1")
    assert "cannot be read" in check_export(three(), tmp_path)[0].message


def test_a_folder_that_holds_no_export(tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        check_export(three(), tmp_path / "none")
    (tmp_path / "README.md").write_text("# TMX\n")
    with pytest.raises(CorpusError, match="no export of the corpus window in it; name the folder of an export"):
        check_export(three(), tmp_path)


def test_what_a_format_cannot_hold_is_no_export(tmp_path):
    export_corpus(make_corpus(), "cwb", tmp_path)
    assert check_export(make_corpus(), tmp_path) == ()


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_damage_to_a_text_is_found(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    format_name = data.draw(st.sampled_from(["manatee", "intertext", "moses", "tmx", "beads", "tsv", "jsonl"]))
    path = data.draw(st.sampled_from(exported(format_name, folder)))
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    new = content[:start] + data.draw(st.binary(max_size=4)) + content[end:]
    path.write_bytes(new)
    grown = path.suffix == ".vert"
    assert bool(check_export(three(), folder)) == (new != content) or grown
