"""What independent programs read from the TEI files themselves: Saxon by XSLT, CETEIcean in a browser's DOM."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from export_samples import CORPORA, ROOT

from corpus.model import Document
from tei import write_corpus

NODE_MODULES = Path(os.environ.get("TEIALIGN_NODE_MODULES", ROOT / ".venv" / "node_modules"))

needs_ceteicean = pytest.mark.skipif(
    shutil.which("node") is None or not all((NODE_MODULES / name).is_dir() for name in ("CETEIcean", "jsdom")),
    reason="TEIALIGN_NODE_MODULES does not name a folder with CETEIcean and jsdom: npm install CETEIcean jsdom",
)


def run_text(document: Document, run: range) -> str:
    return " ".join(sentence.text for sentence in document.sentences[run.start : run.stop])


@pytest.mark.parametrize("make", CORPORA)
def test_the_stylesheet_of_the_page_prints_each_link(tmp_path, make):
    saxon = pytest.importorskip("saxonche", reason="saxonche is not installed: pip install saxonche")
    page = (ROOT / "docs" / "tei.md").read_text("utf-8")
    stylesheet = re.search(r"```xml\n(<xsl:stylesheet.*?)```", page, re.DOTALL)[1]
    corpus = make()
    path = write_corpus(corpus, tmp_path / "é & corpus")[-2]
    with saxon.PySaxonProcessor(license=False) as processor:
        compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet)
        printed = compiled.transform_to_string(source_file=str(path))
    expected = [
        f"{bead.type}\t{bead.confidence!r}\t{run_text(corpus.pivot, bead.source)}\t{run_text(version, bead.target)}\n"
        for version, alignment in zip(corpus.versions, corpus.alignments, strict=True)
        for bead in alignment.beads
    ]
    assert printed == "".join(expected)


SCRIPT = """
const fs = require("fs");
const { JSDOM } = require("jsdom");
const [program, ...files] = process.argv.slice(1);
const window = new JSDOM("<!DOCTYPE html><body></body>", { runScripts: "outside-only" }).window;
window.eval(fs.readFileSync(program, "utf8") + "; window.CETEI = CETEI;");
const shown = files.map((file) => {
    window.document.body.replaceChildren(new window.CETEI().makeHTML5(fs.readFileSync(file, "utf8")));
    return [...window.document.querySelectorAll("tei-s")].map((s) => [s.id, s.textContent]);
});
console.log(JSON.stringify(shown));
"""


@needs_ceteicean
def test_ceteicean_shows_each_sentence(tmp_path):
    corpora = [make() for make in CORPORA]
    paths = [
        path for corpus in corpora for path in write_corpus(corpus, tmp_path / corpus.name)[: len(corpus.documents)]
    ]
    program = NODE_MODULES / "CETEIcean" / "dist" / "CETEI.js"
    done = subprocess.run(
        ["node", "-e", SCRIPT, program, *paths],
        env={**os.environ, "NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [
        [[sentence.id, sentence.text] for sentence in document.sentences]
        for corpus in corpora
        for document in corpus.documents
    ]
