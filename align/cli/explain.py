"""``align explain``: why sentences are linked as they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from align.cli import progress
from align.cli.model_of_corpus import load_for, used_model
from align.cli.options import SPANS_HELP, Cache, Device, Lexicon, Prompt, Spans
from align.cli.output import print_json_list
from corpus.errors import AlignmentError
from corpus.messages import warn
from corpus.signature import Signature

if TYPE_CHECKING:
    from align.explain.explanation import Explainer, Explanation
    from corpus import Alignment, Corpus


def explain(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    link: Annotated[
        list[str],
        typer.Argument(help="Ids of sentences, as en.s8 ru.s9, or the number of a link, from 1.", show_default=False),
    ],
    version: Annotated[
        str, typer.Option(help="The version whose links are meant; by default all that the ids allow.")
    ] = "",
    alternatives: Annotated[int, typer.Option(min=0, max=20, help="Number of alternatives to show.")] = 3,
    rivals: Annotated[int | None, typer.Option(min=0, max=20, hidden=True)] = None,
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
    Explain why sentences are linked as they are: the parts of the link's score, and its best alternatives.

    Every link that contains one of the sentences is explained. Example: align explain out en.s8
    """
    from align.explain.explanation import Explainer
    from tei import read_corpus

    content = read_corpus(corpus)
    chosen = _chosen(content, link, version)
    load = lru_cache(partial(load_for, device=device, cache=cache))
    count = alternatives if rivals is None else rivals
    results = []
    for number, links in chosen:
        alignment = content.alignments[number]
        encoder = load(used_model(alignment, model=model, prompt=prompt, spans=spans, lexicon=lexicon))
        explainer = Explainer(content.pivot, content.versions[number], alignment, encoder, progress.show)
        progress.show("")
        _compare_signatures(alignment, explainer)
        results += [(explainer.explain(each, count), alignment, explainer) for each in links]
    if as_json:
        reports = json.dumps([_as_json(*result) for result in results])
        # Six digits are all that single precision gives.
        print_json_list(json.loads(reports, parse_float=lambda digits: float(f"{float(digits):.6g}")))
    else:
        from align.cli.explanation_text import print_explanation
        from align.cli.tables import new_console

        console = new_console()
        for place, (explanation, _, _) in enumerate(results):
            console.print("\n\n" * bool(place), end="")
            print_explanation(console, explanation)


def _chosen(corpus: Corpus, words: Sequence[str], version: str) -> list[tuple[int, list[int]]]:
    """Return the links that the words name: numbers of versions, from 0, each with the numbers of its links, from 1."""
    ids = [each.id for each in corpus.versions]
    if version and version not in ids:
        raise AlignmentError(f"no version {version!r}", where=corpus.name, remedy=f"choose one of {', '.join(ids)}")
    if any(word.isdecimal() for word in words):
        if len(words) > 1:
            raise AlignmentError(
                "more than the number of a link", where=" ".join(words), remedy="give the number on its own"
            )
        if len(ids) > 1 and not version:
            choice = " or ".join(f"--version {each}" for each in ids)
            raise AlignmentError("each version has its own links", where=f"link {words[0]}", remedy=f"add {choice}")
        return [(ids.index(version) if version else 0, [int(words[0][:9])])]
    document_of = {sentence.id: document.id for document in corpus.documents for sentence in document.sentences}
    for word in words:
        if word not in document_of:
            raise AlignmentError(
                f"no sentence {word!r}", where=corpus.name, remedy="give ids as the TEI files have them"
            )
        if version and document_of[word] not in (corpus.pivot.id, version):
            raise AlignmentError(f"not a sentence of {corpus.pivot.id} or {version}", where=word)
    named = {version} if version else {document_of[word] for word in words} - {corpus.pivot.id}
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


def _compare_signatures(alignment: Alignment, explainer: Explainer) -> None:
    then, now = alignment.signature, explainer.signature
    if _is_same(then, now):
        return
    if not then:
        problem = f"the corpus does not say how it was aligned; the figures are those of {now}"
    elif _encoder_of(then) != _encoder_of(now):
        problem = f"aligned with another model, so the figures differ: {then}, now {now}"
    else:
        problem = f"aligned by another version of the aligner, so the figures differ: {then}, now {now}"
    warn(problem, where=f"{alignment.source}-{alignment.target}")


def _is_same(one: str, other: str) -> bool:
    return Signature.parse(one) == Signature.parse(other)


def _encoder_of(signature: str) -> list[tuple[str, str]]:
    """Return the parts of an alignment's signature that say how its sentences were encoded."""
    return list(takewhile(lambda part: part[0] != "aligner", Signature.parse(signature).parts))


def _as_json(explanation: Explanation, alignment: Alignment, explainer: Explainer) -> dict[str, Any]:
    return {
        **asdict(explanation),
        "aligned_with": alignment.signature,
        "explained_with": explainer.signature,
        "same": _is_same(alignment.signature, explainer.signature),
    }
