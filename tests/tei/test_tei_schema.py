"""What is written is TEI, by the word of the TEI Consortium's schema and of independent validators."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from tei_samples import KINDS, make_block, make_corpus

from corpus.model import Alignment, Corpus, Document, Metadata
from tei import check_corpus, write_corpus

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tei" / "schema" / "teialign.rng"
TEI_ALL = Path(os.environ.get("TEI_ALL_RNG", ROOT.parent / "shared" / "schema" / "tei_all.rng"))

needs_jing = pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
needs_tei_all = pytest.mark.skipif(not TEI_ALL.is_file(), reason="TEI_ALL_RNG does not name a tei_all.rng")


def corpora() -> dict[str, Corpus]:
    """Corpora that try what is hard on a schema: every pair of kinds, none at all, exotic names, no sentences."""
    pairs = [kind for pair in product(KINDS, KINDS) for kind in pair]
    shuffled = random.Random(0).choices(KINDS, k=300)
    found = {"sample": make_corpus()}
    for number, kinds in enumerate(
        (pairs, shuffled, (), *((kind,) for kind in KINDS), ("speaker", "note"), ("head", "note"))
    ):
        blocks = tuple(make_block(f"b{each}", kind, "A.", "B.") for each, kind in enumerate(kinds))
        document = Document("en", "en", "pivot", blocks, Metadata("T", "s.txt", "0" * 64))
        found[f"kinds-{number}"] = Corpus("x", document, (), ())
    empty = (make_block("b", "p"), make_block("c", "head"))
    versions = (Document("en", "en-GB", "pivot", empty), Document("ru", "ru", "translation", ()))
    found["empty"] = Corpus("é # ж %", versions[0], versions[1:], (Alignment("en", "ru", (), "x"),))
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("schema")
    return [
        path
        for name, corpus in corpora().items()
        for path in write_corpus(corpus, folder / name, date="2026-01-31" if name == "sample" else None)
    ]


def jing(schema: Path, *files: Path) -> str:
    done = subprocess.run(["jing", str(schema), *map(str, files)], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


@needs_jing
@needs_tei_all
def test_jing_finds_tei(files):
    # jing follows xi:include, so that corpus.xml is the whole corpus to it.
    assert jing(TEI_ALL, *files) == ""


@needs_jing
def test_jing_agrees_with_our_schema(files):
    assert jing(OWN, *files) == ""


@needs_jing
@needs_tei_all
def test_jing_would_find_a_fault(files, tmp_path):
    text = next(path for path in files if path.name == "lighthouse.en.xml").read_text("utf-8")
    (tmp_path / "x.xml").write_text(text.replace('<s xml:id="en.b1.1"', '<s foo="1" xml:id="en.b1.1"'), "utf-8")
    assert "foo" in jing(TEI_ALL, tmp_path / "x.xml")


@pytest.mark.skipif("TEI_ALL_RNG" not in os.environ, reason="TEI_ALL_RNG is not set; compiling the schema takes 11 s")
def test_the_check_takes_the_schema(tmp_path):
    write_corpus(make_corpus(), tmp_path / "c")
    assert check_corpus(tmp_path / "c", schema=TEI_ALL) == ()


def test_our_schema_accepts_all(files):
    validator = etree.RelaxNG(file=OWN)
    for path in files:
        validator.assertValid(etree.parse(path))


def test_our_schema_describes_every_element_that_is_written(files):
    namespaces = {"r": "http://relaxng.org/ns/structure/1.0"}
    documentation = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
    described = {
        element.get("name")
        for element in etree.parse(OWN).iterfind(".//r:element", namespaces)
        if element.find(documentation) is not None
    }
    header = {"p", "resp", "name", "bibl", "idno", "label", "desc", "language", "change", "relatedItem"} | {
        *("projectDesc", "editorialDecl", "segmentation", "normalization", "interpretation", "revisionDesc"),
        *("channel", "constitution", "domain", "factuality", "interaction", "preparedness", "purpose"),
        *("classDecl", "taxonomy", "category", "catDesc", "term"),
    }
    written = {etree.QName(element).localname for path in files for element in etree.parse(path).iter("*")}
    assert written - header <= described | {"body"}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("", "div(p)"),
        ("p p", "div(p p)"),
        ("head head p head p", "div(head head p) div(head p)"),
        ("note head", "div(note) div(head)"),
        ("l l p l", "div(lg(l l) p lg(l))"),
        ("item note item", "div(list(item) note list(item))"),
        ("cell cell p cell", "div(table(row(cell cell)) p table(row(cell)))"),
        ("speaker p l note speaker", "div(sp(speaker p lg(l) note) sp(speaker p))"),
        ("speaker note cell", "div(sp(speaker note p) table(row(cell)))"),
        ("speaker head p", "div(sp(speaker p)) div(head p)"),
    ],
)
def test_blocks_stand_where_tei_has_them(tmp_path, kinds, expected):
    blocks = tuple(make_block(f"b{number}", kind, "A.") for number, kind in enumerate(kinds.split()))
    write_corpus(Corpus("x", Document("en", "en", "pivot", blocks), (), ()), tmp_path)

    def shape(element: etree._Element) -> str:
        children = " ".join(map(shape, element.iterchildren("{*}*")))
        name = etree.QName(element).localname
        return "" if name == "s" else f"{name}({children})" if children else name

    body = etree.parse(tmp_path / "x.en.xml").find(".//{*}body")
    assert " ".join(map(shape, body)) == expected


def test_xinclude_makes_one_document(files):
    path = next(path for path in files if path.name == "corpus.xml" and path.parent.name == "empty")
    tree = etree.parse(path)
    tree.xinclude()
    assert [etree.QName(child).localname for child in tree.getroot()] == ["teiHeader", "TEI", "TEI", "TEI"]


def test_ids_are_unique_in_the_whole(files):
    tree = etree.parse(next(path for path in files if path.name == "corpus.xml" and path.parent.name == "sample"))
    tree.xinclude()
    ids = tree.xpath("//@xml:id")
    assert len(ids) == len(set(ids)) > 20
    sentences = {f"{document.id}": len(document.sentences) for document in make_corpus().documents}
    assert len(tree.xpath("//*[local-name() = 's']")) == sum(sentences.values())


def test_the_header_tells_how_it_was_made(files):
    path = next(path for path in files if path.name == "lighthouse.en.xml")
    text = path.read_text("utf-8")
    for fact in (
        "segmenter:rules|language:en",
        "lighthouse.en.txt",
        "0f" * 32,
        'ident="teialign"',
        ">The Lighthouse</title>",
    ):
        assert fact in text
    alignment = next(path for path in files if path.name == "lighthouse.alignment.xml").read_text("utf-8")
    assert "encoder:static|model:embedded" in alignment


def test_a_version_without_title_is_called_after_the_corpus(tmp_path):
    write_corpus(replace(make_corpus(), name="a & b"), tmp_path / "c")
    assert '<title type="short">a &amp; b</title>' in (tmp_path / "c" / "a & b.en-2.xml").read_text("utf-8")
