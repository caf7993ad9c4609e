"""Edits in each format, as people and their tools leave them."""

from __future__ import annotations

import re
import warnings
from itertools import pairwise

import pytest
from correction_samples import edit, exported
from export_samples import hard_corpus, seed_corpus, window_corpus
from lxml import etree
from tei_samples import make_block

from corpus.errors import TextWarning
from corpus.model import Alignment, Bead, Corpus, Document
from tei import check_corpus, export_corpus, import_links, read_corpus, write_corpus

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
    table, _ = export_corpus(corpus, "tsv", tmp_path / "e")
    text = table.read_text("utf-8").replace("aligned", "confirmed")
    assert '"""Who?"" he said."' in text
    table.write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    assert [change.kind for change in import_links(tmp_path / "c", "tsv", table)] == ["confirmed"]


def test_a_memory_of_several_versions_keeps_the_links_inside_a_unit(tmp_path):
    corpus = hard_corpus()
    write_corpus(corpus, tmp_path / "c")
    (memory, _) = export_corpus(corpus, "tmx-all", tmp_path / "e")
    # One Chinese text dropped by a tool: its links stay; the others are as they were.
    text = memory.read_text("utf-8")
    variants = re.findall(r'<tuv xml:lang="zh-Hant">.*?</tuv>\n', text)
    memory.write_text(text.replace(variants[0], ""), "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        changes = import_links(tmp_path / "c", "tmx", memory)
    assert changes == ()


@pytest.mark.parametrize("format_name", ["tmx", "tmx-all"])
@pytest.mark.parametrize("ids", [True, False])
def test_units_that_a_person_joined_are_a_link_of_each_version_in_them(tmp_path, format_name, ids):
    corpus = seed_corpus()
    write_corpus(corpus, tmp_path / "c")
    name = "deir-ez-zor.de.tmx" if format_name == "tmx" else "deir-ez-zor.tmx"
    memory = exported(corpus, format_name, tmp_path / "e") / name
    root = etree.parse(memory).getroot()
    body = root.find("body")
    first, second = next(
        pair
        for pair in pairwise(body)
        if all(len(unit) == len(pair[0]) > 1 for unit in pair) and len(pair[0]) in (2, 4)
    )
    for one, other in zip(first, second, strict=True):
        one.find("seg").text += f" {other.find('seg').text}"
        known, more = (each.find("prop[@type='x-ids']") for each in (one, other))
        known.text += f" {more.text}"
        if not ids:
            one.remove(known)
    body.remove(second)
    memory.write_bytes(etree.tostring(root, encoding="utf-8"))
    changes = import_links(tmp_path / "c", "tmx", memory, by="Ann")
    assert sorted(change.version for change in changes) == (
        ["de"] if format_name == "tmx" else ["de", "en-rival", "ru"]
    )
    assert all(len(change.new) == 1 and len(change.old) == 2 for change in changes)
    assert check_corpus(tmp_path / "c") == ()
