"""What the corpus engines load: verticals, positions, rows, relations."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import pytest
from export_samples import CORPORA, hard_corpus, seed_corpus, window_corpus
from hypothesis import given, settings
from lxml import etree
from tei_samples import corpora, make_block, make_corpus

from corpus.errors import CorpusError
from corpus.model import Bead, Corpus, Document
from tei import export_corpus
from tei.export.tokens import tokens
from tei.export.tool_names import corpus_names

ORDERED = CORPORA[1:]


def read_vertical(path: Path, *, entities: bool) -> list[list[str]]:
    """The words of each sentence, read as an engine reads them."""
    sentences: list[list[str]] = []
    opened: list[str] = []
    for line in path.read_bytes().decode("utf-8").removesuffix("\n").split("\n"):
        if match := re.fullmatch(r'<(text|p|s)( \w+="[^"<>]*")+>', line):
            opened.append(match[1])
            if match[1] == "s":
                assert opened == ["text", "p", "s"]
                sentences.append([])
        elif match := re.fullmatch(r"</(text|p|s)>", line):
            assert opened.pop() == match[1]
        else:
            assert opened[-1] == "s"
            word, lower = line.split("\t")
            if entities:
                assert not re.search("[<>]|&(?!amp;|lt;|gt;)", word)
                word, lower = (
                    cell.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for cell in (word, lower)
                )
            assert word
            assert word == "".join(word.split())
            assert lower == word.lower()
            sentences[-1].append(word)
    assert not opened
    return sentences


def boundaries(sentences: list[list[str]]) -> list[int]:
    positions = [0]
    for words in sentences:
        positions.append(positions[-1] + len(words))
    return positions


def read_align(path: Path) -> tuple[list[str], list[list[int]], list[str]]:
    head, *rows = path.read_text("utf-8").splitlines()
    cells = [row.split("\t") for row in rows]
    return head.split("\t"), [[int(cell) for cell in row[:4]] for row in cells], [row[4] for row in cells]


def check_cwb(corpus: Corpus, folder: Path) -> None:
    export_corpus(corpus, "cwb", folder)
    names = corpus_names(corpus)
    verticals = [read_vertical(folder / f"{name}.vrt", entities=True) for name in names]
    for document, vertical in zip(corpus.documents, verticals, strict=True):
        assert vertical == [tokens(sentence.text) for sentence in document.sentences]
    pivot = boundaries(verticals[0])
    for name, vertical, alignment in zip(names[1:], verticals[1:], corpus.alignments, strict=True):
        other = boundaries(vertical)
        linked = [bead for bead in alignment.beads if bead.source and bead.target]
        head, rows, types = read_align(folder / f"{names[0]}-{name}.align")
        assert head == [names[0], "s", name, "s"]
        assert rows == [
            [
                pivot[bead.source.start],
                pivot[bead.source.stop] - 1,
                other[bead.target.start],
                other[bead.target.stop] - 1,
            ]
            for bead in linked
        ]
        assert types == [bead.type.replace("-", ":") for bead in linked]
        back_head, back_rows, _ = read_align(folder / f"{name}-{names[0]}.align")
        assert back_head == [name, "s", names[0], "s"]
        assert sorted(row[2:] + row[:2] for row in back_rows) == rows
        for each in (rows, back_rows):
            assert all(0 <= row[0] <= row[1] and 0 <= row[2] <= row[3] for row in each)
            assert all(first[1] < second[0] for first, second in pairwise(each))
        beads = (folder / f"{names[0]}-{name}.beads").read_text("utf-8").splitlines()
        assert beads[0] == f"{names[0].upper()}\t{name.upper()}\ts\t{{id}}"
        ids = [
            document.sentences
            for document in (corpus.pivot, next(d for d in corpus.versions if d.id == alignment.target))
        ]
        assert [line.split("\t") for line in beads[1:]] == [
            [
                " ".join(sentence.id for sentence in ids[0][bead.source.start : bead.source.stop]),
                " ".join(sentence.id for sentence in ids[1][bead.target.start : bead.target.stop]),
            ]
            for bead in linked
        ]


@pytest.mark.parametrize("make", CORPORA)
def test_cwb(tmp_path, make):
    check_cwb(make(), tmp_path)


@given(corpora())
@settings(deadline=None, max_examples=20)
def test_cwb_of_any_corpus(tmp_path_factory, corpus):
    if corpus.versions and all(document.sentences for document in corpus.documents):
        check_cwb(corpus, tmp_path_factory.mktemp("cwb"))


def read_rows(path: Path) -> list[tuple[range, range]]:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        sides = []
        for cell in line.split("\t"):
            first, _, last = cell.partition(",")
            sides.append(range(0) if cell == "-1" else range(int(first), int(last or first) + 1))
        rows.append((sides[0], sides[1]))
    return rows


def check_manatee(corpus: Corpus, folder: Path) -> None:
    export_corpus(corpus, "manatee", folder)
    names = corpus_names(corpus)
    for name, document in zip(names, corpus.documents, strict=True):
        vertical = read_vertical(folder / f"{name}.vert", entities=False)
        assert vertical == [tokens(sentence.text) for sentence in document.sentences]
        registry = (folder / f"{name}.registry").read_text("utf-8")
        aligned = re.search('^ALIGNED "(.*)"$', registry, re.MULTILINE)[1].split(",")
        files = re.search('^ALIGNDEF "(.*)"$', registry, re.MULTILINE)[1].split(",")
        assert aligned == (list(names[1:]) if name == names[0] else [names[0]])
        assert files == [f"@FOLDER@/{name}-{other}.txt" for other in aligned]
        assert all((folder / Path(file).name).exists() for file in files)
        assert 'ALIGNSTRUCT "s"' in registry
    for name, document, alignment in zip(names[1:], corpus.versions, corpus.alignments, strict=True):
        rows = read_rows(folder / f"{names[0]}-{name}.txt")
        back = read_rows(folder / f"{name}-{names[0]}.txt")
        assert rows == [(target, source) for source, target in back]
        # Gapless and monotone on both sides.
        assert list(chain.from_iterable(source for source, _ in rows)) == list(range(len(corpus.pivot.sentences)))
        assert list(chain.from_iterable(target for _, target in rows)) == list(range(len(document.sentences)))
        assert sorted(map(str, rows)) == sorted(
            str((bead.source or range(0), bead.target or range(0))) for bead in alignment.beads
        )


@pytest.mark.parametrize("make", ORDERED)
def test_manatee(tmp_path, make):
    check_manatee(make(), tmp_path)


def test_manatee_keeps_bare_characters(tmp_path):
    export_corpus(hard_corpus(), "manatee", tmp_path)
    lines = (tmp_path / "a_b_en.vert").read_text("utf-8").splitlines()
    assert "&\t&" in lines
    assert "<\t<" in lines


@pytest.mark.parametrize(
    ("format_name", "suffix", "title"),
    [("cwb", "vrt", "A &quot;B&quot; &lt; c &gt; d"), ("manatee", "vert", "A 'B' ‹ c › d")],
)
def test_no_title_breaks_the_tag_that_holds_it(tmp_path, format_name, suffix, title):
    corpus = seed_corpus()
    pivot = replace(corpus.pivot, metadata=replace(corpus.pivot.metadata, title='A "B" < c > d'))
    export_corpus(replace(corpus, pivot=pivot), format_name, tmp_path)
    handle = corpus_names(corpus)[0]
    assert f' title="{title}" ' in (tmp_path / f"{handle}.{suffix}").read_text("utf-8").splitlines()[0]


@given(corpora())
@settings(deadline=None, max_examples=20)
def test_manatee_holds_a_corpus_or_refuses(tmp_path_factory, corpus):
    if corpus.versions and all(document.sentences for document in corpus.documents):
        folder = tmp_path_factory.mktemp("manatee") / "out"
        if crosses(corpus):
            with pytest.raises(CorpusError, match="Manatee cannot hold links that cross"):
                export_corpus(corpus, "manatee", folder)
            assert not folder.exists()
        else:
            check_manatee(corpus, folder)


def crosses(corpus: Corpus) -> bool:
    return any(
        first.target.stop > second.target.start
        for alignment in corpus.alignments
        for first, second in pairwise(bead for bead in alignment.beads if bead.source and bead.target)
    )


@pytest.mark.parametrize("format_name", ["cwb", "manatee"])
def test_a_text_without_sentences_is_refused(tmp_path, format_name):
    corpus = window_corpus()
    nulls = tuple(Bead(range(number, number + 1), range(0), 1.0) for number in range(2))
    corpus = replace(
        corpus,
        versions=(Document("ru", "ru", "version", (make_block("ru.b1", "p"),)),),
        alignments=(replace(corpus.alignments[0], beads=nulls),),
    )
    with pytest.raises(CorpusError, match=r"^ru: .* cannot hold a text without sentences$"):
        export_corpus(corpus, format_name, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
while [ $# -gt 0 ]; do [ "$1" = -R ] && echo "# made" > "$2"; shift; done
"""


