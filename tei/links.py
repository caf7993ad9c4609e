"""The rules of an alignment: links point to sentences, and cover every sentence once and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from corpus.errors import CorpusError
from corpus.xml.passages import Passages
from tei.finding import Finding
from tei.names import sentence_of, split_reference
from tei.parser import TEI, XML_ID, line
from tei.reader import consecutive_run, probability

_POINTERS = ("corresp", "resp", "target")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Loaded:
    """
    A file of the corpus that could be parsed.

    Attributes:
        path: the file.
        root: its root element.
        identified: each xml:id and its line, including repeated ones.
        lines: the line of each xml:id.
        sentences: the number, from 0, of each sentence with an xml:id.
    """

    path: Path
    root: etree._Element
    identified: tuple[tuple[str, int], ...]
    lines: Mapping[str, int]
    sentences: Mapping[str, int]

    @classmethod
    def of(cls, path: Path, root: etree._Element) -> Loaded:
        """Index a parsed file."""
        identified = tuple(
            (identifier, line(element)) for element in root.iter("*") if (identifier := element.get(XML_ID)) is not None
        )
        sentences = (mark.id for passage in Passages(root) for mark in passage.sentences)
        numbers = {identifier: number for number, identifier in enumerate(sentences) if identifier}
        return cls(path, root, identified, dict(identified), numbers)


def pointer_findings(file: Loaded, files: Mapping[str, Loaded | None]) -> Iterator[Finding]:
    """
    Yield the references of a file whose target does not exist.

    Args:
        file: the file.
        files: all files of the corpus by name; None for one that could not be parsed.
    """
    name = file.path.name
    for element in file.root.iter("*"):
        for attribute in _POINTERS:
            for uri in (element.get(attribute) or "").split():
                if _SCHEME.match(uri):
                    continue
                target, identifier = split_reference(uri)
                if (target or name) not in files:
                    message = f"{attribute} points to {uri}, which is not a file of the corpus"
                    yield Finding(name, line(element), "pointer", message)
                    continue
                other = files[target or name]
                if identifier and other is not None and sentence_of(identifier) not in other.lines:
                    yield Finding(name, line(element), "pointer", f"{attribute} points to {uri}, which does not exist")


def link_findings(file: Loaded, group: etree._Element, source: Loaded, target: Loaded) -> Iterator[Finding]:
    """
    Yield what is wrong with the alignment of a pair.

    Args:
        file: the file of alignments.
        group: the ``linkGrp``.
        source: the file of the pivot.
        target: the file of the version.
    """
    name = file.path.name
    pair = (source, target)
    names = [loaded.path.name for loaded in pair]
    covered: tuple[set[int], set[int]] = (set(), set())
    last = -1
    for link in group.iterchildren(f"{TEI}link", f"{TEI}ptr"):
        uris = (link.get("target") or "").split()
        sides: tuple[list[int], list[int]] = ([], [])
        for uri in uris:
            file_name, identifier = split_reference(uri)
            side = names.index(file_name) if file_name in names else None
            number = None if side is None else pair[side].sentences.get(identifier)
            if side is None or number is None:
                # Missing targets are reported by pointer_findings.
                if side is None or not identifier or identifier in pair[side].lines:
                    yield Finding(name, line(link), "target", f"{uri} is not a sentence of the pair")
                continue
            if number in covered[side]:
                yield Finding(name, line(link), "coverage", f"{uri} is linked twice")
            covered[side].add(number)
            sides[side].append(number)
        for rule, message in _form_faults(link, len(uris), sides):
            yield Finding(name, line(link), rule, message)
        if sides[0]:
            if min(sides[0]) < last:
                yield Finding(name, line(link), "order", "links a sentence of the pivot after one that follows it")
            last = max(last, *sides[0])
    for loaded, numbers in zip(pair, covered, strict=True):
        for identifier, number in loaded.sentences.items():
            if number not in numbers:
                message = f"sentence {identifier} is in no link of the pair {source.path.name} {target.path.name}"
                yield Finding(loaded.path.name, loaded.lines[identifier], "coverage", message)


def _form_faults(
    link: etree._Element, target_count: int, sides: tuple[list[int], list[int]]
) -> Iterator[tuple[str, str]]:
    """Yield the rules that a link breaks on its own, with a message for each."""
    if link.tag == f"{TEI}link" and target_count < 2:
        yield "link-targets", f"a link needs two targets or more, not {target_count}"
    if link.tag == f"{TEI}ptr" and target_count != 1:
        yield "ptr-target", f"a ptr needs one target, not {target_count}"
    found = f"{len(sides[0])}-{len(sides[1])}"
    if link.get("type") != found and len(sides[0]) + len(sides[1]) == target_count:
        yield "type", f"the type is {link.get('type')}, but the targets are {found}"
    for numbers in sides:
        try:
            consecutive_run(numbers)
        except CorpusError as error:
            yield "run", error.problem
    try:
        probability(link.get("cert", "1"))
    except CorpusError as error:
        yield "cert", error.problem
