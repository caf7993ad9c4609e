"""What all conversions have in common, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conversion_samples import ONE, sound, tmx, unit
from export_samples import hard_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from align.cli.app import app
from corpus.beads import merge_links, order_beads
from corpus.errors import CorpusError, TeialignError
from corpus.model import Bead
from tei import convert_corpus, export_corpus


@st.composite
def any_links(draw):
    count = draw(st.integers(1, 8))
    numbers = st.lists(st.integers(0, 9), max_size=3)
    return [draw(st.tuples(numbers, numbers).filter(any)) for _ in range(count)]


@given(any_links())
@settings(deadline=None, max_examples=200)
def test_merged_links_are_runs_that_hold_every_sentence_once(found):
    merged = merge_links(found)
    for side in (0, 1):
        covered = [number for runs in merged.runs for number in runs[side]]
        assert len(covered) == len(set(covered))
        assert {number for link in found for number in link[side]} <= set(covered)
    for link in found:
        homes = [runs for runs in merged.runs if any(set(link[side]) & set(runs[side]) for side in (0, 1))]
        assert len(homes) == 1
    alone = sorted(link for link in found)
    assert merged.joined - merged.made == sum(a != [] != b for a, b in found) - sum(all(runs) for runs in merged.runs)
    if merged.absorbed == 0 and len(merged.runs) == len(found):
        assert sorted((sorted(set(a)), sorted(set(b))) for a, b in alone) == sorted(
            (list(runs[0]), list(runs[1])) for runs in merged.runs
        )


@given(st.permutations([(1, 1), (0, 2), (2, 0), (1, 0), (0, 1), (1, 2)]), st.randoms())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_beads_are_arranged_whatever_order_they_came_in(sizes, chance):
    beads, source, target = [], 0, 0
    for left, right in sizes:
        beads.append(Bead(range(source, source + left), range(target, target + right), 0.5))
        source, target = source + left, target + right
    shuffled = list(beads)
    chance.shuffle(shuffled)
    found = order_beads(shuffled)
    assert set(found) == set(beads)
    assert [n for bead in found for n in bead.source] == list(range(source))
    assert [n for bead in found for n in bead.target] == list(range(target))


def test_entangled_links_end(least_seconds):
    """Links that chain through both sides: linear rounds, not one for each link."""
    links_ = [([n], [n, n + 1]) for n in range(20_000)]
    assert len(merge_links(links_).runs) == 1
    assert least_seconds(lambda: merge_links(links_)) < 2


def test_what_is_not_there(tmp_path):
    with pytest.raises(TeialignError, match="no such file or folder"):
        convert_corpus([tmp_path / "x.tmx"])
    with pytest.raises(CorpusError, match="choose one of moses, opus, po, tei, tmx, tsv, xliff"):
        convert_corpus([tmp_path], "docx")
    (tmp_path / "x.tmx").write_text(tmx(unit(*ONE)), "utf-8")
    with pytest.raises(CorpusError, match="no version 'fr' for the pivot; choose one of en, ru"):
        convert_corpus([tmp_path / "x.tmx"], pivot="fr")
    with pytest.raises(TeialignError, match="no opus file; choose another format"):
        convert_corpus([tmp_path / "x.tmx"], "opus")
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(TeialignError, match="damaged archive"):
        convert_corpus([tmp_path / "x.zip"])


def test_the_command(tmp_path):
    (tmp_path / "m.tmx").write_text(tmx(unit(*ONE) + unit(("en", "Two"), ("ru", ""))), "utf-8")
    shown = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), "-o", str(tmp_path / "c")])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("en: 2 sentences, pivot\nru: 1 sentence, 1 link with the pivot\nWritten to ")
    options = ["-o", str(tmp_path / "d"), "--pivot", "ru", "--name", "n", "--made", "2026-11-22", "--json"]
    printed = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), *options])
    result = json.loads(printed.output)
    assert result["pairs"] == [{"source": "ru", "target": "en", "links": 1}]
    assert Path(result["files"][0]).name == "n.ru.xml"
    assert '<change when="2026-11-22">' in (tmp_path / "d" / "n.alignment.xml").read_text("utf-8")
    again = CliRunner().invoke(app, ["convert", str(tmp_path / "m.tmx"), "-o", str(tmp_path / "c")])
    assert isinstance(again.exception, CorpusError)


def test_hard_corpora_go_round_through_a_memory(tmp_path):
    export_corpus(hard_corpus(), "tmx", tmp_path / "e")
    corpus = convert_corpus([tmp_path / "e"])
    assert sorted(document.language for document in corpus.documents) == ["en", "he", "ru", "ru", "zh-Hant"]
    sound(corpus, tmp_path / "c")
