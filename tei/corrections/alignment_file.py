"""The file of alignments, changed only in the links that were edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from lxml import etree

from corpus.files import File
from corpus.model import Alignment, Corpus, Document
from tei.characters import DECLARATION, escape
from tei.manifest import Manifest
from tei.names import split_reference
from tei.parser import TEI, XML_ID, FileError, parse
from tei.responsibility import Responsibilities
from tei.writer import link_elements

_LINKS = (f"{TEI}link", f"{TEI}ptr")


def revised_file(manifest: Manifest, before: Corpus, after: Corpus, summary: str, date: str | None) -> File:
    """
    Return the file of alignments with edited links.

    An unchanged link keeps its element and whatever a person added to it, and nothing else in the file changes. The
    ``respStmt`` and categories that are missing in the header are added, and the change is recorded there.

    Args:
        manifest: the files of the corpus.
        before: the corpus as in the files.
        after: the corpus with the edited links.
        summary: what was done, in a few words.
        date: when, as YYYY-MM-DD.

    Raises:
        FileError: the header has no ``titleStmt`` or no ``encodingDesc``.
    """
    root = parse(manifest.alignment, remarks=True)
    taken = {identifier for element in root.iter("*") if (identifier := element.get(XML_ID)) is not None}
    taken.update(identifier for document in after.documents for identifier in document.ids)
    beads = chain.from_iterable(alignment.beads for alignment in after.alignments)
    declared = Responsibilities.declared_in(root)
    responsibilities = Responsibilities.of(beads, taken, declared)
    groups = {split_reference(group.get("corresp", "").split()[-1])[0]: group for group in root.iter(f"{TEI}linkGrp")}
    pairs = zip(manifest.documents[1:], after.versions, before.alignments, after.alignments, strict=True)
    for path, version, old, new in pairs:
        if old != new:
            _revise(groups[path.name], (after.pivot, version), old, new, responsibilities)
    _declare(manifest.alignment, root, responsibilities, declared)
    _record(root, summary, date, " ".join(dict.fromkeys(_persons(before, after, responsibilities))))
    text = etree.tostring(root.getroottree(), encoding="unicode")
    return File(manifest.alignment.name, (f"{DECLARATION}{text}\n",))


def _revise(
    group: etree._Element,
    documents: tuple[Document, Document],
    before: Alignment,
    after: Alignment,
    responsibilities: Responsibilities,
) -> None:
    """Write the links of a pair in the order of the alignment; new beads get new ones, comments stay before theirs."""
    present: dict[frozenset[str], etree._Element] = {}
    preceding: dict[etree._Element, list[etree._Element]] = {}
    others: list[etree._Element] = []
    for child in group:
        if child.tag in _LINKS:
            present[_ids(child)] = child
            preceding[child] = others
            others = []
        else:
            others.append(child)
    known = set(before.beads)
    children: list[etree._Element] = []
    files = group.get("corresp", "").split()
    elements = _parsed(link_elements(after.beads, files, documents, responsibilities))
    for bead, written in zip(after.beads, elements, strict=True):
        element = present.get(_ids(written))
        if element is None:
            element = written
        elif bead not in known:
            _attribute(element, written, responsibilities)
        children += [*preceding.pop(element, ()), element]
    children += [*chain.from_iterable(preceding.values()), *others]
    group[:] = children
    group.text = "\n      "
    for child in children:
        child.tail = "\n      "
    children[-1].tail = "\n    "


def _ids(link: etree._Element) -> frozenset[str]:
    return frozenset(split_reference(uri)[1] for uri in link.get("target", "").split())


def _attribute(element: etree._Element, written: etree._Element, responsibilities: Responsibilities) -> None:
    """Attribute a link to a person, and keep the other pointers of its ``ana``."""
    element.attrib.pop("cert", "")
    element.set("resp", written.get("resp", ""))
    ours = {f"#{identifier}" for identifier in responsibilities.categories.values()}
    others = [pointer for pointer in element.get("ana", "").split() if pointer not in ours]
    element.set("ana", " ".join([*others, written.get("ana", "")]))


def _declare(path: Path, root: etree._Element, responsibilities: Responsibilities, declared: Responsibilities) -> None:
    title = root.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt")
    encoding = root.find(f"{TEI}teiHeader/{TEI}encodingDesc")
    if title is None or encoding is None:
        raise FileError("the header has no titleStmt or no encodingDesc", path)
    known = set(declared.statements.values())
    new = [text for identifier, text in responsibilities.statement_elements() if identifier not in known]
    for element in _parsed(new):
        _append(title, element)
    if declared.categories != responsibilities.categories:
        _append(encoding, *_parsed([responsibilities.taxonomy()]))


def _persons(before: Corpus, after: Corpus, responsibilities: Responsibilities) -> Iterator[str]:
    """Yield references to the persons who made the new links."""
    for old, new in zip(before.alignments, after.alignments, strict=True):
        known = set(old.beads)
        for bead in new.beads:
            if bead.attribution and bead not in known:
                yield f"#{responsibilities.statements['person', bead.attribution.name]}"


def _record(root: etree._Element, summary: str, date: str | None, who: str) -> None:
    header = root.find(f"{TEI}teiHeader")
    if header is None:
        return
    when = f' when="{date}"' if date else ""
    change = f'      <change who="{who}"{when}>{escape(summary)}</change>\n'
    revision = header.find(f"{TEI}revisionDesc")
    if revision is None:
        _append(header, *_parsed([f"    <revisionDesc>\n{change}    </revisionDesc>\n"]))
        return
    changes = revision.find(f"{TEI}listChange")
    (element,) = _parsed([change])
    # The latest change comes first.
    element.tail = "\n      "
    (revision if changes is None else changes).insert(0, element)


def _append(parent: etree._Element, element: etree._Element) -> None:
    """Append an element at the indentation of its siblings."""
    last = parent[-1]
    element.tail, last.tail = last.tail, parent.text
    parent.append(element)


def _parsed(texts: Iterable[str]) -> Sequence[etree._Element]:
    return list(etree.fromstring(f'<TEI xmlns="{TEI[1:-1]}">{"".join(texts)}</TEI>'))
