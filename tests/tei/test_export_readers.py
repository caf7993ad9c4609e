"""What independent programs read from the exports: opustools, NLTK, python-tmx, translate-toolkit, pyarrow, lxml."""

from __future__ import annotations

import builtins
import gzip
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from export_samples import ROOT, hard_corpus, seed_corpus, window_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tei_samples import ANY_TEXT, corpora, make_corpus

from corpus.errors import CorpusError, TextWarning
from corpus.model import Corpus
from tei import FORMATS, export_corpus
from tei.export.groups import groups
from tei.export.pairs import one_line
from tei.export.tokens import tokens

CORPORA = [make_corpus, hard_corpus, seed_corpus, window_corpus]


def text_of(document, run) -> str:
    return " ".join(one_line(sentence.text) for sentence in document.sentences[run.start : run.stop])


def links(corpus: Corpus):
    """Version, alignment, and the texts of both sides of each link."""
    for version, alignment in zip(corpus.versions, corpus.alignments, strict=True):
        yield (
            version,
            alignment,
            [(text_of(corpus.pivot, bead.source), text_of(version, bead.target)) for bead in alignment.beads],
        )


def read_lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8").split("\n")[:-1]


@pytest.mark.parametrize("make", CORPORA)
def test_moses(tmp_path, make):
    corpus = make()
    export_corpus(corpus, "moses", tmp_path)
    for version, _, texts in links(corpus):
        stem = f"{corpus.name}.{corpus.pivot.id}-{version.id}"
        sides = [read_lines(tmp_path / f"{stem}.{each}") for each in (corpus.pivot.id, version.id)]
        assert list(zip(*sides, strict=True)) == texts


@given(corpora())
@settings(deadline=None, max_examples=20)
def test_moses_of_any_corpus_has_a_line_for_each_link(tmp_path_factory, corpus):
    if corpus.versions:
        folder = tmp_path_factory.mktemp("moses")
        paths = export_corpus(corpus, "moses", folder)
        for number, alignment in enumerate(corpus.alignments):
            for path in paths[2 * number : 2 * number + 2]:
                assert len(path.read_bytes().decode("utf-8").splitlines()) == len(alignment.beads)


@pytest.mark.parametrize("make", CORPORA)
def test_opus_read_gives_the_moses_pair(tmp_path, make):
    pytest.importorskip("opustools", reason="opustools is not installed: pip install opustools")
    corpus = make()
    export_corpus(corpus, "opus", tmp_path / "opus")
    export_corpus(corpus, "moses", tmp_path / "moses")
    name = (tmp_path / "opus").glob("*_latest_raw_en.zip").__next__().name.removesuffix("_latest_raw_en.zip")
    for version in corpus.versions:
        for source, target in ((corpus.pivot.id, version.id), (version.id, corpus.pivot.id)):
            script = (
                "from opustools import OpusRead\n"
                f"OpusRead(directory={name!r}, source={source!r}, target={target!r}, preprocess='raw', "
                "download_dir='.', write_mode='moses', write=['a', 'b']).printPairs()"
            )
            subprocess.run([sys.executable, "-c", script], cwd=tmp_path / "opus", check=True, capture_output=True)
            stem = f"{corpus.name}.{corpus.pivot.id}-{version.id}"
            for file, side in (("a", source), ("b", target)):
                assert read_lines(tmp_path / "opus" / file) == read_lines(tmp_path / "moses" / f"{stem}.{side}")


def test_opus_links(tmp_path):
    export_corpus(make_corpus(), "opus", tmp_path)
    root = etree.fromstring(gzip.decompress((tmp_path / "lighthouse_latest_xml_en-ru.xml.gz").read_bytes()))
    group = root.find("linkGrp")
    assert (group.get("fromDoc"), group.get("toDoc")) == ("en/lighthouse.xml.gz", "ru/lighthouse.xml.gz")
    assert [(link.get("xtargets"), link.get("certainty")) for link in group] == [
        ("en.b1.1;ru.b1.1", "0.98"),
        ("en.b2.1;ru.b2.1", "0.3333333333333333"),
        ("en.b2.2;ru.b2.2 ru.b2.3", "1e-07"),
        ("en.b2.3;", "1.0"),
    ]


