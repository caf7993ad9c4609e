"""The file of alignments, changed only in the links that were edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from pathlib import Path

from lxml import etree

from corpus.files import File
from corpus.model import Bead, Corpus, Document
from tei.characters import DECLARATION, escape
from tei.edited_notes import follow_edits
from tei.export.content import AlignedPair
from tei.manifest import Manifest
from tei.names import split_reference
from tei.parser import TEI, XML_ID, FileError, parse
from tei.responsibility import Responsibilities
from tei.writer import link_elements

_LINKS = (f"{TEI}link", f"{TEI}ptr")


def revised_file(manifest: Manifest, before: Corpus, after: Corpus, summary: str, date: str | None) -> File:
    """
    Return the file of alignments with edited links.

    An unchanged link keeps its element and whatever a person added to it; notes follow the words that they point to,
    and nothing else in the file changes. The
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
    for number, (path, version) in enumerate(zip(manifest.documents[1:], after.versions, strict=True)):
        new = _new_beads(AlignedPair(before, number), AlignedPair(after, number))
        if new or before.alignments[number] != after.alignments[number]:
            revised = after.alignments[number].beads
            _revise(groups[path.name], (after.pivot, version), revised, new, responsibilities)
    follow_edits(root, before, after)
    _declare(manifest.alignment, root, responsibilities, declared)
    _record(root, summary, date, " ".join(dict.fromkeys(_persons(before, after, responsibilities))))
    text = etree.tostring(root.getroottree(), encoding="unicode")
    return File(manifest.alignment.name, (f"{DECLARATION}{text}\n",))


def _revise(
    group: etree._Element,
    documents: tuple[Document, Document],
    beads: Sequence[Bead],
    new: Set[Bead],
    responsibilities: Responsibilities,
) -> None:
    """Write the links of a pair in the order of the beads; new ones get new links, comments stay before theirs."""
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
    children: list[etree._Element] = []
    files = group.get("corresp", "").split()
    elements = _parsed(link_elements(beads, files, documents, responsibilities))
    for bead, written in zip(beads, elements, strict=True):
        element = present.get(_ids(written))
        if element is None:
            element = written
        elif bead in new:
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
    """Say anew who is responsible for a link, and keep the other pointers of its ``ana``."""
    ours = {f"#{identifier}" for identifier in responsibilities.categories.values()}
    others = [pointer for pointer in element.get("ana", "").split() if pointer not in ours]
    values = {name: written.get(name, "") for name in ("cert", "resp")}
    for name, value in (values | {"ana": " ".join([*others, written.get("ana", "")]).strip()}).items():
        if value:
            element.set(name, value)
        else:
            element.attrib.pop(name, "")


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
    for number in range(len(after.versions)):
        new = _new_beads(AlignedPair(before, number), AlignedPair(after, number))
        for bead in after.alignments[number].beads:
            if bead.attribution and bead.attribution.by_person and bead in new:
                yield f"#{responsibilities.statements['person', bead.attribution.name]}"


def _new_beads(before: AlignedPair, after: AlignedPair) -> Set[Bead]:
    """Return the links that were not there before; their sentences may have other numbers now."""
    known = {(before.ids(bead), bead.confidence, bead.attribution) for bead in before.alignment.beads}
    return {bead for bead in after.alignment.beads if (after.ids(bead), bead.confidence, bead.attribution) not in known}


def _record(root: etree._Element, summary: str, date: str | None, who: str) -> None:
    header = root.find(f"{TEI}teiHeader")
    if header is None:
        return
    when = f' when="{date}"' if date else ""
    person = f' who="{who}"' if who else ""
    change = f"      <change{person}{when}>{escape(summary)}</change>\n"
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
