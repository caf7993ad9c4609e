"""Small inputs of each kind, made by code."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import Alignment, Attribution, Bead, Block, Corpus, Document, Metadata, Sentence, Span

Files = Mapping[str, bytes]
"""The files of an input by their names."""

TEXT = """The Window

CHAPTER I

He rose and went to the window. "Who's there?" he said. No one, Dr. Moss
answered.

— Здравствуйте! — сказал А. П. Чехов. 他起身。שלום.
- He left at 3.14 p.m.
"""

MARKDOWN = """---
title: "The Window"
---
# One *word*

> He rose[^a], and **went** to [the window](x "y").
> - No `one`.
>   1. Two ![b](c)

| a | b |
|---|---|
| c | d\\|e |

[^a]: A note.

    > More ^[inline] <b>html</b> &amp; <http://a.b>

```
code
```
"""

HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Window</title><style>p {}</style></head>
<body><h1>One</h1><p>He <b>rose</b><br>and went.<sup>1</sup></p><ul><li>a<li>b</ul><table><tr><td>c</td></tr></table>
<pre>code</pre><blockquote>Q</blockquote><script>x</script><ruby>漢<rt>kan</rt></ruby>&nbsp;&#8212;</body></html>"""

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>He rose</i>
and went.

2
00:00:03,000 --> 00:00:04,000
- Who?
- No one.
"""

VTT = """WEBVTT

NOTE x

STYLE
::cue {}

a
00:01.000 --> 00:02.000 align:start
<v Ann>He <c.b>rose</c> &amp; went.
"""

ASS = """[Script Info]
Title: The Window
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}The window was open,\\Nand it rained.
Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,no text
Dialogue: 1,0:00:03.50,0:00:04.00,Default,,0,0,0,,Who\\hwas it?
"""

FRAMED = "{1}{1}25.000\n{10}{50}{y:i}The window|was open.\n{60}{}It rained.\n[10][20]/He came,|and went.\n"

LYRICS = "[ti:The Window]\n[00:01.50][00:09]The window <00:02.00>was open\n[00:03]and it rained\n"

SAMI = """<SAMI><HEAD><TITLE>The Window</TITLE><STYLE>.ENCC { lang: en-US; } .RUCC { lang: ru; }</STYLE></HEAD><BODY>
<SYNC Start=1000><P Class=ENCC>The window<br>was open.<P Class=RUCC>Окно открыто.<SYNC Start=2000><P Class=ENCC>&nbsp;
</BODY></SAMI>
"""

TTML = """<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><head><metadata/></head><body begin="1s"><div>
<p begin="0.5s" end="00:00:02:10">The <span>window</span><br/>was open.</p><p begin="3s" dur="20f">It rained.</p>
</div></body></tt>
"""

FB2 = """<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>
<book-title>The Window</book-title><lang>en</lang></title-info></description><body><section><title><p>I</p></title>
<p>The window<a type="note">1</a> was <emphasis>open</emphasis>.</p><poem><stanza><v>It rained</v></stanza></poem>
</section></body><body name="notes"><section id="n"><title><p>1</p></title><p>A note.</p></section></body>
<binary>QQ==</binary></FictionBook>
"""

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>The Whale</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body><div><head>One</head><p xml:id="p1">Call me <hi>Ishmael</hi>.<note>A name.</note> <q>Why not?<pb n="2"/> It
is</q> <choice><sic>mne</sic><corr>mine</corr></choice>.</p>
<p><s xml:id="s1">One.</s> <s>Two <w>wo<lb break="no"/>rd</w></s></p>
<lg><l>A line</l></lg><list><item>An item</item></list></div></body></text></TEI>"""

XLIFF = """<xliff version="1.2"><file original="a" source-language="en" target-language="ru"><body>
<trans-unit id="1"><source>One.</source><seg-source><mrk mtype="seg" mid="1">One <g id="2">x</g>.</mrk></seg-source>
<target state="final"><mrk mtype="seg" mid="1">Один.</mrk></target><alt-trans><target>Раз.</target></alt-trans>
</trans-unit>
</body></file></xliff>"""

TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en" creationtool="CAT"/><body>
<tu tuid="1"><prop type="x-status">confirmed</prop><tuv xml:lang="en"><seg>One <bpt i="1">&lt;b></bpt>a</seg></tuv>
<tuv xml:lang="ru"><seg>Один</seg></tuv></tu><tu><tuv xml:lang="en"><seg>Two</seg></tuv></tu></body></tmx>"""

XCES = """<?xml version="1.0"?><!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" ""><cesAlign version="1.0">
<linkGrp targType="s" fromDoc="en/a.xml.gz" toDoc="ru/a.xml.gz"><link xtargets="1;1 2" id="SL1" certainty="1.7"/>
<link xtargets="2;"/></linkGrp></cesAlign>"""
SENTENCES = """<?xml version="1.0"?><document><p id="1">
<s id="1">One.</s><s id="2">Two <w>a</w><time id="T"/>.</s></p></document>"""

PARLAMINT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{0}"><text><body><u><seg>
<s xml:id="{0}.1" corresp="{1}.xml#{1}.1">A.</s></seg></u></body></text></TEI>"""

