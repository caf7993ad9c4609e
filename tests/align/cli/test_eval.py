"""``align eval``: forms, matching, faults, and the figures against an independent referee."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, align

REFEREE = ROOT.parent / "shared" / "score_beads.py"
DATA = ROOT.parent / "shared" / "gold" / "ntrex_en_de" / "test_omissions"
GOLD = ROOT / "tests" / "data" / "seed"
BEADS = "[0]:[0]\n[1, 2]:[1]\n[3]:[]\n[4]:[2, 3]\n"
WORSE = "[0]:[0]\n[1]:[1]\n[2]:[]\n[3, 4]:[2, 3]\n"
INTERTEXT = """<?xml version="1.0" encoding="UTF-8"?>
<linkGrp toDoc="x.en.xml" fromDoc="x.ru.xml">
<link type="1-1" xtargets="1:1;1:1" status="man"/>
<link type="2-1" xtargets="1:2 2:9;1:2" status="auto"/>
<link type="1-0" xtargets="2:10;"/>
<link type="1-2" xtargets="3:1;2:1 2:2"/>
</linkGrp>
"""


def scores(*arguments: object) -> dict:
    done = align("eval", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval") / "corpus"
    texts = [ROOT / "seeds" / f"deir-ez-zor.{version}.txt" for version in ("en", "ru", "de")]
    assert align("run", *texts, "-o", folder).returncode == 0
    return folder


def write(folder: Path, **files: str) -> Path:
    """Write files whose names have ``_`` for a full stop."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return folder


def test_a_file_against_a_file(tmp_path: Path) -> None:
    write(tmp_path, mine_beads=WORSE, theirs_gold=BEADS)
    report = scores(tmp_path / "mine.beads", tmp_path / "theirs.gold")
    assert report["total"] == {
        "strict": {"precision": 0.25, "recall": 0.3333, "f1": 0.2857},
        "lax": {"precision": 0.75, "recall": 1.0, "f1": 0.8571},
        "beads": {"system": 4, "gold": 3},
    }
    assert [text["name"] for text in report["texts"]] == ["theirs"]
    assert report["missing"] == report["left_out"] == []


def test_the_table(tmp_path: Path) -> None:
    system = write(tmp_path / "s", a_beads=BEADS, c_beads=BEADS)
    gold = write(tmp_path / "g", a_gold=BEADS, b_gold=BEADS)
    done = align("eval", system, gold)
    assert done.returncode == 0
    for expected in ("strict", "all 2", "0.500", "counted as missed: b", "left out: c"):
        assert expected in done.stdout


def test_the_seed_in_every_form(corpus: Path, tmp_path: Path) -> None:
    for form, system in (("beads", tmp_path / "beads"), ("tei", corpus)):
        if form != "tei":
            assert align("export", corpus, system, "--to", form).returncode == 0
        gold = write(
            tmp_path / "gold",
            **{
                f"deir-ez-zor_{language}_gold": (GOLD / f"en-{language}.gold").read_text(encoding="utf-8")
                for language in ("ru", "de")
            },
        )
        report = scores(system, gold)
        assert {text["strict"]["f1"] for text in report["texts"]} == {1.0}
        assert len(report["texts"]) == 2


def test_a_corpus_against_gold_named_by_pairs(corpus: Path) -> None:
    report = scores(corpus, GOLD)
    assert set(report["missing"]) == {"en-en-rival", "ru-en-rival"}
    assert {text["name"]: text["strict"]["f1"] for text in report["texts"] if not text["missing"]} == {
        "en-de": 1.0,
        "en-ru": 1.0,
    }
    assert scores(corpus, GOLD / "en-ru.gold", "--pair", "en-ru")["total"]["strict"]["f1"] == 1.0
    assert scores(corpus, GOLD / "en-ru.gold")["left_out"] == ["en-de"]


def test_a_corpus_against_a_corpus_turned_round(corpus: Path, tmp_path: Path) -> None:
    texts = [ROOT / "seeds" / f"deir-ez-zor.{version}.txt" for version in ("ru", "en")]
    assert align("run", *texts, "-o", tmp_path / "turned").returncode == 0
    report = scores(tmp_path / "turned", corpus, "--pair", "")
    assert [text["name"] for text in report["texts"] if not text["missing"]] == ["en-ru"]
    assert report["missing"] == ["en-de"]
    assert report["texts"][0]["strict"]["precision"] == 1.0


