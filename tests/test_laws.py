"""Laws: no character is lost from a file to its sentences, and what a command wrote passes the check."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.samples import archive, small_corpus
from corpus import Block, Corpus, Sentence, Span, build_document, read_file, segmenter_for
from corpus.errors import TextWarning
from tei import (
    IMPORT_FORMATS,
    check_corpus,
    convert_corpus,
    export_corpus,
    import_links,
    read_corpus,
    write_corpus,
)

SIGNS = st.sampled_from(list("aAb1é.!?…。، \u00a0\u200d\u200f\"'«»“”()[]*_#>-—=|\\`~<&;:яשאहिक漢字。😀"))
WORDS = st.text(SIGNS, min_size=1, max_size=12)
LINES = WORDS.map(lambda text: f"a{' '.join(text.split())}z")
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=5)
QUICK = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def markdown(paragraphs: list[str]) -> str:
    return "\n\n".join(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text) for text in paragraphs)


def html(paragraphs: list[str]) -> str:
    return f"<html><body>{''.join(f'<p>{escape(text)}</p>' for text in paragraphs)}</body></html>"


def docx(paragraphs: list[str]) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    relation = f'<Relationship Id="r" Type="{kind}" Target="word/document.xml"/>'
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels": f"<Relationships>{relation}</Relationships>"}
    return archive({**parts, "word/document.xml": document})


def epub(paragraphs: list[str]) -> bytes:
    container = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    package = f'<package><manifest>{item}</manifest><spine><itemref idref="a"/></spine></package>'
    return archive({"META-INF/container.xml": container, "p.opf": package, "a.xhtml": html(paragraphs)})


def srt(paragraphs: list[str]) -> str:
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n" for n, text in enumerate(paragraphs, 1))
    return "\n".join(cues)


def vtt(paragraphs: list[str]) -> str:
    cues = (f"00:{n:02}.000 --> 00:{n:02}.900\n{escape(text, quote=False)}\n" for n, text in enumerate(paragraphs, 1))
    return "WEBVTT\n\n" + "\n".join(cues)


def tei(paragraphs: list[str]) -> str:
    header = "<teiHeader><fileDesc><titleStmt><title/></titleStmt></fileDesc></teiHeader>"
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>'


def plain(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


WRITERS: dict[str, Callable[[list[str]], str | bytes]] = {
    **{"txt": plain, "md": markdown, "html": html, "docx": docx},
    **{"epub": epub, "srt": srt, "vtt": vtt, "tei": tei},
}


def bare(text: str) -> str:
    return "".join(normalize("NFC", text).split())


@pytest.mark.parametrize("format_name", WRITERS)
@QUICK
@given(
    paragraphs=PARAGRAPHS,
    segmenter=st.sampled_from(["rules", "lines", "sentencex"]),
    language=st.sampled_from(["en", "ru", "zh", "hi", "ko", "xx"]),
    newlines=st.sampled_from(["auto", "keep", "wrap", "break"]),
)
def test_every_character_stands_in_a_sentence(
    tmp_path: Path, format_name: str, paragraphs: list[str], segmenter: str, language: str, newlines: str
) -> None:
    if format_name == "srt":
        # Tags and references are formatting there, and cannot be escaped.
        paragraphs = [re.sub(r"[<>&{\\]", "x", text) for text in paragraphs]
    content = WRITERS[format_name](paragraphs)
    path = tmp_path / f"text.{format_name}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        source = read_file(path, encoding="utf-8", newlines=newlines)  # type: ignore[arg-type]
        chosen = segmenter_for(segmenter, language)
        document = build_document(source, chosen, id="x", language=language, role="pivot")
    assert bare("".join(sentence.text for sentence in document.sentences)) == bare("".join(paragraphs))


@pytest.mark.parametrize("format_name", sorted(set(IMPORT_FORMATS) - {"tei"}))
@pytest.mark.parametrize("seed", range(3))
def test_an_import_of_an_export_changes_nothing(tmp_path: Path, format_name: str, seed: int) -> None:
    corpus = odd_corpus(seed)
    write_corpus(corpus, tmp_path / "c")
    before = {path.name: path.read_bytes() for path in (tmp_path / "c").iterdir()}
    export_corpus(read_corpus(tmp_path / "c"), format_name, tmp_path / "e")
    assert import_links(tmp_path / "c", format_name, tmp_path / "e") == ()
    assert {path.name: path.read_bytes() for path in (tmp_path / "c").iterdir()} == before


@pytest.mark.parametrize("format_name", ["tmx", "tsv", "opus", "moses", "intertext"])
def test_what_is_written_passes_the_check(tmp_path: Path, format_name: str) -> None:
    corpus = odd_corpus(0)
    write_corpus(corpus, tmp_path / "c")
    assert check_corpus(tmp_path / "c") == ()
    export_corpus(corpus, format_name, tmp_path / "e")
    languages = ["en", "ru"] if format_name == "tsv" else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TextWarning)
        found = convert_corpus([tmp_path / "e"], languages=languages)
    write_corpus(found, tmp_path / "d")
    assert check_corpus(tmp_path / "d") == ()


def odd_corpus(seed: int) -> Corpus:
    """The small corpus with sentences that are hard to hold."""
    chance = random.Random(seed)
    odd: list[str] = [
        '"Who?"',
        "- Who?",
        "=1+1",
        "'-x",
        "@ann",
        '"a"" b',
        "a\u200fb",
        "\u202ea",
        "x\x9by",
        "<b>&amp;",
        "a;b|c",
        "😀",
    ]

    def changed(block: Block) -> Block:
        sentences, texts, start = [], [], 0
        for sentence in block.sentences:
            text = f"{chance.choice(odd)} {sentence.text}"
            sentences.append(Sentence(sentence.id, text, Span(start, start + len(text))))
            texts.append(text)
            start += len(text) + 1
        return Block(block.id, block.kind, " ".join(texts), tuple(sentences))

    corpus = small_corpus()
    documents = [replace(each, blocks=tuple(map(changed, each.blocks))) for each in corpus.documents]
    return replace(corpus, pivot=documents[0], versions=tuple(documents[1:]))
