"""TEI: an edited copy of the corpus's own file of alignments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import ReadError
from corpus.model import Corpus
from tei.corrections.edited_links import EditedAlignment, EditedLink
from tei.manifest import corpus_folder, read_manifest
from tei.names import split_reference
from tei.parser import TEI, line, parse
from tei.responsibility import ANONYMOUS, Responsibilities


def edited_alignments(path: Path, _corpus: Corpus) -> Iterator[EditedAlignment]:
    """
    Yield the links of a file of alignments, or of the one in a corpus's folder.

    A link whose ``ana`` points to ``corrected`` or ``confirmed`` was reviewed by a person.

    Raises:
        ReadError: there is no such file, or it has no ``linkGrp``.
        FileError: it is broken or hostile.
    """
    if not path.exists():
        raise ReadError("no such file or folder", where=str(path))
    folder = corpus_folder(path)
    file = read_manifest(folder).alignment if folder.is_dir() else path
    root = parse(file)
    groups = list(root.iter(f"{TEI}linkGrp"))
    if not groups:
        raise ReadError("no linkGrp in the file", where=str(file), remedy="give an edited NAME.alignment.xml")
    responsibilities = Responsibilities.declared_in(root)
    for group in groups:
        links = []
        for link in group.iterchildren(f"{TEI}link", f"{TEI}ptr"):
            ids = tuple(split_reference(uri)[1] for uri in (link.get("target") or "").split())
            attribution = responsibilities.attribution(link)
            name = attribution.name if attribution and attribution.name != ANONYMOUS else ""
            links.append(EditedLink(file, line(link), ids, bool(attribution and attribution.by_person), name))
        yield EditedAlignment(file, "", tuple(links))
