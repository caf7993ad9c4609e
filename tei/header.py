"""The TEI headers: the source of each file and its encoding, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from corpus.model import Corpus, Document, Metadata, Role
from tei.application import APPLICATION, application_version
from tei.bibliography import publication_lines, source_lines, title_lines
from tei.characters import escape
from tei.names import reference, version_file
from tei.responsibility import Responsibilities, statement_element

_ROLES: dict[Role, str] = {
    "pivot": "The version that all others of the corpus are aligned with.",
    "original": "The version that the others were made from.",
    "translation": "A translation.",
    "version": "A version; whether it is the original or a translation is not stated.",
}

_HEADER = Template("""\
  <teiHeader xml:lang="en">
    <fileDesc>
      <titleStmt>
$title$responsibility      </titleStmt>
      <publicationStmt>
$publication      </publicationStmt>
      <sourceDesc>
$source      </sourceDesc>
    </fileDesc>
    <encodingDesc>
$encoding      <appInfo>
        <application ident="$ident" version="$version">
          <label>$ident</label>
$signatures        </application>
      </appInfo>
    </encodingDesc>
    <profileDesc>
      <langUsage>
$languages      </langUsage>
$profile    </profileDesc>
$revision  </teiHeader>
""")

_VERSION_ENCODING = """\
      <editorialDecl>
        <segmentation>
          <p>Each block of the text is an element such as p, head, l or item with an xml:id. Each sentence is an s with
            an xml:id inside the element of its block. The white space between two sentences stands between their
            elements, so that the text of a block is the text that was read, character by character.</p>
        </segmentation>
        <normalization>
          <p>The text stands as it was read. A character that XML cannot hold is the replacement character U+FFFD, or a
            space if it is white space.</p>
        </normalization>
      </editorialDecl>
"""

_ALIGNMENT_ENCODING = """\
      <editorialDecl>
        <interpretation>
          <p>Each linkGrp aligns one version with the pivot; its corresp names their two files, the pivot first. A link
            names the sentences of the pivot and then the sentences of the version that translate each other. A single
            unaligned sentence is a ptr, since a link needs two ends; several in a row are a link of type 2-0, 0-2 and
            so on. The type is the number of sentences on either side, cert the probability that the alignment is
            right, resp who is responsible for it. A link that a person or another corpus is responsible for has no
            cert, and ana says how it was made. Each sentence of both versions is in exactly one link or ptr.</p>
        </interpretation>
      </editorialDecl>
"""

_CORPUS_ENCODING = """\
      <projectDesc>
        <p>A parallel corpus: one file for each version of the text, the pivot first, and last a file that aligns the
          sentences of each version with those of the pivot.</p>
      </projectDesc>
"""

_PROFILE = Template("""\
      <textDesc>
        <channel mode="w"/>
        <constitution type="single"/>
        <derivation type="$role">$meaning</derivation>
        <domain/>
        <factuality/>
        <interaction/>
        <preparedness/>
        <purpose/>
      </textDesc>
""")


def version_header(corpus: Corpus, document: Document, date: str | None) -> str:
    """Return the header of one version's file."""
    known = document.metadata
    return _header(
        title=title_lines(known, document.language, corpus.name),
        publication=publication_lines(known),
        responsibility=_responsibility(
            "converted by" if document.signature.startswith("converted:") else "segmented into sentences by"
        ),
        source=source_lines(known, _original(corpus, document)),
        encoding=_VERSION_ENCODING,
        signatures=[f"<desc>{escape(document.signature)}</desc>"] if document.signature else [],
        languages=[document.language],
        profile=_PROFILE.substitute(role=document.role, meaning=_ROLES[document.role]),
        date=date,
    )


def alignment_header(corpus: Corpus, responsibilities: Responsibilities, date: str | None) -> str:
    """
    Return the header of the file of alignments.

    Args:
        corpus: the corpus.
        responsibilities: who is responsible for the links.
        date: when it was made, as YYYY-MM-DD.
    """
    files = {document.id: reference(version_file(corpus.name, document.id)) for document in corpus.documents}
    return _header(
        title=[f"<title>{escape(corpus.name)}: alignment</title>"],
        responsibility=(_responsibility("aligned by", responsibilities.aligner) if responsibilities.aligner else "")
        + "".join(element for _, element in responsibilities.statement_elements()),
        source=["<p>The versions that the links point to.</p>"],
        encoding=_ALIGNMENT_ENCODING + responsibilities.taxonomy(),
        signatures=[
            f'<desc corresp="{files[each.source]} {files[each.target]}">{escape(each.signature)}</desc>'
            for each in corpus.alignments
            if each.signature
        ],
        languages=_languages(corpus),
        date=date,
    )


def corpus_header(corpus: Corpus, date: str | None) -> str:
    """Return the header of the corpus."""
    return _header(
        title=[f"<title>{escape(corpus.name)}</title>"],
        responsibility=_responsibility("compiled by"),
        source=["<p>The sources are in the headers of the versions.</p>"],
        encoding=_CORPUS_ENCODING,
        languages=_languages(corpus),
        date=date,
    )


def _header(
    *,
    title: Iterable[str],
    responsibility: str,
    source: Iterable[str],
    encoding: str,
    languages: Iterable[str],
    date: str | None,
    signatures: Iterable[str] = (),
    profile: str = "",
    publication: Iterable[str] = tuple(publication_lines(Metadata())),
) -> str:
    revision = f'    <revisionDesc>\n      <change when="{date}">Made.</change>\n    </revisionDesc>\n'
    return _HEADER.substitute(
        title=_indented(title),
        responsibility=responsibility,
        publication=_indented(publication),
        source=_indented(source),
        encoding=encoding,
        ident=APPLICATION,
        version=application_version(),
        signatures="".join(f"          {signature}\n" for signature in signatures),
        languages="".join(f'        <language ident="{language}"/>\n' for language in languages),
        profile=profile,
        revision=revision if date else "",
    )


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"        {line}\n" for line in lines)


def _original(corpus: Corpus, document: Document) -> str:
    """Return a reference to the file of the original, for a translation of it; empty otherwise."""
    originals = (each for each in corpus.documents if each.role == "original" and document.role == "translation")
    return next((reference(version_file(corpus.name, each.id)) for each in originals), "")


def _responsibility(action: str, identifier: str = "") -> str:
    return statement_element(action, "software", APPLICATION, identifier)


def _languages(corpus: Corpus) -> Iterable[str]:
    return dict.fromkeys(document.language for document in corpus.documents)
