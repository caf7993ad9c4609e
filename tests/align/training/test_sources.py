"""Sources of training pairs: translation memories, line-aligned files, TEI corpora, and faulty files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from align.cli.app import app
from align.cli.training_pairs import CorpusPairs, TmxPairs, parse_pairs
from align.encoders.batch_tokenizer import BatchTokenizer
from align.training import Settings, TrainingPair, parse_source, train_model
from align.training.pair_groups import read_pair_groups
from align.training.sources import LineFiles, PairFile
from align.training.survey import survey_sources
from align.training.vocabulary import build_vocabulary
from corpus.errors import CorpusError, ModelError, ReadError, TextWarning
from corpus.model import Alignment, Bead, Block, Corpus, Document, Sentence, Span
from tei import write_corpus

ENGLISH = "The river flows slowly past the old town and its bridges, where the people meet in the evening."
RUSSIAN = "Река медленно течёт мимо старого города и его мостов, где люди собираются по вечерам и говорят."


def tmx(body: str, prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<tmx version="1.4"><header srclang="en"/><body>{body}</body></tmx>'


def unit(**texts: str) -> str:
    variants = ('<tuv xml:lang="' + tag.replace("_", "-") + f'"><seg>{text}</seg></tuv>' for tag, text in texts.items())
    return f"<tu>{''.join(variants)}</tu>"


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (unit(en="One", ru="Один"), [TrainingPair("ru", "", "One", "Один")]),
        (unit(ru="Один", en_US="One"), [TrainingPair("ru", "", "One", "Один")]),
        (
            unit(en="One", ru_RU="Один", de="Eins"),
            [TrainingPair("ru", "", "One", "Один"), TrainingPair("de", "", "One", "Eins")],
        ),
        (unit(en="One", ru="Один").replace("xml:lang", "lang"), [TrainingPair("ru", "", "One", "Один")]),
        (unit(en="A <b>&amp;</b>\n  B<ph>{1}<sub>x</sub></ph>", ru="А"), [TrainingPair("ru", "", "A & B", "А")]),
        (unit(en="One", en_GB="1", ru="Один", ru_RU="1"), [TrainingPair("ru", "", "One", "Один")]),
        (unit(ru="Один", de="Eins"), [None, None]),
        (unit(en="One"), [None]),
        (unit(en="One", qqqq="?"), [None]),
        (unit(en="One", ru=" "), [None]),
        (unit(en="x" * 300_000, ru="Один"), [None]),
        ("<tu/>", [None]),
        ("", []),
    ],
)
def test_units_of_a_translation_memory(tmp_path: Path, body: str, pairs: list[TrainingPair | None]) -> None:
    (tmp_path / "m.tmx").write_text(tmx(body), "utf-8")
    assert list(TmxPairs(tmp_path / "m.tmx").read()) == pairs


def test_a_memory_may_be_compressed_utf_16_and_have_a_document_type(tmp_path: Path) -> None:
    prolog = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE tmx SYSTEM "http://nowhere.invalid/tmx14.dtd">'
    content = tmx(unit(en="One", ru="Один", de="Eins"), prolog).encode("utf-16")
    (tmp_path / "m.tmx.gz").write_bytes(gzip.compress(content))
    source = parse_pairs(f"en-de={tmp_path / 'm.tmx.gz'}")
    assert source.label == "en-de=m.tmx.gz"
    assert list(source.read()) == [TrainingPair("de", "", "One", "Eins")]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (tmx(unit(en="&b;", ru="Один"), BOMB), "m.tmx:1: declarations of entities"),
        (tmx(unit(en="&x;"), '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declarations of entities"),
        (tmx(unit(en="One", ru="Один"))[:-20], "not well-formed"),
        ("<html/>", "root is 'html'"),
        ("", "not well-formed: no element"),
        ('<?xml version="1.0" encoding="klingon"?><tmx/>', "encoding"),
        ("a\tb\n", "m.tmx:1: not well-formed"),
    ],
)
def test_files_that_are_not_translation_memories(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "m.tmx").write_text(content, "utf-8")
    with pytest.raises(ReadError, match=problem):
        list(parse_pairs(str(tmp_path / "m.tmx")).read())


def test_line_aligned_files(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("One\n\nThree\n", "utf-8")
    (tmp_path / "a.ru").write_text("Один\nДва\nТри\n", "utf-8")
    source = parse_source(f"en-ru={tmp_path / 'a.en'},{tmp_path / 'a.ru'}")
    assert source == LineFiles("ru", tmp_path / "a.en", tmp_path / "a.ru")
    assert source.label == "en-ru=a.en,a.ru"
    assert list(source.read()) == [TrainingPair("ru", "", "One", "Один"), None, TrainingPair("ru", "", "Three", "Три")]
    (tmp_path / "a.ru").write_text("Один\nДва\nТри\nЧетыре\n", "utf-8")
    with pytest.raises(ReadError, match=r"a\.ru: the files are not line-aligned: the other has no line 4"):
        list(source.read())
    with pytest.raises(ReadError, match="no such file"):
        parse_source(f"en-ru={tmp_path / 'a.en'},{tmp_path / 'b.ru'}")
    (tmp_path / "x,y").write_text("One\tОдин\n", "utf-8")
    assert parse_source(f"en-ru={tmp_path / 'x,y'}") == PairFile("ru", tmp_path / "x,y")


def document(identifier: str, language: str, *texts: str) -> Document:
    sentences = []
    for number, text in enumerate(texts):
        start = sum(len(before) + 1 for before in texts[:number])
        sentences.append(Sentence(f"{identifier}.s{number}", text, Span(start, start + len(text))))
    role = "pivot" if identifier == "a" else "version"
    return Document(identifier, language, role, (Block(f"{identifier}.b", "p", " ".join(texts), tuple(sentences)),))


def beads(*sides: tuple[range, range, float]) -> tuple[Bead, ...]:
    return tuple(Bead(*side) for side in sides)


LINKS = beads((range(1), range(2), 0.9), (range(1, 2), range(2, 2), 0.9), (range(2, 3), range(2, 3), 0.4))


@pytest.mark.parametrize(
    ("languages", "pairs"),
    [
        (("en-GB", "ru"), [TrainingPair("ru", "c", "A.", "D. E.")]),
        (("ru", "en"), [TrainingPair("ru", "c", "D. E.", "A.")]),
    ],
)
def test_links_of_a_corpus(tmp_path: Path, languages: tuple[str, str], pairs: list[TrainingPair]) -> None:
    pivot, version = document("a", languages[0], "A.", "B.", "C."), document("b", languages[1], "D.", "E.", "F.")
    write_corpus(Corpus("c", pivot, (version,), (Alignment("a", "b", LINKS),)), tmp_path / "corpus")
    source = parse_pairs(str(tmp_path / "corpus"))
    assert source == CorpusPairs(tmp_path / "corpus")
    assert source.label == "corpus"
    assert list(source.read()) == pairs


def test_a_corpus_without_english(tmp_path: Path) -> None:
    pivot, version = document("a", "de", "A.", "B.", "C."), document("b", "ru", "D.", "E.", "F.")
    write_corpus(Corpus("c", pivot, (version,), (Alignment("a", "b", LINKS),)), tmp_path / "corpus")
    with pytest.raises(CorpusError, match="no alignment has English"):
        list(CorpusPairs(tmp_path / "corpus").read())
    assert isinstance(parse_pairs(str(tmp_path)), CorpusPairs)
    with pytest.raises(CorpusError):
        list(CorpusPairs(tmp_path).read())


def test_several_sources_of_a_language_are_one_group(tmp_path: Path) -> None:
    for name in ("a.en", "b.en"):
        (tmp_path / name).write_text(f"{ENGLISH}\n" * 3, "utf-8")
        (tmp_path / name.replace("en", "ru")).write_text(f"{RUSSIAN}\n" * 3, "utf-8")
    sources = [LineFiles("ru", tmp_path / f"{name}.en", tmp_path / f"{name}.ru") for name in "ab"]
    survey = survey_sources(sources)
    assert [(count.language, count.pairs) for count in survey.sources] == [("ru", 6)]
    assert survey.words["en"]["bridges"] == 18
    assert survey.languages == ("en", "ru")


def test_above_the_maximum_number_of_pairs_some_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en-ru.tsv").write_text(f"{ENGLISH}\t{RUSSIAN}\nbroken\n" * 10, "utf-8")
    sources = [parse_source(str(tmp_path / "en-ru.tsv"))]
    survey = survey_sources(sources)
    assert (survey.pairs, survey.broken) == (10, 10)
    monkeypatch.setattr("align.training.pair_groups._MAX_PAIRS", 4)
    with pytest.warns(TextWarning, match="of 10 pairs, one in 3"):
        groups = read_pair_groups(sources, survey, BatchTokenizer(build_vocabulary(survey.words, 200)))
    assert [group.count for group in groups] == [4]


def test_a_column_copied_and_columns_swapped(tmp_path: Path) -> None:
    lines = [f"{ENGLISH} {number}\t{ENGLISH.upper()} {number}\n" for number in range(20)]
    path = tmp_path / "en-ru.tsv"
    path.write_text("".join(lines), "utf-8")
    with pytest.raises(ModelError, match=r"en-ru\.tsv: in 20 of 20 pairs both texts are the same"):
        survey_sources([parse_source(str(path))])
    path.write_text("".join(f"{RUSSIAN} {number}\t{ENGLISH} {number}\n" for number in range(20)), "utf-8")
    with pytest.warns(TextWarning, match=r"en-ru\.tsv: the columns look swapped"):
        survey_sources([parse_source(str(path))])
    path.write_text("".join(f"{ENGLISH} {number}\t{RUSSIAN} {number}\n" for number in range(20)) + lines[0], "utf-8")
    assert survey_sources([parse_source(str(path))]).sources[0].same == 1


def test_a_source_of_several_that_is_hardly_translated(tmp_path: Path) -> None:
    good = [f"web\t{ENGLISH} {number}\t{RUSSIAN} {number}\n" for number in range(9)]
    copied = [f"guide\t{ENGLISH} {number}\t{ENGLISH} {number}\n" for number in range(3)]
    path = tmp_path / "en-ru.tsv"
    path.write_text("".join(good + copied), "utf-8")
    with pytest.warns(TextWarning, match=r"en-ru\.tsv: in 3 of 3 pairs of 'guide' both texts are the same"):
        assert survey_sources([parse_source(str(path))]).pairs == 12


def test_terms_may_be_the_same(tmp_path: Path) -> None:
    (tmp_path / "en-de.tsv").write_text("Berlin\tBerlin\nBonn\tBonn\n", "utf-8")
    assert survey_sources([parse_source(str(tmp_path / "en-de.tsv"))]).sources[0].same == 2


def test_ten_pairs_are_enough(tmp_path: Path) -> None:
    (tmp_path / "en-ru.tsv").write_text("".join(f"number {i} is here\tномер {i} здесь\n" for i in range(10)), "utf-8")
    result = CliRunner().invoke(
        app, ["train", str(tmp_path / "en-ru.tsv"), "-o", str(tmp_path / "m"), "--dimensions", "8"]
    )
    assert result.exit_code == 0, result.output
    assert "No pairs were held out" in result.output
    assert "none: no pairs were held out" in CliRunner().invoke(app, ["models", str(tmp_path / "m")]).output


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (None, "no such folder"),
        ("", "config.json cannot be read"),
        ('{"model_type": "bert"}', "static model of this format"),
    ],
)
def test_a_model_that_cannot_be_started_from(tmp_path: Path, config: str | None, problem: str) -> None:
    if config is not None:
        (tmp_path / "base").mkdir()
        (tmp_path / "base" / "config.json").write_text(config)
    (tmp_path / "en-ru.tsv").write_text("a\tб\n", "utf-8")
    with pytest.raises(ModelError, match=problem) as caught:
        sources = [parse_source(str(tmp_path / "en-ru.tsv"))]
        train_model(sources, tmp_path / "model", Settings(start=str(tmp_path / "base")))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "model").exists()
