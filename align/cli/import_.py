"""``align import``: links that a person corrected, back in the corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.dates import header_date
from align.cli.options import Made
from align.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from tei.corrections import Change, LinkWithTexts

_FORMATS = "Format of the file: beads, intertext, opus, tei, tmx or tsv."
_SHOWN_FAULTS = 20


def import_(
    corpus: Annotated[Path, typer.Argument(help="Folder of a TEI corpus that `align run` wrote.", show_default=False)],
    file: Annotated[
        Path,
        typer.Argument(help="What `align export` wrote and a person edited: a file or a folder.", show_default=False),
    ],
    format_name: Annotated[str, typer.Option("--from", help=_FORMATS, show_default=False)],
    by: Annotated[str, typer.Option(help="Name of the person who edited it, for the header.", show_default=False)] = "",
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Mark the unchanged links of the file as confirmed.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace links of a person too, where the file does not say who made its links."),
    ] = False,
    made: Made = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """
    Bring corrected links back into a corpus, and print what changed.

    Links that changed or were confirmed are marked as a person's; texts and ids stay. What cannot be imported is
    reported with file and line, and nothing is written. Example: align import out links.tsv --from tsv --by "Ann Lee"
    """
    from tei.corrections import CorrectionError, import_links

    try:
        changes = import_links(corpus, format_name, file, by=by, confirm=confirm, force=force, date=header_date(made))
    except CorrectionError as error:
        for fault in error.faults[:_SHOWN_FAULTS]:
            print_lines(f"error: {fault}", err=True)
        if len(error.faults) > _SHOWN_FAULTS:
            print_lines(f"error: and {len(error.faults) - _SHOWN_FAULTS} more; nothing was written", err=True)
        raise typer.Exit(2) from None
    kinds = Counter(change.kind for change in changes)
    if as_json:
        counts = {"corrected": kinds["corrected"], "confirmed": kinds["confirmed"]}
        result = {"corpus": str(corpus), **counts, "changes": list(map(asdict, changes))}
        print_json(result)
        return
    for change in changes:
        _print(change)
    done = f"{kinds['corrected']} corrected, {kinds['confirmed']} confirmed" if changes else "no link changed"
    print_lines(f"{corpus}: {done}")


def _print(change: Change) -> None:
    old, new = (" | ".join(map(_ids, links)) for links in (change.old, change.new))
    print_lines(f"{change.version}: {f'{old} -> {new}' if change.kind == 'corrected' else f'{new} confirmed'}")
    for link in change.new:
        print_lines(f"    {link.source_text or '(nothing)'}", f"        {link.target_text or '(nothing)'}")


def _ids(link: LinkWithTexts) -> str:
    return f"{' '.join(link.source_ids) or '∅'} : {' '.join(link.target_ids) or '∅'}"
