"""Files that mean harm are refused, by reading and by checking."""

from __future__ import annotations

import pytest
from tei_samples import make_corpus

from corpus.errors import CorpusError
from tei import check_corpus, read_corpus, write_corpus

BOMB = (
    "<!DOCTYPE TEI [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>\n<TEI>&a11;</TEI>"
)
EXTERNAL = "<!DOCTYPE TEI [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n<TEI>&x;</TEI>"
ATTRIBUTE = BOMB.replace("<TEI>&a11;</TEI>", '<TEI n="&a11;"/>')
PARAMETER = "<!DOCTYPE TEI [<!ENTITY % x SYSTEM 'file:///etc/hostname'> %x;]>\n<TEI/>"


@pytest.mark.parametrize("name", ["lighthouse.en.xml", "lighthouse.alignment.xml", "corpus.xml"])
@pytest.mark.parametrize("content", [BOMB, EXTERNAL, ATTRIBUTE, PARAMETER])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_read(tmp_path, name, content, encoding):
    write_corpus(make_corpus(), tmp_path / "c")
    (tmp_path / "c" / name).write_text(content, encoding)
    with pytest.raises(CorpusError, match=rf"{name}:1: its document type declares entities"):
        read_corpus(tmp_path / "c")
    first = check_corpus(tmp_path / "c")[0]
    assert (first.file, first.line, first.rule) == (name, 1, "well-formed")


@pytest.mark.parametrize(
    "href",
    [
        "../secret.xml",
        "..%2Fsecret.xml",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x.xml",
        "x/../../secret.xml",
        "..",
        ".",
        "",
        "a%00b",
        "#x",
        "link.xml",
        "loop.xml",
    ],
)
def test_an_include_outside_the_folder_is_refused(tmp_path, href):
    write_corpus(make_corpus(), tmp_path / "c")
    (tmp_path / "secret.xml").write_text("<secret/>")
    (tmp_path / "c" / "link.xml").symlink_to(tmp_path / "secret.xml")
    (tmp_path / "c" / "loop.xml").symlink_to("loop.xml")
    path = tmp_path / "c" / "corpus.xml"
    path.write_text(path.read_text("utf-8").replace('href="lighthouse.ru.xml"', f'href="{href}"'), "utf-8")
    with pytest.raises(CorpusError, match=r"corpus\.xml:\d+: .* is not a file of the corpus's folder"):
        read_corpus(tmp_path / "c")
    findings = check_corpus(tmp_path / "c")
    assert findings[0].file == "corpus.xml"
    assert "secret" not in {finding.file for finding in findings}


@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "nonsense", "utf-7"])
def test_an_encoding_is_no_way_around(tmp_path, encoding):
    write_corpus(make_corpus(), tmp_path / "c")
    (tmp_path / "c" / "lighthouse.ru.xml").write_text(f'<?xml version="1.0" encoding="{encoding}"?>\n{EXTERNAL}')
    with pytest.raises(CorpusError, match=r"lighthouse\.ru\.xml:\d: "):
        read_corpus(tmp_path / "c")
    assert check_corpus(tmp_path / "c")[0].file == "lighthouse.ru.xml"


def test_a_file_in_an_old_encoding_is_read(tmp_path):
    write_corpus(make_corpus(), tmp_path / "c")
    path = tmp_path / "c" / "lighthouse.ru.xml"
    path.write_text(path.read_text("utf-8").replace('"UTF-8"', '"windows-1251"'), "windows-1251")
    assert read_corpus(tmp_path / "c") == make_corpus()
    assert check_corpus(tmp_path / "c") == ()


def test_deep_nesting_is_refused(tmp_path):
    write_corpus(make_corpus(), tmp_path / "c")
    path = tmp_path / "c" / "lighthouse.ru.xml"
    path.write_text(path.read_text("utf-8").replace("<body>", "<body>" + "<div>" * 100_000), "utf-8")
    with pytest.raises(CorpusError, match="not well-formed"):
        read_corpus(tmp_path / "c")
    assert check_corpus(tmp_path / "c")


def test_a_name_that_no_file_can_have_is_an_error(tmp_path):
    write_corpus(make_corpus(), tmp_path / "c")
    path = tmp_path / "c" / "corpus.xml"
    path.write_text(path.read_text("utf-8").replace("lighthouse.ru", "x" * 5000), "utf-8")
    with pytest.raises(CorpusError, match="File name too long"):
        read_corpus(tmp_path / "c")
    assert check_corpus(tmp_path / "c")[0].rule == "file"
