"""``align realign``: a corpus aligned again around what a person has decided."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.cli import progress
from align.cli.options import Cache, Device, Lexicon, Made
from align.cli.output import print_lines
from align.cli.review_session import chosen_versions, encoder_of, opened_session
from corpus.messages import counted


def realign(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    version: Annotated[str, typer.Option(help="The version whose links are meant; by default all.")] = "",
    model: Annotated[
        str, typer.Option(help="Model to align with; by default the one that the corpus was aligned with.")
    ] = "",
    by: Annotated[str, typer.Option(help="Name of the person who has it done, for the log.", show_default=False)] = "",
    device: Device = None,
    cache: Cache = True,
    lexicon: Lexicon = None,
    made: Made = None,
) -> None:
    """
    Align a corpus again, and keep every link that a person has corrected or confirmed.

    Texts and ids stay. `align review` can undo it. Example: align realign out
    """
    from align.review.changes import Change
    from align.review.suggestions import Suggester, moved_links
    from corpus.errors import CorpusError

    with opened_session(corpus, by=by, made=made) as (session, _):
        if not session.writable:
            raise CorpusError("the folder cannot be written", where=str(corpus))
        for name in chosen_versions(session, version):
            pair = session.draft.pair(name)
            encoder = encoder_of(session, name, model=model, lexicon=lexicon, device=device, cache=cache)
            suggester = Suggester(pair.source.document, pair.target.document, encoder, progress.show)
            progress.show(f"aligning {name}")
            found, left = suggester.all_anew(pair)
            progress.show("")
            if found:
                session.do(Change("realign", found))
            moved = sum(map(moved_links, found))
            others = sum(len(each.new) for each in found) - moved
            kept = counted(pair.reviewed, "reviewed link")
            print_lines(f"{name}: {counted(moved, 'new link')}, {others} with another probability; {kept} kept")
            if left:
                print_lines(f"{name}: {counted(left, 'link')} among links that cross stay as they are")
