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
from tei.conversion.request import Request, language_of_code
from tei.formats.opus import Documents
from tei.formats.sentence_xml import MarkedBlock
from tei.formats.xces import XcesGroup, XcesLink, read_groups
from tei.parser import FileError


def convert(request: Request) -> Corpus:
    """
    Return XCES links with their documents as a corpus: a version for each language, or each folder of documents.

    The documents of a version follow each other in the order of the links. They are looked for beside the file of links
    and in the zip files there. The pivot is the language that most documents are linked with, of several the first.

    Raises:
        ReadError: a file or a document is missing, broken or hostile.
        FileError: a link names a sentence that does not exist.
        LanguageError: neither a document nor its folder gives a language.
        CorpusError: no two versions are linked.

    Warns:
        TextWarning: links were left out, because neither side is the pivot or a document is linked with two others.
    """
    pairs = [_DocumentPair.of(path, group) for path in request.paths for group in read_groups(path)]
    counts = Counter(label for labels in dict.fromkeys(pair.labels for pair in pairs) for label in labels)
    labels = list(dict.fromkeys(label for pair in pairs for label in pair.labels))
    if len(labels) < 2:
        raise CorpusError("it does not link documents of two languages", where=request.file)
    default = labels.index(max(labels, key=lambda label: counts[label]))
    pivot = labels[request.place_of_pivot(labels, default)]
    linked = [pair.from_side(pivot) for pair in pairs if pivot in pair.labels]
    if left_out := len(pairs) - len(linked):
        warn(f"groups of links of which neither side is {pivot} were left out: {left_out}", where=request.file)
    documents = Documents(path.parent for path in request.paths)
    source = _VersionText(documents, pivot, list(dict.fromkeys(pair.source for pair in linked)))
    versions, links = [source.version()], []
    for label in dict.fromkeys(pair.labels[1] for pair in linked):
        chosen = _without_repeats([pair for pair in linked if pair.labels[1] == label], label)
        target = _VersionText(documents, label, [pair.target for pair in chosen])
        versions.append(target.version())
        links.append(_numbers(chosen, source, target))
    return assemble(request, versions, links)


@dataclass(frozen=True, slots=True)
class _DocumentPair:
    """The links between two documents, and the labels of the versions that the documents belong to."""

    path: Path
    line: int
    source: str
    target: str
    labels: tuple[str, str]
    links: tuple[XcesLink, ...]

    @classmethod
    def of(cls, path: Path, group: XcesGroup) -> _DocumentPair:
        labels = (_declared(group.source)[1], _declared(group.target)[1])
        if labels[0] == labels[1]:
            problem = f"the names of the documents {group.source!r} and {group.target!r} do not give two languages"
            raise FileError(problem, path, group.line, remedy="name them as OPUS does, en/FILE.xml and ru/FILE.xml")
        return cls(path, group.line, group.source, group.target, labels, group.links)

    def from_side(self, pivot: str) -> _DocumentPair:
        """Return the pair with the pivot as its source."""
        if self.labels[0] == pivot:
            return self
        turned = tuple(XcesLink(link.target, link.source, line=link.line) for link in self.links)
        return _DocumentPair(self.path, self.line, self.target, self.source, (self.labels[1], self.labels[0]), turned)


def _declared(document: str) -> tuple[str, str]:
    """Return the language and the label of the version that a document belongs to, by its folder or its name."""
    parts = PurePosixPath(document).parts
    if len(parts) > 1:
        return parts[0], parts[0]
    return declared_in_name(document.removesuffix(".gz")) or (document, document)


def _without_repeats(pairs: Sequence[_DocumentPair], label: str) -> list[_DocumentPair]:
    """Return the first pair of each document; OPUS has films with several subtitles in one language."""
    chosen: list[_DocumentPair] = []
    seen: set[str] = set()
    for pair in pairs:
        if seen.isdisjoint((f"from {pair.source}", f"to {pair.target}")):
            chosen.append(pair)
        seen |= {f"from {pair.source}", f"to {pair.target}"}
    if len(chosen) < len(pairs):
        first = next(pair for pair in pairs if pair not in chosen)
        problem = (
            f"documents of {label} that are linked with a second document were left out: {len(pairs) - len(chosen)}"
        )
        warn(problem, where=f"{first.path}:{first.line}")
    return chosen


class _VersionText:
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

    def numbers(self, document: str, ids: Sequence[str], path: Path, line: int) -> list[int]:
        """Return the numbers of sentences that a line of a file names; one without text has no number."""
        wanted = [(document, identifier) for identifier in ids if (document, identifier) not in self._blank]
        for place in wanted:
            if place not in self._numbers:
                problem = f"there is no sentence {place[1]} in {document}"
                raise FileError(problem, path, line, remedy="get the documents that the links belong to")
        return [self._numbers[place] for place in wanted]

    def version(self) -> Version:
        language = language_of_code(self._language or _declared(self._names[0])[0], self._names[0])
        return Version(self._label, language, self._names[0], self._blocks)


def _numbers(pairs: Sequence[_DocumentPair], source: _VersionText, target: _VersionText) -> Links:
    found = []
    for pair in pairs:
        for link in pair.links:
            sources = source.numbers(pair.source, link.source, pair.path, link.line)
            targets = target.numbers(pair.target, link.target, pair.path, link.line)
            if sources or targets:
                found.append((sources, targets))
    return found
