"""``align review``: the editor of a corpus, in the browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli import progress
from align.cli.dates import header_date
from align.cli.model_of_corpus import load_for, used_model
from align.cli.options import Cache, Device, Lexicon, Made
from align.cli.output import print_lines

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.review.changes import Change, Link
    from align.review.session import Session


def review(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes one that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    by: Annotated[str, typer.Option(help="Name of the person who decides, for the header.", show_default=False)] = "",
    log: Annotated[bool, typer.Option("--log", help="Print who decided what, and open nothing.")] = False,
    model: Annotated[
        str, typer.Option(help="Model that suggests links; by default the one that the corpus was aligned with.")
    ] = "",
    device: Device = None,
    cache: Cache = True,
    lexicon: Lexicon = None,
    made: Made = None,
) -> None:
    """
    Correct and confirm the links of a corpus in the browser, the least certain first.

    Every decision is on the disk at once and can be undone, later as well. The TEI files are written while nothing is
    decided, and at the end. Example: align review out --by "Ann Lee"
    """
    from align.review.linking import Person
    from align.review.session import Session
    from corpus.locks import held
    from corpus.messages import collected_messages
    from tei.responsibility import ANONYMOUS, person_name
    from tei.reviewed import ReviewedCorpus

    storage = ReviewedCorpus(corpus)
    if log:
        _print_log(storage.journal)
        return
    person = Person(person_name(by) or ANONYMOUS)
    date = header_date(made) or ""
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

        def encoder_for(version: str) -> Encoder:
            alignments = {each.target: each for each in session.draft.alignments}
            used = used_model(alignments[version], model=model, lexicon=lexicon)
            return load_for(used, device=device, cache=cache)

        _serve(session, port, told, encoder_for, browser=browser)


def _serve(
    session: Session, port: int, messages: list[str], encoder_for: Callable[[str], Encoder], *, browser: bool
) -> None:
    import webbrowser

    from align.review.server import Editor, listening

    with closing(listening(port)) as listener:
        editor = Editor(session, listener, encoder_for, messages)
        print_lines(f"The editor is at {editor.address}", "Press Ctrl+C to end; everything is saved.", err=True)
        if browser and not webbrowser.open(editor.address):
            print_lines("No browser could be started: open this address in one.", err=True)
        editor.serve()


def _print_log(journal: Path) -> None:
    """Print a line for each decision, and one for each that was undone or made again."""
    from align.review.changes import Change
    from align.review.journal import read_journal

    if not journal.exists():
        print_lines("nothing has been reviewed", err=True)
        return
    for record in read_journal(journal)[0]:
        kind = next(iter(record), "")
        if kind == "do":
            change = Change.from_json(record["do"])
            print_lines(" ".join(filter(None, (change.date, f"{change.by}: {change.name}", *_details(change)))))
        elif kind in {"undo", "redo"}:
            who = " ".join(filter(None, (record.get("date", ""), record.get("by", ""))))
            print_lines(f"{who}: {kind} {record[kind]}")


def _details(change: Change) -> Iterator[str]:
    for each in change.replacements:
        old, new = (" | ".join(map(_ids, links)) for links in (each.old, each.new))
        yield f"[{each.version}] {old} -> {new}" if old != new else f"[{each.version}] {new}"
        yield from (f"({link.mark.doubt})" for link in each.new if link.mark.doubt)
    if change.edit:
        yield f"[{change.edit.document}] {change.edit.new.id}: {change.edit.new.text}"


def _ids(link: Link) -> str:
    return f"{' '.join(link.source) or '∅'} : {' '.join(link.target) or '∅'}"
