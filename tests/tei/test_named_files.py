"""What a file names lies in its folder, also where symbolic links lead out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conversion_samples import ANY, zipped
from export_samples import window_corpus

from corpus.errors import TeialignError
from corpus.files import named_inside
from tei import check_corpus, convert_corpus, export_corpus, import_links, write_corpus

SECRET = "<text><p><s id='1'>The secret.</s></p></text>"
LINKS = (
    "<cesAlign><linkGrp fromDoc='en/a.xml' toDoc='ru/a.xml'><link xtargets='1;1'/></linkGrp></cesAlign>",
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><link target='en.xml#x1 ru.xml#y1'/></text></TEI>",
)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a.xml", True),
        ("no/such.xml", True),
        ("out.xml", False),
        ("loop.xml", False),
        ("up/a.xml", False),
        ("../secret.xml", False),
        ("/etc/passwd", False),
        ("a\0b", False),
        ("x" * 5000, True),
    ],
)
def test_what_is_inside(tmp_path: Path, name: str, inside: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "out.xml").symlink_to(tmp_path / "secret.xml")
    (folder / "loop.xml").symlink_to("loop.xml")
    (folder / "up").symlink_to("..")
    assert named_inside(folder, name) == (folder / name if inside else None)


@pytest.mark.parametrize("link", ["en", "en/a.xml", "raw", "x.zip"])
@ANY
def test_a_document_of_xces_is_not_read_through_a_link(tmp_path: Path, link: str) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    for document in ("en/a.xml", "raw/en/a.xml"):
        (outside / document).parent.mkdir(parents=True)
        (outside / document).write_text(SECRET, "utf-8")
    zipped(outside / "x.zip", raw__en__a_xml=SECRET)
    (folder / "ru").mkdir(parents=True)
    (folder / "ru" / "a.xml").write_text(SECRET.replace("The secret", "Тайна"), "utf-8")
    (folder / link).parent.mkdir(exist_ok=True)
    (folder / link).symlink_to(outside / link)
    (folder / "links.xml").write_text(LINKS[0], "utf-8")
    with pytest.raises(TeialignError, match=r"en/a\.xml: (a document outside the folder|no such document)"):
        convert_corpus([folder / "links.xml"])


@ANY
def test_a_text_of_tei_is_not_read_through_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    body = "<text><body><p><s xml:id='{}1'>A.</s></p></body></text>"
    text = f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='{{}}'>{body}</TEI>"
    (tmp_path / "en.xml").write_text(text.format("en", "x"), "utf-8")
    (folder / "ru.xml").write_text(text.format("ru", "y"), "utf-8")
    (folder / "links.xml").write_text(LINKS[1], "utf-8")
    (folder / "en.xml").symlink_to(tmp_path / "en.xml")
    with pytest.raises(TeialignError, match="no link between two texts"):
        convert_corpus([folder / "links.xml"])
    (folder / "en.xml").unlink()
    (tmp_path / "en.xml").rename(folder / "en.xml")
    assert len(convert_corpus([folder / "links.xml"]).documents) == 2


def test_a_text_of_intertext_is_not_read_through_a_link(tmp_path: Path) -> None:
    write_corpus(window_corpus(), tmp_path / "c")
    export_corpus(window_corpus(), "intertext", tmp_path / "e")
    (tmp_path / "e" / "window.ru.xml").rename(tmp_path / "window.ru.xml")
    (tmp_path / "e" / "window.ru.xml").symlink_to(tmp_path / "window.ru.xml")
    with pytest.raises(TeialignError, match=r"'window\.ru\.xml' leads out of the folder"):
        import_links(tmp_path / "c", "intertext", tmp_path / "e")


@pytest.mark.parametrize("element", ["include", "externalRef"])
def test_a_schema_includes_no_other(tmp_path: Path, element: str) -> None:
    write_corpus(window_corpus(), tmp_path / "c")
    schema = tmp_path / "s.rng"
    schema.write_text(
        f"<grammar xmlns='http://relaxng.org/ns/structure/1.0'>\n<{element} href='/etc/passwd'/></grammar>", "utf-8"
    )
    with pytest.raises(TeialignError, match=r"s\.rng:2: includes another schema; give a schema in one file"):
        check_corpus(tmp_path / "c", schema=schema)