@pytest.mark.parametrize("turned", [False, True])
def test_intertext(tmp_path: Path, turned: bool) -> None:
    beads, other = BEADS, INTERTEXT
    if turned:
        for to, from_ in (
            ("1:1;1:1", "1:1;1:1"),
            ("1:2 2:9;1:2", "1:2;1:2 2:9"),
            ("2:10;", ";2:10"),
            ("3:1;2:1 2:2", "2:1 2:2;3:1"),
        ):
            other = other.replace(f'"{to}"', f'"{from_}"', 1)
        other = other.replace("x.en.xml", "@").replace("x.ru.xml", "x.en.xml").replace("@", "x.ru.xml")
        beads = INTERTEXT
    write(tmp_path, a_xml=other, **({"b_xml": beads} if turned else {"b_gold": beads}))
    report = scores(tmp_path / "a.xml", tmp_path / ("b.xml" if turned else "b.gold"))
    assert report["total"]["strict"]["f1"] == 1.0
    assert report["total"]["beads"] == {"system": 4, "gold": 3}


def test_a_folder_of_intertext_has_its_texts_beside(tmp_path: Path) -> None:
    system = write(tmp_path / "s", x_en_ru_xml=INTERTEXT, x_en_xml="<text/>", x_ru_xml="<text/>")
    assert scores(system, write(tmp_path / "g", x_en_ru_gold=BEADS))["total"]["strict"]["f1"] == 1.0


def test_gold_of_larger_segments(tmp_path: Path) -> None:
    gold = write(tmp_path, a_gold=BEADS, a_en_line="0\n1\n1\n1\n2\n", a_de_line="0\n1\n2\n2\n")
    system = write(tmp_path / "s", a_beads="[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[]\n[4]:[2, 3]\n")
    assert scores(system, gold, "--pair", "en-de")["total"]["strict"]["f1"] == 1.0
    done = align("eval", system, gold)
    assert done.returncode == 2
    assert "a.gold: the .line files do not show which language is the source; add --pair de-en or en-de" in done.stderr


def test_numbers_beyond_the_gold_are_doubtful(tmp_path: Path) -> None:
    write(tmp_path, a_beads="[0]:[0]\n[9]:[1]\n", a_gold=BEADS)
    done = align("eval", tmp_path / "a.beads", tmp_path / "a.gold")
    assert done.returncode == 0
    assert "a.beads: source sentence 9 is beyond the last in" in done.stderr