def test_compressed_files_are_the_same_each_time(tmp_path):
    for folder in ("a", "b"):
        export_corpus(seed_corpus(), "opus", tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("make", CORPORA)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_nltk(tmp_path, monkeypatch, make):
    reader = pytest.importorskip("nltk.corpus.reader", reason="NLTK is not installed: pip install nltk")
    monkeypatch.setattr("nltk.data.path", [str(tmp_path)])
    corpus = make()
    paths = export_corpus(corpus, "nltk", tmp_path)
    for path, version, alignment in zip(paths, corpus.versions, corpus.alignments, strict=False):
        found = reader.AlignedCorpusReader(str(tmp_path), [path.name], encoding="utf-8").aligned_sents()
        expected = [
            [
                [token for s in document.sentences[run.start : run.stop] for token in tokens(s.text)]
                for document, run in ((corpus.pivot, bead.source), (version, bead.target))
            ]
            for bead in alignment.beads
            if bead.source and bead.target
        ]
        for link, (words, mots) in zip(found, expected, strict=True):
            assert [word.replace("\uff1d", "=") for word in link.words] == words
            assert link.mots == mots
            assert str(link.alignment) == "0-0"


def test_nltk_tells_what_it_leaves_out(tmp_path):
    with pytest.warns(TextWarning) as caught:
        export_corpus(hard_corpus(), "nltk", tmp_path)
    messages = [str(each.message) for each in caught]
    assert "en-ru: links with an empty side, which NLTK cannot read, were left out: 2" in messages
    assert "en.b3.2: an equals sign that NLTK would take for a rule was made a wide one" in messages


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


@pytest.mark.parametrize("make", CORPORA)
def test_jsonl(tmp_path, make):
    corpus = make()
    paths = export_corpus(corpus, "jsonl", tmp_path)
    for path, (version, alignment, texts) in zip(paths, links(corpus), strict=False):
        rows = [json.loads(line) for line in path.read_bytes().decode("utf-8").splitlines()]
        assert [(row["source_text"], row["target_text"]) for row in rows] == texts
        assert [row["confidence"] for row in rows] == [bead.confidence for bead in alignment.beads]
        assert [row["type"] for row in rows] == [bead.type for bead in alignment.beads]
        assert [each for row in rows for each in row["source_ids"]] == [s.id for s in corpus.pivot.sentences]
        assert sorted(each for row in rows for each in row["target_ids"]) == sorted(s.id for s in version.sentences)
        assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("make", CORPORA)
def test_parquet(tmp_path, make):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    corpus = make()
    paths = export_corpus(corpus, "parquet", tmp_path)
    for path, (version, alignment, texts) in zip(paths, links(corpus), strict=False):
        rows = parquet.read_table(path).to_pylist()
        assert [row["translation"] for row in rows] == [{corpus.pivot.id: a, version.id: b} for a, b in texts]
        assert [row["confidence"] for row in rows] == [bead.confidence for bead in alignment.beads]
        assert len({row["id"] for row in rows}) == len(rows)


def test_parquet_in_several_row_groups(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    monkeypatch.setattr("tei.export.parquet._ROWS", 5)
    path, *_ = export_corpus(seed_corpus(), "parquet", tmp_path)
    file = parquet.ParquetFile(path)
    assert file.metadata.num_row_groups > 2
    assert file.read().num_rows == len(seed_corpus().alignments[0].beads)


def test_datasets_knows_a_translation(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    datasets = pytest.importorskip("datasets", reason="datasets is not installed: pip install datasets")
    path, *_ = export_corpus(window_corpus(), "parquet", tmp_path)
    loaded = datasets.Dataset.from_parquet(str(path), cache_dir=str(tmp_path / "cache"))
    assert loaded.features["translation"] == datasets.Translation(["en", "ru"])
    assert loaded[1]["translation"] == {"en": "No one.", "ru": "Никого."}


def test_parquet_without_pyarrow_tells_how_to_install_it(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **options):
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CorpusError, match=r"^parquet needs pyarrow; install it: pip install pyarrow$"):
        export_corpus(window_corpus(), "parquet", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


ORDERED = ("intertext", "manatee", "paraconc", "rnc")
"""Formats whose texts stand in the order of the links."""


@pytest.mark.parametrize("format_name", ORDERED)
def test_links_that_cross_are_refused(tmp_path, format_name):
    with pytest.raises(
        CorpusError, match=r"^en-en-2: .* cannot hold links that cross: 1-1 from sentence 1 to sentence 4"
    ):
        export_corpus(make_corpus(), format_name, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_paraconc_holds_four_texts(tmp_path):
    with pytest.raises(CorpusError, match="ParaConc holds 4 texts, the corpus has 5"):
        export_corpus(hard_corpus(), "paraconc", tmp_path)


@pytest.mark.parametrize("format_name", ["blacklab", "intertext", "opus", "paraconc", "rnc", "tmx"])
@pytest.mark.parametrize("make", [hard_corpus, seed_corpus])
def test_xml_is_well_formed(tmp_path, format_name, make):
    corpus = make()
    if format_name == "paraconc":
        corpus = replace(corpus, versions=corpus.versions[:3], alignments=corpus.alignments[:3])
    count = 0
    for path in export_corpus(corpus, format_name, tmp_path):
        content = path.read_bytes()
        if path.suffix == ".zip":
            archive = zipfile.ZipFile(path)
            content = archive.read(archive.namelist()[0])
        elif path.suffix == ".gz":
            content = gzip.decompress(content)
        if content.startswith(b"<?xml"):
            etree.fromstring(content)
            assert b"\r" not in content
            count += 1
    assert count


@given(corpora(ANY_TEXT), st.sampled_from(sorted(set(FORMATS) - {"parquet"})))
@settings(deadline=None, max_examples=60)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_any_corpus_is_exported_or_refused_in_one_line(tmp_path_factory, corpus, format_name):
    folder = tmp_path_factory.mktemp("any") / "out"
    try:
        paths = export_corpus(corpus, format_name, folder)
    except CorpusError as error:
        assert "\n" not in str(error)
        assert not folder.exists()
    else:
        for path in paths:
            if path.suffix in {".xml", ".tmx"}:
                etree.parse(path)


@pytest.mark.parametrize("make", [hard_corpus, seed_corpus, window_corpus])
def test_intertext(tmp_path, make):
    corpus = make()
    paths = export_corpus(corpus, "intertext", tmp_path)
    count = len(corpus.documents)
    texts = [[(s.get("id"), s.text) for s in etree.parse(path).getroot().iter("s")] for path in paths[:count]]
    for found, document in zip(texts, corpus.documents, strict=True):
        assert [text for _, text in found] == [one_line(s.text) for s in document.sentences]
        assert all(re.fullmatch(r"[1-9]\d*:[1-9]\d*", each) for each, _ in found)
        assert len({each for each, _ in found}) == len(found)
    for number, path in enumerate(paths[count : 2 * count - 1], start=1):
        group = etree.parse(path).getroot()
        assert (group.get("toDoc"), group.get("fromDoc")) == (paths[0].name, paths[number].name)
        sides = [link.get("xtargets").split(";") for link in group]
        assert [each for left, _ in sides for each in left.split()] == [each for each, _ in texts[0]]
        assert [each for _, right in sides for each in right.split()] == [each for each, _ in texts[number]]
        for link, (left, right) in zip(group, sides, strict=True):
            assert link.get("type") == f"{len(left.split())}-{len(right.split())}"
        assert {link.get("type") for link in group} == {bead.type for bead in corpus.alignments[number - 1].beads}
    rows = [line.split("\t") for line in paths[2 * count - 1].read_text("utf-8").splitlines()[1:]]
    assert [row[2] for row in rows] == [s.id for document in corpus.documents for s in document.sentences]
    assert [row[1] for row in rows] == [each for found in texts for each, _ in found]


def test_rnc(tmp_path):
    path, _ = export_corpus(hard_corpus(), "rnc", tmp_path)
    root = etree.parse(path).getroot()
    assert [child.tag for child in root] == ["head", "body"]
    assert root.find("head/meta").get("content") == 'The "A & B"'
    by_version: dict[tuple[str, str | None], list[str]] = {}
    for unit in root.find("body"):
        assert unit.tag == "para"
        for text in unit:
            by_version.setdefault((text.get("lang"), text.get("variant_id")), []).append(text.text)
    keys = [("en", None), ("ru", "0"), ("ru", "1"), ("he", None), ("zh-Hant", None)]
    for key, document in zip(keys, hard_corpus().documents, strict=True):
        assert " ".join(by_version[key]) == " ".join(one_line(s.text) for s in document.sentences)


def test_paraconc(tmp_path):
    paths = export_corpus(seed_corpus(), "paraconc", tmp_path)
    ids = []
    for path, document in zip(paths, seed_corpus().documents, strict=False):
        segments = list(etree.parse(path).getroot())
        ids.append([segment.get("id") for segment in segments])
        text = " ".join(filter(None, (segment.text for segment in segments)))
        assert text == " ".join(one_line(s.text) for s in document.sentences)
    assert all(each == ids[0] for each in ids)


@given(corpora())
@settings(deadline=None, max_examples=100)
def test_each_link_is_in_one_group(corpus):
    found = list(groups(corpus))
    assert [n for group in found for n in group.source] == list(range(len(corpus.pivot.sentences)))
    for version, alignment in enumerate(corpus.alignments):
        assert tuple(bead for group in found for bead in group.beads[version]) == alignment.beads
        for group in found:
            inside = [n for bead in group.beads[version] for n in bead.source]
            assert inside == list(group.source) or not group.source
    # No group could be cut: each boundary inside one is inside a link.
    for group in found:
        cuts = {n for beads in group.beads for bead in beads for n in list(bead.source)[1:]}
        assert set(list(group.source)[1:]) <= cuts


def test_a_loose_link_stands_where_its_text_does():
    found = [(group.source, *(len(beads) for beads in group.beads)) for group in groups(hard_corpus())]
    assert found == [(range(0), 0, 0, 0, 1), (range(4), 5, 3, 2, 2)]
    pairs = replace(hard_corpus(), versions=hard_corpus().versions[:2], alignments=hard_corpus().alignments[:2])
    found = [(group.source, *(len(beads) for beads in group.beads)) for group in groups(pairs)]
    assert found == [(range(1), 1, 1), (range(1, 3), 3, 1), (range(3, 4), 1, 1)]


PYTHON = {"jsonl": "json", "nltk": "nltk", "parquet": "datasets", "tmx": "translate"}
"""Formats whose guide has a program, and what it needs."""


@pytest.mark.parametrize("format_name", PYTHON)
def test_the_program_of_a_guide_runs(tmp_path, monkeypatch, format_name):
    pytest.importorskip(PYTHON[format_name], reason=f"{PYTHON[format_name]} is not installed")
    monkeypatch.chdir(tmp_path)
    if format_name == "nltk":
        monkeypatch.setattr("nltk.data.path", [])
    export_corpus(window_corpus(), format_name, tmp_path)
    program = re.search("```python\\n(.*?)```", (tmp_path / "README.md").read_text("utf-8"), re.DOTALL)[1]
    exec(program, {})


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"beads", "tsv"}))
def test_the_page_tells_how_to_load_each_format(tmp_path, format_name):
    if format_name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    paths = export_corpus(window_corpus(), format_name, tmp_path)
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert paths[-1].name == "README.md"
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    assert f"\n#{readme}" in page
    assert re.search(rf"^\| `{format_name}` \|", page, re.MULTILINE)
    # Whatever file the text names is there.
    for name in re.findall(
        r"[\w.-]*window[\w.-]*\.(?:sh|vrt|align|beads|xml|tmx|jsonl|parquet|aligned|yaml)\b", readme
    ):
        assert (tmp_path / name).exists(), name
