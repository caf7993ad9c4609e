"""The review of a corpus, opened for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from align.cli import progress
from align.cli.dates import header_date
from align.cli.model_of_corpus import load_for, used_model
from align.cli.output import print_lines
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.review.session import Session


@contextmanager
def opened_session(corpus: Path, *, by: str, made: str | None) -> Iterator[tuple[Session, list[str]]]:
    """
    Lock a corpus, and yield its review and what is to be told about it; the review is saved at the end.

    A corpus in a folder that cannot be written is not locked and can only be looked at.

    Args:
        corpus: its folder, or the ``corpus.xml`` in it.
        by: the name of the person; if empty, ``anonymous``.
        made: the day for the header and the journal; by default that of SOURCE_DATE_EPOCH.

    Raises:
        TeialignError: the corpus cannot be read, another edits it, or the name or the date cannot be written.
    """
    from align.review.linking import Person
    from align.review.session import Session
    from corpus.locks import held
    from corpus.messages import collected_messages
    from tei.responsibility import ANONYMOUS, person_name
    from tei.reviewed import ReviewedCorpus

    person = Person(person_name(by) or ANONYMOUS)
    date = header_date(made) or ""
    storage = ReviewedCorpus(corpus)
    writable = os.access(storage.folder, os.W_OK | os.X_OK)
    with ExitStack() as stack:
        progress.show(f"reading {storage.folder}")
        with collected_messages() as messages:
            if writable:
                stack.enter_context(held(storage.folder, f"`align review` of {person.name}"))
            session = Session(storage, person, date=date, writable=writable)
        stack.callback(session.close)
        progress.show("")
        told = list(map(str, messages))
        if not writable:
            told.append(f"{storage.folder} cannot be written; the corpus can only be looked at")
        for message in told:
            print_lines(f"warning: {message}", err=True)
        yield session, told


def encoder_of(
    session: Session, version: str, *, model: str, lexicon: Path | None, device: str | None, cache: bool
) -> Encoder:
    """
    Return the encoder for a version: a model that is given, else the one that the corpus was aligned with.

    Raises:
        ModelError: it cannot be loaded.
    """
    alignment = next(each for each in session.draft.alignments if each.target == version)
    return load_for(used_model(alignment, model=model, lexicon=lexicon), device=device, cache=cache)


def chosen_versions(session: Session, version: str) -> list[str]:
    """
    Return the version that an option names, or all if it is empty.

    Raises:
        CorpusError: there is no such version.
    """
    known = [pair.version for pair in session.draft.pairs]
    if version and version not in known:
        remedy = f"choose one of {', '.join(known)}"
        raise CorpusError(f"no version {version!r}", where=session.draft.name, remedy=remedy)
    return [version] if version else known
