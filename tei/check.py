"""What is wrong with a corpus on disk, found all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from time import perf_counter

from lxml import etree

from corpus.errors import CorpusError
from tei.application import is_kept
from tei.finding import Finding
from tei.links import Loaded, link_findings, pointer_findings
from tei.manifest import corpus_folder, included, read_manifest
from tei.names import CORPUS_FILE, is_xml_name, split_reference
from tei.parser import INCLUDE, TEI, FileError, line, parse
from tei.reader import read_blocks, read_corpus
from tei.schematron import broken_rules

RULES = {
    "file": "corpus.xml includes each of its files once, they are there, and in its own folder",
    "well-formed": "a file is well-formed XML that declares no entities",
    "schema": "a file is valid against the project's own schema",
    "tei": "a file is valid against the TEI schema that was given",
    "schematron": "what TEI requires beyond its schema: a type beside a subtype, and the like",
    "id": "an xml:id is an XML name without a colon",
    "id-unique": "an xml:id occurs once in all files",
    "block": "all text is in sentences, sentences are in blocks, and neither is inside another of its own",
    "pointer": "a corresp, resp or target points to something that exists",
    "pair": "the pivot and each version have one linkGrp",
    "target": "a link points to sentences of its pair",
    "link-targets": "a link has two targets or more",
    "ptr-target": "a ptr has one target",
    "type": "the type is the number of targets on either side",
    "run": "the sentences on one side of a link are consecutive",
    "cert": "cert is a number from 0 to 1",
    "coverage": "each sentence is in exactly one link of each pair",
    "order": "the links are in the order of the pivot",
    "corpus": "the files can be read as a corpus",
}
"""The rules and what each requires."""

_RELAX_NG = "{http://relaxng.org/ns/structure/1.0}"
_OWN_SCHEMA = Path(__file__).with_name("schema") / "teialign.rng"

# Replaces an included file when corpus.xml is validated against a schema without XInclude.
_STUB = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/>'
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body><p/></body></text></TEI>"
)


def check_corpus(
    folder: Path, *, schema: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> tuple[Finding, ...]:
    """
    Find everything that is wrong with a corpus; a corpus without findings can be read by `tei.read_corpus`.

    A file that was TEI before is only checked for the rules of a corpus, unless a schema is given: it may not have been
    valid TEI in the first place.

    Args:
        folder: the folder, or the ``corpus.xml`` in it. If that is missing or broken, all XML files of the folder are
            checked.
        schema: a RELAX NG schema, such as ``tei_all.rng``, to validate each file with. It is compiled once, which takes
            about ten seconds for a schema of that size.
        progress: called with a line of text before and after the schema is compiled.

    Returns:
        The findings, file by file and line by line.

    Raises:
        CorpusError: there is no such folder, or the schema cannot be used.
    """
    folder = corpus_folder(folder)
    if not folder.is_dir():
        raise CorpusError("there is no such folder", where=str(folder))
    validators = [("schema", _own_schema())]
    if schema is not None:
        root = parse(schema)
        progress(f"compiling {schema}")
        start = perf_counter()
        validators.append(("tei", _compiled(root, schema)))
        progress(f"compiled in {perf_counter() - start:.1f} s")
    files, findings = _load(folder)
    loaded = [file for file in files.values() if file is not None]
    findings += _id_findings(loaded)
    for file in loaded:
        kept = is_kept(file.root)
        for rule, validator in validators[kept:]:
            findings += _schema_findings(file, rule, validator)
        if schema is not None or not kept:
            findings += _schematron_findings(file)
        for text in file.root.iterfind(f"{TEI}text"):
            blocks = read_blocks(file.path, text)
            findings += [Finding.of(fault, "block") for fault in blocks if isinstance(fault, FileError)]
        if not kept:
            findings += pointer_findings(file, files)
    findings += _pair_findings(files)
    if not findings:
        try:
            read_corpus(folder)
        except FileError as error:
            findings.append(Finding.of(error, "corpus"))
    order = {name: number for number, name in enumerate(files)}
    return tuple(sorted(findings, key=lambda finding: (order.get(finding.file, -1), finding.line)))


@cache
def _own_schema() -> etree.RelaxNG:
    return _compiled(parse(_OWN_SCHEMA), _OWN_SCHEMA)


def _compiled(root: etree._Element, path: Path) -> etree.RelaxNG:
    for other in root.iter(f"{_RELAX_NG}include", f"{_RELAX_NG}externalRef"):
        raise FileError("includes another schema", path, line(other), remedy="give a schema in one file")
    try:
        return etree.RelaxNG(root)
    except etree.RelaxNGError as error:
        raise CorpusError(f"not a RELAX NG schema: {error}", where=str(path)) from error


def _load(folder: Path) -> tuple[dict[str, Loaded | None], list[Finding]]:
    """Return the files of the corpus by name, in order, None for one that cannot be parsed; and what is wrong."""
    files: dict[str, Loaded | None] = {}
    findings: list[Finding] = []

    def load(path: Path) -> Loaded | None:
        files[path.name] = None
        try:
            files[path.name] = Loaded.of(path, parse(path))
        except FileError as error:
            findings.append(Finding.of(error, "well-formed" if error.line else "file"))
        return files[path.name]

    manifest = load(folder / CORPUS_FILE)
    if manifest is None:
        for path in sorted(folder.glob("*.xml")):
            if path.name != CORPUS_FILE:
                load(path)
        return files, findings
    for include in manifest.root.iterfind(INCLUDE):
        try:
            path = included(manifest.path, include)
        except FileError as error:
            findings.append(Finding.of(error, "file"))
            continue
        if path.name in files:
            findings.append(Finding(CORPUS_FILE, line(include), "file", f"{path.name} is included twice"))
        else:
            load(path)
    if not findings:
        try:
            read_manifest(folder)
        except FileError as error:
            findings.append(Finding.of(error, "file"))
    return files, findings


def _id_findings(files: list[Loaded]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file in files:
        name = file.path.name
        for identifier, number in file.identified:
            if not is_xml_name(identifier):
                yield Finding(name, number, "id", f"xml:id {identifier!r} is not an XML name")
            if identifier in seen:
                yield Finding(name, number, "id-unique", f"xml:id {identifier} is already at {seen[identifier]}")
            seen.setdefault(identifier, f"{name}:{number}")


def _schema_findings(file: Loaded, rule: str, validator: etree.RelaxNG) -> Iterator[Finding]:
    root = file.root
    if rule == "tei" and root.tag == f"{TEI}teiCorpus":
        root = deepcopy(root)
        for include in root.findall(INCLUDE):
            root.replace(include, etree.fromstring(_STUB))
    if validator.validate(root):
        return
    faults = {(entry.line, entry.message): None for entry in validator.error_log}
    # An element around a fault is reported as faulty too, which only helps if nothing else is known.
    precise = [fault for fault in faults if not fault[1].endswith("failed to validate content")]
    for number, message in precise or faults:
        yield Finding(file.path.name, number, rule, message)


def _schematron_findings(file: Loaded) -> Iterator[Finding]:
    for element in file.root.iter("*"):
        for message in broken_rules(element):
            yield Finding(file.path.name, line(element), "schematron", message)


def _pair_findings(files: Mapping[str, Loaded | None]) -> Iterator[Finding]:
    """Yield what is wrong with the links of each pair, and the pairs that have no linkGrp or more than one."""
    present = [file for file in files.values() if file is not None]
    aligned: set[tuple[str, ...]] = set()
    for file in present:
        for group in file.root.iter(f"{TEI}linkGrp"):
            # Those inside a text are its own, such as syntax in the sentences of ParlaMint.
            if next(group.iterancestors(f"{TEI}text"), None) is not None:
                continue
            names = tuple(split_reference(uri)[0] for uri in group.get("corresp", "").split())
            if len(set(names)) != 2 or not files.keys() >= set(names):
                yield Finding(file.path.name, line(group), "pair", "corresp does not name two files of the corpus")
                continue
            if names in aligned:
                yield Finding(file.path.name, line(group), "pair", f"a second linkGrp for {' '.join(names)}")
            aligned.add(names)
            source, target = (files[name] for name in names)
            if source is not None and target is not None:
                yield from link_findings(file, group, source, target)
    if len(present) < len(files):
        # The missing pairs may be in the file that could not be read.
        return
    versions = [file for file in present if file.root.find(f"{TEI}text") is not None]
    for version in versions[1:]:
        pair = (versions[0], version)
        if any(file.sentences for file in pair) and tuple(file.path.name for file in pair) not in aligned:
            yield Finding(version.path.name, 0, "pair", "the alignment with the pivot is missing")
