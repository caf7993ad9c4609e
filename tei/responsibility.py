"""Who is responsible for the links of an alignment file: the aligner, persons, and files of converted links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from lxml import etree

from corpus.errors import CorpusError
from corpus.model import Attribution, AttributionKind, Bead
from tei.characters import escape, is_legal
from tei.parser import TEI, XML_ID, content

ANONYMOUS = "anonymous"
"""The name of a person who gave none."""

_MEANINGS: dict[AttributionKind, str] = {
    "corrected": "a person changed what the link joins",
    "confirmed": "a person found the link right",
    "given": "the link was in the file that the corpus was converted from",
}

_TASKS = {"person": "links corrected and confirmed by", "file": "links taken over from"}
_LABELS = {"person": "reviewer", "file": "source"}


def person_name(given: str) -> str:
    """
    Return the name of a person as it is written, with single spaces; empty if none is given.

    Raises:
        CorpusError: XML cannot hold it.
    """
    name = " ".join(given.split())
    if not is_legal(name):
        raise CorpusError(f"the name {name!r} has characters that XML cannot hold")
    return name


def _key(attribution: Attribution) -> tuple[str, str]:
    return ("person" if attribution.by_person else "file"), attribution.name


def statement_element(task: str, kind: str, name: str, identifier: str = "") -> str:
    """Return a ``respStmt``: what was done, by whom, the type of that name, and an xml:id unless it is empty."""
    declared = f' xml:id="{identifier}"' if identifier else ""
    return (
        f"        <respStmt{declared}>\n          <resp>{task}</resp>\n"
        f'          <name type="{kind}">{escape(name)}</name>\n        </respStmt>\n'
    )


def _pointers(link: etree._Element, attribute: str) -> list[str]:
    return [pointer.rpartition("#")[2] for pointer in link.get(attribute, "").split()]


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """
    The xml:ids of the ``respStmt`` of those responsible for links, and of the categories of attribution.

    Attributes:
        aligner: the id of the aligner; empty if no link comes from it.
        statements: the id of each person and file, by type (``person``, ``file``) and name.
        categories: the id of each kind of attribution.
    """

    aligner: str
    statements: Mapping[tuple[str, str], str]
    categories: Mapping[AttributionKind, str]

    @classmethod
    def of(cls, beads: Iterable[Bead], taken: set[str], declared: Responsibilities | None = None) -> Responsibilities:
        """
        Choose an id for everyone responsible for some beads, and for all categories.

        Args:
            beads: the beads.
            taken: ids that are in use.
            declared: ids that are declared already, and kept.
        """
        used = set(taken)

        def free(name: str) -> str:
            candidates = (f"{name}-{number}" if number > 1 else name for number in count(1))
            identifier = next(candidate for candidate in candidates if candidate not in used)
            used.add(identifier)
            return identifier

        aligner, statements, categories = "", {}, {}
        if declared:
            aligner, statements, categories = declared.aligner, dict(declared.statements), dict(declared.categories)
        for kind in _MEANINGS:
            if kind not in categories:
                categories[kind] = free(kind)
        for attribution in dict.fromkeys(bead.attribution for bead in beads):
            if attribution is None:
                aligner = aligner or free("aligner")
            elif (key := _key(attribution)) not in statements:
                statements[key] = free(_LABELS[key[0]])
        return cls(aligner, statements, categories)

    @classmethod
    def declared_in(cls, root: etree._Element) -> Responsibilities:
        """Read what a file of alignments declares in its header."""
        header = f"{TEI}teiHeader"
        aligner = ""
        statements: dict[tuple[str, str], str] = {}
        for statement in root.iterfind(f"{header}/{TEI}fileDesc/{TEI}titleStmt/{TEI}respStmt"):
            # A person who was declared by hand may be a persName.
            name = next(statement.iterchildren(f"{TEI}name", f"{TEI}persName", f"{TEI}orgName"), None)
            identifier = statement.get(XML_ID)
            if name is None or identifier is None:
                continue
            if name.get("type") == "software":
                aligner = aligner or identifier
            else:
                kind = "file" if name.get("type") == "file" else "person"
                statements.setdefault((kind, " ".join(content(name).split())), identifier)
        categories: dict[AttributionKind, str] = {}
        for category in root.iterfind(f"{header}/{TEI}encodingDesc/{TEI}classDecl//{TEI}category"):
            term, identifier = content(category.find(f"{TEI}catDesc/{TEI}term")), category.get(XML_ID)
            for each in _MEANINGS:
                if term == each and identifier is not None:
                    categories.setdefault(each, identifier)
        return cls(aligner, statements, categories)

    def attributes(self, bead: Bead) -> str:
        """Return the attributes of a link for who is responsible for it, and its probability."""
        if bead.attribution is None:
            # repr is the shortest decimal that reads back as the same float.
            return f'cert="{float(bead.confidence)!r}" resp="#{self.aligner}"'
        statement = self.statements[_key(bead.attribution)]
        return f'resp="#{statement}" ana="#{self.categories[bead.attribution.kind]}"'

    def attribution(self, link: etree._Element) -> Attribution | None:
        """Return the attribution of a link; None if its ``ana`` points to none of the categories."""
        kinds = {identifier: kind for kind, identifier in self.categories.items()}
        kind = next((kinds[identifier] for identifier in _pointers(link, "ana") if identifier in kinds), None)
        if kind is None:
            return None
        wanted = "file" if kind == "given" else "person"
        names = {identifier: name for (party, name), identifier in self.statements.items() if party == wanted}
        name = next((names[identifier] for identifier in _pointers(link, "resp") if identifier in names), "")
        return Attribution(kind, name or ANONYMOUS)

    def statement_elements(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the ``respStmt`` of each person and file."""
        for (kind, name), identifier in self.statements.items():
            yield identifier, statement_element(_TASKS[kind], kind, name, identifier)

    def taxonomy(self) -> str:
        """Return the ``classDecl`` of the categories."""
        categories = "".join(
            f'          <category xml:id="{identifier}">\n'
            f"            <catDesc><term>{kind}</term>: {_MEANINGS[kind]}</catDesc>\n          </category>\n"
            for kind, identifier in ((kind, self.categories[kind]) for kind in _MEANINGS)
        )
        return (
            "      <classDecl>\n        <taxonomy>\n          <desc>Links that the aligner does not answer for</desc>\n"
            f"{categories}        </taxonomy>\n      </classDecl>\n"
        )
