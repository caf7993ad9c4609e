"""XLIFF and PO: what localisation tools exchange, whatever they put around the texts."""

from __future__ import annotations

import gzip
import re

import pytest
from conversion_samples import links, sound, texts, write

from corpus.errors import TeialignError, TextWarning
from tei import convert_corpus

ONE = (["Open the door."], ["Ouvrez la porte."])


def xliff(body: str, languages: str = 'source-language="en" target-language="fr"', prolog: str = "") -> str:
    namespace = 'xmlns="urn:oasis:names:tc:xliff:document:1.2"'
    return f'{prolog}<xliff version="1.2" {namespace}><file original="a" {languages}><body>{body}</body></file></xliff>'


def xliff_2(body: str) -> str:
    namespaces = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"'
    return f'<xliff version="2.0" srcLang="en" trgLang="fr" {namespaces}><file id="f">{body}</file></xliff>'


def unit(source: str, target: str = "", identifier: str = "1", state: str = "") -> str:
    translated = f"<target{state}>{target}</target>" if target else ""
    return f'<trans-unit id="{identifier}"><source>{source}</source>{translated}<note>x</note></trans-unit>'


SEGMENTED = (
    '<trans-unit id="1"><source>A one. A two.</source><seg-source><mrk mtype="seg" mid="1">A <g id="1">one</g>.</mrk> '
    '<mrk mtype="seg" mid="2">A two.</mrk></seg-source><target><mrk mtype="seg" mid="1">Un un.</mrk> '
    '<mrk mtype="seg" mid="2">Un <mrk mtype="term">deux</mrk>.</mrk></target></trans-unit>'
)

