"""The ids of TEI documents, made unique in a corpus."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from lxml import etree

from corpus.document import numbered_ids
from corpus.messages import counted, warn
from corpus.reader.source import SourceText
from corpus.reader.tei import read_tei
from corpus.xml.parser import XML_ID, parse_xml
from corpus.xml.passages import Passages

_POINTER = re.compile(r"(?<!\S)#(\S+)")


def markup_ids(markup: bytes) -> frozenset[str]:
    """Return every xml:id of a document that `parse_xml` accepts; none for an empty document."""
    return frozenset(_ids(parse_xml(markup))) if markup else frozenset()


def identify(sources: Sequence[SourceText], versions: Sequence[str]) -> tuple[list[SourceText], frozenset[str]]:
    """
    Give each block of the TEI documents among the texts an id, and make all ids unique.

    Ids stay as they are, except where two texts have the same id or a text has the id of a version. Then the later one
    gets the id of its version and a full stop as a prefix, as in ``ru.hamlet``, as does every reference to it in the
    same file. Blocks without an id get ``ru.b1``, ``ru.b2`` and so on.

    Args:
        sources: the texts, the pivot first.
        versions: the id of each version.

    Returns:
        The texts, and all ids that are in use.

    Warns:
        TextWarning: ids were changed; it gives their number and an example.
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
    """Change the ids that are in use already, and the references to them."""
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
    warn(f"changed {counted(len(names), 'id')} that another text also has, such as {old} to {new}", where=where)


def _number(root: etree._Element, version: str, taken: set[str]) -> None:
    """Give ids to the blocks that have none."""
    names = numbered_ids(f"{version}.b", taken)
    for passage in list(Passages(root)):
        if not passage.id:
            name = next(names)
            passage.element.set(XML_ID, name)
            taken.add(name)


def _ids(root: etree._Element) -> list[str]:
    return [identifier for element in root.iter("*") if (identifier := element.get(XML_ID)) is not None]
