"""
How the elements of TEI P5 relate to the running text of a document.

Elements that are not listed here, also those of other namespaces, are part of the running text around them.
"""

from __future__ import annotations

from typing import get_args

from corpus.model import BlockKind


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


IN_SENTENCE = _names("""
    abbr add addName addSpan address affiliation alt altGrp am anchor app att binaryObject bloc c caesura catchwords
    cb certainty choice cit cl climate code corr country damage damageSpan date del delSpan depth dim dimensions
    distinct district ellipsis email emph eventName ex expan fLib figure floatingText foreign forename formula fs
    fvLib fw g gap gb genName geo geogFeat geogName gi gloss graphic handShift height heraldry hi ident idno
    incident index interp interpGrp join joinGrp kinesic lang lb link linkGrp listRef listTranspose location locus
    locusGrp m material measure measureGrp media mentioned metamark milestone mod name nameLink notatedMusic note
    noteGrp num oRef objectName objectType offset orgName orig origDate origPlace pRef pause pb pc persName
    persPronouns phr placeName population precision ptr q quote redo ref reg region respons restore retrace rhyme
    roleName rs ruby s said secFol secl seg settlement shift sic signatures soCalled space span spanGrp specDesc
    specList stamp state subst substJoin supplied surname surplus tag term terrain time timeline title trait unclear
    undo unit val vocal w watermark width witDetail writing
""")
"""Elements that may be in an ``s``: the children of ``macro.phraseSeq`` in TEI P5 4.12.0."""

NO_SENTENCE = _names("""
    address age alt altGrp am analytic app biblFull biblStruct c choice cit climate code collection depth dim ex f
    formula funder g geo height ident idno imprint institution listRef location locus m measureGrp monogr msDesc
    msIdentifier msName oRef pRef pc population postBox postCode repository resp respStmt ruby series span specDesc
    sponsor state string subst tag terrain trait val w width
""")
"""Of these, and of other elements of running text, those that may not contain an ``s``."""

CONTAINERS = _names("""
    text group front body back div div1 div2 div3 div4 div5 div6 div7 titlePage docTitle performance prologue
    epilogue set argument epigraph postscript castList castGroup sp spGrp lg list table row cit listBibl listPerson
    listPlace listOrg listEvent floatingText figure noteGrp annotationBlock
""")
"""Elements that contain only blocks, no text of their own."""

BREAKING = (CONTAINERS - {"cit", "figure", "noteGrp"}) | _names("""
    p ab l item head cell speaker u trailer salute signed dateline byline opener closer titlePart docAuthor
    docEdition docImprint docDate imprimatur castItem headItem headLabel entry entryFree
""")
"""Blocks: elements that a sentence never crosses."""

ASIDES = _names("note noteGrp figure stage camera caption move sound tech view witDetail")
"""Elements whose text is not part of the sentence around them: it forms blocks of its own."""

SILENT = {
    "fw": "running header",
    "catchwords": "catchword",
    "signatures": "sheet signature",
    "del": "deletion",
    "index": "index entry",
    "figDesc": "picture description",
    "desc": "description",
    "metamark": "editorial mark",
    "rt": "ruby reading",
    "interp": "interpretation",
    "fs": "feature structure",
    "egXML": "XML example",
    "binaryObject": "picture",
}
"""Elements whose text is not the text of the document, and their names in the warning; their markup is kept."""

_SOURCE_NOTATIONS = _names("tex latex asciimath")
"""Values of ``notation``, in small letters, of a ``formula`` that is the source of what is printed."""

MILESTONES = _names("lb pb cb gb milestone")
"""Elements that separate words, unless they are inside one; see `corpus.xml.word_breaks`."""

ITEMS = _names("""
    addrLine street postBox postCode bloc country district region settlement
    addName forename genName roleName surname
    author biblScope date edition editor idno pubPlace publisher title
""")
"""Parts of an address, a name or a reference: two that follow each other directly are printed apart."""

ALTERNATIVES = {
    "choice": ("reg", "corr", "expan"),
    "app": ("lem",),
    "subst": ("add",),
}
"""Elements with alternative forms of the same text, and the forms that are preferred to the first one."""

_KINDS: dict[str, BlockKind] = {
    **{kind: kind for kind in get_args(BlockKind)},
    "titlePart": "head",
    "q": "quote",
    "said": "quote",
    "castItem": "item",
    "u": "p",
}


def silent_label(name: str, notation: str) -> str | None:
    """Return what an element whose text is not read is, in the singular; None for others."""
    if name == "formula" and notation.lower() in _SOURCE_NOTATIONS:
        return "formula source"
    return SILENT.get(name)


def kind_of(name: str) -> BlockKind:
    """Return the kind of block that an element of this name is."""
    return _KINDS.get(name, "ab")
