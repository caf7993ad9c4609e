"""The names of a corpus: its ids, its files, and the references from one to another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from urllib.parse import quote, unquote

from corpus.errors import CorpusError
from corpus.file_names import name_fault
from corpus.model import Corpus
from tei.characters import is_legal

CORPUS_FILE = "corpus.xml"
"""The file that includes all others."""

ALIGNMENT_SUFFIX = ".alignment.xml"
"""The end of the name of the file of alignments, after the corpus's name."""

# NCName of Namespaces in XML 1.0: a name of XML 1.0, fifth edition, without a colon.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(f"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f-\u2040-]*")
_STRING_RANGE = re.compile(r"string-range\(([^(),]+),\d+,\d+\)")
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_xml_name(text: str) -> bool:
    """Return whether the text can be an ``xml:id``."""
    return _XML_NAME.fullmatch(text) is not None


def alignment_file(corpus_name: str) -> str:
    """Return the name of the file of alignments."""
    return corpus_name + ALIGNMENT_SUFFIX


def review_folder(corpus_name: str) -> str:
    """Return the name of the folder of a review, which is in that of the corpus."""
    return f"{corpus_name}.review"


def version_file(corpus_name: str, document_id: str) -> str:
    """Return the name of the file of a version."""
    return f"{corpus_name}.{document_id}.xml"


def reference(file_name: str, identifier: str = "") -> str:
    """Return a relative URI for a file in the same folder, or for an element of it."""
    return f"{quote(file_name, safe='')}#{identifier}" if identifier else quote(file_name, safe="")


def sentence_of(identifier: str) -> str:
    """Return the id in a ``string-range(id,offset,length)``, as `tei.notes` writes them; any other id as it is."""
    match = _STRING_RANGE.fullmatch(identifier)
    return match[1] if match else identifier


def split_reference(uri: str) -> tuple[str, str]:
    """Return the file name (empty: the same file) and the id (empty: the whole file) that a relative URI names."""
    file, _, identifier = uri.partition("#")
    return _unquote(file), unquote(identifier)


@lru_cache(maxsize=256)
def _unquote(file: str) -> str:
    # Each link repeats the names of two files.
    return unquote(file)


def check_name(name: str) -> None:
    """
    Make sure that a corpus can have a name, with which the names of its files begin.

    Raises:
        CorpusError: it cannot.
    """
    fault = name_fault(name)
    if name.startswith("."):
        fault = "a name that begins with a full stop is hidden"
    elif not is_legal(name):
        fault = "XML cannot hold it"
    if fault:
        raise CorpusError(f"the corpus cannot be called {name!r}: {fault}", remedy="give another as --name")


def check_names(corpus: Corpus) -> None:
    """
    Make sure that the names in a corpus can be written as XML ids, language codes and file names.

    Raises:
        CorpusError: one cannot, or two files would have the same name on a system that ignores case.
    """
    check_name(corpus.name)
    for identifier in chain.from_iterable(document.ids for document in corpus.documents):
        if not is_xml_name(identifier):
            raise CorpusError(f"the id {identifier!r} is not an XML name", where=corpus.name)
    seen = {alignment_file("")}
    for document in corpus.documents:
        if not _LANGUAGE.fullmatch(document.language):
            raise CorpusError(f"{document.language!r} is not a language code", where=document.id)
        file = unicodedata.normalize("NFC", version_file("", document.id).casefold())
        if file in seen:
            raise CorpusError(f"the id {document.id!r} would give a file the name of another", where=corpus.name)
        seen.add(file)