def run_script(folder: Path, script: str, *tools: str) -> list[str]:
    """Run a script with tools that do nothing but write down how they were called."""
    (folder / "bin").mkdir()
    for tool in tools:
        (folder / "bin" / tool).write_text(TOOL)
        (folder / "bin" / tool).chmod(0o755)
    environment = {"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "CALLS": str(folder / "calls")}
    subprocess.run(["sh", str(folder / script)], cwd="/", env=environment, check=True)
    return (folder / "calls").read_text().replace(str(folder), "HERE").splitlines()


def test_the_script_of_cwb(tmp_path):
    folder = tmp_path / "a & b"
    export_corpus(replace(make_corpus(), name="x"), "cwb", folder)
    calls = run_script(folder, "import.sh", "cwb-encode", "cwb-makeall", "cwb-align-encode")
    assert calls[0] == (
        "cwb-encode -c utf8 -d HERE/data/x_en -f x_en.vrt -R HERE/registry/x_en -xsB "
        "-P lc -S text:0+id+lang+role+title+author+translator+date+licence+url -S p:0+id+type -S s:0+id"
    )
    assert calls[1] == "cwb-makeall -r HERE/registry -V X_EN"
    assert calls[6:] == [
        f"cwb-align-encode -v -D -r HERE/registry {stem}.align"
        for stem in ("x_en-x_ru", "x_ru-x_en", "x_en-x_en_2", "x_en_2-x_en")
    ]
    registry = {path.name: path.read_text() for path in (folder / "registry").iterdir()}
    assert registry == {
        "x_en": "# made\nALIGNED x_ru\nALIGNED x_en_2\n",
        "x_ru": "# made\nALIGNED x_en\n",
        "x_en_2": "# made\nALIGNED x_en\n",
    }
    assert sorted(path.name for path in (folder / "data").iterdir()) == ["x_en", "x_en_2", "x_ru"]


def test_the_script_of_manatee(tmp_path):
    folder = tmp_path / "a & b|c"
    export_corpus(replace(window_corpus(), name="x"), "manatee", folder)
    calls = run_script(folder, "compile.sh", "compilecorp")
    assert calls == [
        "compilecorp --no-align --no-alignsizes x_en",
        "compilecorp --no-align --no-alignsizes x_ru",
        "compilecorp --recompile-align --no-alignsizes x_en",
        "compilecorp --recompile-align --no-alignsizes x_ru",
    ]
    registry = (folder / "registry" / "x_en").read_text()
    assert f'VERTICAL "{folder}/x_en.vert"\n' in registry
    assert f'ALIGNDEF "{folder}/x_en-x_ru.txt"\n' in registry
    assert "@" not in registry


@pytest.mark.parametrize("make", CORPORA)
def test_blacklab(tmp_path, make):
    corpus = make()
    export_corpus(corpus, "blacklab", tmp_path)
    (path,) = tmp_path.glob("*.xml")
    root = etree.parse(path).getroot()
    xml_id = "{http://www.w3.org/XML/1998/namespace}id"
    texts = root.findall("text")
    found = {s.get(xml_id): ["".join(w.itertext()) for w in s.iter("w")] for s in root.iter("s")}
    assert found == {s.id: tokens(s.text) for document in corpus.documents for s in document.sentences}
    codes = [text.get("version") for text in texts]
    inside = {code: {s.get(xml_id) for s in text.iter("s")} for code, text in zip(codes, texts, strict=True)}
    links = set()
    for code, text in zip(codes, texts, strict=True):
        for link in text.iter("link"):
            assert link.get("source") in inside[code]
            assert link.get("target") in inside[link.get("version")]
            links.add((link.get("source"), link.get("target")))
    expected = {
        (left.id, right.id)
        for version, alignment in zip(corpus.versions, corpus.alignments, strict=True)
        for bead in alignment.beads
        for left in corpus.pivot.sentences[bead.source.start : bead.source.stop]
        for right in version.sentences[bead.target.start : bead.target.stop]
    }
    assert links == expected | {(right, left) for left, right in expected}
    configuration = next(tmp_path.glob("*.blf.yaml")).read_text()
    assert re.findall(r"contents__(\w+):\n    containerPath: text\[@version='(\w+)'\]", configuration) == [
        (code, code) for code in codes
    ]


@pytest.mark.parametrize(
    ("name", "ids", "expected"),
    [
        ("Novel", ("en", "ru", "ru-2"), ("novel_en", "novel_ru", "novel_ru_2")),
        ("deir-ez-zor", ("pt-BR", "pt_br"), ("deir_ez_zor_pt_br", "deir_ez_zor_pt_br_2")),
        ("Война", ("en", "ру", "яз"), ("corpus_en", "corpus_v", "corpus_v_2")),
        ("1984", ("en", "a.b"), ("corpus1984_en", "corpus1984_a_b")),
        ("Élan x" * 50, ("en", "fr"), None),
    ],
)
def test_names_of_corpora(name, ids, expected):
    documents = [Document(each, "en", "version", ()) for each in ids]
    corpus = replace(window_corpus(), name=name, pivot=documents[0], versions=(), alignments=())
    object.__setattr__(corpus, "versions", tuple(documents[1:]))
    found = corpus_names(corpus)
    assert expected is None or found == expected
    assert len(set(found)) == len(ids)
    assert all(re.fullmatch("[a-z][a-z0-9_]{1,120}", each) for each in found)
