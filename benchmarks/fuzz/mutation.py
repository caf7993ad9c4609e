"""Mutation of small inputs: of their tokens more often than of their bytes, so that parsers do not stop at once."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy

_TOKENS = re.compile(rb"<[^<>]{0,200}>|[\w.:#\x80-\xff-]+|\s+|.", re.DOTALL)
_ODD = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        *(
            "",
            "\0",
            "\x1b[31m",
            "\r",
            "\x9b",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\ud800",
            "e\u0301",
            "😀",
            "ש",
            "漢",
            "\x85",
        ),
        *(
            "0",
            "-1",
            "1e999",
            "99999999999999999999",
            "NaN",
            "null",
            "[]",
            "{}",
            '"',
            "'",
            "&#0;",
            "&lt;",
            "&x;",
            "a b",
        ),
        *("<", ">", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "<!DOCTYPE x [<!ENTITY x 'y'>]>", "xml:id='a'"),
        *("../", "/etc/passwd", "#", "\t", "\n", "\n\n", " ", "> ", "- ", "[", "](", "*", "`", "[^a]", "|", ";"),
        *("--> ", "00:00:01,000", "=1+1", "'-", "[0, 1]:[0]", "en", "ru", "x-klingon", "1:1"),
    )
)
_ODD_TEXTS = (
    "",
    " ",
    "\n",
    "a",
    "\x9b",
    "\u202e",
    "\u2028",
    "\ufeff",
    "e\u0301",
    "😀",
    "0",
    "-1",
    "1e999",
    "../x",
    "#x",
    "en",
    "1:1 1:2",
)
_REPEATS = (2, 3, 10, 100, 2000)
_MAX_SIZE = 200_000
_OFTEN = 0.7


def mutate(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """
    Return data with one to six changes.

    Args:
        data: an input, or a former result.
        others: inputs that pieces are taken from.
        chance: the source of all choices.
    """
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        xml = chance.random() < _OFTEN and data.lstrip().startswith(b"<")
        changed = _change_tree(data, chance) if xml else data
        data = (chance.choice(_CHANGES)(data, others, chance) if changed == data else changed)[:_MAX_SIZE]
    return data


def _change_tree(data: bytes, chance: random.Random) -> bytes:
    """Return XML with an element or an attribute changed, so that it stays well-formed; other data as it is."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data
    elements = list(root.iter("*"))
    one, other = chance.choice(elements), chance.choice(elements)
    parent = one.getparent()
    match chance.randrange(8):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None and one.attrib:
            del one.attrib[chance.choice(one.attrib.keys())]
        case 2 if one.attrib:
            one.set(chance.choice(one.attrib.keys()), chance.choice(_ODD_TEXTS))
        case 3 if one.attrib and other.attrib:
            one.set(chance.choice(one.attrib.keys()), chance.choice(other.attrib.values()))
        case 4:
            other.extend([deepcopy(one) for _ in range(chance.choice((1, 2, 100)))])
        case 5:
            one.tag = other.tag
        case 6:
            one.text = chance.choice(_ODD_TEXTS)
        case _:
            one.tail = chance.choice(_ODD_TEXTS)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def mutate_archive(data: bytes, chance: random.Random) -> bytes:
    """Return a ZIP archive with a part changed, left out, renamed or repeated; sometimes with its bytes changed."""
    if chance.random() < 0.15:
        return mutate(data, [data], chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    place = chance.randrange(len(parts))
    name, content = parts[place]
    match chance.randrange(10):
        case 0:
            del parts[place]
        case 1:
            parts[place] = (chance.choice(("../x", "word/x.xml", chance.choice(parts)[0])), content)
        case 2:
            parts.insert(place, chance.choice(parts))
        case _:
            parts[place] = (name, mutate(content, [each for _, each in parts], chance))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for number, (each, inner) in enumerate(parts):
            # zipfile warns of a name that is there already.
            known = each in {other for other, _ in parts[:number]}
            archive.writestr(f"{each}{'x' * known}", inner)
    return stream.getvalue()


def _tokens(data: bytes, chance: random.Random, change: Callable[[list[bytes], int], None]) -> bytes:
    tokens = _TOKENS.findall(data)
    if tokens:
        change(tokens, chance.randrange(len(tokens)))
    return b"".join(tokens)


def _replace(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    return _tokens(data, chance, lambda tokens, at: tokens.__setitem__(at, chance.choice(_ODD)))


def _insert(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    return _tokens(data, chance, lambda tokens, at: tokens.insert(at, chance.choice(_ODD)))


def _remove(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    length = chance.choice((1, 1, 2, 5, 20))
    return _tokens(data, chance, lambda tokens, at: tokens.__setitem__(slice(at, at + length), []))


def _repeat(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    length, times = chance.choice((1, 1, 2, 5, 20)), chance.choice(_REPEATS)
    return _tokens(
        data, chance, lambda tokens, at: tokens.__setitem__(slice(at, at + length), tokens[at : at + length] * times)
    )


def _swap(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    def swap(tokens: list[bytes], at: int) -> None:
        other = chance.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]

    return _tokens(data, chance, swap)


def _splice(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start : min(end, start + 2000)] + data[at:]


def _flip(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


_SELDOM = (_splice, _flip, _cut)
_CHANGES = (*(_replace, _insert, _remove, _repeat, _swap) * 4, *_SELDOM)
