"""
Notes: findings in the texts of a corpus, as TEI that points to the words in question.

The notes are stand-off (``standOff``). Each points to runs of characters in sentences with ``string-range()``, one of
the pointer schemes of the TEI Guidelines (chapter 17.2.4): id, offset, length.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from corpus.errors import CorpusError
from corpus.files import File, write_file, writing
from corpus.locks import locked
from corpus.model import Corpus, Excerpt
from tei.characters import DECLARATION, escape, legal_text
from tei.manifest import Manifest, corpus_folder, is_corpus_file, read_manifest
from tei.names import reference
from tei.parser import TEI, parse
from tei.written import replace_files

REPORT = "fidelity"
"""The type of the ``note`` that contains all notes of a report."""

NOTES_MARK = b": fidelity</title>"
"""What the header of every separate file of notes contains."""

_NAMESPACE = TEI[1:-1]


@dataclass(frozen=True, slots=True)
class Note:
    """
    A note on some excerpts.

    Attributes:
        rule: the kind of finding, an XML name such as ``number``.
        severity: how serious it is, such as ``major``.
        excerpts: the words in question, in sentences of any versions; at least one.
        text: what was found.
        probability: the probability that the finding is correct, from 0 to 1.
    """

    rule: str
    severity: str
    excerpts: tuple[Excerpt, ...]
    text: str
    probability: float


def write_notes(corpus: Corpus, folder: Path, notes: Sequence[Note], signature: str, output: Path) -> Path:
    """
    Write notes on a corpus, completely or not at all.

    Args:
        corpus: the corpus, as `tei.read_corpus` gives it.
        folder: its folder.
        notes: the notes.
        signature: how they were found.
        output: a separate file, which is replaced if it exists; or the corpus's folder, to put the notes into the file
            of alignments in place of an earlier report.

    Returns:
        The file with the notes.

    Raises:
        CorpusError: the file is one of a corpus, or cannot be written.
    """
    folder = corpus_folder(folder)
    manifest = read_manifest(folder)
    with writing(output):
        inside = corpus_folder(output).is_dir() and corpus_folder(output).resolve() == folder.resolve()
        if not inside and is_corpus_file(output):
            remedy = "name another file, or the folder to put the notes into the corpus"
            raise CorpusError("this is a file of the corpus", where=str(output), remedy=remedy)
        path = manifest.alignment if inside else output
        report = _report(notes, signature, _addresses(corpus, manifest, path.parent))
        if inside:
            # From reading to writing, so that no import in between is lost.
            with locked(folder):
                replace_files(manifest, [File(path.name, [_inserted(path, report)])])
        else:
            write_file(path, [_file(corpus.name, report)])
    return path


def _addresses(corpus: Corpus, manifest: Manifest, place: Path) -> dict[str, str]:
    """Return the path of the file of each sentence, relative to a folder."""
    addresses: dict[str, str] = {}
    for path, document in zip(manifest.documents, corpus.documents, strict=True):
        steps = Path(os.path.relpath(path, place)).parts
        address = "/".join(step if step == ".." else reference(step) for step in steps)
        addresses |= {sentence.id: address for sentence in document.sentences}
    return addresses


def _report(notes: Sequence[Note], signature: str, addresses: dict[str, str]) -> str:
    lines = [f'<note xmlns="{_NAMESPACE}" type="{REPORT}">', f"      <desc>{escape(legal_text(signature))}</desc>"]
    lines += [line for note in notes for line in _lines(note, addresses)]
    return "\n".join((*lines, "    </note>"))


def _lines(note: Note, addresses: dict[str, str]) -> Iterator[str]:
    targets = " ".join(
        f"{addresses[excerpt.sentence]}#string-range({excerpt.sentence},{excerpt.span.start},"
        f"{excerpt.span.end - excerpt.span.start})"
        for excerpt in note.excerpts
    )
    yield (
        f'      <note type="fault" subtype="{note.rule}" target="{escape(targets)}" cert="{float(note.probability)!r}">'
        f'<term type="severity">{note.severity}</term>: {escape(legal_text(note.text))}</note>'
    )


def _inserted(path: Path, report: str) -> str:
    """Return the text of a file with the report at the end of its standOff, in place of an earlier one."""
    root = parse(path, remarks=True)
    stand_off = root.find(f"{TEI}standOff")
    if stand_off is None:
        raise CorpusError("the file of alignments has no standOff", where=str(path))
    for earlier in stand_off.findall(f"{TEI}note[@type='{REPORT}']"):
        stand_off.remove(earlier)
    note = etree.fromstring(report)
    etree.cleanup_namespaces(note)
    if len(stand_off):
        stand_off[-1].tail = "\n    "
    note.tail = "\n  "
    stand_off.append(note)
    return f"{DECLARATION}{etree.tostring(root.getroottree(), encoding='unicode')}\n"


def _file(name: str, report: str) -> str:
    return f"""{DECLARATION}<TEI xmlns="{_NAMESPACE}">
  <teiHeader xml:lang="en">
    <fileDesc>
      <titleStmt>
        <title>{escape(name)}: fidelity</title>
      </titleStmt>
      <publicationStmt>
        <p>Not published.</p>
      </publicationStmt>
      <sourceDesc>
        <p>The versions that the notes point to.</p>
      </sourceDesc>
    </fileDesc>
    <encodingDesc>
      <editorialDecl>
        <interpretation>
          <p>Each note of type fault points at what differs between two versions, as runs of characters in sentences:
            string-range(id, offset, length). The subtype is the rule that found it, cert the share of such findings
            that are true.</p>
        </interpretation>
      </editorialDecl>
    </encodingDesc>
  </teiHeader>
  <standOff>
    {report.replace(f' xmlns="{_NAMESPACE}"', "", 1)}
  </standOff>
</TEI>
"""