FAULTS: dict[str, tuple[str, str, str]] = {
    "missing file": ("none.beads", "a.gold", "none.beads: no such file or folder"),
    "missing gold": ("a.beads", "none", "none: no such file or folder"),
    "wrong form": ("bad.beads", "a.gold", "bad.beads:2: not a bead; write it as [0, 1]:[0]"),
    "numbers too large to be any": ("huge.beads", "a.gold", "huge.beads:1: not a bead"),
    "not text": ("binary.beads", "a.gold", "binary.beads: not UTF-8 text"),
    "nothing in it": ("empty.beads", "a.gold", "empty.beads: no bead in the file"),
    "an empty folder": ("nothing", "a.gold", "nothing: no alignment in the folder"),
    "no text in common": ("other", "folder", "no text in common: z in the system, a in the gold; name the files alike"),
    "beyond the text": (
        "corpus --pair en-ru",
        "far.gold",
        "far.gold:2: source sentence 99 is beyond the text, which has 16 sentences",
    ),
    "no such pair": ("corpus --pair en-fr", "a.gold", "corpus: no pair en-fr; choose one of en-ru, en-de"),
    "different pairs": ("corpus --pair en-de", "it.xml", "it.xml: different pairs: en-de and en-ru"),
    "other numbers of sentences": (
        "corpus --pair en-ru",
        "it.xml",
        "corpus: 16 source sentences, where the other alignment has 5",
    ),
    "other sentences": ("corpus", "edited", "edited: source sentence 7 differs from that in corpus"),
    "xml of another kind": ("tei.xml", "a.gold", "tei.xml:1: its root is TEI, not cesAlign or linkGrp"),
    "a doctype": ("doctype.xml", "a.gold", "doctype.xml:1: declarations of entities are not allowed"),
    "broken xml": ("broken.xml", "a.gold", "broken.xml:1: not well-formed"),
    "a link without targets": ("link.xml", "a.gold", 'link.xml:2: a link without two sides, xtargets="IDS;IDS"'),
    "a sentence in two links": ("twice.xml", "a.gold", "twice.xml:2: sentence 1:1 is linked twice"),
    "a bad segment": ("folder", "segments", "a.de.line:2: not a segment number"),
    "too few segments": (
        "folder",
        "short",
        "short/a.gold:2: source sentence 2 is beyond the text, which has 2 sentences",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_one_clear_line(case: str, corpus: Path, tmp_path: Path) -> None:
    write(
        tmp_path,
        a_beads=BEADS,
        a_gold=BEADS,
        bad_beads="[0]:[0]\n0-0\n",
        huge_beads=f"[{'9' * 5000}]:[0]\n",
        empty_beads="\n",
        far_gold="[0]:[0]\n[99]:[1]\n",
        it_xml=INTERTEXT,
        tei_xml='<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
        doctype_xml='<!DOCTYPE x [<!ENTITY a "b">]><linkGrp/>',
        broken_xml="<linkGrp>",
        link_xml='<linkGrp>\n<link xtargets="1:1"/></linkGrp>',
        twice_xml='<linkGrp><link xtargets="1:1;1:1"/>\n<link xtargets="1:1;1:2"/></linkGrp>',
    )
    (tmp_path / "binary.beads").write_bytes(b"\xff\xfe\x00")
    write(tmp_path / "nothing")
    write(tmp_path / "other", z_beads=BEADS)
    write(tmp_path / "folder", a_beads=BEADS, a_gold=BEADS)
    write(tmp_path / "segments", a_gold=BEADS, a_en_line="0\n" * 5, a_de_line="0\nx\n")
    write(tmp_path / "short", a_gold=BEADS, a_en_line="0\n" * 2, a_de_line="0\n" * 4)
    (tmp_path / "corpus").symlink_to(corpus)
    shutil.copytree(corpus, tmp_path / "edited")
    english = tmp_path / "edited" / "deir-ez-zor.en.xml"
    english.write_text(english.read_text(encoding="utf-8").replace("Moscow is", "Moscow was"), encoding="utf-8")
    system, gold, expected = FAULTS[case]
    pair = ["--pair", "en-de"] if gold in ("segments", "short") else []
    done = align("eval", *system.split(), gold, *pair, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("error: "), done.stderr
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_a_long_hostile_line_is_refused_at_once(tmp_path: Path) -> None:
    write(tmp_path, a_beads="[" + " " * 200_000 + "x", a_gold="[" + "1," * 100_000 + "x")
    for name in ("a.beads", "a.gold"):
        assert ":1: not a bead" in align("eval", tmp_path / name, tmp_path / name).stderr


@pytest.mark.skipif(not REFEREE.exists(), reason="the referee is not at hand")
def test_equal_to_the_referee(tmp_path: Path) -> None:
    chance = random.Random(7)
    gold, system = write(tmp_path / "gold"), write(tmp_path / "system")
    for name in ("a", "b", "c"):
        for folder, suffix in ((gold, "gold"), (system, "beads")):
            lines, i, j = ["[]:[]"], 0, 0
            while i < 40 or j < 40:
                x, y = min(chance.choice((0, 1, 1, 1, 2)), 40 - i), min(chance.choice((0, 1, 1, 1, 2)), 40 - j)
                lines.append(f"{list(range(i, i + x))}:{list(range(j, j + y))}")
                i, j = i + x, j + y
            if (name, suffix) != ("c", "beads"):
                (folder / f"{name}.{suffix}").write_text("\n".join(lines), encoding="utf-8")
        for language in ("en", "ru") if name == "b" else ():
            segments = sorted(number // chance.choice((1, 2, 3)) for number in range(40))
            (gold / f"{name}.{language}.line").write_text("\n".join(map(str, segments)), encoding="utf-8")
    assert same_as_referee(gold, "en", "ru", system)["missing"] == ["c"]


@pytest.mark.skipif(not DATA.exists(), reason="the gold data are not at hand")
def test_equal_to_the_referee_on_news(tmp_path: Path) -> None:
    gold = next(DATA.glob("*.gold"))
    lines = gold.read_text(encoding="utf-8").split("\n")
    (tmp_path / f"{gold.stem}.beads").write_text("\n".join(lines[:900] + lines[950:]), encoding="utf-8")
    assert same_as_referee(DATA, "en", "de", tmp_path)["total"]["strict"]["f1"] > 0.5


def same_as_referee(gold: Path, source: str, target: str, system: Path) -> dict:
    command = [sys.executable, str(REFEREE), str(gold), source, target, str(system), "--json"]
    referee = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    report = scores(system, gold, "--pair", f"{source}-{target}")
    assert report["total"] == {key: referee[key] for key in ("strict", "lax", "beads")}
    assert report["missing"] == referee["missing"]
    return report
