"""FictionBook 2: its blocks, notes and language, in any encoding and in an archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus import ReadError, TextWarning, read_file
from corpus.messages import collected_messages

BOOK = """<?xml version="1.0" encoding="{encoding}"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><book-title>Мельница</book-title><lang>{lang}</lang></title-info></description>
<body><title><p>Мельница</p></title><epigraph><p>Вода шла.</p><text-author>А. Б.</text-author></epigraph>
<section><title><p>Глава 1</p></title><image l:href="#a.png"/>
<p>Мельница стояла<a l:href="#n1" type="note">[1]</a> у <emphasis>реки</emphasis>.</p><empty-line/>
<poem><stanza><v>Вода шла,</v><v>река текла.</v></stanza></poem>
<table><tr><td>один</td><td>два</td></tr></table></section></body>
<body name="notes"><title><p>Примечания</p></title>
<section id="n1"><title><p>1</p></title><p>Старая.</p></section></body>
<binary id="a.png" content-type="image/png">iVBORw0KGgo=</binary>
</FictionBook>
"""

BLOCKS = [
    ("head", "Мельница"),
    ("quote", "Вода шла."),
    ("quote", "А. Б."),
    ("head", "Глава 1"),
    ("p", "Мельница стояла у реки."),
    ("l", "Вода шла,"),
    ("l", "река текла."),
    ("cell", "один"),
    ("cell", "два"),
    ("note", "Примечания"),
    ("note", "Старая."),
]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16", "koi8-r"])
@pytest.mark.parametrize("name", ["x.fb2", "x.fb2.zip"])
def test_a_book(tmp_path: Path, encoding: str, name: str) -> None:
    data = BOOK.format(encoding=encoding, lang="ru").encode(encoding)
    path = tmp_path / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("мельница.fb2", data)
    else:
        path.write_bytes(data)
    with collected_messages() as messages:
        source = read_file(path)
    assert [(block.kind, block.text) for block in source.blocks] == BLOCKS
    assert (source.language, source.metadata.title) == ("ru", "Мельница")
    assert [message.problem for message in messages] == ["left out 2 note marks, 1 picture, 1 picture file"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("</section>", ""), "not well-formed"),
        (("<FictionBook", "<!DOCTYPE x [<!ENTITY a 'b'>]><FictionBook"), "declares entities"),
    ],
)
def test_what_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "x.fb2").write_text(BOOK.format(encoding="utf-8", lang="ru").replace(*change))
    with pytest.raises(ReadError, match=rf"x\.fb2:\d+: .*{message}"):
        read_file(tmp_path / "x.fb2")


def test_a_language_that_is_none_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "x.fb2").write_text(BOOK.format(encoding="utf-8", lang="русский"))
    with pytest.warns(TextWarning):
        assert not read_file(tmp_path / "x.fb2").language
