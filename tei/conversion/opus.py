"""XCES: links as OPUS distributes them, and the sentences of their documents, zipped or plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import CorpusError
from corpus.language_names import declared_in_name
from corpus.messages import warn
from corpus.model import Corpus
from tei.conversion.assembly import Links, Version, assemble
from tei.conversion.request import Request, labels_of, language_of_code
from tei.formats.fields import described
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
    groups = [(path, group) for path in request.paths for group in read_groups(path)]
    documents = Documents(path.parent for path in request.paths)
    languages = _Languages(request, [group for _, group in groups], documents)
    pairs = [_DocumentPair.of(path, group, languages) for path, group in groups]
    counts = Counter(label for labels in dict.fromkeys(pair.labels for pair in pairs) for label in labels)
    labels = list(dict.fromkeys(label for pair in pairs for label in pair.labels))
    if len(labels) < 2:
        raise CorpusError("it does not link documents of two languages", where=request.file)
    default = labels.index(max(labels, key=lambda label: counts[label]))
    pivot = labels[request.place_of_pivot(labels, default)]
    linked = [pair.from_side(pivot) for pair in pairs if pivot in pair.labels]
    if left_out := sum(_links(pair) for pair in pairs if pivot not in pair.labels):
        warn(f"links of which no side is the pivot, {pivot}, were left out: {left_out}", where=request.file)
    source = _VersionText(documents, languages, pivot, list(dict.fromkeys(pair.source for pair in linked)))
    versions, links = [source.version()], []
    for label in dict.fromkeys(pair.labels[1] for pair in linked):
        chosen = _without_repeats([pair for pair in linked if pair.labels[1] == label], label)
        target = _VersionText(documents, languages, label, [pair.target for pair in chosen])
        versions.append(target.version())
        links.append(_numbers(chosen, source, target))
    return assemble(request, versions, links)


class _Languages:
    """
    The languages of documents: those that the user gave, or those of their folders, their names or their content.

    Args:
        request: the conversion.
        groups: the links, by pairs of documents.
        documents: where they are read from.

    Raises:
        LanguageError: the user gave neither one for each side of the links nor one for each document.
    """

    def __init__(self, request: Request, groups: Sequence[XcesGroup], documents: Documents) -> None:
        self._documents = documents
        sources, targets = dict.fromkeys(each.source for each in groups), dict.fromkeys(each.target for each in groups)
        self._given: dict[str, tuple[str, str]] = {}
        if len(request.languages) == 2 and sources.keys().isdisjoint(targets):
            given = request.languages_of(2, "sides", request.file) or []
            for names, language, label in zip((sources, targets), given, labels_of(given), strict=True):
                self._given |= dict.fromkeys(names, (language, label))
        elif languages := request.languages_of(len(sources | targets), "documents", request.file):
            self._given = {name: (code, code) for name, code in zip(sources | targets, languages, strict=True)}

    def is_given(self, document: str) -> bool:
        """Return whether the user gave the language of a document."""
        return document in self._given

    def of(self, document: str) -> tuple[str, str]:
        """Return the language of a document as far as it is known, and the label of the version that it belongs to."""
        if document in self._given:
            return self._given[document]
        *folders, name = PurePosixPath(document).parts or ("",)
        for folder in folders:
            if declared := declared_in_name(f"x.{folder}.xml"):
                return declared[0], folder
        if declared := declared_in_name(name.removesuffix(".gz")):
            return declared
        label = self._documents.read(document).language or (folders[0] if folders else name)
        return label, label


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
    def of(cls, path: Path, group: XcesGroup, languages: _Languages) -> _DocumentPair:
        labels = (languages.of(group.source)[1], languages.of(group.target)[1])
        if labels[0] == labels[1]:
            problem = f"the names of the documents {group.source!r} and {group.target!r} do not give two languages"
            raise FileError(problem, path, group.line, remedy="add --languages with one for fromDoc and one for toDoc")
        return cls(path, group.line, group.source, group.target, labels, group.links)

    def from_side(self, pivot: str) -> _DocumentPair:
        """Return the pair with the pivot as its source."""
        if self.labels[0] == pivot:
            return self
        turned = tuple(XcesLink(link.target, link.source, line=link.line) for link in self.links)
        return _DocumentPair(self.path, self.line, self.target, self.source, (self.labels[1], self.labels[0]), turned)


def _without_repeats(pairs: Sequence[_DocumentPair], label: str) -> list[_DocumentPair]:
    """Return the first pair of each document; OPUS has films with several subtitles in one language."""
    chosen: list[_DocumentPair] = []
    seen: set[str] = set()
    for pair in pairs:
        if seen.isdisjoint((f"from {pair.source}", f"to {pair.target}")):
            chosen.append(pair)
        seen |= {f"from {pair.source}", f"to {pair.target}"}
    if len(chosen) < len(pairs):
        others = [pair for pair in pairs if pair not in chosen]
        count = sum(map(_links, others))
        problem = f"documents of {label} that are linked with a second document were left out, and their links: {count}"
        warn(problem, where=f"{others[0].path}:{others[0].line}")
    return chosen


def _links(pair: _DocumentPair) -> int:
    """Return how many links have two sides."""
    return sum(bool(link.source and link.target) for link in pair.links)


class _VersionText:
    """The documents of a version as one text."""

    def __init__(self, documents: Documents, languages: _Languages, label: str, names: Sequence[str]) -> None:
        self._label = label
        self._names = names
        self._language = languages.of(names[0])[0]
        self._blocks: list[MarkedBlock] = []
        self._fields: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._blank: set[tuple[str, str]] = set()
        count, declared = 0, ""
        for name in names:
            text = documents.read(name)
            if not languages.is_given(name):
                declared = declared or text.language
            self._blocks += text.blocks
            self._fields = text.fields
            self._blank.update((name, identifier) for identifier in text.blank)
            for sentence in text.sentences:
                self._numbers[name, sentence.id] = count
                count += 1
        self._language = declared or self._language

    def numbers(self, document: str, ids: Sequence[str], path: Path, line: int) -> list[int]:
        """Return the numbers of sentences that a line of a file names; one without text has no number."""
        wanted = [(document, identifier) for identifier in ids if (document, identifier) not in self._blank]
        for place in wanted:
            if place not in self._numbers:
                problem = f"there is no sentence {place[1]} in {document}"
                raise FileError(problem, path, line, remedy="get the documents that the links belong to")
        return [self._numbers[place] for place in wanted]

    def version(self) -> Version:
        language = language_of_code(self._language, self._names[0])
        # What the first of several documents says is not said of all.
        role, known = described(self._fields if len(self._names) == 1 else {}, "")
        return Version(self._label, language, self._names[0], self._blocks, metadata=known, role=role)


def _numbers(pairs: Sequence[_DocumentPair], source: _VersionText, target: _VersionText) -> Links:
    found, lost = [], 0
    for pair in pairs:
        for link in pair.links:
            sources = source.numbers(pair.source, link.source, pair.path, link.line)
            targets = target.numbers(pair.target, link.target, pair.path, link.line)
            lost += bool(link.source and link.target) and not (sources and targets)
            if sources or targets:
                found.append((sources, targets))
    if lost:
        warn(f"links with a side of blank sentences were left out: {lost}", where=str(pairs[0].path))
    return found
