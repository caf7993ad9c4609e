"""Every rule of the check fires on a corpus that was damaged by hand, and nothing stops it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tei_samples import make_corpus

from corpus.errors import CorpusError
from tei import check_corpus, export_corpus, read_corpus, write_corpus
from tei.check import RULES

EN, RU, LINKS, ALL = "lighthouse.en.xml", "lighthouse.ru.xml", "lighthouse.alignment.xml", "corpus.xml"
TYPE_1_1 = '<link type="1-1" target="lighthouse.en.xml#en.b2.1 lighthouse.ru.xml#ru.b2.1"'

DAMAGE = [
    # rule, file, old text, new text, start of the message
    ("well-formed", RU, "</body>", "</bodi>", "not well-formed: Opening and ending tag mismatch"),
    (
        "well-formed",
        LINKS,
        "<TEI",
        '<!DOCTYPE TEI [<!ENTITY a "b">]>\n<TEI',
        "its document type declares entities or the like, which are never expanded",
    ),
    ("well-formed", ALL, "<teiHeader", "<teiHeader &x;", "not well-formed"),
    ("file", ALL, 'href="lighthouse.ru.xml"', 'href="../lighthouse.ru.xml"', "'../lighthouse.ru.xml' is not a file of"),
    ("file", ALL, 'href="lighthouse.ru.xml"', 'href="/etc/passwd"', "'/etc/passwd' is not a file of"),
    ("file", ALL, 'href="lighthouse.ru.xml"', 'href="lighthouse.fr.xml"', "no such file"),
    ("file", ALL, 'href="lighthouse.ru.xml"', 'href="lighthouse.en.xml"', "lighthouse.en.xml is included twice"),
    ("file", ALL, 'ident="teialign"', 'ident="other"', "not a corpus that teialign wrote"),
    (
        "file",
        ALL,
        '<xi:include href="lighthouse.alignment.xml"/>',
        "",
        "the files included are not the versions and then",
    ),
    ("schema", RU, '<p xml:id="ru.b2">', '<p xml:id="ru.b2"><div/>', "Did not expect element div there"),
    ("schema", RU, 'xml:lang="ru" xml:space', "xml:space", "Element text failed to validate attributes"),
    ("schema", RU, 'type="original"', 'type="originall"', ""),
    ("schema", LINKS, TYPE_1_1, TYPE_1_1.replace(' type="1-1"', ""), ""),
    ("schematron", RU, '<p xml:id="ru.b2">', '<p subtype="x" xml:id="ru.b2">', "a subtype needs a type beside it"),
    ("schematron", LINKS, 'type="alignment" subtype', "subtype", "a subtype needs a type beside it"),
    (
        "schematron",
        EN,
        "</titleStmt>",
        '<author><ref target="#en" cRef="x"/></author></titleStmt>',
        "a ref has a target",
    ),
    ("schematron", EN, "<bibl>", "<bibl><relatedItem/>", "a relatedItem has either a target or an element in it"),
    ("schematron", EN, "<bibl>", '<bibl><date when="1912" to="1917"/>', "when cannot stand beside to"),
    ("schematron", EN, "No one.", '<seg targetLang="ru">No one.</seg>', "a targetLang needs a target beside it"),
    ("id", RU, 'xml:id="ru.b1"', 'xml:id="ru:b1"', "xml:id 'ru:b1' is not an XML name"),
    ("id", RU, 'xml:id="ru.b1"', 'xml:id="1.1"', "xml:id '1.1' is not an XML name"),
    ("id-unique", RU, 'xml:id="ru.b1"', 'xml:id="en.b1"', "xml:id en.b1 is already at lighthouse.en.xml:"),
    ("id-unique", RU, 'xml:id="ru.b2.2"', 'xml:id="ru.b2.1"', "xml:id ru.b2.1 is already at lighthouse.ru.xml:"),
    ("block", RU, "<div>", "<div>Text", "text outside a block that has an xml:id"),
    ("block", RU, '<p xml:id="ru.b2">', "<p>", "text outside a block that has an xml:id"),
    (
        "block",
        RU,
        '<p xml:id="ru.b2">',
        '<p xml:id="ru.b2">Text',
        "ru.b2.1: text before the sentence is in no sentence",
    ),
    ("block", RU, "</s></p>", "</s> Text</p>", "ru.b2: text at the end of the block is in no sentence"),
    ("block", RU, ">Кто там?<", "> <", "ru.b2.2: sentence does not fit its block's text"),
    ("block", RU, ">Кто там?<", '><hi><s xml:id="new">Кто там?</s></hi><', "a sentence without an xml:id, or inside"),
    ("block", RU, ">Кто там?<", "><note>Кто</note> там?<", "text outside a block that has an xml:id"),
    ("block", RU, '<s xml:id="ru.b2.2">', "<s>", "a sentence without an xml:id, or inside"),
    ("pointer", LINKS, "#ru.b2.1", "#ru.b9.1", "target points to lighthouse.ru.xml#ru.b9.1, which does not exist"),
    (
        "pointer",
        LINKS,
        "lighthouse.ru.xml#ru.b2.1",
        "x.xml#ru.b2.1",
        "target points to x.xml#ru.b2.1, which is not a file",
    ),
    ("pointer", LINKS, 'resp="#aligner"', 'resp="#nobody"', "resp points to #nobody, which does not exist"),
    (
        "pair",
        LINKS,
        'corresp="lighthouse.en.xml lighthouse.ru.xml">\n',
        'corresp="lighthouse.en.xml">\n',
        "corresp does not",
    ),
    (
        "pair",
        LINKS,
        'subtype="en-ru" targFunc="translation source" corresp="lighthouse.en.xml lighthouse.ru.xml"',
        'subtype="en-ru" targFunc="translation source" corresp="lighthouse.en.xml lighthouse.en-2.xml"',
        "a second linkGrp for lighthouse.en.xml lighthouse.en-2.xml",
    ),
    (
        "pair",
        LINKS,
        'corresp="lighthouse.en.xml lighthouse.ru.xml">\n',
        'corresp="lighthouse.ru.xml lighthouse.en.xml">\n',
        "",
    ),
    ("target", LINKS, "#ru.b2.1", "#ru.b2", "lighthouse.ru.xml#ru.b2 is not a sentence of the pair"),
    (
        "target",
        LINKS,
        "lighthouse.ru.xml#ru.b2.1",
        "lighthouse.en-2.xml#en-2.b1.1",
        "lighthouse.en-2.xml#en-2.b1.1 is not",
    ),
    ("target", LINKS, "lighthouse.ru.xml#ru.b2.1", "lighthouse.ru.xml", "lighthouse.ru.xml is not a sentence"),
    ("target", LINKS, "lighthouse.ru.xml#ru.b2.1", "http://x.org/#a", "http://x.org/#a is not a sentence"),
    ("link-targets", LINKS, " lighthouse.ru.xml#ru.b2.1", "", "a link needs two targets or more, not 1"),
    (
        "link-targets",
        LINKS,
        "lighthouse.en.xml#en.b2.1 lighthouse.ru.xml#ru.b2.1",
        "",
        "a link needs two targets or more, not 0",
    ),
    ("ptr-target", LINKS, "#en.b2.3", "#en.b2.3 lighthouse.ru.xml#ru.b1", "a ptr needs one target, not 2"),
    ("type", LINKS, 'type="1-1"', 'type="1-2"', "the type is 1-2, but the targets are 1-1"),
    (
        "run",
        LINKS,
        "#ru.b2.2 lighthouse.ru.xml#ru.b2.3",
        "#ru.b2.3 lighthouse.ru.xml#ru.b2.2",
        "the sentences of one side are",
    ),
    ("cert", LINKS, 'cert="0.98"', 'cert="1.2"', "cert '1.2' is not a number from 0 to 1"),
    ("cert", LINKS, 'cert="0.98"', 'cert="-0.03"', "cert '-0.03' is not a number"),
    ("cert", LINKS, 'cert="0.98"', 'cert="87%"', "cert '87%' is not a number"),
    ("cert", LINKS, 'cert="0.98"', 'cert="nan"', "cert 'nan' is not a number"),
    ("cert", LINKS, 'cert="0.98"', 'cert="high"', "cert 'high' is not a number"),
    ("coverage", LINKS, "#ru.b2.1", "#ru.b1.1", "lighthouse.ru.xml#ru.b1.1 is linked twice"),
    ("coverage", LINKS, "#ru.b2.1", "#ru.b1.1", "sentence ru.b2.1 is in no link of the pair lighthouse.en.xml"),
    (
        "order",
        LINKS,
        "#en.b1.1 lighthouse.ru.xml",
        "#en.b2.3 lighthouse.ru.xml",
        "links a sentence of the pivot after one",
    ),
    ("corpus", RU, "<derivation", "<purpose/><derivasion", "not a version: "),
]

# A reader may take these as they are: nothing of the corpus hangs on them.
HARMLESS = {"schema", "schematron", "id", "pointer", "type"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "corpus"
    write_corpus(make_corpus(), folder)
    return folder


@pytest.fixture
def folder(sound, tmp_path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "corpus"))


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    if "derivasion" in new:
        text = text.replace("</derivation>", "</derivasion>")
    path.write_text(text, "utf-8")


def test_a_sound_corpus_has_no_findings(sound):
    assert check_corpus(sound) == ()
    assert check_corpus(sound / "corpus.xml") == ()


@pytest.mark.parametrize(("rule", "file", "old", "new", "message"), DAMAGE)
def test_damage_is_found(folder, rule, file, old, new, message):
    damage(folder / file, old, new)
    findings = check_corpus(folder)
    found = [finding for finding in findings if finding.rule == rule and finding.message.startswith(message)]
    assert found, findings
    if rule not in HARMLESS:
        with pytest.raises(CorpusError):
            read_corpus(folder)


def test_every_rule_has_its_damage():
    assert {rule for rule, *_ in DAMAGE} | {"tei"} == set(RULES)


@pytest.mark.parametrize(
    ("rule", "file", "old", "new"), [row[:4] for row in DAMAGE if row[0] in {"cert", "type", "id", "run"}]
)
def test_one_fault_gives_one_finding_at_its_line(folder, rule, file, old, new):
    line = (folder / file).read_text("utf-8").partition(old)[0].count("\n") + 1
    damage(folder / file, old, new)
    assert [(finding.file, finding.line, finding.rule) for finding in check_corpus(folder)] == [(file, line, rule)]


def test_all_faults_are_found_at_once(folder):
    damage(folder / LINKS, 'cert="0.98"', 'cert="2"')
    damage(folder / LINKS, 'type="1-2"', 'type="2-1"')
    damage(folder / RU, 'xml:id="ru.b1"', 'xml:id="en.b1"')
    damage(folder / EN, "</body>", "")
    rules = [(finding.file, finding.rule) for finding in check_corpus(folder)]
    # What points into the broken file is not held against the pointers.
    assert rules == [(EN, "well-formed")]
    damage(folder / EN, "</text>", "</body></text>")
    rules = [(finding.file, finding.rule) for finding in check_corpus(folder)]
    assert rules == [(RU, "id-unique"), (LINKS, "cert"), (LINKS, "type")]


@pytest.mark.parametrize("name", [EN, RU, LINKS, ALL])
def test_a_missing_file_is_one_finding(folder, name):
    (folder / name).unlink()
    assert [finding.rule for finding in check_corpus(folder)] == ["file"]


def test_a_missing_alignment_is_found(folder):
    text = (folder / LINKS).read_text("utf-8")
    start, end = text.index("    <linkGrp"), text.index("</linkGrp>\n") + len("</linkGrp>\n")
    (folder / LINKS).write_text(text[:start] + text[end:], "utf-8")
    assert [(finding.file, finding.rule) for finding in check_corpus(folder)] == [(RU, "pair")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html/>",
        b"<TEI/>",
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
        b"<a>" * 300,
        b"\x00" * 9,
    ],
)
@pytest.mark.parametrize("name", [EN, LINKS, ALL])
def test_other_content_gives_findings(folder, name, content):
    (folder / name).write_bytes(content)
    assert check_corpus(folder)


OTHER_TOOL = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="ParlaMint-XX" xml:lang="ru">
  <teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt>
    <sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
  <text><body><div type="debateSection"><u who="#x"><seg xml:id="seg1"><s xml:id="s1"><w>Да</w></s></seg></u></div>
  </body>
  </text>
</TEI>
"""

