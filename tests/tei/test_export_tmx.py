"""What TMX holds: read back here, by python-tmx and by translate-toolkit."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_samples import CORPORA, linked_texts, window_corpus
from lxml import etree
from tei_samples import make_corpus

from tei import convert_corpus, export_corpus
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
def test_a_memory_of_all_versions(tmp_path, make):
    corpus = make()
    path, _ = export_corpus(corpus, "tmx-all", tmp_path)
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


@pytest.mark.parametrize("make", CORPORA)
def test_a_memory_for_each_pair_has_a_unit_for_each_link(tmp_path, make):
    corpus = make()
    *paths, readme = export_corpus(corpus, "tmx", tmp_path)
    for path, (version, _, wanted) in zip(paths, linked_texts(corpus), strict=True):
        several = len(corpus.versions) > 1
        assert path.name == f"{corpus.name}.{version.id}.tmx" if several else f"{corpus.name}.tmx"
        found = [{known["x-document"]: text for _, known, text in unit} for unit in tmx_units(path)]
        assert [(texts.get("en", ""), texts.get(version.id, "")) for texts in found] == wanted
        assert f"`{paths[0].name}`" in readme.read_text("utf-8")


@pytest.mark.parametrize("make", CORPORA)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_the_memories_of_the_pairs_are_one_corpus_again(tmp_path, make):
    """Each pivot sentence is there once; what a unit links, a link of the corpus joins."""
    corpus = make()
    export_corpus(corpus, "tmx", tmp_path / "e")
    found = convert_corpus([tmp_path / "e"])
    assert {document.id for document in found.documents} == {document.id for document in corpus.documents}
    for document in corpus.documents:
        (again,) = [each for each in found.documents if each.id == document.id]
        assert again.metadata.title == one_line(document.metadata.title)
        words = [" ".join(one_line(each.text) for each in side.sentences).split() for side in (document, again)]
        # The units of links that cross are in the order of the pivot.
        assert sorted(words[0]) == sorted(words[1])
        assert words[0] == words[1] or make is make_corpus
    for version, _, wanted in linked_texts(corpus):
        (links,) = [texts for each, _, texts in linked_texts(found) if each.id == version.id]
        spaced = [[" ".join(text.split()) for text in pair] for pair in wanted if all(pair)]
        assert all(any(left in a and right in b for a, b in links) for left, right in spaced)


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
    path, _ = export_corpus(make(), "tmx-all", tmp_path)
    memory = tmx.from_element(etree.parse(path).getroot())
    assert memory.header.srclang == "en"
    found = [["".join(map(str, variant.content)) for variant in unit.tuvs] for unit in memory.tus]
    assert found == [[text for _, _, text in unit] for unit in tmx_units(path)]


@pytest.mark.parametrize("make", CORPORA)
def test_translate_toolkit(tmp_path, make):
    storage = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    path, _ = export_corpus(make(), "tmx-all", tmp_path)
    with path.open("rb") as file:
        memory = storage.tmxfile(file, "en", "ru")
    found = [(str(unit.source), str(unit.target)) for unit in memory.unit_iter() if unit.source and unit.target]
    texts = [{language: text for language, _, text in reversed(unit)} for unit in tmx_units(path)]
    assert set(found) >= {(text["en"], text["ru"]) for text in texts if {"en", "ru"} <= set(text)}
