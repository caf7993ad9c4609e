"""
Exports opened in the tools that they are for: ``python -m benchmarks.exports --tools``.

A tool gives back the texts of the links of each pair, and those that are as in the corpus are counted, with their
sentences. Python's tools are installed by pip, OmegaT and LibreOffice from Debian; CWB is built from its source.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import Block, Corpus, Document, Sentence, Span
from corpus.spreadsheet import unprotect
from tei import export_corpus, write_corpus
from tei.corrections.sentence_index import bare
from tei.export.content import aligned_pairs, pair_file
from tei.export.tool_names import corpus_names

Links = list[tuple[str, str]]
"""The texts of both sides of links."""

HARD = ('"Who?" he said.', "= 2 + 2", "- No & yes.", "<i>x</i> 5\" | 'y'", "@home", "A  B C", "'Tis „so“.", "Say \\t.")
"""Sentences that some format has to escape."""

_SECONDS = 300
_PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{}</source_lang><target_lang>{}</target_lang><sentence_seg>false</sentence_seg></project></omegat>
"""
_XPATH = """
for $link in doc('{alignment}')//*:linkGrp[ends-with(@corresp, '{version}')]/(*:link|*:ptr)
return string-join(for $file in ('{pivot}', '{version}') return string-join(
  for $uri in tokenize($link/@target)[starts-with(., $file)]
  return string(doc($file)//*:s[@xml:id = substring-after($uri, '#')]), ' '), codepoints-to-string(9))
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """
    A tool and how an export is opened in it.

    Attributes:
        format_name: the format of the export.
        needs: the module or the command that has to be installed.
        links: exports a corpus into a folder, and returns what the tool has, pair by pair.
        whole: whether the tool has the links with an empty side.
    """

    format_name: str
    needs: str
    links: Callable[[Corpus, Path], list[Links]]
    whole: bool = True

    @property
    def is_there(self) -> bool:
        """Whether it is installed."""
        if shutil.which(self.needs):
            return True
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({self.needs!r}) is None)"
        return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def rows(corpus: Corpus) -> Iterator[str]:
    """Yield a line for each tool: the sentences and the links that it has as in the corpus, and how many there are."""
    corpus = with_hard_sentences(corpus)
    yield f"{'tool':14} {'format':8} {'sentences':>15} {'links':>15}"
    for name, tool in TOOLS.items():
        if not tool.is_there:
            yield f"{name:14} {tool.format_name:8} skipped: {tool.needs} is not installed"
            continue
        with TemporaryDirectory() as folder:
            sentences, links = compared(corpus, tool.links(corpus, Path(folder)), whole=tool.whole)
        yield f"{name:14} {tool.format_name:8} {sentences:>15} {links:>15}"


def compared(corpus: Corpus, found: list[Links], *, whole: bool) -> tuple[str, str]:
    """Return how many of the sentences and of the links of a corpus a tool has in their places, and how many more."""
    held, total, extra = [0, 0], [0, 0], 0
    for pair, links in zip(aligned_pairs(corpus), found, strict=True):
        beads = [bead for bead in pair.alignment.beads if whole or (bead.source and bead.target)]
        extra += max(0, len(links) - len(beads))
        for number, bead in enumerate(beads):
            size = len(bead.source) + len(bead.target)
            same = number < len(links) and [*map(bare, links[number])] == [*map(bare, pair.texts(bead))]
            held = [held[0] + size * same, held[1] + same]
            total = [total[0] + size, total[1] + 1]
    sentences, links_ = (f"{one:,}/{other:,}" for one, other in zip(held, total, strict=True))
    return sentences, links_ + (f" +{extra}" if extra else "")


def with_hard_sentences(corpus: Corpus) -> Corpus:
    """Return the corpus with hard ones in place of a tenth of its sentences."""
    chance = random.Random(2)
    pivot, *versions = (_hard(document, chance) for document in corpus.documents)
    return replace(corpus, pivot=pivot, versions=tuple(versions))


def _hard(document: Document, chance: random.Random) -> Document:
    blocks = []
    for block in document.blocks:
        sentences, start = [], 0
        for sentence in block.sentences:
            # The numbers keep them apart: a memory has one translation of a text.
            text = f"{chance.choice(HARD)} {start}.{block.id}" if chance.random() < 0.1 else sentence.text
            sentences.append(Sentence(sentence.id, text, Span(start, start + len(text))))
            start += len(text) + 1
        blocks.append(Block(block.id, block.kind, " ".join(each.text for each in sentences), tuple(sentences)))
    return replace(document, blocks=tuple(blocks))


def run(command: list[str], folder: Path) -> str:
    """Return what a command prints."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=True
    )
    return done.stdout


def cwb(corpus: Corpus, folder: Path) -> list[Links]:
    export_corpus(corpus, "cwb", folder)
    run(["sh", "import.sh"], folder)
    pivot, *others = (name.upper() for name in corpus_names(corpus))
    decode = ["cwb-decode", "-r", "registry", "-C"]
    words = {name: run([*decode, name, "-P", "word"], folder).split("\n") for name in (pivot, *others)}
    found = []
    for name in others:
        decoded = run(["cwb-align-decode", "-r", "registry", pivot, "-A", name.lower()], folder).splitlines()[1:]
        regions = [[int(number) for number in line.split("\t")[:4]] for line in decoded]
        found.append([(" ".join(words[pivot][a : b + 1]), " ".join(words[name][c : d + 1])) for a, b, c, d in regions])
    return found


