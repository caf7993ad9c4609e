"""TEI rules that a grammar cannot express: the Schematron of the Guidelines, as far as it applies to parallel texts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tei.parser import TEI, local_name

_DATING = ("notBefore", "notAfter", "from", "to")
_AROUND_P = frozenset({"exemplum", "item", "note", "q", "quote", "remarks", "said", "sp", "stage", "cell", "figure"})


def broken_rules(element: etree._Element) -> Iterator[str]:
    """
    Yield a message for each rule of the Guidelines on an element and its attributes that it breaks.

    That a link needs two targets, and that sentences are not nested, is checked with the links and the blocks.
    """
    name = local_name(element)
    if element.get("subtype") is not None and element.get("type") is None:
        yield "a subtype needs a type beside it"
    if element.get("targetLang") is not None and element.get("target") is None:
        yield "a targetLang needs a target beside it"
    if element.get("when") is not None and any(element.get(each) is not None for each in _DATING):
        yield f"when cannot stand beside {', '.join(each for each in _DATING if element.get(each) is not None)}"
    if name in {"ptr", "ref"} and element.get("target") is not None and element.get("cRef") is not None:
        yield f"a {name} has a target or a cRef, not both"
    if name == "relatedItem" and (element.get("target") is None) == (len(element) == 0):
        yield "a relatedItem has either a target or an element in it"
    if name in {"p", "l", "lg", "div"}:
        yield from _broken_nesting(element, name)
    if name == "lg" and not any(True for _ in element.iterdescendants(f"{TEI}lg", f"{TEI}l", f"{TEI}gap")):
        yield "an lg needs a line, a lg or a gap in it"


def _broken_nesting(element: etree._Element, name: str) -> Iterator[str]:
    parent = element.getparent()
    around = {local_name(each) for each in element.iterancestors()}
    if "floatingText" in around:
        return
    if name in {"p", "div"} and around & {"p", "ab"} and (parent is None or local_name(parent) not in _AROUND_P):
        yield f"a {name} cannot stand in a p or an ab"
    if name in {"p", "div"} and "l" in around and not around & {"note", "figure"}:
        yield f"a {name} cannot stand in an l"
    if name in {"l", "lg"} and "l" in around and "note" not in around:
        yield f"an {name} cannot stand in an l"