LEXICON_TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><entry><form><orth>dog</orth></form><sense>
<cit type="trans"><quote>собака</quote></cit></sense></entry></body></text></TEI>"""


@cache
def corpus_files() -> Files:
    """Return the files of a small corpus."""
    from tei import write_corpus

    return _written(lambda folder: write_corpus(small_corpus(), folder))


@cache
def exported_files(format_name: str) -> Files:
    """Return the files of an export of it."""
    from tei import export_corpus

    return _written(lambda folder: export_corpus(small_corpus(), format_name, folder))


@cache
def model_files() -> Files:
    """Return the files of a static model."""
    import numpy as np

    from align.encoders.embedding_table import EmbeddingTable
    from align.encoders.static_model import StaticModel, write_static
    from align.encoders.tokens import UNKNOWN, WORD_START

    pieces = (UNKNOWN, WORD_START, "the", "dog")
    model = StaticModel(pieces, EmbeddingTable(np.eye(4, dtype=np.float32)), ("en", "ru"), "MIT")
    return _written(lambda folder: write_static(model, folder))


def small_corpus() -> Corpus:
    """Return a corpus of two versions with a link of each kind."""
    texts = {"en": ("He rose.", "“Who's there?”", "- No one."), "ru": ("Он встал.", "Кто там?", "Никого.", '"Всё".')}
    documents: list[Document] = []
    for language, sentences in texts.items():
        text, ends = " ".join(sentences), [0]
        for sentence in sentences:
            ends.append(ends[-1] + len(sentence) + 1)
        spans = [Span(start, end - 1) for start, end in pairwise(ends)]
        cut = tuple(Sentence(f"{language}.s{n}", span.of(text), span) for n, span in enumerate(spans, 1))
        block = Block(f"{language}.b1", "p", text, cut)
        documents.append(
            Document(language, language, "version" if documents else "pivot", (block,), Metadata("Window"))
        )
    person = Attribution("corrected", "Ann")
    beads = (
        Bead(range(1), range(2), 0.81),
        Bead(range(1, 2), range(2, 3), 1.0, person),
        Bead(range(2, 3), range(3, 3), 0.5),
        Bead(range(3, 3), range(3, 4), 0.5),
    )
    return Corpus("window", documents[0], (documents[1],), (Alignment("en", "ru", beads, "encoder:x"),))


@cache
def docx() -> bytes:
    """Return a Word document with a heading, a note, a table and a tracked deletion."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'
        '<w:p><w:r><w:t xml:space="preserve">He </w:t><w:br/><w:t>rose</w:t><w:footnoteReference w:id="2"/></w:r>'
        "<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    style = '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>'

    def relations(name: str, target: str) -> str:
        relation = f'<Relationship Id="r" Type="{kind}/{name}" Target="{target}"/>'
        return f"<Relationships>{relation}</Relationships>"

    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations("officeDocument", "word/document.xml"),
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {space}>{style}</w:styles>",
            "word/footnotes.xml": f"<w:footnotes {space}>{note}</w:footnotes>",
            "word/_rels/document.xml.rels": relations("footnotes", "footnotes.xml"),
        }
    )


@cache
def epub() -> bytes:
    """Return a book of two pages."""
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata><title>The Window</title></metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" '
        'media-type="application/xhtml+xml" properties="nav"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    page = "<body><h1>One</h1><p>He <i>rose</i>.</p></body>"
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>',
            "OPS/p.opf": package,
            "OPS/a.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml">{page}</html>',
            "OPS/b.xhtml": "<html><body><p>Contents</p></body></html>",
        }
    )


@cache
def pdf() -> bytes:
    """Return a PDF of one page with a few lines."""
    lines = (b"He rose and went.", b"Who is there?", b"No one, at the win-", b"dow.")
    shown = b"BT /F 10 Tf 12 TL 50 800 Td %s ET" % b" T* ".join(b"(%s) Tj" % line for line in lines)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents 5 0 R "
        b"/Resources << /Font << /F 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
    )
    data, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n%s" % table + trailer


@cache
def transformer_files() -> Files:
    """Return the settings of the folder of a sentence-transformers model."""
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate((("", "Transformer"), ("1_Pooling", "Pooling")))
    ]
    settings = {
        "modules.json": modules,
        "config.json": {"model_type": "bert", "_name_or_path": "e5-base"},
        "config_sentence_transformers.json": {"prompts": {"query": "q "}, "default_prompt_name": "query"},
        "model.safetensors.index.json": {"weight_map": {"a": "model.safetensors"}},
    }
    return {"model.safetensors": b"", **{name: json.dumps(content).encode() for name, content in settings.items()}}


def archive(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def _written(write: object) -> Files:
    with TemporaryDirectory() as folder:
        write(Path(folder))  # type: ignore[operator]
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }
