"""What is fuzzed: families of inputs, and what is done with them."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz import samples
from benchmarks.fuzz.mutation import mutate, mutate_archive
from benchmarks.fuzz.samples import Files

_ARCHIVES = (".docx", ".epub", ".zip")
_CHANCES_OF_MORE = 0.2
"""How often a second file of an input is mutated too."""


@dataclass(frozen=True, slots=True)
class Family:
    """
    Inputs of one kind.

    Attributes:
        name: its name on the command line.
        inputs: makes the inputs that are mutated.
        use: what is done with the folder of an input; only errors of the packages may be raised.
        fixed: endings of files that are not mutated.
    """

    name: str
    inputs: Callable[[], Sequence[Files]]
    use: Callable[[Path], object]
    fixed: tuple[str, ...] = ()

    def case(self, seed: int, number: int) -> Files:
        """Return the files of a case; the same for the same numbers."""
        chance = random.Random(f"{self.name}:{seed}:{number}")
        inputs = self.inputs()
        files = dict(chance.choice(inputs))
        names = [name for name in files if not name.endswith(self.fixed or ("\0",))]
        others = [content for each in inputs for content in each.values()]
        for name in chance.sample(names, min(len(names), 1 + (chance.random() < _CHANCES_OF_MORE))):
            if name.endswith(_ARCHIVES):
                files[name] = mutate_archive(files[name], chance)
            elif name.endswith(".gz") and chance.random() < 0.9:
                files[name] = gzip.compress(mutate(gzip.decompress(files[name]), others, chance), 1)
            else:
                files[name] = mutate(files[name], others, chance)
        return files


def _reader(name: str, *contents: bytes) -> Family:
    return Family(name, lambda: [{f"text.{name}": content} for content in contents], _read)


def _read(folder: Path) -> None:
    from corpus import build_document, read_file, segmenter_for
    from corpus.reader import Newlines

    (path,) = folder.iterdir()
    modes: tuple[Newlines, ...] = ("auto", "keep")
    for newlines in modes:
        source = read_file(path, newlines=newlines)
        document = build_document(source, segmenter_for("rules", "en"), id="en", language="en", role="pivot")
        wanted = "".join("".join(block.text.split()) for block in source.blocks)
        found = "".join("".join(sentence.text.split()) for sentence in document.sentences)
        if found != wanted:
            raise AssertionError("the sentences are not the text")


def _read_corpus(folder: Path) -> None:
    from tei import check_corpus, read_corpus

    findings = check_corpus(folder)
    if not findings:
        read_corpus(folder)


def _convert(folder: Path) -> None:
    from tei import check_corpus, convert_corpus, write_corpus

    corpus = convert_corpus([folder], languages=["en", "ru"] if list(folder.glob("*.tsv")) else ())
    write_corpus(corpus, folder.parent / "out")
    if findings := check_corpus(folder.parent / "out"):
        raise AssertionError(f"what was written has faults: {findings[0]}")


def _importer(format_name: str) -> Callable[[Path], None]:
    def use(folder: Path) -> None:
        from tei import check_corpus, import_links, write_corpus

        write_corpus(samples.small_corpus(), folder.parent / "out")
        import_links(folder.parent / "out", format_name, folder, force=True)
        if findings := check_corpus(folder.parent / "out"):
            raise AssertionError(f"what was written has faults: {findings[0]}")

    return use


def _exported(format_name: str) -> Callable[[], list[Files]]:
    return lambda: [samples.exported_files(format_name)]


def _read_lexicon(folder: Path) -> None:
    from align.encoders import read_lexicon

    for path in folder.iterdir():
        read_lexicon(path)


def _load_static(folder: Path) -> None:
    from align.encoders.models import list_models, load_static

    list_models(folder)
    load_static(str(folder)).encode(["the dog", ""])


def _check_transformer(folder: Path) -> None:
    from align.encoders.cache import VectorCache
    from align.encoders.hub_model import find_model, model_hash, prompt_of
    from align.encoders.static_model import is_static_folder

    is_static_folder(folder)
    find_model(str(folder))
    prompt_of(folder, folder.name)
    model_hash(folder, VectorCache(None))


def _evaluate(folder: Path) -> None:
    from align.cli.alignments import GOLD_FORMS, read_texts
    from align.evaluation.matching import evaluate

    evaluate(read_texts(folder, GOLD_FORMS), read_texts(folder / "gold.beads", GOLD_FORMS), "")


def _opus() -> list[Files]:
    inner = {"en/a.xml": samples.SENTENCES, "ru/a.xml": samples.SENTENCES.replace("One", "Один")}
    plain = {name: content.encode() for name, content in inner.items()}
    links = {"x.xml": samples.XCES.encode()}
    zipped = {"raw.zip": samples.archive({f"B/raw/{name}": content for name, content in inner.items()})}
    packed = {f"{name}.gz": gzip.compress(content, 1) for name, content in plain.items()}
    return [links | plain, links | zipped, links | packed, samples.exported_files("opus")]


def _tei_pairs() -> list[Files]:
    pair = {f"{one}.xml": samples.PARLAMINT.format(one, other).encode() for one, other in (("en", "ru"), ("ru", "en"))}
    return [pair, samples.corpus_files(), samples.exported_files("intertext")]


def _memories() -> list[Files]:
    return [{"memory.tmx": samples.TMX.encode()}, samples.exported_files("tmx")]


def _translations() -> list[Files]:
    catalogue = (
        'msgid ""\nmsgstr "Language: ru\\n"\n\nmsgctxt "a"\nmsgid "One"\nmsgid_plural "Ones"\nmsgstr[0] "Один"\n'
    )
    return [{"ru.po": catalogue.encode()}, {"x.xlf": samples.XLIFF.encode()}]


def _lines() -> list[Files]:
    lines = {"x.en": b"One.\nTwo.\n", "x.ru": "Один.\nДва.\n".encode()}
    table = {"t.tsv": "en\tru\nOne.\tОдин.\nTwo.\tДва.\n".encode()}
    zipped = {"x.zip": samples.archive({name: content.decode() for name, content in lines.items()})}
    quoted = {"t.csv": 'en,ru\n"One, ""two"".","Один,\nдва."\n'.encode()}
    return [lines, zipped, table, quoted, samples.exported_files("tsv")]


def _lexicons() -> list[Files]:
    return [{"a.tsv": "dog\tсобака\nthe cat\tкошка\n".encode()}, {"a.tei": samples.LEXICON_TEI.encode()}]


_BEADS = b"[0]:[0, 1]\n[1]:[2]\n[2]:[]\n[]:[3]:0.5\n"

FAMILIES = {
    family.name: family
    for family in (
        _reader("txt", samples.TEXT.encode(), samples.TEXT.encode("utf-16"), samples.TEXT.encode("cp1251", "replace")),
        _reader("srt", samples.SRT.encode()),
        _reader("vtt", samples.VTT.encode()),
        _reader("ass", samples.ASS.encode()),
        _reader("sub", samples.FRAMED.encode(), samples.LYRICS.encode()),
        _reader("smi", samples.SAMI.encode()),
        _reader("ttml", samples.TTML.encode()),
        _reader("fb2", samples.FB2.encode()),
        _reader("html", samples.HTML.encode()),
        _reader("md", samples.MARKDOWN.encode()),
        Family("epub", lambda: [{"text.epub": samples.epub()}], _read),
        Family("docx", lambda: [{"text.docx": samples.docx()}], _read),
        Family("pdf", lambda: [{"text.pdf": samples.pdf()}], _read),
        _reader("tei", samples.TEI.encode()),
        Family("corpus", lambda: [samples.corpus_files()], _read_corpus),
        Family("convert-tmx", _memories, _convert, ("README.md",)),
        Family("convert-translations", _translations, _convert),
        Family("convert-lines", _lines, _convert, ("README.md",)),
        Family("convert-opus", _opus, _convert, ("README.md",)),
        Family("convert-tei", _tei_pairs, _convert, ("README.md",)),
        *(
            Family(f"import-{name}", _exported(name), _importer(name), ("README.md",))
            for name in ("beads", "intertext", "opus", "tmx", "tsv")
        ),
        Family("import-tei", lambda: [samples.corpus_files()], _importer("tei")),
        Family("lexicon", _lexicons, _read_lexicon),
        Family("model-static", lambda: [samples.model_files()], _load_static),
        Family("model-transformer", lambda: [samples.transformer_files()], _check_transformer, (".safetensors",)),
        Family("beads", lambda: [{"gold.beads": _BEADS, "x.xml": samples.XCES.encode()}], _evaluate),
    )
}
"""The families by name."""
