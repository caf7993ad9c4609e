"""The ODD and the schema that the check compiles say the same, and the rules in the ODD hold and bite."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from tei_samples import make_corpus
from test_tei_schema import OWN, TEI_ALL, jing, needs_jing, needs_tei_all

from corpus.model import BLOCK_KINDS, ROLES
from tei import write_corpus

ODD = OWN.with_suffix(".odd")
RNG = "{http://relaxng.org/ns/structure/1.0}"
TEI = "{http://www.tei-c.org/ns/1.0}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def described() -> dict[str, list[etree._Element]]:
    """The elements that the schema describes; those of other namespaces are no matter of an ODD."""
    found: dict[str, list[etree._Element]] = {}
    for element in etree.parse(OWN).iter(f"{RNG}element"):
        if element.find(DOCUMENTATION) is not None and element.get("ns") is None:
            found.setdefault(element.get("name"), []).append(element)
    return found


@pytest.fixture(scope="module")
def specified() -> dict[str, etree._Element]:
    return {each.get("ident"): each for each in etree.parse(ODD).iter(f"{TEI}elementSpec")}


def test_both_have_the_same_elements_in_the_same_words(described, specified):
    assert set(described) == set(specified)
    for name, specification in specified.items():
        assert words(specification.find(f"{TEI}desc")) in [words(each.find(DOCUMENTATION)) for each in described[name]]


def test_both_ask_for_the_same_attributes(described, specified):
    definitions = {each.get("name"): each for each in etree.parse(OWN).iter(f"{RNG}define")}

    def required(element: etree._Element) -> set[str]:
        parts = [element, *(definitions[ref.get("name")] for ref in element.findall(f"{RNG}ref"))]
        return {each.get("name") for part in parts for each in part.findall(f"{RNG}attribute")} - {None}

    blocks = BLOCK_KINDS - {"p"}
    for name, specification in specified.items():
        asked = {each.get("ident") for each in specification.iter(f"{TEI}attDef") if each.get("usage") == "req"}
        found = set.union(*map(required, described[name]))
        if name in blocks:
            # A note in a header needs no id: what the ODD asks of blocks is a rule about those that have sentences.
            assert (found, asked) == ({"xml:id"}, set())
        elif name == "ptr":
            # Likewise one outside a linkGrp.
            assert (found, asked) == ({"target", "type"}, set())
        elif name == "application":
            # TEI asks for these itself.
            assert found == {"ident", "version"}
        else:
            assert found == asked, name
    rule = next(each for each in specified["s"].iter(f"{SCH}rule"))
    assert {kind for kind in BLOCK_KINDS if f"self::tei:{kind} " in words_of_test(rule)} == BLOCK_KINDS


def words_of_test(rule: etree._Element) -> str:
    return rule.find(f"{SCH}assert").get("test").replace("]", " ")


def test_both_have_the_same_values(described, specified):
    roles = {each.get("ident") for each in specified["derivation"].iter(f"{TEI}valItem")}
    assert roles == {each.text for each in described["derivation"][0].iter(f"{RNG}value")} == ROLES
    types = {each.get("ident") for each in specified["linkGrp"].iter(f"{TEI}valItem")}
    assert types == {each.text for each in described["linkGrp"][0].findall(f"{RNG}attribute//{RNG}value")}


@needs_jing
@needs_tei_all
def test_the_odd_is_tei():
    assert jing(TEI_ALL, ODD) == ""


@pytest.fixture
def xpath():
    saxon = pytest.importorskip("saxonche", reason="saxonche is not installed: pip install saxonche")
    with saxon.PySaxonProcessor(license=False) as processor:
        yield processor


def broken(processor, path: Path) -> set[str]:
    """The rules of the ODD that a file breaks."""
    found = set()
    xpath = processor.new_xpath_processor()
    xpath.declare_namespace("tei", TEI.strip("{}"))
    xpath.set_context(file_name=str(path))
    for specification in etree.parse(ODD).iter(f"{TEI}constraintSpec"):
        for rule in specification.iter(f"{SCH}rule"):
            lets = "".join(
                f"let ${each.get('name')} := {each.get('value')} return " for each in rule.findall(f"{SCH}let")
            )
            for check in rule.iterchildren(f"{SCH}assert", f"{SCH}report"):
                test = check.get("test") if check.tag == f"{SCH}assert" else f"not({check.get('test')})"
                sound = xpath.evaluate_single(
                    f"every $each in //{rule.get('context')} satisfies $each/({lets}({test}))"
                )
                if sound.string_value != "true":
                    found.add(specification.get("ident"))
    return found


DAMAGE = [
    ("lighthouse.alignment.xml", 'type="1-1"', 'type="1-2"', "type"),
    ("lighthouse.alignment.xml", '<ptr type="1-0"', '<ptr type="0-2"', "ptr-target"),
    ("lighthouse.alignment.xml", "#en.b2.3", "#en.b2.3 lighthouse.ru.xml#x", "ptr-target"),
    ("lighthouse.alignment.xml", "#ru.b2.1", "#ru.b1.1", "pair"),
    ("lighthouse.alignment.xml", "lighthouse.ru.xml#ru.b2.1", "x.xml#ru.b2.1", "pair"),
    ("lighthouse.ru.xml", '<p xml:id="ru.b2">', "<p>", "block"),
    ("lighthouse.ru.xml", ">Кто там?<", "><s>Кто там?</s><", "block"),
]


def test_the_rules_hold_for_what_is_written(tmp_path, xpath):
    for path in write_corpus(make_corpus(), tmp_path):
        assert broken(xpath, path) == set()


@pytest.mark.parametrize(("file", "old", "new", "rule"), DAMAGE)
def test_the_rules_find_what_is_damaged(tmp_path, xpath, file, old, new, rule):
    write_corpus(make_corpus(), tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    assert rule in broken(xpath, tmp_path / file)


def test_every_rule_is_tried():
    assert {each.get("ident") for each in etree.parse(ODD).iter(f"{TEI}constraintSpec")} == {row[3] for row in DAMAGE}