def omegat(corpus: Corpus, folder: Path) -> list[Links]:
    """A project for each pair with the pivot's texts as its source, translated by the memory alone."""
    export_corpus(corpus, "tmx", folder)
    found = []
    for pair in aligned_pairs(corpus):
        project = folder / pair.target.id
        for name in ("source", "target", "omegat", "glossary", "dictionary", "tm/auto"):
            (project / name).mkdir(parents=True)
        languages = pair.source.language, pair.target.language
        (project / "omegat.project").write_text(_PROJECT.format(*languages), "utf-8")
        memory = pair_file(corpus, pair.alignment, "tmx")
        shutil.copy(folder / memory, project / "tm" / "auto")
        sources = [pair.texts(bead)[0] for bead in pair.alignment.beads if bead.source and bead.target]
        (project / "source" / "a.txt").write_text("\n\n".join(sources), "utf-8")
        run(["omegat", "--mode=console-translate", str(project)], project)
        targets = (project / "target" / "a.txt").read_text("utf-8").split("\n\n")
        found.append(list(zip(sources, targets, strict=False)))
    return found


def table_texts(path: Path, delimiter: str) -> Links:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.DictReader(stream, delimiter=delimiter))
    return [(unprotect(row["source_text"]), unprotect(row["target_text"])) for row in cells]


def libreoffice(corpus: Corpus, folder: Path) -> list[Links]:
    tables = [path for path in export_corpus(corpus, "tsv", folder) if path.suffix == ".tsv"]
    reading, writing = "Text - txt - csv (StarCalc):9,34,76", "csv:Text - txt - csv (StarCalc):44,34,76"
    for path in tables:
        options = ["--headless", f"--infilter={reading}", "--convert-to", writing]
        run(["soffice", *options, "--outdir", "out", path.name], folder)
    return [table_texts(folder / "out" / f"{path.stem}.csv", ",") for path in tables]


def pandas(corpus: Corpus, folder: Path) -> list[Links]:
    from pandas import read_csv

    tables = [path for path in export_corpus(corpus, "tsv", folder) if path.suffix == ".tsv"]
    frames = (read_csv(path, sep="\t", keep_default_na=False) for path in tables)
    texts = (frame[["source_text", "target_text"]].values.tolist() for frame in frames)
    return [[(unprotect(source), unprotect(target)) for source, target in each] for each in texts]


def opustools(corpus: Corpus, folder: Path) -> list[Links]:
    export_corpus(corpus, "opus", folder)
    found = []
    for pair in aligned_pairs(corpus):
        versions = f"source={pair.source.id!r}, target={pair.target.id!r}, directory={corpus.name!r}"
        options = "preprocess='raw', download_dir='.', write_mode='moses', write=['a', 'b']"
        program = f"from opustools import OpusRead\nOpusRead({versions}, {options}).printPairs()"
        run([sys.executable, "-c", program], folder)
        sides = [(folder / name).read_text("utf-8").split("\n")[:-1] for name in ("a", "b")]
        found.append(list(zip(*sides, strict=True)))
    return found


def nltk(corpus: Corpus, folder: Path) -> list[Links]:
    import nltk
    from nltk.corpus.reader import AlignedCorpusReader

    nltk.data.path.append(str(folder))
    names = [path.name for path in export_corpus(corpus, "nltk", folder) if path.suffix == ".aligned"]
    reader = AlignedCorpusReader(str(folder), names, encoding="utf-8")
    return [
        [(" ".join(each.words).replace("\uff1d", "="), " ".join(each.mots).replace("\uff1d", "=")) for each in links]
        for links in (reader.aligned_sents(name) for name in names)
    ]


def datasets(corpus: Corpus, folder: Path) -> list[Links]:
    from datasets import load_dataset

    tables = [str(path) for path in export_corpus(corpus, "parquet", folder) if path.suffix == ".parquet"]
    options = {"split": "train", "cache_dir": str(folder / "cache")}
    loaded = [load_dataset("parquet", data_files=table, **options)["translation"] for table in tables]
    pairs = zip(aligned_pairs(corpus), loaded, strict=True)
    return [[(link[pair.source.id], link[pair.target.id]) for link in links] for pair, links in pairs]


def saxon(corpus: Corpus, folder: Path) -> list[Links]:
    from saxonche import PySaxonProcessor

    *texts, alignment, _ = write_corpus(corpus, folder)
    found = []
    with PySaxonProcessor(license=False) as processor:
        for version in texts[1:]:
            asked = processor.new_xpath_processor()
            asked.set_cwd(str(folder))
            asked.set_base_uri(folder.as_uri() + "/")
            query = _XPATH.format(alignment=alignment.name, pivot=texts[0].name, version=version.name)
            lines = [item.string_value.split("\t") for item in asked.evaluate(query)]
            found.append([(source, target) for source, target in lines])
    return found


TOOLS = {
    "CWB": Tool("cwb", "cwb-encode", cwb, whole=False),
    "OmegaT": Tool("tmx", "omegat", omegat, whole=False),
    "LibreOffice": Tool("tsv", "soffice", libreoffice),
    "pandas": Tool("tsv", "pandas", pandas),
    "opustools": Tool("opus", "opustools", opustools),
    "NLTK": Tool("nltk", "nltk", nltk, whole=False),
    "datasets": Tool("parquet", "datasets", datasets),
    "Saxon": Tool("tei", "saxonche", saxon),
}
