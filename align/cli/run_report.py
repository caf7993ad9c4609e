"""The report of ``align run``: figures of each version, the doubtful links, and the next steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from rich.console import Console

from align.cli.tables import as_text, new_console, new_table, print_line, print_text
from align.evaluation.summary import MAX_SHOWN, MIN_CONFIDENCE, QuotedLink, VersionSummary
from corpus import Corpus
from corpus.language import primary_subtag
from corpus.messages import counted

_MAX_IDS = 3


def print_run_report(corpus: Corpus, summaries: Sequence[VersionSummary], folder: Path, paths: Sequence[Path]) -> None:
    """Print what was aligned, and which files were written to the folder."""
    console = new_console()
    pivot = corpus.pivot
    print_text(console, f"{corpus.name}: pivot {pivot.id}, {counted(len(pivot.sentences), 'sentence')}, aligned with")
    console.print()
    table = new_table()
    for heading in ("version", "sentences", "omitted", "added", "moved", "confidence"):
        table.add_column(heading, justify="left" if heading == "version" else "right", min_width=len(heading))
    for summary in summaries:
        counts = (summary.sentences, summary.omissions, summary.additions, len(summary.moved))
        table.add_row(as_text(summary.id), *(f"{count:,}" for count in counts), f"{summary.confidence:.3f}")
    console.print(table)
    console.print()
    print_text(console, "Beads of each type:")
    for summary in summaries:
        types = ", ".join(f"{count:,}×{kind}" for kind, count in summary.beads.items())
        print_text(console, f"{summary.id}: {types}", 2)
    console.print()
    for summary in summaries:
        pair = f"{pivot.id}-{summary.id}"
        doubtful = f"Doubtful links of {pair} (confidence below {MIN_CONFIDENCE})"
        _print_links(console, doubtful, summary.doubtful, "least certain", summary.worst)
        _print_links(console, f"Moved links of {pair}", len(summary.moved), "first", summary.moved[:MAX_SHOWN])
    if not any(summary.doubtful for summary in summaries):
        print_text(console, f"No link has a confidence below {MIN_CONFIDENCE}.")
        console.print()
    print_text(console, f"Written to {folder}: {', '.join(path.name for path in paths)}")
    console.print()
    _print_next(console, corpus, summaries, quote(str(folder)))


def _print_links(console: Console, heading: str, count: int, which: str, links: Sequence[QuotedLink]) -> None:
    if not links:
        return
    print_text(console, f"{heading}: {count:,}{f', the {len(links)} {which}' * (len(links) < count)}")
    for link in links:
        source, target = (_ids(side) for side in (link.source, link.target))
        names = f"{source} : {target}" if link.linked else f"{source} : ∅ and ∅ : {target}, unaligned but adjacent"
        print_line(console, f"{link.confidence:.3f}  {names}", 2)
        for text in (link.source_text, link.target_text):
            print_line(console, text or "(nothing)", 9)
    console.print()


def _ids(ids: Sequence[str]) -> str:
    return " ".join(ids if len(ids) <= _MAX_IDS else (ids[0], "…", ids[-1])) or "∅"


def _print_next(console: Console, corpus: Corpus, summaries: Sequence[VersionSummary], folder: str) -> None:
    links = [link for summary in summaries for link in (*summary.worst, *summary.uncertain)]
    least = min(links, key=lambda link: link.confidence, default=None)
    steps = [
        ("Why this link?", f"align explain {folder} {(least.source or least.target)[0]}") if least else None,
        ("Correct, in the browser", f"align review {folder}"),
        ("… in a spreadsheet", f"align export {folder} --to tsv tables"),
        ("How faithful?", f"align {'compare' if _has_rivals(corpus) else 'score'} {folder}"),
    ]
    print_text(console, "Next:")
    for question, command in filter(None, steps):
        console.print(as_text(f"  {question:23}  {command}"), soft_wrap=True)


def _has_rivals(corpus: Corpus) -> bool:
    """Return whether two versions have the same language, other than the source that both are translated from."""
    source = next((document for document in corpus.documents if document.role == "original"), corpus.pivot)
    languages = Counter(primary_subtag(document.language) for document in corpus.documents if document is not source)
    return max(languages.values()) > 1
