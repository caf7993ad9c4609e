"""No link is lost in silence: links in = links out + links reported as left out or merged, with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conversion_samples import sound, texts, tmx, unit, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import TextWarning
from corpus.messages import collected_messages
from corpus.model import Corpus
from tei import convert_corpus

LEFT_OUT = re.compile(r"links? .*left out(?:, and their links)?: (\d+)$|translations .*left out: (\d+)$")
MERGED = re.compile(r"were merged: (\d+) into (\d+)$")
SETTINGS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def converted(*paths: Path, **options: object) -> tuple[int, int]:
    """The links of a conversion that have two sides, and how many others its messages report."""
    with collected_messages() as messages:
        corpus = convert_corpus(paths, **options)
    reported = 0
    for message in messages:
        if found := LEFT_OUT.search(message.problem):
            reported += int(found[1] or found[2])
        elif found := MERGED.search(message.problem):
            reported += int(found[1]) - int(found[2])
    return linked(corpus), reported


def linked(corpus: Corpus) -> int:
    return sum(bool(bead.source and bead.target) for alignment in corpus.alignments for bead in alignment.beads)


CODES = ["en", "en-US", "en-GB", "fr", "fr-CA", "de", "zh-TW", "zh-CN", "sr-Latn", "sr"]
ROWS = st.lists(st.dictionaries(st.sampled_from(CODES), st.sampled_from(["x", "y", ""]), max_size=5), max_size=8)
FILLED = {"en-US": "A", "fr": "B"}


@SETTINGS
@given(ROWS, st.sampled_from(["", *CODES]))
def test_units_of_a_memory(tmp_path_factory, rows, source):
    rows = [FILLED, *rows]
    body = "".join(unit(*row.items()) for row in rows)
    path = tmp_path_factory.mktemp("m") / "m.tmx"
    path.write_text(tmx(body, f'srclang="{source}"'), "utf-8")
    found, reported = converted(path)
    assert found + reported == sum(max(0, sum(map(bool, row.values())) - 1) for row in rows)


@SETTINGS
@given(
    st.lists(st.lists(st.sampled_from(["x", "y", ""]), min_size=3, max_size=3), max_size=8), st.sampled_from(["", "ru"])
)
def test_rows_of_tables_and_lines(tmp_path_factory, rows, pivot):
    rows = [["a", "b", "c"], *rows]
    folder = tmp_path_factory.mktemp("t")
    table = "".join("\t".join(row) + "\n" for row in [["en", "ru", "de"], *rows])
    write(
        folder,
        t_tsv=table,
        **{f"l_{code}": "".join(f"{row[n]}\n" for row in rows) for n, code in enumerate(["en", "ru", "de"])},
    )
    wanted = sum(max(0, sum(map(bool, row)) - 1) for row in rows)
    assert sum(converted(folder / "t.tsv", pivot=pivot)) == wanted
    assert sum(converted(*(folder / f"l.{code}" for code in ("en", "ru", "de")), pivot=pivot)) == wanted


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(["x", ""]), st.sampled_from(["y", ""]), st.booleans()), max_size=8))
def test_segments_of_programs(tmp_path_factory, rows):
    rows = [("a", "b", True), *rows]
    folder = tmp_path_factory.mktemp("p")
    states = {True: "final", False: "new"}
    units = "".join(
        f'<trans-unit><source>{source}</source><target state="{states[made]}">{target}</target></trans-unit>'
        for source, target, made in rows
    )
    (folder / "t.xlf").write_text(
        f'<xliff><file source-language="en" target-language="fr"><body>{units}</body></file></xliff>', "utf-8"
    )
    messages = "".join(
        ("" if made else "#, fuzzy\n") + f'msgctxt "{number}"\nmsgid "{source}."\nmsgstr "{target}"\n'
        for number, (source, target, made) in enumerate(rows)
    )
    (folder / "fr.po").write_text(f'msgid ""\nmsgstr "Language: fr\\n"\n{messages}', "utf-8")
    assert sum(converted(folder / "t.xlf")) == sum(bool(source and target) for source, target, _ in rows)
    assert sum(converted(folder / "fr.po")) == sum(bool(target) for _, target, _ in rows)


SIDES = st.tuples(
    st.lists(st.integers(1, 5), max_size=3, unique=True), st.lists(st.integers(1, 5), max_size=3, unique=True)
)


@SETTINGS
@given(st.lists(SIDES.filter(any), max_size=6), st.sets(st.integers(1, 5), max_size=2))
def test_links_of_xces_and_tei(tmp_path_factory, given_links, blank):
    """Sentences of which some are blank, and links that overlap or interrupt each other."""
    given_links = [([6], [6]), *given_links]
    folder = tmp_path_factory.mktemp("x")
    for code in ("en", "ru"):
        (folder / code).mkdir()
        marked = "".join(f'<s id="{code}{n}">{"" if n in blank and code == "ru" else n}</s>' for n in range(1, 7))
        (folder / code / "d.xml").write_text(f"<text><p>{marked}</p></text>", "utf-8")
        (folder / f"{code}.xml").write_text(f'<TEI xml:lang="{code}"><p>{marked}</p></TEI>', "utf-8")
    named = [
        tuple(" ".join(f"{code}{n}" for n in side) for code, side in zip(("en", "ru"), each, strict=True))
        for each in given_links
    ]
    inner = "".join(f'<link xtargets="{source};{target}"/>' for source, target in named)
    (folder / "links.xml").write_text(
        f'<cesAlign><linkGrp fromDoc="en/d.xml" toDoc="ru/d.xml">{inner}</linkGrp></cesAlign>', "utf-8"
    )
    inner = "".join(f'<link target="{source} {target}"/>' for source, target in named)
    (folder / "tei.xml").write_text(f"<TEI><linkGrp>{inner}</linkGrp></TEI>", "utf-8")
    wanted = sum(bool(source and target) for source, target in given_links)
    assert sum(converted(folder / "links.xml")) == wanted
    assert sum(converted(folder / "tei.xml", folder / "en.xml", folder / "ru.xml")) == wanted


REGIONS = [
    ([{"en-US": "A", "fr": "B"}, {"en-GB": "C", "fr": "D"}], {"en": ["A", "C"], "fr": ["B", "D"]}),
    ([{"en-GB": "A", "fr": "B"}, {"en": "C", "fr": "D"}], {"en": ["A", "C"], "fr": ["B", "D"]}),
    ([{"pt-BR": "A", "fr-CA": "B"}, {"pt-PT": "C", "fr-FR": "D"}], {"pt": ["A", "C"], "fr": ["B", "D"]}),
    ([{"zh-Hans-CN": "A", "fr": "B"}, {"zh-Hans-SG": "C", "fr": "D"}], {"zh-Hans": ["A", "C"], "fr": ["B", "D"]}),
    (
        [{"de-AT": "A", "fr": "B"}, {"de-CH": "C", "fr": "D"}, {"de-DE": "E", "fr": "F"}],
        {"de": ["A", "C", "E"], "fr": ["B", "D", "F"]},
    ),
]


@pytest.mark.parametrize(("rows", "expected"), REGIONS)
def test_regions_of_one_language_are_one_version(tmp_path, rows, expected):
    (tmp_path / "m.tmx").write_text(tmx("".join(unit(*row.items()) for row in rows), 'srclang="fr"'), "utf-8")
    with pytest.warns(TextWarning, match="make one version"):
        corpus = convert_corpus([tmp_path / "m.tmx"], pivot=next(iter(rows[-1])))
    assert texts(corpus) == expected
    assert linked(corpus) == len(rows)
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize(
    "rows",
    [
        [{"en-US": "color", "en-GB": "colour", "fr": "A"}, {"en-GB": "B", "fr": "C"}],
        [{"zh-CN": "A", "fr": "B"}, {"zh-TW": "C", "fr": "D"}],
        [{"sr-Latn": "A", "fr": "B"}, {"sr-Cyrl": "C", "fr": "D"}],
    ],
)
def test_versions_that_stay_apart_lose_no_link_in_silence(tmp_path, rows):
    body = "".join(unit(*row.items()) for row in rows)
    (tmp_path / "m.tmx").write_text(tmx(body, f'srclang="{next(iter(rows[0]))}"'), "utf-8")
    with pytest.warns(TextWarning, match=r"links of which no side is the pivot, .*, were left out: 1; choose another"):
        corpus = convert_corpus([tmp_path / "m.tmx"])
    assert len(corpus.documents) == 3
    assert linked(corpus) == sum(len(row) - 1 for row in rows) - 1
