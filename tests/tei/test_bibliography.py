"""What is known of a text stands in its header, and is read from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tei_samples import make_corpus, metadata

from corpus.model import ROLES, Corpus, Metadata
from tei import check_corpus, read_corpus, write_corpus

OWN = Path(__file__).parents[2] / "tei" / "schema" / "teialign.rng"
KNOWN = Metadata(
    "Hadji Murat",
    "murat.txt",
    "0f" * 32,
    ("Leo Tolstoy",),
    ("Louise & Aylmer Maude", "A. <B.>"),
    "https://creativecommons.org/licenses/by/4.0/?a&b",
    "1912",
    "https://example.org/a",
)


def with_metadata(known: Metadata, *roles: str) -> Corpus:
    """The sample with other metadata in its pivot, and other roles."""
    sample = make_corpus()
    documents = [
        replace(each, role=role)
        for each, role in zip(sample.documents, roles or ("pivot", "version", "version"), strict=True)
    ]
    return replace(sample, pivot=replace(documents[0], metadata=known), versions=tuple(documents[1:]))


def header(folder: Path, name: str = "lighthouse.en.xml") -> etree._Element:
    return etree.parse(folder / name).getroot().find("{*}teiHeader")


@given(metadata(), st.tuples(*[st.sampled_from(sorted(ROLES))] * 3))
@settings(deadline=None, max_examples=60)
def test_metadata_and_roles_come_back(tmp_path_factory, known, roles):
    folder = tmp_path_factory.mktemp("known") / "c"
    corpus = with_metadata(known, *roles)
    write_corpus(corpus, folder)
    assert read_corpus(folder) == corpus
    assert check_corpus(folder) == ()


def test_each_fact_stands_where_tei_has_it(tmp_path):
    write_corpus(with_metadata(KNOWN), tmp_path)
    found = header(tmp_path)
    for path, text in (
        ("fileDesc/titleStmt/title[@type='main']", "Hadji Murat"),
        ("fileDesc/titleStmt/author", "Leo Tolstoy"),
        ("fileDesc/titleStmt/editor[@role='translator']", "Louise & Aylmer Maude"),
        ("fileDesc/publicationStmt/availability/licence", KNOWN.licence),
        ("fileDesc/sourceDesc/bibl/date[@when='1912']", "1912"),
        ("fileDesc/sourceDesc/bibl/idno[@type='URI']", "https://example.org/a"),
        ("fileDesc/sourceDesc/bibl/idno[@type='source']", "murat.txt"),
    ):
        steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
        assert found.findtext(steps) == text, path
    assert found.find(".//{*}licence").get("target") == KNOWN.licence


def test_what_is_not_known_is_not_there(tmp_path):
    write_corpus(with_metadata(Metadata()), tmp_path)
    names = {etree.QName(element).localname for element in header(tmp_path).iter("*")}
    assert names.isdisjoint({"author", "editor", "availability", "date", "bibl", "relatedItem"})


@pytest.mark.parametrize(
    ("roles", "related"),
    [
        (("translation", "original", "translation"), ["lighthouse.ru.xml", None, "lighthouse.ru.xml"]),
        (("original", "translation", "version"), [None, "lighthouse.en.xml", None]),
        (("pivot", "version", "version"), [None, None, None]),
        (("translation", "version", "version"), [None, None, None]),
    ],
)
def test_a_translation_is_related_to_its_original(tmp_path, roles, related):
    write_corpus(with_metadata(Metadata(), *roles), tmp_path)
    found = []
    for name, role in zip(("en", "ru", "en-2"), roles, strict=True):
        each = header(tmp_path, f"lighthouse.{name}.xml")
        assert each.find(".//{*}derivation").get("type") == role
        item = each.find(".//{*}relatedItem[@type='original']")
        found.append(None if item is None else item.get("target"))
    assert found == related
    group = etree.parse(tmp_path / "lighthouse.alignment.xml").find(".//{*}linkGrp")
    expected = "translation source" if roles[1] == "original" else "source translation"
    assert group.get("targFunc") == expected


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ("1912", "1912"),
        ("1912-05", "1912-05"),
        ("1912-05-01", "1912-05-01"),
        ("1912-02-31", None),
        ("1912-13", None),
        ("0000", None),
        ("c. 1912", None),
        ("1912–1917", None),
        ("１９１２", None),
    ],
)
def test_a_date_is_normalised_where_it_is_one(tmp_path, date, when):
    write_corpus(with_metadata(Metadata(date=date)), tmp_path)
    assert header(tmp_path).find(".//{*}bibl/{*}date").get("when") == when
