"""``align explain``: why is this linked with that?"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

import typer

from align.cli import progress
from align.cli.options import SPANS_HELP, Cache, Device, Lexicon, Prompt, Spans
from corpus.errors import AlignmentError, ModelError
from corpus.messages import warn

if TYPE_CHECKING:
    from rich.console import Console

    from align.encoders import Encoder
    from align.engine.similarity import Similarity
    from align.explain.explanation import Explainer, Explanation, Quote, ScoredBead
    from corpus import Alignment, Corpus

_MODEL_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)
_LIKENESS = ((1.1, "more alike than"), (0.9, "as alike as"), (0.6, "less alike than"), (0.0, "much less alike than"))
_LENGTHS = ((0.95, "fitting"), (0.8, "nearly fitting"), (0.5, "ill-fitting"), (0.0, "very ill-fitting"))


def explain(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    link: Annotated[
        list[str],
        typer.Argument(help="Ids of sentences, as en.s8 ru.s9, or the number of a link, from 1.", show_default=False),
    ],
    version: Annotated[
        str, typer.Option(help="The version whose links are meant; by default all that the ids allow.")
    ] = "",
    rivals: Annotated[int, typer.Option(min=0, max=20, help="How many other ways to show.")] = 3,
    model: Annotated[
        str, typer.Option(help="Model to compare with; by default the one that the corpus was aligned with.")
    ] = "",
    prompt: Prompt = None,
    device: Device = None,
    cache: Cache = True,
    spans: Annotated[
        Spans | None, typer.Option(help=f"{SPANS_HELP} By default what the corpus was aligned with.")
    ] = None,
    lexicon: Lexicon = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """
    Tell why sentences are linked as they are: what the link's score is made of, and its best rivals.

    Every link with one of the sentences is explained. Example: align explain out en.s8
    """
    from align.explain.explanation import Explainer
    from tei import read_corpus

    content = read_corpus(corpus)
    chosen = _chosen(content, link, version)
    load = lru_cache(partial(_load, device=device, cache=cache))
    results = []
    for number, links in chosen:
        alignment = content.alignments[number]
        encoder = load(
            *_how(alignment, model, prompt, spans), "surface" in _parts(alignment), _lexicon(alignment, lexicon)
        )
        explainer = Explainer(content.pivot, content.versions[number], alignment, encoder, progress.show)
        progress.show("")
        _compare_signatures(alignment, explainer)
        results += [(explainer.explain(each, rivals), alignment, explainer) for each in links]
    if as_json:
        reports = json.dumps([_as_json(*result) for result in results])
        # Six digits are all that single precision gives.
        rounded = json.loads(reports, parse_float=lambda digits: float(f"{float(digits):.6g}"))
        typer.echo(json.dumps(rounded, ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        console = Console(highlight=False)
        for place, (explanation, _, _) in enumerate(results):
            _print(console, explanation, first=place == 0)


def _chosen(corpus: Corpus, words: Sequence[str], version: str) -> list[tuple[int, list[int]]]:
    """Return which links are meant: the numbers of versions, from 0, each with the numbers of its links, from 1."""
    ids = [each.id for each in corpus.versions]
    if version and version not in ids:
        raise AlignmentError(f"no version {version!r}", where=corpus.name, remedy=f"choose one of {', '.join(ids)}")
    if any(word.isdecimal() for word in words):
        if len(words) > 1:
            raise AlignmentError(
                "a link's number stands alone", where=" ".join(words), remedy="give one link at a time"
            )
        if len(ids) > 1 and not version:
            choice = " or ".join(f"--version {each}" for each in ids)
            raise AlignmentError("each version has its own links", where=f"link {words[0]}", remedy=f"add {choice}")
        return [(ids.index(version) if version else 0, [int(words[0][:9])])]
    homes = {sentence.id: document.id for document in corpus.documents for sentence in document.sentences}
    for word in words:
        if word not in homes:
            raise AlignmentError(
                f"no sentence {word!r}", where=corpus.name, remedy="give ids as the TEI files have them"
            )
        if version and homes[word] not in (corpus.pivot.id, version):
            raise AlignmentError(f"not a sentence of {corpus.pivot.id} or {version}", where=word)
    named = {version} if version else {homes[word] for word in words} - {corpus.pivot.id}
    return [
        (number, _links(corpus, number, set(words))) for number, each in enumerate(ids) if not named or each in named
    ]


def _links(corpus: Corpus, number: int, wanted: set[str]) -> list[int]:
    pivot, version = corpus.pivot.sentences, corpus.versions[number].sentences
    return [
        place
        for place, bead in enumerate(corpus.alignments[number].beads, 1)
        if any(pivot[i].id in wanted for i in bead.source) or any(version[j].id in wanted for j in bead.target)
    ]


def _how(
    alignment: Alignment, model: str, prompt: str | None, spans: Spans | None
) -> tuple[str, str | None, Spans | None]:
    """Return the model, the prompt and the spans to explain with: what is given, else what was aligned with."""
    parts = _parts(alignment)
    name = model or _model_of(alignment, parts)
    if parts.get("encoder") == "sentence-transformers" and Path(name).name == Path(parts.get("model", "")).name:
        prompt = unquote(parts.get("prompt", "")) if prompt is None else prompt
        spans = spans or (Spans.encode_ if parts.get("spans") == Spans.encode_ else Spans.pool)
    return name, prompt, spans


def _parts(alignment: Alignment) -> dict[str, str]:
    return dict(part.split(":", 1) for part in alignment.signature.split("|") if ":" in part)


def _model_of(alignment: Alignment, parts: Mapping[str, str]) -> str:
    """Return the name of the model that a corpus was aligned with, so far as one can be loaded by it."""
    from align.encoders import EMBEDDED

    name = parts.get("model", EMBEDDED)
    if name != EMBEDDED and (parts.get("encoder") == "static" or not _MODEL_NAME.fullmatch(name)):
        # Only the last part of a folder's name is recorded.
        where = f"{alignment.source}-{alignment.target}"
        raise ModelError(
            f"aligned with the model {name!r} in a folder", where=where, remedy="give it as --model FOLDER"
        )
    return name


def _lexicon(alignment: Alignment, path: Path | None) -> Path | None:
    """Return the lexicon to explain with: none for a pair that was aligned without one."""
    if "lexicon" not in _parts(alignment):
        return None
    if path is None:
        where = f"{alignment.source}-{alignment.target}"
        raise ModelError("aligned with a lexicon", where=where, remedy="give it as --lexicon FILE")
    return path


def _load(
    name: str,
    prompt: str | None,
    spans: Spans | None,
    mixed: bool,
    lexicon: Path | None,
    *,
    device: str | None,
    cache: bool,
) -> Encoder:
    from align.encoders import LexiconEncoder, MixedEncoder, load_encoder, read_lexicon

    progress.show(f"loading {name}")
    encoder = load_encoder(name, device=device, prompt=prompt, cache=cache, spans=(spans or Spans.pool).value)
    encoder = MixedEncoder(encoder) if mixed else encoder
    return LexiconEncoder(encoder, read_lexicon(lexicon)) if lexicon else encoder


def _compare_signatures(alignment: Alignment, explainer: Explainer) -> None:
    then, now = alignment.signature, explainer.signature
    if then == now:
        return
    pair = f"{alignment.source}-{alignment.target}"
    if not then:
        message = f"{pair} does not say how it was aligned; the figures are those of {now}"
    elif then.partition("|aligner:")[0] != now.partition("|aligner:")[0]:
        message = f"{pair} was aligned with another model, so the figures differ: {then}, now {now}"
    else:
        message = f"{pair} was aligned by another version of the aligner, so the figures differ: {then}, now {now}"
    warn(message)


def _as_json(explanation: Explanation, alignment: Alignment, explainer: Explainer) -> dict[str, Any]:
    return {
        **asdict(explanation),
        "aligned_with": alignment.signature,
        "explained_with": explainer.signature,
        "same": alignment.signature == explainer.signature,
    }


def _print(console: Console, explanation: Explanation, *, first: bool) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def say(text: str, indent: int = 0) -> None:
        console.print(Padding(Text(text), (0, 0, 0, indent), expand=False))

    def quote(sentences: Sequence[Quote]) -> None:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for sentence in sentences:
            grid.add_row(Text(sentence.id), Text(sentence.text))
        console.print(Padding(grid, (0, 0, 0, 2), expand=False))

    if not first:
        console.print("\n")
    bead = explanation.bead
    say(f"Link {explanation.number} of {explanation.source}-{explanation.target}: {_ids(bead)}")
    quote((*bead.source, *bead.target))
    console.print()
    say(_certainty(explanation))
    for line in _reasons(bead, explanation):
        say(line, 2)
    console.print()
    far = explanation.moved and explanation.probability is None
    linked = "the source where it stands" if far else "these sentences"
    say(f"Rivals, the best other ways to link {linked}:" if explanation.alternatives else "No rivals.")
    for place, rival in enumerate(explanation.alternatives, 1):
        times = "" if far else f"{_times(rival.behind)}, "
        say(f"{place}. {times}probability {_probability(rival.probability)}", 2)
        for each in rival.beads:
            say(f"{_ids(each)}  {_worth(each, explanation.typical)}", 5)
    if explanation.neighbours:
        console.print()
        say("Neighbours that the rivals draw in:")
        quote(explanation.neighbours)


def _certainty(explanation: Explanation) -> str:
    stored = f"Confidence {_probability(explanation.confidence)} in the corpus"
    if explanation.moved:
        return (
            f"{stored}. The link crosses others, so it is compared with ways that keep the order: in these a sentence"
            f" may stand without counterpart at {explanation.skip_score:.3f}."
        )
    if explanation.probability is None:
        return f"{stored}; the aligner itself makes no links of so many sentences."
    now = f"{stored}, {_probability(explanation.probability)} computed now"
    if abs(explanation.confidence - explanation.probability) > 0.05:
        return f"{now}: the link was set by hand, or under other conditions."
    return f"{now}."


def _reasons(bead: ScoredBead, explanation: Explanation) -> list[str]:
    like = bead.similarity
    if like is None:
        worth = f"{explanation.skip_score:.3f} ({bead.nats:+.1f} nats)"
        return [f"Without counterpart: worth {worth} in this pair. To be linked it would have to be worth more."]
    off = like.target_length / like.expected_length - 1
    longer = f"{abs(off):.0%} {'longer' if off > 0 else 'shorter'} than expected"
    usual = _usual(like, explanation.typical)
    usual = usual and f", {usual} the 1-1 links of this pair usually are ({explanation.typical:.2f})"
    return [
        f"Meaning: similarity {like.mean:.2f} of 1{usual}. It is the mean of "
        f"{like.runs:.2f} (both sides as a whole) and {like.sentences:.2f} (each sentence with the other side).",
        f"Length: {_word(like.fit, _LENGTHS)}, factor {like.fit:.2f} of 1. {like.target_length} characters for "
        f"{like.source_length} are {longer} at this pair's {explanation.length_ratio:.2f} to one.",
        "Boundaries: how both sides begin and end, and what stands between their sentences, is worth "
        f"{bead.boundaries:+.1f} nats, going by the paragraphs and the punctuation of this pair's links.",
        f"Score: {like.mean:.3f} × {like.fit:.3f} = {bead.score:.3f}, that is {bead.nats - bead.boundaries:+.1f} "
        f"nats of log-odds, and {bead.nats:+.1f} with the boundaries. A sentence without counterpart is worth "
        f"{explanation.skip_score:.3f}.",
    ]


def _worth(bead: ScoredBead, typical: float | None) -> str:
    like = bead.similarity
    if like is None:
        return f"without counterpart, {bead.nats:+.1f} nats"
    usual = _usual(like, typical)
    words = f"{usual and f'{usual} usual, '}length {_word(like.fit, _LENGTHS)}"
    return f"{words}: {like.mean:.2f} × {like.fit:.2f}, boundaries {bead.boundaries:+.1f}, {bead.nats:+.1f} nats"


def _usual(like: Similarity, typical: float | None) -> str:
    """Say how alike two sides are beside what is usual, where anything is."""
    return _word(like.mean / typical, _LIKENESS) if typical and typical > 0 else ""


def _ids(bead: ScoredBead) -> str:
    source, target = (" ".join(each.id for each in side) or "∅" for side in (bead.source, bead.target))
    return f"{source} : {target}"


def _word(value: float, scale: Sequence[tuple[float, str]]) -> str:
    return next((word for least, word in scale if value >= least), scale[-1][1])


def _probability(value: float) -> str:
    return f"{value:.3f}" if value >= 0.0005 or not value else "below 0.001"


def _times(behind: float | None) -> str:
    if behind is None:
        return "What the aligner would make"
    factor = math.exp(min(abs(behind), 50.0))
    if factor < 1.1:
        times = "As likely as the link"
    else:
        number = "More than a million" if factor > 1e6 else f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}"
        times = f"{number} times {'less' if behind > 0 else 'more'} likely than the link"
    return f"{times} ({abs(behind):.1f} nats {'behind' if behind > 0 else 'ahead'})"