BY_HAND = {
    "ids renamed": (RU, lambda text: text.replace("ru.b2.", "satz."), {(LINKS, 'ru.xml#ru.b2.1"', "pointer")}),
    "a sentence deleted": (
        RU,
        lambda text: text.replace('<s xml:id="ru.b2.3">И всё?</s>', ""),
        {(LINKS, "ru.xml#ru.b2.3", "pointer")},
    ),
    "a link to nowhere": (
        LINKS,
        lambda text: text.replace("ru.xml#ru.b2.1", "ru.xml#nowhere"),
        {(LINKS, "#nowhere", "pointer"), (RU, 'xml:id="ru.b2.1"', "coverage")},
    ),
    "a second root": (EN, lambda text: text + "<TEI/>\n", {(EN, "\n<TEI/>", "well-formed")}),
    "invalid XML": (EN, lambda text: text.replace("No one.", "No & one."), {(EN, "No & one", "well-formed")}),
    "TEI of another tool": (RU, lambda _: OTHER_TOOL, {(RU, "<s ", "block"), (LINKS, "ru.xml#ru.b2.1", "pointer")}),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_what_a_hand_spoilt_is_named_with_its_line_and_not_exported(folder, case):
    file, spoil, expected = BY_HAND[case]
    (folder / file).write_text(spoil((folder / file).read_text("utf-8")), "utf-8")
    found = {(finding.file, finding.line, finding.rule) for finding in check_corpus(folder)}
    for name, mark, rule in expected:
        before, there, _ = (folder / name).read_text("utf-8").partition(mark)
        assert there, mark
        assert (name, (before + mark).count("\n") + 1, rule) in found
    with pytest.raises(CorpusError, match=r"\.xml:\d+: |not a version") as caught:
        export_corpus(read_corpus(folder), "tsv", folder.parent / "out")
    assert "\n" not in str(caught.value)
    assert not (folder.parent / "out").exists()


def test_a_folder_that_is_no_corpus(tmp_path):
    assert [finding.rule for finding in check_corpus(tmp_path)] == ["file"]
    with pytest.raises(CorpusError, match="no such folder"):
        check_corpus(tmp_path / "missing")


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_no_damage_stops_the_check_and_what_it_passes_can_be_read(sound, tmp_path_factory, data):
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("damaged") / "corpus"))
    path = folder / data.draw(st.sampled_from([EN, RU, LINKS, ALL]))
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    new = data.draw(
        st.one_of(st.binary(max_size=5), st.sampled_from([b"<p/>", b"<s/>", b"&x;", b"#", b'"', b"</s>", b" x "]))
    )
    path.write_bytes(content[:start] + new + content[end:])
    if not check_corpus(folder):
        read_corpus(folder)


