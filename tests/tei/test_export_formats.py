"""What holds of every format: any corpus, well-formed XML, and a guide that tells how to load it."""

from __future__ import annotations

import gzip
import re
import zipfile
from dataclasses import replace

import pytest
from export_samples import ROOT, hard_corpus, seed_corpus, window_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tei_samples import ANY_TEXT, corpora

from corpus.errors import CorpusError
from tei import FORMATS, export_corpus


@given(corpora(ANY_TEXT), st.sampled_from(sorted(set(FORMATS) - {"parquet"})))
@settings(deadline=None, max_examples=60)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_any_corpus_is_exported_or_refused_in_one_line(tmp_path_factory, corpus, format_name):
    folder = tmp_path_factory.mktemp("any") / "out"
    try:
        paths = export_corpus(corpus, format_name, folder)
    except CorpusError as error:
        assert "\n" not in str(error)
        assert not folder.exists()
    else:
        for path in paths:
            if path.suffix in {".xml", ".tmx"}:
                etree.parse(path)


@pytest.mark.parametrize("format_name", ["blacklab", "intertext", "opus", "paraconc", "rnc", "tmx"])
@pytest.mark.parametrize("make", [hard_corpus, seed_corpus])
def test_xml_is_well_formed(tmp_path, format_name, make):
    corpus = make()
    if format_name == "paraconc":
        corpus = replace(corpus, versions=corpus.versions[:3], alignments=corpus.alignments[:3])
    count = 0
    for path in export_corpus(corpus, format_name, tmp_path):
        content = path.read_bytes()
        if path.suffix == ".zip":
            archive = zipfile.ZipFile(path)
            content = archive.read(archive.namelist()[0])
        elif path.suffix == ".gz":
            content = gzip.decompress(content)
        if content.startswith(b"<?xml"):
            etree.fromstring(content)
            assert b"\r" not in content
            count += 1
    assert count


PYTHON = {"jsonl": "json", "nltk": "nltk", "parquet": "datasets", "tmx": "translate", "tsv": "pandas"}
"""Formats whose guide has a program, and what it needs."""


@pytest.mark.parametrize("format_name", PYTHON)
def test_the_program_of_a_guide_runs(tmp_path, monkeypatch, format_name):
    pytest.importorskip(PYTHON[format_name], reason=f"{PYTHON[format_name]} is not installed")
    monkeypatch.chdir(tmp_path)
    if format_name == "nltk":
        monkeypatch.setattr("nltk.data.path", [])
    export_corpus(window_corpus(), format_name, tmp_path)
    program = re.search("```python\\n(.*?)```", (tmp_path / "README.md").read_text("utf-8"), re.DOTALL)[1]
    exec(program, {})


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - {"tmx-all"}))
def test_the_page_tells_how_to_load_each_format(tmp_path, format_name):
    if format_name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    paths = export_corpus(window_corpus(), format_name, tmp_path)
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert paths[-1].name == "README.md"
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    guide, _, known = readme.partition("\n## Metadata\n")
    assert f"\n#{guide}" in page
    assert known == "\n|  | `en` | `ru` |\n| --- | --- | --- |\n| language | en | ru |\n| role | pivot | original |\n"
    assert re.search(rf"^\| `{format_name}` \|", page, re.MULTILINE)
    # Whatever file the text names is there.
    for name in re.findall(
        r"[\w.-]*window[\w.-]*\.(?:sh|vrt|align|beads|xml|tmx|jsonl|parquet|aligned|yaml)\b", readme
    ):
        assert (tmp_path / name).exists(), name
