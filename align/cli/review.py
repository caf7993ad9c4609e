"""``align review``: the editor of a corpus, in the browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli import progress
from align.cli.options import Cache, Device, Lexicon, Made
from align.cli.output import print_lines
from align.cli.review_session import chosen_versions, encoder_of, opened_session
from corpus.messages import counted

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.review.changes import Change, Link
    from tei.reviewed import ReviewedCorpus


def review(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    version: Annotated[str, typer.Option(help="The version to begin with; by default the first.")] = "",
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
    import webbrowser

    from align.review.server import Editor, listening
    from tei.reviewed import ReviewedCorpus

    if log:
        _print_log(ReviewedCorpus(corpus))
        return
    with closing(listening(port)) as listener, opened_session(corpus, by=by, made=made) as (session, messages):

        def encoder_for(version: str) -> Encoder:
            encoder = encoder_of(session, version, model=model, lexicon=lexicon, device=device, cache=cache)
            progress.show("")
            return encoder

        [first, *_] = chosen_versions(session, version)
        if model:
            # A model that cannot be found is told now; others are loaded when they are needed.
            encoder_for(first)
        editor = Editor(session, listener, encoder_for, messages, version=version)
        print_lines(f"The editor is at {editor.address}", "Press Ctrl+C to end; everything is saved.", err=True)
        if browser and not webbrowser.open(editor.address):
            print_lines("No browser could be started: open this address in one.", err=True)
        editor.serve()


def _print_log(storage: ReviewedCorpus) -> None:
    """Print a line for each decision, one for each that was undone or made again, and one for those of `import`."""
    from align.review.changes import Change
    from align.review.history import history_of
    from align.review.journal import read_journal

    journal = storage.journal
    records = read_journal(journal)[0] if journal.exists() else ()
    history_of(records, journal)
    changes = []
    for record in records:
        kind = next(iter(record), "")
        if kind == "do":
            change = Change.from_json(record["do"])
            changes.append(change)
            print_lines(" ".join(filter(None, (change.date, f"{change.by}: {change.name}", *_details(change)))))
        elif kind in {"undo", "redo"}:
            who = " ".join(filter(None, (record.get("date", ""), record.get("by", ""))))
            print_lines(f"{who}: {kind} {record[kind]}")
    others = ", ".join(_decided_elsewhere(storage, changes))
    if others:
        print_lines(f"not in this log, as after `align import`: {others}")
    elif not changes:
        print_lines("nothing has been reviewed", err=True)


def _decided_elsewhere(storage: ReviewedCorpus, changes: Iterable[Change]) -> Iterator[str]:
    """Yield how many links of the corpus each person has corrected and confirmed by none of the changes."""
    from align.review.draft import Draft

    logged = {(each.version, link.ids) for change in changes for each in change.replacements for link in each.new}
    found: Counter[tuple[str, str]] = Counter()
    for pair in Draft.of(storage.read()).pairs:
        for bead in pair.beads:
            by = bead.attribution
            if by and by.by_person and (pair.version, pair.link(bead).ids) not in logged:
                found[by.kind, by.name] += 1
    for (kind, name), count in sorted(found.items()):
        yield f"{counted(count, 'link')} {kind} by {name}"


def _details(change: Change) -> Iterator[str]:
    for each in change.replacements:
        old, new = (" | ".join(map(_ids, links)) for links in (each.old, each.new))
        yield f"[{each.version}] {old} -> {new}" if old != new else f"[{each.version}] {new}"
        yield from (f"({link.mark.doubt})" for link in each.new if link.mark.doubt)
    if change.edit:
        yield f"[{change.edit.document}] {change.edit.new.id}: {change.edit.new.text}"


def _ids(link: Link) -> str:
    return f"{' '.join(link.source) or '∅'} : {' '.join(link.target) or '∅'}"