def test_the_time_is_linear(tmp_path):
    # A quadratic step would take minutes here, and the number of findings shows that all was looked at.
    write_corpus(make_corpus(), tmp_path / "c")
    path = tmp_path / "c" / LINKS
    text = path.read_text("utf-8")
    start = text.index("      <ptr")
    link = text[start : text.index("\n", start) + 1]
    path.write_text(text.replace(link, link * 20_000, 1), "utf-8")
    assert [finding.rule for finding in check_corpus(tmp_path / "c")] == ["coverage"] * 19_999


def test_a_schema_that_is_none_is_refused(sound, tmp_path):
    with pytest.raises(CorpusError, match=r"x\.rng: no such file"):
        check_corpus(sound, schema=tmp_path / "x.rng")
    (tmp_path / "x.rng").write_text("<grammar/>")
    with pytest.raises(CorpusError, match="not a RELAX NG schema"):
        check_corpus(sound, schema=tmp_path / "x.rng")


def test_a_given_schema_is_applied(sound, tmp_path):
    rng = '<element xmlns="http://relaxng.org/ns/structure/1.0" name="html"><empty/></element>'
    (tmp_path / "x.rng").write_text(rng)
    steps = []
    check_corpus(sound, schema=tmp_path / "x.rng", progress=steps.append)
    assert steps[0] == f"compiling {tmp_path / 'x.rng'}"
    assert re.fullmatch(r"compiled in \d+\.\d s", steps[1])
    assert {(finding.file, finding.rule) for finding in check_corpus(sound, schema=tmp_path / "x.rng")} == {
        (path.name, "tei") for path in sound.iterdir()
    }


def test_the_page_tells_the_rules():
    page = (Path(__file__).parents[2] / "docs" / "tei.md").read_text("utf-8").replace("`", "")
    for rule, meaning in RULES.items():
        assert f"| {rule} | {meaning} |" in page
