"""What TMX holds: read back here, by python-tmx and by translate-toolkit."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_samples import CORPORA, window_corpus
from lxml import etree

from tei import export_corpus
from tei.formats.lines import one_line


def tmx_units(path: Path) -> list[list[tuple[str, dict[str, str], str]]]:
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    return [
        [
            (tuv.get(language), {prop.get("type"): prop.text for prop in tuv.iter("prop")}, tuv.find("seg").text)
            for tuv in unit
        ]
        for unit in etree.parse(path).getroot().find("body")
    ]


@pytest.mark.parametrize("make", CORPORA)
def test_tmx(tmp_path, make):
    corpus = make()
    path, _ = export_corpus(corpus, "tmx", tmp_path)
    units = tmx_units(path)
    languages = {document.id: document.language for document in corpus.documents}
    texts = {s.id: one_line(s.text) for document in corpus.documents for s in document.sentences}
    seen = []
    for unit in units:
        assert len({known["x-document"] for _, known, _ in unit}) == len(unit)
        for language, known, text in unit:
            ids = known["x-ids"].split()
            assert language == languages[known["x-document"]]
            assert text == " ".join(texts[each] for each in ids)
            seen += ids
            assert ("x-confidence" in known) == (known["x-document"] != corpus.pivot.id)
    assert sorted(seen) == sorted(texts)
    together = [{each for _, known, _ in unit for each in known["x-ids"].split()} for unit in units]
    for version, alignment in zip(corpus.versions, corpus.alignments, strict=True):
        for bead in alignment.beads:
            ids = {s.id for s in corpus.pivot.sentences[bead.source.start : bead.source.stop]}
            ids |= {s.id for s in version.sentences[bead.target.start : bead.target.stop]}
            assert any(ids <= unit for unit in together)
    assert "".join(s.id for s in corpus.pivot.sentences) == "".join(
        known["x-ids"].replace(" ", "") for unit in units for _, known, _ in unit if known["x-document"] == "en"
    )


def test_tmx_of_one_pair_has_a_unit_for_each_link(tmp_path):
    path, _ = export_corpus(window_corpus(), "tmx", tmp_path)
    assert tmx_units(path) == [
        [
            ("en", {"x-document": "en", "x-ids": "en.b1.1"}, "He rose and went to the window."),
            (
                "ru",
                {"x-document": "ru", "x-ids": "ru.b1.1 ru.b1.2", "x-confidence": "0.81"},
                "Он встал. Подошёл к окну.",
            ),
        ],
        [
            ("en", {"x-document": "en", "x-ids": "en.b1.2"}, "No one."),
            ("ru", {"x-document": "ru", "x-ids": "ru.b1.3", "x-confidence": "0.97"}, "Никого."),
        ],
    ]


@pytest.mark.parametrize("make", CORPORA)
def test_python_tmx(tmp_path, make):
    tmx = pytest.importorskip("PythonTmx", reason="python-tmx is not installed: pip install python-tmx")
    path, _ = export_corpus(make(), "tmx", tmp_path)
    memory = tmx.from_element(etree.parse(path).getroot())
    assert memory.header.srclang == "en"
    found = [["".join(map(str, variant.content)) for variant in unit.tuvs] for unit in memory.tus]
    assert found == [[text for _, _, text in unit] for unit in tmx_units(path)]


@pytest.mark.parametrize("make", CORPORA)
def test_translate_toolkit(tmp_path, make):
    storage = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    path, _ = export_corpus(make(), "tmx", tmp_path)
    with path.open("rb") as file:
        memory = storage.tmxfile(file, "en", "ru")
    found = [(str(unit.source), str(unit.target)) for unit in memory.unit_iter() if unit.source and unit.target]
    texts = [{language: text for language, _, text in reversed(unit)} for unit in tmx_units(path)]
    assert set(found) >= {(text["en"], text["ru"]) for text in texts if {"en", "ru"} <= set(text)}
