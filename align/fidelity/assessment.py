"""Assessment of the versions of a corpus: what ``align score`` and ``align compare`` report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from align.encoders import Encoder
from align.fidelity.bitext import Bitext
from align.fidelity.checks import find_faults
from align.fidelity.choice import bitexts, choose_source, choose_versions, rival_pairs
from align.fidelity.closeness import ClosenessMeter, mean_closeness
from align.fidelity.fault import MAX_CHARACTERS
from align.fidelity.overlap import MIN_UNITS, Overlap, overlap, shared_units
from align.fidelity.rates import Blocks, Tally, rate, rates, weighted_rate
from align.fidelity.report import Comparison, FidelityReport, VersionReport
from align.fidelity.statistics import Bootstrap, wilson
from align.fidelity.verdict import RELIABILITY, UNCHECKED, Contrast, Verdict, contrasts, decide, no_verdict
from align.pipeline import knows
from corpus import Corpus, CorpusError, Document, LanguageError
from corpus.language import same_language
from corpus.messages import counted
from corpus.signature import Signature
from corpus.version import __version__

CHECKS = 2
"""Version of the checks, in a signature; it grows when their findings change."""

RESAMPLES = 1000
TRIALS = 10_000
SEED = 12345
"""The numbers of bootstrap resamples and of randomisation trials, and sacrebleu's seed."""

MAX_PAIRS = 1000
"""Number of pairs of versions beyond which the versions to compare must be named."""

_UNRELATED = 0.2
"""Coverage of the source by an unrelated text; any version of it, however free, covers at least twice as much."""


@dataclass(frozen=True, slots=True)
class Reference:
    """
    A reference translation: versions in its language are compared with it by chrF, BLEU and TER.

    Attributes:
        name: its name in the report.
        document: the text.
    """

    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class _Assessed:
    report: VersionReport
    bitext: Bitext
    tally: Tally


def assess(
    corpus: Corpus,
    encoder: Encoder,
    *,
    original: str = "",
    versions: Sequence[str] = (),
    rivals: bool = False,
    reference: Reference | None = None,
    ter: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    progress: Callable[[str], None] = lambda _: None,
) -> FidelityReport:
    """
    Assess how faithful versions are to their source.

    Args:
        corpus: the versions and their alignments.
        encoder: turns words and sentences into vectors.
        original: id or language of the source; see `choose_source`.
        versions: ids or languages of the versions to assess; by default all but the source.
        rivals: whether to compare the versions of each language with each other; if there are more than `MAX_PAIRS`
            pairs, `versions` must name them.
        reference: a reference translation in the language of one of the versions.
        ter: whether to compute the translation edit rate as well, which is slow.
        resamples: number of bootstrap resamples.
        seed: seed of all random draws; the same seed gives the same report.
        progress: called with a few words on what is being done.

    Raises:
        CorpusError: there is no such version, a version has no sentences, the reference is the source, or there are
            too many pairs of versions to compare.
        LanguageError: no version is in the language of the reference.
        ModelError: the encoder failed.
    """
    source = choose_source(corpus, original)
    chosen = choose_versions(corpus, source, versions)
    if rivals and not versions:
        _check_number(corpus, chosen)
    if reference and reference.document is source:
        raise CorpusError("the reference is the source itself", where=reference.name, remedy="give a translation")
    comparable = [each for each in chosen if reference and same_language(each.language, reference.document.language)]
    if reference and not comparable:
        languages = ", ".join(sorted({each.language for each in chosen}))
        problem = f"the reference is in {reference.document.language}, but the versions are in {languages}"
        raise LanguageError(problem, where=reference.name, remedy="give a reference in the language of a version")
    assessor = _Assessor(source, encoder, resamples, seed, ter=ter)
    blocks = assessor.blocks
    aligned = bitexts(corpus, source, chosen, encoder, progress)
    standard = bitexts(corpus, source, [reference.document], encoder, progress)[0][0] if reference else None
    found = []
    for number, (document, (bitext, signature)) in enumerate(zip(chosen, aligned, strict=True), start=1):
        progress(f"checking {document.id}, version {number:,} of {len(chosen):,}")
        score = None
        if reference and standard and document in comparable and document is not reference.document:
            score = assessor.overlap((document.id, reference.name), bitext, standard)
        found.append(assessor.assess(document, bitext, signature, score))
    comparisons = assessor.compare(found, seed, progress) if rivals else ()
    return FidelityReport(
        corpus=corpus.name,
        source=source,
        versions=tuple(each.report for each in found),
        comparisons=comparisons,
        blocks=blocks.numbers,
        words=int(blocks.words.sum()),
        calibration=RELIABILITY,
        unchecked=UNCHECKED,
        notes=tuple(_notes(source, [each.report for each in found], encoder)),
        signature=str(
            Signature.of(teialign=__version__, checks=CHECKS)
            + Signature.parse(encoder.signature)
            + Signature.of(source=source.id, blocks=len(blocks.words), bs=resamples, ar=TRIALS, seed=seed)
        ),
    )


