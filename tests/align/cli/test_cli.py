"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import align

from tei import read_corpus

ROOT = Path(__file__).parents[3]
SEED = {version: ROOT / "seeds" / f"deir-ez-zor.{version}.txt" for version in ("en", "ru", "de", "en-rival")}


def align_alone(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, without a terminal."""
    command = [sys.executable, "-c", "from align.cli import main; main()", *map(str, arguments)]
    variables = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | environment
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, cwd=cwd)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed") / "corpus"
    done = align_alone("run", SEED["en"], SEED["ru"], SEED["de"], "-o", folder)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return folder


def test_run_prints_what_was_done_and_where(tmp_path: Path) -> None:
    done = align("run", SEED["en"], SEED["ru"], "-o", tmp_path / "out", COLUMNS="120")
    assert done.returncode == 0
    for expected in ("ru: 12×1-1, 2×1-2, 1×2-1", "confidence", "No link has a confidence below 0.9.", "corpus.xml"):
        assert expected in done.stdout


def test_run_as_json(tmp_path: Path) -> None:
    done = align("run", SEED["en"], SEED["en-rival"], "-o", tmp_path / "out", "--json")
    report = json.loads(done.stdout)
    [version] = report["versions"]
    assert (version["id"], version["language"], version["sentences"]) == ("en-rival", "en", 17)
    assert (version["omissions"], version["additions"]) == (1, 1)
    assert len(version["uncertain"]) == 5
    assert all(Path(file).exists() for file in report["files"])


def test_check_passes_and_fails(corpus: Path, tmp_path: Path) -> None:
    assert align("check", corpus).returncode == 0
    alignment = (corpus / "deir-ez-zor.alignment.xml").read_text(encoding="utf-8")
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for path in corpus.iterdir():
        (damaged / path.name).write_bytes(path.read_bytes())
    (damaged / "deir-ez-zor.alignment.xml").write_text(alignment.replace("#ru.s3", "#ru.s99", 1), encoding="utf-8")
    done = align("check", damaged)
    assert done.returncode == 2
    assert "deir-ez-zor.alignment.xml:" in done.stdout
    assert "ru.s99" in done.stdout
    assert json.loads(align("check", damaged, "--json").stdout)


def test_export(corpus: Path, tmp_path: Path) -> None:
    assert align("export", corpus, tmp_path / "beads", "--to", "beads").returncode == 0
    gold = (ROOT / "tests" / "data" / "seed" / "en-ru.gold").read_text(encoding="utf-8")
    assert (tmp_path / "beads" / "deir-ez-zor.ru.beads").read_text(encoding="utf-8") == gold
    done = align("export", corpus, tmp_path / "tsv", "--to", "tsv", "--json")
    assert [Path(name).name for name in json.loads(done.stdout)["files"]] == [
        "deir-ez-zor.ru.tsv",
        "deir-ez-zor.de.tsv",
        "README.md",
    ]


def test_check_compares_exports_with_the_corpus(corpus: Path, tmp_path: Path) -> None:
    for name in ("tsv", "cwb"):
        assert align("export", corpus, tmp_path / name, "--to", name).returncode == 0
    exports = ["--exports", tmp_path / "tsv", "--exports", tmp_path / "cwb"]
    assert align("check", corpus, *exports).returncode == 0
    path = tmp_path / "cwb" / "deir_ez_zor_en-deir_ez_zor_ru.align"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[4] = "1" + lines[4]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = align("check", corpus, *exports, "--json")
    assert done.returncode == 2
    assert [(finding["file"], finding["line"], finding["rule"]) for finding in json.loads(done.stdout)] == [
        (str(path), 5, "export")
    ]
    assert align("check", corpus, "--exports", tmp_path).stderr.startswith("error: ")


def test_lines_keep_one_sentence_a_line(tmp_path: Path) -> None:
    source, target = tmp_path / "a.en.txt", tmp_path / "a.ru.txt"
    source.write_text("One. Two.\nthree\nfour and\nfive\n", encoding="utf-8")
    target.write_text("Один. Два.\nтри\nчетыре и\nпять\n", encoding="utf-8")
    assert align("run", source, target, "-o", tmp_path / "out", "--segmenter", "lines").returncode == 0
    assert align("export", tmp_path / "out", tmp_path, "--to", "beads").returncode == 0
    assert (tmp_path / "a.beads").read_text(encoding="utf-8").count("\n") <= 4
    text = (tmp_path / "out" / "a.en.xml").read_text(encoding="utf-8")
    assert [f"{line}</s>" in text for line in ("One. Two.", "three", "four and", "five")] == [True] * 4


def test_any_language_can_be_the_pivot(tmp_path: Path) -> None:
    done = align("run", SEED["de"], SEED["ru"], SEED["en"], "-o", tmp_path / "out", "--json")
    assert [version["id"] for version in json.loads(done.stdout)["versions"]] == ["ru", "en"]
    assert align("check", tmp_path / "out").returncode == 0


def test_languages_are_declared_or_detected(tmp_path: Path) -> None:
    english, russian = tmp_path / "statement.txt", tmp_path / "text.txt"
    english.write_bytes(SEED["en"].read_bytes())
    russian.write_bytes(SEED["ru"].read_bytes())
    done = align("run", english, f"ru={russian}", "-o", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["versions"][0]["id"] == "ru"
    done = align("run", english, f"de={russian}", "-o", tmp_path / "out2")
    assert done.returncode == 0
    assert "declared as de, but looks like ru" in done.stderr


def test_a_date_only_on_request(corpus: Path, tmp_path: Path) -> None:
    year = time.strftime("%Y-%m")
    assert all(year not in path.read_text(encoding="utf-8") for path in corpus.iterdir())
    for folder, options, environment in (
        ("a", ["--made", "2026-11-22"], {}),
        ("b", [], {"SOURCE_DATE_EPOCH": "1795305600"}),
    ):
        done = align("run", SEED["en"], SEED["ru"], "-o", tmp_path / folder, *options, **environment)
        assert done.returncode == 0, done.stderr
        assert "2026-11-22" in (tmp_path / folder / "corpus.xml").read_text(encoding="utf-8")
        assert align("check", tmp_path / folder).returncode == 0


def test_metadata_of_the_versions_is_in_their_headers(tmp_path: Path) -> None:
    file = tmp_path / "statement.toml"
    file.write_text('original = "de"\n[en]\ntitle = "Of the file"\ndate = 2014\n[ru]\nauthor = ["A", "B"]\n')
    out = tmp_path / "out"
    options = ["--metadata", file, "--title", "en=Statement", "--original", "ru", "--licence", "en=CC-BY-4.0"]
    assert align("run", SEED["en"], SEED["ru"], SEED["en-rival"], "-o", out, *options).returncode == 0
    english, russian, rival = read_corpus(out).documents
    assert [each.role for each in (english, russian, rival)] == ["translation", "original", "translation"]
    known = english.metadata
    assert (known.title, known.date, known.licence, known.authors) == ("Statement", "2014", "CC-BY-4.0", ())
    assert russian.metadata.authors == ("A", "B")
    text = (out / "deir-ez-zor.en.xml").read_text(encoding="utf-8")
    assert '<relatedItem type="original" target="deir-ez-zor.ru.xml"/>' in text
    assert align("check", out).returncode == 0


def test_a_corpus_is_replaced_only_by_force(tmp_path: Path) -> None:
    for version in ("en", "ru"):
        (tmp_path / f"a.{version}.txt").write_bytes(SEED[version].read_bytes())
    files, out = [tmp_path / "a.en.txt", tmp_path / "a.ru.txt"], tmp_path / "out"
    assert align("run", *files, "-o", out).returncode == 0
    before = {path: path.read_bytes() for path in out.iterdir()}
    done = align("run", *files, "-o", out, "--made", "2026-01-01")
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert before == {path: path.read_bytes() for path in out.iterdir()}
    assert align("run", *files, "-o", out, "--made", "2026-01-01", "--force").returncode == 0
    assert before != {path: path.read_bytes() for path in out.iterdir()}


ENGLISH, RUSSIAN = str(SEED["en"]), str(SEED["ru"])
BAD_INPUT = {
    "missing file": [ENGLISH, "none.ru.txt"],
    "a folder": [ENGLISH, "folder.ru.txt"],
    "empty file": [ENGLISH, "empty.ru.txt"],
    "white space alone": [ENGLISH, "blank.ru.txt"],
    "binary data": [ENGLISH, "binary.ru.txt"],
    "another format": [ENGLISH, "pdf.ru.txt"],
    "undecodable bytes": [ENGLISH, "broken.ru.txt", "--encoding", "utf-8"],
    "unknown encoding": [ENGLISH, RUSSIAN, "--encoding", "utf-9"],
    "one version only": [ENGLISH],
    "the same file twice": [ENGLISH, ENGLISH],
    "folder of something else": [ENGLISH, RUSSIAN, "-o", "other"],
    "something else, by force": [ENGLISH, RUSSIAN, "-o", "other", "--force"],
    "a file in the way": [ENGLISH, RUSSIAN, "-o", "file"],
    "unknown model": [ENGLISH, RUSSIAN, "--model", "no-such-model"],
    "a folder that is no model": [ENGLISH, RUSSIAN, "--model", "./other"],
    "unknown language": [ENGLISH, f"xx={RUSSIAN}"],
    "unknown segmenter": [ENGLISH, RUSSIAN, "--segmenter", "guess"],
    "bad date": [ENGLISH, RUSSIAN, "--made", "yesterday"],
    "a date of no version": [ENGLISH, RUSSIAN, "--date", "2026-11-22"],
    "a title of a version that is not there": [ENGLISH, RUSSIAN, "--title", "fr=Phare"],
    "an original that is not there": [ENGLISH, RUSSIAN, "--original", "fr"],
    "two titles of a version": [ENGLISH, RUSSIAN, "--title", "en=A", "--title", "en=B"],
    "no address": [ENGLISH, RUSSIAN, "--source-url", "en=x.org"],
    "metadata that is not there": [ENGLISH, RUSSIAN, "--metadata", "none.toml"],
    "metadata that is no TOML": [ENGLISH, RUSSIAN, "--metadata", "broken.toml"],
    "bad name": [ENGLISH, RUSSIAN, "--name", "../../x"],
    "a place that cannot be written": [ENGLISH, RUSSIAN, "-o", "/proc/x/out"],
}


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    for name, content in {
        "empty.ru.txt": b"",
        "blank.ru.txt": b" \n\t\n",
        "binary.ru.txt": bytes(range(256)) * 20,
        "pdf.ru.txt": b"%PDF-1.7\n\x00\x01\x02",
        "broken.ru.txt": "Это текст.".encode() + b"\xff\xfe\xfa" + "И ещё.".encode(),
        "file": b"x",
        "broken.toml": b"[en]\ntitle = Lighthouse\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    for name in ("folder.ru.txt", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "other" / "precious.txt").write_text("mine", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_clear_line(case: str, bad: Path) -> None:
    arguments = BAD_INPUT[case]
    output = [] if "-o" in arguments else ["-o", "out"]
    before = {path: path.is_file() and path.read_bytes() for path in bad.rglob("*")}
    # Whether the hub may be asked for a model is decided when its library is imported.
    run = align_alone if "--model" in arguments else align
    done = run("run", *arguments, *output, cwd=bad, HF_HUB_OFFLINE="1")
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("error: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert not done.stdout
    assert {path: path.is_file() and path.read_bytes() for path in bad.rglob("*")} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_under_the_report_is_one_clear_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", "from align.cli import main; main()", "models"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "error: no space left on device\n"


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = align_alone("--debug", "run", SEED["en"], tmp_path / "none.ru.txt")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_the_embedded_model_needs_no_torch(tmp_path: Path) -> None:
    script = (
        "import sys; from align.cli.app import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "assert {'torch', 'sentence_transformers', 'transformers'}.isdisjoint(sys.modules)"
    )
    command = [sys.executable, "-c", script, "run", ENGLISH, RUSSIAN, "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "out" / "corpus.xml").exists()


@pytest.fixture(scope="session")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts with sentences that hardly fit each other, and one that is unrelated."""
    folder = tmp_path_factory.mktemp("doubtful")
    english = SEED["en"].read_text(encoding="utf-8").replace("Moscow is very concerned about this incident.", "X.")
    (folder / "a.en.txt").write_text(english, encoding="utf-8")
    recipe = "Рецепт борща: свёкла, капуста и немного соли. Варить до готовности. Подавать со сметаной.\n\n" * 4
    (folder / "a.ru.txt").write_text(SEED["ru"].read_text(encoding="utf-8") + recipe, encoding="utf-8")
    (folder / "b.ru.txt").write_text(recipe, encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize(
    "command",
    [
        "run {texts}/a.en.txt {texts}/a.ru.txt {texts}/b.ru.txt -o out",
        "compare {corpus} --original ru",
        "score {corpus}",
        "eval {corpus} tests/data/seed",
        "explain {corpus} en.s8",
        "models",
    ],
    ids=lambda command: command.split()[0],
)
def test_no_line_is_wider_than_the_terminal(
    command: str, width: int, corpus: Path, doubtful: Path, tmp_path: Path
) -> None:
    words = command.format(corpus=corpus, texts=doubtful).replace("out", str(tmp_path / "out")).split()
    done = align(*words, COLUMNS=str(width))
    assert done.returncode == 0, done.stderr
    # Signatures and commands are never wrapped: they are copied.
    copied = ("Signature: ", "nrefs:", "  align ")
    lines = [line for line in done.stdout.splitlines() if not any(part in line for part in copied)]
    assert max(map(len, lines)) <= width
    assert "…" not in "".join(line for line in lines if line.startswith(("version", "text", "en", "ru", "all")))


def test_run_shows_doubtful_links_on_a_line_for_each_side(doubtful: Path, tmp_path: Path) -> None:
    done = align("run", doubtful / "a.en.txt", doubtful / "b.ru.txt", "-o", tmp_path / "out", COLUMNS="80")
    assert done.returncode == 0
    assert "Doubtful links of en-ru (confidence below 0.9): " in done.stdout
    assert "the 5 least certain" in done.stdout
    links = done.stdout.partition("Doubtful links")[2].partition("\n\n")[0].splitlines()[1:]
    assert len(links) == 15
    assert all(float(line.split()[0]) < 0.9 for line in links[::3])


def test_run_says_what_to_do_next(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "an out"
    done = align("run", SEED["en"], SEED["ru"], SEED["en-rival"], "-o", out, "--original", "ru", COLUMNS="80")
    assert [line[27:] for line in done.stdout.partition("Next:\n")[2].splitlines()] == [
        f"align explain '{out}' en.s8",
        f"align review '{out}'",
        f"align export '{out}' --to tsv tables",
        f"align compare '{out}'",
    ]


def test_json_carries_the_warnings(doubtful: Path, corpus: Path, tmp_path: Path) -> None:
    done = align("run", doubtful / "a.en.txt", doubtful / "b.ru.txt", "-o", tmp_path / "out", "--json")
    warnings = json.loads(done.stdout)["warnings"]
    assert [set(warning) for warning in warnings] == [{"problem", "where", "remedy"}] * len(warnings)
    assert "hardly looks like a translation" in warnings[0]["problem"]
    printed = [line.removeprefix("warning: ") for line in done.stderr.splitlines()]
    assert printed == [
        ": ".join(filter(None, (each["where"], "; ".join(filter(None, (each["problem"], each["remedy"]))))))
        for each in warnings
    ]
    for command in (
        ("score", corpus),
        ("compare", corpus),
        ("export", corpus, tmp_path / "tables", "--to", "tsv"),
        ("import", corpus, tmp_path / "tables", "--from", "tsv"),
        ("convert", corpus, "-o", tmp_path / "converted"),
        ("eval", corpus, corpus),
    ):
        done = align(*command, "--json")
        assert json.loads(done.stdout)["warnings"] == [], done.stderr
    for listed in (("models",), ("check", corpus), ("explain", corpus, "en.s8")):
        assert isinstance(json.loads(align(*listed, "--json").stdout), list)


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed, the current folder and the number of threads."""
    texts = [SEED[version] for version in ("en", "ru", "de")]
    written = []
    for number, folder in (("1", tmp_path), ("2", ROOT)):
        environment = {"PYTHONHASHSEED": number, "OMP_NUM_THREADS": number, "OPENBLAS_NUM_THREADS": number}
        done = align_alone("run", *texts, "--force", "-o", tmp_path / "corpus", cwd=folder, **environment)
        assert done.returncode == 0, done.stderr
        written.append({path.name: path.read_bytes() for path in (tmp_path / "corpus").iterdir()})
    assert len(written[0]) == 5
    assert written[0] == written[1]
