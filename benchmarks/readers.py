"""
Words that the readers lose, invent and move, against the text of other extractors.

    python -m benchmarks.readers FOLDER [--worst 10] [--json FILE]

FOLDER holds real files, in subfolders or not. The reference is that of ``NAME.EXT.reference`` beside a file where there
is one; else of ``mutool`` (MuPDF) for PDF, and of ``pandoc`` for Word, EPUB, HTML, FictionBook and Markdown. A word is
a sequence of letters, in NFKC without soft hyphens. ``lost`` is the share of the words of the reference that the reader
does not have, ``invented`` the share of the reader's that the reference does not have, and ``moved`` the share of the
words that both have and that are not in the longest common sequence.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import regex

from corpus import TeialignError, read_file
from corpus.messages import collected_messages
from corpus.reader.page_lines import join_words

_PANDOC = {
    "docx": "docx",
    "epub": "epub",
    "fb2": "fb2",
    "htm": "html",
    "html": "html",
    "md": "commonmark_x",
    "xhtml": "html",
}
"""The reader of pandoc for an extension."""

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+")
_TIMEOUT = 120
_MAX_WORDS = 300_000
_INLINE = frozenset(
    {
        "Cite",
        "Emph",
        "Link",
        "Quoted",
        "SmallCaps",
        "Span",
        "Strikeout",
        "Strong",
        "Subscript",
        "Superscript",
        "Underline",
    }
)
_NOT_TEXT = frozenset({"Image", "RawBlock", "RawInline"})


@dataclass(frozen=True, slots=True)
class Result:
    """
    How the text of a file compares with that of the reference.

    Attributes:
        file: its name.
        format: its extension.
        reference: words of the reference.
        read: words of the reader.
        lost: words of the reference that the reader does not have.
        invented: words of the reader that the reference does not have.
        moved: words that both have, in another order.
        error: why it was not read; empty if it was.
    """

    file: str
    format: str
    reference: int = 0
    read: int = 0
    lost: int = 0
    invented: int = 0
    moved: int = 0
    error: str = ""


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", ""))


def compare(reference: Sequence[str], read: Sequence[str], also: Sequence[str] = ()) -> tuple[int, int, int]:
    """
    Return how many words are lost, invented and moved.

    Args:
        reference: the words of the reference.
        read: those of the reader.
        also: further words that it may have.
    """
    from rapidfuzz.distance import LCSseq

    wanted, found = Counter(reference), Counter(read)
    common = (wanted & found).total()
    kept = LCSseq.similarity(reference, read)
    return (wanted - found).total(), (found - wanted - Counter(also)).total(), common - kept


def reference_text(path: Path) -> tuple[str, str] | None:
    """
    Return the text that another extractor finds in a file, and what it finds in its metadata.

    None where there is no extractor for its format. Pandoc takes titles at the start of a text for metadata.
    """
    given = path.with_name(f"{path.name}.reference")
    if given.exists():
        return given.read_text("utf-8"), ""
    extension = path.suffix.lower().removeprefix(".")
    if extension == "pdf":
        # The page breaks of MuPDF are form feeds.
        lines = _output(["mutool", "draw", "-q", "-F", "txt", str(path)]).replace("\f", "\n").split("\n")
        joined, _ = join_words([line.strip() for line in lines if line.strip()])
        return "\n".join(joined), ""
    if extension in _PANDOC:
        document = json.loads(_output(["pandoc", "-f", _PANDOC[extension], "-t", "json", str(path)]))
        return " ".join(_pandoc_text(document.get("blocks"))), " ".join(_pandoc_text(document.get("meta")))
    return None


def _output(command: list[str]) -> str:
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is not installed: apt-get install pandoc mupdf-tools")
    done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else "{}"


def _pandoc_text(content: Any) -> Iterator[str]:
    """Yield the text in content of pandoc, with its notes at the end."""
    notes: list[Any] = []

    def text(node: Any) -> Iterator[str]:
        if isinstance(node, list):
            for each in node:
                yield from text(each)
        elif isinstance(node, dict):
            kind, value = node.get("t"), node.get("c")
            if kind == "Note":
                notes.append(value)
            elif kind in ("Str", "MetaString"):
                yield str(value)
            elif value and kind in ("Code", "CodeBlock", "Math"):
                yield value[1]
            elif kind not in _NOT_TEXT:
                space = "" if kind in _INLINE else " "
                yield space
                yield from text(value if kind else list(node.values()))
                yield space

    yield "".join(text(content))
    while notes:
        yield "".join(text(notes.pop(0)))


def examine(path: Path) -> Result | None:
    """Return how a file compares; None where there is no reference, or one without words."""
    extension = path.suffix.lower().removeprefix(".")
    try:
        reference = reference_text(path)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    text, metadata = reference or ("", "")
    wanted = words(text)[:_MAX_WORDS]
    if not wanted:
        return None
    with collected_messages():
        try:
            found = words("\n".join(block.text for block in read_file(path, keep_furniture=True).blocks))[:_MAX_WORDS]
        except TeialignError as error:
            return Result(path.name, extension, reference=len(wanted), error=error.problem)
    lost, invented, moved = compare(wanted, found, words(metadata))
    return Result(path.name, extension, len(wanted), len(found), lost, invented, moved)


def main() -> None:
    """Print the shares for each format, and the files that are worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=10, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    paths = (path for path in sorted(arguments.folder.rglob("*")) if path.is_file() and path.suffix != ".reference")
    results = [result for path in paths if (result := examine(path))]
    print(f"{'format':8}{'files':>6}{'refused':>8}{'words':>10}{'lost':>9}{'invented':>9}{'moved':>9}")
    for name in [*sorted({result.format for result in results}), "all"]:
        _print_row(name, [result for result in results if name in (result.format, "all")])
    read = [result for result in results if not result.error]
    for result in sorted(read, key=lambda each: -(each.lost + each.invented + each.moved))[: arguments.worst]:
        found = f"{result.lost} lost, {result.invented} invented, {result.moved} moved"
        print(f"{result.file}: {result.reference} words, {found}")
    for result in results:
        if result.error:
            print(f"{result.file}: {result.error}")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(result) for result in results], indent=1), "utf-8")


def _print_row(name: str, results: Sequence[Result]) -> None:
    read = [result for result in results if not result.error]
    reference, found = (max(1, sum(getattr(result, field) for result in read)) for field in ("reference", "read"))
    lost, invented, moved = (sum(getattr(result, field) for result in read) for field in ("lost", "invented", "moved"))
    shares = f"{lost / reference:9.2%}{invented / found:9.2%}{moved / reference:9.2%}"
    print(f"{name:8}{len(read):6}{len(results) - len(read):8}{reference:10,}{shares}")


if __name__ == "__main__":
    main()