class _Assessor:
    """Assesses and compares versions of a source over the same blocks and resamples."""

    def __init__(self, source: Document, encoder: Encoder, resamples: int, seed: int, *, ter: bool) -> None:
        self.blocks = Blocks.of(source)
        self._bootstrap = Bootstrap.over(len(self.blocks.words), resamples, seed)
        self._encoder, self._meter, self._ter = encoder, ClosenessMeter(encoder), ter

    def assess(self, document: Document, bitext: Bitext, signature: str, score: Overlap | None) -> _Assessed:
        blocks, bootstrap = self.blocks, self._bootstrap
        places = blocks.of_beads(bitext.beads)
        pairs = bitext.pairs()
        faults = find_faults(pairs, self._encoder)
        closeness = self._meter.measure(bitext)
        tally = Tally.of(faults, bitext.beads, [bead.source_coverage for bead in closeness], blocks)
        report = VersionReport(
            document=document,
            beads=bitext.beads,
            closeness=closeness,
            findings=tuple(map(bitext.locate, faults)),
            rates=rates(faults, blocks, places, bootstrap),
            total=rate("all", faults, blocks, places, bootstrap),
            weighted=weighted_rate(faults, tally, bootstrap),
            faulty=wilson(len({fault.pair for fault in faults}), len(bitext.beads)),
            omitted=wilson(sum(len(bead.source) for bead in bitext.beads if not bead.target), len(bitext.source)),
            added=wilson(sum(len(bead.target) for bead in bitext.beads if not bead.source), len(bitext.target)),
            means=mean_closeness(closeness, bitext, blocks, bootstrap),
            overlap=score,
            signature=signature,
            long=sum(bool(pair.is_long and pair.source and pair.target) for pair in pairs),
        )
        return _Assessed(report, bitext, tally)

    def compare(self, found: Sequence[_Assessed], seed: int, progress: Callable[[str], None]) -> tuple[Comparison, ...]:
        pairs = rival_pairs([each.report.document for each in found])
        tallies = [each.tally for each in found]
        comparisons = []
        differences = contrasts(tallies, pairs, self._bootstrap, trials=TRIALS, seed=seed)
        for number, ((first, second), contrast) in enumerate(zip(pairs, differences, strict=True), start=1):
            one, two = found[first], found[second]
            names = (one.report.document.id, two.report.document.id)
            progress(f"comparing {names[0]} with {names[1]}, pair {number:,} of {len(pairs):,}")
            shared = self.overlap(names, one.bitext, two.bitext)
            comparisons.append(Comparison(names, contrast, self._verdict(one, two, contrast), shared))
        return tuple(comparisons)

    def overlap(self, names: tuple[str, str], one: Bitext, two: Bitext) -> Overlap:
        units = shared_units(one, two)
        return overlap(names, units, one.languages[1], self.blocks, self._bootstrap, ter=self._ter)

    def _verdict(self, one: _Assessed, two: _Assessed, contrast: Contrast) -> Verdict:
        texts = [[sentence.text for sentence in each.bitext.target] for each in (one, two)]
        if texts[0] == texts[1]:
            return no_verdict("the two versions are identical")
        for each in (one, two):
            if not any(bead.source and bead.target for bead in each.bitext.beads):
                return no_verdict(f"no sentence of {each.report.document.id} is linked with the source")
        return decide(contrast, (one.report.document.id, two.report.document.id), len(self.blocks.words))


def _check_number(corpus: Corpus, versions: Sequence[Document]) -> None:
    pairs = len(rival_pairs(versions))
    if pairs > MAX_PAIRS:
        raise CorpusError(
            f"{len(versions):,} versions make {pairs:,} pairs to compare, and each pair takes time",
            where=corpus.name,
            remedy="name the versions to compare after the corpus, or check each version by itself with align score",
        )


def _unrelated(version: VersionReport) -> bool:
    linked = any(bead.source and bead.target for bead in version.beads)
    return not linked or version.means.source_coverage.high < _UNRELATED


def _notes(source: Document, versions: Sequence[VersionReport], encoder: Encoder) -> list[str]:
    documents = (source, *(each.document for each in versions))
    unknown = {document.id: document.language for document in documents if not knows(encoder, document)}
    notes = []
    if len(source.sentences) < MIN_UNITS:
        size = counted(len(source.sentences), "sentence")
        notes.append(f"the source has only {size}, so the intervals are wide")
    notes += [
        f"{each.document.id}: hardly any word of the source has a counterpart in it; is it a version of the same text?"
        for each in versions
        if _unrelated(each) and not {source.id, each.document.id} & unknown.keys()
    ]
    notes += [
        f"{each.document.id}: {counted(each.long, 'segment')} of more than {MAX_CHARACTERS:,} characters, in which no"
        " numbers, names, words or negations were compared"
        for each in versions
        if each.long
    ]
    notes += [
        f"{identifier}: the model {encoder.name} hardly knows {language}, so cosine, margin and coverage mean little"
        for identifier, language in unknown.items()
    ]
    return notes
