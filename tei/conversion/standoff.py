"""TEI of other projects: sentences with ids, linked by ``corresp`` (ParlaMint) or in files of links (MULTEXT-East)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from corpus.compressed import open_compressed, read_whole
from corpus.errors import CorpusError
from corpus.files import named_inside
from corpus.language_names import declared_in_name
from corpus.messages import warn
from corpus.model import Corpus
from tei.components import components
from tei.conversion.assembly import Links, Version, assemble
from tei.conversion.headers import common_metadata, own_id
from tei.conversion.request import Request, labels_of, language_of_code
from tei.formats.sentence_xml import MarkedText, read_marked
from tei.names import split_reference

SentencePlace = tuple[int, int]
"""The number of a text, or of a version, and that of a sentence in it."""


@dataclass(frozen=True, slots=True)
class SentenceLink:
    """
    Sentences that are linked in a file.

    Attributes:
        sentences: the sentences; the one that has a ``corresp`` comes first.
        by_corresp: whether a ``corresp`` links them.
    """

    sentences: tuple[SentencePlace, ...]
    by_corresp: bool


def convert(request: Request) -> Corpus:
    """
    Return TEI files as a corpus: each file with sentences is a version, links come from all files.

    If the files are several sets without links between them, such as the sittings of ParlaMint, a version has one file
    of each set: those in a language follow each other.

    A link is what a ``link`` or ``ptr`` names in ``target`` (or ``targets``, ``xtargets``), or a sentence and what its
    ``corresp`` names. Files that links name are read from the same folder if they were not given. The pivot is the text
    that is linked with most others; of several, the one that most ``corresp`` point to; then the first.

    Raises:
        ReadError: a file is missing, broken or hostile.
        LanguageError: the language of a file is unknown.
        CorpusError: no two texts are linked.

    Warns:
        TextWarning: the target of a reference is missing, links are not with the pivot, or there is text outside
            sentences.
    """
    files = _Files(request)
    versions, links = _versions(files, _Resolver(files).links())
    labels = [version.label for version in versions]
    pivot = _pivot(request, labels, links)
    others = [number for number in range(len(versions)) if number != pivot]
    if not others:
        raise CorpusError("one text only, and no translation", where=request.file, remedy="give all files")
    linked = [{text for text, _ in link.sentences} for link in links]
    aside = sum(len(texts) - 1 for texts in linked if texts and pivot not in texts)
    if aside:
        warn(f"links of which no side is the pivot, {labels[pivot]}, were left out: {aside}", where=request.file)
    pairs = [_Pairs.of(links, pivot, other) for other in others]
    if repeated := sum(each.repeated for each in pairs):
        warn(f"links that repeat another were left out: {repeated}", where=request.file)
    return assemble(request, [versions[number] for number in (pivot, *others)], [each.links for each in pairs])


class _Files:
    """The files with texts, and those that only have links."""

    def __init__(self, request: Request) -> None:
        self.texts: list[tuple[Path, MarkedText]] = []
        self.link_files: list[tuple[Path, MarkedText]] = []
        self._request = request
        self._names: set[str] = set()
        for path in request.paths:
            self._read(path)
        for path, text in list(self.link_files):
            for name in dict.fromkeys(split_reference(each)[0] for link in text.links for each in link.references):
                if name and name not in self._names:
                    self._read_named(path.parent, name)
        given = request.languages_of(len(self.texts), "texts", request.file)
        self.languages = given or [self._language(path, text) for path, text in self.texts]
        self.labels = [
            own_id(read_whole(path)) or language for (path, _), language in zip(self.texts, self.languages, strict=True)
        ]
        self.first = request.file

    def _read(self, path: Path) -> None:
        self._names.add(path.name)
        with open_compressed(path) as stream:
            text = read_marked(stream, str(path))
        (self.texts if text.blocks else self.link_files).append((path, text))

    def _read_named(self, folder: Path, name: str) -> None:
        self._names.add(name)
        path = named_inside(folder, name)
        if path is not None and path.is_file():
            self._read(path)

    def _language(self, path: Path, text: MarkedText) -> str:
        declared = declared_in_name(path)
        return language_of_code(text.language or (declared[0] if declared else ""), str(path))


class _Resolver:
    """Finds the sentences that references name."""

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._places: dict[str, list[SentencePlace]] = defaultdict(list)
        self._by_name = {path.name: number for number, (path, _) in enumerate(files.texts)}
        self._blank = {identifier: number for number, (_, text) in enumerate(files.texts) for identifier in text.blank}
        self._lost: list[tuple[str, str]] = []
        self._broken = 0
        for number, (_, text) in enumerate(files.texts):
            for place, sentence in enumerate(text.sentences):
                if sentence.id:
                    self._places[sentence.id].append((number, place))

    def links(self) -> list[SentenceLink]:
        """Return all links."""
        found: list[SentenceLink] = []
        for path, text in (*self._files.link_files, *self._files.texts):
            for link in text.links:
                sentences = [self._find(each, None, f"{path}:{link.line}") for each in link.references]
                found.append(self._link(link.references, sentences, by_corresp=False))
        for number, (path, text) in enumerate(self._files.texts):
            for place, sentence in enumerate(text.sentences):
                if sentence.corresp:
                    where = f"{path}:{sentence.line}"
                    others = [self._find(each, number, where) for each in sentence.corresp]
                    found.append(self._link(("", *sentence.corresp), [(number, place), *others], by_corresp=True))
        if self._lost:
            where, reference = self._lost[0]
            warn(
                f"{reference} has no target; references without a target were left out: {len(self._lost)}", where=where
            )
        if self._broken:
            problem = f"links with a side of missing or blank sentences were left out: {self._broken}"
            warn(problem, where=self._files.first)
        return found

    def _link(
        self, references: Sequence[str], sentences: Sequence[SentencePlace | None], *, by_corresp: bool
    ) -> SentenceLink:
        """Return the link of the sentences that were found, and count it if it has lost a side."""
        known = tuple(each for each in sentences if each)
        texts = {text for text, _ in known}
        # A sentence that is nowhere is taken for one of another text, the one in the file that the reference names.
        lost = {
            self._blank.get(_identifier(reference), reference.rpartition("#")[0])
            for reference, sentence in zip(references, sentences, strict=True)
            if sentence is None
        }
        self._broken += len(texts) < 2 <= len(texts | lost)
        return SentenceLink(known, by_corresp)

    def _find(self, reference: str, own: int | None, where: str) -> SentencePlace | None:
        """Return what a reference names, in another text than `own`: ``FILE#ID``, ``#ID``, ``PREFIX:ID`` or ``ID``."""
        name, identifier = split_reference(reference)[0] if "#" in reference else "", _identifier(reference)
        wanted = self._by_name.get(Path(name).name) if name else None
        if identifier in self._blank:
            return None
        places = [
            place
            for place in self._places.get(identifier, ())
            if place[0] != own and (wanted is None or place[0] == wanted)
        ]
        if len(places) == 1:
            return places[0]
        self._lost.append((where, reference))
        return None


