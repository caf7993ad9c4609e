"""The rules of TEI beyond its schema, each kept and broken."""

from __future__ import annotations

import pytest
from lxml import etree

from tei.schematron import broken_rules


@pytest.mark.parametrize(
    ("markup", "broken"),
    [
        ('<p type="a" subtype="b"/>', 0),
        ('<p subtype="b"/>', 1),
        ('<ref target="#a"/>', 0),
        ('<ptr target="#a" cRef="b"/>', 1),
        ('<seg targetLang="ru"/>', 1),
        ('<date when="1912"/>', 0),
        ('<date when="1912" notAfter="1913"/>', 1),
        ('<relatedItem target="#a"/>', 0),
        ("<relatedItem><bibl/></relatedItem>", 0),
        ("<relatedItem/>", 1),
        ('<relatedItem target="#a"><bibl/></relatedItem>', 1),
        ("<p><note><p/></note></p>", 0),
        ("<p><hi><p/></hi></p>", 1),
        ("<ab><div/></ab>", 1),
        ("<p><floatingText><body><p/></body></floatingText></p>", 0),
        ("<l><p/></l>", 1),
        ("<l><note><p/></note></l>", 0),
        ("<l><seg><l/></seg></l>", 1),
        ("<l><note><l/></note></l>", 0),
        ("<lg><l/></lg>", 0),
        ("<lg><lg><gap/></lg></lg>", 0),
        ("<lg><head/></lg>", 1),
        ("<p><s><s/></s></p>", 0),
    ],
)
def test_rules(markup, broken):
    name, _, rest = markup.partition(">")
    slash = "/" if name.endswith("/") else ""
    root = etree.fromstring(f'{name.removesuffix("/")} xmlns="http://www.tei-c.org/ns/1.0"{slash}>{rest}')
    assert len([message for element in root.iter("*") for message in broken_rules(element)]) == broken