FILES = {
    "plain": (xliff(unit("Open the door.", "Ouvrez la porte.")), ONE),
    "declared": (xliff(unit("Open the door.", "Ouvrez la porte."), prolog='<?xml version="1.0"?>\n'), ONE),
    "codes": (
        xliff(
            unit('Open <bpt id="1">&lt;b></bpt>the<ept id="1">&lt;/b></ept> <g id="2">door</g>.<x id="3"/>', ONE[1][0])
        ),
        ONE,
    ),
    "segments": (xliff(SEGMENTED), (["A one.", "A two."], ["Un un.", "Un deux."])),
    "segments of another number": (
        xliff(SEGMENTED.replace('mid="2">Un', 'mid="3">Un')),
        (["A one. A two."], ["Un un. Un deux."]),
    ),
    "segments without a translation": (
        xliff(re.sub("<target>.*</target>", "", SEGMENTED) + unit("Yes", "Oui", "2")),
        (["A one.", "A two.", "Yes"], ["Oui"]),
    ),
    "other translations": (
        xliff(
            unit("Open the door.", "Ouvrez la porte.").replace(
                "<note>", "<alt-trans><source>Shut it.</source><target>Fermez-la.</target></alt-trans><note>"
            )
        ),
        ONE,
    ),
    "version 2": (
        xliff_2(
            '<unit id="1"><mtc:matches><mtc:match><source>Shut it.</source><target>Fermez-la.</target></mtc:match>'
            '</mtc:matches><originalData><data id="d">&lt;b></data></originalData>'
            '<segment><source>Open <pc id="1">the</pc> <ph id="2"/>door.</source><target>Ouvrez la <mrk id="m">porte'
            "</mrk>.</target></segment><ignorable><source> </source></ignorable>"
            '<segment><source>Yes<cp hex="0021"/></source><target>Oui</target></segment></unit>'
        ),
        (["Open the door.", "Yes!"], ["Ouvrez la porte.", "Oui"]),
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_xliff(tmp_path, case):
    content, (english, french) = FILES[case]
    (tmp_path / "t.xlf").write_text(content, "utf-8")
    corpus = convert_corpus([tmp_path / "t.xlf"])
    assert texts(corpus) == {"en": english, "fr": french}
    sound(corpus, tmp_path / "c")


@pytest.mark.parametrize("state", ["new", "needs-translation"])
def test_a_translation_that_is_not_made_is_left_out_with_a_word(tmp_path, state):
    body = unit("Yes", "Yes", "1", f' state="{state}"') + unit("No", "Non", "2", ' state="final"')
    (tmp_path / "t.xlf").write_text(xliff(body), "utf-8")
    with pytest.warns(TextWarning, match="marked as not made yet were left out: 1$"):
        corpus = convert_corpus([tmp_path / "t.xlf"])
    assert (texts(corpus)["fr"], links(corpus)) == (["Non"], [([0], []), ([1], [0])])


def test_files_of_several_languages_share_their_source(tmp_path):
    for code, translation in {"fr": "Oui", "de": "Ja"}.items():
        body = unit("Yes", translation, "1") + unit("Yes", f"{translation}!", "2") + unit(code, f"{code}?", "3")
        languages = f'source-language="en-US" target-language="{code}"'
        (tmp_path / f"t.{code}.xlf").write_text(xliff(body, languages), "utf-8")
    corpus = convert_corpus([tmp_path])
    assert texts(corpus) == {
        "en-US": ["Yes", "Yes", "de", "fr"],
        "de": ["Ja", "Ja!", "de?"],
        "fr": ["Oui", "Oui!", "fr?"],
    }
    assert links(corpus, 1) == [([0], [0]), ([1], [1]), ([2], []), ([3], [2])]
    sound(corpus, tmp_path / "c")


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n'
STATED = HEADER + '"X-Source-Language: en\\n"\n'


@pytest.mark.parametrize(
    ("content", "english", "french"),
    [
        (STATED + '\n#: a.c:1\nmsgid "Yes"\nmsgstr "Oui"\n', ["Yes"], ["Oui"]),
        (
            STATED + '\nmsgid ""\n"Open \\"it\\",\\n"\n"now."\nmsgstr "Ouvrez\\n"\n"-le."\n',
            ['Open "it", now.'],
            ["Ouvrez -le."],
        ),
        (STATED + '\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "Ouvrir"\n', ["Open"], ["Ouvrir"]),
        (STATED + '\nmsgid "A"\nmsgstr "B"\n\nmsgid "A"\nmsgstr "C"\n', ["A", "A"], ["B", "C"]),
        (STATED + '\nmsgid "A"\nmsgstr "B"\n\n#~ msgid "old"\n#~ msgstr "vieux"\n', ["A"], ["B"]),
        (
            STATED + '\nmsgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "%d fichier"\nmsgstr[1] "%d fichiers"\n',
            ["%d file", "%d files"],
            ["%d fichier", "%d fichiers"],
        ),
        (
            "# Comment\n\n" + STATED + '\nmsgid "A\\\\n\\tB"\nmsgstr "C"\nmsgid "D"\nmsgstr ""\n',
            ["A\\n B", "D"],
            ["C"],
        ),
    ],
)
def test_catalogues(tmp_path, content, english, french):
    (tmp_path / "fr.po.gz").write_bytes(gzip.compress(content.encode()))
    (tmp_path / "fr.po").write_text(content, "utf-8")
    for name in ("fr.po", "fr.po.gz"):
        corpus = convert_corpus([tmp_path / name])
        assert texts(corpus) == {"en": english, "fr": french}
    sound(corpus, tmp_path / "c")


def test_what_a_catalogue_leaves_open_is_said(tmp_path):
    forms = 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n'
    content = HEADER + f'\n#, c-format, fuzzy\nmsgid "Yes"\nmsgstr "Non"\n\n{forms}'
    write(tmp_path, t_po=content)
    with pytest.warns(TextWarning) as warned:
        corpus = convert_corpus([tmp_path / "t.po"])
    said = "\n".join(str(each.message) for each in warned)
    assert "its source language is not given, and taken to be en" in said
    assert "marked as fuzzy were left out: 1" in said
    assert "further plural forms, for which the source has no text, were left out: 1" in said
    assert texts(corpus) == {"en": ["Yes", "%d file", "%d files"], "fr": ["a", "b"]}


def test_languages_that_the_user_gives(tmp_path):
    write(tmp_path, t_po='msgid "Ja"\nmsgstr "Oui"\n', u_xlf=xliff(unit("Ja", "Oui"), ""))
    for name in ("t.po", "u.xlf"):
        assert texts(convert_corpus([tmp_path / name], languages=["de", "fr"])) == {"de": ["Ja"], "fr": ["Oui"]}


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("t.xlf", xliff(unit("Yes", "Oui"), ""), "t.xlf: its languages are not given; add --languages en,fr"),
        ("t.xlf", xliff(unit("Yes")), "t.xlf: only en in it, and no translation"),
        ("t.xlf", xliff(unit("Yes", "Oui"))[:-9], "t.xlf:1: not well-formed"),
        ("t.xlf", xliff(unit("Yes", "&x;"), prolog='<!DOCTYPE xliff [<!ENTITY x "y">]>'), "declarations of entities"),
        (
            "t.xlf",
            xliff(unit("Yes", "Oui") + '</body></file><file target-language="de"><body>'),
            "t.xlf:1: a second target language, de, beside fr; convert a file of one pair",
        ),
        ("t.po", 'msgid "Yes\nmsgstr "Oui"\n', 't.po:1: not a line of a PO catalogue; write KEYWORD "TEXT"'),
        ("t.po", 'msgid "Yes"\nmsgstr "Oui" "x"\n', "t.po:2: not a line of a PO catalogue"),
        ("t.po", 'msgid "Yes"\nmsgid "No"\nmsgstr "Oui"\n', "t.po:2: not a line of a PO catalogue"),
        ("t.po", 'msgid "Yes"\nmsgstr "Oui"\nmsgstr "Non"\n', "t.po:3: a second msgstr; write a msgid before it"),
        ("t.po", 'msgid "Yes"\nmsgstr "Oui"\n', "t.po: its languages are not given; add --languages en,fr"),
        ("t.po", STATED.replace("fr", "qqqq") + 'msgid "Yes"\nmsgstr "Oui"\n', "t.po: unknown language 'qqqq'"),
        ("t.po", STATED, "t.po: only nothing in it"),
    ],
)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_what_is_refused(tmp_path, name, content, problem):
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(TeialignError, match=re.escape(problem)):
        convert_corpus([tmp_path / name])


def test_files_of_other_formats_are_left_out_with_a_word(tmp_path):
    write(tmp_path, t_xlf=xliff(unit("Yes", "Oui")), u_po=STATED + 'msgid "No"\nmsgstr "Non"\n')
    with pytest.warns(TextWarning, match=r"files in other formats than xliff were left out: u\.po$"):
        convert_corpus([tmp_path])