def _identifier(reference: str) -> str:
    return split_reference(reference)[1] if "#" in reference else reference.rpartition(":")[2]


def _versions(files: _Files, links: Sequence[SentenceLink]) -> tuple[list[Version], list[SentenceLink]]:
    """Return the versions that the texts make, and the links between their sentences."""
    members: dict[str, list[int]] = defaultdict(list)
    unlinked: list[int] = []
    for texts in _sets(len(files.texts), links):
        if len(texts) == 1:
            unlinked += texts
        else:
            for label, text in zip(labels_of([files.labels[text] for text in texts]), texts, strict=True):
                members[label].append(text)
    for text in unlinked:
        own = files.labels[text]
        candidates = (own if number == 1 else f"{own}-{number}" for number in count(1))
        members[next(label for label in candidates if label not in members)].append(text)
    versions = []
    places: dict[int, SentencePlace] = {}
    for number, (label, texts) in enumerate(sorted(members.items(), key=lambda item: item[1][0])):
        path, _ = files.texts[texts[0]]
        blocks = [block for text in texts for block in files.texts[text][1].blocks]
        data = [read_whole(files.texts[text][0]) for text in texts]
        # The headers of several files cannot be one, nor their markup.
        markup = data[0] if len(data) == 1 else b""
        outside = sum(files.texts[text][1].outside for text in texts)
        known = common_metadata(data)
        versions.append(Version(label, files.languages[texts[0]], path.name, blocks, markup, known, outside))
        start = 0
        for text in texts:
            places[text] = (number, start)
            start += sum(len(block.sentences) for block in files.texts[text][1].blocks)
    moved = [
        SentenceLink(
            tuple((places[text][0], places[text][1] + place) for text, place in link.sentences), link.by_corresp
        )
        for link in links
    ]
    return versions, moved


def _sets(texts: int, links: Sequence[SentenceLink]) -> Iterator[list[int]]:
    """Yield the sets of texts that are linked with each other, directly or through others, by their numbers."""
    partners: dict[int, set[int]] = {text: set() for text in range(texts)}
    for link in links:
        together = {text for text, _ in link.sentences}
        for text in together:
            partners[text] |= together
    return map(sorted, components(partners))


def _pivot(request: Request, labels: list[str], links: Sequence[SentenceLink]) -> int:
    partners: dict[int, set[int]] = defaultdict(set)
    pointed: Counter[int] = Counter()
    for link in links:
        texts = {text for text, _ in link.sentences}
        for text in texts:
            partners[text] |= texts - {text}
        if link.by_corresp:
            pointed.update(text for text, _ in link.sentences[1:])
    if not any(partners.values()):
        raise CorpusError("no link between two texts", where=request.file, remedy="give the texts and their links")
    default = max(range(len(labels)), key=lambda version: (len(partners[version]), pointed[version], -version))
    return request.place_of_pivot(labels, default)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """
    The links between two texts.

    Attributes:
        links: the links, by the numbers of their sentences.
        repeated: how many were left out since they repeat another.
    """

    links: Links
    repeated: int

    @classmethod
    def of(cls, links: Sequence[SentenceLink], pivot: int, other: int) -> _Pairs:
        found: dict[tuple[tuple[int, ...], tuple[int, ...]], None] = {}
        pointers: list[tuple[int, int]] = []
        repeated = 0
        for link in links:
            numbers = [sorted({place for text, place in link.sentences if text == side}) for side in (pivot, other)]
            if link.by_corresp:
                pointers += [(source, target) for source in numbers[0] for target in numbers[1]]
            elif numbers[1] and (numbers[0] or all(text == other for text, _ in link.sentences)):
                runs = tuple(numbers[0]), tuple(numbers[1])
                repeated += runs in found and bool(numbers[0])
                found[runs] = None
        # The same link may be in both places.
        return cls(list(dict.fromkeys([*found, *_united(pointers)])), repeated)


def _united(pointers: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the links that pairs of sentences make; pairs that share a sentence are one link."""
    partners: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for source, target in pointers:
        partners[0, source].append((1, target))
        partners[1, target].append((0, source))
    for found in components(partners):
        sources, targets = (sorted(number for each, number in found if each == side) for side in (0, 1))
        yield tuple(sources), tuple(targets)
