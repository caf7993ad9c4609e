"""What an option that names a file for output may replace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_line import align

from align.cli.outputs import Output, check_outputs
from corpus.errors import CorpusError
from corpus.model import Alignment, Bead, Block, Corpus, Document, Metadata, Sentence, Span
from tei import export_corpus, write_corpus


def document(language: str, role: str) -> Document:
    text = f"A sentence in {language} with 7 words."
    sentence = Sentence(f"{language}.s1", text, Span(0, len(text)))
    return Document(language, language, role, (Block(f"{language}.b1", "p", text, (sentence,)),), Metadata(), "")


def sample() -> Corpus:
    beads = (Bead(range(1), range(1), 0.9),)
    versions = (document("en", "pivot"), document("ru", "version"))
    return Corpus("text", versions[0], versions[1:], (Alignment("en", "ru", beads, ""),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_corpus(sample(), tmp_path / "c")
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["c/text.en.xml", "c/corpus.xml", "link", "hard"])
@pytest.mark.parametrize(
    "command",
    [
        *(("score", "c", option) for option in ("--csv", "--html", "--tei")),
        ("compare", "c", "--html"),
        ("segment", "text.txt", "-o"),
        ("encode", "text.txt", "-o"),
    ],
    ids=" ".join,
)
def test_no_option_writes_over_a_file_of_a_corpus(folder: Path, command: tuple[str, ...], name: str) -> None:
    (folder / "text.txt").write_text("A sentence.\n")
    if name == "link":
        (folder / "link").symlink_to("c/text.en.xml")
    if name == "hard":
        os.link(folder / "c" / "text.en.xml", folder / "c" / "hard")
        name = "c/hard"
    if command[-1] == "--tei" and name == "c/corpus.xml":
        pytest.skip("the corpus itself, into which notes may go")
    before = content(folder)
    done = align(*command, name, "--force", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "this is a file of the corpus; name another" in done.stderr
    assert done.stderr.count("\n") == 1
    assert content(folder) == before


def test_an_export_does_not_write_over_a_file_of_a_corpus(folder: Path) -> None:
    export_corpus(sample(), "intertext", folder / "i")
    clashing = sorted(path.name for path in (folder / "i").iterdir())
    (folder / "c" / clashing[0]).write_bytes(b"mine")
    before = content(folder)
    with pytest.raises(CorpusError, match="a file of a corpus"):
        export_corpus(sample(), "intertext", folder / "c", force=True)
    assert content(folder) == before


@pytest.mark.parametrize(
    ("old", "mark", "force", "allowed"),
    [
        (None, None, False, True),
        (b"", None, False, True),
        (b"mine", None, False, False),
        (b"mine", None, True, True),
        (b"mine", b"ours", False, False),
        (b"mine", b"ours", True, True),
        (b"<ours>", b"ours", False, True),
        (b" " * 10_000 + b"ours", b"ours", False, False),
    ],
)
def test_what_may_be_replaced(
    tmp_path: Path, old: bytes | None, mark: bytes | None, force: bool, allowed: bool
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    if allowed:
        check_outputs([Output("--o", path, mark)], force=force)
    else:
        with pytest.raises(CorpusError, match=r"exists.*; name another file, or replace it with --force"):
            check_outputs([Output("--o", path, mark)], force=force)


def test_two_options_name_two_files(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(CorpusError, match="both for --a and --b; name two files"):
        check_outputs([Output("--a", tmp_path / "file"), Output("--b", tmp_path / "link")])


def written_again(folder: Path, *options: str) -> None:
    first = align("score", "c", *options, cwd=folder)
    assert first.returncode == 0, first.stderr
    assert align("score", "c", *options, cwd=folder).returncode == 0


def test_what_an_option_wrote_it_may_replace(folder: Path) -> None:
    written_again(folder, "--csv", "a.csv", "--html", "a.html", "--tei", "a.xml")


def test_another_option_may_not(folder: Path) -> None:
    assert align("score", "c", "--csv", "a", cwd=folder).returncode == 0
    before = content(folder)
    for option in ("--html", "--tei"):
        done = align("score", "c", option, "a", cwd=folder)
        assert f"a: exists, and {option} did not write it" in done.stderr
    assert content(folder) == before


def test_sentences_and_vectors_replace_with_force_only(folder: Path) -> None:
    (folder / "text.txt").write_text("A sentence.\n")
    for command, *options in (("segment", "--language", "en"), ("encode",)):
        commands = [(command, "text.txt", "-o", command, *options, *force) for force in ([], [], ["--force"])]
        done = [align(*each, cwd=folder) for each in commands]
        assert [each.returncode for each in done] == [0, 2, 0]


@pytest.mark.parametrize("name", ["", "CON", "a:b", "nul.x", "a.", "a ", "..", "a\nb"])
@pytest.mark.parametrize("command", ["run en.txt ru.txt", "convert m.tsv --languages en,ru"])
def test_a_name_that_a_system_cannot_hold_is_refused(tmp_path: Path, command: str, name: str) -> None:
    if command.startswith("convert") and not name:
        pytest.skip("the name of the file")
    done = align(*command.split(), "-o", "out", "--name", name, cwd=tmp_path)
    assert done.returncode == 2
    assert "the corpus cannot be called" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "name"), [("aux.en.txt", "aux_"), ("a:b?.en.txt", "a_b_"), ("novel .en.txt", "novel")]
)
def test_a_name_that_is_ours_is_one_that_every_system_can_hold(tmp_path: Path, file: str, name: str) -> None:
    for each in (file, "x.ru.txt"):
        (tmp_path / each).write_text("A sentence. And one more.\n")
    assert align("run", file, "x.ru.txt", "--model", "surface", cwd=tmp_path).returncode == 0
    assert {path.name for path in (tmp_path / f"{name}-tei").iterdir()} == {
        *(f"{name}.{end}.xml" for end in ("alignment", "en", "ru")),
        "corpus.xml",
    }


@pytest.mark.parametrize("command", ["segment", "encode"])
def test_what_is_read_is_not_replaced(tmp_path: Path, command: str) -> None:
    text = tmp_path / "en.txt"
    text.write_text("One sentence.\n", "utf-8")
    (tmp_path / "link.txt").symlink_to(text)
    done = align(command, text, "-o", tmp_path / "link.txt", "--force")
    assert (done.returncode, text.read_text("utf-8")) == (2, "One sentence.\n")
    assert "this is the file that is read; name another file" in done.stderr
