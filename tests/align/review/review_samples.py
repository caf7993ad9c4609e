"""What the tests of the review share: a corpus, a session on it, and operations at random."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from align.encoders import Encoder, load_encoder
from align.review import operations as op
from align.review import text_operations as text_op
from align.review.changes import Change, Mark, Replacement
from align.review.draft import Draft
from align.review.linking import Person, RefusedError
from align.review.pair import Pair
from align.review.server import Editor, listening
from align.review.session import Session
from corpus.model import Alignment, Bead, Block, Corpus, Document, Sentence, Span
from tei import write_corpus
from tei.reviewed import ReviewedCorpus

ANN = Person("Ann Lee")


def document(name: str, count: int, words: str = "Sentence") -> Document:
    """A version of paragraphs of three sentences."""
    blocks = []
    for first in range(0, count, 3):
        texts = [f"{words} {number} of {name}, and more." for number in range(first, min(first + 3, count))]
        sentences, start = [], 0
        for number, text in enumerate(texts, start=first):
            sentences.append(Sentence(f"{name}.s{number + 1}", text, Span(start, start + len(text))))
            start += len(text) + 1
        blocks.append(Block(f"{name}.b{first // 3 + 1}", "p", " ".join(texts), tuple(sentences)))
    return Document(name, name, "pivot" if name == "en" else "version", tuple(blocks))


def beads(*types: str, confidence: float = 0.75) -> tuple[Bead, ...]:
    """Links of these types, such as ``1-2``, in the order of both texts."""
    result, source, target = [], 0, 0
    for each in types:
        x, y = map(int, each.split("-"))
        result.append(Bead(range(source, source + x), range(target, target + y), confidence))
        source, target = source + x, target + y
    return tuple(result)


def sample(size: int = 1) -> Corpus:
    """Two versions: one with links of every kind, one in order."""
    types = ("1-1", "1-2", "1-0", "2-1", "0-1", "2-2", "1-1", "1-1") * size
    one = beads(*types)
    other = beads(*(("1-1",) * (9 * size)))
    return Corpus(
        "novel",
        document("en", 9 * size),
        (document("ru", 9 * size, "Предложение"), document("de", 9 * size, "Satz")),
        (Alignment("en", "ru", one, "aligner:test"), Alignment("en", "de", other, "aligner:test")),
    )


def written(folder: Path, corpus: Corpus | None = None) -> Path:
    write_corpus(corpus or sample(), folder)
    return folder


def session(folder: Path, **options: object) -> Session:
    return Session(ReviewedCorpus(folder), ANN, **options)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    """The files of a corpus."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}


def attempt(draft: Draft, dice: random.Random) -> Change | None:
    """An operation at random, or None where it is refused."""
    pair = dice.choice(draft.pairs)
    row = dice.randrange(len(pair.beads))
    try:
        if dice.random() < 0.15:
            return _text_operation(draft, pair, dice)
        return Change("random", (_operation(pair, row, dice),))
    except RefusedError:
        return None


def _operation(pair: Pair, row: int, dice: random.Random) -> Replacement:
    ids = [dice.choice(text.ids) for text in (pair.source, pair.target) for _ in range(dice.randint(0, 2))]
    direction, side = dice.choice(["previous", "next"]), dice.choice(["source", "target"])
    mark = Mark(dice.choice([None, "", "why?"]), dice.random() < 0.5)
    actions = (
        lambda: op.merge(pair, row, ANN, direction),
        lambda: op.split(pair, row, ANN),
        lambda: op.split(pair, row, ANN, ids[:2]),
        lambda: op.shift(pair, row, ANN, direction, side),
        lambda: op.swap(pair, row, ANN),
        lambda: op.link(pair, ids, ANN),
        lambda: op.unlink(pair, ids, ANN),
        lambda: op.confirm(pair, range(row + 1), ANN),
        lambda: op.set_mark(pair, row, mark),
    )
    return dice.choice(actions)()


def _text_operation(draft: Draft, pair: Pair, dice: random.Random) -> Change:
    identifier = dice.choice(dice.choice([pair.source, pair.target]).ids)
    offset = dice.randint(-1, 12)
    actions = (
        lambda: text_op.split_sentence(draft, identifier, offset, ()),
        lambda: text_op.merge_sentences(draft, identifier),
        lambda: text_op.correct_text(draft, identifier, dice.choice(["", "New <words> & é.", "一 二", "x" * offset])),
    )
    return dice.choice(actions)()


class Served:
    """
    A review that is served by a thread of this process.

    Args:
        review: the review.
        encoding: set when texts may be encoded, without which there are no alternatives; None for at once.
    """

    def __init__(self, review: Session, encoding: threading.Event | None = None) -> None:
        def encoder_for(_version: str) -> Encoder:
            if encoding:
                encoding.wait(60)
            return load_encoder("surface")

        self.review = review
        self.listener = listening(0)
        self.editor = Editor(review, self.listener, encoder_for, ["a message"])
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.editor.serve)

    def __enter__(self) -> Served:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.editor.stop()
        self.thread.join(10)
        self.listener.close()
        self.review.close()
