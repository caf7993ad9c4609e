"""Names and texts of others do not drive the terminal: no command prints a control character of its input."""

from __future__ import annotations

import ast
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

import align.cli
from align.cli import main
from corpus import Alignment, Bead, Block, Corpus, Document, Metadata, Sentence, Span
from corpus.escapes import visible
from tei import export_corpus, write_corpus

HOSTILE = "\x9b31m\u202ered\u2066 \u2028x\x7f"
NAME = "a\x1b[31m\u202eb"
TEXTS = {"en": (f"One {HOSTILE} 12 dogs.", "Two not cats."), "ru": (f"Один {HOSTILE} 13 собак.", "Два кота.")}


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def run(*arguments: object, terminal: bool = False) -> tuple[int, str, str]:
    out, err = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
    with (
        patch.multiple(sys, stdout=out, stderr=err, argv=["align", *map(str, arguments)]),
        patch.dict("os.environ", {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


def document(language: str, role: str) -> Document:
    text = " ".join(TEXTS[language])
    cut = len(TEXTS[language][0])
    spans = (Span(0, cut), Span(cut + 1, len(text)))
    sentences = tuple(Sentence(f"{language}.s{n}", span.of(text), span) for n, span in enumerate(spans, 1))
    return Document(language, language, role, (Block(f"{language}.b1", "p", text, sentences),), Metadata(HOSTILE))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / NAME
    beads = (Bead(range(1), range(1), 0.5), Bead(range(1, 2), range(1, 2), 0.5))
    corpus = Corpus("x", document("en", "pivot"), (document("ru", "version"),), (Alignment("en", "ru", beads),))
    write_corpus(corpus, folder / "c")
    export_corpus(corpus, "tsv", folder / "tsv")
    table = folder / "tsv" / "x.tsv"
    table.write_text(table.read_text("utf-8").replace("aligned", "confirmed"), "utf-8")
    write_corpus(corpus, folder / "broken")
    broken = folder / "broken" / "x.ru.xml"
    broken.write_text(broken.read_text("utf-8").replace('xml:id="ru.s2"', f'xml:id="{HOSTILE}"'), "utf-8")
    for language, texts in TEXTS.items():
        (folder / f"{NAME}.{language}.txt").write_text("\n".join(texts), "utf-8")
    (folder / "memory.tmx").write_text(f'<tmx version="1.4"><header srclang="{HOSTILE}"/><body/></tmx>', "utf-8")
    return folder


COMMANDS = [
    "check {f}/c",
    "check {f}/broken",
    "check {f}/nowhere",
    "check {f}/c --exports {f}/tsv",
    "explain {f}/c en.s1",
    "explain {f}/c " + HOSTILE.split(maxsplit=1)[0],
    "score {f}/c",
    "export {f}/c {f}/out --to beads",
    "export {f}/c {f}/out2 --to " + HOSTILE.split(maxsplit=1)[0],
    "import {f}/c {f}/tsv --from tsv --by " + HOSTILE.split(maxsplit=1)[0],
    "import {f}/c {f}/tsv --from tsv",
    "eval {f}/c {f}/c",
    "segment {f}/{n}.ru.txt",
    "segment {f}/{n}.ru.txt --segmenter " + HOSTILE.split(maxsplit=1)[0],
    "segment {f}/missing",
    "encode {f}/c -o {f}/v.npy",
    "encode {f}/c -o {f}/v2.npy --model {f}",
    "convert {f}/memory.tmx -o {f}/d",
    "convert {f}/tsv -o {f}/e --languages en,ru",
    "run {f}/{n}.en.txt {f}/{n}.ru.txt -o {f}/r",
    "run {f}/{n}.en.txt ru={f}/{n}.en.txt -o {f}/r",
    "models {f}",
    "train {f}/{n}.en.txt -o {f}/m",
    "run {f}/{n}.en.txt {f} --{n}",
    "{n}",
]


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_no_command_prints_control_characters(folder: Path, command: str) -> None:
    arguments = [word.format(f=folder, n=NAME) for word in command.split(" ")]
    code, out, err = run(*arguments, terminal=True)
    assert code in (0, 2)
    # What a terminal shows of the progress is overwritten by our own sequence.
    printed = out + err.replace("\r\x1b[K", "")
    assert printed
    assert visible(printed) == printed


def test_json_holds_the_text_itself(folder: Path) -> None:
    code, out, _ = run("explain", folder / "c", "en.s1", "--json")
    assert code == 0
    assert visible(out) == out
    assert json.loads(out)[0]["bead"]["source"][0]["text"].split() == TEXTS["en"][0].split()


def test_sentences_are_exact_except_on_a_terminal(folder: Path) -> None:
    path = folder / f"{NAME}.ru.txt"
    assert "\x9b31m\u202ered" in run("segment", path, "--language", "ru")[1]
    assert "\\x9b31m\\u202ered" in run("segment", path, "--language", "ru", terminal=True)[1]
    lines = run("segment", path, "--language", "ru", "--json")[1].splitlines()
    assert all(visible(line) == line for line in lines)
    assert "\x9b31m\u202ered" in json.loads(lines[0])["text"]


def printing(path: Path) -> Iterator[str]:
    """The names that print, in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("typer.echo", "sys.stdout.write"):
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "rich.text":
            yield node.module
        elif isinstance(node, ast.Name) and node.id == "print":
            yield node.id


def test_texts_are_printed_in_one_place() -> None:
    found = {path.name for path in Path(align.cli.__file__).parent.glob("*.py") if list(printing(path))}
    assert found == {"output.py", "tables.py"}
