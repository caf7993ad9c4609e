"""The ids of marked-up texts, made unique across the corpus that they come into."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count

from lxml import etree

from corpus.messages import warn
from corpus.reader.source import SourceText
from corpus.reader.tei import read_tei
from corpus.xml.parser import XML_ID, parse_xml
from corpus.xml.passages import Passages

_POINTER = re.compile(r"(?<!\S)#(\S+)")


def markup_ids(markup: bytes) -> frozenset[str]:
    """Return every xml:id of a document that `parse_xml` has taken before."""
    return frozenset(_ids(parse_xml(markup))) if markup else frozenset()


def identify(sources: Sequence[SourceText], versions: Sequence[str]) -> tuple[list[SourceText], frozenset[str]]:
    """
    Give each block of the marked-up texts an id, and make all their ids unique.

    Ids stay as they are. Only where two texts have the same one, or one has that of a version, the later gets the id of
    its version and a full stop before it, as in ``ru.hamlet``, and so does every reference to it in the same file. A
    block without id gets ``ru.b1``, ``ru.b2`` and so on.

    Args:
        sources: the texts, the pivot first.
        versions: the id of each version.

    Returns:
        The texts, and all ids that are taken.

    Warns:
        TextWarning: ids were changed; it says how many, and one of them.
    """
    taken = set(versions)
    texts = []
    for source, version in zip(sources, versions, strict=True):
        if source.markup:
            root = parse_xml(source.markup, remarks=True)
            _rename(root, version, taken, source.metadata.source)
            taken |= set(_ids(root))
            _number(root, version, taken)
            markup = etree.tostring(root.getroottree(), encoding="utf-8")
            texts.append(replace(source, blocks=read_tei(markup, source.metadata.source).blocks, markup=markup))
        else:
            texts.append(source)
    return texts, frozenset(taken)


def _rename(root: etree._Element, version: str, taken: Collection[str], where: str) -> None:
    """Change the ids that are taken, and the references to them."""
    own = _ids(root)
    root_id = root.get(XML_ID)
    known = {*taken, *own}
    names: dict[str, str] = {}
    for identifier in own:
        if identifier in taken and identifier not in names and not identifier == version == root_id:
            name = f"{version}.{identifier}"
            while name in known:
                name = f"{version}.{name}"
            known.add(name)
            names[identifier] = name
    if not names:
        return
    for element in root.iter("*"):
        for key, value in element.attrib.items():
            if key == XML_ID:
                element.set(key, names.get(str(value), value))
            else:
                element.set(key, _POINTER.sub(lambda match: f"#{names.get(match[1], match[1])}", str(value)))
    old, new = next(iter(names.items()))
    message = f"{where}: {len(names)} ids that another text has, too, were changed, such as {old} to {new}"
    warn(message)


def _number(root: etree._Element, version: str, taken: set[str]) -> None:
    """Give ids to the blocks that have none."""
    numbers = count(1)
    for passage in list(Passages(root)):
        if not passage.id:
            name = next(name for number in numbers if (name := f"{version}.b{number}") not in taken)
            passage.element.set(XML_ID, name)
            taken.add(name)


def _ids(root: etree._Element) -> list[str]:
    return [identifier for element in root.iter("*") if (identifier := element.get(XML_ID)) is not None]
