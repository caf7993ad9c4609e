"""What a person can do to the text of a version: split and merge sentences, correct their text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import count

from align.review.changes import Change, Replacement, TextEdit
from align.review.draft import Draft
from align.review.linking import RefusedError
from align.review.pair import Pair, Text
from corpus.model import Block, Sentence, Span


def split_sentence(draft: Draft, identifier: str, offset: int, taken: Collection[str]) -> Change:
    """
    Split a sentence in two, which stay in its link; the first part keeps its id.

    Args:
        draft: the corpus.
        identifier: the id of the sentence.
        offset: how many of its characters are in the first part.
        taken: ids that are in use in the files, those of blocks among them.

    Raises:
        RefusedError: a part would be empty.
    """
    text, block, place = _found(draft, identifier)
    sentence = block.sentences[place]
    cut = sentence.span.start + min(max(0, offset), len(sentence.text))
    parts = [span.stripped(block.text) for span in (Span(sentence.span.start, cut), Span(cut, sentence.span.end))]
    if any(span.start == span.end for span in parts):
        raise RefusedError("put the cursor inside the sentence, where it is to be split")
    names = (f"{identifier}.{number}" for number in count(2))
    new = next(name for name in names if name not in taken and all(name not in each.numbers for each in draft.texts))
    made = [Sentence(name, span.of(block.text), span) for name, span in zip((identifier, new), parts, strict=True)]
    sentences = (*block.sentences[:place], *made, *block.sentences[place + 1 :])

    def renamed(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for known in ids for each in ((known, new) if known == identifier else (known,)))

    return _change(draft, text, block, replace(block, sentences=sentences), "split-sentence", [identifier], renamed)


def merge_sentences(draft: Draft, identifier: str) -> Change:
    """
    Merge a sentence with the next one, which must be of the same block and in the same links.

    Raises:
        RefusedError: it is the last one of its block, or the two are in different links.
    """
    text, block, place = _found(draft, identifier)
    if place + 1 == len(block.sentences):
        raise RefusedError("it is the last sentence of its paragraph, and no sentence crosses paragraphs")
    other = block.sentences[place + 1]
    for pair in _pairs(draft, text):
        if pair.row(identifier) != pair.row(other.id):
            raise RefusedError(f"the two sentences are in different links of {pair.version}; merge the links first")
    span = Span(block.sentences[place].span.start, other.span.end)
    sentences = (
        *block.sentences[:place],
        Sentence(identifier, span.of(block.text), span),
        *block.sentences[place + 2 :],
    )

    def renamed(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in ids if each != other.id)

    return _change(draft, text, block, replace(block, sentences=sentences), "merge-sentences", [identifier], renamed)


def correct_text(draft: Draft, identifier: str, wanted: str) -> Change:
    """
    Correct the text of a sentence; white space becomes single spaces.

    Raises:
        RefusedError: nothing is left of it, or nothing changes.
    """
    text, block, place = _found(draft, identifier)
    sentence = block.sentences[place]
    corrected = " ".join(wanted.split())
    if not corrected:
        raise RefusedError("a sentence cannot be empty")
    if corrected == " ".join(sentence.text.split()):
        raise RefusedError("the text is the same")
    grown = len(corrected) - len(sentence.text)
    span = Span(sentence.span.start, sentence.span.start + len(corrected))
    later = (
        replace(each, span=Span(each.span.start + grown, each.span.end + grown))
        for each in block.sentences[place + 1 :]
    )
    new = Block(
        block.id,
        block.kind,
        block.text[: sentence.span.start] + corrected + block.text[sentence.span.end :],
        (*block.sentences[:place], Sentence(identifier, corrected, span), *later),
    )
    return Change("correct-text", (), TextEdit(text.document.id, block, new))


def _found(draft: Draft, identifier: str) -> tuple[Text, Block, int]:
    for text in draft.texts:
        if identifier in text.numbers:
            for block in text.document.blocks:
                for place, sentence in enumerate(block.sentences):
                    if sentence.id == identifier:
                        return text, block, place
    raise RefusedError(f"there is no sentence {identifier!r} any more")


def _pairs(draft: Draft, text: Text) -> Iterator[Pair]:
    return (pair for pair in draft.pairs if text is pair.source or text is pair.target)


def _change(
    draft: Draft,
    text: Text,
    block: Block,
    new: Block,
    name: str,
    touched: list[str],
    renamed: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> Change:
    replacements = []
    for pair in _pairs(draft, text):
        old = [pair.link(pair.beads[pair.row(identifier)]) for identifier in touched]
        links = tuple(replace(link, source=renamed(link.source), target=renamed(link.target)) for link in old)
        replacements.append(Replacement(pair.version, tuple(old), links))
    return Change(name, tuple(replacements), TextEdit(text.document.id, block, new))
