"""Characters of the font Symbol, which Word and old PDFs write as codes of one byte."""

from __future__ import annotations

_CODES = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
"""The characters from a code on: the Symbol encoding of PDF (ISO 32000-1, annex D.5)."""

_SYMBOL = {start + number: character for start, row in _CODES.items() for number, character in enumerate(row)}

_PRIVATE = 0xF000
"""Word adds this to the codes of fonts that have no letters."""


def symbol(code: int, font: str) -> str:
    """
    Return the character of a code in a font; empty where only the font tells what it is, as with Wingdings.

    Args:
        code: the code point, which is for private use where the font is one of symbols.
        font: the name of the font.
    """
    byte = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    if font.lower() == "symbol":
        return _SYMBOL.get(byte, "")
    return "" if byte != code or 0xE000 <= code < 0xF900 else chr(code)
