"""The page: every sentence and finding on it, every text escaped."""

from __future__ import annotations

import re

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st
from page_samples import EVIL, document, report, sample, version

from align.fidelity.page import render_page
from align.fidelity.page.pictures import SIDE, WIDTH, dot_plot, forest, heat_strip
from align.fidelity.page.rows import rows_of
from align.fidelity.statistics import Estimate
from corpus import Bead


def _tree(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def test_rows_hold_what_no_bead_crosses() -> None:
    rows = list(rows_of(sample()))
    assert [[line.id for line in row.source] for row in rows] == [["ru.s1"], ["ru.s2"], ["ru.s3"], ["ru.s4", "ru.s5"]]
    assert [[line.id for line in row.versions[1]] for row in rows] == [
        ["en-2.s1"],
        ["en-2.s2"],
        ["en-2.s3"],
        ["en-2.s4"],
    ]
    assert [row.rules for row in rows] == ["", "number", "omission", ""]
    assert [row.confidence for row in rows] == [0.99, 0.97, 0.7, 0.4]


def test_a_sentence_is_cut_where_a_finding_begins_and_ends() -> None:
    row = list(rows_of(sample()))[1]
    assert [(part.text, [remark.fault.rule for remark in part.remarks]) for part in row.source[0].parts] == [
        ("Их было ", []),
        ("10", ["number"]),
        (".", []),
    ]


def test_sentences_that_share_a_link_are_counterparts() -> None:
    rows = list(rows_of(sample()))
    assert rows[3].source[0].links == "0:3 1:4"
    assert rows[3].versions[1][0].links == "1:4"
    # The other version has a counterpart, so only the added sentence stands alone.
    assert [line.id for row in rows for cell in (row.source, *row.versions) for line in cell if line.alone] == [
        "en-2.s3"
    ]


def test_every_sentence_and_finding_is_on_the_page() -> None:
    tree = _tree(render_page(sample()))
    shown = {each.get("id"): each.text_content() for each in tree.cssselect(".s")}
    data = sample()
    wanted = {
        each.id: each.text
        for text in (data.source, *(version.document for version in data.versions))
        for each in text.sentences
    }
    assert shown == wanted
    assert [each.get("data-rule") for each in tree.cssselect(".remarks li")] == ["number", "omission"]
    assert "10 in the source, 100 in the translation" in tree.cssselect(".remarks li")[0].text_content()
    verdict = " ".join(tree.cssselect(".verdicts")[0].text_content().split())
    assert "en has fewer faults (clear)" in verdict
    assert "With such evidence professionals agreed 6 of 7 times (some judgements)." in verdict


def test_a_row_without_counterpart_says_so() -> None:
    source, target = document("ru", "ru", ["Раз.", "Два."]), document("en", "en", ["One."])
    beads = [Bead(range(1), range(1), 1.0), Bead(range(1, 2), range(0), 0.9)]
    tree = _tree(render_page(report(source, [version(target, beads, ())])))
    assert [each.text for each in tree.cssselect(".gap")] == ["unaligned"]


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = render_page(sample())
    tree = _tree(page)
    assert len(tree.cssselect("script")) == 1
    assert not tree.xpath("//@src | //link | //iframe | //object")
    assert all(address.startswith("#") for address in tree.xpath("//@href"))
    assert "default-src 'none'" in tree.cssselect("meta[http-equiv]")[0].get("content")
    assert EVIL not in page


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1).filter(str.strip),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_a_text_holds_stays_text(texts: list[str]) -> None:
    source, target = document("a", "en", texts), document("b", "de", texts)
    beads = [Bead(range(number, number + 1), range(number, number + 1), 0.5) for number in range(len(texts))]
    tree = _tree(render_page(report(source, [version(target, beads, ())])))
    assert [each.text_content() for each in tree.cssselect(".row > div[lang=de] .s")] == texts


def test_the_heat_strip_is_black_where_nothing_answers() -> None:
    strip = heat_strip(sample().versions[1], 5)
    shapes = {shape.name: shape.path for shape in strip.shapes}
    assert shapes["none"] == f"M{2 * WIDTH / 5:.1f} 0H{3 * WIDTH / 5:.1f}V24H{2 * WIDTH / 5:.1f}z"
    assert {"major", "critical"} < shapes.keys()
    assert "1 of 5 source sentences unaligned" in strip.summary


def test_one_lost_sentence_of_a_novel_is_seen() -> None:
    count = 7000
    source_beads = [
        Bead(range(n, n + 1), range(n, n + 1) if n < 5000 else range(n - 1, n), 0.9) for n in range(count) if n != 5000
    ]
    beads = sorted([*source_beads, Bead(range(5000, 5001), range(0), 0.9)], key=lambda bead: bead.source.start)
    target = document("en", "en", [f"Sentence {number}." for number in range(count - 1)])
    path = next(shape.path for shape in heat_strip(version(target, beads, ()), count).shapes if shape.name == "none")
    left, right = map(float, re.findall(r"[MH](\d+\.\d)", path)[:2])
    assert left <= 5000 / count * WIDTH <= right
    assert right - left >= 1


def test_the_forest_plot_has_one_scale_with_zero() -> None:
    plot = forest([("a", Estimate(10.0, 5.0, 20.0), 0), ("b", Estimate(-10.0, -20.0, -5.0), 1)])
    assert plot.zero == WIDTH / 2
    assert [(point.low, point.at, point.high) for point in plot.points] == [(625.0, 750.0, 1000.0), (0.0, 250.0, 375.0)]
    assert [text for _, text in plot.ticks] == ["−20", "−15", "−10", "−5", "0", "5", "10", "15", "20"]


def test_a_forest_plot_of_nothing_but_zeros() -> None:
    plot = forest([("a", Estimate(0.0, 0.0, 0.0), 0)])
    assert plot.points[0].at == plot.zero == 0.0


def test_an_omission_is_a_flat_step_in_the_dot_plot() -> None:
    shapes = {shape.name: shape.path for shape in dot_plot(sample().versions[1], 5).shapes}
    assert shapes["omitted"] == f"M{2 * SIDE / 5:.1f} {2 * SIDE / 4:.1f}h{SIDE / 5:.1f}v2.0h-{SIDE / 5:.1f}z"
    assert shapes["added"].startswith(f"M{3 * SIDE / 5:.1f} {2 * SIDE / 4:.1f}h2.0v{SIDE / 4:.1f}")
