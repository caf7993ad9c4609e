"""XCES: links as OPUS distributes them, and the sentences of their documents, zipped or plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import CorpusError
from corpus.language import declared_in_name
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.assembly import Links, Version, assemble
from tei.conversion.documents import Documents
from tei.conversion.request import Request, language_of
from tei.conversion.texts import MarkedBlock
from tei.parser import FileError
from tei.xces import XcesGroup, read_groups


def convert(request: Request) -> Corpus:
    """
    Return XCES links with their documents as a corpus: a version for each language, or each folder of documents.

    The documents of a version stand one after the other, in the order of the links. They are looked for beside the
    file of links and in the zip files there. The pivot is the language that most files have, the first of such.

    Raises:
        ReadError: a file or a document is missing, broken or hostile.
        FileError: a link names a sentence that is not there.
        LanguageError: neither a document nor its folder tells a language.
        CorpusError: no two versions are linked.

    Warns:
        TextWarning: links are left out, since neither side is the pivot or a document is linked with a second one.
    """
    groups = [_Group.of(path, group) for path in request.paths for group in read_groups(path)]
    counts = Counter(label for pair in dict.fromkeys(group.labels for group in groups) for label in pair)
    labels = list(dict.fromkeys(label for group in groups for label in group.labels))
    if len(labels) < 2:
        raise CorpusError("it does not link documents of two languages", where=request.file)
    default = labels.index(max(labels, key=lambda label: counts[label]))
    pivot = labels[request.place_of_pivot(labels, default)]
    linked = [group.from_side(pivot) for group in groups if pivot in group.labels]
    if len(linked) < len(groups):
        message = f"groups of links of which neither side is {pivot} are left out: {len(groups) - len(linked)}"
        warn(message)
    documents = Documents(path.parent for path in request.paths)
    source = _Text(documents, pivot, list(dict.fromkeys(group.source for group in linked)))
    versions, links = [source.version()], []
    for label in dict.fromkeys(group.labels[1] for group in linked):
        chosen = _without_repeats([group for group in linked if group.labels[1] == label], label)
        target = _Text(documents, label, [group.target for group in chosen])
        versions.append(target.version())
        links.append(_numbers(chosen, source, target))
    return assemble(request, versions, links)


@dataclass(frozen=True, slots=True)
class _Group:
    """The links between two documents, and which version each document belongs to."""

    path: Path
    line: int
    source: str
    target: str
    labels: tuple[str, str]
    links: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]

    @classmethod
    def of(cls, path: Path, group: XcesGroup) -> _Group:
        links = tuple((link.line, link.source, link.target) for link in group.links)
        labels = (_declared(group.source)[1], _declared(group.target)[1])
        if labels[0] == labels[1]:
            problem = f"the documents {group.source!r} and {group.target!r} do not tell two languages"
            raise FileError(problem, path, group.line, remedy="name them as OPUS does, en/FILE.xml and ru/FILE.xml")
        return cls(path, group.line, group.source, group.target, labels, links)

    def from_side(self, pivot: str) -> _Group:
        """Return the group with the pivot as its source."""
        if self.labels[0] == pivot:
            return self
        turned = tuple((line, second, first) for line, first, second in self.links)
        return _Group(self.path, self.line, self.target, self.source, (self.labels[1], self.labels[0]), turned)


def _declared(document: str) -> tuple[str, str]:
    """Return the language and the label of the version that a document belongs to, by its folder or its name."""
    parts = PurePosixPath(document).parts
    if len(parts) > 1:
        return parts[0], parts[0]
    return declared_in_name(document.removesuffix(".gz")) or (document, document)


def _without_repeats(groups: Sequence[_Group], label: str) -> list[_Group]:
    """Return the first group of each document; OPUS has films with several subtitles of one language."""
    chosen: list[_Group] = []
    seen: set[str] = set()
    for group in groups:
        if seen.isdisjoint((f"from {group.source}", f"to {group.target}")):
            chosen.append(group)
        seen |= {f"from {group.source}", f"to {group.target}"}
    if len(chosen) < len(groups):
        first = next(group for group in groups if group not in chosen)
        message = (
            f"{first.path}:{first.line}: documents of {label} that are linked with a second one, and left out:"
            f" {len(groups) - len(chosen)}"
        )
        warn(message)
    return chosen


class _Text:
    """The documents of a version as one text."""

    def __init__(self, documents: Documents, label: str, names: Sequence[str]) -> None:
        self._label = label
        self._names = names
        self._language = ""
        self._blocks: list[MarkedBlock] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._blank: set[tuple[str, str]] = set()
        count = 0
        for name in names:
            text = documents.read(name)
            self._language = self._language or text.language
            self._blocks += text.blocks
            self._blank.update((name, identifier) for identifier in text.blank)
            for sentence in text.sentences:
                self._numbers[name, sentence.id] = count
                count += 1

    def numbers(self, document: str, ids: Sequence[str]) -> list[int]:
        """
        Return the numbers of sentences of a document; one without text has none.

        Raises:
            CorpusError: the document does not have one of them.
        """
        wanted = [(document, identifier) for identifier in ids if (document, identifier) not in self._blank]
        for place in wanted:
            if place not in self._numbers:
                problem = f"there is no sentence {place[1]} in {document}"
                raise CorpusError(problem, remedy="get the documents that the links are of")
        return [self._numbers[place] for place in wanted]

    def version(self) -> Version:
        language = language_of(self._language or _declared(self._names[0])[0], self._names[0])
        return Version(self._label, language, self._names[0], self._blocks)


def _numbers(groups: Sequence[_Group], source: _Text, target: _Text) -> Links:
    found = []
    for group in groups:
        for line, first, second in group.links:
            try:
                sides = source.numbers(group.source, first), target.numbers(group.target, second)
            except CorpusError as error:
                raise FileError(error.problem, group.path, line, remedy=error.remedy) from error
            if any(sides):
                found.append(sides)
    return found
