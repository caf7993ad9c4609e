"""``align explain``: the explanation in words, which links are meant, errors, and corpora of other models."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ROOT
from typer.testing import CliRunner, Result

from align import Input, build_corpus, load_encoder
from align.cli.app import app
from corpus import TextWarning
from tei import write_corpus

SEEDS = ROOT / "seeds"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain") / "corpus"
    texts = [SEEDS / f"deir-ez-zor.{version}.txt" for version in ("en", "ru", "de")]
    assert run("run", *texts, "-o", folder).exit_code == 0
    return folder


def test_the_command_in_words(corpus: Path) -> None:
    done = run("explain", corpus, "ru.s9", "--alternatives", "2")
    assert done.exit_code == 0, done.exception
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "Link 8 of en-ru: en.s8 : ru.s8 ru.s9"
    for expected in ("Meaning: similarity", "Length: ", "Score: ", "Alternatives, the best other links", "2. "):
        assert any(line.startswith(expected) for line in lines), expected
    assert not any(line.startswith("3. ") for line in lines)
    assert "Оно должно на деле исключить" in done.stdout


def test_a_link_that_crosses_others(tmp_path: Path) -> None:
    content = build_corpus(
        [Input(SEEDS / f"deir-ez-zor.{name}.txt") for name in ("en", "de")], load_encoder(), name="x"
    )
    [alignment] = content.alignments
    numbers = [n for n, bead in enumerate(alignment.beads) if bead.type == "1-1"]
    beads, (first, last) = list(alignment.beads), (numbers[2], numbers[-2])
    one, other = beads[first], beads[last]
    beads[first], beads[last] = replace(one, target=other.target), replace(other, target=one.target)
    write_corpus(replace(content, alignments=(replace(alignment, beads=tuple(beads)),)), tmp_path / "out")
    for number in (first, last):
        done = run("explain", tmp_path / "out", number + 1)
        assert done.exit_code == 0
        assert "The link crosses others" in " ".join(done.stdout.split())


CHOICES: dict[str, tuple[list[str], list[tuple[str, int]]]] = {
    "a sentence of the pivot": (["en.s8"], [("ru", 8), ("de", 7)]),
    "in one version": (["en.s8", "--version", "de"], [("de", 7)]),
    "sentences of one link": (["en.s8", "ru.s9"], [("ru", 8)]),
    "sentences of two links": (["en.s7", "ru.s9"], [("ru", 7), ("ru", 8)]),
    "sentences of two versions": (["ru.s9", "de.s7"], [("ru", 8), ("de", 7)]),
    "a number": (["2", "--version", "ru"], [("ru", 2)]),
}


@pytest.mark.parametrize("case", CHOICES)
def test_which_links_are_meant(case: str, corpus: Path) -> None:
    words, expected = CHOICES[case]
    done = run("explain", corpus, *words, "--json", "--rivals", "1")
    assert done.exit_code == 0, done.exception
    reports = json.loads(done.stdout)
    assert [(report["target"], report["number"]) for report in reports] == expected
    for report in reports:
        assert report["same"] is True
        assert report["probability"] == pytest.approx(report["confidence"], abs=2e-3)
        assert len(report["alternatives"]) == 1


FAULTS: dict[str, tuple[list[str], str]] = {
    "unknown sentence": (["en.s99"], "no sentence 'en.s99'; give ids as the TEI files have them"),
    "unknown version": (["en.s1", "--version", "fr"], "no version 'fr'; choose one of ru, de"),
    "a sentence of another version": (["ru.s1", "--version", "de"], "ru.s1: not a sentence of en or de"),
    "a number of which version": (["3"], "link 3: each version has its own links; add --version ru or --version de"),
    "a number beyond the links": (["99", "--version", "ru"], "en-ru: no link 99; give one from 1 to 15"),
    "a number and more": (["3", "en.s1"], "3 en.s1: more than the number of a link"),
    "unknown model": (["en.s1", "--model", "./none"], "./none: no such folder"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_command(case: str, corpus: Path) -> None:
    words, expected = FAULTS[case]
    done = run("explain", corpus, *words)
    assert expected in str(done.exception)
    assert "\n" not in str(done.exception)
    assert not done.stdout


SIGNATURES: dict[str, tuple[str, str, type[Exception]]] = {
    "another model": ("hash:", "aligned with another model, so the figures differ", TextWarning),
    "another aligner": ("beads:", "aligned by another version of the aligner", TextWarning),
    "a model in a folder": ("model:embedded", "aligned with the model 'mine' in a folder; give it as", Exception),
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_another_signature(case: str, corpus: Path, tmp_path: Path) -> None:
    old, expected, kind = SIGNATURES[case]
    for path in corpus.iterdir():
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace(old, "model:mine" if "model" in old else f"{old}x"), encoding="utf-8"
        )
    if kind is TextWarning:
        with pytest.warns(TextWarning, match=expected):
            done = run("explain", tmp_path, "ru.s9", "--json")
        assert json.loads(done.stdout)[0]["same"] is False
    else:
        assert expected in str(run("explain", tmp_path, "ru.s9").exception)


def test_a_corpus_that_does_not_say_how(corpus: Path, tmp_path: Path) -> None:
    for path in corpus.iterdir():
        text = path.read_text(encoding="utf-8")
        for part in text.split("<desc corresp=")[1:]:
            signature = part.partition(">")[2].partition("<")[0]
            text = text.replace(signature, "")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.warns(TextWarning, match="en-ru: the corpus does not say how it was aligned"):
        assert run("explain", tmp_path, "ru.s9").exit_code == 0
