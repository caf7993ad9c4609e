"""``align score`` and ``align compare``: what they print and write, and bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import ROOT, align

SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fidelity") / "corpus"
    texts = [SEEDS / f"deir-ez-zor.{version}.txt" for version in ("en", "ru", "en-rival", "de")]
    assert align("run", *texts, "-o", folder).returncode == 0
    return folder


ADDED = "Several governments in the region have already welcomed this proposal."
IN_RUSSIAN = "Находясь многие месяцы в окружении, эти части защищают от террористов мирное население древнего города."
IN_ENGLISH = (
    "The Syrian army units, which have been surrounded for many months,"
    " are defending the civilian population of this ancient city from the terrorists."
)


@pytest.mark.parametrize(
    ("source", "omitted", "name", "denial"),
    [("ru", IN_RUSSIAN, ("Vienna",), "не"), ("en", IN_ENGLISH, ("Geneva", "Vienna"), "not")],
)
def test_the_planted_faults_are_found_and_none_is_invented(
    corpus: Path, source: str, omitted: str, name: tuple[str, ...], denial: str
) -> None:
    done = align("compare", corpus, "en-rival", "--original", source, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    [rival] = json.loads(done.stdout)["versions"]
    found = {
        (finding["rule"], *(place["text"] for side in ("source", "target") for place in finding[side]))
        for finding in rival["findings"]
    }
    assert found == {
        ("number", "60", "80"),
        ("omission", omitted),
        ("name", *name),
        ("addition", ADDED),
        ("negation", denial),
    }


def test_the_version_without_planted_faults_has_none(corpus: Path) -> None:
    done = align("compare", corpus, "en", "en-rival", "--original", "ru", "--json")
    report = json.loads(done.stdout)
    assert [len(version["findings"]) for version in report["versions"]] == [0, 5]
    [comparison] = report["comparisons"]
    assert comparison["verdict"]["fewer_faults"] is None
    assert "blocks" in comparison["verdict"]["reason"]


def test_the_terminal_shows_faults_in_context_and_what_is_not_checked(corpus: Path) -> None:
    done = align("compare", corpus, "--original", "ru", "--ter")
    assert done.returncode == 0
    for part in (
        "source ru, 17 sentences",
        "[Several governments in the region have already welcomed this proposal.]",
        "BLEU: not given for fewer than 20 segments",
        "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:",
        "TER: ",
        "No verdict: ",
        "Not checked: word order",
        "Signature: teialign:",
        "de: ",
    ):
        assert part in done.stdout, part
    assert "en-rival and de" not in done.stdout


def test_score_compares_each_version_with_the_pivot(corpus: Path) -> None:
    done = align("score", corpus)
    assert done.returncode == 0
    assert "source en, 16 sentences" in done.stdout
    assert "erdict" not in done.stdout


def test_files_are_written(corpus: Path, tmp_path: Path) -> None:
    done = align("score", corpus, "--csv", tmp_path / "t.csv", "--tei", tmp_path / "new" / "t.xml", "--json")
    assert done.returncode == 0
    assert "notes written" in done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8"))))
    faults = [row for row in rows if row["level"] == "fault"]
    notes = (tmp_path / "new" / "t.xml").read_text(encoding="utf-8").count('type="fault"')
    found = [finding for version in json.loads(done.stdout)["versions"] for finding in version["findings"]]
    assert len(faults) == notes == len(found) > 0
    again = align("score", corpus, "--csv", tmp_path / "t.csv", "--json")
    assert again.stdout == done.stdout


def test_a_reference_in_tei_may_declare_its_language(corpus: Path, tmp_path: Path) -> None:
    reference = tmp_path / "reference.xml"
    header = "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt></fileDesc></teiHeader>"
    text = "<text><body><p>Ja. Gut.</p></body></text>"
    reference.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de">{header}{text}</TEI>', "utf-8")
    done = align("score", corpus, "--original", "ru", "--reference", reference, "--json")
    assert done.returncode == 0, done.stderr
    versions = {version["id"]: version["reference"] for version in json.loads(done.stdout)["versions"]}
    assert versions["de"]
    assert not versions["en-rival"]


@pytest.mark.parametrize("name", ["en", "seeds/deir-ez-zor.en.txt", "en=seeds/deir-ez-zor.en.txt"])
def test_a_reference(corpus: Path, name: str) -> None:
    done = align("score", corpus, "--original", "ru", "--reference", name, "--json")
    assert done.returncode == 0
    versions = {version["id"]: version["reference"] for version in json.loads(done.stdout)["versions"]}
    scores = {score["metric"]: score["value"] for score in versions["en-rival"]["scores"]}
    assert 50 < scores["chrF2"]["value"] < 80
    assert scores["BLEU"] is None
    assert versions["de"] is None


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("score", "{corpus}", "--original", "fr"), "no version 'fr'"),
        (("compare", "{corpus}", "en", "en"), "the source itself"),
        (("compare", "{corpus}", "xx"), "no version 'xx'"),
        (("score", "{corpus}", "--reference", "none.txt"), "none.txt"),
        (("score", "{corpus}", "--original", "ru", "--reference", "ru"), "the source itself"),
        (("score", "nowhere"), "nowhere"),
        (("score", "{corpus}", "--tei", "{corpus}/deir-ez-zor.en.xml"), "a file of the corpus"),
        (("score", "{corpus}", "--csv", "{corpus}/corpus.xml/t.csv"), "cannot be written"),
        (("score", "{corpus}", "--csv", "{corpus}"), "Is a directory"),
        (("score", "{corpus}", "--html", "{corpus}"), "Is a directory"),
        (("score", "{corpus}", "--tei", "{corpus}/.."), "Is a directory"),
        (("score", "{corpus}", "--html", "{corpus}/corpus.xml/t.html"), "cannot be written"),
        (("score", "{corpus}", "--tei", "{corpus}/corpus.xml/t.xml"), "cannot be written"),
        (("score", "{corpus}", "--model", "no/such/folder"), "no/such/folder"),
    ],
)
def test_bad_input_is_one_line(corpus: Path, arguments: tuple[str, ...], problem: str) -> None:
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    done = align(*(argument.replace("{corpus}", str(corpus)) for argument in arguments))
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert problem in done.stderr
    assert {path.name: path.read_bytes() for path in corpus.iterdir()} == before


def test_texts_that_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    recipe = "Рецепт борща: свёкла, капуста, морковь и немного соли. Варить до готовности.\n\n" * 4
    (tmp_path / "recipe.ru.txt").write_text(recipe, "utf-8")
    assert align("run", SEEDS / "deir-ez-zor.en.txt", tmp_path / "recipe.ru.txt", "-o", tmp_path / "c").returncode == 0
    done = align("score", tmp_path / "c")
    assert done.returncode == 0
    assert "is it a version of the same text?" in " ".join(done.stdout.split())


def test_versions_that_are_one_text(tmp_path: Path) -> None:
    (tmp_path / "copy.en.txt").write_bytes((SEEDS / "deir-ez-zor.en.txt").read_bytes())
    texts = [SEEDS / "deir-ez-zor.en.txt", SEEDS / "deir-ez-zor.ru.txt", tmp_path / "copy.en.txt"]
    assert align("run", *texts, "-o", tmp_path / "c").returncode == 0
    done = align("compare", tmp_path / "c", "--original", "ru", "--json")
    [comparison] = json.loads(done.stdout)["comparisons"]
    assert comparison["verdict"]["reason"] == "the two versions are identical"


@pytest.mark.parametrize("command", ["score", "compare"])
def test_help_has_an_example(command: str) -> None:
    done = align(command, "--help")
    assert done.returncode == 0
    assert f"Example: align {command} out" in " ".join(done.stdout.split())
