"""What is known of the versions is in each export: in the format, where it has a place, and in the README."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from export_samples import hard_corpus, seed_corpus, window_corpus
from lxml import etree

from corpus.model import Corpus, Metadata
from tei import FORMATS, convert_corpus, export_corpus
from tei.export.queries import query_words
from tei.export.tokens import tokens
from tei.export.tool_names import language_name

TITLE = 'The "Window" | <i> & more'
KNOWN = Metadata(TITLE, authors=("Ann Lee", "Bo"), licence="https://example.org/by", date="1912", url="https://a.org/w")


def described() -> Corpus:
    corpus = window_corpus()
    version = replace(corpus.versions[0], metadata=Metadata("Окно", translators=("C. D.",)))
    return replace(corpus, pivot=replace(corpus.pivot, metadata=KNOWN), versions=(version,))


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_folder_has_a_readme_with_the_metadata(tmp_path, format_name):
    if format_name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    *_, readme = export_corpus(described(), format_name, tmp_path)
    assert readme.name == "README.md"
    rows = re.findall(
        r"^\| (\w+) \| (.*) \| (.*) \|$", readme.read_text("utf-8").partition("## Metadata")[2], re.MULTILINE
    )
    assert {name: (one.replace("\\|", "|"), other) for name, one, other in rows} == {
        "language": ("en", "ru"),
        "role": ("pivot", "original"),
        "title": (TITLE, "Окно"),
        "author": ("Ann Lee; Bo", ""),
        "translator": ("", "C. D."),
        "date": ("1912", ""),
        "licence": ("https://example.org/by", ""),
        "url": ("https://a.org/w", ""),
    }


def test_blacklab_has_a_field_for_each(tmp_path):
    export_corpus(described(), "blacklab", tmp_path)
    root = etree.parse(tmp_path / "window.xml").getroot()
    fields = re.findall(r"- name: (\w+)\n      valuePath: (text\S+)", (tmp_path / "window.blf.yaml").read_text("utf-8"))
    found = {name: root.xpath(path)[0] for name, path in fields}
    assert found == {
        **{"role_en": "pivot", "title_en": TITLE, "author_en": "Ann Lee; Bo", "date_en": "1912"},
        **{"licence_en": KNOWN.licence, "url_en": KNOWN.url},
        **{"role_ru": "original", "title_ru": "Окно", "translator_ru": "C. D."},
    }


def test_tsakorpus_has_its_settings_and_the_names_of_the_metadata(tmp_path):
    export_corpus(described(), "rnc", tmp_path)
    root = etree.parse(tmp_path / "window.xml").getroot()
    found = {meta.get("name"): meta.get("content") for meta in root.iter("meta")}
    assert (found["header"], found["created"], found["header_ru"], found["role_ru"]) == (
        TITLE,
        "1912",
        "Окно",
        "original",
    )
    settings = json.loads((tmp_path / "conversion_settings.json").read_text("utf-8"))
    assert settings["meta_fields"] == list(found)
    assert settings["language_codes"] == {"en": "en", "ru": "ru"}
    assert settings["languages"] == list(json.loads((tmp_path / "categories.json").read_text("utf-8")))
    readme = (tmp_path / "README.md").read_text("utf-8")
    (script,) = re.findall("```sh\n(.*)```", readme, re.DOTALL)
    lines = script.replace("TSAKORPUS", str(tmp_path / "t")).splitlines()
    subprocess.run(["sh", "-euc", "\n".join(lines[:-1])], cwd=tmp_path, check=True)
    assert (tmp_path / "t/src_convertors/corpus/conf_conversion/categories.json").exists()


def test_data_sets_have_a_description(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install pyarrow")
    path, _ = export_corpus(described(), "parquet", tmp_path)
    info = json.loads(parquet.read_schema(path).metadata[b"huggingface"])["info"]
    assert json.loads(info["description"])["en"]["title"] == TITLE
    assert (info["license"], info["homepage"]) == (KNOWN.licence, KNOWN.url)


@pytest.mark.parametrize("format_name", ["opus", "intertext"])
def test_documents_have_headers_that_are_read_back(tmp_path, format_name):
    export_corpus(described(), format_name, tmp_path)
    corpus = convert_corpus([tmp_path], pivot="en")
    assert [(each.role, replace(each.metadata, source="")) for each in corpus.documents] == [
        (each.role, each.metadata) for each in described().documents
    ]


@pytest.mark.parametrize("make", [hard_corpus, seed_corpus, window_corpus])
def test_the_words_of_queries_are_in_a_link(make):
    corpus = make()
    words = query_words(corpus)
    sides = [
        [
            [token.lower() for each in document.sentences[run.start : run.stop] for token in tokens(each.text)]
            for run in runs
        ]
        for document, runs in (
            (corpus.pivot, [bead.source for bead in corpus.alignments[0].beads]),
            (corpus.versions[0], [bead.target for bead in corpus.alignments[0].beads]),
        )
    ]
    assert any(words[0] in left and words[1] in right for left, right in zip(*sides, strict=True))


@pytest.mark.parametrize("format_name", ["cwb", "manatee", "blacklab"])
def test_readmes_query_these_words(tmp_path, format_name):
    corpus = seed_corpus()
    export_corpus(corpus, format_name, tmp_path)
    readme = Path(tmp_path / "README.md").read_text("utf-8")
    assert all(f'"{word}"' in readme for word in query_words(corpus))
    assert "окну" not in readme


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("pt-BR", "Portuguese"),
        ("zh", "Chinese Simplified"),
        ("zh-Hant", "Chinese Traditional"),
        ("grc", "Ancient Greek"),
        ("qaa", "qaa"),
    ],
)
def test_names_of_languages(tag, name):
    assert language_name(tag) == name
